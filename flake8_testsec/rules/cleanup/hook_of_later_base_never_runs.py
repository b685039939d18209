"""A set-up or tear-down of a later base that no earlier base calls."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from flake8_testsec.cleanup.hooks_by_name import is_named
from flake8_testsec.cleanup.lineage import lineage, lines_of_bases, order
from flake8_testsec.finding import NO_FIX, Edit, Fix
from flake8_testsec.fixing.edits import between, span, written
from flake8_testsec.project.found import key_of
from flake8_testsec.project.hooks import HookFacts
from flake8_testsec.project.views import Found, is_framework
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import TESTCASES

rule = Rule(
    code="TSE336",
    summary="set-up or tear-down of a later base never runs, because no earlier base calls it",
    message="{base}.{method}() never runs, as {blocker} comes first and does not call it; put {base} first",
    roles=Role.TEST | Role.SUPPORT,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    Python asks the bases of a class in their order, and ``unittest.TestCase`` has a ``setUp`` and a
    ``tearDown`` of its own, which do nothing and do not call ``super()``. Behind it, those of a mixin are
    never reached: what they release stays, and what they prepare is missing. The same happens where an
    earlier base has a tear-down that does not call on, and the set-up of the later base runs.
    """,
    fix="""
    Put the mixin before the TestCase: ``class Tests(Mixin, unittest.TestCase)``; and call ``super()`` in the
    hooks of bases that stand beside others.
    """,
    fixable="""
    The later base is put first; unsafe, because what it does has not been done so far. Nothing where that
    would in turn cut off a hook of an earlier base.
    """,
    bad=(
        """
        import shutil
        import tempfile
        import unittest

        class FolderMixin:
            def setUp(self):
                self.folder = tempfile.mkdtemp()

            def tearDown(self):
                shutil.rmtree(self.folder)

        class TestOrders(unittest.TestCase, FolderMixin):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_order(self):
                self.assertTrue(order(1))
        """,
        """
        # file: tests/bases.py
        import shutil
        import tempfile
        import unittest

        from shop import till

        class Tills:
            @classmethod
            def setUpClass(cls):
                cls.till = till.opened()

            def test_till(self):
                self.assertTrue(self.till)

        class Case(unittest.TestCase):
            def setUp(self):
                super().setUp()
                self.order = 1

        class FolderCase(unittest.TestCase):
            def setUp(self):
                self.folder = tempfile.mkdtemp()

            def tearDown(self):
                shutil.rmtree(self.folder)

        class QuietCase(unittest.TestCase):
            def tearDown(self):
                print("done")
        # file: tests/test_shop.py
        from tests import bases
        from tests.bases import Case, Tills

        class TestTills(Case, Tills):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            pass

        class TestFolder(bases.QuietCase, bases.FolderCase):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_served(self):
                self.assertTrue(self.folder)
        """,
        """
        import unittest

        class Loops:
            async def asyncSetUp(self):
                self.shop = await opened()

        class TestShop(unittest.IsolatedAsyncioTestCase, Loops):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            async def asyncSetUp(self):
                await super().asyncSetUp()
                self.order = 1

            async def test_shop(self):
                self.assertTrue(self.shop)
        """,
    ),
    good=(
        """
        import unittest
        from abc import ABC

        from shop.testing import ShopCase

        class Mixin:
            def setUp(self):
                self.folder = "/orders"

        class Empty:
            def setUp(self):
                pass

            def test_empty(self):
                self.assertTrue(order(0))

        class Loops:
            async def asyncSetUp(self):
                self.shop = await opened()

        class OtherCase(unittest.TestCase):
            def setUp(self):
                self.order = 1

        class CaseOfMixin(Mixin, unittest.TestCase):
            def setUp(self):
                self.order = 2

        class RightOrder(Mixin, unittest.TestCase):
            def test_order(self):
                self.assertTrue(order(1))

        class CallsIt(unittest.TestCase, Mixin):
            def setUp(self):
                Mixin.setUp(self)

            def test_order(self):
                self.assertTrue(order(1))

        class TakesIt(unittest.TestCase, Mixin):
            setUp = Mixin.setUp

            def test_order(self):
                self.assertTrue(order(1))

        class DoesWithout(unittest.TestCase, Mixin):
            def setUp(self):
                self.folder = "/tills"

            def test_order(self):
                self.assertTrue(order(1))

        class NothingToDo(unittest.TestCase, Empty):
            pass

        class NoTests(unittest.TestCase, Mixin):
            pass

        class NotRead(unittest.TestCase, ShopCase):
            def test_order(self):
                self.assertTrue(order(1))

        class BehindUnread(ShopCase, Mixin):
            def test_order(self):
                self.assertTrue(order(1))

        class Abstract(ABC, Mixin):
            def test_order(self):
                self.assertTrue(order(1))

        class NotAsked(unittest.TestCase, Loops):
            def test_order(self):
                self.assertTrue(order(1))

        class OverridesACase(CaseOfMixin, OtherCase):
            def test_order(self):
                self.assertTrue(order(1))

        class MeantToReplace(CaseOfMixin, Mixin):
            def test_order(self):
                self.assertTrue(order(1))

        def test_runner():
            class Inner(unittest.TestCase, Mixin):
                def test_order(self):
                    self.assertTrue(order(1))
        """,
        """
        import unittest

        class First:
            def setUp(self):
                self.shops = ()

        class Second:
            def setUp(self):
                self.folder = "/orders"

        class OneOfTwo(First, Second, unittest.TestCase):
            def test_order(self):
                self.assertTrue(order(1))
        """,
        """
        # file: tests/bases.py
        import unittest

        class Folder:
            def setUp(self):
                self.folder = "/orders"

        class Case(unittest.TestCase):
            def setUp(self):
                Folder.setUp(self)
        # file: tests/test_shop.py
        from tests.bases import Case, Folder

        class TestOrders(Case, Folder):
            def test_order(self):
                self.assertTrue(self.folder)
        """,
    ),
)

