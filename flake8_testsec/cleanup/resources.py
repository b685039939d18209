"""The table of what must be given back: how it is acquired, how it is released, who says so.

The analysis knows no files and no sockets: a new resource is a new row here. The documentation prints
the table, and the tests draw the canonical shapes from each row.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, string
from flake8_testsec.source.module import Module


class Place(enum.Enum):
    """Where the handle is in what the acquiring call returns."""

    RESULT = "the result"
    FIRST = "the first of the pair"
    SECOND = "the second of the pair"
    EACH = "both of the pair"


PATH_MAKERS = frozenset(
    {"os.path.join", "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath", "str"}
    | {"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "os.path.dirname", "py.path.local"}
)
"""Calls that make a path of a path."""


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource that is held through a handle.

    Args:
        what: what it is called in messages.
        made_by: the qualified names of the calls that acquire it.
        code: the rule that says it is never released; empty if no rule does.
        skipped: the rule that says that its release can be skipped.
        release: the methods of the handle that give it back.
        given_to: the functions that give it back when they are given the handle.
        everything: the functions that give back everything of the kind, without any handle.
        place: where the handle is in the result.
        begun_by: the methods of the handle with which the obligation begins; none: with the call.
        path: whether the handle is a path, which nobody owns who is told it.
        awaited: whether the release is a coroutine.
        lent: whether a plain function that takes the handle only uses it.
        watched: the attributes of the handle with which a test may wait for its end, and leave it at that.
        excused: the attributes of the handle that, set or called, make a release needless.
        streams: the attributes of the handle that end when it has ended by itself.
        outlives: whether it is there still when the process that has acquired it is not.
        tag: how `cleanup.custody` calls what gives back everything of the kind; empty if nothing can.
        needless: whether a call of ``made_by`` acquires nothing that must be given back.
        arguments: what a sample call is given, for documentation and tests.
        ends: the methods that a cleanup calls, in this order; the first of ``release`` if not given.
        registered: whether a registered release ends it without anything else.
        remedy: the smallest mend in a function.
    """

    what: str
    made_by: tuple[str, ...]
    code: str
    release: tuple[str, ...]
    skipped: str = "TSE307"
    given_to: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()
    place: Place = Place.RESULT
    begun_by: tuple[str, ...] = ()
    path: bool = False
    awaited: bool = False
    lent: bool = False
    watched: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    outlives: bool = False
    tag: str = ""
    needless: Callable[[ast.Call, Module], bool] = lambda call, module: False
    arguments: str = ""
    ends: tuple[str, ...] = ()
    registered: bool = True
    remedy: str = "use with"


@dataclass(frozen=True, eq=False)
class State:
    """A state of the whole process, which has no handle.

    Args:
        what: what it is called in messages and in the documentation.
        code: the rule that says it is never restored, or that restoring it can be skipped.
        tag: how `cleanup.custody` calls what restores it; ``{}`` stands for key, target or call.
        sample: a change, for documentation and tests.
        save: the expression of the value before.
        restore: how the sample is undone with the value ``saved``.
        remedy: the smallest mend in a pytest function.
        case_remedy: the smallest mend in a method of a TestCase.
        changed_by: the qualified names of the calls that change it.
        undone_by: the qualified names of the calls that put it back whatever it was.
        targets: the qualified names of what is assigned, deleted from or changed in place.
        mapping: whether the targets are mappings, each entry of which is a state of its own.
        sequence: whether the targets are lists, which are changed in place.
        read_by: the qualified names of the calls that tell the value to save, beside the changing ones.
        value: which argument of the changing calls is the new value, counted from 0.
        neutral: the arguments, spelt or by qualified name, that stand for the state at the start.
        kept_by_pytest: whether pytest itself puts it back after each test that it alone can run.
    """

    what: str
    code: str
    tag: str
    sample: str
    save: str
    restore: str
    remedy: str
    case_remedy: str
    changed_by: tuple[str, ...] = ()
    undone_by: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    mapping: bool = False
    sequence: bool = False
    read_by: tuple[str, ...] = ()
    value: int = 0
    neutral: tuple[str, ...] = ()
    kept_by_pytest: bool = False


