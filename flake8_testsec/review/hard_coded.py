"""Hard-coded values: literals by what they look like, each value once, with all of its lines."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.review import compared_ids, given_elsewhere, given_names, named_secrets
from flake8_testsec.review.document import Fact, code, counted, fact, masked, without_settings
from flake8_testsec.source.calls import string
from flake8_testsec.source.literals import GAP, literals
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.network.hosts import HostKind, host_of, is_kept, kind, login_of

_TOPS = ("com", "org", "net", "io", "dev", "test", "example", "invalid", "local", "localhost", "internal")
_FOLDERS = (
    *("bin", "dev", "etc", "home", "lib", "mnt", "opt", "proc", "root", "run", "srv", "sys", "tmp"),
    *("usr", "var"),
)

NOTHING = (
    "No literal in this file, those aside that stand alone as docstrings do, is as a whole, with fewer than "
    "300 characters, one of these forms: a URL with its scheme in small letters; localhost, or names in "
    f"small letters with dots between them, the last of them one of {', '.join(_TOPS)}; an IPv4 address that "
    "stands under no name of a version, or an IPv6 address of hexadecimal digits and colons alone, with or "
    "without the size of a network; a path "
    f"without spaces below a drive or one of {', '.join(f'/{each}' for each in _FOLDERS)}; a mail address of "
    "plain letters, digits and the signs . _ + - with a dot behind its @; a UUID with its hyphens. None is "
    "seen to hold a key or a certificate; by the names that are known, none is given, whole, under that of "
    "a port, an id or a secret, and no text is compared, by == or assertEqual, with what has that of an id. "
    "Texts in which something stands before or behind such a value were looked through for URLs, keys and "
    "certificates alone."
)

_MOST = 8
"""Values of one kind that are shown one by one."""

_UUID = lazy(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_HEX = lazy(r"(?=.*[a-fA-F])(?=.*\d)[0-9a-fA-F]{32}\Z")
_BEGIN = 8
"""Digits that are shown of a text that may be a secret."""
_HOST = lazy(r"(?:fake-?|dest-?|source-?|src-?)?(?:host|compute|node|server)[-_]?(?:\d+|[a-z])\Z")
_DOTTED = lazy(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+\Z")
_URL_INSIDE = lazy(r"\b[a-z][a-z0-9+.-]{0,30}://(?:[\w.-]+[\w/]|/\w|…[:/.][\w/])")
_URL_FORMAT = lazy(r"[a-z][a-z0-9+.-]{0,30}://(?:%[sd(]|\{)\S*\Z")
"""A URL in whose place of the host a value is put."""
_URL_MADE = lazy(r"\b[a-z][a-z0-9+.-]{0,30}://…")
_URL_WHOLE = lazy(r"\b[a-z][a-z0-9+.-]{0,30}://[\w.-]+[^\s<>\"'\\)]*")
_LONG = 300
"""Characters from which on a text is looked through for URLs, and not shown."""
_KEY = lazy(r"-----BEGIN [A-Z0-9 ]{3,60}-----")
_HOSTLESS = lazy(r"[a-z][a-z0-9+.-]{0,30}:///[^\s/][^\s]*\Z")
"""A URL that names a file and no host."""
_WITH_PORT = lazy(r"(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+|(?:\d{1,3}\.){3}\d{1,3}):\d{2,5}\Z")
_ADDRESS = lazy(r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?\Z")
_SIX = lazy(r"(?=[0-9a-fA-F:]*:[0-9a-fA-F:]*:)[0-9a-fA-F:]{2,39}(?:/\d{1,3})?\Z")
_PATH = lazy(rf"(?:/(?:{'|'.join(_FOLDERS)})(?:/[^\s\0]*)?|[A-Z]:\\[^\s\0]*)\Z")
_MAIL = lazy(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+\Z")

_WHERE = {
    HostKind.LOOPBACK: "this machine",
    HostKind.ANY: "every interface",
    HostKind.PRIVATE: "private addresses",
    HostKind.RESERVED: "kept for examples, tests or networks of one's own",
    HostKind.SINGLE_LABEL: "names without a dot",
    HostKind.PUBLIC: "the public network",
}
_NOT_KEPT = "the public network, though it calls itself an example"


class _Value(NamedTuple):
    """A value of a kind, as it is shown."""

    kind: str
    shown: str


_TITLES = {
    "url": "URLs",
    "text-url": "Texts with a URL in them",
    "made-url": "URLs whose hosts are worked out",
    "inner-url": "URLs in longer texts",
    "address": "Addresses",
    "host": "Names of hosts",
    "host-port": "Hosts with ports",
    "host-named": "Values under names of hosts",
    "port": "Ports",
    "path": "Absolute paths",
    "uuid": "Ids (UUID)",
    "hex": "Texts of 32 hexadecimal digits (their first digits shown)",
    "id": "Values under names of ids",
    "id-compared": "Texts that are compared with what has the name of an id",
    "id-text": "Lines of texts that say a UID",
    "mail": "Mail addresses",
    "key": "Keys and certificates",
    "credential": "Values under names of secrets (not shown)",
    "credentials": "Displays under names of secrets (not shown)",
    "credential-borrowed": "Literals under other names that are given under names of secrets (not shown)",
    "credential-parameter": "Literals that functions of the project get under names of secrets (not shown)",
    "credential-pair": "Literals behind names of secrets in pairs (not shown)",
    "credential-place": "Calls with a URL and two more texts (not shown)",
}


_SECRET = (
    *("credential", "credentials", "credential-borrowed", "credential-place"),
    *("credential-parameter", "credential-pair"),
)


def facts(module: Module) -> Iterator[Fact]:
    """The values by kind, in the order of `_TITLES`."""
    found: dict[str, dict[str, list[ast.AST]]] = defaultdict(lambda: defaultdict(list))
    for value, node in sorted(_values(module), key=lambda pair: _place(pair[1])):
        found[value.kind][value.shown].append(node)
    for name in _TITLES:
        if name in found:
            yield from _of_kind(name, found[name])
    if found:
        yield from _summary(found)


def _summary(found: Mapping[str, Mapping[str, Sequence[ast.AST]]]) -> Iterator[Fact]:
    """What a reader would say of all of them, where that is good news."""
    hosts = [host for each in found["url"] if (host := host_of(each))] + [*found["host"]]
    hosts += [each.partition("/")[0] for each in found["address"]]
    hosts += [each.rpartition("@")[2] for each in found["mail"]]
    if found["text-url"] or found["made-url"] or found["inner-url"] or found["host-port"] or found["key"]:
        return
    if any(without_settings(each) != each or _URL_FORMAT.match(each) for each in found["url"]):
        return
    if hosts and all(map(_is_harmless, hosts)) and not any(found[each] for each in _SECRET):
        parts = (
            "By their names and addresses, all of these hosts are local, private, without a dot or kept for "
            "examples and tests, and no literal stands under the name of a secret, by the names that are "
            "known; what is given by its place alone or in a pair may be one."
        )
        yield fact("summary", [], parts)


def _is_harmless(host: str) -> bool:
    """Whether it is known of a host that it is none of somebody else's."""
    return kind(host) is not HostKind.UNKNOWN and not _is_public(host)


