"""How a program ends behind a statement: with a status that is a fixed success, or just so."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

RUNS = (
    "unittest.TextTestRunner().run",
    "unittest.runner.TextTestRunner().run",
    "xmlrunner.XMLTestRunner().run",
    "teamcity.unittestpy.TeamcityTestRunner().run",
    "django.test.utils.get_runner()().run_tests",
    "django.test.runner.DiscoverRunner().run_tests",
    "pytest.main",
    "nose.run",
)
"""What gives back what came of a run."""
_EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit", "SystemExit"})
_ENDING = frozenset({"exit", "_exit", "quit", "SystemExit", "abort", "kill"})
_HARMLESS = frozenset(
    {"print", "str", "len", "repr", "round", "int", "float", "os.remove", "os.unlink", "os.chdir"}
    | {f"sys.{stream}.{word}" for stream in ("stdout", "stderr") for word in ("flush", "write")}
)
"""What neither asks what came of a run nor ends the program."""
_HARMLESS_MODULES = frozenset({"logging", "shutil", "time"})
_CONTEXTS = frozenset(
    {"open()", "warnings.catch_warnings()"}
    | {f"tempfile.{name}()" for name in ("TemporaryDirectory", "NamedTemporaryFile", "TemporaryFile")}
    | {f"contextlib.{name}()" for name in ("chdir", "nullcontext", "redirect_stderr", "redirect_stdout")}
)
"""What is left as it was entered."""
_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass)
_SUSPENDING = (ast.Await, ast.Yield, ast.YieldFrom)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_CATCHERS = frozenset({"SystemExit", "BaseException"})
_DEEPEST = 4

End = ast.stmt | ast.Module | None
"""The statement that ends the program in success whatever came before; the module where it just ends;
``None`` where that is not known, or the status may depend on something."""


def end_behind(statement: ast.stmt, module: Module) -> End:
    """How the program ends once a statement is done, in its function and in whoever calls that.

    Args:
        statement: any statement.
        module: its module.
    """
    return None if _is_end_changed(module.tree, module) else _end(statement, _DEEPEST, module)


def end_in_finally(statement: ast.stmt, module: Module) -> ast.stmt | None:
    """What ends the program in success in spite of a statement that ends it otherwise.

    Args:
        statement: what ends the program.
        module: its module.
    """
    inner = statement
    while isinstance(above := module.parent(inner), ast.stmt):
        if isinstance(above, ast.Try) and inner not in above.finalbody:
            others = (each for each in above.finalbody if not _only_cleans(each, module))
            last = next((each for each in others if not _is_harmless(each, module)), None)
            if last is not None:
                return last if _is_certain(last, module) else None
        elif not _lets_through(inner, above, module):
            return None
        inner = above
    return None


def _is_certain(last: ast.stmt, module: Module) -> bool:
    """Whether a statement ends the program in success, and nothing can keep it from that."""
    match last:
        case ast.Expr(value=ast.Call(func=func)) if module.names(func) == {"os._exit"}:
            return is_success(last, module)  # what catches exits, or waits for them, never hears of it
        case _:
            return is_success(last, module) and not _is_end_changed(module.tree, module)


def _only_cleans(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement calls a function of the module that is told nothing, and neither raises nor ends
    the program."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name() as name, args=[], keywords=[])):
            bound = module.bindings(name)
            return len(bound) == 1 and isinstance(bound[0], Defined) and _goes_on(bound[0].node, module)
        case _:
            return False


@once
def _goes_on(definition: ast.AST, module: Module) -> bool:
    """Whether nothing in a function raises, or has the word of what ends a program."""
    words = (each for each in walk(definition) if isinstance(each, (ast.Name, ast.Attribute)))
    is_raising = any(isinstance(each, ast.Raise) for each in walk(definition))
    ends = isinstance(definition, ast.FunctionDef) and not is_raising
    return ends and all(last_word(each) not in _ENDING for each in words)


@once
def _end(statement: ast.stmt, depth: int, module: Module) -> End:
    inner = statement
    while True:
        above = module.parent(inner)
        behind = _deciding(above, module) if above is not None else {}
        if inner not in behind:
            return None
        if (last := behind[inner]) is not None:
            return _told(last, depth, module)
        if isinstance(above, ast.Module):
            return above
        if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return _behind_calls(above, depth, module)
        if not isinstance(above, ast.stmt) or not _lets_through(inner, above, module):
            return None
        inner = above


@once
def _deciding(above: ast.AST, module: Module) -> Mapping[ast.stmt, ast.stmt | None]:
    """Behind each statement of the blocks of another one: the next that may do more than tell."""
    found: dict[ast.stmt, ast.stmt | None] = {}
    for block in _blocks(above):
        last: ast.stmt | None = None
        for each in reversed(block):
            found[each] = last
            last = last if _is_harmless(each, module) else each
    return found


def _blocks(above: ast.AST) -> Iterator[Sequence[ast.stmt]]:
    """What is run one after the other, where nothing is raised."""
    match above:
        case ast.Try(body=body, orelse=otherwise, finalbody=final):
            yield [*body, *otherwise, *final]
        case _:
            yield from (getattr(above, name, ()) for name in ("body", "orelse", "finalbody"))


def _lets_through(inner: ast.stmt, above: ast.stmt, module: Module) -> bool:
    """Whether what is behind a statement is what is run next, once one of its blocks is done."""
    match above:
        case ast.If() | ast.Try():
            return True
        case ast.With():
            return _is_left_as_it_was(above, module)
        case ast.For(iter=ast.Name() | ast.List() | ast.Tuple(), orelse=[], body=body):
            others = (each for each in body if each is not inner)
            return isinstance(inner, _SIMPLE) and all(_is_harmless(each, module) for each in others)
        case _:
            return False


def _is_left_as_it_was(block: ast.With, module: Module) -> bool:
    entered = [module.names(each.context_expr) for each in block.items]
    return all(names and names <= _CONTEXTS for names in entered)


def _told(last: ast.stmt, depth: int, module: Module) -> End:
    """What the statement makes of the program that leaves its block, or may leave it."""
    function = module.function(last)
    if not all(_is_left_as_it_was(each, module) for each in module.around(last, ast.With)):
        return None
    match last:
        case ast.Return(value=value) if function is not None and (value is None or _is_zero([value])):
            return _behind_calls(function, depth, module)
        case _:
            return last if is_success(last, module) else None


def is_success(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement ends the program with a status that says success, and depends on nothing."""
    match statement:
        case ast.Expr(value=ast.Call(func=func, args=args, keywords=[])):
            return bool(module.names(func) & (_EXITS - {"SystemExit"})) and _is_zero(args)
        case ast.Raise(exc=ast.Call(func=func, args=args, keywords=[])):
            return bool(module.names(func) & _EXITS) and _is_zero(args)
        case ast.Raise(exc=ast.Name() as raised):
            return module.names(raised) == {"SystemExit"}
        case _:
            return False


