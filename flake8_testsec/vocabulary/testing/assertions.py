"""What a test checks with: assertions, expectations of exceptions, and handlers that stay quiet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, last_word, spelt, string, truth
from flake8_testsec.source.module import Module, once, statements, statements_within
from flake8_testsec.source.templates import is_template
from flake8_testsec.vocabulary.testing.uncalled import is_uncalled

MOCK_ASSERTIONS = frozenset(
    {
        "assert_any_await",
        "assert_any_call",
        "assert_awaited",
        "assert_awaited_once",
        "assert_awaited_once_with",
        "assert_awaited_with",
        "assert_called",
        "assert_called_once",
        "assert_called_once_with",
        "assert_called_with",
        "assert_has_awaits",
        "assert_has_calls",
        "assert_not_awaited",
        "assert_not_called",
    }
)
"""The assertion methods of ``unittest.mock`` (its documentation, Python 3.13)."""

BROAD = frozenset({"Exception", "BaseException"})
"""The exceptions that catch everything a test may fail with."""

FAILURES = BROAD | {"AssertionError", "self.failureException"}
"""What catches a failing assertion."""

EXPECTING = frozenset(
    {
        "pytest.raises",
        "pytest.warns",
        "pytest.deprecated_call",
        "testtools.ExpectedException",
        "testtools.matchers.ExpectedException",
        "nose.tools.assert_raises",
        "nose.tools.assert_raises_regex",
        "nose.tools.assert_raises_regexp",
        "numpy.testing.assert_raises",
        "numpy.testing.assert_raises_regex",
    }
)
"""The calls that expect an exception or a warning, by qualified name."""
_EXPECTING_WORDS = frozenset(name.rpartition(".")[2] for name in EXPECTING)

EXPECTING_METHODS = (
    *("assertRaises", "assertRaisesMessage", "assertRaisesRegex", "assertRaisesRegexp"),
    *("assertWarns", "assertWarnsMessage", "assertWarnsRegex", "failUnlessRaises"),
    *("assert_raises", "assert_raises_regex", "assert_raises_regexp"),
)
"""The methods that expect an exception or a warning, by the name alone."""

_ASSERT = lazy(r"_?assert(?![a-z])\w*\Z|fail(If|Unless)\w*\Z|(eq|ne|ok)_\Z")
_RAISES = lazy(
    r"(assertRaises|assertRaisesRegexp?|assertRaisesMessage|failUnlessRaises|raises|"
    r"assert_raises(_regexp?)?)\Z"
)
_OF_NOSE = lazy(r"assert_raises(_regexp?)?\Z|assertRaises(Regexp?)?\Z")
_WARNS = lazy(r"(assertWarns|assertWarnsRegex|assertWarnsMessage|warns|deprecated_call)\Z")
_LOGGING = frozenset(
    {"debug", "info", "warning", "warn", "error", "exception", "critical", "log", "print_exc", "msg"}
)


DEMANDS = {"assertTrue": True, "assert_": True, "failUnless": True, "assertFalse": False, "failIf": False}
"""What the methods that assert a truth demand of their first argument."""

_FORMATTERS = lazy(
    r"(str|repr|unicode|ascii|format\w*|pformat|join|dump\w*|print\w*|to_?(str|text|json)\w*|"
    r"as_?(str|text|json)\w*|getvalue|read\w*|decode|json|getErrorMessage|getTraceback|describe\w*)\Z"
)
_TELLING = lazy(
    r"(?<![a-z])(msg|message|messages|reason|reasons|stderr|stdout|output|out|text|data|err|errs|error|errors|"
    r"log|logs|info|details?|desc|description|diff|explanation|hint|label|why|comment|note|debug|traceback|"
    r"failure|failures|problem|problems|content|body|response)(?![a-z])"
)

_OBJECTS: dict[type[ast.AST], str] = {
    ast.GeneratorExp: "a generator",
    ast.Lambda: "a lambda",
    ast.Tuple: "a tuple",
    ast.List: "a list",
    ast.Set: "a set",
    ast.Dict: "a dict",
}
_ITERATORS = frozenset({"map", "filter", "zip"})


class Expectation(NamedTuple):
    """A call that expects an exception or a warning.

    ``call`` is the expecting call, ``expected`` the first argument (the exceptions), ``kind`` is
    ``"raises"`` or ``"warns"``.
    """

    call: ast.Call
    expected: ast.expr | None
    kind: str


def called(node: ast.AST | None) -> ast.Call | None:
    """The call that a statement or an expression consists of, awaited or not."""
    while isinstance(node, _WRAPPERS):
        node = node.value
    return node if isinstance(node, ast.Call) else None


_WRAPPERS = (ast.Expr, ast.Await, ast.Yield)


def is_assertion(statement: ast.AST) -> bool:
    """Whether a statement checks something: ``assert``, ``x.assert*()``, ``assert_*()``, nose's ``ok_()``."""
    match statement:
        case ast.Assert():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=word) | ast.Name(id=word))):
            return _ASSERT.match(word) is not None  # nearly all are one of these
    call = called(statement)
    return call is not None and bool(_ASSERT.match(last_word(call.func)))


