"""What is written where people read it later (prints, log records, standard output), and what reaches it.

Nothing here gives a value away: a secret is known by the word under which it is kept, and only that is told.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Binding, Bound, Defined, Imported
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import is_mock
from flake8_testsec.vocabulary.testing.suites import is_test_file

SECRET = lazy(
    r"(?:\w*_)?(?:password|passwd|passphrase|private_?key|api_?key|secret_?key|"
    r"(?:access|auth|api|refresh|bearer)_?token|client_?secret)[0-9]*\Z"
)
"""A word, in lower case with underscores, that names a secret: never a plain token, secret or key."""

SECRETS = lazy(
    r"(?:all_?)?secrets\Z|secrets?_?(?:dict|map(?:ping)?|by_name)\Z|(?:\w*_)?(?:creds|credentials)\Z"
)
"""A word, in lower case with underscores, that names a mapping of secrets."""

_VARIABLE = lazy(
    r"(?!(?:desktop|i?term|shell|xdg)_session_?id\Z)"
    r"(?:[a-z0-9]+_)*(?:token|secret|password|passwd|pwd|api_?key|access_?key|secret_?key|private_?key|"
    r"cookie|jwt|session_?id)\Z"
)
"""A word, in lower case, that names an environment variable with a credential, not a seat or a window."""

# What says that a thing is not the secret: a question about it, a made-up one, one that cannot be read back.
_HARMLESS = lazy(
    r"_*(?:has|have|is|use|used|uses|using|need|needs|requires?|allow|no|with|without|num|set|get|change|reset|"
    r"check|verify|hash|hashed|encrypted|masked|redacted|hidden|obfuscated|wrong|bad|invalid|fake|dummy|example|"
    r"sample|mock|missing|empty|default|expected|old_style|public)_"
)
_HINTS = (
    *("passw", "passphrase", "token", "secret", "cred", "cookie", "jwt", "session"),
    *(f"{kind}{joint}key" for kind in ("private", "api", "access") for joint in ("_", "")),
)
_HUMP = lazy(r"(?<=[a-z0-9])(?=[A-Z])")

_LEVELS = frozenset(
    {
        "debug",
        "info",
        "warning",
        "warn",
        "error",
        "exception",
        "critical",
        "fatal",
        "log",
        "trace",
        "success",
        "msg",
    }
)
_STREAMS = frozenset({"sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__"})
_PRINTERS = frozenset(
    {
        "print",
        "pprint.pprint",
        "pprint.pp",
        "pprint.PrettyPrinter().pprint",
        "rich.print",
        "rich.pretty.pprint",
        "rich.console.Console().print",
        "icecream.ic",
        "click.echo",
        "click.secho",
        "typer.echo",
        *(f"{stream}.write" for stream in _STREAMS),
        *(f"logging.{level}" for level in _LEVELS),
    }
)
OUTPUTS = _LEVELS | {name.rpartition(".")[2] for name in _PRINTERS}
"""The last words of all calls that print or log."""

_LOGGER = lazy(r"(?:\w*_)?(?:log|logger|logging)\Z", re.IGNORECASE)
_GET_LOGGER = lazy(r"get_?logger\Z|getChild\Z|bind\Z|opt\Z", re.IGNORECASE)
_MANNERS = frozenset(
    {
        "sep",
        "end",
        "file",
        "stream",
        "flush",
        "err",
        "nl",
        "exc_info",
        "stack_info",
        "stacklevel",
        "indent",
        "width",
        "depth",
    }
)
_WHOLE = frozenset(
    {"str", "repr", "ascii", "dict", "dumps", "pformat", "format", "format_map", "vars", "copy", "deepcopy"}
)
_SAME = frozenset({"copy", "decode", "encode", "strip", "items", "values", "get_secret_value"})
_CAPTURING = frozenset(
    {
        "capsys",
        "capfd",
        "capsysbinary",
        "capfdbinary",
        "caplog",
        "assertLogs",
        "assertNoLogs",
        "redirect_stdout",
    }
    | {"redirect_stderr", "LogCapture", "log_capture", "captured_stdout", "captured_output", "FakeLogger"}
)


def outputs(module: Module) -> Iterator[ast.Call]:
    """All calls of a module that print or log, in source order.

    Args:
        module: the module.

    Returns:
        Calls of ``print`` and its kind, of ``sys.stdout.write`` and of the methods of loggers; not what is
        printed into another file or by a mock.
    """
    words = OUTPUTS | {
        name for name, meant in module.scopes.imported() if meant.rpartition(".")[2] in OUTPUTS
    }
    return (call for call in module.calls(words) if _is_output(call, module))


def _is_output(call: ast.Call, module: Module) -> bool:
    names = module.names(call.func)
    if names & _PRINTERS:
        target = argument(call, None, "file") or argument(call, None, "stream")
        return not _answers(call, module) if target is None else bool(module.names(target) & _STREAMS)
    match call.func:
        case ast.Attribute(value=receiver, attr=word) if word in _LEVELS:
            return _is_logger(receiver) and not is_mock(receiver, module)
        case _:
            return False


def _answers(call: ast.Call, module: Module) -> bool:
    """Whether a call is at the top of a helper: such a program answers a test that has started it."""
    if module.function(call) is not None or is_test_file(module):
        return False
    return not module.path.endswith(("conftest.py", "__init__.py"))


def _is_logger(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=func):
            return bool(_GET_LOGGER.match(last_word(func)))
        case _:
            return bool(_LOGGER.match(last_word(node)))


def reaching(call: ast.Call) -> Iterator[ast.expr]:
    """The expressions whose whole value an output call writes.

    Args:
        call: a call that prints or logs.

    Yields:
        Names, attributes, subscripts and calls: arguments, fields of f-strings, operands of ``%`` and
        ``format``, values of displays such as ``extra={...}``. What only tells about a value (its length, a
        slice, a condition) and what another function makes of it is left out.
    """
    for given in (*call.args, *(each.value for each in call.keywords if each.arg not in _MANNERS)):
        yield from parts(given)


def parts(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions whose whole value is in the text that an expression makes; see `reaching`."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        inside = _inside(current)
        if inside is None:
            yield current
        else:
            waiting.extend(reversed(inside))


def _inside(node: ast.expr) -> Sequence[ast.expr] | None:
    """What an expression takes its text from; ``None`` if the expression itself is the answer."""
    match node:
        case ast.JoinedStr(values=inner) | ast.Tuple(elts=inner) | ast.List(elts=inner) | ast.Set(elts=inner):
            return inner
        case ast.Dict(values=inner) | ast.BoolOp(op=ast.Or(), values=inner):
            return inner
        case ast.FormattedValue(value=one) | ast.Starred(value=one) | ast.Await(value=one):
            return [one]
        case ast.NamedExpr(value=one) | ast.GeneratorExp(elt=one) | ast.ListComp(elt=one):
            return [one]
        case ast.BinOp(left=first, right=second) | ast.IfExp(body=first, orelse=second):
            return [first, second]
        case ast.Call():
            return _inside_call(node)
        case ast.Subscript(slice=ast.Slice()):
            return []
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return None
        case _:
            return []


def _inside_call(call: ast.Call) -> Sequence[ast.expr] | None:
    word = last_word(call.func)
    match call:
        case ast.Call(args=[]) if word == "keys":
            return None
        case ast.Call(func=ast.Attribute(value=inner)) if word in _SAME:
            return [inner]
        case ast.Call() if word in _WHOLE:
            return [*call.args, *(each.value for each in call.keywords)]
        case ast.Call(args=[ast.GeneratorExp() | ast.ListComp() | ast.List() | ast.Tuple() as inner]) if (
            word == "join"
        ):
            return [inner]
        case ast.Call(args=[ast.Call(func=ast.Attribute(attr="items" | "values")) as inner, *_]) if (
            word in _LISTS
        ):
            return [inner]
        case _:
            return None


_LISTS = frozenset({"sorted", "list", "tuple", "set"})


@once
def may_name_secrets(module: Module) -> bool:
    """Whether a word of a secret occurs in a module at all."""
    return any(hint in module.lowered for hint in _HINTS)


def secret(node: ast.expr, module: Module) -> str:
    """The word under which an expression keeps a secret.

    Args:
        node: an expression that reaches an output.
        module: its module.

    Returns:
        The name, attribute or key; empty if it tells of no secret, or if the value stands in the source.
    """
    variable = _variable(node, module)
    if _VARIABLE.match(variable.lower()):
        return variable
    word = _word(node)
    plain = _HUMP.sub("_", word).lower()
    if not word.isidentifier() or _HARMLESS.match(plain):
        return ""
    if not SECRET.match(plain) and (isinstance(node, ast.Call) or not SECRETS.match(plain)):
        return ""
    return "" if isinstance(node, ast.Name) and _is_in_source(node, module) else word


def tells_of_secret(name: str) -> bool:
    """Whether a name is one under which secrets are kept: never a plain token, secret or key."""
    plain = _HUMP.sub("_", name).lower()
    return bool(SECRET.match(plain) or SECRETS.match(plain))


def _word(node: ast.expr) -> str:
    match node:
        case ast.Subscript(slice=key) | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
            return string(key) or ""
        case _:
            return last_word(node)


def _variable(node: ast.expr, module: Module) -> str:
    """The environment variable whose value an expression is: read here, or where its name is bound."""
    match node:
        case ast.Name():
            found = {
                _variable(each.value, module)
                for each in module.bindings(node)
                if isinstance(each, Bound) and not isinstance(each.value, ast.Name)
            }
            return found.pop() if len(found) == 1 else ""
        case ast.Subscript(value=value, slice=key) if module.names(value) & {"os.environ"}:
            return string(key) or ""
        case ast.Call(func=func, args=[key, *_]) if module.names(func) & {"os.getenv", "os.environ.get"}:
            return string(key) or ""
        case _:
            return ""


def _is_in_source(name: ast.Name, module: Module) -> bool:
    """Whether a name stands for a module or a function, or for literals that everybody can read already."""
    bindings = module.bindings(name)
    return bool(bindings) and all(
        isinstance(each, (Imported, Defined)) or _is_written(_value(each, module), module)
        for each in bindings
    )


def _value(binding: Binding, module: Module) -> ast.expr | None:
    """What a name is bound to; for the target of a loop, what is looped over."""
    if isinstance(binding, Bound):
        return binding.value
    loop = module.parent(binding.node)
    return loop.iter if isinstance(loop, ast.For) else None


def _is_written(value: ast.expr | None, module: Module) -> bool:
    match value:
        case None:
            return False
        case ast.Name():
            bound = module.bindings(value)
            return bool(bound) and all(isinstance(b, Bound) and _is_literal(b.value) for b in bound)
        case _:
            return _is_literal(value)


def _is_literal(value: ast.expr) -> bool:
    kinds = (ast.Constant, ast.Dict, ast.List, ast.Tuple, ast.expr_context)
    return all(isinstance(each, kinds) for each in ast.walk(value))


def is_captured(node: ast.AST, module: Module) -> bool:
    """Whether the function around a node looks at what is written: then the output is the test's subject."""
    function = module.function(node)
    return function is not None and _is_capturing(function, module)


@once
def _is_capturing(function: Function, module: Module) -> bool:
    return any(map(_captures, ast.walk(function)))


def _captures(node: ast.AST) -> bool:
    match node:
        case ast.arg(arg=word) | ast.Name(id=word) | ast.Attribute(attr=word):
            return word in _CAPTURING
        case _:
            return False
