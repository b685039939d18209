"""Changes of the process's state: what is one, what undoes it, and on which ways out it stays."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.cleanup import states, wording
from flake8_testsec.cleanup.resources import STATES, State
from flake8_testsec.cleanup.table.row import Means

from .parsed_states import PATH, functions, judged, parse


def verdicts(text: str, path: str = PATH) -> set[str]:
    module = parse(text, path)
    return {
        each.verdict.name
        for function in functions(module)
        for row in STATES
        for each in states.judgements(function, row.code, module)
    }


# Every row in the canonical shapes, drawn from the row itself.

SHAPES = {
    "never restored": ("{sample}\nready()", "NEVER"),
    "restored in finally": (
        "saved = {save}\n{sample}\ntry:\n    assert ready()\nfinally:\n    {restore}",
        "",
    ),
    "restored on the straight way": ("saved = {save}\n{sample}\n{restore}", ""),
    "skipped by a return": ("saved = {save}\n{sample}\nif x:\n    return\n{restore}", "LEAVE"),
    "skipped by a failed assertion": ("saved = {save}\n{sample}\nassert x\n{restore}", "CHECK"),
    "skipped by an expected error that stays away": (
        "saved = {save}\n{sample}\nwith pytest.raises(OSError):\n    ready()\n{restore}",
        "CHECK",
    ),
    "skipped by a call that raises": ("saved = {save}\n{sample}\nready()\n{restore}", "CALL"),
    "skipped by a skip": ("saved = {save}\n{sample}\npytest.skip()\n{restore}", "LEAVE"),
}


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.sample)
@pytest.mark.parametrize(("shape", "verdict"), SHAPES.values(), ids=SHAPES.keys())
def test_every_row_in_every_shape(row: State, shape: str, verdict: str) -> None:
    body = shape.format(sample=row.sample, save=row.save, restore=row.restore)
    function = "def test_a(self, ready, x):\n" + textwrap.indent(body, "    ")
    text = "class TestA(unittest.TestCase):\n" + textwrap.indent(function, "    ")
    assert verdicts(text) == ({verdict} if verdict else set())


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.sample)
def test_a_test_case_gets_a_mend_in_its_own_manner(row: State) -> None:
    text = f"class TestA(unittest.TestCase):\n    def test_a(self):\n        {row.sample}\n"
    module = parse(text)
    (found,) = states.judgements(functions(module)[0], row.code, module)
    assert wording.words(found, module)["remedy"] == row.case_remedy.words
    assert wording.witnesses(found) == ()


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.sample)
def test_a_remedy_says_what_it_calls(row: State) -> None:
    told = (row.remedy, row.case_remedy)
    assert all(each.by in each.words for each in told)
    assert all(bool(each.by) is (each.means not in {Means.HAND, Means.CONTEXT}) for each in told)


FOUND = {
    "a second fresh value is no restore": (
        'def test_a(ready):\n    os.environ["MODE"] = "a"\n    ready()\n    os.environ["MODE"] = "b"\n',
        ['os.environ["MODE"]: changed and never restored'],
    ),
    "one finding for each key": (
        'def test_a():\n    os.environ.update({"A": "1"}, B="2", **more)\n',
        [
            'os.environ["B"]: changed and never restored',
            'os.environ["A"]: changed and never restored',
        ],
    ),
    "all of it": (
        "def test_a(new):\n    os.environ.update(new)\n",
        ["os.environ: changed and never restored"],
    ),
    "a key that is not known": (
        'def test_a(key):\n    environ[key] = "a"\n    environ[key + key] = "a"\n',
        ["os.environ[key]: changed and never restored", "os.environ[...]: changed and never restored"],
    ),
    "an item by a method": (
        'def test_a():\n    environ.__setitem__("A", "1")\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "everything removed": (
        "def test_a(ready):\n    os.environ.clear()\n    ready()\n",
        ["os.environ: changed and never restored"],
    ),
    "a removed variable": (
        'def test_a(ready):\n    del os.environ["A"]\n    ready()\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a removed variable in a set-up": (
        'def setUpModule():\n    ready()\n    del os.environ["A"]\n',
        [],
    ),
    "the environment of the system": (
        'def test_a():\n    os.putenv("A", "1")\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a set-up that nobody undoes, also if it sets anew": (
        'class TestA(unittest.TestCase):\n    def setUp(self):\n        os.environ["A"] = "1"\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a fixture whose restore is skipped": (
        '@pytest.fixture\ndef a(x):\n    environ["A"] = "1"\n    assert x\n    yield\n    del environ["A"]\n',
        ['os.environ["A"]: restored only if the assertion on line 11 passes'],
    ),
    "setattr and tuples": (
        'def test_a():\n    setattr(stock, "a", 1)\n    stock.b, till.c = 1, 2\n',
        [
            "stock.a: changed and never restored",
            "stock.b: changed and never restored",
            "till.c: changed and never restored",
        ],
    ),
    "an opaque base does not know the attribute": (
        "class TestA(till.Base):\n    def test_a(self):\n        stock.count = mock.Mock()\n",
        ["stock.count: changed and never restored"],
    ),
    "a mock's assertion may fail": (
        "def test_a():\n    m = mock.Mock()\n    stock.a = m\n    m.assert_called()\n    del stock.a\n",
        ["stock.a: restored only if the assertion on line 11 passes"],
    ),
    "a deliberate failure": (
        "def test_a(x):\n    stock.a = 1\n    if x:\n        raise ValueError\n    del stock.a\n",
        ["stock.a: not restored after the raise on line 11"],
    ),
    "a return": (
        "def test_a(x):\n    stock.a = 1\n    if x:\n        return\n    del stock.a\n",
        ["stock.a: not restored when the test is left on line 11"],
    ),
    "a call": (
        "def test_a(x):\n    stock.a = 1\n    x()\n    del stock.a\n",
        ["stock.a: restored only if line 10 does not raise"],
    ),
    "a method of a test class": (
        "class TestA:\n    def _a(self):\n        stock.a = 1\n    def test_a(self):\n        self._a()\n",
        ["stock.a: changed and never restored"],
    ),
    "a logger under a name of the module": (
        "root = logging.getLogger()\ndef test_a():\n    root.setLevel(1)\n",
        ["root.setLevel(): changed and never restored"],
    ),
    "what is in force in another with": (
        'def test_a():\n    with open("x"):\n        os.environ["A"] = "1"\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a nested try without expectations": (
        'def test_a():\n    try:\n        environ["A"] = "1"\n    except OSError:\n        x()\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "two in a try without expectations": (
        'def test_a():\n    try:\n        environ["A"] = "1"\n        environ["B"] = "2"\n'
        "    except OSError:\n        x()\n",
        ['os.environ["A"]: changed and never restored', 'os.environ["B"]: changed and never restored'],
    ),
    "a cleanup of another entry": (
        'def test_a(self):\n    self.addCleanup(print, "B")\n    os.environ["A"] = "1"\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "an entry that is only looked at": (
        'def test_a(show):\n    os.environ["A"] = "1"\n    show("A")\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "an unpacked mapping": (
        "def test_a(x):\n    environ.update({**x})\n    environ.update(*x, *x)\n",
        ["os.environ: changed and never restored"],
    ),
    "a function that is called beside methods": (
        "class TestA:\n    def test_a(self):\n        stock.a = 1\n        self.x()\n    def x(self): y()\n",
        ["stock.a: changed and never restored"],
    ),
    "a base sets the attribute anew: the base is to blame": (
        "class Base(unittest.TestCase):\n    def setUp(self):\n        stock.b = 1\n        stock.a = 1\n"
        "class TestA(Base):\n    def test_a(self):\n        stock.a = 5\n",
        ["stock.b: changed and never restored", "stock.a: changed and never restored"],
    ),
    "what was removed before the change is no restore of it": (
        "def test_a(ready):\n    sys.path.remove('a')\n    sys.path.append('b')\n    ready()\n",
        ["sys.path: changed and never restored"],
    ),
    "recursion ends": (
        'def back():\n    back()\ndef test_a():\n    os.environ["A"] = "1"\n    back()\n',
        ['os.environ["A"]: changed and never restored'],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_found(text: str, expected: list[str]) -> None:
    assert judged(text) == expected


def test_the_exit_and_the_restore_are_shown() -> None:
    module = parse("def test_a(x):\n    stock.a = 1\n    x()\n    del stock.a\n")
    (found,) = states.judgements(functions(module)[0], "TSE313", module)
    lines = [getattr(each.place, "lineno", 0) for each in wording.witnesses(found)]
    assert lines == [10, 11]
    assert getattr(wording.place(found, module), "lineno", 0) == 9


def test_a_function_that_is_too_large_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "flake8.testsec")
    text = "def test_a(x):\n    stock.a = 1\n" + "    x = 1\n" * 50_001 + "    del stock.a\n"
    assert judged(text) == []
    assert "gave up on test_a" in caplog.text