def _is_zero(args: list[ast.expr]) -> bool:
    """Whether the status is that of success; a float is none, and fails whichever it is."""
    match args:
        case []:
            return True
        case [ast.Constant(value=value)]:
            return value is None or (isinstance(value, int) and value == 0)
        case _:
            return False


def _is_harmless(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement goes on to the next one, and certainly does not ask what came of a run."""
    if not isinstance(statement, _SIMPLE) or is_success(statement, module):
        return False
    return all(_is_harmless_part(each, module) for each in walk(statement))


def _is_harmless_part(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Constant())):
            return True
        case ast.Call(func=func):
            names = module.names(func)
            return bool(names) and all(
                each in _HARMLESS or each.partition(".")[0] in _HARMLESS_MODULES or each in RUNS
                for each in names
            )
        case ast.Attribute(ctx=ctx) | ast.Subscript(ctx=ctx):
            return isinstance(ctx, ast.Load)
        case _:
            return not isinstance(node, _SUSPENDING)


@once
def _is_end_changed(tree: ast.Module, module: Module) -> bool:
    """Whether something of the module may turn one end of the program into another one: what catches
    exits, what is done on the way out, and context managers that it makes itself."""
    imported = {name.partition(".")[0] for _, name in module.scopes.imported()}
    finals = (each for block in module.nodes(ast.Try) for each in block.finalbody)
    return (
        "atexit" in imported
        or any(_catches_exits(each, module) for each in module.nodes(ast.ExceptHandler))
        or any(_is_manager(each, module) for each in module.nodes(ast.FunctionDef))
        or not all(_is_harmless(each, module) or is_success(each, module) for each in finals)
    )


def _catches_exits(handler: ast.ExceptHandler, module: Module) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or bool(module.names(each) & _CATCHERS) for each in kinds)


def _is_manager(function: ast.FunctionDef, module: Module) -> bool:
    made = (module.names(each) for each in function.decorator_list)
    return function.name == "__exit__" or any("contextlib.contextmanager" in names for names in made)


@once
def _behind_calls(function: Function, depth: int, module: Module) -> End:
    """How the program ends behind a call of a function that gives back nothing, or 0."""
    is_inner = module.above(function, *_INNER) is not None
    if depth == 0 or function.decorator_list or is_inner:
        return None
    uses = (each for each in module.named(function.name) if module.bindings(each) == (Defined(function),))
    ends = [each for each in _ends_of(uses, depth, module) if each is not None]
    return next((each for each in ends if isinstance(each, ast.stmt)), ends[0] if ends else None)


def _ends_of(uses: Iterable[ast.Name], depth: int, module: Module) -> Iterator[End]:
    for use in uses:
        call = module.parent(use)
        statement = module.above(use, ast.stmt)
        match statement:
            case ast.Expr(value=value) if value is call and isinstance(call, ast.Call):
                yield _end(statement, depth - 1, module)
            case ast.Expr(value=outer) | ast.Raise(exc=ast.Call() as outer) if isinstance(outer, ast.Call):
                if module.names(outer.func) & _EXITS and outer.args == [call]:
                    yield statement
