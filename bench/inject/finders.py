"""What operators look for: blocks, calls, assertions, and what is acquired and given back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from bench.inject.mutation import Edit
from bench.inject.text import Function, Text

RESOURCES = {
    "open": {"close"},
    "io.open": {"close"},
    "os.fdopen": {"close"},
    "gzip.open": {"close"},
    "bz2.open": {"close"},
    "zipfile.ZipFile": {"close"},
    "tarfile.open": {"close"},
    "socket.socket": {"close", "detach"},
    "socket.create_connection": {"close", "detach"},
    "socket.create_server": {"close"},
    "subprocess.Popen": {"wait", "communicate", "kill", "terminate"},
    "concurrent.futures.ThreadPoolExecutor": {"shutdown"},
    "concurrent.futures.ProcessPoolExecutor": {"shutdown"},
    "multiprocessing.Pool": {"close", "terminate", "join"},
    "multiprocessing.pool.ThreadPool": {"close", "terminate", "join"},
    "http.server.HTTPServer": {"server_close", "shutdown"},
    "http.server.ThreadingHTTPServer": {"server_close", "shutdown"},
    "socketserver.TCPServer": {"server_close", "shutdown"},
    "socketserver.UDPServer": {"server_close", "shutdown"},
    "asyncio.new_event_loop": {"close"},
}
"""What must be given back, by the name of what makes it, with the methods that do."""

FILES = {"open", "io.open", "os.fdopen", "gzip.open", "bz2.open", "tarfile.open"}

LEAKS = tuple(f"TSE{number}" for number in (301, 303, 307, 311, 312, 316, 319, 320))
PATHS = {"tempfile.mkdtemp", "tempfile.mkstemp"}
REMOVERS = {"shutil.rmtree", "os.remove", "os.unlink", "os.rmdir"}
PATCHES = {f"unittest.mock.patch{each}" for each in ("", ".object", ".dict", ".multiple")}
RAISES = {"pytest.raises", "self.assertRaises", "self.assertRaisesRegex"}
Block = ast.With | ast.AsyncWith


@lru_cache(maxsize=2)
def blocks(text: Text) -> tuple[tuple[Block, ast.withitem], ...]:
    """The ``with`` statements of one item whose body has lines of its own."""
    return tuple(_blocks(text))


def _blocks(text: Text) -> Iterator[tuple[Block, ast.withitem]]:
    every: list[Block] = [*text.of(ast.With), *text.of(ast.AsyncWith)]
    for with_ in every:
        first, last = with_.body[0], with_.items[-1].context_expr.end_lineno or 0
        is_plain = len(with_.items) == 1 and first.lineno > last
        if is_plain and text.stands_alone(*with_.body) and begins_line(text, with_):
            yield with_, with_.items[0]


def begins_line(text: Text, statement: ast.stmt) -> bool:
    """Whether nothing is before a statement in its line."""
    return not text.between(
        text.line(statement.lineno), text.line(statement.lineno) + statement.col_offset
    ).strip()


@lru_cache(maxsize=2)
def calls(text: Text) -> tuple[tuple[ast.Expr, ast.Call], ...]:
    """The statements that are calls, with lines of their own."""
    return tuple(_calls(text))


def _calls(text: Text) -> Iterator[tuple[ast.Expr, ast.Call]]:
    for statement in text.of(ast.Expr):
        if isinstance(statement.value, ast.Call) and text.stands_alone(statement):
            yield statement, statement.value


def is_assertion(statement: ast.AST) -> bool:
    """Whether a statement is an ``assert``, or calls what begins so."""
    match statement:
        case ast.Assert() | ast.Expr(value=ast.Call(func=ast.Attribute(attr="fail"))):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name))):
            return name.startswith("assert")
    return False


@lru_cache(maxsize=2)
def assertions(text: Text) -> tuple[ast.stmt, ...]:
    """The assertions of test functions that have lines of their own."""
    return tuple(_assertions(text))


def _assertions(text: Text) -> Iterator[ast.stmt]:
    for statement in (*text.of(ast.Assert), *text.of(ast.Expr)):
        if is_assertion(statement) and text.stands_alone(statement) and in_test(text, statement):
            yield statement


def in_test(text: Text, node: ast.AST) -> bool:
    """Whether a node stands in a test, and not in a function within it."""
    return text.function(node) in text.test_set


def checks(node: ast.AST | Sequence[ast.AST]) -> bool:
    """Whether there is an assertion in some statements, or a block that expects an error."""
    nodes = [node] if isinstance(node, ast.AST) else _running(node)
    return any(is_assertion(each) or _expects(each) for top in nodes for each in _run_with(top))


def _run_with(node: ast.AST) -> Iterator[ast.AST]:
    """A node, and all that runs with it: not what stands in a function that it defines."""
    yield node
    for each in _running(ast.iter_child_nodes(node)):
        yield from _run_with(each)


def _running(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return (each for each in nodes if not isinstance(each, kinds))


def _expects(node: ast.AST) -> bool:
    match node:
        case ast.withitem(context_expr=ast.Call(func=ast.Attribute(attr=name))):
            return name.startswith("assert") or name in ("raises", "warns")
    return False


def acquired(text: Text, scope: ast.AST, target: str) -> ast.Call | None:
    """The call whose value a name or attribute is bound to, if that is the only binding."""
    bound = [each for each in ast.walk(scope) if isinstance(each, ast.Assign) and _binds(text, each, target)]
    value = bound[0].value if len(bound) == 1 else None
    return value if isinstance(value, ast.Call) else None


def _binds(text: Text, assign: ast.Assign, target: str) -> bool:
    names = [each for part in assign.targets for each in getattr(part, "elts", [part])]
    return target in map(text.code, names)


def released(text: Text, node: ast.AST) -> str:
    """The name or attribute that a release is about: that of ``x.close()``, ``x.close`` or ``rmtree(x)``."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in RELEASES:
            return text.code(owner)
        case ast.Call(args=[path, *_]) if text.called(node) in REMOVERS:
            return text.code(path)
    return ""


