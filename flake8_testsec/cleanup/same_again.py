"""Changes of imported modules that change nothing: nobody need put anything back."""

from __future__ import annotations

import ast
import sys

from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import leaves

_LOADED = frozenset({"importlib.util.module_from_spec()"})
_MADE = frozenset({"types.ModuleType()"})


def harms_nobody(change: Touch, module: Module) -> bool:
    """Whether what a change leaves is what was there before, or what no import can meet.

    Args:
        change: the change of an attribute, or of an entry of ``sys.modules``.
        module: the module in which it stands.

    Returns:
        ``True`` where a module is given what it has imported under that name itself, for an entry of
        ``sys.modules`` whose name is no name, or that of no module that anything imports if the rule is not
        asked for by name, and where a file is loaded as a module of which nobody knows.
    """
    return _is_there(change, module) or _is_nameless(change, module) or _is_loaded_anew(change, module)


def _is_there(change: Touch, module: Module) -> bool:
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    view = view_of(module)
    changed = view.facts(owner) if view is not None and owner else None
    given = module.names(change.value) if change.value is not None else frozenset()
    return bool(given) and changed is not None and given == frozenset(changed.meant(name))


def _is_nameless(change: Touch, module: Module) -> bool:
    """Whether an entry is made under a text that no ``import`` says, as ``sys.modules["no-name"]``."""
    if change.tag == "set:sys.modules" and _is_named_by_nobody(change.node, module):
        return True
    _, quote, name = change.text.removesuffix('"]').partition('["')
    if not quote or change.tag != "set:sys.modules":
        return False
    return not all(map(str.isidentifier, name.split("."))) or _is_nobodys(name, module)


def _is_named_by_nobody(target: ast.AST, module: Module) -> bool:
    """Whether an entry is made under a name that stands in a variable, which no other file imports."""
    match target:
        case ast.Subscript(slice=ast.Name() as first):
            pass
        case ast.Subscript(slice=ast.JoinedStr(values=[ast.FormattedValue(value=ast.Name() as first), *_])):
            pass
        case _:
            return False
    names = [string(each) if isinstance(each, ast.Constant) else None for each in leaves(first, module)]
    return bool(names) and all(each and each.isidentifier() and _is_nobodys(each, module) for each in names)


def _is_nobodys(name: str, module: Module) -> bool:
    """Whether no file of the project imports anything of a name, which is that of no module either."""
    view = view_of(module)
    if view is None or module.settings.enables("TSE313") or not _is_unknown(name, module):
        return False
    speakers = {path for word in name.split(".") for path in view.speaking_of(word)}
    return speakers <= {module.path}  # which names it itself


def _is_loaded_anew(change: Touch, module: Module) -> bool:
    """Whether what ``importlib`` makes of a file is kept under a made-up name, as its recipe has it, or a
    module that is made empty under one that is drawn."""
    match change.node, module.parent(change.node):
        case ast.Subscript(slice=key), ast.Assign(value=value) if change.tag == "set:sys.modules":
            names = [*leaves(key, module, _is_template)]
            is_drawn = module.names(value) == _MADE
            made_up = ((_is_drawn if is_drawn else _is_made_up)(each, module) for each in names)
            return (is_drawn or module.names(value) == _LOADED) and bool(names) and all(made_up)
        case _:
            return False


def _is_template(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr)


def _is_made_up(key: object, module: Module) -> bool:
    """Whether a key is the name of no module, as far as it is written out."""
    match key:
        case ast.Constant(value=str(name)):
            return _is_unknown(name, module)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if "." in start:
            return _is_unknown(start, module)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            return not any(each.startswith(start) for each in (*sys.stdlib_module_names, *_imported(module)))
        case _:
            return False


def _is_drawn(key: object, module: Module) -> bool:
    """Whether a part of a text is drawn anew each time, so that nobody else knows the whole."""
    nodes = ast.walk(key) if isinstance(key, ast.JoinedStr) else ()
    calls = (each for each in nodes if isinstance(each, ast.Call))
    return any(name.startswith("uuid.uuid") for each in calls for name in module.names(each.func))


def _is_unknown(name: str, module: Module) -> bool:
    """Whether no module is called so: none of the language, of the project, or that the file imports."""
    top, view = name.partition(".")[0], view_of(module)
    is_ours = view is not None and view.place(top) is not None
    return not is_ours and top not in sys.stdlib_module_names and top not in _imported(module)


@once
def _imported(module: Module) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for _, name in module.scopes.imported())
