"""A set-up or tear-down method overrides one that must run, and does not call it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.project.hooks import NAMES, HookFacts
from flake8_testsec.project.trees import clears
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.project.views import Found
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.rule_options import REQUIRED_SUPER
from flake8_testsec.source.module import Module, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import does_nothing, methods

rule = Rule(
    code="TSE309",
    summary="a set-up or tear-down method does not call the inherited one, which must run",
    message="{base}.{method} must be called; add {call}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
        Python does not call the inherited method when a class overrides ``setUp`` or ``tearDown``. What the
        base class would have released stays open, its patches and temporary files stay, and the next test
        meets them; or what it would have prepared is missing, so that the tests run against something
        else. Some frameworks say in their documentation that these methods must be called; for a base of the
        project it follows from what its method acquires or releases. Where the rule is enabled by name, it
        also speaks of a class that makes the databases of Django's runner itself, takes them down again, and
        calls neither of the inherited methods.
        """,
    fix="""
        Call ``super().setUp()`` first in ``setUp``, and ``super().tearDown()`` last in ``tearDown``, in a
        ``finally`` if anything before it may raise. ``addCleanup`` in place of ``tearDown`` leaves nothing to
        forget.
        """,
    fixable="""
    ``super()`` is called first in set-ups and last in tear-downs of unittest; unsafe, because what the
    base does has not been done so far, and may not be wanted. The methods of pytest may take arguments
    that are not known here, and a tear-down with ``return`` has no last line. What readies Django or its
    databases stays above, and what takes them apart below. There is no fix where the base reads what the
    method sets, as the order is for a person to say.
    """,
    bad=(
        """
        from django.test import TestCase

        from shop.models import Order

        class OrderTests(TestCase):
            @classmethod
            def setUpClass(cls):
            ^^^^^^^^^^^^^^^^^^^^
                cls.order = Order.objects.create()
        """,
        """
        import shutil
        import tempfile
        import unittest

        from shop import parse

        class ParserCase(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()

            def tearDown(self):
                shutil.rmtree(self.folder)

        class OrderParserTests(ParserCase):
            def tearDown(self):
            ^^^^^^^^^^^^^^^^^^^
                parse.forget()
        """,
        """
        # file: tests/base.py
        import testtools

        from shop.testing import Stock

        class ShopTestCase(testtools.TestCase):
            def setUp(self):
                super().setUp()
                self.useFixture(Stock())
        # file: tests/test_orders.py
        from tests import base

        class OrderTests(base.ShopTestCase):
            def setUp(self):
            ^^^^^^^^^^^^^^^^
                self.order = {"id": 1}
        """,
        """
        import unittest
        from shop.server import Server

        class ServerCase(unittest.TestCase):
            def setup_method(self, method):
                self.server = Server()

            def teardown_method(self, method):
                if self.server:
                    self.server.forget(self)

        class OrderTests(ServerCase):
            def setup_method(self, method):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.order = {"id": 1}
        """,
    ),
    good=(
        """
        import testtools

        class TestRunner(testtools.TestCase):
            def test_set_up_must_be_called(self):
                class Forgetful(testtools.TestCase):
                    def setUp(self):
                        self.till = open_till()

                    def test_shop(self):
                        self.till.open()

                self.assertIn("setUp was not called", run(Forgetful("test_shop")))
        """,
        """
        import os
        import unittest

        class DumpCase(unittest.TestCase):
            def setUp(self):
                self.file = open("orders.txt")

            def tearDown(self):
                self._remove_dump()

            def _remove_dump(self):
                os.unlink("orders.txt")

        class OrderDumps(DumpCase):
            def setUp(self):
                super().setUp()
                self.order = {"id": 1}

            def tearDown(self):
                self._remove_dump()

        class Switched(DumpCase):
            def setUp(self):
                pass  # there is nothing to dump

            def tearDown(self):
                self.order = None
                self._remove_dump()
        """,
        """
        import unittest

        class PlainTests(unittest.TestCase):
            def setUp(self):
                self.order = {"id": 1}
        """,
        """
        import shutil
        import tempfile
        import unittest

        from shop import parse

        class ParserCase(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()

            def tearDown(self):
                shutil.rmtree(self.folder)

        class CallsIt(ParserCase):
            def tearDown(self):
                parse.forget()
                super().tearDown()

        class CallsItByName(ParserCase):
            def tearDown(self):
                self.finish()

            def finish(self):
                ParserCase.tearDown(self)

        class RepeatsIt(ParserCase):
            def tearDown(self):
                parse.forget()
                shutil.rmtree(self.folder)

        class DoesWithoutBoth(ParserCase):
            def setUp(self):
                self.folder = "/orders"

            def tearDown(self):
                parse.forget()

        class NeverRuns(ParserCase):
            def setUp(self):
                self.skipTest("not on this system")
        """,
        """
        import unittest
        from shop.tests.base import ShopCase

        class OrderCase(unittest.TestCase):
            def setUp(self):
                self.order = {"id": 1}

        class OnlyAttributes(OrderCase):
            def setUp(self):
                self.order = {"id": 2}
        class BaseNotRead(ShopCase):
            def setUp(self):
                self.order = {"id": 3}
        """,
    ),
    options=(REQUIRED_SUPER,),
)

