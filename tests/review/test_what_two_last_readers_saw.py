"""What two readers of ten reviews found false or misleading, kind by kind."""

from __future__ import annotations

import pytest

from tests.review.asking import reviewed, told

_BASE = "import unittest\n\nclass Base(unittest.TestCase):\n    def setUp(self):\n"
_INNER = ", in a branch, a loop or a function of its own"
_TEST = "from tests.base import Base\n\nclass TestTill(Base):\n    def test_a(self): ...\n"


def _registered(body: str) -> list[str]:
    lines = "".join(f"        {each}\n" for each in body.splitlines())
    found = told(_TEST, "Resources", {"tests/base.py": _BASE + lines})
    return [each.partition(" (`tests")[0] for each in found if "In the base class, " in each]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("try:\n    self.addCleanup(a)\nexcept OSError: ...", ""),
        ("try: ...\nfinally:\n    self.addCleanup(a)", ""),
        ("try: ...\nexcept OSError:\n    self.addCleanup(a)", _INNER),
        ("try: ...\nexcept OSError: ...\nelse:\n    self.addCleanup(a)", _INNER),
        ("if self.useFixture(a): ...", ""),
        ("while self.useFixture(a): ...", ""),
        ("for each in self.useFixture(a): ...", ""),
        ("for each in a:\n    self.addCleanup(each)", _INNER),
        ("a = self.useFixture(a) or b", ""),
        ("a = b or self.useFixture(a)", _INNER),
        ("a = b if self.useFixture(a) else c", ""),
        ("a = self.useFixture(a) if b else c", _INNER),
        ("[a for a in self.useFixture(a)]", ""),
        ("[self.useFixture(a) for a in b]", _INNER),
        ("match self.useFixture(a):\n    case _: ...", ""),
        ("match a:\n    case _:\n        self.addCleanup(a)", _INNER),
        ("def later(at=self.useFixture(a)): ...", ""),
        ("def later():\n    self.addCleanup(a)", _INNER),
        ("later = lambda at=self.useFixture(a): at", ""),
        ("later = lambda *, at=self.useFixture(a), to: at", ""),
        ("later = lambda: self.addCleanup(a)", _INNER),
    ],
)
def test_what_stands_in_a_branch_of_a_set_up(body: str, where: str) -> None:
    assert _registered(body) == [f"In the base class, 1 call registers clean-ups in `Base.setUp()`{where}"]


def test_what_a_set_up_of_a_base_leads_to() -> None:
    methods = "".join(
        f"\n    def open_{each}(self):\n        self.addCleanup(a)\n        self.open_{each + 1}()\n"
        for each in range(5)
    )
    of_base = _BASE + "        {}self.open_0()\n        self.setUp()\n" + methods
    (found,) = (
        each for each in told(_TEST, "Resources", {"tests/base.py": of_base.format("")}) if "In" in each
    )
    assert found.startswith(
        "In the base class, `Base.setUp()` may lead to methods in which 4 calls register clean-ups: "
        "`open_0()`, `open_1()`, `open_2()` and `open_3()` (`tests/base.py` lines 9, 13, 17, 21)."
    )
    own = of_base.format("self.addCleanup(b)\n        self.open_4()\n        ")
    (found,) = (each for each in told(_TEST, "Resources", {"tests/base.py": own}) if "In" in each)
    assert found.startswith(
        "In the base class, 1 call registers clean-ups in `Base.setUp()`, and 5 more do in methods that it "
        "may lead to: `open_4()`, `open_0()`, `open_1()`, `open_2()` and 1 more (`tests/base.py` "
    )
    one = of_base.format("self.addCleanup(b)\n        ").replace("self.open_1()", "...")
    (found,) = (each for each in told(_TEST, "Resources", {"tests/base.py": one}) if "In" in each)
    assert "in `Base.setUp()`, and 1 more does in methods that it may lead to: `open_0()` (" in found


_FACTORY = """\
import unittest

class TestTill(unittest.TestCase): ...

def test_generator(till{default}):
    def test(self):
        assert till
    {end}

{calls}
"""


def _structure(end: str = "return test", calls: str = "test_generator(1)", default: str = "") -> str:
    return "\n".join(told(_FACTORY.format(end=end, calls=calls, default=default), "Structure"))


def test_a_factory_is_no_test() -> None:
    assert (
        "Helper `test_generator(till)` is called like a test and gives back a function that it defines; "
        "called by its name in line 10 (lines 5–8)."
    ) in _structure()
    document = reviewed(_FACTORY.format(end="return test", calls="test_generator(1)", default=""))
    assert not document.undecided
    for aspect in document.aspects:
        assert "What fills" not in str(aspect.facts)
        assert "stands in a function" not in str(aspect.facts)


