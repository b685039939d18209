"""A test module changes the process for good as soon as it is imported."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import NamedTuple

from flake8_testsec.cleanup.behind_tests import run_behind
from flake8_testsec.cleanup.first_settings import is_first
from flake8_testsec.patterns import lazy
from flake8_testsec.project.offered import is_offered
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word, spelt
from flake8_testsec.source.module import Module, once, statements
from flake8_testsec.vocabulary.secrets.environment import ENVIRON
from flake8_testsec.vocabulary.testing.suites import is_case, is_test_file, tests

rule = Rule(
    code="TSE315",
    summary="side effect when a test module is imported, never undone",
    message="{what} happens at import and is never undone; {remedy}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    A runner imports every test module before it runs the first test. What a module does at its top is in
    force for all of them, also where none of its own tests were selected, and the result depends on which
    files took part and in which order they were imported.
    """,
    fix="""
    Move it into a fixture, or into ``setUpModule`` with ``addModuleCleanup``. Where it must precede an import
    of the code under test, import that code in the fixture, too.
    """,
    fixable="""
    Nothing: which tests need the change, and what else must happen before, is not known.
    """,
    bad=(
        """
        import os
        import sys
        import unittest
        from unittest import mock

        os.environ["SHOP_MODE"] = "test"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        sys.modules["gpu"] = mock.Mock()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        patcher = mock.patch("shop.orders.now")
        now = patcher.start()
        ^^^^^^^^^^^^^^^^^^^^^

        class OrdersTest(unittest.TestCase):
            def test_orders(self):
                self.assertEqual(orders(), [])
        """,
        """
        import os
        import socket
        import tempfile

        os.chdir(os.path.dirname(__file__))
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        if "SHOP" in os.environ:
            del os.environ["SHOP"]
            ^^^^^^^^^^^^^^^^^^^^^^
        os.environ.update(MODE="test")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        os.environ["A"] = "1"
        ^^^^^^^^^^^^^^^^^^^^^
        os.environ["A"] = "2"
        ORDERS = open("orders.json").read()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        listener: socket.socket = socket.socket()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        FOLDER, other = tempfile.mkdtemp(), 1
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_orders():
            assert orders(ORDERS)
        """,
        """
        import logging
        from unittest import mock

        import shop
        import shop.config
        from shop import stock

        CONF = shop.CONF

        class BadError(Exception):
            pass

        logging.basicConfig(level=logging.DEBUG)
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        shop.orders.now = lambda: 3
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        stock.Empty = BadError
        ^^^^^^^^^^^^^^^^^^^^^^
        shop.mail.send = mock.Mock()
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        shop.config.CURRENCY = "EUR"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        shop.config.CURRENCY = "USD"
        CONF.mail.host = "localhost"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_stock():
            assert stock.count() == 3
        """,
    ),
    good=(
        """
        import unittest

        import shop
        from shop import stock

        __import__("shop").clock = None
        stock.count = stock.count
        unittest.TestCase.maxDiff = None
        stock.__test__ = False
        if not hasattr(stock, "reserve"):
            stock.reserve = lambda order: order
        stock.make.side_effect = lambda: None

        class Till:
            pass

        Till.clock = lambda: 3
        shop.till = Till

        def teardown_module():
            shop.till = None

        def test_stock():
            assert stock.count() == 3
        """,
        """
        import os

        os.environ["SHOP_MODE"] = "test"

        def teardown_module():
            os.environ.clear()

        def test_shop():
            assert shop.sell()
        """,
        """
        import logging

        logging.disable(logging.CRITICAL)

        def teardown_module():
            logging.disable(logging.NOTSET)

        def test_shop():
            assert shop.sell()

        if __name__ == "__main__":
            logging.basicConfig(level=logging.DEBUG)
        """,
        """
        # file: tests/test_script.py
        import os

        os.environ["SHOP_MODE"] = "test"
        print(run())
        """,
        """
        # file: tests/conftest.py
        import os

        os.environ["SHOP_MODE"] = "test"

        def test_shop():
            assert shop.sell()
        """,
    ),
)