_DJANGO = ("TestCase", "SimpleTestCase", "TransactionTestCase", "LiveServerTestCase")
_OF_CLASS = ("setUpClass", "tearDownClass")
_OF_TEST = ("setUp", "tearDown")
_REQUIRED = {
    **{f"django.test.{name}": _OF_CLASS for name in _DJANGO},
    "django.contrib.staticfiles.testing.StaticLiveServerTestCase": _OF_CLASS,
    **{f"rest_framework.test.API{name}": _OF_CLASS for name in _DJANGO},
    "testtools.TestCase": _OF_TEST,
    "oslotest.base.BaseTestCase": _OF_TEST,
    "fixtures.Fixture": ("setUp",),
    "tornado.testing.AsyncTestCase": _OF_TEST,
    "tornado.testing.AsyncHTTPTestCase": _OF_TEST,
    "tornado.testing.AsyncHTTPSTestCase": _OF_TEST,
    "aiohttp.test_utils.AioHTTPTestCase": ("asyncSetUp", "asyncTearDown"),
}
"""The methods of which the frameworks' documentation says that overrides must call them."""
_PAIRS = (
    ("setUp", "tearDown"),
    ("setUpClass", "tearDownClass"),
    ("asyncSetUp", "asyncTearDown"),
    ("setup_method", "teardown_method"),
    ("setup_class", "teardown_class"),
)
_PARTNERS = {**dict(_PAIRS), **{later: earlier for earlier, later in _PAIRS}}


@rule.on(ast.ClassDef)
def inherited_hook_not_called(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    if not class_.bases or not any(_may_be_alone(method) for method in methods(class_)):
        return
    if module.function(class_) is not None or _is_skipped(class_, module):
        return  # no runner runs it: the test around it does, and expects what comes of it
    hooks = (each for each in methods(class_) if each.name in NAMES)
    found = {method: base for method in hooks if (base := _passed_over(method, class_, module))}
    for method, base in found.items():
        from flake8_testsec.cleanup.hooks import both_calling_super, call_of_super, makes_its_own_environment

        if makes_its_own_environment(method, found) and not module.settings.enables(rule.code):
            continue
        hit = rule.at(method, base=base, method=method.name, call=call_of_super(method, module))
        is_read = any(_sets_what_is_read(each, class_, module) for each in found)
        yield hit if is_read else hit.fixed(*both_calling_super(method, found, module))


def _sets_what_is_read(method: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether the inherited method reads what a method sets: it may have to run after it."""
    from flake8_testsec.cleanup.lineage import lineage

    own, *above = lineage(class_, module).classes
    hook = next(each for each in own.class_.hooks if each.line == method.lineno)
    read = {name for _, each in _chain(hook.name, above) for name in each.reads}
    return not read.isdisjoint(hook.sets)


def _passed_over(method: Function, class_: ast.ClassDef, module: Module) -> str:
    """The base whose method must run, and is not called; empty if there is none."""
    from flake8_testsec.cleanup.lineage import lineage, reaches  # few hooks may be alone

    line = lineage(class_, module)
    own, *above = line.classes
    hook = next((each for each in own.class_.hooks if each.line == method.lineno), None)
    if hook is None or hook.skips or hook.passes_on or _never_gets_through(method):
        return ""
    if does_nothing(method) or _is_done_by(hook):
        return ""
    base = _base_in_need(hook, own, above) or _documented(hook, above, line.outside, module)
    return base if base and reaches(hook.name, class_, module) else ""


def _is_skipped(class_: ast.ClassDef, module: Module) -> bool:
    decorators = (each.func if isinstance(each, ast.Call) else each for each in class_.decorator_list)
    return any(module.names(each) & {"pytest.mark.skip", "unittest.skip"} for each in decorators)


def _is_done_by(hook: HookFacts) -> bool:
    """Whether it calls a method that is spelt alike, ``self._setUp()``, which may call the base's."""
    alike = hook.name.replace("_", "").lower()
    return any(each.replace("_", "").lower().endswith(alike) for each in {*hook.calls} - NAMES)


def _never_gets_through(method: Function) -> bool:
    """Whether a set-up always ends with an error or a skip, so that no test ever needs the base's."""
    if "tear" in method.name.lower() or any(isinstance(each, ast.Return) for each in within(method)):
        return False
    match method.body[-1]:
        case ast.Raise():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=word))):
            return word in ("skipTest", "fail")
        case _:
            return False


