"""What two readers of ten files more found misleading or missing: ways to other files, doubles, settings."""

from __future__ import annotations

import pytest

from flake8_testsec.review.undecided import undecided
from tests.review.asking import module_of, reviewed, told

RESOURCES, DOUBLES, INPUTS = "Resources", "Doubles and controls", "Inputs"

READS = {
    "shop/till.py": """
        import contextlib, functools

        def load(path, resume=False, *, force=None, name="a"):
            if resume or force:
                return open(path).read()

        def save(path, resume=False):
            if resume:
                open("a").read()
            resume = 1

        def plain(path, resume=False):
            if resume and path:
                open("b").read()

        def count():
            return open("c").read()

        def bare(path):
            if path:
                open("d").read()
    """
}


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("till.load('a')", False),
        ("till.load('a', False)", True),  # given by place: what, is not asked
        ("till.load('a', resume=True)", True),
        ("till.load('a', resume=False)", False),
        ("till.load('a', force=1)", True),
        ("till.load(*a)", True),
        ("till.load(**a)", True),
        ("till.save('a')", True),
        ("till.plain('a')", True),
        ("till.bare('a')", True),
    ],
)
def test_branches_that_a_call_cannot_reach(call: str, is_told: bool) -> None:
    found = told(f"from shop import till\n\ndef test_a(a):\n    {call}\n", INPUTS, READS)
    assert any("Opened to be read" in each for each in found) is is_told, found


@pytest.mark.parametrize(
    ("head", "is_told"),
    [
        ("", True),
        ("@mock.patch('shop.till.open', mock.mock_open(read_data='a'))\n", False),
        ("@mock.patch('builtins.open', mock.mock_open())\n", False),
        ("@mock.patch('shop.other.open', mock.mock_open())\n", True),
    ],
)
def test_files_are_not_read_where_open_is_replaced(head: str, is_told: bool) -> None:
    text = f"from unittest import mock\nfrom shop import till\n\n{head}def test_a(*a):\n    till.count()\n"
    found = told(text, INPUTS, READS)
    assert any("Opened to be read" in each for each in found) is is_told, found


def test_more_replacements_than_are_looked_through() -> None:
    sets = "".join(f"    monkeypatch.setattr('shop.a{number}', 1)\n" for number in range(50))
    last = "    monkeypatch.setattr('builtins.open', 1)\n    till.count()\n"
    head = "from shop import till\n\ndef test_a(monkeypatch):\n"
    assert not any("Opened to be read" in each for each in told(f"{head}{last}", INPUTS, READS))
    assert any("Opened to be read" in each for each in told(f"{head}{sets}{last}", INPUTS, READS))


SPAWNING = {
    "shop/runs.py": """
        import subprocess

        class Run:
            @classmethod
            def spawn(cls, argv, fd=None):
                subprocess.run(argv)

        class Quick(Run):
            pass

        class Other(Far):
            pass
    """
}


def test_what_helpers_call_of_the_classes_that_they_are_given() -> None:
    text = """
        from pathlib import Path
        from shop.runs import Other, Quick, Run

        def run(kind, argv, other, again):
            again = Run
            kind.spawn(["sh"])
            other.spawn(["no"]); far.spawn()
            again.spawn(["bye"])

        @mark
        def marked(kind):
            kind.spawn()

        class TestShop:
            def go(self, kind):
                kind.spawn(["bc"])

            def test_a(self, given):
                run(Run, 1, given, 2)
                run(*given); run(Path, 1, given, 2)
                self.go(Quick)
                other.go(Run)
                Run.spawn(["true"])
                Other.spawn(["false"])
                Run.spawn(given)
                Run.spawn(("a",)); Run.spawn(("b",)); Run.spawn(("c",))
    """
    starts = "Starts a process, or hands work to one: `subprocess.run(argv)`"
    assert [each for each in told(text, "Execution", SPAWNING) if each.startswith("In ")] == [
        f"In `kind.spawn()`, which is called here: {starts}; given first here: `['bc']` (line 16; "
        "`shop/runs.py` line 6).",
        f"In `Run.spawn()`, which is called here: {starts}; given first here: "
        "`['true']`, `('a',)`, `('b',)`, `('c',)` and 1 more (lines 6, 23, 25, 26; `shop/runs.py` line 6).",
    ]
    plain = "from shop.runs import Run\n\ndef test_a(given):\n    Run.spawn(given)\n"
    assert told(plain, "Execution", SPAWNING)[0].endswith(f"{starts} (line 4; `shop/runs.py` line 6).")


KEPT = {"shop/till.py": "import functools\n\n@functools.lru_cache()\ndef rate():\n    return 1\n"}


