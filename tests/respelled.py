"""The same mistake in other spellings: trees of examples, rewritten without a change of what happens."""

from __future__ import annotations

import ast
import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rewriting = Callable[[ast.Module], bool]
"""Changes a tree in its place; whether there was anything to change."""


def _functions(tree: ast.Module) -> Iterator[tuple[Function, ast.ClassDef | None]]:
    """The functions at the top of a module, and the methods of its classes, each with its class."""
    for node in tree.body:
        if isinstance(node, Function):
            yield node, None
        elif isinstance(node, ast.ClassDef):
            yield from ((each, node) for each in node.body if isinstance(each, Function))


def _tests(tree: ast.Module) -> Iterator[tuple[Function, ast.ClassDef | None]]:
    return ((each, class_) for each, class_ in _functions(tree) if each.name.startswith("test"))


def _has(function: Function, *kinds: type[ast.AST]) -> bool:
    return any(isinstance(each, kinds) for each in ast.walk(function))


def _statements(code: str) -> list[ast.stmt]:
    return ast.parse(code).body


def _without_docstring(function: Function) -> tuple[list[ast.stmt], list[ast.stmt]]:
    match function.body:
        case [ast.Expr(value=ast.Constant(value=str())) as docstring, *rest] if rest:
            return [docstring], rest
        case body:
            return [], body


def _within(code: str) -> Rewriting:
    """Put the body of every test under the first statement of a text."""

    def rewrite(tree: ast.Module) -> bool:
        found = [each for each, _ in _tests(tree)]
        for function in found:
            docstring, body = _without_docstring(function)
            (outer,) = _statements(code)
            assert isinstance(outer, (ast.If, ast.With, ast.For, ast.Try))
            outer.body = body
            function.body = [*docstring, outer]
        return bool(found)

    return rewrite


def methods(tree: ast.Module) -> bool:
    """Put the test functions of a module into a class, as methods."""
    if _is_scripted(tree):
        return False
    moved = [each for each in tree.body if isinstance(each, Function) and each.name.startswith("test")]
    moved = [each for each in moved if not any(_mentions(other, each.name) for other in tree.body)]
    for each in moved:
        each.args.args.insert(0, ast.arg("self"))
    if moved:
        tree.body = [each for each in tree.body if each not in moved]
        tree.body.append(ast.ClassDef("TestMoved", [], [], [*moved], []))
    return bool(moved)


def _is_scripted(tree: ast.Module) -> bool:
    return any(isinstance(each, ast.If) for each in tree.body)


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def plain_classes(tree: ast.Module) -> bool:
    """Take ``unittest.TestCase`` from classes that use nothing of it."""
    found = False
    for class_ in ast.walk(tree):
        if isinstance(class_, ast.ClassDef) and [*map(ast.unparse, class_.bases)] == ["unittest.TestCase"]:
            words = {each.attr for each in ast.walk(class_) if isinstance(each, ast.Attribute)}
            names = {each.name for each in class_.body if isinstance(each, Function)}
            own = any(word.startswith(("assert", "addC", "fail", "skip", "sub")) for word in words)
            if not own and all(name.startswith("test") for name in names) and class_.name.startswith("Test"):
                class_.bases, found = [], True
    return found


def coroutines(tree: ast.Module) -> bool:
    """Make plain tests coroutines that pytest runs."""
    found = False
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test") and not _has(node, ast.Yield):
            mark = ast.parse("pytest.mark.asyncio", mode="eval").body
            changed = ast.AsyncFunctionDef(**{name: getattr(node, name) for name in node._fields})
            changed.decorator_list = [*node.decorator_list, mark]
            ast.copy_location(changed, node)
            tree.body[tree.body.index(node)] = changed
            found = True
    if found:
        _import(tree, "import pytest")
    return found


def _import(tree: ast.Module, text: str) -> None:
    if text not in map(ast.unparse, tree.body):
        at = 1 if tree.body and isinstance(tree.body[0], ast.Expr) else 0
        tree.body[at:at] = _statements(text)


