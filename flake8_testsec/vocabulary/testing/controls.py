"""What the controls are called that decide who may do what."""

from __future__ import annotations

import ast
import re

from flake8_testsec.patterns import lazy, short
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module

CONTROL = short(
    r"_*(is_authenticated|(\w+_)?authori[sz](e|er|ation)|authori[sz]e_\w+|check_permissions?|check_permission_\w+|"
    r"check_password|has_perms?|has_perm\w*|verify_(\w+_)?(token|signature|password|jwt|cert)\w*|"
    r"validate_(\w+_)?(token|credential)\w*|login_required|enforce)\Z"
)
"""The last word of a function that authenticates, authorises or verifies."""

_OF_WHOM = r"account|admin|identity|principal|superuser|user"
_FURTHER = (
    r"(_(claims|data|dep|dependency|header|id|info|optional|payload|from_\w+|or_\w+|via_\w+|with_\w+))?"
)
"""What may follow: others would be of the thing, as a count of users, or a repository of roles."""
_DEPENDENCY = short(
    r"_*((get|require|verify|validate|check|ensure|authenticate)_)?"
    r"((?:(?:active|authenticated|current|logged_in|optional|the|verified)_)+"
    rf"(?:(?:active|admin|staff|super|verified)_?)*({_OF_WHOM}){_FURTHER}|"
    r"(?<=_)(admin|api_?keys?|auth|authenticated|authentication|credentials|jwt|login|permissions?|roles?|scopes?|"
    rf"superuser|tokens?){_FURTHER}|auth(entication|orization)?_(required|guard|dependency|user)|"
    r"oauth2?_(\w+_)?(bearer|header|scheme)|api_key_(auth|cookie|header|query|scheme|security))\Z"
)
_REQUIRED = short(r"\w*(admin|auth|login|permissions?|roles?|scopes?|staff|superuser|token|user)_required\Z")
_TELLS = short(r"_*(get_)?(\w+_)?(active|authenticated|current|logged_in|optional|verified)_\w+\Z|_*get_")

_SWITCH = short(
    r"(?=(?P<to>(\w+?_)??(BYPASS|DISABLE|NO|SKIP)_))(?P=to)(\w+_)?(AUTH\w*|CSRF|LOGIN|PERMISSIONS?|SIGNATURES?|SSL|TLS|VALIDATION|"
    r"VERIF(Y|ICATION))(_CHECKS?)?\Z|"
    r"(\w+_)?(AUTH\w*|CSRF|LOGIN|PERMISSIONS?|SIGNATURES?|VERIFICATION)_(CHECKS?_)?(BYPASS|DISABLED|SKIPPED)\Z"
)
_CONFIGURATION = short(r"(\w+_)?(conf|config|cfg|configuration|flags|options|settings)\Z", re.IGNORECASE)
_SECURITY = lazy(
    r"(?i).*(auth|cert|crypt|csrf|hasher|login|middleware|password|permi|secret|secur|throttl|token|valid|verif)"
)


def is_dependency(name: str) -> bool:
    """Whether a dependency of this name tells who is asking, or whether they may."""
    return bool(_DEPENDENCY.match(name) or _REQUIRED.match(name) or CONTROL.match(name))


def tells_who(name: str) -> bool:
    """Whether a dependency of this name gives the one who is asking, where nothing is nobody."""
    return bool(_TELLS.match(name)) and not CONTROL.match(name)


def is_switch(name: str) -> bool:
    """Whether a setting of this name turns off such a control, or the verification of a peer."""
    return bool(_SWITCH.match(name))


def switch_of(node: ast.Attribute | ast.Call | ast.Subscript, module: Module) -> str:
    """The setting of a configuration that an expression reads, if it turns off a control; else empty.

    Args:
        node: ``settings.SKIP_AUTH``, ``getattr(settings, "SKIP_AUTH", False)``, ``config.get("SKIP_AUTH")``.
        module: its module.
    """
    match node:
        case ast.Attribute(attr=word, value=owner, ctx=ast.Load()):
            pass
        case ast.Subscript(value=owner, slice=ast.Constant(value=str(word)), ctx=ast.Load()):
            pass
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(word)), *_]):
            pass
        case ast.Call(func=ast.Attribute(attr="get", value=owner), args=[ast.Constant(value=str(word)), *_]):
            pass
        case _:
            return ""
    names = (last_word(owner), *(each.rpartition(".")[2] for each in module.names(owner)))
    return word if is_switch(word) and any(map(_CONFIGURATION.match, names)) else ""


def sets_security(place: ast.AST, module: Module) -> bool:
    """Whether a branch among settings is about more than logging, caches and the test database."""
    branch = module.above(place, ast.stmt)
    return isinstance(branch, ast.If) and any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and bool(_SECURITY.match(each.id))
        for each in ast.walk(branch)
    )
