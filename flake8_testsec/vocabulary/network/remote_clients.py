"""Clients of services, as tests have them: what they are told by."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import islice

from flake8_testsec.patterns import short
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.clients import makers_of

_LIBRARIES = frozenset(
    {"aioboto3", "aiobotocore", "azure", "boto", "boto3", "botocore", "consul", "docker", "elasticsearch"}
    | {"github", "gitlab", "jira", "keycloak", "keystoneclient", "kubernetes", "libcloud", "minio", "okta"}
    | {"neutronclient", "novaclient", "openstack", "opensearchpy", "pika", "podman", "psycopg", "psycopg2"}
)
"""Libraries of clients that reach other machines or daemons, and nothing else."""

_PLACES = frozenset({"address", "base_url", "endpoint", "endpoint_url", "host", "hostname", "uri", "url"})
_REMOTE = short(r"(https?|grpcs?|tcp|wss?)://")
_SAYS = short(r"_*(\w+_)?(api|client|cloud)\Z")
_MOST = 20


def is_of_service(call: ast.Call, module: Module) -> bool:
    """Whether a method is one of a client by which a service is reached, which keeps what is made there.

    Args:
        call: a call of a method.
        module: its module.

    Returns:
        ``True`` for a call that is awaited, and for a client that a library for services makes, or that is
        told where the service is; where nobody sees it made, for one that is called so. What a test makes
        of a class without saying any place may be a store in memory, and what has another name a window.
    """
    makers = [*islice(makers_of(call, module), _MOST)]
    if isinstance(module.parent(call), ast.Await):
        return True
    if makers:
        return any(_is_remote(each, module) for each in makers)
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return bool(_SAYS.match(last_word(owner)))


def _is_remote(maker: ast.Call, module: Module) -> bool:
    if any(name.partition(".")[0] in _LIBRARIES for name in module.names(maker.func)):
        return True
    return any(each.arg in _PLACES for each in maker.keywords) or _names_place(maker.args)


def _names_place(given: Sequence[ast.expr]) -> bool:
    return any(_REMOTE.match(string(each) or "") for each in given)