def called_by_a_test(tree: ast.Module) -> bool:
    """Move what a test does into a function beside it, which the test calls."""
    found = False
    for function, class_ in [*_tests(tree)]:
        arguments = function.args
        if arguments.defaults or arguments.kwonlyargs or arguments.vararg or _has(function, ast.Yield):
            continue
        names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        helper = f"_{function.name.removeprefix('test_')}_checked"
        call = f"{helper}({', '.join(names)})"
        if class_ is not None:
            if names[:1] != ["self"]:
                continue
            call = f"self.{helper}({', '.join(names[1:])})"
        moved = type(function)(
            helper,
            ast.parse(f"def f({', '.join(names)}): pass").body[0].args,
            function.body,
            [],  # type: ignore[attr-defined]
        )
        awaits = "await " if isinstance(function, ast.AsyncFunctionDef) else ""
        function.body = ast.parse(f"async def f():\n    {awaits}{call}").body[0].body  # type: ignore[attr-defined]
        place = tree.body if class_ is None else class_.body
        place.insert(place.index(function), moved)
        found = True
    return found


def nested_functions(tree: ast.Module) -> bool:
    """Move what a test does into a function inside it, which it calls."""
    found = False
    for function, _ in _tests(tree):
        if isinstance(function, ast.FunctionDef) and not _has(function, ast.Yield, ast.Nonlocal):
            docstring, body = _without_docstring(function)
            inner = ast.parse("def inner():\n    pass\ninner()").body
            assert isinstance(inner[0], ast.FunctionDef)
            inner[0].body = body
            function.body = [*docstring, *inner]
            found = True
    return found


class _Statements(ast.NodeTransformer):
    """Rewrites single statements; keeps what is inside."""

    def __init__(self) -> None:
        self.found = False
        self.function = False
        self.number = 0

    def _enter(self, node: ast.AST) -> ast.AST:
        before, self.function = self.function, True
        self.generic_visit(node)
        self.function = before
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _enter

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        before, self.function = self.function, False
        self.generic_visit(node)
        self.function = before
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node


_SAYS = re.compile(r"assert|print|fail|skip|exit|raises|warns|should|super|called|not_called|never")
"""What returns nothing, so that nobody would keep it."""


def _word(node: ast.expr) -> str:
    """The last word of what is called."""
    return ast.unparse(node).partition("(")[0].rpartition(".")[2]


class _Assigned(_Statements):
    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        is_call = isinstance(node.value, (ast.Call, ast.Await))
        if not self.function or not is_call or _SAYS.match(_word(node.value)):
            return node
        self.found = True
        self.number += 1
        kept = ast.Name(f"result_{self.number}", ast.Store())
        return ast.copy_location(ast.Assign([kept], node.value), node)


class _Bound(_Statements):
    """Rewrites ``name = call()`` in functions."""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        match node:
            case ast.Assign(targets=[ast.Name() as name], value=ast.Call() as value) if self.function:
                self.found = True
                return ast.copy_location(self.bound(name, value), node)
        return node

    @abstractmethod
    def bound(self, name: ast.Name, value: ast.expr) -> ast.stmt:
        """What stands instead."""


class _Walrus(_Bound):
    def bound(self, name: ast.Name, value: ast.expr) -> ast.stmt:
        return ast.Expr(ast.NamedExpr(name, value))


class _Annotated(_Bound):
    def bound(self, name: ast.Name, value: ast.expr) -> ast.stmt:
        return ast.AnnAssign(name, ast.Name("object", ast.Load()), value, 1)


class _Conditional(_Bound):
    def bound(self, name: ast.Name, value: ast.expr) -> ast.stmt:
        chosen = ast.IfExp(ast.Name("ready", ast.Load()), value, ast.Constant(None))
        return ast.Assign([name], chosen)


class _Tuple(_Bound):
    def bound(self, name: ast.Name, value: ast.expr) -> ast.stmt:
        beside = ast.Name("beside", ast.Store())
        return ast.Assign(
            [ast.Tuple([name, beside], ast.Store())], ast.Tuple([value, ast.Constant(1)], ast.Load())
        )


class _Chained(_Bound):
    def bound(self, name: ast.Name, value: ast.expr) -> ast.stmt:
        return ast.Assign([ast.Name("also", ast.Store()), name], value)