RELEASES = frozenset().union(*RESOURCES.values(), {"stop"})


def frees(text: Text, made: ast.Call | None, method: str) -> bool:
    """Whether a method gives back what a call made."""
    name = text.called(made)
    return method in RESOURCES.get(name, ()) or (name in PATCHES and method == "stop")


def mentions(text: Text, node: ast.AST, words: str) -> int:
    """How often a name or a dotted name occurs in the text of a node."""
    return len(re.findall(rf"(?<![\w.]){re.escape(words)}(?!\w)", text.code(node)))


def is_word_free(text: Text, word: str) -> bool:
    """Whether a word occurs nowhere in a file."""
    return not text.words[word.encode()]


def occurs_once(text: Text, word: str) -> bool:
    """Whether a word occurs once in a file: where it is defined."""
    return text.words[word.encode()] == 1


def decorated(text: Text, function: ast.AST, *names: str) -> bool:
    """Whether a function or class has one of these decorators, called or not."""
    found = (getattr(each, "func", each) for each in getattr(function, "decorator_list", ()))
    return any(text.name(each) in names for each in found)


def importing(text: Text, module: str) -> tuple[Edit, ...] | None:
    """What brings a module into a file: nothing if it is there; ``None`` if there is no place for it."""
    if text.imported(module) == module:
        return ()
    imports = [each for each in text.tree.body if isinstance(each, (ast.Import, ast.ImportFrom))]
    free = [
        each for each in imports if getattr(each, "module", "") != "__future__" and text.stands_alone(each)
    ]
    if not free or not is_word_free(text, module.partition(".")[0]):
        return None
    start = text.line(free[0].lineno)
    return (Edit(start, start, f"import {module}{text.newline}"),)


def is_refused(text: Text, node: ast.AST) -> bool:
    """Whether a node stands in a block that expects an error."""
    blocks_above = (each for each in text.above(node) if isinstance(each, ast.With))
    return any(_expects(item) for each in blocks_above for item in each.items)


def is_explained(text: Text, node: ast.AST) -> bool:
    """Whether a comment stands above the line in which a node begins."""
    number = text.line_of(text.start(node))
    return number > 1 and text.between(text.line(number - 1), text.line(number)).lstrip().startswith("#")


def is_followed(text: Text, function: Function, statement: ast.stmt) -> bool:
    """Whether checks come behind a statement of a test, and the test does not end in a jump."""
    if function not in text.test_set or statement not in function.body:
        return False
    below = function.body[function.body.index(statement) + 1 :]
    return checks(below) and not isinstance(function.body[-1], (ast.Return, ast.Raise))


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """The argument of a call that has a name."""
    return next((each for each in call.keywords if each.arg == name), None)


def without(text: Text, call: ast.Call, gone: ast.AST) -> str:
    """The text of a call without one of its arguments."""
    every = [*call.args, *call.keywords]
    kept = ", ".join(text.code(each) for each in every if each is not gone)
    return f"{text.code(call.func)}({kept})"


def methods(class_: ast.ClassDef, *names: str) -> Iterator[Function]:
    """The methods of a class that have one of these names."""
    for each in class_.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and each.name in names:
            yield each


def is_path(text: Text, node: ast.expr, place: ast.AST) -> bool:
    """Whether an expression is a path: joined by a slash, made by ``pathlib``, or a name for one of these."""
    match node:
        case ast.BinOp(op=ast.Div()):
            return True
        case ast.Call():
            return text.called(node) == "pathlib.Path"
        case ast.Name(id="tmp_path"):
            return True
        case ast.Name(id=name) if function := text.function(place):
            bound = [each for each in ast.walk(function) if isinstance(each, ast.Assign)]
            values = [each.value for each in bound if name in map(text.code, each.targets)]
            return (
                len(values) == 1 and not isinstance(values[0], ast.Name) and is_path(text, values[0], place)
            )
    return False


def is_plain(text: Text, node: ast.AST) -> bool:
    """Whether no class of another file is above the one around a node: it might give back anything."""
    class_ = text.class_(node)
    own = {each.name: each for each in text.of(ast.ClassDef)}
    waiting = [class_] if class_ else []
    for each in waiting:
        for name in map(text.name, each.bases):
            if name in own and own[name] not in waiting:
                waiting.append(own[name])
            elif name not in own and name != "object" and not name.startswith("unittest."):
                return False
    return True


def only_reads(call: ast.Call) -> bool:
    """Whether a file is opened for nothing but reading, as far as the mode is written out."""
    modes = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "mode")]
    return not any(not isinstance(each, ast.Constant) or set("wax+") & set(str(each.value)) for each in modes)