def _in_memory(call: ast.Call, module: Module) -> bool:
    given = argument(call, 0, "database")
    values = [given]
    if isinstance(given, ast.Name):
        values = [each.value if isinstance(each, Bound) else None for each in module.bindings(given)]
    return bool(values) and all(string(each) in (":memory:", "") for each in values)


def _on_object(call: ast.Call, module: Module) -> bool:
    """Whether an archive is read from an open file or from memory, so that nothing is held."""
    if keyword(call, "fileobj") is not None:
        return True
    first = argument(call, 0, "name") or argument(call, 0, "file")
    return first is not None and bool(module.names(first) & _MEMORY)


_MEMORY = frozenset({"io.BytesIO()", "io.StringIO()"})


def holds_nothing(call: ast.Call, module: Module) -> bool:
    """Whether what is opened is in memory, or a descriptor that somebody else closes."""
    closing = keyword(call, "closefd")
    return closing is not None or _on_object(call, module) or _is_borrowed(argument(call, 0), module)


def _is_borrowed(given: ast.expr | None, module: Module) -> bool:
    """Whether a descriptor is that of another object, which closes it."""
    match given:
        case ast.Call(func=ast.Attribute(attr="fileno"), args=[]):
            return True
        case ast.Name():
            values = [each.value if isinstance(each, Bound) else None for each in module.bindings(given)]
            named = [each for each in values if not isinstance(each, ast.Name)]
            return (
                bool(values)
                and len(named) == len(values)
                and all(_is_borrowed(each, module) for each in named)
            )
        case _:
            return False


def _is_daemon(call: ast.Call, module: Module) -> bool:
    given = argument(call, 5, "daemon")
    return given is not None and not (isinstance(given, ast.Constant) and not given.value)


def _is_detached(call: ast.Call, module: Module) -> bool:
    """Whether a child process is meant to outlive who starts it."""
    given = keyword(call, "start_new_session")
    return given is not None and not (isinstance(given.value, ast.Constant) and not given.value.value)


def _is_of_given_class(call: ast.Call, module: Module) -> bool:
    """Whether a function is told which class of server to make, which may be a double."""
    told = argument(call, 3, "server_class") is not None
    return told and "wsgiref.simple_server.make_server" in module.names(call.func)


def _is_simulated(call: ast.Call, module: Module) -> bool:
    """Whether a session has a transport of its own, which in tests opens nothing."""
    return keyword(call, "transport") is not None


def _is_needless_thread(call: ast.Call, module: Module) -> bool:
    """Whether a thread dies with the process, or ends with the server whose loop is all that it runs."""
    target = argument(call, 1, "target")
    return _is_daemon(call, module) or (
        isinstance(target, ast.Attribute) and target.attr in ("serve_forever", "shutdown")
    )


def _is_deleted(call: ast.Call, module: Module) -> bool:
    """Whether a named temporary file removes itself."""
    given = keyword(call, "delete")
    return given is None or not (isinstance(given.value, ast.Constant) and given.value.value is False)


def _is_kept(call: ast.Call, module: Module) -> bool:
    return not _is_deleted(call, module)


def _is_inside(call: ast.Call, module: Module) -> bool:
    """Whether a temporary path is made in a directory that somebody else looks after."""
    folder = keyword(call, "dir")
    given = folder.value if folder is not None else argument(call, 2)
    if given is None or isinstance(given, ast.Constant):
        return False
    return "tempfile.gettempdir()" not in module.names(given)


def _needs_no_removal(call: ast.Call, module: Module) -> bool:
    return _is_deleted(call, module) or _is_inside(call, module)


_SERVERS = ("BaseServer", "TCPServer", "UDPServer", "ThreadingTCPServer", "ThreadingUDPServer")
_REMOVALS = (
    "shutil.rmtree",
    "shutil.move",
    "os.remove",
    "os.unlink",
    "os.rmdir",
    "os.removedirs",
    "os.rename",
    "os.replace",
)
_REMOVALS_OF_FILES = ("os.remove", *(name for name in _REMOVALS if name != "os.remove"))
_PATCHES = tuple(f"unittest.mock.patch{form}" for form in ("", ".object", ".dict", ".multiple"))

