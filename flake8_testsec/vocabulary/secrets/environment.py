"""The environment as a whole: which expressions stand for it, and where a test has emptied it before."""

from __future__ import annotations

import ast

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, last_word, string, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, methods

ENVIRON = frozenset({"os.environ", "os.environb"})
"""The mapping itself, by qualified name."""

HINT = "environ"
"""What every module has in it that mentions the environment."""

_VIEWS = frozenset(f"{name}.{view}()" for name in ENVIRON for view in ("copy", "items", "keys", "values"))
_DEEPEST = 3
_COPIES = frozenset({"dict", "copy.copy", "copy.deepcopy"})


def may_be_changed(module: Module) -> bool:
    """Whether a module may do more with the environment than read it; a first look.

    Args:
        module: any module.

    Returns:
        ``False`` if it mentions the environment only to read an entry, to look for one, or to hand all of it
        to ``mock.patch.dict``, and sets nothing by a function or by a name.
    """
    by_name = (each.func for each in module.calls({"setattr", "delattr"}))
    if module.mentions("putenv", "environb") or any(isinstance(each, ast.Name) for each in by_name):
        return True
    names = {name for name, meant in module.scopes.imported() if meant in ENVIRON}
    named = (each for each in module.nodes(ast.Name) if names and each.id in names)
    return not all(_is_read(each, module) for each in (*module.attributes({HINT}), *named))


def _is_read(node: ast.expr, module: Module) -> bool:
    match module.parent(node):
        case ast.Subscript(value=value, ctx=ast.Load()):
            return value is node
        case ast.Attribute(attr="copy" | "get") | ast.Compare():
            return True
        case ast.Call(func=func, args=args):
            return node in args and last_word(func) == "dict"
        case _:
            return False


def is_environment(node: ast.expr, module: Module, depth: int = 0) -> bool:
    """Whether the representation of an expression shows every variable with its value.

    Args:
        node: any expression.
        module: its module.
        depth: how many displays and copies are around it.

    Returns:
        ``True`` for ``os.environ``, its copies and views (``keys()`` shows the values, too), a display that
        takes all of it in, and names bound to one of them alone.
    """
    names = module.names(node)
    if names and names <= ENVIRON | _VIEWS:
        return True
    if depth > _DEEPEST:
        return False
    match node:
        case ast.Dict(keys=keys, values=values):
            taken = (value for key, value in zip(keys, values, strict=True) if key is None)
            return any(is_environment(value, module, depth + 1) for value in taken)
        case ast.Call(func=func, args=[first, *_]) if module.names(func) & _COPIES:
            return is_environment(first, module, depth + 1)
        case ast.Name():
            match module.bindings(node):
                case [Bound(value=value)]:
                    return is_environment(value, module, depth + 1)
    return False


def is_emptied(node: ast.AST, module: Module) -> bool:
    """Whether the test around a node has cleared or replaced the environment.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` for ``clear=True`` and the like in the function, its decorators, those of its class, and in
        the hooks and fixtures of class and module.
    """
    around = [above for above in module.ancestors(node) if isinstance(above, Function)]
    if any(_is_emptying(each, module) for each in around) or _is_module_emptied(module):
        return True
    class_ = next((found for each in around if (found := module.class_of(each))), None)
    return class_ is not None and _is_class_emptied(class_, module)


@once
def _is_emptying(root: ast.AST, module: Module) -> bool:
    return any(_empties(each, module) for each in ast.walk(root))


@once
def _is_module_emptied(module: Module) -> bool:
    """Whether a hook or a fixture at the top of the module empties the environment."""
    own = [each for each in module.tree.body if isinstance(each, Function)]
    run = (each for each in own if is_hook(each) or is_fixture(each, module))
    return any(_is_emptying(each, module) for each in run)


@once
def _is_class_emptied(class_: ast.ClassDef, module: Module) -> bool:
    run = (each for each in methods(class_) if is_hook(each) or is_fixture(each, module))
    return any(_is_emptying(each, module) for each in (*class_.decorator_list, *run))


def _empties(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr="clear")):
            return bool(module.names(owner) & ENVIRON)
        case ast.Call(func=ast.Attribute(attr="dict")):
            clear = keyword(node, "clear")
            return clear is not None and truth(clear.value) is True
        case ast.Call(args=[first, *rest]) if last_word(node.func) in ("setattr", "object", "patch"):
            whole = string(first) == "os.environ"
            return whole or (
                bool(module.names(first) & {"os"}) and [string(each) for each in rest[:1]] == ["environ"]
            )
        case ast.Assign(targets=[ast.Attribute() as target]):
            return bool(module.names(target) & ENVIRON)
        case _:
            return False
