"""What reviews told wrongly or not at all, in the eyes of careful readers: fixtures, limits and remarks."""

from __future__ import annotations

import pytest

from flake8_testsec.review.conclusion import conclusion
from tests.review.asking import reviewed, told

CONFTEST = """
    import os, pytest, subprocess, sys

    def start():
        subprocess.Popen(["shop"])

    @pytest.fixture(autouse=True)
    def server():
        start()

    if sys.gettrace():
        @pytest.fixture(autouse=True)
        def trace():
            os.mkdir("a")
"""


def test_what_automatic_fixtures_lead_to() -> None:
    files = {"tests/conftest.py": CONFTEST}
    assert told("def test_a():\n    assert 1\n", "Execution", files) == [
        "Through the fixture `server`, which runs for every test here (autouse) and may lead to `start()` of "
        "its own file: Starts a process, or hands work to one: `subprocess.Popen(['shop'])` "
        "(`tests/conftest.py` line 4)."
    ]


def test_a_fixture_that_need_not_be_defined() -> None:
    found = told("def test_a():\n    assert 1\n", "Resources", {"tests/conftest.py": CONFTEST})
    assert found == [
        "In the fixture `trace`, which runs for every test here (autouse), under conditions of its own: "
        "A file or a folder is made, moved or removed: `os.mkdir('a')` (`tests/conftest.py` line 13)."
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("True", ", through fixtures of the same name (indirect) ("),
        ("['a', 'b']", ", `a` and `b` through fixtures of the same name (indirect) ("),
        ("NAMES", ", some perhaps through fixtures of the same name (indirect) ("),
        ("False", "1 value written here ("),
    ],
)
def test_values_that_go_through_fixtures(given: str, words: str) -> None:
    mark = f"@pytest.mark.parametrize('a, b', [(1, 2)], indirect={given})"
    text = f"import pytest\n{mark}\ndef test_a(a, b): ...\n"
    assert any(words in each for each in told(text, "Inputs"))


def test_what_was_not_followed_is_said_of_aspects_that_have_nothing_of_their_own() -> None:
    far = "import subprocess\ndef run():\n    subprocess.run(['shop'])\n"
    text = "from far import run\ndef test_a():\n    run()\n"
    document = reviewed(text, {"far.py": far})
    execution = next(each for each in document.aspects if each.name == "Execution")
    assert [each.kind for each in execution.facts] == ["followed-execution", "not-followed"]
    said = "".join(execution.facts[1].parts)
    assert said.startswith("What code in other files runs when it is called from here was not followed to")
    assert document.calls_others
    assert conclusion(document)[-1].startswith("What code in other files does was not followed to its end")
    assert not reviewed("def test_a():\n    assert 1\n").calls_others


def test_a_task_that_is_awaited() -> None:
    head = "import asyncio\nasync def test_a():\n    task = asyncio.create_task(run())\n"
    found = told(f"{head}    await task\n", "Resources")
    assert found == ["A task is acquired; it is awaited at a line named here (lines 3, 4)."]
    assert "handed to somebody" in told(f"{head}    keep(task)\n", "Resources")[0]


def test_failures_that_a_display_provokes() -> None:
    text = """
        from unittest import mock
        @mock.patch("shop.till", **{"return_value.ring.side_effect": OSError(), "other": ValueError()})
        def test_a(till):
            assert till
    """
    said = "A failure is provoked: `side_effect = OSError()`; an assertion follows in line 4 (line 2)."
    assert [each for each in told(text, "Exceptions") if "provoked" in each] == [said]


@pytest.mark.parametrize(
    ("mark", "is_fixture"), [("mock.patch('shop.till')", False), ("pytest.mark.slow", True)]
)
def test_parameters_that_a_decorator_of_the_class_fills(mark: str, is_fixture: bool) -> None:
    text = f"import pytest\nfrom unittest import mock\nfrom far import Base\n@{mark}\nclass TestShop(Base):\n"
    document = reviewed(f"{text}    def test_a(self, till):\n        assert till\n")
    assert any(each.kind == "unknown-fixture" for each in document.undecided) is is_fixture


@pytest.mark.parametrize("url", ["'http://shop.example.org/'", "'http://shop.example.org/%s' % 1"])
def test_a_browser_opens_no_file(url: str) -> None:
    text = f"def test_a(browser):\n    browser.open({url})\n    browser.open(f'http://{{url}}/')\n"
    text += "    browser.open('http://{}/'.format(1))\n"
    found = [*told(text, "Inputs"), *told(text, "Resources")]
    assert not any("Opens something" in each for each in found)
    said = "By its name, sends a request, or is answered by a double: `browser.open()` (lines 2, 4)."
    assert said in found
    assert any("Opens something" in each for each in told("browser.open(url)\n", "Inputs"))