FILES = Resource(
    "file handle",
    (
        "open",
        "io.open",
        "codecs.open",
        "gzip.open",
        "bz2.open",
        "lzma.open",
        "tokenize.open",
        "os.fdopen",
        "pathlib.Path().open",
    ),
    "TSE301",
    ("close", "detach"),
    needless=holds_nothing,
    arguments='"orders.txt", "w"',
    remedy="use with or Path.read_text()",
)
PATCHERS = Resource(
    "patcher",
    _PATCHES,
    "TSE308",
    ("stop", "__exit__"),
    everything=("unittest.mock.patch.stopall",),
    begun_by=("start", "__enter__"),
    tag="patchers",
    arguments='"shop.stock.count"',
)

SERVERS = Resource(
    "server",
    (
        *(f"socketserver.{name}" for name in _SERVERS),
        "http.server.HTTPServer",
        "http.server.ThreadingHTTPServer",
        "xmlrpc.server.SimpleXMLRPCServer",
        "wsgiref.simple_server.make_server",
    ),
    "TSE316",
    ("server_close", "socket.close"),
    needless=_is_of_given_class,
    arguments='("127.0.0.1", 0), print',
    ends=("shutdown", "server_close"),
    remedy="use with, which calls server_close()",
)

RESOURCES: tuple[Resource, ...] = (
    FILES,
    Resource(
        "temporary file",
        ("tempfile.TemporaryFile", "tempfile.NamedTemporaryFile", "tempfile.SpooledTemporaryFile"),
        "",
        ("close",),
        needless=_is_kept,
    ),
    Resource(
        "temporary directory",
        ("tempfile.mkdtemp",),
        "TSE302",
        (),
        skipped="TSE306",
        given_to=_REMOVALS,
        path=True,
        outlives=True,
        tag="tempfile",
        needless=_is_inside,
        remedy="use tempfile.TemporaryDirectory or tmp_path",
    ),
    Resource(
        "temporary file",
        ("tempfile.mkstemp",),
        "TSE302",
        (),
        skipped="TSE306",
        given_to=_REMOVALS_OF_FILES,
        place=Place.SECOND,
        path=True,
        outlives=True,
        tag="tempfile",
        needless=_is_inside,
        remedy="use tempfile.NamedTemporaryFile or tmp_path",
    ),
    Resource(
        "temporary file",
        ("tempfile.NamedTemporaryFile",),
        "TSE302",
        (),
        skipped="TSE306",
        given_to=_REMOVALS_OF_FILES,
        path=True,
        outlives=True,
        tag="tempfile",
        needless=_needs_no_removal,
        arguments="delete=False",
        remedy="use tmp_path",
    ),
    Resource(
        "file at a temporary path",
        ("tempfile.mktemp",),
        "TSE302",
        (),
        skipped="TSE306",
        given_to=_REMOVALS_OF_FILES,
        path=True,
        outlives=True,
        tag="tempfile",
        needless=_is_inside,
        remedy="use tmp_path",
    ),
    Resource(
        "mkstemp() descriptor",
        ("tempfile.mkstemp",),
        "TSE303",
        (),
        given_to=("os.close", "os.fdopen", "open", "io.open"),
        place=Place.FIRST,
        remedy="close it with os.close, or use tempfile.NamedTemporaryFile",
    ),
    PATCHERS,
    Resource(
        "child process",
        ("subprocess.Popen",),
        "TSE311",
        ("wait", "communicate", "kill", "terminate", "send_signal"),
        watched=("poll", "pid"),
        excused=("returncode",),
        streams=("stdout", "stderr"),
        outlives=True,
        needless=_is_detached,
        arguments='["shop-server"]',
        ends=("kill", "wait"),
        remedy="kill it and wait for it in finally",
    ),
    Resource(
        "child process",
        ("asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"),
        "TSE311",
        ("wait", "communicate", "kill", "terminate", "send_signal"),
        watched=("pid",),
        streams=("stdout", "stderr"),
        outlives=True,
        arguments='"shop-server"',
        registered=False,
        remedy="kill it and await wait() in finally",
    ),
    Resource(
        "child process",
        (
            "multiprocessing.Process",
            "multiprocessing.context.Process",
            "multiprocessing.get_context().Process",
        ),
        "TSE311",
        ("join", "terminate", "kill", "close"),
        begun_by=("start",),
        watched=("is_alive", "exitcode", "sentinel", "pid"),
        excused=("daemon",),
        outlives=True,
        needless=_is_daemon,
        arguments="target=print",
        ends=("kill", "join"),
        remedy="kill and join it in finally",
    ),
    Resource(
        "socket",
        ("socket.socket", "socket.create_connection", "socket.create_server", "socket.fromfd"),
        "TSE312",
        ("close", "detach"),
    ),
    Resource("socket", ("socket.socketpair",), "TSE312", ("close", "detach"), place=Place.EACH),
    Resource(
        "thread",
        ("threading.Thread",),
        "TSE316",
        ("join",),
        begun_by=("start",),
        watched=("is_alive", "isAlive"),
        excused=("daemon", "setDaemon"),
        needless=_is_needless_thread,
        arguments="target=print",
        registered=False,
        remedy="tell it to stop and join it in finally",
    ),
    Resource(
        "timer",
        ("threading.Timer",),
        "TSE316",
        ("cancel", "join"),
        begun_by=("start",),
        watched=("is_alive", "isAlive"),
        excused=("daemon", "setDaemon"),
        arguments="60, print",
        remedy="cancel it in finally",
    ),
    Resource(
        "executor",
        ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor"),
        "TSE316",
        ("shutdown",),
    ),
    Resource(
        "pool",
        (
            "multiprocessing.Pool",
            "multiprocessing.get_context().Pool",
            "multiprocessing.pool.Pool",
            "multiprocessing.pool.ThreadPool",
        ),
        "TSE316",
        ("close", "terminate"),
        ends=("terminate",),
    ),
    Resource("manager", ("multiprocessing.Manager",), "TSE316", ("shutdown",)),
    SERVERS,
    Resource(
        "server",
        ("asyncio.start_server", "asyncio.start_unix_server"),
        "TSE316",
        ("close", "abort_clients"),
        arguments="print",
        remedy="use async with",
    ),
    Resource(
        "event loop",
        ("asyncio.new_event_loop",),
        "TSE316",
        ("close",),
        lent=True,
        remedy="close it in finally, or use asyncio.Runner",
    ),
    Resource(
        "database connection",
        ("sqlite3.connect",),
        "TSE316",
        ("close",),
        needless=_in_memory,
        arguments='"orders.db"',
        remedy="use contextlib.closing",
    ),
    Resource(
        "database connection",
        (
            "psycopg2.connect",
            "psycopg.connect",
            "pymysql.connect",
            "MySQLdb.connect",
            "mysql.connector.connect",
            "oracledb.connect",
            "cx_Oracle.connect",
            "pyodbc.connect",
        ),
        "TSE316",
        ("close",),
        remedy="use contextlib.closing",
    ),
    Resource(
        "session",
        ("aiohttp.ClientSession",),
        "TSE316",
        ("close",),
        awaited=True,
        remedy="use async with",
    ),
    Resource(
        "connector",
        ("aiohttp.TCPConnector", "aiohttp.UnixConnector"),
        "TSE316",
        ("close",),
        awaited=True,
        remedy="use async with",
    ),
    Resource("session", ("httpx.Client",), "", ("close",), needless=_is_simulated),
    Resource(
        "session",
        ("httpx.AsyncClient",),
        "",
        ("aclose",),
        awaited=True,
        needless=_is_simulated,
        remedy="use async with",
    ),
    Resource("session", ("requests.Session", "requests.session"), "", ("close",)),
    Resource(
        "response",
        ("urllib.request.urlopen",),
        "",
        ("close",),
        arguments='"http://127.0.0.1:8080/"',
    ),
    Resource(
        "archive",
        ("zipfile.ZipFile", "tarfile.open", "tarfile.TarFile"),
        "",
        ("close",),
        needless=_on_object,
        arguments='"orders.zip"',
    ),
)
"""Every resource that has a handle."""

