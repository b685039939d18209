"""Functions and methods that are named where they should be called: each is true, whatever it would say."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound, Defined
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

_OF_OS = frozenset({"exists", "isdir", "isfile", "islink", "lexists"})
_PREDICATES = frozenset({f"os.path.{name}" for name in _OF_OS})
_BUILTINS = frozenset(name for name, value in vars(builtins).items() if callable(value))
_CLASSES = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type))
OF_TEXT = frozenset(
    {
        *("endswith", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower"),
        *("isnumeric", "isprintable", "isspace", "istitle", "isupper", "startswith"),
    }
)
"""The methods of ``str`` and ``bytes`` that ask something; nothing else has attributes with these names."""
OF_PATHS = frozenset({"exists", "is_absolute", "is_dir", "is_file", "is_symlink"})
_PATHS = ("pathlib.Path", "pathlib.PosixPath", "pathlib.PurePath")
_OF_ENTRIES = frozenset({"is_dir", "is_file", "is_symlink"})
"""What paths, entries of folders and members of archives are asked, which is a method of all of them."""
_OF_LOCAL_PATHS = frozenset({"check", "exists", "isdir", "isfile", "islink"})
"""What the paths of pytest's ``tmpdir`` are asked, by methods (py.path.local)."""
_MAKES_LOCAL_PATH = frozenset({"ensure", "join", "mkdir", "mkdtemp", "mktemp", "new"})
_LOCAL_PATHS = frozenset({"tmpdir", "tmpdir_factory"})
_DEEPEST = 8
_MAKES_PATH = frozenset({"joinpath", "with_name", "with_suffix", "with_stem"})
_OF_STATE = frozenset(
    f"{owner}().{word}"
    for word, owners in (
        (
            "is_set",
            ("anyio.Event", "asyncio.Event", "multiprocessing.Event", "threading.Event", "trio.Event"),
        ),
        ("is_alive", ("multiprocessing.Process", "threading.Thread", "threading.Timer")),
        ("locked", ("anyio.Lock", "asyncio.Lock", "threading.Lock")),
        ("empty", ("asyncio.Queue", "multiprocessing.Queue", "queue.Queue", "queue.SimpleQueue")),
    )
    for owner in owners
)
"""Methods of the library's objects, and of those made after them, that ask for their state."""
DOES = frozenset(
    {
        *("acquire", "append", "cancel", "clear", "close", "commit", "disconnect", "flush", "join", "kill"),
        *("mkdir", "quit", "read", "readline", "release", "restore", "rmdir", "rollback", "save", "shutdown"),
        *("start", "stop", "stopall", "terminate", "touch", "undo", "unlink", "update", "wait", "write"),
    }
)
"""What files, lists, dictionaries, paths, locks, threads, processes, patchers and sessions are told to do.
Who only names it does nothing; attributes that answer something have other names."""
_ASKS = lazy(
    r"_*(are|can|check|contains|does|equals|has|is|issubset|issuperset|matches|should|validate|verify|was)"
    r"(_\w*)?\Z|\w+_(exists|matches|passes)\Z|_?exists\Z"
)
_OF_PROCESS = frozenset(
    {"gc.collect", "importlib.invalidate_caches", "os.environ.clear", "os.environb.clear", "os.sync"}
    | {"logging.shutdown", "sys.path_importer_cache.clear", "sys.stderr.flush", "sys.stdout.flush"}
    | {"warnings.resetwarnings"}
)
"""What is called for its effect on the process alone."""
_CONDITIONS = frozenset({"assertTrue", "assert_", "failUnless"})


def is_uncalled(node: ast.expr, module: Module, given: ast.expr | None = None) -> str:
    """What kind of function an expression names without calling it; empty if that is not certain.

    Args:
        node: the condition of an assertion.
        module: its module.
        given: what stands behind the condition: a tuple there is what a call should have been given.

    Returns:
        ``a function``, ``a method``, or ``a class`` of the builtins.
    """
    match node:
        case ast.Name():
            kind = "a class" if node.id in _CLASSES else "a function"
            return kind if _is_function(node, module) else ""
        case ast.Attribute(attr=word):
            if word in _OF_OS and not _PREDICATES.isdisjoint(module.names(node)):
                return "a function"
            return "a method" if _is_method(node, given, module) else ""
        case _:
            return ""


