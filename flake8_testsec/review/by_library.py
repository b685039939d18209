"""What enters by calls that say little of it: homes, trust anchors, copies of files, requests of clients."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.patterns import lazy, short
from flake8_testsec.review import peers
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.review.held_sessions import is_of_held
from flake8_testsec.review.places import functions
from flake8_testsec.review.value_words import leading_text
from flake8_testsec.source.calls import argument, last_word, spelt, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.clients import REQUESTS
from flake8_testsec.vocabulary.network.downloads import FETCHES

_ENVIRONMENT = frozenset(
    {
        *("shutil.which", "getpass.getuser", "os.path.expandvars", "tempfile.gettempdir"),
        *("shutil.get_terminal_size", "urllib.request.getproxies", "pathlib.Path.home", "docker.from_env"),
    }
)
"""What asks variables of the environment that the call does not name, by the documentation."""
_FILES = frozenset(
    {
        *(f"shutil.{each}" for each in ("copy", "copy2", "copyfile", "copytree")),
        *("filecmp.cmp", "linecache.getline", "linecache.getlines", "pkgutil.get_data", "netrc.netrc"),
        *(f"importlib.resources.{each}" for each in ("read_text", "read_binary", "open_text", "open_binary")),
        *("fileinput.input", "inspect.getsource", "inspect.getsourcelines", "logging.config.fileConfig"),
        *("runpy.run_path", "hashlib.file_digest", "numpy.load", "dbm.whichdb", "dbm.open"),
    }
)
_ANCHORS: Mapping[str, tuple[str, ...]] = {
    "load_verify_locations": ("cafile", "capath"),
    "create_default_context": ("", "cafile", "capath"),
    "load_cert_chain": ("certfile", "keyfile"),
}
"""Methods and functions of `ssl` that read files, and the parameters that name these."""
_SENDING = frozenset({"request", "urlopen", "getresponse", "send_request", "urlretrieve"})
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "send", "fetch"})
_OF_CLIENT = lazy(r"(?i)http|client")
_CLIENTS = ("client", "http", "https")
_OVER_HTTP = ("adapter", "connection", "manager", "pool", "session", "transport")
"""How classes are called that are clients: what a name says last is what an object is, a map, too."""
_OF_HTTP = lazy(r"(?:\w+_)?(?:requests|httpx?)\Z")
_TO_URLS = frozenset({"stream", "open", "ws_connect", "websocket_connect", "connect"})
_URL = lazy(r"(?:https?(?:\+\w{1,20})?|wss?|ftp)://\S")
_EXCHANGING = frozenset(
    {"recv", "recv_into", "recvfrom", "sendall", "sendto", "create_connection", "connect_ex"}
)
_PEER = short(r"(?i)(?:\w+_)?(?:host|hostname|port|addr|address|url|dsn)\Z|localhost\Z|(?:\d+\.){3}\d+\Z")


def facts(module: Module) -> Iterator[Fact]:
    """What calls read by their documentation, then what they send by their names.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    words = "Reads variables of the environment, by what it is documented to do: "
    yield from capped(_known(module, _ENVIRONMENT, "environment-by-library", words), "such calls")
    yield from capped(_homes(module), "paths in a home folder")
    words = "Reads a file, by what it is documented to do: "
    yield from capped(_known(module, _FILES, "file-by-library", words), "such calls")
    yield from capped(_anchors(module), "files of certificates or keys")
    yield from capped(_requests(module), "calls that send something by their names")
    yield from capped(_connections(module), "calls that use connections by their names")
    yield from capped(peers.facts(module), "makers of clients", 6)


def sent(module: Module) -> Iterator[Fact]:
    """Requests and connections by the names of calls, however many there are.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from _requests(module)
    yield from _connections(module)


def _known(module: Module, names: frozenset[str], kind: str, words: str) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in names)):
        if module.names(call.func) & names:
            found[spelt(call)].append(call)
    return (fact(kind, calls, words, code(text), ".", subject=text) for text, calls in found.items())


def _homes(module: Module) -> Iterator[Fact]:
    """Paths that begin with ``~``, as far as they are written out."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset({"expanduser"})):
        text = string(_expanded(call, module))
        if text is None or text.startswith("~"):
            found[spelt(call)].append(call)
    for text, calls in found.items():
        unsure = () if "('~" in text else (", unless no ", code("~"), " begins the path")
        words = ("The home folder is asked for, which the environment names", *unsure, ": ")
        yield fact("home", calls, *words, code(text), ".", subject=text)


