"""What two readers of ten reviews missed, kind by kind."""

from __future__ import annotations

import pytest

from tests.review.asking import told

_CONFTEST = "tests/conftest.py"


@pytest.mark.parametrize(
    ("reads", "otherwise"),
    [
        ("os.getenv('HOST', 'a')", ", and where it is not set, `'a'` is taken"),
        ("os.getenv('HOST', 'a') or os.getenv('HOST', 'a')", ", and where it is not set, `'a'` is taken"),
        ("os.getenv('HOST', 'a') or os.getenv('HOST', 'b')", ""),
        ("os.getenv('HOST', 'a') or os.getenv('HOST')", ""),
        ("os.getenv('HOST', 'a') or os.environ['HOST']", ""),
        ("os.getenv('HOST', None)", ""),
        ("os.getenv('HOST', HERE)", ""),
    ],
)
def test_what_is_taken_where_a_variable_is_not_set(reads: str, otherwise: str) -> None:
    found = told(f"import os\ndef test_a():\n    assert {reads}\n", "Inputs")
    assert found[0] == f"The environment variable `HOST` is read{otherwise} (line 3)."
    secret = told("import os\ndef test_a():\n    os.getenv('API_PASSWORD', 'hunter2')\n", "Inputs")
    assert secret[0] == "The environment variable `API_PASSWORD` is read (line 3)."


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "till = lambda: (_ for _ in ()).throw(ValueError('bad'))",
            "Raised here where an expression must stand, by throwing it into a generator: "
            "`ValueError('bad')`",
        ),
        (
            "requests_mock.get(URL, exc=ConnectTimeout)",
            "By its name, `requests_mock.get()` is told to raise an error instead of an answer: "
            "`exc=ConnectTimeout`",
        ),
        (
            "responses.add(responses.GET, URL, body=ConnectionError('gone'))",
            "By its name, `responses.add()` is told to raise an error instead of an answer: "
            "`body=ConnectionError('gone')`",
        ),
        (
            "till([KeyboardInterrupt(), 'a'])",
            "An error is made and given to `till()`: `KeyboardInterrupt()`",
        ),
        ("till(error=OSError(1))", "An error is made and given to `till()`: `OSError(1)`"),
        (
            "shutil.rmtree(a, ignore_errors=True)",
            "What cannot be removed stays behind, and nobody is told: `shutil.rmtree(a, ignore_errors=True)`",
        ),
    ],
)
def test_errors_in_other_ways(statement: str, said: str) -> None:
    found = told(f"import shutil\ndef test_a(requests_mock):\n    {statement}\n", "Exceptions")
    assert f"{said} (line 3)." in found


@pytest.mark.parametrize(
    "statement",
    [
        "till.throw(ValueError('bad'))",
        "requests_mock.get(URL, exc=error)",
        "get(URL, exc=ConnectTimeout)",
        "responses.add(responses.GET, URL, body=Till())",
        "responses.add(responses.GET, URL, body='a')",
        "self.assertIsInstance(ValueError('bad'), Exception)",
        "str(ValueError('bad'))",
        "till(ring=[{1: ValueError('bad')}])",
        "mock.Mock(side_effect=[ValueError('bad')])",
        "till[0](ValueError('bad'))",
        "shutil.rmtree(a)",
        "shutil.rmtree(a, ignore_errors=False)",
        "till.rmtree(a, ignore_errors=True)",
    ],
)
def test_what_is_no_error_of_that_kind(statement: str) -> None:
    found = told(f"import shutil\ndef test_a(requests_mock):\n    {statement}\n", "Exceptions")
    words = ("Raised here where", "instead of an answer", "is made and given to", "stays behind")
    assert not any(word in each for each in found for word in words)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("register_uri(rm.ANY, rm.ANY, exc=NoRequest)", "Every request that no other"),
        ("register_uri('GET', rm.ANY, exc=NoRequest)", "Every 'GET' request that no other"),
        ("register_uri(method, rm.ANY, exc=NoRequest)", ""),
        ("register_uri(rm.ANY, URL, exc=NoRequest)", ""),
        ("register_uri(rm.ANY, rm.ANY, text='a')", ""),
        ("register_uri(rm.ANY)", ""),
    ],
)
def test_requests_that_are_refused(call: str, said: str) -> None:
    head = "import requests_mock as rm\nimport pytest\n@pytest.fixture\ndef till(requests_mock):\n"
    text = f"{head}    requests_mock.{call}\n"
    own = [each for each in told(text, "Doubles and controls") if "is refused by the double" in each]
    far = told("def test_a(till):\n    assert 1\n", "Doubles and controls", {_CONFTEST: text})
    assert [each.startswith(said) for each in own] == [True] * bool(said)
    assert any(f"In the fixture `till`, which is asked for here: {said}" in each for each in far) is bool(
        said
    )


