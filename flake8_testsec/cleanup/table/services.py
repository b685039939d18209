"""What runs beside a test: processes, threads, servers, event loops, and sockets."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.table.row import Place, Resource
from flake8_testsec.source.calls import argument, keyword
from flake8_testsec.source.module import Module


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


def _is_needless_thread(call: ast.Call, module: Module) -> bool:
    """Whether a thread dies with the process, or ends with the server whose loop is all that it runs."""
    target = argument(call, 1, "target")
    return _is_daemon(call, module) or (
        isinstance(target, ast.Attribute) and target.attr in ("serve_forever", "shutdown")
    )


_SERVERS = ("BaseServer", "TCPServer", "UDPServer", "ThreadingTCPServer", "ThreadingUDPServer")

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

RUNNING: tuple[Resource, ...] = (
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
    Resource(
        "manager",
        ("multiprocessing.Manager",),
        "TSE316",
        ("shutdown",),
        spared="its finalizer ends the process when nobody holds it any more",
    ),
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
        ("asyncio.new_event_loop", "asyncio.SelectorEventLoop", "asyncio.ProactorEventLoop"),
        "TSE316",
        ("close",),
        lent=True,
        remedy="close it in finally, or use asyncio.Runner",
    ),
)
"""Whatever runs or listens."""