def _by(transformer: type[_Statements]) -> Rewriting:
    def rewrite(tree: ast.Module) -> bool:
        rewriter = transformer()
        rewriter.visit(tree)
        return rewriter.found

    return rewrite


def attributes(tree: ast.Module) -> bool:
    """Keep on ``self`` what tests in classes bind to names."""
    found = False
    for function, class_ in _tests(tree):
        if class_ is None or not function.args.args or function.args.args[0].arg != "self":
            continue
        if _has(function, ast.Global, ast.Nonlocal, ast.FunctionDef, ast.Lambda) and _inner(function):
            continue
        bound = {
            target.id
            for each in ast.walk(function)
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        if bound:
            _Kept(bound).visit(function)
            found = True
    return found


def _inner(function: Function) -> bool:
    return any(
        isinstance(each, (*_FUNCTIONS, ast.Lambda)) for each in ast.walk(function) if each is not function
    )


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class _Kept(ast.NodeTransformer):
    def __init__(self, names: set[str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.names:
            return node
        kept = ast.Attribute(ast.Name("self", ast.Load()), node.id, node.ctx)
        return ast.copy_location(kept, node)


def from_imports(tree: ast.Module) -> bool:
    """Import what is used of a module from it, each under another name."""
    found = False
    for node in [*tree.body]:
        if not (isinstance(node, ast.Import) and len(node.names) == 1):
            continue
        (alias,) = node.names
        name = alias.asname or alias.name
        used = _Used(name)
        used.visit(tree)
        if "." in alias.name or used.is_bare or not used.words:
            continue
        _Taken(name).visit(tree)
        names = [ast.alias(word, f"{name}_{word}") for word in sorted(used.words)]
        changed = ast.copy_location(ast.ImportFrom(alias.name, names, 0), node)
        tree.body[tree.body.index(node)] = changed
        found = True
    return found


class _Used(ast.NodeVisitor):
    def __init__(self, name: str) -> None:
        self.name = name
        self.words: set[str] = set()
        self.is_bare = False

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.value.id == self.name:
            self.words.add(node.attr)
            self.is_bare |= not isinstance(node.ctx, ast.Load)
        else:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        self.is_bare |= node.id == self.name

    def visit_arg(self, node: ast.arg) -> None:
        self.is_bare |= node.arg == self.name


class _Taken(ast.NodeTransformer):
    def __init__(self, name: str) -> None:
        self.name = name

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.value.id == self.name:
            return ast.copy_location(ast.Name(f"{self.name}_{node.attr}", node.ctx), node)
        self.generic_visit(node)
        return node


def imports_inside(tree: ast.Module) -> bool:
    """Import in each function what it uses."""
    imports = [each for each in tree.body if isinstance(each, (ast.Import, ast.ImportFrom))]
    imports = [each for each in imports if getattr(each, "module", "") != "__future__"]
    functions = [each for each, _ in _functions(tree)]
    inside = {id(each) for function in functions for line in function.body for each in ast.walk(line)}
    found = False
    for node in imports:
        names = {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        uses = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id in names]
        if not uses or any(id(each) not in inside for each in uses):
            continue
        tree.body.remove(node)
        for function in functions:
            if any(_mentions(function, name) for name in names):
                docstring, body = _without_docstring(function)
                function.body = [*docstring, *ast.parse(ast.unparse(node)).body, *body]
        found = True
    return found


SPELLINGS: Mapping[str, Rewriting] = MappingProxyType(
    {
        "method": methods,
        "plain class": plain_classes,
        "coroutine": coroutines,
        "called by a test": called_by_a_test,
        "nested function": nested_functions,
        "under if": _within("if sys.platform != 'aix':\n    pass"),
        "under with": _within("with subtests.test():\n    pass"),
        "under for": _within("for part in parts:\n    pass"),
        "under try": _within("try:\n    pass\nfinally:\n    done = True"),
        "assigned": _by(_Assigned),
        "walrus": _by(_Walrus),
        "annotated": _by(_Annotated),
        "conditional": _by(_Conditional),
        "in a tuple": _by(_Tuple),
        "chained": _by(_Chained),
        "attribute": attributes,
        "imported from": from_imports,
        "imported inside": imports_inside,
    }
)