def test_functions_that_keep_what_they_have_returned() -> None:
    text = "from shop import till\n\ndef test_a():\n    till.rate()\n"
    assert told(text, RESOURCES, KEPT) == [
        "In `till.rate()`, which is called here: By the name of its decorator, what it has returned is "
        "kept for "
        "later calls: `@functools.lru_cache()` (line 4; `shop/till.py` line 3)."
    ]
    cleared = f"{text}    till.rate.cache_clear()\n"
    assert not any("kept for later calls" in each for each in told(cleared, RESOURCES, KEPT))


CONTROL = "By its name, this is a security control: `shop.policy.check`"
IDLE = "; nothing that is called after `policy` or `check` is asked how it was called, or told to refuse"


@pytest.mark.parametrize(
    ("mark", "body", "says"),
    [
        ("'shop.policy.check'", "policy.return_value = True", IDLE),
        ("'shop.policy.check', return_value=True", "...", IDLE),
        ("'shop.policy.check'", "policy.return_value = False", ""),
        ("'shop.policy.check'", "policy.side_effect = OSError", ""),
        ("'shop.policy.check'", "mock_policy.return_value += 1", ""),
        ("'shop.policy.check'", "policy.assert_called_once()", ""),
        ("'shop.policy.check'", "assert policy.call_count == 1", ""),
        ("'shop.policy.check', side_effect=OSError", "...", ""),
        ("'shop.policy.check', return_value=False", "...", ""),
        ("'shop.policy.check', run", "...", ""),
    ],
)
def test_controls_that_are_replaced_and_never_asked(mark: str, body: str, says: str) -> None:
    text = f"from unittest import mock\n\n@mock.patch({mark})\ndef test_a(policy):\n    {body}\n"
    found = [each for each in told(text, DOUBLES) if "security control" in each]
    assert found == [f"{CONTROL}{says} (line 3)."]


def test_controls_under_names_of_parameters_and_short_names() -> None:
    head = "from unittest import mock\n\n"
    asked = f"{head}@mock.patch('shop.policy.check')\ndef test_a(m):\n    m.assert_called()\n"
    assert f"{CONTROL} (line 3)." in told(asked, DOUBLES)
    other = f"{head}@mock.patch('shop.policy.check')\ndef test_a(m):\n    n.assert_called()\n"
    assert f"{CONTROL}{IDLE} (line 3)." in told(other, DOUBLES)
    block = (
        f"{head}def test_a():\n    with mock.patch('shop.policy.check') as m:\n        n.assert_called()\n"
    )
    assert f"{CONTROL}{IDLE} (line 4)." in told(block, DOUBLES)


def test_replacements_of_the_process_are_always_named() -> None:
    sets = "".join(f"    monkeypatch.setattr(shop, 'a{number}', 1)\n" for number in range(12))
    text = (
        f"import shop\n\ndef test_a(monkeypatch, names):\n{sets}"
        "    monkeypatch.chdir('a')\n"
        "    for name in ('A', 'B'):\n        monkeypatch.delenv(name)\n"
        "    for name in ('A', names):\n        monkeypatch.delenv(name)\n"
        "    for other in names:\n        monkeypatch.delenv(other)\n"
    )
    found = told(text, DOUBLES)
    assert found[10:] == [
        "Replaced: `os.getcwd()` by `'a'`, until the fixture monkeypatch undoes it (line 16).",
        "Environment variable replaced: `name` by nothing, until the fixture monkeypatch undoes that; "
        "its name is "
        "worked out, 2 times (lines 18, 20).",
        "Environment variable replaced: `other` by nothing, until the fixture monkeypatch undoes that; "
        "its name "
        "is worked out (line 22).",
        "2 more replacements of 2 kinds, from the first to the last line named (lines 14, 15).",
    ]
    loop = "def test_a(monkeypatch):\n    for name in ('A', 'B'):\n        monkeypatch.delenv(name)\n"
    assert told(loop, DOUBLES) == [
        "Environment variable replaced: `A, B` by nothing, until the fixture monkeypatch undoes that "
        "(line 3)."
    ]
    mixed = "def test_a(monkeypatch):\n    for name in ('A', b):\n        monkeypatch.delenv(name)\n"
    assert "its name is worked out" in told(mixed, DOUBLES)[0]


def test_doubles_that_fixtures_of_other_files_make() -> None:
    conftest = "import pytest\n\n@pytest.fixture\ndef till():\n    MockPatch()\n    return DummyTill()\n"
    found = told("def test_a(till):\n    till.ring()\n", DOUBLES, {"tests/conftest.py": conftest})
    assert found[0].startswith(
        "In the fixture `till`, which is asked for here: By its name, a double is made: "
    )
    assert not any("MockPatch" in each for each in found)


