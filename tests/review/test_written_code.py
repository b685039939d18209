"""Code in strings that a test runs, and runs within the run."""

from __future__ import annotations

import pytest

from tests.review.asking import told

NESTED = '''
    import textwrap

    CODE = "import os\\nos.getenv('A')\\n"

    def test_a(pytester):
        pytester.makepyfile("""
            def test_inner():
                try:
                    run()
                except Exception:
                    pass
        """)
        pytester.makeconftest(textwrap.dedent(CODE), other="def f(", more=b"1")
        pytester.runpytest_subprocess()
        exec("import subprocess\\nsubprocess.run(['ls'])")
'''


def test_code_in_strings_is_read() -> None:
    assert (
        "In code that stands in a string and is run: Caught: `Exception`; the handler only passes, returns, "
        "continues, prints or logs (lines 6–12)." in told(NESTED, "Exceptions")
    )
    assert (
        "In code that stands in a string and is run: The environment variable `A` is read (line 3)."
        in told(NESTED, "Inputs")
    )
    assert told(NESTED, "Execution")[:2] == [
        "Runs pytest or a program over files that the test has written: `pytester.runpytest_subprocess()` "
        "(line 14).",
        "In code that stands in a string and is run: Starts a process, or hands work to one: "
        "`subprocess.run(['ls'])` (line 15).",
    ]
    assert told(NESTED, "Resources")[0] == (
        "Waits for what it runs over files that the test has written: `pytester.runpytest_subprocess()` "
        "(line 14)."
    )


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(shop):\n    shop.makepyfile('import os')\n    shop.run()\n",
        "pytester = 1\n\ndef test_a():\n    pytester.runpytest()\n",
        "def test_a(testdir):\n    shop.runpytest()\n    shop.makepyfile('open(1)')\n",
        "def test_a(re):\n    re.compile('open(1)')\n    exec\n",
    ],
)
def test_what_runs_nothing(text: str) -> None:
    aspects = ("Inputs", "Resources", "Execution")
    assert not [
        each for aspect in aspects for each in told(text, aspect) if "string" in each or "Runs" in each
    ]


def test_no_more_than_anybody_reads() -> None:
    code = "\\n".join(f"open('{each}')" for each in range(9))
    found = [each for each in told(f'exec("{code}")\n', "Inputs") if "string" in each]
    assert len(found) == 9
    assert found[-1] == "In code that stands in strings and is run, 1 more of this kind (line 1)."


def test_tests_within_the_run() -> None:
    text = "import pytest, unittest\n\ndef test_a():\n    pytest.main()\n\nunittest.main()\n"
    assert told(text, "Execution") == ["Runs tests within the run: `pytest.main()` (line 4)."]


def test_values_of_code_in_strings() -> None:
    assert told("exec(\"url = 'http://127.0.0.1/'\")\n", "Hard-coded values") == [
        "In code that stands in a string and is run: URL `http://127.0.0.1/`: this machine (line 1).",
        "A URL stands in the text `url = 'http://127.0.0.1/'` (line 1).",
    ]
