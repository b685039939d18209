"""A loop over a list that is always empty: what it shall do is never done."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.calls import is_empty
from flake8_testsec.source.module import Module, names_below, once, walked
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_failure
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

rule = Rule(
    code="TSE549",
    summary="loop over what is always empty: its body never runs",
    message="{name} is made empty on line {line} and nothing is ever put in, so the loop never runs; fill it",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=False,
    severity=Severity.MEDIUM,
    why="""
    The list is made, gone through, and nothing in between puts anything in. The assertions in the loop are
    never made, or what it shall give back at the end is never given back.
    """,
    fix="Add to the list where things are made, or loop over what was meant.",
    fixable="Nothing, because what belongs into the list is for a person to say.",
    bad=(
        """
        import pytest

        @pytest.fixture
        def order(shop):
            orders = []

            def make(name):
                return shop.order(name)

            yield make
            for order in orders:
            ^^^^^^^^^^^^^^^^^^^^
                order.cancel()

        def test_orders(shop):
            found: list = list()
            shop.close()
            for each in found:
            ^^^^^^^^^^^^^^^^^^
                assert each.paid
            for name, each in enumerate(found):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert each.paid
        """,
    ),
    good=(
        """
        import pytest

        @pytest.fixture
        def order(shop):
            orders, others, kept = [], [], []

            def make(name):
                orders.append(shop.order(name))

            yield make
            for order in orders:
                order.cancel()

        def test_orders(shop, more=()):
            found, told, names = [], {}, []
            shop.on_order = found
            told["one"] = 1
            names += shop.names
            for each in found:
                assert each
            for each in told:
                assert each
            for each in names:
                assert each
            for each in more:
                assert each
            for each in shop.orders:
                assert each
            for each in [3]:
                assert each

        def teardown():
            global made
            for each in made:
                each.close()
            made = []

        def test_all_are_told(shop):
            global told
            told = []
            shop.each(tell)
            for each in told:
                assert each.paid

        def tell(order):
            told.append(order)

        def test_is_bound_too_late(shop):
            with pytest.raises(UnboundLocalError):
                for each in late:
                    assert each
            late = []

        def is_supported(order):
            refused = []
            for each in refused:
                assert each != order

        def test_nothing_is_made():
            empty = []
            for each in empty:
                raise AssertionError(each)
            for each in ():
                pass

        def test_other_things(shop):
            names = shop.names
            for each in names:
                assert each
            found = []
            for each in shop.orders:
                assert each

            def tell():
                for each in found:
                    assert each

        def test_is_deleted(shop):
            first = {}
            for each in shop.orders:
                for name in first:
                    assert name in each
                first = each
        """,
        """
        def test_orders(shop):
            found = []
            shop.tell(found)
            for each in found:
                assert each

            def tell(each):
                nonlocal told
                told = [each]

            told = []
            shop.on_order(tell)
            for each in told:
                assert each
        """,
        """
        import pytest

        def test_bound_otherwise(shop):
            first = []
            match shop.orders:
                case [*first]:
                    pass
            for each in first:
                assert each

        def test_imported():
            path = []
            from sys import path
            for each in path:
                assert each

        def test_caught(shop):
            error = []
            try:
                shop.open()
            except shop.Closed as error:
                for each in error:
                    assert each

        def test_defined():
            rows = []
            def rows():
                pass
            for each in rows:
                assert each

        def test_unseen(shop):
            found = []
            exec("found.append(1)")
            for each in found:
                assert each

        def test_handed_on(shop):
            found = []
            shop.fill("found", locals())
            for each in found:
                assert each

        def test_must_not_run(shop):
            orders = {}
            for each in orders:
                pytest.fail("there is none")

        def test_counts(shop):
            rows = []
            number = 0
            for each in rows:
                number += 1
            assert number == 0

        def test_else(shop):
            rows = []
            for each in rows:
                assert each
            else:
                shop.close()
        """,
    ),
)

_MAKERS = frozenset({"list", "dict", "set"})
_UNSEEN = frozenset({"eval", "exec", "locals", "vars"})
"""What may bind or fill a name that the text does not show."""
_PASSING = frozenset({"enumerate", "sorted", "reversed", "list", "tuple"})


@rule.on(ast.For, ast.AsyncFor)
def never_run(loop: ast.For | ast.AsyncFor, module: Module) -> Iterator[Hit]:
    """Report a loop over a name that is bound to nothing and only ever read by loops."""
    name, function = _name(loop.iter), module.function(loop)
    if name is None or function is None or not _is_run(function, module):
        return
    if loop.orelse or all(_is_missed_gladly(each, module) for each in loop.body):
        return
    made = _always_empty(name.id, function, module)
    if made is not None:
        told = (Pointer(made, "made here"),)
        yield rule.at(loop, told, name=name.id, line=made.lineno)


def _is_missed_gladly(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement says that a loop shall not run, or counts how often it does."""
    return isinstance(statement, (ast.Pass, ast.Raise, ast.AugAssign)) or is_failure(statement, module)


@once
def _always_empty(name: str, function: Function, module: Module) -> ast.Name | None:
    """The place where a name is bound to nothing in a function that only goes through it afterwards."""
    below = names_below(function, module)
    named = below.get(name, ())
    if not _UNSEEN.isdisjoint(below):
        return None
    made = _made_empty(named, module)
    is_own = (
        made is not None and module.function(made) is function and name not in _declared(function, module)
    )
    if made is None or not is_own or len(module.bindings(made)) != 1:
        return None
    others = [each for each in named if each is not made]
    is_first = made.lineno < min((each.lineno for each in others), default=0)
    return made if is_first and all(_is_looped(each, module) for each in others) else None


@once
def _declared(function: Function, module: Module) -> frozenset[str]:
    """The names that a function, or one in it, has from outside."""
    kinds = (ast.Global, ast.Nonlocal)
    return frozenset(
        name for each in walked(function, module) if isinstance(each, kinds) for name in each.names
    )


def _is_run(function: Function, module: Module) -> bool:
    return is_test(function, module) or is_fixture(function, module) or is_hook(function)


def _name(iterated: ast.expr) -> ast.Name | None:
    """The name that a loop goes through, also by way of ``enumerate`` and its like."""
    match iterated:
        case ast.Name():
            return iterated
        case ast.Call(func=ast.Name(id=word), args=[ast.Name() as only]) if word in _PASSING:
            return only
        case _:
            return None


def _made_empty(named: Sequence[ast.Name], module: Module) -> ast.Name | None:
    """The one place where a name is bound, if that is to a new and empty list, dictionary or set."""
    match [each for each in named if not isinstance(each.ctx, ast.Load)]:
        case [only]:
            match module.parent(only):
                case ast.Assign(targets=[target], value=value) if target is only and _is_new(value):
                    return only
                case ast.AnnAssign(value=ast.expr() as value) if _is_new(value):
                    return only
    return None


def _is_new(value: ast.expr) -> bool:
    match value:
        case ast.List() | ast.Dict():
            return is_empty(value)
        case ast.Call(func=ast.Name(id=word), args=[], keywords=[]):
            return word in _MAKERS
        case _:
            return False


def _is_looped(name: ast.Name, module: Module) -> bool:
    """Whether a loop goes through a name, which leaves what it stands for as it is."""
    looped: ast.AST = name
    above = module.parent(name)
    if isinstance(above, ast.Call) and isinstance(above.func, ast.Name) and above.func.id in _PASSING:
        looped, above = above, module.parent(above)
    return isinstance(above, (ast.For, ast.AsyncFor)) and above.iter is looped
