"""A host that stands for every interface turned into one that only this machine can reach."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from flake8_testsec.fixing.edits import Edits, replaced, with_argument, written
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.suites import is_test_file

IPV4 = "127.0.0.1"
IPV6 = "::1"
_HOSTS = {"": IPV4, "*": IPV4, "0.0.0.0": IPV4, "::": IPV6}
_WORDS = {"listen": "address", "listenSSL": "interface", "listenTCP": "interface"}
"""The keyword of the host, by the last word of a call, where it is not ``host``."""
_ADDRESS = lazy(r"((?:tcp://)?)(\*|0\.0\.0\.0|\[::\])(:\S*)\Z")
_REACHED = lazy(
    r"host_?name|fqdn|INET6|multicast|broadcast|MEMBERSHIP|docker|container|\bssh\b|remote|ifaddr|netns", re.I
)
"""Words of a module in which somebody else may have to reach a server, or ask how."""


class Local(NamedTuple):
    """The host to bind, and the edits that do it; ``safe`` as `Fix` has it."""

    host: str
    edits: Edits = ()
    safe: bool = False


def local(place: ast.expr, module: Module) -> Local:
    """What stands for every interface as an address of this machine.

    Args:
        place: the literal, or the call that names no interface at all.
        module: its module.

    Returns:
        No edits where the machine's own name is asked for, for an empty host where sockets of the other
        protocol may be meant, and for a text that is not written in one piece.
    """
    if module.mentions("gethostname", "getfqdn"):
        return Local(IPV4)
    if isinstance(place, ast.Call):
        word = _WORDS.get(last_word(place.func), "host")
        return Local(IPV4, with_argument(place, f'{word}="{IPV4}"', module))
    text = string(place) or ""
    new, host = _new(text)
    quoted = re.fullmatch(r"""(["'])([^"'\\]*)\1""", written(place, module))
    if not new or quoted is None or quoted[2] != text or (text in ("", "*") and module.mentions("INET6")):
        return Local(host)
    return Local(host, replaced(place, f"{quoted[1]}{new}{quoted[1]}", module), _is_safe(place, text, module))


_HERE = lazy(r"\blocalhost\b|\b127\.0\.0\.1\b|\[::1\]|\A::1\Z|://0\.0\.0\.0\b")
"""An address by which a client reaches a server on the same machine."""


@once
def talks_to_itself(module: Module) -> bool:
    """Whether a text of a module names this machine: that is where the clients of its servers are.

    Args:
        module: the module; what its documentation and comments say does not count.
    """
    texts = (each.value for each in module.nodes(ast.Constant) if not _is_said(each, module))
    return any(isinstance(each, str) and _HERE.search(each) for each in texts)


def _is_said(constant: ast.Constant, module: Module) -> bool:
    return isinstance(module.parent(constant), ast.Expr)


def _new(text: str) -> tuple[str, str]:
    """The new text, and the host in it."""
    if text in _HOSTS:
        return _HOSTS[text], _HOSTS[text]
    found = _ADDRESS.match(text)
    if found is None:
        return "", IPV4
    # Servers that take an address as one text listen on both protocols there.
    host = "localhost" if "::" in found[2] else IPV4
    return ("", host) if found[1] and host != IPV4 else (f"{found[1]}{host}{found[3]}", host)


def _is_safe(place: ast.expr, text: str, module: Module) -> bool:
    """Whether only the test can know the address: it stands in the call, and nowhere else in the module."""
    if text not in ("", "0.0.0.0") or not is_test_file(module):
        return False
    stands = module.above(place, ast.stmt)
    bound = isinstance(stands, ast.Assign) and not isinstance(stands.value, ast.Call)
    known = _told(module) > bool(text)
    return not bound and not known and not _is_reached(module)


@once
def _told(module: Module) -> int:
    """How often the module names the address of every interface."""
    return module.source.count("0.0.0.0")


@once
def _is_reached(module: Module) -> bool:
    return bool(_REACHED.search(module.source))