RESPONSES = Resource(
    "response",
    tuple(
        f"aiohttp.ClientSession().{verb}"
        for verb in ("request", "get", "post", "put", "patch", "delete", "head", "options", "ws_connect")
    ),
    "",
    ("close", "release"),
    awaited=True,
    remedy="use async with",
)
"""What is awaited from a session: it ends with the session, and counts only where that may be left open."""

STATES: tuple[State, ...] = (
    State(
        "environment variable",
        "TSE304",
        "environ:{}",
        'os.environ["MODE"] = "test"',
        'os.environ["MODE"]',
        'os.environ["MODE"] = saved',
        "use monkeypatch.setenv or mock.patch.dict",
        "use mock.patch.dict",
        changed_by=("os.putenv",),
        undone_by=("os.unsetenv",),
        targets=("os.environ",),
        mapping=True,
        read_by=("os.getenv",),
        value=1,
    ),
    State(
        "working directory",
        "TSE305",
        "folder",
        'os.chdir("orders")',
        "os.getcwd()",
        "os.chdir(saved)",
        "use monkeypatch.chdir or contextlib.chdir",
        "before it, add self.addCleanup(os.chdir, os.getcwd())",
        changed_by=("os.chdir", "os.fchdir"),
        read_by=("os.getcwd", "os.getcwdb", "pathlib.Path.cwd", "py.path.local", "os.open"),
        neutral=("'..'", "'../'", "os.pardir", "os.path.pardir"),
    ),
    State(
        "attribute of an imported module or class",
        "TSE313",
        "set:{}",
        "time.time = lambda: 0",
        "time.time",
        "time.time = saved",
        "use monkeypatch.setattr or mock.patch.object",
        "use mock.patch.object",
    ),
    State(
        "standard output",
        "TSE313",
        "set:{}",
        "sys.stdout = io.StringIO()",
        "sys.stdout",
        "sys.stdout = saved",
        "use capsys or contextlib.redirect_stdout",
        "use contextlib.redirect_stdout",
        targets=("sys.stdout",),
    ),
    State(
        "standard error",
        "TSE313",
        "set:{}",
        "sys.stderr = io.StringIO()",
        "sys.stderr",
        "sys.stderr = saved",
        "use capsys or contextlib.redirect_stderr",
        "use contextlib.redirect_stderr",
        targets=("sys.stderr",),
    ),
    State(
        "imported module",
        "TSE313",
        "set:sys.modules",
        'sys.modules["orders"] = mock.Mock()',
        'sys.modules["orders"]',
        'sys.modules["orders"] = saved',
        "use monkeypatch.setitem or mock.patch.dict",
        "use mock.patch.dict",
        targets=("sys.modules",),
        mapping=True,
    ),
    State(
        "import path",
        "TSE314",
        "set:sys.path",
        'sys.path.insert(0, "orders")',
        "sys.path[:]",
        "sys.path[:] = saved",
        "use monkeypatch.syspath_prepend",
        "use mock.patch.object on sys.path",
        targets=("sys.path",),
        sequence=True,
    ),
    State(
        "locale",
        "TSE314",
        "call:{}",
        'locale.setlocale(0, "C")',
        "locale.setlocale(0)",
        "locale.setlocale(0, saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("locale.setlocale",),
        read_by=("locale.getlocale",),
        value=1,
        neutral=("None",),
    ),
    State(
        "signal handler",
        "TSE314",
        "call:{}",
        "signal.signal(14, print)",
        "signal.getsignal(14)",
        "signal.signal(14, saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("signal.signal",),
        read_by=("signal.getsignal",),
        value=1,
        neutral=("signal.SIG_DFL", "signal.default_int_handler"),
    ),
    State(
        "umask",
        "TSE314",
        "call:{}",
        "os.umask(0)",
        "os.umask(0)",
        "os.umask(saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("os.umask",),
    ),
    State(
        "default timeout of sockets",
        "TSE314",
        "call:{}",
        "socket.setdefaulttimeout(5)",
        "socket.getdefaulttimeout()",
        "socket.setdefaulttimeout(saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("socket.setdefaulttimeout",),
        read_by=("socket.getdefaulttimeout",),
        neutral=("None",),
    ),
    State(
        "event loop policy",
        "TSE314",
        "call:{}",
        "asyncio.set_event_loop_policy(print)",
        "asyncio.get_event_loop_policy()",
        "asyncio.set_event_loop_policy(saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("asyncio.set_event_loop_policy",),
        read_by=("asyncio.get_event_loop_policy",),
        neutral=("None",),
    ),
    State(
        "warnings filters",
        "TSE314",
        "call:{}",
        'warnings.simplefilter("error")',
        "warnings.filters[:]",
        "warnings.filters[:] = saved",
        "use warnings.catch_warnings",
        "use warnings.catch_warnings",
        changed_by=("warnings.simplefilter", "warnings.filterwarnings"),
        undone_by=("warnings.resetwarnings",),
        targets=("warnings.filters",),
        sequence=True,
        kept_by_pytest=True,
    ),
    State(
        "threshold of all loggers",
        "TSE314",
        "call:{}",
        "logging.disable(50)",
        "logging.root.manager.disable",
        "logging.disable(saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("logging.disable",),
        neutral=("0", "logging.NOTSET"),
    ),
    State(
        "level of a logger",
        "TSE314",
        "set:{}",
        "logging.getLogger().setLevel(50)",
        "logging.getLogger().level",
        "logging.getLogger().setLevel(saved)",
        "use caplog.set_level",
        "restore it with self.addCleanup",
        changed_by=("logging.getLogger().setLevel",),
        read_by=("logging.getLogger().level", "logging.getLogger().getEffectiveLevel"),
    ),
    State(
        "handlers of a logger",
        "TSE314",
        "set:{}",
        "logging.getLogger().addHandler(print)",
        "logging.getLogger().handlers[:]",
        "logging.getLogger().removeHandler(print)",
        "remove it in finally",
        "remove it with self.addCleanup",
        changed_by=("logging.getLogger().addHandler",),
        undone_by=("logging.getLogger().removeHandler",),
    ),
    State(
        "garbage collector",
        "TSE314",
        "call:{}",
        "gc.disable()",
        "gc.isenabled()",
        "gc.enable()",
        "call gc.enable() in finally",
        "add self.addCleanup(gc.enable)",
        changed_by=("gc.disable",),
        undone_by=("gc.enable",),
    ),
    State(
        "recursion limit",
        "TSE314",
        "call:{}",
        "sys.setrecursionlimit(5000)",
        "sys.getrecursionlimit()",
        "sys.setrecursionlimit(saved)",
        "restore it in finally",
        "restore it with self.addCleanup",
        changed_by=("sys.setrecursionlimit",),
        read_by=("sys.getrecursionlimit",),
    ),
)
"""Every state of the process that tests change."""


@lru_cache(maxsize=4096)
def named(name: str) -> tuple[Resource, ...]:
    """The rows for a call of this qualified name."""
    return tuple(row for row in RESOURCES if name in row.made_by)


def acquired(call: ast.Call, module: Module) -> tuple[Resource, ...]:
    """The rows for a call, those left out of which nothing has to be given back.

    Args:
        call: any call.
        module: its module.

    Returns:
        The rows; none if the call may be something else, too.
    """
    rows = {row for name in module.names(call.func) for row in named(name)}
    return tuple(row for row in sorted(rows, key=_ORDER.__getitem__) if not row.needless(call, module))


_ORDER = {row: place for place, row in enumerate(RESOURCES)}


def makers(rows: Iterable[Resource] = RESOURCES) -> tuple[str, ...]:
    """The qualified names of all calls that acquire one of these."""
    return tuple(dict.fromkeys(name for row in rows for name in row.made_by))


def of_rule(code: str) -> tuple[Resource, ...]:
    """The rows of which this rule says that they are never released."""
    return tuple(row for row in RESOURCES if row.code == code)