def _expanded(call: ast.Call, module: Module) -> ast.expr | None:
    """The path that is expanded: given to the function, or to ``Path`` whose method is called."""
    if "os.path.expanduser" in module.names(call.func):
        return argument(call, 0, "path")
    match call.func:
        case ast.Attribute(value=ast.Call(args=[path])):
            return path
        case _:
            return None


def _anchors(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_ANCHORS.keys()):
        names = _ANCHORS.get(last_word(call.func), ())
        given = (argument(call, place, name) if name else None for place, name in enumerate(names))
        if any(each is not None and not _is_nothing(each) for each in given):
            found[spelt(call)].append(call)
    for text, calls in found.items():
        words = "Certificates or keys are read from a file, by the name of the call: "
        yield fact("trust-anchor", calls, words, code(text), ".", subject=text)


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _requests(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_SENDING | _VERBS | _TO_URLS):
        is_method = isinstance(call.func, ast.Attribute) and not _is_own(call.func, module)
        if is_method and _sends(call, last_word(call.func), module):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, calls in found.items():
        words = "By its name, sends a request, or is answered by a double: "
        yield fact("request-by-name", calls, words, code(shown), ".", subject=shown)


def _is_own(func: ast.Attribute, module: Module) -> bool:
    """Whether a method is one that a class of this file defines, called of the own object."""
    is_self = isinstance(func.value, ast.Name) and func.value.id in ("self", "cls")
    return is_self and any(each.name == func.attr for each in functions(module))


def _sends(call: ast.Call, word: str, module: Module) -> bool:
    names = module.names(call.func)
    if names & (REQUESTS.keys() | set(FETCHES)):
        return False
    if word in _SENDING:
        return bool(call.args or call.keywords or word == "getresponse")
    first = call.args[:1] if word in _VERBS else call.args[:2]
    if any(_URL.match(leading_text(each)) for each in first):
        return True
    return word in _VERBS and (_is_of_client(call, names) or is_of_held(call, module))


def _is_of_client(call: ast.Call, names: frozenset[str]) -> bool:
    """Whether what a verb is called of was made of a client's class, or is called as a library is."""
    owners = [name.rpartition(".")[0] for name in names]
    made = [each[:-2].rpartition(".") for each in owners if each.endswith("()")]
    if not made:
        owner = last_word(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        return bool(call.args) and _OF_HTTP.match(owner) is not None
    is_path = any(leading_text(each).startswith("/") for each in call.args[:1])
    kind = _OF_CLIENT.search if is_path else _is_client
    return any(kind(word) and "test" not in f"{where}.{word}".lower() for where, _, word in made)


def _is_client(word: str) -> bool:
    """Whether a class is a client by the end of its name, but for a number behind it."""
    name = word.lower().rstrip("0123456789").removesuffix("v").rstrip("_")
    return name.endswith(_CLIENTS) or ("http" in name and name.endswith(_OVER_HTTP))


def _connections(module: Module) -> Iterator[Fact]:
    """What connects to a peer, and what sends or receives over a connection, by the names of the calls."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_EXCHANGING | {"connect"}):
        is_method = isinstance(call.func, ast.Attribute) and not _sends(call, call.func.attr, module)
        if is_method and (last_word(call.func) in _EXCHANGING or _names_peer(call)):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, calls in found.items():
        words = "By its name, connects to a peer or to what stands in for one, or exchanges data with it: "
        yield fact("connection-by-name", calls, words, code(shown), ".", subject=shown)


def _names_peer(call: ast.Call) -> bool:
    """Whether a call is given a host or a port, by the names and literals among its arguments."""
    given = [each for one in call.args for each in (one.elts if isinstance(one, ast.Tuple) else (one,))]
    names = (string(each) if string(each) is not None else last_word(each) for each in given)
    return any(_PEER.match(each or "") for each in (*names, *(one.arg or "" for one in call.keywords)))
