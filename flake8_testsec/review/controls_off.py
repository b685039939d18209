"""Controls of TLS, host keys and forged requests that are off, by what the switches are called."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.review.given_names import given
from flake8_testsec.source.calls import argument, spelt, string, truth
from flake8_testsec.source.module import Module

_ON = lazy(
    r"(?i)(?:check_?hostname|(?:ssl|tls)?_?verif(?:y|ication)(?:_?(?:ssl|tls|certs?|peer|host(?:name)?))?|"
    r"validate_?certs?|host_?key_?checking|(?:\w+_)?(?:host_?|alt_)name_?match(?:ing)?|match_?hostname)\Z"
)
"""Switches that keep a control on."""
_OFF = lazy(
    r"(?i)(?:(?:ssl|tls)_?(?:insecure|no_?verify)|insecure_?(?:skip_?verify|tls|ssl)|"
    r"disable_?(?:ssl|tls)_?(?:certificate_?)?(?:validation|verification))\Z"
)
"""Switches that turn one off."""
_FORMS_ON = lazy(
    r"(?i)(?:\w+_)?(?:csrf|xsrf)(?:_?(?:enabled|protect(?:ion)?|checks?|check_default|cookies))?\Z|enforce_csrf_checks\Z"
)
"""Switches that keep forged requests out: of Flask-WTF, of the clients of Django and of other frameworks."""
_FORMS_OFF = lazy(
    r"(?i)_?dont_enforce_csrf_checks\Z|(?:disable|skip|ignore|no)_csrf\w*\Z|csrf_(?:disabled|exempt)\Z"
)
_LOGIN_OFF = lazy(r"(?:LOGIN|AUTH|AUTHENTICATION|AUTHORIZATION)_DISABLED\Z")
"""Of Flask-Login, and what others call theirs."""
_RIGHTS_ON = lazy(
    r"(?:\w+_)?(?:PERMISSIONS?|(?:LOGIN|AUTH|AUTHENTICATION|AUTHORIZATION)_(?:REQUIRED|ENABLED))\Z"
)
"""Settings of applications, as they call them themselves."""
_ATTEMPTS_ON = lazy(r"(?:\w+_)?(?:THROTTLE|THROTTLING|RATE_?LIMIT|RATE_?LIMITING)(?:_(?:FACTOR|ENABLED?))?\Z")
_MIDDLEWARE = lazy(r"[\w.]*\b(?:Csrf\w*|Security|Authentication)Middleware\Z")
_POLICIES = frozenset({"AutoAddPolicy", "WarningPolicy", "CERT_NONE", "_create_unverified_context"})


def facts(module: Module) -> Iterator[Fact]:
    """Switches under such names in calls, displays and assignments, then policies that accept everybody,
    and what keeps forged requests out.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for name, value in given(module):
        if _is_off(name, value):
            found[f"{name}: {spelt(value)}"].append(value)
    for node in (*module.attributes(_POLICIES), *_named(module)):
        found[spelt(node)].append(node)
    words = "By its name, a check of certificates, host names or host keys is off or lenient: "
    told = (fact("control-off", nodes, words, code(text), ".", subject=text) for text, nodes in found.items())
    yield from capped(told, "such switches")
    yield from capped(_of_requests(module), "such switches")


def _of_requests(module: Module) -> Iterator[Fact]:
    """Switches of what keeps forged requests, or those of nobody, away from an application."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    if not _MAY_BE.search(module.source):
        return
    for name, value in given(module):
        if what := _request_control(name, value):
            found[what, f"{name}: {spelt(value)}"].append(value)
    for node in _removed(module):
        found["a protection of requests", spelt(node)].append(node)
    for mark in (*module.named("csrf_exempt"), *module.attributes({"csrf_exempt"})):
        found[_CSRF, spelt(mark)].append(mark)
    for (what, text), nodes in found.items():
        words = f"By its name, {what} is off: "
        yield fact("control-off", nodes, words, code(text), ".", subject=text)


_MAY_BE = lazy(r"(?i)csrf|xsrf|DISABLED|Middleware|PERMISSION|_REQUIRED|_ENABLED|THROTTL|LIMIT")
_CSRF = "the protection against forged requests (CSRF)"


def _request_control(name: str, value: ast.expr) -> str:
    """Which control a switch turns off; empty if it is none or turns nothing off."""
    held = truth(value) if isinstance(value, ast.Constant) else None
    return _switch(name, held) if name and held is not None else ""


@lru_cache(maxsize=8192)  # the same names are given values again and again
def _switch(name: str, is_on: bool) -> str:
    if _FORMS_OFF.match(name) if is_on else _FORMS_ON.match(name):
        return _CSRF
    if not is_on and _RIGHTS_ON.match(name):
        return "a check of logins or rights"
    if not is_on and _ATTEMPTS_ON.match(name):
        return "a limit of attempts"
    return "the login that is asked for" if is_on and _LOGIN_OFF.match(name) else ""


def _removed(module: Module) -> Iterator[ast.expr]:
    """Middleware that is taken out of a list: ``MIDDLEWARE.remove(...)``, ``{"remove": [...]}``."""
    for call in module.calls({"remove"}):
        if _MIDDLEWARE.match(string(argument(call, 0)) or ""):
            yield call
    for name, value in given(module):
        texts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        if name == "remove":
            yield from (each for each in texts if _MIDDLEWARE.match(string(each) or ""))


def _named(module: Module) -> Iterator[ast.Name]:
    words = _POLICIES.intersection(module.names_used)
    return (each for each in module.nodes(ast.Name) if each.id in words) if words else iter(())


def _is_off(name: str, value: ast.expr) -> bool:
    if not isinstance(value, ast.Constant) or value.value is None:  # with which a library's own is meant
        return False
    return truth(value) is (False if _ON.match(name) else True if _OFF.match(name) else None)