def is_mock_assertion(statement: ast.AST) -> bool:
    """Whether a statement calls one of the assertion methods of ``unittest.mock``."""
    call = called(statement)
    return call is not None and last_word(call.func) in MOCK_ASSERTIONS


def demanded(call: ast.Call) -> bool | None:
    """What a call like ``assertTrue`` or ``assertFalse`` demands of its argument; else ``None``.

    The short name ``assert_``, which unittest had until Python 3.12, others give to methods of their own: it
    counts on the test itself only.
    """
    match call.func:
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=word):
            return DEMANDS.get(word)
        case ast.Attribute(attr=word) if word != "assert_":
            return DEMANDS.get(word)
        case _:
            return None


def explains(node: ast.expr) -> bool:
    """Whether an expression reads like a failure message: prose, formatted text, or a name that says so."""
    match node:
        case ast.Constant(value=str(text)):
            return len(text.split()) > 1
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Call(func=func):
            return bool(_FORMATTERS.match(last_word(func))) or explains(func)
        case ast.Subscript(value=value, slice=key):
            return explains(value) or _tells(string(key) or "")
        case _:
            return is_template(node) or _tells(last_word(node))


def always_true(node: ast.expr, module: Module) -> str:
    """What kind of object an expression is that is true whatever happens; empty if that is not certain."""
    match node:
        case ast.Constant(value=str() | bytes()) | ast.JoinedStr() if truth(node):
            return "a string"
        case ast.Constant(value=value) if value:
            return "a number" if isinstance(value, (int, float, complex)) else "a constant"
        case ast.Call(func=ast.Name() as func) if not _ITERATORS.isdisjoint(module.names(func)):
            return "an iterator"
        case ast.Name() | ast.Attribute():
            return is_uncalled(node, module)
        case _:
            kind = "a template" if is_template(node) else _OBJECTS.get(type(node), "")
            return kind if truth(node) else ""


def _tells(word: str) -> bool:
    return bool(_TELLING.search(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).lower()))


def is_failure(statement: ast.AST, module: Module) -> bool:
    """Whether a statement only fails the test: ``self.fail``, ``pytest.fail``, ``raise AssertionError``,
    ``assert False``, ``assertTrue(False)``."""
    match statement:
        case ast.Assert(test=ast.Constant(value=False | 0 | None)):
            return True
        case ast.Raise(exc=ast.Call(func=raised)) | ast.Raise(exc=ast.Name() as raised):
            return last_word(raised) in ("AssertionError", "failureException")
    match called(statement):
        case ast.Call(func=ast.Attribute(attr="fail")) | ast.Call(func=ast.Name(id="fail")):
            return True
        case ast.Call(func=ast.Attribute(attr="assertTrue"), args=[ast.Constant(value=False | 0), *_]):
            return True
        case _:
            return False


def expectation(node: ast.AST | None, module: Module) -> Expectation | None:
    """What exception or warning an expression expects, if it is an expecting call at all.

    Args:
        node: a call, an expression statement, or what a ``with`` item evaluates.
        module: the module, for the names.

    Returns:
        The expectation; ``None`` for anything that is not certainly one.
    """
    call = called(node)
    if call is None:
        return None
    func = _meant_by(call.func, module)
    word = last_word(func)
    if isinstance(func, ast.Attribute) and word.startswith(("assert", "failUnless")):
        known = True
    elif isinstance(func, ast.Attribute) and not (word in _EXPECTING_WORDS or _OF_NOSE.match(word)):
        return None
    else:
        names = module.names(call.func)
        found = [name.rpartition(".")[2] for name in names if name in EXPECTING]
        # Who hands on, or writes, a function of this name means what nose called so.
        handed_on = (name.rpartition(".")[2] for name in names if "." in name)
        found += [each for each in handed_on if _OF_NOSE.match(each)]
        known, word = bool(found), next(iter(found), word)
    if not known:
        return None
    if _RAISES.match(word) or word == "ExpectedException":
        return Expectation(call, argument(call, 0, "expected_exception"), "raises")
    return Expectation(call, argument(call, 0, "expected_warning"), "warns") if _WARNS.match(word) else None


def _meant_by(func: ast.expr, module: Module) -> ast.expr:
    """What is called by a name of its own: ``self.assertRaises`` where ``raises = self.assertRaises``."""
    if isinstance(func, ast.Name) and ("raise" in func.id or "warn" in func.id):
        match module.bindings(func):
            case [Bound(value=ast.Attribute() as method)]:
                return method
    return func