_MAPPINGS = ENVIRON | {"sys.modules"}
_OF_PROCESS = (
    *("os.chdir", "os.putenv", "os.umask", "logging.basicConfig", "logging.disable"),
    *("socket.setdefaulttimeout", "locale.setlocale", "signal.signal", "sys.setrecursionlimit"),
    *("asyncio.set_event_loop_policy", "decimal.setcontext"),
)
_FIRST_LOCALES = frozenset({"", "C", "POSIX"})
_PATCHES = tuple(f"unittest.mock.patch{kind}().start" for kind in ("", ".object", ".dict", ".multiple"))
_CALLS = {
    **dict.fromkeys(_PATCHES, "start() of a patcher"),
    **{name: f"{name}()" for name in ("open", "io.open", "codecs.open", "gzip.open", "socket.socket")},
    **{name: f"{name}()" for name in ("socket.create_connection", "tempfile.mkdtemp", "tempfile.mkstemp")},
    **{name: f"{name}()" for name in _OF_PROCESS},
}
_STATE = frozenset({"environ", "environb", "modules", *(name.partition(".")[2] for name in _OF_PROCESS)})
_NO_STATE = lazy(
    r"__\Z|\A(pytest|unittest)\.|\.(maxDiff|pytestmark|return_value|side_effect|warned|level|disabled)\Z"
)
"""What is set for the tests of the module by its meaning, or of a mock."""


class _Effect(NamedTuple):
    """What a statement does: ``target`` is what it changes, ``undoing`` matches text that takes it back;
    ``of_others`` is an attribute of what is imported."""

    statement: ast.stmt
    what: str
    target: str
    undoing: str
    of_others: bool = False


@rule.where(look=looks.acts_at_import)
def effects(module: Module) -> Iterator[Hit]:
    """Report the first statement of the module for each thing that it changes for good."""
    if not is_test_file(module) or not any(tests(module)):
        return
    groups: dict[str, list[_Effect]] = {}
    for effect in (effect for statement in _top(module) for effect in _effects(statement, module)):
        groups.setdefault(effect.target, []).append(effect)
    for several in groups.values():
        changes = [*dropwhile(lambda each: _gives_back(each.statement, module), several)]
        if not changes:
            continue
        first, *more = changes
        kept = tuple(_kept(first.statement))
        if not (more and _takes_back(more[-1].statement, module)) and not _is_undone(
            first.undoing, kept, first.of_others, module
        ):
            yield rule.at(first.statement, what=first.what, remedy=_remedy(module))


@once
def _top(module: Module) -> Sequence[ast.stmt]:
    return [*statements(each for each in module.tree.body if not _is_main(each))]


def _is_main(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__name__" in spelt(statement.test)


def _effects(statement: ast.stmt, module: Module) -> Iterator[_Effect]:
    for owner, key in _items(statement):
        for name in module.names(owner) & _MAPPINGS:
            yield _Effect(
                statement, f"a change of {name}", f"{name}[{key}]", re.escape(name.partition(".")[2])
            )
    match statement:
        case ast.Assign(targets=[ast.Attribute() as target], value=value):
            yield from _replaced(statement, target, value, module)
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr)) and statement.value is not None:
        for call in ast.walk(statement.value):
            if isinstance(call, ast.Call) and not module.above(call, ast.Lambda):
                yield from _call(statement, call, module)


def _replaced(
    statement: ast.stmt, target: ast.Attribute, value: ast.expr, module: Module
) -> Iterator[_Effect]:
    """The attribute of something imported that a statement sets."""
    name = spelt(target)
    if _is_conditional(statement, module) or any(map(_NO_STATE.search, (name, *module.names(target)))):
        return  # it may be there for want of something
    if not _is_of_others(target.value, module):
        return
    undoing = rf"\b{re.escape(name)}\b"
    yield _Effect(statement, f"a change of {name}", name, undoing, of_others=True)


def _is_conditional(statement: ast.stmt, module: Module) -> bool:
    for above in module.ancestors(statement):
        match above:
            case ast.If(test=ast.Constant()) | ast.Try(handlers=[]) | ast.Module():
                continue
            case _:
                return True
    return False


