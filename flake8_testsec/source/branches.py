"""What production code does otherwise under test: the branch that a condition decides, in a few words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, last_word, string, truth
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.templates import is_template

SKIPS_CHECK = "a check is skipped"
"""The words for the worst that can change."""

USES_DOUBLE = "a double is used"
"""The words for a fake that is shipped with what it stands for."""

_FLAG = lazy(
    r"_*(testing|test_?mode|(get_)?((is|in|for|under|running)_?){1,3}(unit_?)?test(s|ing|_?mode)?|"
    r"unit_?test(s|ing|_?mode)|unit_test)\Z",
    re.IGNORECASE,
)
_CHECK = lazy(
    r"_*(is_|has_)?(assert|auth|allow|check|enforce|ensure|log_?in|permi|require|sign|valid|verif)",
    re.IGNORECASE,
)
_INSTALLING = frozenset({"add", "add_middleware", "before_request", "install", "register", "use"})
_GUARD = lazy(
    r"(\A|_|(?<=[a-z]))(csrf|auth(?!or(s?|ed)(\Z|_))|login|permission|signature|throttl|rate_?limit)",
    re.IGNORECASE,
)
_PERMITS = lazy(r"(?:^|_)(?:allow|auth|permi|valid|verif)", re.IGNORECASE)
_FORBIDS = lazy(r"deni|deny|enabl|error|fail|forbid|invalid|missing|need|requir", re.IGNORECASE)
_DOUBLE = lazy(r"(.*\.)?_*(fake|mock|dummy|stub)", re.IGNORECASE)
_TEXT = lazy(r"(.*_)?(hint|message|msg|text|warning)\Z")
_LOGS = frozenset({"log", "logger", "_log", "_logger", "logging", "print", "warnings"})
_READERS = frozenset({"os.environ.get", "os.getenv", "os.environb.get"})


_PLAIN = frozenset({"bool", "int", "str", "strtobool", "str2bool", "bool_from_string"})
_CONDITIONED = (ast.If, ast.IfExp, ast.While, ast.comprehension)


class Change(NamedTuple):
    """One condition as a whole, and what depends on it."""

    place: ast.AST
    what: str


class _Decision(NamedTuple):
    """The statement or expression that a condition decides, and the condition's value under test."""

    node: ast.AST
    holds: bool
    part: ast.AST


def is_flag(name: str) -> bool:
    """Whether a name says by itself that tests are running; the bare word ``test`` does not."""
    return bool(_FLAG.match(name))


def variable_read(node: ast.expr, module: Module) -> str:
    """The name of the environment variable that an expression reads or looks for; else empty."""
    match node:
        case ast.Call() if module.names(node.func) & _READERS:
            return string(argument(node, 0, "key")) or ""
        case ast.Compare(
            left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn()], comparators=[where]
        ):
            return name if module.names(where) & {"os.environ", "os.environ.keys()"} else ""
        case _:
            return ""


def changes(asked: ast.expr, holds: bool, module: Module, stored: bool = True) -> Iterator[Change]:
    """What depends on the answer to a question such as "is this a test?".

    Args:
        asked: the expression that asks.
        holds: its value under test.
        module: its module.
        stored: whether a value that is kept in a name, or handed on, counts as well.

    Yields:
        The conditions, each with a few words; none where production code only refuses to run under
        test, or only logs something else.
    """
    decision = _decision(asked, holds, module)
    if _is_settled(decision.part):
        return
    match decision.node:
        case ast.Assign(targets=[ast.Name(id=name)]) if stored and (uses := _uses(name, decision, module)):
            for use in uses:
                yield from changes(use, decision.holds, module, stored=False)
        case ast.Assert() | ast.Expr():
            return
        case ast.Return() if _permits(decision, module):
            yield Change(decision.part, SKIPS_CHECK)
        case node if isinstance(node, _CONDITIONED) or stored:
            if what := _what(decision, module):
                yield Change(decision.part, what)


def _decision(asked: ast.AST, holds: bool, module: Module) -> _Decision:
    """Climb from a question through ``not``, ``and``, ``or`` and comparisons to what it decides."""
    inner, above = asked, module.parent(asked)
    while True:
        match above:
            case ast.UnaryOp(op=ast.Not()):
                holds = not holds
            case ast.BoolOp() | ast.NamedExpr() | ast.Attribute(attr="lower" | "strip" | "upper"):
                pass
            case ast.Call(func=func) if func is inner or last_word(func) in _PLAIN:
                pass
            case ast.Compare(left=left, ops=[op], comparators=[value]) if left is inner and _is_literal(
                value
            ):
                holds = holds is (isinstance(op, (ast.Is, ast.Eq, ast.In)) is not _is_no(value))
            case _:
                return _Decision(above or module.tree, holds, inner)
        inner, above = above, module.parent(above)


def _permits(decision: _Decision, module: Module) -> bool:
    """Whether a function that says whether something is allowed says so of everything under test."""
    function = module.function(decision.node)
    alternative = isinstance(decision.part, ast.BoolOp) and isinstance(decision.part.op, ast.Or)
    if function is None or not (alternative and decision.holds):
        return False
    return bool(_PERMITS.search(function.name)) and not _FORBIDS.search(function.name)