@once
def expectations(statement: ast.With | ast.AsyncWith, module: Module) -> Sequence[Expectation]:
    """The expectations among the items of a ``with`` statement."""
    found = (expectation(item.context_expr, module) for item in statement.items)
    return [each for each in found if each is not None]


def is_expecting(node: ast.AST, module: Module) -> bool:
    """Whether a node is a ``with`` that expects an exception or a warning."""
    return isinstance(node, (ast.With, ast.AsyncWith)) and bool(expectations(node, module))


def expecting_around(node: ast.AST, module: Module) -> ast.With | ast.AsyncWith | None:
    """The nearest ``with`` around a node, in the same function, that expects an exception or a warning."""
    above = module.above(node, *_AROUND)
    while isinstance(above, (ast.With, ast.AsyncWith)):
        if _expects(above, module):
            return above
        above = module.above(above, *_AROUND)
    return None


@once
def _expects(statement: ast.With | ast.AsyncWith, module: Module) -> bool:
    return bool(expectations(statement, module))


_AROUND = (ast.With, ast.AsyncWith, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def caught(handler: ast.ExceptHandler, module: Module) -> frozenset[str]:
    """The qualified names a handler catches; ``BaseException`` for a bare one; unknown ones as spelt."""
    return frozenset({"BaseException"}) if handler.type is None else classes(handler.type, module)


def classes(node: ast.expr | None, module: Module) -> frozenset[str]:
    """The qualified names of exception classes given as a name or a tuple; unknown ones as spelt."""
    match node:
        case None:
            return frozenset()
        case ast.Tuple(elts=elements):
            return frozenset().union(*(classes(each, module) for each in elements))
        case _:
            return module.names(node) or frozenset({spelt(node)})


def is_broad(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a handler is bare or catches ``Exception`` or ``BaseException``."""
    return bool(caught(handler, module) & BROAD)


def swallower(
    statement: ast.Try, module: Module, raised: frozenset[str] = FAILURES
) -> ast.ExceptHandler | None:
    """The handler that catches what a ``try`` raises and is quiet about it, if that is so.

    Args:
        statement: the ``try``.
        module: its module.
        raised: the names by which a handler catches it: its class, and all bases of that.

    Returns:
        The first handler that catches it, if it is quiet.
    """
    for handler in statement.handlers:
        if caught(handler, module) & raised:
            return handler if is_quiet(handler.body) else None
    return None


def is_quiet(body: Iterable[ast.stmt]) -> bool:
    """Whether statements do nothing but pass, continue, return nothing, assert ``True``, print or log."""
    return all(map(_is_quiet, body))


def _is_quiet(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Return(value=None) | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assert(test=ast.Constant(value=True)):
            return True
        case ast.Expr(value=ast.Call(func=func)):
            return _reports(func)
        case _:
            return False


def _reports(func: ast.expr) -> bool:
    match func:
        case ast.Name(id="print" | "pprint"):
            return True
        case ast.Attribute(value=owner, attr=word) if word in _LOGGING:
            return bool(re.search(r"log|traceback", last_word(owner), re.IGNORECASE))
        case _:
            return False


def suppressed(statement: ast.With | ast.AsyncWith, module: Module) -> frozenset[str]:
    """The exceptions that ``contextlib.suppress`` among the items of a ``with`` swallows."""
    found: set[str] = set()
    for item in statement.items:
        match item.context_expr:
            case ast.Call(func=func, args=args) if module.names(func) & {"contextlib.suppress"}:
                found.update(*(classes(arg, module) for arg in args))
    return frozenset(found)


def holds_assertion(root: ast.AST) -> bool:
    """Whether an assertion stands anywhere below a node, inner functions left out."""
    return any(map(is_assertion, statements_within(root)))


def assertions(root: ast.AST) -> Iterator[ast.stmt]:
    """All assertions below a node in source order, inner functions left out."""
    return filter(is_assertion, statements_within(root))


def holds_check(root: ast.AST, module: Module) -> bool:
    """Whether an assertion, an expected exception or a deliberate failure stands below a node.

    Args:
        root: where to look; inner functions are left out.
        module: the module, for the names.

    Returns:
        ``True`` for any of them, at any depth.
    """
    return any(_checks(statement, module) for statement in statements_within(root))


def are_checking(body: Iterable[ast.stmt], module: Module) -> bool:
    """Whether one of several statements is, or holds at any depth, what `holds_check` looks for."""
    return any(_checks(statement, module) for statement in statements(body))


def _checks(statement: ast.stmt, module: Module) -> bool:
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return bool(expectations(statement, module))
    return is_assertion(statement) or is_failure(statement, module)
