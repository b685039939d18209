"""Objects of libraries that give back what they hold when nobody has them any more."""

from __future__ import annotations

from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.source.module import Module


def may_close_itself(obligation: Obligation, module: Module) -> bool:
    """Whether the class of what a library makes can be read, and has a ``__del__`` or a finalizer.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``False`` for what the standard library makes.
    """
    if not obligation.resource.library:
        return False
    from flake8_testsec.cleanup.own_classes import closes_itself  # few ask for it

    return closes_itself(obligation.call, module)
