"""What the controls are called that decide who may do what."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy, short
from flake8_testsec.source.module import Module

CONTROL = short(
    r"_*(is_authenticated|(\w+_)?authori[sz](e|er|ation)|authori[sz]e_\w+|check_permissions?|check_permission_\w+|"
    r"check_password|has_perms?|has_perm\w*|verify_(\w+_)?(token|signature|password|jwt|cert)\w*|"
    r"validate_(\w+_)?(token|credential)\w*|login_required|enforce)\Z"
)
"""The last word of a function that authenticates, authorises or verifies."""

_SWITCH = short(
    r"(?=(?P<to>(\w+?_)??(BYPASS|DISABLE|NO|SKIP)_))(?P=to)(\w+_)?(AUTH\w*|CSRF|LOGIN|PERMISSIONS?|SIGNATURES?|SSL|TLS|VALIDATION|"
    r"VERIF(Y|ICATION))(_CHECKS?)?\Z"
)
_SECURITY = lazy(
    r"(?i).*(auth|cert|crypt|csrf|hasher|login|middleware|password|permi|secret|secur|throttl|token|valid|verif)"
)


def is_switch(name: str) -> bool:
    """Whether a setting of this name turns off such a control, or the verification of a peer."""
    return bool(_SWITCH.match(name))


def sets_security(place: ast.AST, module: Module) -> bool:
    """Whether a branch among settings is about more than logging, caches and the test database."""
    branch = module.above(place, ast.stmt)
    return isinstance(branch, ast.If) and any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and bool(_SECURITY.match(each.id))
        for each in ast.walk(branch)
    )
