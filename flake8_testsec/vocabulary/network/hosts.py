"""What kind of host a name or an address stands for, and which host an URL names."""

from __future__ import annotations

import enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.patterns import lazy

# What takes addresses and URLs apart is imported where there are some: in most files there are none.
if TYPE_CHECKING:
    import ipaddress
    from urllib.parse import SplitResult

_LONGEST = 2000
_NAME = lazy(r"[^\W_][\w-]{0,62}(\.[\w-]{1,63}){0,126}\Z")
_TOP = lazy(r"[^\W\d_][\w-]*[^\W_]\Z")

# RFC 2606 and RFC 6761, the special-use registry of the IANA, and the names that RFC 6762 (appendix G) and
# the ICANN (.internal) keep for networks of one's own.
_RESERVED = frozenset(
    {
        "alt",
        "arpa",
        "corp",
        "example",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "onion",
        "private",
        "test",
    }
)
_SECOND = frozenset({"com", "net", "org"})
"""Below these, ``example`` is kept (RFC 2606, section 3)."""
_LOOPBACK = frozenset({"ip6-localhost", "ip6-loopback", "localhost", "localhost.localdomain"})
# RFC 5737 and RFC 3849
_DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")


class HostKind(enum.Enum):
    """Where a host is, as far as its name or address tells."""

    LOOPBACK = enum.auto()
    """This machine: 127.0.0.0/8, ``::1``, ``localhost`` and the names below it."""
    ANY = enum.auto()
    """Every interface: ``0.0.0.0``, ``::``, and the empty name."""
    PRIVATE = enum.auto()
    """An address that is not reached from outside: private, link-local, shared, multicast."""
    RESERVED = enum.auto()
    """A name or address that is kept for documentation, tests and networks of one's own."""
    SINGLE_LABEL = enum.auto()
    """A name without a dot: a container, a service, an alias."""
    PUBLIC = enum.auto()
    """A name or address on the public network."""
    UNKNOWN = enum.auto()
    """Not a host's name at all: a template, a path, a placeholder."""


class Login(NamedTuple):
    """User and password in an URL, decoded; either may be empty."""

    user: str
    password: str


def kind(host: str) -> HostKind:
    """Classify a host.

    Args:
        host: a name or an address, IPv6 with or without brackets; no port.

    Returns:
        Its kind; `HostKind.UNKNOWN` for what is neither name nor address.
    """
    plain = host.strip().removeprefix("[").removesuffix("]").lower()
    address = _address(plain.partition("%")[0] if ":" in plain else plain)
    return _of_name(plain.removesuffix(".")) if address is None else _of_address(address)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    import ipaddress

    try:
        if text.replace(".", "").isdecimal() and text.isascii():
            import socket  # takes longer than a review, and few files need it

            # ``127.1`` and ``2130706433`` are addresses, too.
            return ipaddress.IPv4Address(socket.inet_aton(text))
        address = ipaddress.ip_address(text)
    except (OSError, ValueError):
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _of_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> HostKind:
    if address.is_unspecified:
        return HostKind.ANY
    if address.is_loopback:
        return HostKind.LOOPBACK
    if any(address in network for network in _documentation()):
        return HostKind.RESERVED
    return HostKind.PUBLIC if address.is_global and not address.is_multicast else HostKind.PRIVATE


@cache
def _documentation() -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    import ipaddress

    return tuple(map(ipaddress.ip_network, _DOCUMENTATION))


def _of_name(name: str) -> HostKind:
    if not name:
        return HostKind.ANY
    if name in _LOOPBACK or name.endswith(".localhost"):
        return HostKind.LOOPBACK
    if not _NAME.match(name):
        return HostKind.UNKNOWN
    labels = name.split(".")
    if len(labels) == 1:
        return HostKind.SINGLE_LABEL
    if labels[-1] in _RESERVED or "example" in labels:
        return HostKind.RESERVED
    return HostKind.PUBLIC if _TOP.match(labels[-1]) else HostKind.UNKNOWN


def is_kept(host: str) -> bool:
    """Whether somebody has kept a name or an address free, so that nobody can have it.

    Args:
        host: a host of the kind `HostKind.RESERVED`.

    Returns:
        ``False`` for names like ``api.example.io``, which mean an example and can be bought.
    """
    labels = host.strip().lower().removesuffix(".").split(".")
    is_top = labels[-1] in _RESERVED or (labels[-1] in _SECOND and labels[-2:-1] == ["example"])
    return is_top or _address(host.strip().removeprefix("[").removesuffix("]")) is not None


def host_of(url: str) -> str | None:
    """The host that an URL names.

    Args:
        url: an absolute URL of any scheme.

    Returns:
        The host without port and brackets, the first of several; ``None`` if there is none.
    """
    parts = _split(url)
    if parts is None:
        return None
    first = parts.netloc.rpartition("@")[2].partition(",")[0]
    host = first[1:].partition("]")[0] if first.startswith("[") else first.partition(":")[0]
    return host or None


def login_of(url: str) -> Login | None:
    """User and password that stand in an URL.

    Args:
        url: an absolute URL of any scheme.

    Returns:
        Both, decoded; ``None`` if the URL has no password.
    """
    parts = _split(url)
    if parts is None:
        return None
    from urllib.parse import unquote

    user, colon, password = parts.netloc.rpartition("@")[0].partition(":")
    return Login(unquote(user), unquote(password)) if colon else None


def _split(url: str) -> SplitResult | None:
    if len(url) > _LONGEST or "://" not in url:
        return None
    from urllib.parse import urlsplit

    try:
        return urlsplit(url)
    except ValueError:
        return None
