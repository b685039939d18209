"""Checks of mocks put right: what was meant for an assertion becomes the call of one."""

from __future__ import annotations

import ast

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, between, renamed, span
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.calls_told import contradicts
from flake8_testsec.vocabulary.testing.doubles import chain

WITHOUT_ARGUMENTS = frozenset(
    {
        "assert_awaited",
        "assert_awaited_once",
        "assert_called",
        "assert_called_once",
        "assert_not_awaited",
        "assert_not_called",
    }
)
"""The assertions that are called without arguments."""

_OF_LIBRARIES = {"asynctest": frozenset({"awaited"})}
"""What the mocks of another library have: ``awaited`` is an event there, which is true after an ``await``."""
_OF_LISTS = frozenset({"assert_has_awaits", "assert_has_calls"})
_OTHERS = frozenset({"kgb", "requests_mock"})
"""Libraries whose doubles have an attribute ``called_once``."""
_OF_MOCKS = lazy(r"(unittest\.)?mock(\.|\Z)|asynctest(\.|\Z)|pytest_mock(\.|\Z)")
_FIXTURES = frozenset({"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"})
_FIXTURES_OF_OTHERS = frozenset({"requests_mock", "spy_agency"})
_CONDITIONS = frozenset({"assertTrue", "assert_"})
_TRUTHS = _CONDITIONS | {"assertFalse"}


def spelt_right(attribute: ast.Attribute, known: str, module: Module) -> Edits:
    """The statement of a misspelt assertion as a call of the assertion.

    Args:
        attribute: the misspelt name, which is called or not.
        known: the assertion's.
        module: their module.

    Returns:
        Nothing if the name is a part of anything but a plain assertion, its arguments are not known, or it
        could never hold.
    """
    parent = module.parent(attribute)
    call = parent if isinstance(parent, ast.Call) and parent.func is attribute else None
    if call is None and known not in WITHOUT_ARGUMENTS:
        return ()
    if call is not None and known in WITHOUT_ARGUMENTS and (call.args or call.keywords):
        return ()
    if known not in MOCK_ASSERTIONS or contradicts(attribute.value, known, module):
        return ()
    if call is not None and known in _OF_LISTS and not (call.args and _may_be_list(call.args[0])):
        return ()
    around = _alone(call or attribute, module)
    if around is None:
        return ()
    ends = () if call is not None else after(attribute, "()", module)
    return (*around, *renamed(attribute, known, module), *ends)


def _may_be_list(node: ast.expr) -> bool:
    return isinstance(node, (ast.List, ast.Tuple, ast.ListComp, ast.Name, ast.Attribute))


def _alone(node: ast.expr, module: Module) -> Edits | None:
    """What goes from around an expression for it to be a statement; ``None`` if that cannot be done."""
    inner = span(node, module)
    parent = module.parent(node)
    match parent:
        case ast.Expr():
            return ()
        case ast.Assert(msg=None):
            outer = span(parent, module)
            plain = between(outer[:2], inner[:2], module) == "assert " and inner[2:] == outer[2:]
            return (Edit(*outer[:2], *inner[:2], ""),) if plain else None
        case ast.Call(func=func, args=[_], keywords=[]) if last_word(func) in _CONDITIONS:
            outer, opened = span(parent, module), span(func, module)[2:]
            stands = isinstance(module.parent(parent), ast.Expr)
            head, tail = between(opened, inner[:2], module), between(inner[2:], outer[2:], module)
            if stands and head == "(" and tail == ")":
                return (Edit(*outer[:2], *inner[:2], ""), Edit(*inner[2:], *outer[2:], ""))
    return None


def call_of(attribute: ast.Attribute, module: Module) -> ast.Call | None:
    """The call of an attribute; ``None`` where it is not called."""
    match module.parent(attribute):
        case ast.Call(func=func) as call if func is attribute:
            return call
        case _:
            return None


def place_of(node: ast.AST, module: Module, place: str = "condition", asserting: bool = False) -> str:
    """Where an expression stands: a statement, the condition of an assertion, a part of one, or nowhere."""
    above = module.parent(node)
    match above:
        case ast.Assert(test=test):
            return place if node is test else ""
        case ast.Expr():
            return place if asserting else "statement" if place == "condition" else ""
        case None | ast.stmt() | ast.Lambda():
            return ""
        case ast.Await() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            pass
        case ast.Call(func=func) if func is not node and last_word(func).startswith("assert"):
            asserting = True
            place = place if last_word(func) in _TRUTHS else "part"
        case _:
            place = "part"
    return place_of(above, module, place, asserting)


@once
def of_libraries(module: Module) -> frozenset[str]:
    """The attributes that mocks of the libraries have which a module imports, and ``unittest.mock`` has not.

    Args:
        module: any module.
    """
    tops = {meant.partition(".")[0] for _, meant in module.scopes.imported()}
    return frozenset[str]().union(*(_OF_LIBRARIES[each] for each in tops & _OF_LIBRARIES.keys()))


def is_of_member(attribute: ast.Attribute) -> bool:
    """Whether it is asked of a member of an object, ``a.send.called_once()``: methods have no such method."""
    match attribute.value:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return False
        case receiver:
            return isinstance(receiver, ast.Attribute)


def is_of_no_library(attribute: ast.Attribute, place: str, module: Module) -> bool:
    """Whether a member is asked for ``called_once``, which one library's doubles answer, and none is there.

    Args:
        attribute: the question.
        place: where it stands, see `place_of`.
        module: its module.
    """
    if place != "condition" or attribute.attr != "called_once" or not is_of_member(attribute):
        return False
    return _speaks_of_mocks_alone(module) and not _is_inherited(attribute, module)


@once
def _speaks_of_mocks_alone(module: Module) -> bool:
    imported = {meant for _, meant in module.scopes.imported()}
    given = {each.arg for each in module.nodes(ast.arg)}
    if given & _FIXTURES_OF_OTHERS or {each.partition(".")[0] for each in imported} & _OTHERS:
        return False
    return bool(given & _FIXTURES) or any(_OF_MOCKS.match(each) for each in imported)


def _is_inherited(attribute: ast.Attribute, module: Module) -> bool:
    """Whether it is asked of what another module set up, ``self.sent.last.called_once``: of any double."""
    match [*chain(attribute)]:
        case [*_, ast.Attribute(attr=first), ast.Name(id="self" | "cls")]:
            return first not in _stored(module)
    return False


@once
def _stored(module: Module) -> frozenset[str]:
    return frozenset(each.attr for each in module.attributes_stored)