def _is_public(host: str) -> bool:
    return kind(host) is HostKind.PUBLIC or (kind(host) is HostKind.RESERVED and not is_kept(host))


def _where(host: str) -> str:
    """Where a host is; empty where that is not known."""
    is_other = _is_public(host) and kind(host) is HostKind.RESERVED
    return _NOT_KEPT if is_other else _WHERE.get(kind(host), "")


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _of_kind(name: str, values: Mapping[str, Sequence[ast.AST]]) -> Iterator[Fact]:
    """One sentence a value; beyond some, one for all the others."""
    every = sorted(values.items(), key=lambda pair: login_of(pair[0]) is None)  # logins are never left out
    for value, nodes in every[:_MOST]:
        yield fact(name, nodes, *_sentence(name, value), subject=without_settings(value))
    if rest := every[_MOST:]:
        nodes = [each for _, several in rest for each in several]
        parts = (
            f"{_TITLES[name]}: {counted(len(rest), 'more value')}{_how_public(name, rest)}, the first here."
        )
        yield fact("more-values", nodes[:1], parts, subject=str(len(rest)))


def _how_public(name: str, values: Sequence[tuple[str, object]]) -> str:
    """How many of some URLs or hosts are on the public network."""
    found = [each for each, _ in values] if name in ("url", "host") else []
    hosts = [host_of(each) or "" if name == "url" else each for each in found]
    number = sum(bool(each) and _is_public(each) for each in hosts)
    return f", {number} of them on the public network" if number else ""


