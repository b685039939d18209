"""A class with tests that pytest does not collect, because it has a constructor."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.project.collection import patterns, takes_class
from flake8_testsec.project.facts import name_of
from flake8_testsec.project.plain_classes import holds_tests, is_out_of_use, lineage
from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_test_file, methods

rule = Rule(
    code="TSE523",
    summary="pytest collects no class with a constructor; set up in setup_method",
    message="pytest does not collect {name}, which has a constructor; prepare in setup_method or a fixture",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    pytest makes the objects of a test class itself, and leaves a class out that has an ``__init__`` or
    ``__new__``, its own or an inherited one, with a warning that nobody reads among the others. All tests
    of the class are dead.
    """,
    fix="""
    Rename the constructor to ``setup_method``, or make what it prepares a fixture. Say ``__test__ = False``
    in a class that is no test although its name begins with ``Test``.
    """,
    fixable="""
    Nothing, because the tests have never run, and a constructor with parameters, or one that is inherited,
    wants more than another name.
    """,
    bad=(
        """
        class TestOrder:
            def __init__(self):
            ^^^^^^^^^^^^^^^^^^^
                self.order = new_order()

            def test_total(self):
                assert self.order.total() == 3
        """,
        """
        class TestOrder:
            def __init__(self):
            ^^^^^^^^^^^^^^^^^^^
                self.order = new_order()

            def test_total(self):
                assert self.order.total() == 3

        class TestLargeOrder(TestOrder):
            limit = 3

            def test_limit(self):
                assert self.order.total() < self.limit
        """,
        """
        class TestOrders:
            def __init__(self):
            ^^^^^^^^^^^^^^^^^^^
                self.order = new_order()

        class TestTotal(TestOrders):
            def test_total(self):
                assert self.order.total() == 3

        class TestSmallTotal(TestTotal):
            def test_count(self):
                assert self.order.count() == 1

        class Shop:
            def __init__(self):
                self.orders = []

        class TestShop(Shop):
            def __init__(self):
            ^^^^^^^^^^^^^^^^^^^
                super().__init__()

            def test_shop(self):
                assert self.orders == []
        """,
    ),
    good=(
        """
        import unittest

        class TestOrder:
            def setup_method(self):
                self.order = new_order()

            def test_total(self):
                assert self.order.total() == 3

        class TestOrders(unittest.TestCase):
            def __init__(self, *args):
                super().__init__(*args)
                self.order = new_order()

            def test_total(self):
                self.assertEqual(self.order.total(), 3)
        """,
        """
        class TestServer:
            def __init__(self):
                self.port = 0

            def test_connection(self):
                assert self.port

        def test_order():
            assert order(TestServer()) == 1
        """,
        """
        class TestDouble:
            __test__ = False

            def __init__(self):
                self.asked = []

            def test_asked(self):
                assert self.asked
        """,
        """
        import unittest

        class Shop:
            def __init__(self):
                self.orders = []

        class TestOrders(Shop, unittest.TestCase):
            def test_orders(self):
                self.assertEqual(self.orders, [])

        class TestShop(Shop):
            __test__ = False

            def test_orders(self):
                assert self.orders == []
        """,
        """
        # file: tests/shops.py
        class Shop:
            def __init__(self):
                self.orders = []

        # file: tests/test_shops.py
        from tests.shops import Shop

        class TestShops(Shop):
            def test_orders(self):
                assert self.orders == []

        class Till:
            def __init__(self):
                self.sum = 0
        """,
        """
        class Shop:
            def __init__(self):
                self.orders = []

        class TestShop(Shop):
            def count(self):
                return len(self.orders)

        def test_count():
            assert TestShop().count() == 0
        """,
        """
        from shop.testing import Base

        class TestOrder(Base):
            def __init__(self, name="order"):
                super().__init__(name)

            def test_total(self):
                assert total() == 3
        """,
    ),
)


@rule.on(ast.ClassDef, hints=("__init__", "__new__"))
def constructed(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report the constructor of each class of tests that pytest would collect without it, or without its
    base's."""
    makers = _makers(class_)
    if makers and is_test_file(module):
        several = (class_, *_heirs(module).get(name_of(class_, module), ()))
        lost = next((each for each in several if _is_lost(each, module)), None)
        if lost is not None:
            yield rule.at(makers[0], name=lost.name)


def _makers(class_: ast.ClassDef) -> Sequence[Function]:
    return [each for each in methods(class_) if each.name in ("__init__", "__new__")]


@once
def _heirs(module: Module) -> Mapping[str, Sequence[ast.ClassDef]]:
    """The classes of a module that inherit from another of it, and so have its constructor, by its name; not
    those with one of their own."""
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for class_ in module.nodes(ast.ClassDef):
        is_heir = class_.bases and not _makers(class_)
        for above in (is_heir and lineage(class_, module)) or ():
            if above.module.path == module.path:
                found[above.class_.name].append(class_)
    return found


def _is_lost(class_: ast.ClassDef, module: Module) -> bool:
    return (
        is_out_of_use(class_, module, but_as_base=True)
        and holds_tests(class_, module)
        and takes_class(class_, module)
        and not patterns(module).open
        and not is_spoken_of(class_.name, module)
    )
