"""Calls, beside those of HTTP clients, that reach a host: by its name or address, or by an URL."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.source.calls import argument, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.source.receivers import callees
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.clients import beginnings, publics
from flake8_testsec.vocabulary.network.hosts import HostKind, kind


class Peer(NamedTuple):
    """A host on the public network, and the literal that names it."""

    node: ast.expr
    host: str


# https://docs.python.org/3/library/socket.html, ftplib.html, imaplib.html, poplib.html, smtplib.html,
# ssl.html, asyncio-stream.html; https://docs.paramiko.org/; https://www.dnspython.org/docs/;
# https://pypi.org/project/ntplib/
_HOSTS: Mapping[str, tuple[int, str]] = {
    "asyncio.open_connection": (0, "host"),
    "dns.resolver.Resolver().query": (0, "qname"),
    "dns.resolver.Resolver().resolve": (0, "qname"),
    "dns.resolver.query": (0, "qname"),
    "dns.resolver.resolve": (0, "qname"),
    "ftplib.FTP": (0, "host"),
    "ftplib.FTP_TLS": (0, "host"),
    "imaplib.IMAP4": (0, "host"),
    "imaplib.IMAP4_SSL": (0, "host"),
    "ntplib.NTPClient().request": (0, "host"),
    "paramiko.SSHClient().connect": (0, "hostname"),
    "poplib.POP3": (0, "host"),
    "poplib.POP3_SSL": (0, "host"),
    "smtplib.SMTP": (0, "host"),
    "smtplib.SMTP_SSL": (0, "host"),
    "socket.create_connection": (0, "address"),
    "socket.getaddrinfo": (0, "host"),
    "socket.gethostbyname": (0, "hostname"),
    "socket.gethostbyname_ex": (0, "hostname"),
    "socket.socket().connect": (0, "address"),
    "socket.socket().connect_ex": (0, "address"),
    "ssl.get_server_certificate": (0, "addr"),
    "telnetlib.Telnet": (0, "host"),
}
"""Where the host stands, alone or in a pair with its port: the place and the keyword."""

# https://pandas.pydata.org/docs/reference/io.html; https://gitpython.readthedocs.io/;
# https://feedparser.readthedocs.io/; https://pypi.org/project/wget/, https://pypi.org/project/gdown/;
# https://www.fatiando.org/pooch/; https://docs.pytorch.org/docs/stable/hub.html;
# https://scikit-image.org/docs/; https://imageio.readthedocs.io/; https://websockets.readthedocs.io/;
# https://websocket-client.readthedocs.io/; https://www.tornadoweb.org/; https://docs.python-zeep.org/;
# https://www.selenium.dev/selenium/docs/api/py/; https://treq.readthedocs.io/; https://httplib2.readthedocs.io/
_READERS = ("csv", "excel", "feather", "html", "json", "parquet", "pickle", "table", "xml")
_BROWSERS = ("Chrome", "Edge", "Firefox", "Remote", "Safari")
_URLS: Mapping[str, tuple[int, str]] = {
    **{f"pandas.read_{each}": (0, "filepath_or_buffer") for each in _READERS},
    **{f"selenium.webdriver.{each}().get": (0, "url") for each in _BROWSERS},
    "astropy.utils.data.download_file": (0, "remote_url"),
    "feedparser.parse": (0, "url_file_stream_or_string"),
    "gdown.download": (0, "url"),
    "git.Repo.clone_from": (0, "url"),
    "httplib2.Http().request": (0, "uri"),
    "imageio.imread": (0, "uri"),
    "pooch.retrieve": (0, "url"),
    "requests_html.HTMLSession().get": (0, "url"),
    "skimage.io.imread": (0, "fname"),
    "suds.client.Client": (0, "url"),
    "torch.hub.load_state_dict_from_url": (0, "url"),
    "tornado.httpclient.AsyncHTTPClient().fetch": (0, "request"),
    "tornado.httpclient.HTTPClient().fetch": (0, "request"),
    "treq.get": (0, "url"),
    "treq.post": (0, "url"),
    "websocket.create_connection": (0, "url"),
    "websockets.connect": (0, "uri"),
    "websockets.sync.client.connect": (0, "uri"),
    "wget.download": (0, "url"),
    "zeep.Client": (0, "wsdl"),
}
"""Where the URL stands: the place and the keyword."""

REACHING = tuple(sorted({*_HOSTS, *_URLS}))
"""All these calls, by qualified name."""

REACHING_WORDS = tuple(sorted({name.rpartition(".")[2] for name in REACHING if "()" in name}))
"""The last words of those that are methods of what another call makes."""


def peers(call: ast.Call, module: Module) -> Iterator[Peer]:
    """The public hosts that a call of one of `REACHING` may reach.

    Args:
        call: such a call.
        module: its module.

    Yields:
        Each host with its literal, as far as the text tells; nothing if arguments are hidden.
    """
    for name in sorted(callees(call, module)) if not unpacks(call) else ():
        if name in _URLS and (url := argument(call, *_URLS[name])) is not None:
            yield from (Peer(each.node, each.host) for each in publics(url, module))
        if name in _HOSTS and (host := argument(call, *_HOSTS[name])) is not None:
            yield from _named(host, module)


def _named(host: ast.expr, module: Module) -> Iterator[Peer]:
    """The public hosts that an expression may stand for, alone or first in a pair."""
    match meant(host, module):
        case ast.Tuple(elts=[first, _, *_]):
            host = first
    for text in beginnings(host, module):
        if kind(text.text) is HostKind.PUBLIC:
            yield Peer(text.node, text.text)