_PLAIN = {
    "key": "A key or a certificate is written out, by its first line: ",
    "host-port": "Looks like a host with its port: ",
    "host-named": "Given as a host: ",
    "port": "Given as a port: ",
    "uuid": "Id in the form of a UUID: ",
    "id": "Given under the name of an id: ",
    "id-compared": "Compared with what has the name of an id: ",
    "id-text": "A line of a text says a UID: ",
    "mail": "Looks like a mail address: ",
}
"""What is said before values that are shown as they are."""


def _sentence(name: str, value: str) -> tuple[str, ...]:
    if name in _PLAIN:
        return (_PLAIN[name], code(value), ".")
    match name:
        case "url":
            where = _where(host_of(value) or "") if host_of(value) else "it names no host"
            if not login_of(value) and masked(value) != value:
                where = ""  # what may be a password has a slash in it, and ends what is read as the host
            login = " It holds a user and a password, which are not shown." if login_of(value) else ""
            return ("URL ", code(without_settings(value)), f": {where}.{login}" if where else f".{login}")
        case "text-url":
            return ("A URL stands in the text ", code(without_settings(value)), ".")
        case "inner-url":
            return ("A URL stands in a longer text: ", code(without_settings(value)), ".")
        case "made-url":
            return ("A URL is put together, and its host is worked out: ", code(without_settings(value)), ".")
        case "address":
            return ("Address ", code(value), f": {_where(value.partition('/')[0])}.")
        case "host":
            where = _where(value)
            return ("Looks like the name of a host: ", code(value), f" ({where})." if where else ".")
        case "path":
            return ("Absolute path ", code(without_settings(value)), ".")
        case "hex":
            words = "By its look an id or a digest, 32 hexadecimal digits that begin so: "
            return (words, code(value), ".")
        case _:
            return _of_secret(name, value)


def _of_secret(name: str, value: str) -> tuple[str, ...]:
    match name:
        case "credentials":
            words = "; which of them are secret is not decided."
            return ("A display with texts, not shown here, is given under the name ", code(value), words)
        case "credential-place":
            words = (
                " is given a URL and, by their places, two more texts, which may be a user and a password."
            )
            return ("By its look, ", code(value), words)
        case "credential-parameter":
            words = "A literal, not shown here, is given by its place for the parameter "
            return (words, code(value), " of a function of the project.")
        case "credential-pair":
            return ("A literal, not shown here, stands in a pair behind ", code(value), ".")
        case "credential-borrowed":
            words = "A literal, not shown here, is bound to a name that is given under the name "
            return (words, code(value), ".")
        case _:
            return ("A literal, not shown here, is given under the name ", code(value), ".")


def _values(module: Module) -> Iterator[tuple[_Value, ast.AST]]:
    docstrings = {id(each.value) for each in module.nodes(ast.Expr)}
    secrets = [*_secrets(module)]
    ids = [*given_names.ids(module)]
    under_id: set[ast.AST] = {each for _, each in ids}
    secret = {id(node) for _, node in secrets}
    for literal in literals(module):
        if id(literal.node) in docstrings or id(literal.node) in secret:
            continue
        text = literal.text.replace(GAP, "…")
        yield from ((_Value("id-text", each), literal.node) for each in compared_ids.in_text(text))
        if key := _KEY.search(text):
            yield _Value("key", key[0]), literal.node
        elif len(text) >= _LONG:
            urls = _URL_WHOLE.findall(without_settings(text))  # a URL that is cut out may end in its password
            yield from ((_Value("inner-url", each), literal.node) for each in urls)
        elif _URL_FORMAT.match(text) and _is_formatted(literal.node, module):
            yield _Value("made-url", text), literal.node
        elif _HEX.match(text) and literal.node not in under_id:
            yield _Value("hex", f"{text[:_BEGIN]}…"), literal.node
        elif name := _kind(text) if text == literal.text else _kind_of_parts(text):
            if name == "address" and _is_version(literal.node, module):
                continue
            yield _Value(name, text), literal.node
    yield from _paths(module)
    named = (each for each in given_names.hosts(module) if not _kind(str(each.value)))
    yield from ((_Value("host-named", str(each.value)), each) for each in named)
    yield from ((_Value("port", str(each.value)), each) for each in given_names.ports(module))
    yield from ((_Value("port", str(each.value)), each) for each in given_elsewhere.ports(module))
    for name, each in ids:
        if not _kind(str(each.value)):
            yield _Value("id", f"{name}={each.value!r}"), each
    for name, each in compared_ids.compared(module):
        if not _kind(str(each.value)) and not _HEX.match(str(each.value)):
            yield _Value("id-compared", f"{name} == {each.value!r}"), each
    yield from secrets