def test_a_limit_of_attempts_that_is_off() -> None:
    text = "over(OTP_THROTTLE_FACTOR=0)\nover(LOGIN_RATELIMIT=False)\nover(THROTTLE_FACTOR=1)\n"
    assert told(text, "Doubles and controls") == [
        "By its name, a limit of attempts is off: `OTP_THROTTLE_FACTOR: 0` (line 1).",
        "By its name, a limit of attempts is off: `LOGIN_RATELIMIT: False` (line 2).",
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("locale.setlocale(locale.LC_ALL, '')", "which is not what was there (lines 4, 5)."),
        ("locale.getlocale()\n        locale.setlocale(locale.LC_ALL, '')", "puts it back at a line named"),
    ],
)
def test_a_locale_that_is_not_put_back(call: str, words: str) -> None:
    text = "import locale, unittest\nclass TestA(unittest.TestCase):\n    def test_a(self):\n"
    text += f"        old = {call}\n        self.addCleanup(locale.setlocale, locale.LC_ALL, old)\n"
    assert words in told(text, "Resources")[0]


def test_a_class_of_doubles_under_an_attribute() -> None:
    text = (
        "class FakeTill: ...\nclass Till: ...\ndef test_a(shop):\n    shop.a = FakeTill\n    shop.b = Till\n"
    )
    found = [each for each in told(text, "Doubles and controls") if "under an attribute" in each]
    words = "A function of this file or a double is put under an attribute of an object: "
    assert found == [f"{words}`shop.a = FakeTill` (line 4)."]


def test_groups_of_exceptions_are_expected_by_their_name() -> None:
    text = "import pytest\ndef test_a():\n    with pytest.RaisesGroup(OSError):\n        pay()\n"
    assert "enters 1 block that expects a failure, by the name" in told(text, "Structure")[0]
    assert not told(text, "Resources")
    assert "`pytest.RaisesGroup(OSError)` (lines 3–4)." in told(text, "Exceptions")[0]


@pytest.mark.parametrize(("comment", "is_told"), [("Number (float)", False), ("ring(till)", True)])
def test_a_remark_in_parentheses_is_no_code(comment: str, is_told: bool) -> None:
    found = told(f"def test_a():\n    # {comment}\n    assert pay()\n", "Known bugs")
    assert any("code is commented out" in each for each in found) is is_told


def test_what_builtins_return_is_no_code_of_others() -> None:
    text = "def test_a():\n    with open('a') as file:\n        assert file.readlines() == str(1)\n"
    assert not reviewed(text).calls_others


def test_a_base_that_was_read_and_one_above_it_that_was_not() -> None:
    files = {"base.py": "def make(): ...\nmade = make()\nclass Base(made): ...\n"}
    text = "from base import Base\nclass TestShop(Base):\n    def test_a(self):\n        assert 1\n"
    found = ["".join(each.parts) for each in reviewed(text, files).undecided]
    assert found == [
        "What the bases of TestShop give back or check is not known: not all that stands above Base could be "
        "read."
    ]


def test_what_fixtures_that_are_asked_for_lead_to() -> None:
    conftest = """
        import pytest, subprocess
        def start():
            subprocess.Popen(["shop"])
        @pytest.fixture
        def server():
            start()
    """
    found = told("def test_a(server):\n    assert server\n", "Execution", {"tests/conftest.py": conftest})
    assert found == [
        "Through the fixture `server`, which is asked for here and may lead to `start()` of its own file: "
        "Starts a process, or hands work to one: `subprocess.Popen(['shop'])` (line 1; `tests/conftest.py` "
        "line 3)."
    ]


def test_signs_in_texts_begin_no_comment() -> None:
    text = """
        a = "# TODO: no" + f"{1} # bug 4711"  # TODO: first
        b = (
            "one"  # TODO: second
            "two # TODO: no"
        )
        c = '''
        d # TODO: no
        '''
        e = "ä#1"  # TODO: third
    """
    found = [each for each in told(text, "Known bugs") if "behind code" in each]
    assert [each.partition("“")[2].partition("”")[0] for each in found] == [
        "TODO: first",
        "TODO: second",
        "TODO: third",
    ]
