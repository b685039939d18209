"""Commands that are handed to a shell: which calls do it, and what the command is made of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.fixing.edits import Edits, replaced, without_argument
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, keyword, string, truth
from flake8_testsec.source.literals import GAP, text_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import Leaf, leaves
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, tests

_ALWAYS = (
    "os.system",
    "os.popen",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "commands.getoutput",
    "commands.getstatusoutput",
    "asyncio.create_subprocess_shell",
)
_ASKED = tuple(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
SHELLS = _ALWAYS + _ASKED
"""The calls that use a shell, always or when asked to, by qualified name."""

_QUOTING = frozenset(
    {"shlex.quote", "shlex.join", "pipes.quote", "subprocess.list2cmdline", "commands.mkarg"}
)
_NUMBERS = frozenset({"int", "float", "len", "range", "os.getpid", "os.getppid", "os.getuid", "os.getgid"})
_TEMPORARY = frozenset(
    {
        "tempfile.TemporaryDirectory",
        "tempfile.mkdtemp",
        "tempfile.mkstemp",
        "tempfile.mktemp",
        "tempfile.gettempdir",
    }
)
_PROGRAMS = frozenset({"shutil.which"})
"""What is found on the search path: the name of a program, as whoever set the machine up has called it."""
_PARTS_OF_PATHS = frozenset({"os.curdir", "os.devnull", "os.pardir", "os.sep"})
_OWN_PATHS = frozenset({"tmp_path", "tmpdir"})
"""The fixtures of pytest that give a test a folder of its own."""
_NUMBER = lazy(r"(?:\w*_)?(?:port|pid)\Z", re.IGNORECASE)
_REDIRECTED = lazy(rf"{GAP}(?:\s*[0-9&]?>{{1,2}}\s*(?:&[0-9]|/dev/null))*\s*&?\Z")
_PLAIN = lazy(r"[\w@%+=:,./ -]+\Z")
_BUILT_IN = frozenset(
    (
        *(".", ":", "alias", "bg", "builtin", "cd", "command", "dir", "echo", "eval", "exec", "exit"),
        *("export", "fg", "hash", "jobs", "kill", "local", "printf", "pwd", "read", "set", "shift", "source"),
        *("test", "time", "times", "trap", "type", "ulimit", "umask", "unset", "wait"),
    )
)
"""Commands that a shell does itself, or otherwise than the program of the same name."""
_PERCENT = lazy(r"%(?:\(\w+\))?[-#0 +]*(?:[1-9.][0-9.]*)?[a-zA-Z]")
_BRACES = lazy(r"\{[^{}]*\}")
_QUOTED = lazy(r"\"[^\"'\s]*\"|'[^\"'\s]*'")
_TEXT_FIELD = lazy(r"%[-#0 +]*(?:[1-9.][0-9.]*)?[sra]|%\(")


class Command(NamedTuple):
    """What is handed to a shell: the place that asks for the shell, and the command."""

    place: ast.Call | ast.keyword
    text: ast.expr


def command(call: ast.Call, module: Module) -> Command | None:
    """The command that a call of one of `SHELLS` hands to a shell.

    Args:
        call: such a call.
        module: its module.

    Returns:
        ``None`` if no shell is asked for, if the command is hidden, and for the ``start`` of Windows, which
        only its shell has.
    """
    text = argument(call, 0, "args") or argument(call, None, "command") or argument(call, None, "cmd")
    asked = keyword(call, "shell")
    if text is None or _begins(text).startswith("start "):
        return None
    if module.names(call.func) & {*_ALWAYS}:
        return Command(call, text)
    return Command(asked, text) if asked is not None and truth(asked.value) else None


def _begins(node: ast.expr) -> str:
    while True:
        match node:
            case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first):
                node = first
            case ast.Call(func=ast.Attribute(value=first, attr="format")):
                node = first
            case _:
                return string(node) or ""


def is_built(node: ast.expr, module: Module) -> bool:
    """Whether a command is put together from parts that the text does not tell and that nothing quotes.

    Args:
        node: the command.
        module: its module.

    Returns:
        ``False`` also for a plain variable, redirected or not: what it holds is not known.
    """
    if _REDIRECTED.match(text_of(node) or ""):
        return False
    ends = (leaf for part in _filled_in(node) for leaf in _ends(part, module))
    return not all(_is_safe(leaf, module) for leaf in ends)


_SYNTAX = lazy(r"[|&;<>`*]|\$\(|\n(?=[^\S\n]*\S)")


def has_syntax(node: ast.expr) -> bool:
    """Whether a command has what only a shell understands, such as a pipe: no list can stand for it."""
    texts = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return any(isinstance(text, str) and _SYNTAX.search(text) for text in texts)


def without_shell(call: ast.Call, found: Command, module: Module) -> Edits:
    """The words of a constant command as a list, and no shell.

    Args:
        call: the call.
        found: what it hands to a shell.
        module: its module.

    Returns:
        Nothing if the shell has anything to do with the command, or always is there.
    """
    text = string(found.text)
    if text is None or not isinstance(found.place, ast.keyword) or keyword(call, "executable"):
        return ()
    words = text.split()
    if not words or not _PLAIN.match(text) or words[0] in _BUILT_IN or "=" in words[0]:
        return ()
    dropped = without_argument(call, found.place.value, module)
    listed = "[" + ", ".join(f'"{word}"' for word in words) + "]"
    return (*replaced(found.text, listed, module), *dropped) if dropped else ()


def _ends(part: ast.expr, module: Module) -> Iterator[Leaf]:
    return leaves(part, module, lambda node: _is_safe(node, module))


def _filled_in(node: ast.expr) -> Iterator[ast.expr]:
    """What f-string, ``%``, ``+``, ``format`` or ``join`` puts into a command; else nothing."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                waiting += (right, left)
            case ast.JoinedStr() | ast.BinOp() as part:
                yield from _fields(part)
            case part:
                filled = _fields(part)
                yield from filled if filled or part is node else (part,)


