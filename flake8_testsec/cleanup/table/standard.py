"""More of the standard library: clients, descriptors, stacks of cleanups, and what the collector closes."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.table.known import AT_EXIT, COLLECTED, IMPLIED, LAZY, Known
from flake8_testsec.cleanup.table.row import Place
from flake8_testsec.source.calls import keyword
from flake8_testsec.source.module import Module


def _connects_later(call: ast.Call, module: Module) -> bool:
    """Whether a client is told no host, and so connects when somebody calls it."""
    return not call.args and keyword(call, "host") is None


def _is_attached(call: ast.Call, module: Module) -> bool:
    """Whether shared memory that another has made is opened, which keeps it."""
    given = keyword(call, "create")
    return given is None or (isinstance(given.value, ast.Constant) and not given.value.value)


_LOOPS = ("asyncio.get_event_loop()", "asyncio.get_running_loop()", "asyncio.new_event_loop()")


def _of_loops(*methods: str) -> str:
    return " ".join(f"{loop}.{method}" for loop in _LOOPS for method in methods)


# fmt: off
STANDARD = (
    # Clients, each with a socket that nobody closes.
    Known("connection", "smtplib.SMTP smtplib.SMTP_SSL", "quit close", "with", arguments='"127.0.0.1"',
          needless=_connects_later, excused="sock"),
    Known("connection", "ftplib.FTP ftplib.FTP_TLS", "quit close", "with", arguments='"127.0.0.1"',
          needless=_connects_later),
    Known("connection", "imaplib.IMAP4 imaplib.IMAP4_SSL", "logout shutdown", "with",
          arguments='"127.0.0.1"'),
    Known("connection", "poplib.POP3 poplib.POP3_SSL", "quit close", arguments='"127.0.0.1"'),
    Known("connection", "telnetlib.Telnet", "close", "with", arguments='"127.0.0.1"',
          needless=_connects_later),
    Known("connection", "nntplib.NNTP nntplib.NNTP_SSL", "quit", "with", arguments='"127.0.0.1"'),
    Known("connection", "http.client.HTTPConnection http.client.HTTPSConnection", "close", "closing",
          begun_by="request connect putrequest", spared=COLLECTED, arguments='"127.0.0.1"'),
    Known("proxy", "xmlrpc.client.ServerProxy", "__exit__", "with", spared=LAZY,
          arguments='"http://127.0.0.1"'),
    Known("listener", "multiprocessing.connection.Listener", "close", "with"),
    Known("connection", "multiprocessing.connection.Client", "close", "with", spared=COLLECTED,
          arguments='("127.0.0.1", 80)'),
    Known("connection", "multiprocessing.Pipe", "close", spared=COLLECTED, place=Place.EACH),
    # What asyncio opens.
    Known("runner", "asyncio.Runner asyncio.runners.Runner", "close", "with", begun_by="run get_loop"),
    Known("stream", "asyncio.open_connection asyncio.open_unix_connection", "close",
          place=Place.SECOND, arguments='"127.0.0.1", 80', certain=True),
    Known("server", _of_loops("create_server", "create_unix_server"), "close", "async with",
          arguments="print"),
    Known("transport",
          _of_loops("create_connection", "create_unix_connection", "create_datagram_endpoint"),
          "close abort", place=Place.FIRST, arguments="print"),
    Known("task", "asyncio.create_task asyncio.ensure_future", "cancel", spared=AT_EXIT,
          arguments="print()", watched="done result exception add_done_callback"),
    # Processes and what they share.
    Known("manager", "multiprocessing.managers.BaseManager multiprocessing.managers.SyncManager",
          "shutdown", "with", begun_by="start"),
    Known("manager", "multiprocessing.get_context().Manager", "shutdown", "with"),
    Known("shared memory", "multiprocessing.shared_memory.SharedMemory", "unlink close",
          arguments="create=True, size=8", needless=_is_attached),
    Known("shared memory", "multiprocessing.managers.SharedMemoryManager", "shutdown", "with",
          begun_by="start"),
    Known("queue", "multiprocessing.Queue multiprocessing.JoinableQueue", "close cancel_join_thread",
          spared=AT_EXIT),
    Known("pool", "multiprocessing.dummy.Pool", "close terminate", spared=AT_EXIT, arguments="2"),
    # Descriptors: bare numbers, which no collector closes.
    Known("descriptor", "os.open", "", given_to="os.close os.closerange os.fdopen open io.open",
          code="TSE303", arguments='"orders.txt", os.O_RDONLY', certain=True),
    Known("descriptor", "os.dup", "", given_to="os.close os.closerange os.fdopen open io.open",
          code="TSE303", arguments="1", certain=True),
    Known("descriptor", "os.pipe os.pipe2 os.openpty pty.openpty", "",
          given_to="os.close os.closerange os.fdopen open io.open", code="TSE303", place=Place.EACH,
          spared="nothing is left but two numbers, which no other test uses"),
    Known("descriptor", "os.memfd_create", "", given_to="os.close os.closerange os.fdopen open io.open",
          code="TSE303", arguments='"orders"', certain=True),
    # What gathers cleanups: if it is never closed, none of them is made.
    Known("stack of cleanups", "contextlib.ExitStack", "close pop_all __exit__", "with",
          begun_by="enter_context callback push"),
    Known("stack of cleanups", "contextlib.AsyncExitStack", "aclose pop_all __aexit__", "async with",
          begun_by="enter_context enter_async_context callback push push_async_callback push_async_exit"),
    Known("profiler", "cProfile.Profile profile.Profile", "disable", "with", begun_by="enable"),
    Known("temporary directory", "tempfile.TemporaryDirectory", "cleanup", "with", spared=IMPLIED),
    # Files of other forms.
    Known("file", "gzip.GzipFile bz2.BZ2File lzma.LZMAFile", "close", "with", spared=COLLECTED,
          arguments='"orders.gz"'),
    Known("file", "io.FileIO", "close detach", "with", code="TSE301", arguments='"orders.txt"'),
    Known("file", "wave.open aifc.open sunau.open", "close", "with", spared=COLLECTED,
          arguments='"bell.wav"'),
    Known("database", "shelve.open dbm.open dbm.dumb.open dbm.gnu.open dbm.ndbm.open dbm.sqlite3.open",
          "close", "with", spared=COLLECTED, arguments='"orders"'),
    Known("memory map", "mmap.mmap", "close", "with", spared=COLLECTED, arguments="-1, 8"),
    Known("lines of files", "fileinput.input fileinput.FileInput", "close", "with", spared=COLLECTED,
          arguments='"orders.txt"'),
    Known("directory entries", "os.scandir", "close", "with", spared=COLLECTED, arguments='"orders"'),
    Known("log file",
          "logging.FileHandler logging.handlers.RotatingFileHandler"
          " logging.handlers.TimedRotatingFileHandler logging.handlers.WatchedFileHandler",
          "close", spared=AT_EXIT, arguments='"orders.log"'),
    Known("log handler",
          "logging.handlers.SocketHandler logging.handlers.DatagramHandler logging.handlers.SysLogHandler"
          " logging.handlers.SMTPHandler logging.handlers.HTTPHandler",
          "close", spared=AT_EXIT, arguments='"127.0.0.1", 80'),
    Known("listener", "logging.handlers.QueueListener", "stop", begun_by="start", arguments="print"),
    # What waits for descriptors.
    Known("selector",
          "selectors.DefaultSelector selectors.SelectSelector selectors.PollSelector"
          " selectors.EpollSelector selectors.KqueueSelector selectors.DevpollSelector",
          "close", "with", spared=COLLECTED),
    Known("selector", "select.epoll select.kqueue select.devpoll", "close", spared=COLLECTED),
    Known("key of the registry", "winreg.OpenKey winreg.CreateKey winreg.ConnectRegistry", "Close", "with",
          spared=COLLECTED, arguments='winreg.HKEY_CURRENT_USER, "Shop"'),
    Known("window", "tkinter.Tk tkinter.Toplevel", "destroy quit", spared=AT_EXIT),
    Known("patch of the environment",
          "test.support.os_helper.EnvironmentVarGuard test.support.EnvironmentVarGuard",
          "__exit__", "with", begun_by="__enter__"),
)
# fmt: on
"""What the standard library offers beside files, processes, threads, sockets and pools."""