def test_expected_exceptions_at_which_nobody_looks() -> None:
    text = """
        import pytest, unittest

        class TestShop(unittest.TestCase):
            def test_a(self):
                with pytest.raises(KeyError): run()
                with pytest.raises(KeyError): run()
                self.assertRaises(KeyError, run)
                {}
    """
    said = "exceptions that are expected, {} are so by their class alone: nobody looks at what they say (from"
    for line, number in (
        ("...", "Of the 3 exceptions that are expected, all are"),
        ("with pytest.raises(KeyError) as caught: run()", "Of the 4 exceptions that are expected, 3 are"),
        ("with pytest.raises(KeyError, match='a'): run()", "Of the 4 exceptions that are expected, 3 are"),
        ("with pytest.raises(KeyError, **a): run()", "Of the 4 exceptions that are expected, 3 are"),
        ("caught = pytest.raises(KeyError, run)", "Of the 4 exceptions that are expected, 3 are"),
        ("self.assertRaises(KeyError, run)", "Of the 4 exceptions that are expected, all are"),
    ):
        assert any(each.startswith(number) for each in told(text.format(line), "Exceptions")), (line, said)


def test_options_of_pytest_that_a_hook_sets() -> None:
    conftest = "def pytest_configure(config):\n    config.option.basetemp = 'a'\n    config.other = 1\n"
    assert told("def test_a(): ...\n", RESOURCES, {"tests/conftest.py": conftest}) == [
        "In the hook `pytest_configure()`, which pytest calls: An option of pytest is set: "
        "`config.option.basetemp` (`tests/conftest.py` line 2)."
    ]


KEEPS = (
    "The configuration of pytest keeps it from this file, unless it is told where to look: "
    "`norecursedirs` names"
)
ELSEWHERE = (
    "The configuration of pytest has it look elsewhere, unless it is told where to look: `testpaths` names"
)


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        (
            "pyproject.toml",
            "[tool.pytest.ini_options]\nnorecursedirs = ['build', 'te*']\n",
            f"{KEEPS} `te*`",
        ),
        ("pytest.ini", "[pytest]\nnorecursedirs =\n  build\n  tests\n", f"{KEEPS} `tests`"),
        ("pytest.ini", "[pytest]\nnorecursedirs = build\n", ""),
        ("pytest.ini", "[pytest]\ntestpaths = src ./docs\n", f"{ELSEWHERE} `src` and `./docs`"),
        ("pytest.ini", "[pytest]\ntestpaths = src tests\n", ""),
        ("pytest.ini", "[pytest]\ntestpaths = .\n", ""),
        ("pytest.ini", "[pytest]\ntestpaths = src*\n", ""),
        ("pytest.ini", "[pytest]\ntestpaths = tests/test_shop.py\n", ""),
        ("pytest.ini", "[pytest]\ntestpaths = a b c d e\n", ""),
    ],
)
def test_what_keeps_pytest_from_a_file(path: str, text: str, says: str) -> None:
    found = [
        each for each in told("def test_a(): ...\n", "Structure", {path: text}) if "onfiguration" in each
    ]
    assert [each.partition(f" (`{path}`")[0] for each in found] == ([says] if says else [])


def test_the_configuration_of_a_project_around_another_says_nothing() -> None:
    files = {"pytest.ini": "[pytest]\ntestpaths = src\n", "tests/setup.py": ""}
    assert not any("onfiguration" in each for each in told("def test_a(): ...\n", "Structure", files))


def test_modules_beside_a_file_that_are_not_there() -> None:
    found = [
        each.kind for each in undecided(module_of("from tests.tills import open_till\nfrom tests import a\n"))
    ]
    assert found == ["missing-module"]
    far = module_of("from tests.far.tills import open_till\n")
    assert [each.kind for each in undecided(far)] == []
    here = module_of("from tests.tills import open_till\n", {"tests/tills.py": ""})
    assert [each.kind for each in undecided(here)] == []


def test_tests_that_are_commented_out_together_are_counted() -> None:
    text = """
        def test_a():
            assert 1

        # def test_b():
        #     assert run()

        # def test_c():
        #     assert run()

        def test_d():
            assert 1

        # def test_e():
        #     assert run()
    """
    messages = [each.finding.message for each in reviewed(text).defects if each.finding.code == "TSE524"]
    rest = "commented out; restore it, delete it, or name the ticket that it waits for"
    assert messages == [f"test test_b and 1 more below it are {rest}", f"test test_e is {rest}"]
