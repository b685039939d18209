"""A value of a parametrised test never comes to what is tested."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import does_nothing, is_test

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
                assert price("pear") == 7

        @pytest.mark.parametrize(names, ["pear", "plum"])
        def test_unknown(shop, fruit):
            assert shop.price("pear") == 7

        @pytest.mark.parametrize()
        def test_empty(shop, fruit):
            assert shop.price("pear") == 7
        """,
    ),
)

_ASKING = frozenset({"locals", "vars", "eval", "exec", "getfixturevalue"})


@rule.call("pytest.mark.parametrize")
def not_tested(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the names of parameters of which one does not come to the test."""
    test, names = module.parent(call), argument(call, 0, "argnames")
    if not isinstance(test, Function) or call not in test.decorator_list or not is_test(test, module):
        return
    if names is None or keyword(call, "indirect") is not None or _is_repeated(call) or does_nothing(test):
        return
    if any(isinstance(each, ast.Call) and last_word(each.func) in _ASKING for each in walk(test)):
        return
    for name in _names(names):
        if how := _fate(name, test):
            yield rule.at(names, name=name, how=how)


def _names(given: ast.expr) -> Sequence[str]:
    match given:
        case ast.Constant(value=str(text)):
            found = [each.strip() for each in text.split(",")]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            found = [string(each) or "" for each in elements]
        case _:
            found = []
    return [each for each in found if not each.startswith("_")]


def _is_repeated(call: ast.Call) -> bool:
    """Whether the values only count: the test shall run several times."""
    match argument(call, 1, "argvalues"):
        case ast.Call(func=func):
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
