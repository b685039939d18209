"""Whom a context of TLS trusts: the authorities that it is given, or those of the system as well."""

from __future__ import annotations

import ast

from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import Leaf, leaves


def checks_chain(target: ast.Attribute, module: Module) -> bool:
    """Whether a context is told whom alone to trust, so that only the name of the host is open.

    Args:
        target: the attribute of the context that switches the check of the name off.
        module: its module.

    Returns:
        ``False`` where the context trusts the public authorities, too, as default ones do, where it is not
        known how it was made, and where its function has a mode that verifies nothing.
    """
    function = module.function(target)
    makers = [*leaves(target.value, module)]
    is_told = all(_is_empty(each, module) for each in makers) and _is_loaded(target, function, module)
    return (is_told or all(_is_given_few(each, module) for each in makers)) and all(
        module.function(each) is not function for each in module.attributes({"CERT_NONE"})
    )


def _is_loaded(target: ast.Attribute, function: ast.AST | None, module: Module) -> bool:
    owner, loaded = spelt(target.value), (each.func for each in module.calls({"load_verify_locations"}))
    return any(
        isinstance(each, ast.Attribute) and spelt(each.value) == owner and module.function(each) is function
        for each in loaded
    )


def _is_empty(maker: Leaf, module: Module) -> bool:
    """Whether a context is made that trusts nobody yet; a default one trusts all public authorities."""
    return isinstance(maker, ast.Call) and "ssl.SSLContext" in module.names(maker.func)


def _is_given_few(maker: Leaf, module: Module) -> bool:
    """Whether a context is made with its authorities, and so without the public ones."""
    if not isinstance(maker, ast.Call) or "ssl.create_default_context" not in module.names(maker.func):
        return False
    return any(each.arg in ("cafile", "capath", "cadata") for each in maker.keywords)
