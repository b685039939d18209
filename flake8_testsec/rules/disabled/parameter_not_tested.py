"""A value of a parametrised test never comes to what is tested."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import (
    does_nothing,
    is_fixture,
    is_test,
    methods,
    receiver,
)

rule = Rule(
    code="TSE531",
    summary="parameter of a test that is overwritten or never used",
    message="parameter {name} of the test is {how}; all its cases test the same",
    roles=Role.TEST,
    cwe=563,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    The report counts one test for each value, and none of them sees it: the name is bound to something else
    before anybody reads it, or nobody does. What looks like ten cases is one, ten times.
    """,
    fix="Use the value, or take the parameter out of ``parametrize`` and out of the test.",
    fixable="Nothing, because where the value belongs, the text does not tell.",
    bad=(
        """
        import pytest

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
                                 ^^^^^^^
        def test_price(shop, fruit):
            fruit = "pear"
            assert shop.price(fruit) == 7

        @pytest.mark.parametrize("fruit, price", [("pear", 7), ("plum", 5)])
                                 ^^^^^^^^^^^^^^
        def test_prices(shop, fruit, price):
            assert shop.price(fruit) == 7

        @pytest.mark.parametrize(("fruit", "price"), [("pear", 7), ("plum", 5)])
                                 ^^^^^^^^^^^^^^^^^^
        def test_all_prices(shop, fruit, price):
            for fruit in shop.fruits:
                assert shop.price(fruit) >= price

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
                                 ^^^^^^^
        class TestPrices:
            def test_price(self, shop, fruit):
                assert shop.price("pear") == 7

            def test_total(self, shop, fruit):
                assert shop.total() == 12
        """,
        """
        import unittest

        import ddt
        from hypothesis import given, strategies
        from parameterized import parameterized

        @ddt.ddt
        class TestShop(unittest.TestCase):
            @parameterized.expand([("pear", 7), ("plum", 5)])
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_price(self, fruit, price):
                self.assertEqual(self.shop.price(fruit), 7)

            @ddt.data("pear", "plum")
             ^^^^^^^^^^^^^^^^^^^^^^^^
            def test_fruit(self, fruit):
                self.assertTrue(self.shop.has("pear"))

            @ddt.data(("pear", 7), ("plum", 5))
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            @ddt.unpack
            def test_pair(self, fruit, price):
                self.assertEqual(self.shop.price(fruit), 7)

        @given(price=strategies.integers())
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_any_price(price):
            assert total(7) == 7

        @given(strategies.text(), strategies.integers())
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_any_fruit(shop, fruit, price):
            assert shop.total(fruit) == 7
        """,
    ),
    good=(
        """
        import pytest

        @pytest.mark.parametrize("fruit", ["pear"] * 3)
        def test_often(shop, fruit):
            assert shop.price("pear") == 7

        @pytest.mark.parametrize("fruit, price", [("pear", 7)])
        def test_partly(shop, fruit, **options):
            shop.open()
            assert shop.price(fruit) == 7
        """,
        """
        import pytest

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        def test_price(shop, fruit):
            fruit = fruit.title()
            assert shop.price(fruit) == 7

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        def test_late(shop, fruit):
            assert shop.price(fruit) == 7
            fruit = "pear"
            assert shop.price(fruit) == 7

        @pytest.mark.parametrize("fruit", ["pear", None])
        def test_default(shop, fruit):
            if fruit is None:
                fruit = "plum"
            assert shop.price(fruit) == 7

        @pytest.mark.parametrize("fruit", ["pear", "plum"], indirect=True)
        def test_indirect(shop, fruit):
            assert shop.price("pear") == 7

        @pytest.mark.parametrize("time", range(10))
        def test_often(shop, time):
            assert shop.price("pear") == 7

        @pytest.mark.parametrize("_name, fruit", [("a pear", "pear")])
        def test_named(shop, _name, fruit):
            assert shop.price(fruit) == 7

        @pytest.mark.parametrize("fruit", ["pear"])
        def test_local(shop, fruit):
            assert shop.price(**locals()) == 7

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        def test_asked(shop, fruit, request):
            assert shop.price(request.getfixturevalue("fruit")) == 7

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        def test_nothing(shop, fruit):
            pass

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        class TestPrices:
            def test_price(self, fruit):
                assert price(fruit) == 7

            def test_total(self, fruit):
                assert total() == 12

        @pytest.mark.parametrize("fruit", [lf("pear"), lf("plum")])
        class TestAsked:
            def test_price(self):
                assert price("pear") == 7

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        class TestInherited(Base):
            def test_price(self, fruit):
                assert price("pear") == 7

        @pytest.mark.parametrize("fruit", ["pear", "plum"])
        class TestPrepared:
            @pytest.fixture(autouse=True)
            def shop(self, fruit):
                self.shop = Shop(fruit)

            def test_price(self, fruit):
                assert self.shop.price() == 7

        @pytest.mark.parametrize(names, ["pear", "plum"])
        def test_unknown(shop, fruit):
            assert shop.price("pear") == 7

        @pytest.mark.parametrize()
        def test_empty(shop, fruit):
            assert shop.price("pear") == 7
        """,
        """
        import unittest
        from unittest import mock

        import ddt
        from hypothesis import given, strategies
        from parameterized import parameterized

        class TestShop(unittest.TestCase):
            @parameterized.expand([("a pear", "pear"), ("a plum", "plum")])
            def test_named(self, name, fruit):
                self.assertTrue(self.shop.has(fruit))

            @parameterized.expand([("pear", 7), ("plum",)])
            def test_some(self, fruit, price=5):
                self.assertTrue(self.shop.has(fruit))

            @parameterized.expand(FRUITS)
            def test_all(self, fruit):
                self.assertTrue(self.shop.has("pear"))

            @parameterized.expand([("success",)])
            def test_label(self, label):
                self.assertTrue(self.shop.has("pear"))

            @parameterized.expand([("pear",), ("plum",)])
            def test_rest(self, *fruits):
                self.assertTrue(self.shop.has("pear"))

            @parameterized.expand([("pear",), ("plum",)])
            @mock.patch("shop.open")
            def test_patched(self, fruit, opened):
                self.assertTrue(self.shop.has("pear"))

            @ddt.data(*range(10))
            def test_often(self, time):
                self.assertTrue(self.shop.has("pear"))

        @given(strategies.integers(), price=strategies.integers())
        def test_any_price(count, price):
            assert total(price) == price
        """,
    ),
)