def _may_be_alone(method: Function) -> bool:
    """Whether a hook does something, and does not visibly call one of its name: asked first."""
    if method.name not in NAMES or does_nothing(method):
        return False
    attributes = (node.attr for node in walk(method) if isinstance(node, ast.Attribute))
    return method.name not in attributes


def _base_in_need(hook: HookFacts, own: Found, above: Sequence[Found]) -> str:
    """The base of the project whose method acquires or releases something; empty if none does."""
    chain = _chain(hook.name, above)
    calls = {name for _, each in chain for name in each.calls} - NAMES
    deeds = {deed for _, each in chain for deed in each.deeds}
    sets = {name for _, each in chain for name in each.sets}
    is_repeated = (deeds - _VAGUE) & {*hook.deeds} or sets & {*hook.sets} or calls & {*hook.calls}
    if not chain or is_repeated or _is_replaced(hook, own):
        return ""
    is_done = clears(hook.removes, (word for _, each in chain for word in each.removes))
    is_needed = (deeds and not is_done) or sets & _read_later(hook, [own, *above])
    return chain[0][0].class_.name if is_needed else ""


_VAGUE = REGISTRARS | ENTERERS
"""Deeds that say nothing of what is acquired."""


def _chain(name: str, above: Sequence[Found]) -> list[tuple[Found, HookFacts]]:
    """The inherited method, and those that it calls in turn."""
    chain = []
    for found in above:
        hook = found.class_.hook(name)
        if hook is not None:
            chain.append((found, hook))
            if not hook.passes_on:
                break
    return chain


def _is_replaced(hook: HookFacts, own: Found) -> bool:
    """Whether the class overrides the other method of the pair, too, so that it does without the base."""
    partner = own.class_.hook(_PARTNERS[hook.name])
    return partner is not None and not partner.passes_on


def _read_later(hook: HookFacts, classes: Sequence[Found]) -> set[str]:
    """The attributes that the tear-down needs, and that nothing but the set-up that is left out sets."""
    later = _chain(_PARTNERS[hook.name], classes) if "tear" not in hook.name.lower() else []
    reads = {name for _, each in later for name in each.reads}
    elsewhere = {name for found in classes for name in found.class_.sets}
    hooks = (each for found in classes for each in found.class_.hooks if each.name != hook.name)
    others = {name for each in hooks for name in each.sets}
    return reads - elsewhere - others - {*hook.sets}


def _documented(hook: HookFacts, above: Sequence[Found], outside: Sequence[str], module: Module) -> str:
    """The base whose documentation, or the user, says that the method must be called; empty if none does."""
    more = module.settings.rule_options.get(REQUIRED_SUPER.name, REQUIRED_SUPER.default)
    asked = {*more} if isinstance(more, tuple) else set()
    chain = _chain(hook.name, above)
    known = [found.name for found, _ in chain]
    if all(each.passes_on for _, each in chain):
        known += outside
    for name in known:
        if hook.name in _REQUIRED.get(name, ()) or f"{name}.{hook.name}" in asked:
            return name.rpartition(".")[2]
    return ""