_SET_UP = """\
import unittest
from unittest import mock

class TestTill(unittest.TestCase):
    def setUp(self):
        {made}

    def tearDown(self):
        {gone}

    def test_a(self):
        assert 1
"""


def _torn_down(made: str, gone: str) -> list[str]:
    found = told(_SET_UP.format(made=made, gone=gone), "Resources")
    return [each for each in found if "removes some" in each]


def test_what_only_a_tear_down_removes() -> None:
    many = "; ".join(f"self.shop.create_{each}()" for each in "abcde")
    assert _torn_down(many, "self.shop.delete_all()") == [
        "`setUp()` makes things and `tearDown()` removes some, by the names of what they call; "
        "`setUp()` registers "
        "no clean-up itself, and `tearDown()` does not run where it fails: `self.shop.create_a()`, "
        "`self.shop.create_b()`, `self.shop.create_c()`, `self.shop.create_d()` and 1 more (line 6)."
    ]


@pytest.mark.parametrize(
    ("made", "gone"),
    [
        ("self.shop.create_a(); self.addCleanup(end)", "self.shop.delete_all()"),
        ("self.create_a()", "self.shop.delete_all()"),
        ("create_a()", "self.shop.delete_all()"),
        ("self.shop.create_a()", "self.shop.stop()"),
        ("self.shop.create_a()", "self.delete_all()"),
        ("self.a = mock.mock.create_autospec(a)", "self.shop.delete_all()"),
    ],
)
def test_what_is_not_made_for_a_tear_down(made: str, gone: str) -> None:
    assert not _torn_down(made, gone)


def test_assertions_that_stop_a_tear_down() -> None:
    stopped = (
        "What stands below an assertion in `TestTill.tearDown()` does not run where that fails (line 9)."
    )
    assert stopped in told(_SET_UP.format(made="pass", gone="assert self.a; self.end()"), "Resources")
    last = told(_SET_UP.format(made="pass", gone="self.end(); assert self.a"), "Resources")
    assert not any("What stands below" in each for each in last)
    without = _SET_UP.format(made="pass", gone="assert self.a; self.end()").replace("setUp", "ready")
    assert stopped in told(without, "Resources")


_PROGRAM = """\
import code, os, unittest
try:
    input = raw_input
except NameError:
    pass

class TestTill(unittest.TestCase):
    NAME: str
    SIZE: int = 3
    KIND: str
    PLACE: str
    HELD: str
    def test_a(self):
        self.KIND = input('a')
        return self.NAME, self.KIND, till.PLACE, self.SIZE, self.HELD

setattr(TestTill, 'HELD', 1)
if __name__ == '__main__':
    os.chdir(till)
    code.interact()
"""


def test_what_a_program_does() -> None:
    said = (
        "State of the whole process, changed when the file is run as a program: `os.chdir(till)` (line 19)."
    )
    assert said in told(_PROGRAM, "Resources")
    opened = "Opens an interpreter or a debugger, which runs what is typed: `code.interact()` (line 20)."
    assert opened in told(_PROGRAM, "Execution")
    assert "Standard input is named: `input` (line 14)." in told(_PROGRAM, "Inputs")
    other = told(_PROGRAM.replace("raw_input", "till.ask"), "Inputs")
    assert not any("Standard input" in each for each in other)


