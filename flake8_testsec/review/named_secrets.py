"""Literals under the names of secrets: the names, and never what the secrets are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from flake8_testsec.digests import digest
from flake8_testsec.patterns import lazy
from flake8_testsec.review.given_elsewhere import by_place_elsewhere
from flake8_testsec.review.given_names import given, handed
from flake8_testsec.source.calls import argument, last_word, spelt, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.hosts import host_of
from flake8_testsec.vocabulary.secrets.outputs import tells_of_secret

_PLAIN = lazy(
    r"(?i)(?:\w+[_-])?(?:pwd|passwd|(?:b64|auth|session|refresh)?token|secret|token_secret|client_secret|access_token|passphrase|authorization)\Z"
)
_SEVERAL = lazy(
    r"(?i)(?:\w+_)?(?:secrets|credentials|creds|passwords|passphrases|api_?keys|access_?tokens)\Z"
)
"""Names of what holds several; under that of one secret a display holds something else, such as errors."""
_TAKERS = frozenset(
    {"set_password", "check_password", "hash_password", "make_password", "verify_password", "passwd"}
)
"""Calls that take a password first, by their names."""
_LOGINS = frozenset({"login", "authenticate", "sign_in", "log_in"})
"""Calls that take a user and a password, by their names."""
_LINE = lazy(r"(?m)^[^\S\n]*(?P<name>\w*(?:password|passwd|secret|api_key|token))\s*[=:]\s*[^\s={}$<%]+\s*$")


def every(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """All that is given under such a name, written out or in a display, and what texts of settings set.

    Args:
        module: the module.

    Yields:
        The name, and the literal.
    """
    yield from _texts(module)
    yield from _pairs(module)
    yield from _passwords(module)
    yield from _in_texts(module)


def credentials(module: Module) -> Iterator[tuple[str, str, ast.AST]]:
    """Literals under the names of secrets: the name, what tells one value from another, and the literal."""
    for name, node in sorted(_texts(module), key=lambda pair: (pair[1].lineno, pair[1].col_offset)):
        yield name, digest(_content(node).encode("utf-8", "surrogatepass")), node


def borrowed(module: Module) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Names of secrets under which a name stands that is bound to a literal: both, and the literal."""
    for name, value in given(module):
        held = handed(value, module) if _is_secret(name) else None
        if held is not None and _is_text(held) and not _is_told(value):
            yield name, value, held


def by_parameter(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Texts that functions of other files of the project are given by place, under their parameters' names.

    Args:
        module: the module.

    Yields:
        The parameter, and the literal or the name that is given.
    """
    for word, value in by_place_elsewhere(module, _is_secret):
        if _is_text(meant(value, module)) and not _is_told(value):
            yield word, value


def in_pairs(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Texts behind the name of a secret in a pair: ``[("password", "123")]``, as forms and headers are given.

    Args:
        module: the module.

    Yields:
        The name, and the literal.
    """
    for pair in module.nodes(ast.Tuple):
        match pair.elts:
            case [ast.Constant(value=str(name)), ast.Constant(value=str() | bytes() as text)] if text:
                is_entry = isinstance(module.parent(pair), ast.List | ast.Tuple | ast.Set)
                if is_entry and _is_secret(name) and not _is_secret(str(text)):
                    yield name, pair.elts[1]


def by_place(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Calls that are given a URL and two more texts by their places, which may be a user and a password.

    Args:
        module: the module.

    Yields:
        How what is called is written, and the call.
    """
    for call in module.nodes(ast.Call):
        match call.args:
            case [ast.Constant(value=str(url)), user, password] if (
                "://" in url and last_word(call.func)[:1].isupper()
            ):
                if _is_text(user) and _is_text(password) and host_of(url):
                    yield f"{spelt(call.func)}()", call


def _is_told(value: ast.expr) -> bool:
    """Whether the name is that of a secret itself, so that the literal is told under it."""
    return isinstance(value, ast.Name) and _is_secret(value.id)


def _content(node: ast.expr) -> str:
    return string(node) or ast.dump(node)


def _texts(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for name, value in given(module):
        is_held = bool(_SEVERAL.match(name)) and _holds_text(value)
        if name and (is_held or (_is_text(value) and _is_secret(name))):
            yield name, value


def _is_text(value: ast.AST) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, (str, bytes)) and bool(value.value)


def _holds_text(value: ast.expr) -> bool:
    """Whether a value is a display with a text in it, however deep."""
    displays = (ast.Dict, ast.List, ast.Tuple, ast.Set)
    return isinstance(value, displays) and any(
        isinstance(each, ast.expr) and _is_text(each) for each in walk(value)
    )


@lru_cache(maxsize=16384)
def _is_secret(name: str) -> bool:
    """Whether a name is one of a secret's; a plain token is none for rules, and may be one for a reader."""
    return tells_of_secret(name.replace("-", "_")) or bool(_PLAIN.match(name.replace("-", "_")))


def _pairs(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Passwords that are given with a user, as requests and its like take them: ``auth=("ann", "x")``."""
    for each in module.nodes(ast.keyword):
        match each.value:
            case ast.Tuple(elts=[_, ast.Constant(value=str(text)) as password]) if each.arg in _AUTH and text:
                yield each.arg or "", password
            case ast.Constant(value=str(text)) if each.arg in (*_AUTH, *_USERS) and _BOTH.match(text):
                yield each.arg or "", each.value


_BOTH = lazy(r"[^\s:/@]{1,200}:[^\s/]{1,200}\Z")
"""A user and a password in one text."""
_AUTH = ("auth", "http_auth", "basic_auth", "proxy_auth")
_USERS = ("proxy_user", "userpwd", "user_password")


def _passwords(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Literals that are given first to calls that take a password."""
    for call in module.calls(_TAKERS):
        is_alone = len(call.args) == 1 or last_word(call.func) in ("check_password", "verify_password")
        if call.args and is_alone and _is_text(call.args[0]):
            yield f"{last_word(call.func)}()", call.args[0]
    for call in module.calls({"create_user", "create_superuser"}):
        password = argument(call, 2, "password")  # behind the user and the address, as Django has them
        if password is not None and len(call.args) > 2 and _is_text(password):
            yield f"{last_word(call.func)}()", password
    for call in module.calls(_LOGINS):
        match call.args:
            case [user, password] if _is_text(user) and _is_text(password):
                yield f"{last_word(call.func)}()", password


def _in_texts(module: Module) -> Iterator[tuple[str, ast.expr]]:
    """Texts of settings with a line that sets a password."""
    if "passw" not in module.lowered and "secret" not in module.lowered:
        return
    for node in module.nodes(ast.Constant):
        if isinstance(node.value, str) and "\n" in node.value:
            for match in _LINE.finditer(node.value):
                yield match["name"], node