def _is_of_others(owner: ast.expr, module: Module) -> bool:
    """Whether an object is imported, or has a name that stands for an attribute of what is."""
    from flake8_testsec.cleanup.touches import is_imported

    root = owner
    while isinstance(root, ast.Attribute):
        root = root.value
    match module.bindings(root) if isinstance(root, ast.Name) else ():
        case [Bound(value=ast.Attribute() as value)]:
            return is_imported(value, module)
        case _:
            return is_imported(owner, module)


def _items(statement: ast.stmt) -> Iterator[tuple[ast.expr, str]]:
    """The mappings of which a statement sets or removes an item, with the text of the key."""
    match statement:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            for target in targets:
                if isinstance(target, ast.Subscript):
                    yield target.value, spelt(target.slice)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="pop"), args=[key, *_])):
            yield owner, spelt(key)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="update"))):
            yield owner, ""


def _call(statement: ast.stmt, call: ast.Call, module: Module) -> Iterator[_Effect]:
    closed = getattr(module.parent(call), "attr", "") == "close"
    for name in () if closed else module.names(call.func) & _CALLS.keys():
        if name in _OF_PROCESS and not _only_asks(call, name):
            yield _Effect(statement, _CALLS[name], name, name.partition(".")[2])
        elif name in _OF_PROCESS:
            continue
        elif name in _PATCHES:
            yield _Effect(statement, _CALLS[name], spelt(call), r"\.stop(all)?\b")
        else:
            kept = "|".join(_kept(statement)) or r"\Z"
            undoing = rf"\b({kept})\.close\(|\bwith ({kept})\b|(remove|rmtree|unlink|rmdir)\W+({kept})\b"
            yield _Effect(statement, _CALLS[name], f"line {call.lineno}", undoing)


def _only_asks(call: ast.Call, name: str) -> bool:
    """Whether the function of a setting is only asked what is set: ``setlocale`` without a locale."""
    given = argument(call, 1, "locale") if name == "locale.setlocale" else call
    return given is None or (isinstance(given, ast.Constant) and given.value is None)


def _kept(statement: ast.stmt) -> Iterator[str]:
    """The names to which a statement binds what it has opened."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _gives_back(statement: ast.stmt, module: Module) -> bool:
    """Whether an attribute or a setting is given what it has, or had when it was kept under a name."""
    match statement:
        case ast.Assign(targets=[ast.Attribute() as target], value=value):
            return not module.names(target).isdisjoint(module.names(value))
        case ast.Expr(value=ast.Call() as call):
            return any(is_first(call, name, module) for name in module.names(call.func) & {*_OF_PROCESS})
        case _:
            return False


def _takes_back(statement: ast.stmt, module: Module) -> bool:
    """Whether the last of several statements about one thing undoes the others."""
    match statement:
        case ast.Assign(value=value):
            return isinstance(value, ast.Name) or _gives_back(statement, module)
        case ast.Expr(value=ast.Call(args=[_, ast.Constant(value=str(place))]) as call):
            return last_word(call.func) != "setlocale" or place in _FIRST_LOCALES
        case _:
            return True


@once
def _is_undone(undoing: str, words: tuple[str, ...], of_others: bool, module: Module) -> bool:
    """Whether a teardown of the module, or for handles the module itself, takes an effect back."""
    if of_others or undoing in _STATE:
        return any(re.search(undoing, text) for text in run_behind(module))
    texts = (_by_word(module).get(word, ()) for word in (*_STOPS, *words))
    return any(re.search(undoing, text) for several in texts for text in several)


@once
def _by_word(module: Module) -> Mapping[str, Sequence[str]]:
    """The statements of the module, and its teardowns, by the words in them."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in (*map(spelt, _top(module)), *run_behind(module)):
        for word in {*_WORD.findall(text)}:
            found[word].append(text)
    return found


_STOPS = ("stop", "stopall")
_WORD = lazy(r"\w+")


def _remedy(module: Module) -> str:
    if any(is_case(class_, module) for class_ in module.nodes(ast.ClassDef)):
        end = "addModuleCleanup" if is_offered("addModuleCleanup", module) else "tearDownModule"
        return f"use setUpModule and {end}"
    return "use a fixture"
