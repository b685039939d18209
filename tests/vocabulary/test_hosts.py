"""Kinds of hosts, what stays silent first, and what URLs name."""

from __future__ import annotations

import pytest

from flake8_testsec.vocabulary.network.hosts import HostKind, Login, host_of, kind, login_of

KINDS = {
    # not a host
    "{host}": HostKind.UNKNOWN,
    "%s": HostKind.UNKNOWN,
    "<your-host>": HostKind.UNKNOWN,
    "a/b.c": HostKind.UNKNOWN,
    "two words.com": HostKind.UNKNOWN,
    "version.1": HostKind.UNKNOWN,
    "999.1.1.1": HostKind.UNKNOWN,
    "a..b": HostKind.UNKNOWN,
    "-a.com": HostKind.UNKNOWN,
    "a." + "b" * 64 + ".com": HostKind.UNKNOWN,
    # this machine
    "localhost": HostKind.LOOPBACK,
    "LOCALHOST.": HostKind.LOOPBACK,
    "localhost.localdomain": HostKind.LOOPBACK,
    "shop.localhost": HostKind.LOOPBACK,
    "127.0.0.1": HostKind.LOOPBACK,
    "127.1": HostKind.LOOPBACK,
    "2130706433": HostKind.LOOPBACK,
    "::1": HostKind.LOOPBACK,
    "[::1]": HostKind.LOOPBACK,
    "::ffff:127.0.0.1": HostKind.LOOPBACK,
    # every interface
    "": HostKind.ANY,
    "0.0.0.0": HostKind.ANY,
    "0": HostKind.ANY,
    "::": HostKind.ANY,
    "[::]": HostKind.ANY,
    # not reached from outside
    "10.1.2.3": HostKind.PRIVATE,
    "172.16.0.1": HostKind.PRIVATE,
    "192.168.1.1": HostKind.PRIVATE,
    "100.64.0.1": HostKind.PRIVATE,
    "169.254.169.254": HostKind.PRIVATE,
    "224.0.0.1": HostKind.PRIVATE,
    "fd00::1": HostKind.PRIVATE,
    "fe80::1%eth0": HostKind.PRIVATE,
    "::ffff:10.0.0.1": HostKind.PRIVATE,
    # kept for documentation and networks of one's own
    "192.0.2.7": HostKind.RESERVED,
    "198.51.100.7": HostKind.RESERVED,
    "203.0.113.7": HostKind.RESERVED,
    "2001:db8::7": HostKind.RESERVED,
    "example.com": HostKind.RESERVED,
    "api.example.org": HostKind.RESERVED,
    "www.example.de": HostKind.RESERVED,
    "a.example": HostKind.RESERVED,
    "shop.test": HostKind.RESERVED,
    "nowhere.invalid": HostKind.RESERVED,
    "printer.local": HostKind.RESERVED,
    "db.svc.cluster.local": HostKind.RESERVED,
    "metadata.google.internal": HostKind.RESERVED,
    # a service or a container
    "db": HostKind.SINGLE_LABEL,
    "my_queue": HostKind.SINGLE_LABEL,
    "web-1": HostKind.SINGLE_LABEL,
    # public
    "8.8.8.8": HostKind.PUBLIC,
    "2606:4700::1111": HostKind.PUBLIC,
    "acme.io": HostKind.PUBLIC,
    "API.acme.io.": HostKind.PUBLIC,
    "contest.com": HostKind.PUBLIC,
    "bücher.de": HostKind.PUBLIC,
    "xn--bcher-kva.de": HostKind.PUBLIC,
    "a_b.acme.xn--p1ai": HostKind.PUBLIC,
}


@pytest.mark.parametrize(("host", "expected"), KINDS.items(), ids=repr)
def test_hosts_are_classified(host: str, expected: HostKind) -> None:
    assert kind(host) is expected


HOSTS = {
    "no scheme": ("acme.io:80/x", None, None),
    "an empty host": ("file:///etc/hosts", None, None),
    "a bracket that is not closed": ("http://[::1/", None, None),
    "far too long": ("http://u:p@acme.io/" + "x" * 2000, None, None),
    "a plain host": ("https://acme.io/x?y=@z", "acme.io", None),
    "a port": ("https://acme.io:8443", "acme.io", None),
    "an IPv6 address": ("http://[::1]:8080/", "::1", None),
    "a user alone": ("ssh://git@acme.io/", "acme.io", None),
    "user and password": ("amqp://me:pw@queue:5672//", "queue", Login("me", "pw")),
    "a password alone": ("redis://:pw@queue/0", "queue", Login("", "pw")),
    "an empty password": ("redis://me:@queue/0", "queue", Login("me", "")),
    "escapes": ("amqp://a%40b:c%3Ad@queue", "queue", Login("a@b", "c:d")),
    "an at sign in the password": ("amqp://me:p@w@queue/", "queue", Login("me", "p@w")),
    "several hosts": ("mongodb://me:pw@a.acme.io:1,b.acme.io:2/db", "a.acme.io", Login("me", "pw")),
}


@pytest.mark.parametrize(("url", "host", "login"), HOSTS.values(), ids=HOSTS)
def test_urls_are_taken_apart(url: str, host: str | None, login: Login | None) -> None:
    assert host_of(url) == host
    assert login_of(url) == login