@once
def named_alone(module: Module) -> list[ast.Expr]:
    """The statements that are a name or an attribute, in source order.

    Those that stand line by line, as where a test only says what there is, are left out, and so is what
    stands behind another statement on its line, as in a session of the interpreter.
    """
    found = [each for each in module.nodes(ast.Expr) if isinstance(each.value, (ast.Name, ast.Attribute))]
    listed = {each for pair in pairwise(found) if _are_neighbours(*pair, module) for each in pair}
    return [each for each in found if each not in listed and not _is_behind_another(each, module)]


def _are_neighbours(first: ast.Expr, second: ast.Expr, module: Module) -> bool:
    near = second.lineno - (first.end_lineno or first.lineno) <= 1
    return near and module.parent(first) is module.parent(second)


def _is_behind_another(statement: ast.Expr, module: Module) -> bool:
    return ";" in module.line(statement.lineno)[: statement.col_offset]


def is_only_named(node: ast.expr, module: Module) -> bool:
    """Whether an expression that is a statement by itself names a function, and does not call it.

    Args:
        node: the expression.
        module: its module.

    Returns:
        ``True`` also for a method that is called elsewhere and nowhere read: nothing else has such a name;
        and for what by its name does something, if the module nowhere reads, sets or decorates such a name.
    """
    if is_uncalled(node, module) or not _OF_PROCESS.isdisjoint(module.names(node)):
        return True
    match node:
        case ast.Attribute(attr=word) if word in DOES and _is_no_value(word, module):
            return True
        case ast.Attribute():
            return _is_called_elsewhere(node, module)
        case _:
            return False


def _is_no_value(word: str, module: Module) -> bool:
    """Whether nothing in the module shows that an attribute of a name holds a value, as ``start`` of a slice
    does: none is read or set, and no definition of that name is a property or the like."""
    if _uses(word, module).read or any(module.stored(word, module.tree)):
        return False
    return all(map(_is_plain, module.functions(word)))


def _is_function(name: ast.Name, module: Module) -> bool:
    bindings = module.bindings(name)
    if not bindings:
        return name.id in _BUILTINS and module.names(name) == {name.id}
    names = module.names(name)
    if names and not _PREDICATES.isdisjoint(names):
        return True
    return all(isinstance(each, Defined) and _is_plain(each.node) for each in bindings)


def _is_plain(definition: ast.AST) -> bool:
    return isinstance(definition, Function) and not definition.decorator_list


def _is_method(node: ast.Attribute, given: ast.expr | None, module: Module) -> bool:
    word = node.attr
    if word in OF_TEXT or not _OF_STATE.isdisjoint(module.names(node)):
        return True
    if word in _OF_LOCAL_PATHS and _is_local_path(node.value, module):
        return True
    if word in OF_PATHS and (is_path(node.value, module) or _is_asked_of_others(word, module)):
        return True
    if _is_method_of_class(node, module):
        return True
    asks = _ASKS.match(word) or isinstance(given, ast.Tuple)
    return bool(asks) and _is_called_elsewhere(node, module)


