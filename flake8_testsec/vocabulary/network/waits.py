"""Calls that return when another has done its part: a thread, a queue, an event, a future, a process."""

from __future__ import annotations

from collections.abc import Mapping

# https://docs.python.org/3/library/threading.html, multiprocessing.html, queue.html, asyncio-queue.html,
# asyncio-sync.html, asyncio-subprocess.html, concurrent.futures.html, subprocess.html,
# os.html, select.html, selectors.html, signal.html;
# https://psutil.readthedocs.io/, https://www.gevent.org/api/, https://eventlet.readthedocs.io/,
# https://joblib.readthedocs.io/, https://loky.readthedocs.io/, https://distributed.dask.org/,
# https://docs.celeryq.dev/, https://python-rq.org/
_QUEUE = ("get", "join")
_ASYNC = ("apply_async", "map_async", "starmap_async")
_SELECTORS = ("DefaultSelector", "DevpollSelector", "EpollSelector", "KqueueSelector", "PollSelector")
_SEMAPHORES = tuple(
    f"{library}.{name}"
    for library in ("multiprocessing", "threading")
    for name in ("BoundedSemaphore", "Semaphore")
)
_OWNERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("threading.Thread", "threading.Timer", "multiprocessing.Process"), ("join",)),
    **dict.fromkeys(
        (
            "asyncio.LifoQueue",
            "asyncio.PriorityQueue",
            "asyncio.Queue",
            "gevent.queue.JoinableQueue",
            "gevent.queue.Queue",
            "multiprocessing.JoinableQueue",
            "multiprocessing.Manager().Queue",
            "multiprocessing.Queue",
            "multiprocessing.SimpleQueue",
            "queue.LifoQueue",
            "queue.PriorityQueue",
            "queue.Queue",
            "queue.SimpleQueue",
        ),
        _QUEUE,
    ),
    **dict.fromkeys(
        (
            "asyncio.Barrier",
            "asyncio.Condition",
            "asyncio.Event",
            "gevent.event.Event",
            "multiprocessing.Barrier",
            "multiprocessing.Condition",
            "multiprocessing.Event",
            "multiprocessing.Manager().Event",
            "threading.Barrier",
            "threading.Condition",
            "threading.Event",
        ),
        ("wait",),
    ),
    **dict.fromkeys(_SEMAPHORES, ("acquire",)),
    **dict.fromkeys(
        (
            "concurrent.futures.ProcessPoolExecutor().submit",
            "concurrent.futures.ThreadPoolExecutor().submit",
            "concurrent.futures.Future",
            "asyncio.run_coroutine_threadsafe",
        ),
        ("result", "exception"),
    ),
    **dict.fromkeys(("psutil.Popen", "subprocess.Popen"), ("wait", "communicate")),
    **dict.fromkeys(
        ("asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"), ("wait", "communicate")
    ),
    **dict.fromkeys(("asyncio.start_server", "asyncio.start_unix_server"), ("wait_closed",)),
    "psutil.Process": ("wait",),
    **dict.fromkeys(
        (f"multiprocessing.{pool}().{word}" for pool in ("Pool", "pool.ThreadPool") for word in _ASYNC),
        ("get",),
    ),
    **dict.fromkeys(("gevent.spawn", "gevent.Greenlet", "gevent.spawn_later"), ("get", "join")),
    "gevent.event.AsyncResult": ("get", "wait"),
    "gevent.pool.Pool": ("join",),
    **dict.fromkeys((f"selectors.{name}" for name in _SELECTORS), ("select",)),
    **dict.fromkeys(("select.poll", "select.epoll", "select.devpoll"), ("poll",)),
    "eventlet.event.Event": ("wait",),
    "eventlet.spawn": ("wait",),
}
"""What words of an object wait, by the call that makes it."""

_OF_SOCKETS: Mapping[str, int] = {
    "accept": 0,
    "recv": 1,
    "recv_into": 2,
    "recvfrom": 1,
    "recvfrom_into": 2,
    "recvmsg": 2,
}
"""What a socket of the standard library waits for a peer with, and how many arguments do not limit it."""
_OF_ZMQ = ("recv", "recv_json", "recv_multipart", "recv_pyobj", "recv_serialized", "recv_string")

_CONTEXT = "multiprocessing.get_context()"

FUNCTIONS: Mapping[str, int] = {
    "asyncio.wait": 1,
    "concurrent.futures.as_completed": 1,
    "concurrent.futures.wait": 1,
    "gevent.joinall": 1,
    "gevent.wait": 1,
    "multiprocessing.connection.wait": 1,
    "os.wait": 1,
    "os.wait3": 0,
    "os.wait4": 1,
    "os.waitpid": 1,
    "psutil.wait_procs": 1,
    "select.select": 3,
    "signal.pause": 1,
    "signal.sigwait": 1,
    "signal.sigwaitinfo": 1,
}
"""Functions that wait, by qualified name, and the place of what limits them."""


OF_OPTIONS = frozenset({"os.wait3", "os.wait4", "os.waitpid"})
"""Those that are limited by an option: with 0, they wait for ever."""


SOCKETS: Mapping[str, int] = {
    **{f"socket.socket().{word}": given for word, given in _OF_SOCKETS.items()},
    **{f"socket.create_connection().{word}": given for word, given in _OF_SOCKETS.items()},
    "socket.create_server().accept": 0,
    **{f"zmq.Context().socket().{word}": 0 for word in _OF_ZMQ},
    **{f"zmq.Context.instance().socket().{word}": 0 for word in _OF_ZMQ},
}
"""What sockets wait for a peer with, by qualified name, and how many arguments do not limit it.

https://docs.python.org/3/library/socket.html, https://pyzmq.readthedocs.io/en/latest/api/zmq.html
"""


def _names() -> frozenset[str]:
    plain = {f"{name}().{word}" for name, words in _OWNERS.items() for word in words}
    context = {each.replace("multiprocessing", _CONTEXT, 1) for each in plain if each.startswith("multi")}
    return frozenset(plain | context | SOCKETS.keys())


METHODS = _names()
"""Methods that wait, by qualified name."""

OF_BARRIERS = frozenset(name for name in METHODS if name.endswith(".Barrier().wait"))
"""Those that the object may have been made with a limit for."""

BARRIERS = frozenset(name.removesuffix("().wait") for name in OF_BARRIERS)
"""What makes such an object; its third argument is the limit."""
OF_QUEUES = frozenset(name for name in METHODS if name.endswith("Queue().get"))
"""Those that take what was put into a queue."""

OF_SIGNALS = frozenset(
    name
    for name in METHODS
    if name.endswith((".Event().wait", "Queue().get")) and not name.startswith(("eventlet.", "gevent."))
)
"""Those that others end, by telling an event or a queue of the standard library."""

WORDS = tuple(sorted({name.rpartition(".")[2] for name in METHODS}))
"""Their last words."""

UNLIMITING: Mapping[str, int] = {
    "communicate": 1,
    **{name.rpartition(".")[2]: given for name, given in SOCKETS.items() if given},
}
"""How many arguments of a word say nothing of how long to wait; of others none."""

FORMS = frozenset({"communicate", "join", "wait_closed"})
"""Words that wait whatever they belong to, if nothing is given: ``"".join`` wants a list."""
