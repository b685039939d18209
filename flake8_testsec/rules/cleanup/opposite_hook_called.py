"""A tear-down that calls the inherited set-up, or the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import renamed
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

rule = Rule(
    code="TSE331",
    summary="tear-down calls the inherited set-up, or the other way round",
    message="{method}() calls the inherited {called}(); call the inherited {method}()",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    What the class above set up is set up a second time and never taken down: servers stay up, patches stay
    in force, and the tests behind this one meet them, or the run does not end. The line was copied from the
    other hook.
    """,
    fix="Call the hook of the same name.",
    fixable="""
    The hook of the same name is called; unsafe, because tests that run after this one may have come to depend
    on what stays.
    """,
    bad=(
        """
        import unittest

        class TestShop(ShopCase):
            def setUp(self):
                super().setUp()
                self.shop.open()

            def tearDown(self):
                self.shop.close()
                super().setUp()
                ^^^^^^^^^^^^^^^

        class TestBank(ShopCase, bases.BankCase):
            @classmethod
            def tearDownClass(cls):
                super(TestBank, cls).setUpClass()
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def setup_method(self, method):
                ShopCase.teardown_method(self, method)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            def teardown_class(cls):
                bases.BankCase.setup_class(cls)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            async def asyncTearDown(self):
                await super().asyncSetUp()
                      ^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        class TestShop(ShopCase):
            def setUp(self):
                super().setUp()

            def tearDown(self):
                super().tearDown()
                super().setUp()

            def reset(self):
                super().tearDown()
                super().setUp()

        class TestOther(bases.ShopCase):
            def setUp(self):
                OtherCase.tearDown(self)
                ShopCase.tearDown(self)

        class TestOwn(ShopCase):
            def setUp(self, ShopCase=OtherCase):
                ShopCase.tearDown(self)

        class TestBank(ShopCase):
            def tearDown(self):
                self.other.setUp()
                self.setUp()
                self.addCleanup(super().setUp)
                ShopCase.setUp(self.other)

            def setup_method(self, method):
                def later():
                    super().teardown_method(method)

                self.bank.at_end(later)
        """,
        """
        import unittest

        class TestShop(unittest.TestCase):
            def setUp(self):
                self.addCleanup(super().tearDown)
                super(TestShop, self).setUp()
        """,
    ),
)

_PAIRS = (
    ("setUp", "tearDown"),
    ("setUpClass", "tearDownClass"),
    ("asyncSetUp", "asyncTearDown"),
    ("setup_method", "teardown_method"),
    ("setup_class", "teardown_class"),
    ("setup", "teardown"),
)
_OPPOSITES = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}


@rule.method(*_OPPOSITES)
def called(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the call of the opposite hook of the class above."""
    method = module.function(call)
    word = last_word(call.func)
    if method is None or _OPPOSITES.get(method.name) != word:
        return
    class_ = module.class_of(method)
    if class_ is not None and _is_inherited(call, class_, module) and not _calls_own(method, class_, module):
        hit = rule.at(call, method=method.name, called=word)
        assert isinstance(call.func, ast.Attribute)
        yield hit.fixed(*renamed(call.func, method.name, module))


def _is_inherited(call: ast.Call, class_: ast.ClassDef, module: Module) -> bool:
    """Whether what is called belongs to a class above: by ``super()``, or by its name with ``self`` given."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")))):
            return True
        case ast.Call(
            func=ast.Attribute(value=ast.Name() | ast.Attribute() as owner),
            args=[ast.Name(id="self" | "cls"), *_],
        ):
            return any(_are_same(owner, base, module) for base in class_.bases)
        case _:
            return False


def _are_same(one: ast.expr, other: ast.expr, module: Module) -> bool:
    """Whether two expressions are written alike and stand for the same class."""
    if spelt(one) != spelt(other) or module.names(one) != module.names(other):
        return False
    names = [each for each in (one, other) if isinstance(each, ast.Name)]
    return len({module.bindings(each) for each in names}) < len((one, other))


@once
def _calls_own(method: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a hook calls the inherited one of its own name, too: then it begins anew."""
    every = (each for each in within(method) if isinstance(each, ast.Call))
    return any(last_word(each.func) == method.name and _is_inherited(each, class_, module) for each in every)