def test_what_is_annotated_and_never_set() -> None:
    words = "annotates and this file reads, but in this file nothing gives a value to: "
    (found,) = (each for each in told(_PROGRAM, "Structure") if words in each)
    assert found == f"What `TestTill` {words}`NAME` (lines 8, 15)."
    decorated = _PROGRAM.replace("class TestTill", "@dataclass\nclass TestTill")
    assert not any(words in each for each in told(decorated, "Structure"))
    bound = _PROGRAM.replace("    SIZE:", "    NAME = 'a'\n    SIZE:")
    assert not any(words in each for each in told(bound, "Structure"))
    many = "".join(f"    NAME_{each}: str\n" for each in range(9))
    read = "".join(f"        self.NAME_{each}\n" for each in range(9))
    text = f"class TestTill:\n{many}    def test_a(self):\n{read}"
    assert any(f"{words}`NAME_0`" in each and " and 1 more (" in each for each in told(text, "Structure"))


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("setattr(TestTill, name, ring)", True),
        ("setattr(TestTill, 'test_b', ring)", True),
        ("setattr(TestTill, 'size', 1)", False),
        ("setattr(Till, name, ring)", False),
        ("setattr(till, name, ring)", False),
        ("till.setattr(TestTill, name, ring)", False),
    ],
)
def test_tests_that_are_made_at_run_time(call: str, is_told: bool) -> None:
    text = f"class Till: ...\nclass TestTill:\n    def test_a(self): ...\n{call}\n"
    said = f"Class `TestTill` gets at run time what may be a test, or what tests use: `{call}` (line 4)."
    assert (said in told(text, "Structure")) is is_told
    assert any("gets at run time" in each for each in told(text, "Structure")) is is_told


def test_a_function_that_loads_the_tests() -> None:
    said = "`load_tests()` decides which tests unittest runs of this file (lines 1–2)."
    text = "def load_tests(loader, tests, pattern):\n    return tests\n"
    assert said in told(text, "Structure")
    assert said not in told(text.replace("load_tests", "load_test"), "Structure")
    inner = f"def a():\n    {text.replace(chr(10), chr(10) + '    ')}"
    assert not any("decides" in each for each in told(inner, "Structure"))


def test_hooks_that_choose_tests_or_fill_their_parameters() -> None:
    hooks = "def pytest_collection_modifyitems(items): ...\ndef pytest_generate_tests(metafunc): ...\n"
    text = "def test_a():\n    assert 1\n"
    files = {_CONFTEST: hooks, "conftest.py": hooks}
    begin = "In other files that pytest loads for this one, a hook may "
    assert told(text, "Structure", files)[-1] == (
        f"{begin}take tests away, mark them or make others: `pytest_collection_modifyitems()` "
        "(`conftest.py` line 1; `tests/conftest.py` line 1)."
    )
    assert told(text, "Inputs", files)[0] == (
        f"{begin}give values to parameters of tests: `pytest_generate_tests()` (`conftest.py` line 2; "
        "`tests/conftest.py` line 2)."
    )


def test_networks_of_both_kinds() -> None:
    text = "NET = '2a00:1450::1:0/112'\nOTHER = '10.0.0.0/8'\nTIME = '10:20:30/4'\n"
    assert told(text, "Hard-coded values")[:2] == [
        "Address `2a00:1450::1:0/112`: the public network (line 1).",
        "Address `10.0.0.0/8`: private addresses (line 2).",
    ]


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ("proxy_user='ann:hunter'", True),
        ("userpwd='ann:hunter'", True),
        ("proxy_user='ann'", False),
        ("proxy_user='http://ann:hunter@a'", False),
        ("name='ann:hunter'", False),
    ],
)
def test_a_user_and_a_password_in_one_text(given: str, is_told: bool) -> None:
    found = told(f"def test_a(till):\n    till.ring({given})\n", "Hard-coded values")
    name = given.partition("=")[0]
    said = f"A literal, not shown here, is given under the name `{name}` (line 2)."
    assert (said in found) is is_told


_THROUGH = """\
from unittest import mock
import shop

real = shop.ring
other = shop.close

def fake_ring():
    other()
    return {called}()

def test_a():
    with mock.patch('shop.{name}', side_effect={given}): ...
"""


@pytest.mark.parametrize(
    ("called", "name", "given", "is_told"),
    [
        ("real", "ring", "fake_ring", True),
        ("real", "stop", "fake_ring", False),
        ("real", "ring", "None", False),
        ("shop.ring", "ring", "fake_ring", False),
        ("fake", "ring", "fake_ring", False),
    ],
)
def test_a_double_that_calls_what_it_stands_in_for(called: str, name: str, given: str, is_told: bool) -> None:
    found = told(_THROUGH.format(called=called, name=name, given=given), "Doubles and controls")
    said = "`fake_ring()`, which is handed on, calls what was at `shop.ring` before (lines 4, 9)."
    assert (said in found) is is_told
    assert any("which is handed on" in each for each in found) is is_told