@pytest.mark.parametrize(
    ("end", "calls"),
    [
        ("return test", ""),
        ("return till", "test_generator(1)"),
        ("test(1)", "test_generator(1)"),
        ("return test", "@pytest.mark.slow\ndef test_generator(till): ...\ntest_generator(2)"),
    ],
)
def test_what_is_no_factory(end: str, calls: str) -> None:
    assert "Test `test_generator`" in _structure(end, calls)


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("test_a(1)", False),
        ("test_a(till=1)", False),
        ("test_a(*TILLS)", False),
        ("test_a()", True),
        ("", True),
        ("class A:\n    def test_a(self, a): ...\nA().test_a(1)", True),
    ],
)
def test_a_parameter_that_the_file_fills_is_no_fixture(call: str, is_told: bool) -> None:
    document = reviewed(f"TILLS = [1]\ndef test_a(till):\n    assert till\n{call}\n")
    assert any("till" in each.subject.split() for each in document.undecided) is is_told


def test_a_program_of_many_statements() -> None:
    many = "if __name__ == '__main__':\n" + "".join(f"    run({each})\n" for each in range(5))
    assert told(many, "Structure") == [
        "Run as a program, the file does: `run(0)`, `run(1)`, `run(2)` and 2 more statements (lines 1–6)."
    ]
    few = "if __name__ == '__main__':\n    run()\n    stop()\n"
    assert told(few, "Structure") == ["Run as a program, the file does: `run()` and `stop()` (lines 1–3)."]


def test_a_definition_in_a_try_that_handles_nothing_is_in_no_branch() -> None:
    text = "try:\n    def test_a():\n        assert 1\nfinally:\n    pass\n"
    assert told(text, "Structure")[0] == "Test `test_a` makes 1 assertion (lines 2–3)."
    handled = text.replace("finally:", "except OSError:")
    assert "defined in one branch of several" in told(handled, "Structure")[0]


def test_methods_of_one_name_that_are_named_without_a_call() -> None:
    one = "    def setUp(self):\n        self.addCleanup(self._end, 1)\n    def _end(self, a): ...\n"
    text = f"import unittest\nclass TestA(unittest.TestCase):\n{one}class TestB(unittest.TestCase):\n{one}"
    found = [each for each in told(text, "Structure") if "_end" in each and "Helper" in each]
    assert found == [
        "Helper `_end(a)`; named without a call in line 4 (line 5).",
        "Helper `_end(a)`; named without a call in line 8 (line 9).",
    ]


@pytest.mark.parametrize(
    ("ring", "is_told"),
    [
        ("def ring(): return real()", False),
        ("def ring(): raise Shut", True),
        ("def ring(): assert 0", True),
        ("def ring(): pytest.fail('a')", True),
        ("ring = other", True),
    ],
)
def test_a_side_effect_that_raises_nothing_itself(ring: str, is_told: bool) -> None:
    text = f"import pytest\n{ring}\ndef test_a(till):\n    till.ring.side_effect = ring\n"
    said = any("by its side\\_effect, which may raise" in each for each in told(text, "Exceptions"))
    assert said is is_told


_WITH = """\
import unittest
from contextlib import contextmanager

class TestTill(unittest.TestCase):
    {mark}
    def till(self):
        {body}
    def test_a(self):
        with self.till(): ...

@contextmanager
def shop():
    yield

def test_b(given):
    with shop(), given[0], given.shop(): ...
"""
_BARE = ", behind whose yield here no statement stands"


@pytest.mark.parametrize(
    ("mark", "body", "said"),
    [
        ("@contextmanager", "yield 1", _BARE),
        ("@contextmanager", "with a():\n            with b():\n                x = yield", _BARE),
        ("@contextmanager", "yield 1\n        end()", ""),
        ("@contextmanager", "try:\n            yield\n        finally:\n            end()", ""),
        ("@contextmanager", "if a:\n            yield\n        yield", ""),
        ("@other", "yield 1", ""),
    ],
)
def test_a_block_that_gives_back_nothing(mark: str, body: str, said: str) -> None:
    found = told(_WITH.format(mark=mark, body=body), "Resources")
    assert any(
        each.startswith(f"Entered and left by a with statement: `self.till()`{said} (") for each in found
    )
    assert any(f"`shop()`{_BARE} (" in each for each in found)
    assert any("statement: `given.shop()` (" in each for each in found)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("try:\n    warnings.simplefilter('error')\nexcept OSError: ...", ""),
        (
            "try:\n    import a\n    warnings.simplefilter('error')\nexcept OSError: ...",
            ", under a condition",
        ),
        ("if warnings.simplefilter('error'): ...", ""),
        ("if a:\n    warnings.simplefilter('error')", ", under a condition"),
    ],
)
def test_what_is_changed_at_import_in_a_try(text: str, condition: str) -> None:
    (found,) = told(f"import warnings\n{text}\n", "Resources")
    assert f"changed when the file is imported{condition}: " in found


def test_words_for_failures_that_no_check_of_a_function_holds() -> None:
    text = (
        "SAID = 'cannot pay'\ndef test_a():\n    assert till, 'cannot pay'\n    assert till == 'cannot pay'\n"
    )
    found = [each for each in told(text, "Exceptions") if "a word for a failure" in each]
    assert found == [
        "An assertion holds a word for a failure, `'cannot pay'`: `till == 'cannot pay'` (line 4)."
    ]