_OF_UNITTEST = frozenset({"setUp", "tearDown", "setUpClass", "tearDownClass"})
_OF_LOOPS = frozenset({"asyncSetUp", "asyncTearDown"})
_HOOKS = (*sorted(_OF_UNITTEST), *sorted(_OF_LOOPS))
_SET_UPS = {"tearDown": "setUp", "tearDownClass": "setUpClass", "asyncTearDown": "asyncSetUp"}
_ASYNC_CASE = "unittest.IsolatedAsyncioTestCase"
_MOST = 20
"""Bases of one class that are looked at."""


class _Later(NamedTuple):
    """A later base: what Python asks before it comes there, and the base with what is above it; ``shared``
    are those above an earlier base that it asks only with this one, or later."""

    before: Sequence[Found | str]
    own: Sequence[Found | str]
    shared: Collection[tuple[str, ...]]
    number: int


@rule.on(ast.ClassDef, look=looks.has_several_bases)
def never_reached(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report a class with a base whose hook is not reached."""
    if module.function(class_) is not None or len(class_.bases) > _MOST or not _has_tests(class_, module):
        return
    for later in _later(class_, module):
        for name in _HOOKS:
            cut = _cut_off(name, later, module)
            if cut is not None and not _is_seen_to(name, class_, module):
                hit = rule.at(class_, base=cut[0], blocker=cut[1], method=name)
                yield hit.fixed_by(partial(_put_first, later, class_, module))
                return


def _has_tests(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has tests, own or inherited, and everything above it is known."""
    line = lineage(class_, module)
    names = (name for each in line.classes for name in each.class_.sets)
    return line.complete and not TESTCASES.isdisjoint(line.outside) and any(map(_is_of_test, names))


def _is_of_test(name: str) -> bool:
    return name.startswith("test")


def _later(class_: ast.ClassDef, module: Module) -> Iterator[_Later]:
    """The bases behind the first one; what is above several of them is asked with the last of these."""
    lines = lines_of_bases(class_, module)
    for number in range(1, len(lines)) if len(lines) == len(class_.bases) else ():
        asked_later = {key_of(each) for line in lines[number:] for each in line}
        before = [each for line in lines[:number] for each in line]
        shared = asked_later & {*map(key_of, before)}
        yield _Later([each for each in before if key_of(each) not in shared], lines[number], shared, number)


def _cut_off(name: str, later: _Later, module: Module) -> tuple[str, str] | None:
    """The class whose hook is not reached, and the one that stands in its way."""
    found = _first(name, later.own)
    if found is None or key_of(found[0]) in later.shared:
        return None
    base, hook = found
    blocker = _blocker(name, later.before)
    if not blocker or hook.skips or not (hook.deeds or hook.sets or hook.calls):
        return None
    is_plain = TESTCASES.isdisjoint(each for each in later.own if isinstance(each, str))
    if not (is_plain and _is_case(blocker, module)) and not _leaves(base, hook, blocker, later):
        return None
    return base.class_.name, _called(blocker)


def _first(name: str, line: Sequence[Found | str]) -> tuple[Found, HookFacts] | None:
    """The first class that defines a hook, unless one before it may have it from elsewhere."""
    for each in line:
        if isinstance(each, Found):
            hook = each.class_.hook(name)
            if hook is not None:
                return each, hook
            if name in each.class_.sets:
                return None
    return None


def _blocker(name: str, before: Sequence[Found | str]) -> Found | str:
    """The first class with a hook that does not call the next one; empty if there is none, or not known."""
    for each in before:
        if isinstance(each, str):
            if each in TESTCASES and (name in _OF_UNITTEST or each == _ASYNC_CASE):
                return each
            if is_framework(each) and each not in TESTCASES:
                return ""
        elif (hook := each.class_.hook(name)) is not None:
            if not hook.passes_on:
                return each
        elif name in each.class_.sets:
            return ""
    return ""


def _is_case(blocker: Found | str, module: Module) -> bool:
    """Whether what stands in the way is a TestCase: no mixin that was put first to replace something."""
    line = [blocker] if isinstance(blocker, str) else order(blocker, module)
    return any(isinstance(each, str) and each in TESTCASES for each in line)


def _called(blocker: Found | str) -> str:
    return blocker.rpartition(".")[2] if isinstance(blocker, str) else blocker.class_.name


def _leaves(base: Found, hook: HookFacts, blocker: Found | str, later: _Later) -> bool:
    """Whether the set-up of a base runs, and what its tear-down gives back stays for that."""
    set_up = base.class_.hook(_SET_UPS.get(hook.name, ""))
    if set_up is None or not hook.deeds or _blocker(set_up.name, later.before):
        return False
    if any(isinstance(each, Found) and set_up.name in each.class_.sets for each in later.before):
        return False
    other = blocker.class_.hook(hook.name) if isinstance(blocker, Found) else None
    return bool(set_up.deeds) and (other is None or {*other.deeds}.isdisjoint(hook.deeds))


def _is_seen_to(name: str, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has such a hook that calls none, or another one may be called by its name."""
    own = lineage(class_, module).classes[0].class_
    hook = own.hook(name)
    if (hook is None and name in own.sets) or (hook is not None and not hook.passes_on):
        return True
    return is_named(name, class_, module)


def _put_first(later: _Later, class_: ast.ClassDef, module: Module) -> Fix:
    """The later base before all others, if its hooks would cut off none of theirs."""
    for name in _HOOKS:
        found = _first(name, later.own)
        if found is not None and not found[1].passes_on and _first(name, later.before) is not None:
            return NO_FIX
    base = class_.bases[later.number]
    start, end = span(class_.bases[0], module), span(class_.bases[later.number - 1], module)
    others = between(start[:2], end[2:], module)
    return Fix((Edit(*start[:2], *span(base, module)[2:], f"{written(base, module)}, {others}"),))
