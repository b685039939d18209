"""Changes of imported modules that change nothing: nobody need put anything back."""

from __future__ import annotations

from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module


def harms_nobody(change: Touch, module: Module) -> bool:
    """Whether what a change leaves is what was there before, or what no import can meet.

    Args:
        change: the change of an attribute, or of an entry of ``sys.modules``.
        module: the module in which it stands.

    Returns:
        ``True`` where a module is given what it has imported under that name itself, and for an entry of
        ``sys.modules`` whose name is no name.
    """
    return _is_there(change, module) or _is_nameless(change)


def _is_there(change: Touch, module: Module) -> bool:
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    view = view_of(module)
    changed = view.facts(owner) if view is not None and owner else None
    given = module.names(change.value) if change.value is not None else frozenset()
    return bool(given) and changed is not None and given == frozenset(changed.meant(name))


def _is_nameless(change: Touch) -> bool:
    """Whether an entry is made under a text that an ``import`` cannot say: ``sys.modules["no-name"]``."""
    _, quote, name = change.text.removesuffix('"]').partition('["')
    is_entry = bool(quote) and change.tag == "set:sys.modules"
    return is_entry and not all(map(str.isidentifier, name.split(".")))