_ASKING = frozenset({"locals", "vars", "eval", "exec", "getfixturevalue"})
_LAZY = frozenset({"fixture_ref", "lazy_fixture", "lf", "lfc"})
"""What stands for a fixture among the values (pytest-lazy-fixtures, pytest-cases)."""
_FILL_NOTHING = frozenset(
    {"unpack", "settings", "example", "skip", "skipIf", "skipUnless", "expectedFailure"}
)


@rule.call("pytest.mark.parametrize")
def not_tested(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the names of parameters of which one does not come to the test, or to any test of the class."""
    decorated, names = module.parent(call), argument(call, 0, "argnames")
    if names is None or keyword(call, "indirect") is not None or _is_repeated(argument(call, 1, "argvalues")):
        return
    tests = _tests(decorated, module)
    if not tests or call not in getattr(decorated, "decorator_list", ()) or not all(map(_may_tell, tests)):
        return
    for name in _names(names):
        fates = [_fate(name, each) for each in tests]
        if all(fates):
            yield rule.at(names, name=name, how=fates[0])


@rule.call(
    "parameterized.parameterized.expand", "parameterized.parameterized", "ddt.data", "hypothesis.given"
)
def not_given(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of parameters that are filled by their places, or by strategies."""
    test = module.parent(call)
    if not isinstance(test, Function) or call not in test.decorator_list or not is_test(test, module):
        return
    if _may_tell(test) and not any(map(_is_repeated, call.args[:1])):
        for name in _filled(call, test, module):
            if how := _fate(name, test):
                yield rule.at(call, name=name, how=how)


def _tests(decorated: ast.AST | None, module: Module) -> list[Function]:
    """The tests that a mark is for: one, or those of a class that inherits none."""
    if isinstance(decorated, ast.ClassDef):
        mentioned = (each for mark in decorated.decorator_list for each in ast.walk(mark))
        if any(isinstance(each, ast.Call) and last_word(each.func) in _LAZY for each in mentioned):
            return []  # a fixture may be asked for by its value
        own = [each for each in methods(decorated) if is_test(each, module)]
        fixtures = any(is_fixture(each, module) for each in methods(decorated))
        return own if not decorated.bases and not fixtures else []
    return [decorated] if isinstance(decorated, Function) and is_test(decorated, module) else []


def _may_tell(test: Function) -> bool:
    """Whether a test does something, and asks for no parameter by a text."""
    asking = (each for each in walk(test) if isinstance(each, ast.Call) and last_word(each.func) in _ASKING)
    return not does_nothing(test) and not any(asking)


def _filled(call: ast.Call, test: Function, module: Module) -> Sequence[str]:
    """The parameters that a decorator fills, as far as it is the only one that fills any."""
    made = [each for each in test.decorator_list if module.parent(each) is test and each is not call]
    words = {last_word(each.func if isinstance(each, ast.Call) else each) for each in made}
    kind = next(each.rpartition(".")[2] for each in sorted(module.names(call.func)))
    if not words <= _FILL_NOTHING or test.args.vararg or test.args.kwarg:
        return ()
    if kind == "given":
        return _given(call, test)
    own = [*test.args.posonlyargs, *test.args.args][1 if receiver(test, module) else 0 :]
    if kind == "data":
        start, width = 0, _width(call.args) if "unpack" in words else 1
    else:
        width = _width(_rows(call))
        start = int(width > 1)  # the first names the case
    return [each.arg for each in own[start:width] if not each.arg.startswith("_")]


def _given(call: ast.Call, test: Function) -> Sequence[str]:
    """The parameters that strategies fill: by their names, or from the right."""
    names = [each.arg or "_" for each in call.keywords]
    if not names and not any(isinstance(each, ast.Starred) for each in call.args):
        names = [each.arg for each in test.args.args[len(test.args.args) - len(call.args) :]]
    return [each for each in names if not each.startswith("_")]


def _rows(call: ast.Call) -> Sequence[ast.expr]:
    """The rows of a decorator that takes them in one list; none if they are not written there."""
    match call.args:
        case [ast.List(elts=elements) | ast.Tuple(elts=elements)]:
            return elements
        case _:
            return ()


def _width(rows: Sequence[ast.expr]) -> int:
    """How many parameters each row fills; none if a row is not written out."""
    widths = {len(each.elts) if isinstance(each, (ast.Tuple, ast.List)) else _alone(each) for each in rows}
    return widths.pop() if len(widths) == 1 and len(rows) > 1 else 0


def _alone(row: ast.expr) -> int:
    return 1 if isinstance(row, (ast.Constant, ast.JoinedStr)) else 0


def _names(given: ast.expr) -> Sequence[str]:
    match given:
        case ast.Constant(value=str(text)):
            found = [each.strip() for each in text.split(",")]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            found = [string(each) or "" for each in elements]
        case _:
            found = []
    return [each for each in found if not each.startswith("_")]


def _is_repeated(values: ast.expr | None) -> bool:
    """Whether the values only count: the test shall run several times."""
    match values:
        case ast.Starred(value=ast.Call(func=func)) | ast.Call(func=func):
            return last_word(func) == "range"
        case ast.BinOp(op=ast.Mult()):
            return True
        case _:
            return False


def _fate(name: str, test: Function) -> str:
    """What becomes of a parameter of a test that it does not see; empty if it may see it."""
    arguments = test.args
    known = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    if name not in known:
        return ""
    mentioned = (each for statement in test.body for each in ast.walk(statement))
    used = [each for each in mentioned if isinstance(each, ast.Name) and each.id == name]
    if not used:
        return "never used"
    return "overwritten before it is used" if _is_overwritten(name, test) else ""


def _is_overwritten(name: str, test: Function) -> bool:
    """Whether the first statement that speaks of a name binds it without reading it; there is one."""
    mentioning = ((each, _named(name, each)) for each in test.body)
    match next((statement, named) for statement, named in mentioning if named):
        case (
            (ast.Assign(targets=[ast.Name()], value=value) | ast.For(target=ast.Name(), iter=value)),
            named,
        ):
            return isinstance(named[0].ctx, ast.Store) and not _named(name, value)
        case _:
            return False


def _named(name: str, node: ast.AST) -> list[ast.Name]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Name) and each.id == name]
