"""What was saved before a change, and is put back by an assignment."""

from __future__ import annotations

import ast
import logging

import pytest

from flake8_testsec.cleanup import saved

from .parsed_states import parse

VALUES = {
    "a name bound before": ("old = stock.a", "old", True),
    "a copy": ("x = list(stock.a)", "x", True),
    "a method of it": ("x = stock.a.copy()", "x", True),
    "an element of what was saved": ("x = {'a': stock.a}", "x['a']", True),
    "an entry made from it": ("x = {}\nx['a'] = stock.a", "x['a']", True),
    "another entry": ("x = {}\nx['b'] = stock.a", "x['a']", False),
    "an entry made from something else": ("x = {}\nx['a'] = till.a", "x['a']", False),
    "got from what was saved": ("x = {'a': stock.a}", "x.get('a')", True),
    "a copy of what was saved": ("x = stock.a", "dict(x)", True),
    "one of two": ("x = stock.a", "x if x else 1", True),
    "the other of two": ("x = stock.a", "1 if not x else x", True),
    "with a default": ("x = stock.a", "x or 1", True),
    "a default at once": ("x = stock.a or 1", "x", True),
    "by getattr": ("x = getattr(stock, 'a')", "x", True),
    "a chain of names": ("x = stock.a\ny = x", "y", True),
    "the thing itself": ("", "till.a", True),
    "a fake of the same name": ("import fakes", "fakes.a", False),
    "the original that Python keeps": ("", "stock.__a__", True),
    "an attribute whose name says so": ("", "till.orig_a", True),
    "an attribute whose name may say so": ("", "till.default", True),
    "an unpacked pair": ("x, y = stock.a, 1", "x", True),
    "drawn from what was saved": ("kept = [stock.a]\nfor x in kept:\n    pass", "x", True),
    "drawn from something else": ("for x in [1]:\n    pass", "x", False),
    "a name that says so": ("", "saved_a", True),
    "a name that may say so": ("", "initial", True),
    "a name that may say so, but is known": ("initial = make()", "initial", False),
    "a name that says so of a literal": ("old = 'x'", "old", False),
    "a name that says so of a mock": ("old = mock.Mock()", "old", False),
    "a name that says so of a lambda": ("old = lambda: 1", "old", False),
    "a name that says so of a call": ("old = make()", "old", True),
    "a derived value": ("x = stock.a + 1", "x", False),
    "a display of other things": ("x = [till.a.b, 1]", "x", False),
    "a fresh value": ("", "1", False),
    "a function of the module": ("def new(): pass", "new", False),
    "too deep": (
        "\n".join(f"{a} = dict({b})" for a, b in ("ab", "bc", "cd", "de", "ef", "fg", "gh"))
        + "\nh = stock.a",
        "a",
        False,
    ),
}


@pytest.mark.parametrize(("before", "value", "expected"), VALUES.values(), ids=VALUES.keys())
def test_saved_values(before: str, value: str, expected: bool) -> None:
    module = parse(f"{before}\nstock.a = {value}\n")
    statement = module.tree.body[-1]
    assert isinstance(statement, ast.Assign)
    assert saved.is_saved(statement.value, frozenset({"shop.stock.a"}), module) is expected


def test_values_are_kept_on_self() -> None:
    text = """
    class TestA:
        def setUp(self):
            self.a = stock.a
            self.b = make()
            self.c, self.d = stock.a, 1
            self.e, self.f = make()
            del self.a
            for self.g in []: pass
        def test_a(self):
            stock.a = self.a, self.b, self.c, self.d, self.e, self.g
    """
    module = parse(text)
    tuple_ = next(each for each in module.nodes(ast.Tuple) if len(each.elts) == 6)
    told = frozenset({"shop.stock.a"})
    assert [saved.is_saved(each, told, module) for each in tuple_.elts] == [
        True,
        False,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("others", [49, 50])
def test_so_many_values_of_an_attribute_are_followed(others: int, caplog: pytest.LogCaptureFixture) -> None:
    each = "".join(f"        self.b = make({number})\n" for number in range(others))
    text = f"class TestA:\n    def setUp(self):\n{each}        self.b = x\n        stock.a = self.b\n"
    module = parse(f"{text}x = [stock.a]\n")
    value = next(each for each in module.attributes({"b"}) if isinstance(each.ctx, ast.Load))
    caplog.set_level(logging.INFO)
    assert saved.is_saved(value, frozenset({"shop.stock.a"}), module) is (others < 50)
    told = [each.getMessage() for each in caplog.records]
    assert told == ["gave up on what TestA keeps in b in tests/test_a.py: too much"] * (others == 50)


@pytest.mark.parametrize("others", [1, 100])
def test_what_is_told_at_once_is_known_among_any_number(others: int) -> None:
    each = "".join(f"        self.a = make({number})\n" for number in range(others))
    text = f"class TestA:\n    def setUp(self):\n{each}        self.a = stock.a\n        stock.a = self.a\n"
    module = parse(text)
    *_, value = (each for each in module.nodes(ast.Attribute) if isinstance(each.ctx, ast.Load))
    assert saved.is_saved(value, frozenset({"shop.stock.a"}), module)


def test_a_value_of_an_unpacked_call_is_the_call() -> None:
    module = parse("stock.a, stock.b = make()\n")
    targets = [each for each in module.nodes(ast.Attribute) if isinstance(each.ctx, ast.Store)]
    assert all(isinstance(saved.value_of(each, module), ast.Call) for each in targets)
