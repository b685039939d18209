"""Restores of a variable that are left out where it was not set before, so that the change stays there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import spelt, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant

PRESENT = "present:"
"""Begins the tags of what is put back only if it was there: enough for what was taken away."""
_ALWAYS = frozenset({"HOME", "LOGNAME", "PATH", "PWD", "SHELL", "USER", "USERPROFILE"})
"""Variables that every process has."""
_EMPTY_IS_NONE = lazy(
    r"(PYTHON\w*|LC_[A-Z]+|LANG|LANGUAGE|LD_LIBRARY_PATH|NO_COLOR|TMPDIR|\w*_(proxy|PROXY))\Z"
)
"""Variables that mean the same empty as not set, by their documentation."""
_READERS = frozenset({"os.environ.get", "os.getenv"})


def told(tags: Iterable[str], node: ast.AST, module: Module) -> Iterator[str]:
    """Tags of what a node puts back, marked where it does so only for a variable that was set before.

    Args:
        tags: those of `project.undoing`.
        node: the node.
        module: its module.

    Yields:
        The tags, those of single variables beginning with ``present:`` where there is a condition.
    """
    for tag in tags:
        is_single = tag.startswith("environ:")
        yield PRESENT + tag if is_single and is_only_if_set(node, module) else tag


def is_only_if_set(node: ast.AST, module: Module) -> bool:
    """Whether an entry gets its value back only where there was one, as in ``if old is not None``.

    Args:
        node: a target of an assignment, as ``os.environ["MODE"]``.
        module: its module.

    Returns:
        ``True`` where the ``if`` around asks for what is assigned, in the branch in which it is there, and
        where what is assigned is a default if there was none. A removal in the other branch, or before, is a
        node of its own.
    """
    return _is_asked_for(node, module) or gets_default(node, module)


def _is_asked_for(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Subscript(slice=key, ctx=ast.Store()) if string(key) not in _ALWAYS:
            statement = module.parent(node)
        case _:
            return False
    return isinstance(statement, ast.Assign) and _is_under_its_question(statement, module)


def is_partial(node: ast.AST, code: str, module: Module) -> bool:
    """Whether something gets its value back only where there was one, as far as a rule tells of that.

    Args:
        node: a target of an assignment, as ``os.environ["MODE"]``, ``shop.MODE``, ``sys.modules["shop"]``.
        code: the rule; of attributes and modules, it tells where it is enabled by name.
        module: its module.
    """
    if code == "TSE313" and module.settings.enables(code):
        return _is_only_if_there(node, module)
    return code == "TSE304" and is_only_if_set(node, module)


def _is_only_if_there(node: ast.AST, module: Module) -> bool:
    """Whether the ``if`` around asks for what is assigned, and that is ``None`` for what was missing."""
    statement = module.parent(node)
    if not isinstance(statement, ast.Assign) or not _is_under_its_question(statement, module):
        return False
    values = [*_values(statement.value, module)]
    return bool(values) and all(map(_may_be_missing, values))


def _may_be_missing(value: ast.expr | None) -> bool:
    """Whether a value is ``None`` for what is not there."""
    match value:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, _, ast.Constant(value=None)]):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[_]):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, ast.Constant(value=None)]):
            return True
        case _:
            return False


def _is_under_its_question(statement: ast.Assign, module: Module) -> bool:
    """Whether the ``if`` around an assignment asks for what is assigned, in the branch where it is there."""
    way = pairwise((statement, *module.ancestors(statement)))
    inner, around = next(each for each in way if not isinstance(each[1], (ast.Try, ast.With)))
    if not isinstance(around, ast.If):
        return False
    asked = _asked(around.test, there=inner in around.body)
    return asked is not None and spelt(asked) == spelt(statement.value)


def _asked(test: ast.expr, *, there: bool) -> ast.expr | None:
    """What a condition asks to be there, for a branch; ``None`` if it asks for something else."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _asked(inner, there=not there)
        case ast.Compare(left=left, ops=[ast.IsNot() | ast.NotEq()], comparators=[ast.Constant(value=None)]):
            return left if there else None
        case ast.Compare(left=left, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=None)]):
            return None if there else left
        case ast.Name() | ast.Attribute():
            return test if there else None
        case ast.NamedExpr(target=name):
            return name if there else None
        case _:
            return None


def gets_default(node: ast.AST, module: Module) -> bool:
    """Whether an entry gets a text where there was none, as with ``old = os.environ.get("MODE", "")``.

    Args:
        node: a target of an assignment, as ``os.environ["MODE"]``.
        module: its module.

    Returns:
        ``False`` under any condition, for variables that are there, or may be empty as well, and where the
        module asks elsewhere whether there is one, which may keep the test from being run.
    """
    match node, module.parent(node):
        case ast.Subscript(slice=key, ctx=ast.Store()), ast.Assign(value=value) as statement:
            name = string(meant(key, module)) or ""
        case _:
            return False
    if not name or name in _ALWAYS or name in _asked_elsewhere(module):
        return False
    around = (each for each in module.ancestors(statement) if not isinstance(each, (ast.Try, ast.With)))
    if not isinstance(next(around), Function):
        return False
    texts = [_default(each, name, module) for each in _values(value, module)]
    return bool(texts) and all(each or (each == "" and not _EMPTY_IS_NONE.match(name)) for each in texts)


def _values(value: ast.expr, module: Module) -> Iterator[ast.expr | None]:
    """What a name, or an attribute of the class around, is bound to."""
    match value:
        case ast.Name():
            yield from (each.value if isinstance(each, Bound) else None for each in module.bindings(value))
        case ast.Attribute(value=ast.Name(), attr=word):
            class_ = module.above(value, ast.ClassDef)
            stored = map(module.parent, module.stored(word, class_) if class_ is not None else ())
            yield from (each.value if isinstance(each, ast.Assign) else None for each in stored)


def _default(value: ast.expr | None, name: str, module: Module) -> str | None:
    """The text that stands for a variable which is not set."""
    match value:
        case ast.Call(func=func, args=[key, default]) if string(meant(key, module)) == name:
            return string(default) if module.names(func) & _READERS else None
        case _:
            return None


@once
def _asked_elsewhere(module: Module) -> frozenset[str]:
    """The names of variables in decorators, outside functions, and where a test asks for one with ``in``."""
    decorators = (each for function in _decorated(module) for each in function.decorator_list)
    decorating = {id(node) for each in decorators for node in ast.walk(each)}
    texts = (each for each in module.nodes(ast.Constant) if isinstance(each.value, str))
    return frozenset(
        str(each.value)
        for each in texts
        if id(each) in decorating or module.function(each) is None or _is_looked_for(each, module)
    )


def _decorated(module: Module) -> Iterator[Function | ast.ClassDef]:
    yield from module.nodes(ast.FunctionDef)
    yield from module.nodes(ast.AsyncFunctionDef)
    yield from module.nodes(ast.ClassDef)


def _is_looked_for(text: ast.Constant, module: Module) -> bool:
    match module.parent(text):
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]):
            return left is text
        case _:
            return False