def _is_version(node: ast.AST, module: Module) -> bool:
    """Whether four numbers stand under a name or a key of a version."""
    match module.parent(node):
        case ast.Dict() as display:
            name = string(_keys(display, module).get(node)) or ""
        case ast.keyword(arg=str(name)) | ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]):
            pass
        case _:
            return False
    return _VERSION.search(name) is not None


@once
def _keys(display: ast.Dict, module: Module) -> Mapping[ast.AST, ast.expr | None]:
    """The keys of a display by their values."""
    return dict(zip(display.values, display.keys, strict=True))


_VERSION = lazy(r"(?i)version|(?:^|_)ver\Z|release")


def _secrets(module: Module) -> Iterator[tuple[_Value, ast.AST]]:
    for name, node in named_secrets.every(module):
        is_held = isinstance(node, ast.Dict | ast.List | ast.Tuple | ast.Set)
        yield _Value("credentials" if is_held else "credential", name), node
    given = named_secrets.by_parameter(module)
    yield from ((_Value("credential-parameter", name), each) for name, each in given)
    yield from ((_Value("credential-pair", name), each) for name, each in named_secrets.in_pairs(module))
    yield from ((_Value("credential-place", name), call) for name, call in named_secrets.by_place(module))
    for name, *nodes in named_secrets.borrowed(module):
        yield from ((_Value("credential-borrowed", name), each) for each in nodes)


def _is_formatted(node: ast.AST, module: Module) -> bool:
    """Whether values are put into a literal where it stands."""
    match module.parent(node):
        case ast.Attribute(attr="format" | "format_map"):
            return True
        case ast.BinOp(op=ast.Mod(), left=left):
            return left is node
        case _:
            return False


def _kind_of_parts(text: str) -> str:
    """Of a text with gaps: whether a URL with its host stands in it, or one whose host is a gap."""
    if "://" not in text:
        return ""
    return "text-url" if _URL_INSIDE.search(text) else "made-url" if _URL_MADE.search(text) else ""


@lru_cache(maxsize=8192)  # tests give the same values again and again
def _kind(text: str) -> str:
    if "://" in text:
        if _HOSTLESS.match(text):
            return "url"
        if " " in text or not host_of(text):
            return "text-url" if _URL_INSIDE.search(text) else ""
        return "url"
    if _SIX.match(text) and kind(text.partition("/")[0]) is not HostKind.UNKNOWN:
        return "address"
    if _ADDRESS.match(text):
        return "address" if kind(text.partition("/")[0]) is not HostKind.UNKNOWN else ""
    if text == "localhost" or _HOST.match(text):
        return "host"
    if _DOTTED.match(text) and text.rpartition(".")[2] in _TOPS:
        return "host"
    end = text.partition(":")[0].rpartition(".")[2]
    if _WITH_PORT.match(text) and (end in (*_TOPS, "localhost") or end.isdecimal()):
        return "host-port"
    if _UUID.match(text):
        return "uuid"
    if _MAIL.match(text):
        return "mail"
    return "path" if _PATH.match(text) else ""


def _paths(module: Module) -> Iterator[tuple[_Value, ast.AST]]:
    """Texts from the root on that are given to what takes a path."""
    for call in module.calls({"Path", "PurePath", "open"}):
        if call.args and module.names(call.func) & _OPENING:
            text = string(call.args[0]) or ""
            if text.startswith("/") and not _kind(text):
                yield _Value("path", text), call.args[0]


_OPENING = frozenset({"open", "io.open", "os.open", "pathlib.Path", "pathlib.PurePath"})