def _fields(node: ast.expr) -> list[ast.expr]:
    """What a text that is put together fills in; nothing if every place stands in quotes."""
    return [] if _is_quoted(_template(node)) else _unquoted(node)


def _template(node: ast.expr) -> str:
    """The text with a gap for each place that is filled in."""
    match node:
        case ast.JoinedStr():
            return text_of(node) or ""
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text))):
            return _PERCENT.sub(GAP, text)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return _BRACES.sub(GAP, text)
        case _:
            return ""


def _is_quoted(template: str) -> bool:
    """Whether every gap stands in quotes that hold one word: what the shell runs in turn has several."""
    return GAP in template and GAP not in _QUOTED.sub("", template)


def _unquoted(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.JoinedStr(values=values):
            fields = (each for each in values if isinstance(each, ast.FormattedValue))
            return [each.value for each in fields if not _is_number(each)]
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text)), right=right):
            return _as_text(text, [*_values(right)])
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format"), args=args, keywords=keywords):
            return [*args, *(each.value for each in keywords)]
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[inner]):
            return [*_joined(inner)]
        case _:
            return []


def _as_text(template: str, values: list[ast.expr]) -> list[ast.expr]:
    """The values that ``%`` writes as text, not as numbers."""
    fields = _PERCENT.findall(template)
    if len(fields) != len(values):
        return values if _TEXT_FIELD.search(template) else []
    return [value for field, value in zip(fields, values, strict=True) if _TEXT_FIELD.match(field)]


def _values(node: ast.expr) -> Iterable[ast.expr]:
    match node:
        case ast.Tuple(elts=values) | ast.Dict(values=values):
            return values
        case _:
            return (node,)


def _joined(node: ast.expr) -> Iterable[ast.expr]:
    match node:
        case ast.List(elts=values) | ast.Tuple(elts=values):
            return values
        case ast.ListComp(elt=each) | ast.GeneratorExp(elt=each):
            return (each,)
        case _:
            return ()


def _is_number(field: ast.FormattedValue) -> bool:
    match field.format_spec:
        case ast.JoinedStr(values=[ast.Constant(value=str(spec))]):
            return spec.endswith(tuple("bcdoxXeEfFgGn%"))
        case _:
            return False


def _is_safe(node: Leaf, module: Module) -> bool:
    """Whether a value cannot be taken for syntax: it is written out, a number, quoted by something, a program
    or a package that is installed, or a temporary path of the test's own."""
    match node:
        case ast.Constant():
            return True
        case ast.FormattedValue() as field:
            return _is_number(field)
        case ast.Call(func=func):
            return bool(module.names(func) & (_QUOTING | _NUMBERS | _TEMPORARY | _PROGRAMS))
        case ast.Attribute(value=ast.Name(id=name), attr="__file__"):
            return name in {local for local, _ in module.scopes.imported()}
        case ast.Name(id=word) | ast.Attribute(attr=word) if _NUMBER.match(word):
            return True
        case ast.Attribute():
            return bool(module.names(node) & _PARTS_OF_PATHS)
        case ast.arg(arg=word):
            return word in _OWN_PATHS or _is_given_by_tests(node, module)
        case _:
            return False


def _is_given_by_tests(parameter: ast.arg, module: Module) -> bool:
    """Whether a parameter is one of a function of a module without tests, which calls it nowhere itself: what
    the tests of other modules give it is not known."""
    function = module.above(parameter, ast.FunctionDef, ast.AsyncFunctionDef)
    if not isinstance(function, Function) or module.parent(function) is not module.tree or _has_tests(module):
        return False
    return not is_fixture(function, module) and not is_hook(function) and not any(module.named(function.name))


@once
def _has_tests(module: Module) -> bool:
    return any(tests(module))