def is_path(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether an expression is a path by what made it, or a fixture of pytest's."""
    match node:
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            is_text = string(right) is not None or isinstance(right, ast.JoinedStr)
            return is_text or (depth < _DEEPEST and is_path(left, module, depth + 1))
        case ast.Call() if _is_derived(node):
            return True
        case ast.Name(id="tmp_path"):
            return True
        case ast.Name():
            bindings = module.bindings(node)
            return bool(bindings) and all(
                isinstance(each, Bound) and _makes_path(each.value, module, depth) for each in bindings
            )
        case _:
            return _makes_path(node, module, depth)


def _is_local_path(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether an expression is a path of py.path by what made it from a fixture of pytest's."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=word)):
            is_made = word in _MAKES_LOCAL_PATH and depth < _DEEPEST
            return is_made and _is_local_path(owner, module, depth + 1)
        case ast.Name(id=name) if name in _LOCAL_PATHS:
            return True
        case ast.Name():
            values = [each.value for each in module.bindings(node) if isinstance(each, Bound)]
            made = (isinstance(each, ast.Call) and _is_local_path(each, module, depth) for each in values)
            return bool(values) and len(values) == len(module.bindings(node)) and all(made)
        case _:
            return False


def _is_asked_of_others(word: str, module: Module) -> bool:
    """Whether the module calls what an entry of a folder is asked, and reads it nowhere."""
    uses = _uses(word, module)
    return word in _OF_ENTRIES and bool(uses.called) and not uses.read


def _is_below(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def _is_derived(node: ast.expr) -> bool:
    """Whether a path is asked for one below it, or beside it."""
    match node:
        case ast.Call(func=ast.Attribute(attr=word)):
            return word in _MAKES_PATH
        case _:
            return False


def _makes_path(node: ast.expr, module: Module, depth: int) -> bool:
    if _is_below(node) or _is_derived(node):
        return is_path(node, module, depth)
    names = module.names(node)
    return bool(names) and all(name.startswith(_PATHS) and "()" in name for name in names)


def _is_method_of_class(node: ast.Attribute, module: Module) -> bool:
    """Whether a class of the module that the receiver is of has a method of this name, and no property."""
    class_ = _class(node.value, module)
    if class_ is None or any(module.stored(node.attr, module.tree)):
        return False
    found = [each for each in class_.body if getattr(each, "name", "") == node.attr]
    return bool(found) and all(map(_is_plain, found))


def _class(receiver: ast.expr, module: Module) -> ast.ClassDef | None:
    match receiver:
        case ast.Name(id="self" | "cls"):
            function = module.function(receiver)
            return module.class_of(function) if function is not None else None
        case ast.Call(func=ast.Name() as made):
            return _class_of_name(made, module)
        case ast.Name():
            match module.bindings(receiver):
                case [Bound(value=ast.Call(func=ast.Name() as made))]:
                    return _class_of_name(made, module)
    return None


def _class_of_name(name: ast.Name, module: Module) -> ast.ClassDef | None:
    match module.bindings(name):
        case [Defined(node=ast.ClassDef() as class_)] if not class_.decorator_list:
            return class_
        case _:
            return None


def _is_called_elsewhere(node: ast.Attribute, module: Module) -> bool:
    """Whether the same of the same is called in other statements, and is nowhere read but in conditions."""
    uses = _uses(node.attr, module)
    statements = uses.called.get(last_word(node.value), frozenset())
    apart = len(statements) - (module.above(node, ast.stmt) in statements)
    return not uses.read and apart > max(0, uses.conditions - 1)


class _Uses(NamedTuple):
    """Where attributes of one name are called, by the last word of what they are of; how often one is a
    condition, or a statement by itself; and whether one is read in any other way."""

    called: Mapping[str, frozenset[ast.stmt | None]]
    conditions: int
    read: bool


@once
def _uses(word: str, module: Module) -> _Uses:
    """How attributes of a name are used in the module."""
    called: dict[str, set[ast.stmt | None]] = defaultdict(set)
    conditions, read = 0, False
    for each in module.attributes({word}):
        match _use(each, module):
            case "called":
                called[last_word(each.value)].add(module.above(each, ast.stmt))
            case "condition":
                conditions += 1
            case _:
                read = True
    return _Uses({owner: frozenset(found) for owner, found in called.items() if owner}, conditions, read)


def _use(attribute: ast.Attribute, module: Module) -> str:
    match module.parent(attribute):
        case ast.Call(func=func) if func is attribute or last_word(func) in ("assertRaises", "raises"):
            return "called"
        case ast.Expr() | ast.Assert():
            return "condition"
        case ast.Call(func=func, args=[first, *_]) if first is attribute and last_word(func) in _CONDITIONS:
            return "condition"
        case _:
            return "read"
