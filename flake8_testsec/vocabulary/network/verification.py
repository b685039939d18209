"""Where calls are told not to verify their peer: the keywords that do it, library by library."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.clients import REQUESTS

_SWITCHES: Mapping[str, frozenset[str]] = {
    "aiohttp": frozenset({"ssl", "verify_ssl"}),
    "boto3": frozenset({"verify"}),
    "httpx": frozenset({"verify"}),
    "hvac": frozenset({"verify"}),
    "requests": frozenset({"verify"}),
    "urllib3": frozenset({"assert_hostname"}),
}
"""The keywords of each library that switch verification off with ``False``."""

MAKERS = (
    "aiohttp.TCPConnector",
    "boto3.client",
    "boto3.resource",
    "http.client.HTTPSConnection",
    "httpx.AsyncClient",
    "httpx.Client",
    "hvac.Client",
    "urllib3.HTTPSConnectionPool",
    "urllib3.PoolManager",
    "urllib3.ProxyManager",
    "urllib3.connection_from_url",
    "urllib3.connectionpool.HTTPSConnectionPool",
    "urllib3.poolmanager.PoolManager",
)
"""The calls that make a client, or what it connects with, by qualified name."""

# https://elasticsearch-py.readthedocs.io/, https://opensearch.org/docs/latest/clients/python-low-level/,
# https://python-gitlab.readthedocs.io/, https://min.io/docs/minio/linux/developers/python/API.html,
# https://pymongo.readthedocs.io/, https://httplib2.readthedocs.io/, https://www.tornadoweb.org/en/stable/httpclient.html,
# https://playwright.dev/python/docs/api/class-browser, https://proxmoxer.github.io/, https://developer.hashicorp.com/,
# https://www.selenium.dev/documentation/webdriver/drivers/options/
SAYING: Mapping[str, bool] = {
    "accept_insecure_certs": True,
    "cert_check": False,
    "disable_ssl_certificate_validation": True,
    "ignore_https_errors": True,
    "insecure_skip_verify": True,
    "ssl_verify": False,
    "tlsAllowInvalidCertificates": True,
    "tlsAllowInvalidHostnames": True,
    "tlsInsecure": True,
    "tls_verify": False,
    "validate_cert": False,
    "validate_certs": False,
    "verify_certs": False,
    "verify_ssl": False,
    "verify_tls": False,
}
"""Keywords that say themselves that they are about certificates, with the value that switches those off."""


def says_off(name: str | None, value: ast.expr) -> bool:
    """Whether a keyword or an attribute of one of the names in `SAYING` switches verification off."""
    if name is None or name not in SAYING:
        return False
    return isinstance(value, ast.Constant) and value.value is SAYING[name]


VERIFYING = (*REQUESTS, *MAKERS)
"""The calls that verify their peer unless they are told not to, by qualified name."""

SESSIONS = frozenset({"requests.Session", "requests.sessions.Session", "httpx.Client", "httpx.AsyncClient"})
"""The classes of sessions and clients, by qualified name."""

UNVERIFIED = frozenset({"ssl._create_unverified_context", "ssl._create_stdlib_context"})
"""The functions of the standard library that make a context without verification."""

_CONTEXTS = frozenset(f"{name}()" for name in UNVERIFIED)


def switched_off(call: ast.Call, module: Module) -> ast.keyword | None:
    """The keyword that tells a call of one of `VERIFYING` not to verify its peer; ``None`` if none does."""
    owners = {name.partition(".")[0] for name in module.names(call.func)}
    switches = {word for owner in owners for word in _SWITCHES.get(owner, ())}
    given = (each for keyword in call.keywords for each in _written_out(keyword, module))
    return next((each for each in given if _switches_off(each, switches, module)), None)


def _written_out(keyword: ast.keyword, module: Module) -> Iterator[ast.keyword]:
    """A keyword, or those of a dictionary that is unpacked: each of these stands where its value does."""
    match meant(keyword.value, module) if keyword.arg is None else None:
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant):
                    yield ast.copy_location(ast.keyword(str(key.value), value), value)
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            yield from keywords
        case _:
            yield keyword


def _switches_off(keyword: ast.keyword, switches: set[str], module: Module) -> bool:
    if keyword.arg == "cert_reqs":
        return is_cert_none(keyword.value, module)
    if keyword.arg in switches and is_false(keyword.value):
        return True
    return bool(module.names(keyword.value) & _CONTEXTS)


def is_cert_none(node: ast.expr, module: Module) -> bool:
    """Whether an expression asks for no certificate: the constant, or the text that urllib3 takes."""
    return string(node) in ("CERT_NONE", "NONE") or "ssl.CERT_NONE" in module.names(node)


def is_false(node: ast.expr) -> bool:
    """Whether an expression is the constant ``False``."""
    return isinstance(node, ast.Constant) and node.value is False
