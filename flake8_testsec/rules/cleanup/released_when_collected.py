"""A class of tests that cleans up in ``__del__``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_case, is_collected, is_test, methods

rule = Rule(
    code="TSE337",
    summary="a class of tests cleans up in __del__, which may run late or never; use a tear-down",
    message="{name}.__del__() cleans up, but may run late or never, and hides its errors; make it {hook}()",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``__del__`` is called when Python happens to drop the object: not before a failed test's traceback is
    forgotten, at the exit of the interpreter when modules are gone already, or not at all. The next test
    meets what should have been removed, and an error in ``__del__`` is printed and ignored.
    """,
    fix="""
    Make it ``tearDown`` (``teardown_method`` in a class without ``TestCase``), or register each step with
    ``self.addCleanup`` where the thing is made.
    """,
    fixable="""
    The method is given the name of the tear-down; unsafe, because it then runs behind every test. Nothing
    where the class has or inherits one, a base is not known, or ``super().__del__()`` is called.
    """,
    bad=(
        """
        import os
        import shutil
        import unittest

        class TestOrders(unittest.TestCase):
            def __del__(self):
            ^^^^^^^^^^^^^^^^^^
                for name in ("orders.txt", "tills.txt"):
                    if os.path.exists(name):
                        os.remove(name)

            def test_orders(self):
                self.assertTrue(order("orders.txt"))

        class TestTills(unittest.TestCase):
            def tearDown(self):
                self.till = None

            def __del__(self):
            ^^^^^^^^^^^^^^^^^^
                self.till.close()

            def test_till(self):
                self.assertTrue(self.till)

        class TestShops(unittest.TestCase):
            def __init__(self, *args):
                super().__init__(*args)
                self.shop = opened()

            def __del__(self):
            ^^^^^^^^^^^^^^^^^^
                self.shop.close()
                super().__del__()

            def test_shop(self):
                self.assertTrue(self.shop)

        class TestShop:
            folder = "shop"

            def test_shop(self):
                assert shop(self.folder)

            def __del__(self):
            ^^^^^^^^^^^^^^^^^^
                shutil.rmtree(self.folder)
        """,
    ),
    good=(
        """
        import os
        import unittest

        class Till:
            def __del__(self):
                self.drawer.close()

        class TestOrders(unittest.TestCase):
            def tearDown(self):
                os.remove("orders.txt")

            def test_orders(self):
                self.assertTrue(order("orders.txt"))

        class TestCollected(unittest.TestCase):
            def __del__(self):
                DROPPED.append(self)

            def test_collected(self):
                self.assertTrue(order("orders.txt"))
        """,
        """
        import os

        class Helper:
            def __del__(self):
                os.remove("orders.txt")

            def test_connection(self):
                return self.drawer.open()

        def test_collected():
            class TestTill:
                def __del__(self):
                    self.drawer.close()

                def test_till(self):
                    assert self.drawer

            assert TestTill()
        """,
        """
        import unittest

        class TestCalled(unittest.TestCase):
            def setUp(self):
                self.addCleanup(self.__del__)

            def __del__(self):
                self.till.close()

            def test_till(self):
                self.assertTrue(self.till)
        """,
        """
        import unittest

        class TestAsked(unittest.TestCase):
            def setUp(self):
                self.addCleanup(getattr(self, "__del__"))

            def __del__(self):
                self.till.close()

            def test_till(self):
                self.assertTrue(self.till)
        """,
        """
        import unittest

        class TestMessages(unittest.TestCase):
            def __del__(self):
                self.messages.remove(3)

            def test_messages(self):
                self.assertTrue(self.messages)

        class Till:
            def __init__(self):
                self.drawer = opened()

        class TestTill(Till):
            def __del__(self):
                self.drawer.close()

            def test_till(self):
                assert self.drawer
        """,
    ),
)

_RELEASING = frozenset(
    {"unlink", "rmtree", "rmdir", "removedirs", "close", "stop", "stopall", "terminate", "kill"}
    | {
        "shutdown",
        "server_close",
        "cleanup",
        "clean_up",
        "quit",
        "disconnect",
        "tearDown",
        "drop_all",
        "killpg",
    }
)
_NAME = "__del__"
_MAKERS = frozenset({"__init__", "__new__"})


@rule.on(ast.ClassDef, look=looks.sees_to_its_end)
def cleaned_up(class_: ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report what a class of tests leaves to ``__del__``."""
    method = next((each for each in methods(class_) if each.name == _NAME), None)
    if method is None or not is_collected(class_, module) or module.function(class_) is not None:
        return
    if not any(is_test(each, module) for each in methods(class_)) or not _releases(method, module):
        return
    if _is_called(module) or _is_passed_over(class_, module):
        return
    hook = "tearDown" if is_case(class_, module) else "teardown_method"
    yield rule.at(method, name=class_.name, hook=hook).fixed(*_renamed(method, hook, class_, module))


def _releases(method: Function, module: Module) -> bool:
    calls = (each for each in walk(method) if isinstance(each, ast.Call))
    return any(_is_release(each.func, module) for each in calls)


def _is_release(function: ast.expr, module: Module) -> bool:
    """Whether a function ends something; ``remove`` takes something out of a list, too."""
    names = module.names(function)
    if "os.remove" in names:
        return True
    words = {last_word(function), *(name.rpartition(".")[2] for name in names)}
    return not words.isdisjoint(_RELEASING)


@once
def _is_called(module: Module) -> bool:
    """Whether the tests do not wait until Python calls it."""
    named = (each for each in module.attributes({_NAME}) if not _is_of_bases(each.value))
    return any(named) or _NAME in module.literals


def _is_of_bases(owner: ast.expr) -> bool:
    return isinstance(owner, ast.Call) and last_word(owner.func) == "super"


def _is_passed_over(class_: ast.ClassDef, module: Module) -> bool:
    """Whether pytest does not collect a class because it or one above has a constructor."""
    if is_case(class_, module):
        return False
    return any(not _MAKERS.isdisjoint(each.class_.sets) for each in lineage(class_, module).classes)


def _renamed(method: Function, hook: str, class_: ast.ClassDef, module: Module) -> Edits:
    line = lineage(class_, module)
    may_be_called = bool(module.attributes({_NAME}))
    has_one = any(hook in each.class_.sets for each in line.classes)
    is_known = line.complete and {*line.outside} <= TESTCASES | {"object"}
    if may_be_called or has_one or not is_known:
        return ()
    begin = module.line(method.lineno).find(_NAME)
    return (Edit(method.lineno, begin, method.lineno, begin + len(_NAME), hook),) if begin > 0 else ()