def _is_settled(condition: ast.AST) -> bool:
    """Whether the question cannot matter: ``False and ...``, ``True or ...``."""
    return any(
        isinstance(each, ast.BoolOp)
        and any(truth(value) is isinstance(each.op, ast.Or) for value in each.values)
        for each in ast.walk(condition)
    )


def _is_literal(node: ast.expr) -> bool:
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return all(isinstance(each, ast.Constant) for each in elements)
        case _:
            return isinstance(node, ast.Constant)


def _is_no(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return text.lower() in ("", "0", "false", "no", "off")
        case _:
            return truth(node) is False


def _uses(name: str, decision: _Decision, module: Module) -> list[ast.Name]:
    """The places in conditions of this module where a name that stands for this answer alone is read."""
    return [
        node
        for node in module.named(name)
        if isinstance(node.ctx, ast.Load)
        and [getattr(each, "value", None) for each in module.bindings(node)] == [decision.part]
        and isinstance(_decision(node, True, module).node, _CONDITIONED)
    ]


def _what(decision: _Decision, module: Module) -> str:
    match decision.node:
        case ast.If(body=body, orelse=orelse) as node:
            under, other = (body, orelse) if decision.holds else (orelse, body)
            return _of_if(node, under, other, module)
        case ast.IfExp():
            return "another value is taken"
        case ast.While() | ast.comprehension():
            return "another path is taken"
        case _:
            return "the answer is handed on"


def _of_if(node: ast.If, under: Sequence[ast.stmt], other: Sequence[ast.stmt], module: Module) -> str:
    """What the branch under test does, against the one of production; empty if that is harmless."""
    if _refuses(under) or all(map(_only_logs, (*under, *other))):
        return ""
    leaves = bool(under) and isinstance(under[-1], (ast.Return, ast.Continue, ast.Break))
    if any(_checks(each) for each in other) or (leaves and _guards(node, module)):
        return SKIPS_CHECK
    if leaves:
        return "it returns early" if isinstance(under[-1], ast.Return) else "the loop is left early"
    if any(_uses_double(each) for each in under):
        return USES_DOUBLE
    return "another path is taken" if under else "a part is left out"


def _refuses(body: Sequence[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Raise)


def _only_logs(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return _is_text(value) and bool(_TEXT.match(name))
        case ast.Expr(value=ast.Call(func=func)):
            while isinstance(func, (ast.Attribute, ast.Call)):
                func = func.value if isinstance(func, ast.Attribute) else func.func
            return isinstance(func, ast.Name) and func.id.lower() in _LOGS
        case _:
            return False


def _is_text(node: ast.expr) -> bool:
    return string(node) is not None or isinstance(node, ast.JoinedStr) or is_template(node)


def _guards(node: ast.If, module: Module) -> bool:
    """Whether the function around a branch is a check by its name, or goes on to check something."""
    function = module.function(node)
    if function is None:
        return False
    if _CHECK.match(function.name):
        return True
    return node.lineno < _last_check(function, module) and not _is_one_more_kind(node, function)


def _is_one_more_kind(node: ast.If, function: Function) -> bool:
    """Whether a branch takes a kind of value of its own, and those below it only tell other kinds apart."""
    asks = any(
        isinstance(each, ast.Call) and last_word(each.func) == "isinstance" for each in _anded(node.test)
    )
    makes = isinstance(node.body[-1], ast.Return) and isinstance(node.body[-1].value, ast.Call)
    return asks and makes and all(_tells_kinds(each) for each in function.body if each.lineno > node.lineno)


def _anded(test: ast.expr) -> Sequence[ast.expr]:
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return values
        case _:
            return ()


def _tells_kinds(statement: ast.stmt) -> bool:
    """Whether a statement takes each of some kinds without a check, and refuses what is of none of them."""
    match statement:
        case ast.If(body=body, orelse=[ast.If() as below]):
            return not any(map(_checks, body)) and _tells_kinds(below)
        case ast.If(body=body, orelse=orelse):
            return not any(map(_checks, body)) and (not orelse or _refuses(orelse))
        case _:
            return isinstance(statement, ast.Raise)


@once
def _last_check(function: Function, module: Module) -> int:
    """The line of the last statement of a function's body that checks something; 0 if none does."""
    return next((each.lineno for each in reversed(function.body) if _checks(each)), 0)


def _checks(statement: ast.stmt) -> bool:
    return any(
        isinstance(each, ast.Raise)
        or (isinstance(each, ast.Call) and (bool(_CHECK.match(last_word(each.func))) or _installs(each)))
        for each in _inside(statement)
    )


def _installs(call: ast.Call) -> bool:
    """Whether an application is given something, a middleware say, that checks who asks."""
    made = (each.func if isinstance(each, ast.Call) else each for each in call.args)
    return last_word(call.func) in _INSTALLING and any(_GUARD.search(last_word(each)) for each in made)


def _uses_double(statement: ast.stmt) -> bool:
    return any(
        isinstance(each, (ast.Name, ast.Attribute)) and bool(_DOUBLE.match(last_word(each)))
        for each in _inside(statement)
    )


def _inside(statement: ast.stmt) -> tuple[ast.AST, ...]:
    return (statement, *within(statement))
