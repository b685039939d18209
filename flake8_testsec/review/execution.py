"""Execution: what runs commands or code, deserialises, unpacks, downloads, or imports what it works out."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.review import servers, signals, written_commands
from flake8_testsec.review.document import Fact, code, counted, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.network.downloads import FETCHES
from flake8_testsec.vocabulary.network.shells import SHELLS, command

NOTHING = (
    "No call in this file is known by its name to start a process, a thread or a server, to send a signal, "
    "to run code, to deserialise what may run code, to unpack or download; looked for are the names of the "
    "standard library and of well-known packages, not what the tested code calls its own. What code in other "
    "files runs when it is called from here was not followed to its end."
)

_MOST = 8

_STARTS = (
    frozenset({*SHELLS, "asyncio.create_subprocess_exec", "multiprocessing.Process", "pty.spawn"})
    | {
        *("anyio.to_process.run_sync", "concurrent.futures.ProcessPoolExecutor", "multiprocessing.Pool"),
        *("anyio.open_process", "anyio.run_process", "trio.run_process", "trio.lowlevel.open_process"),
    }
    | {
        f"os.{name}"
        for name in ("execv", "execve", "execvp", "fork", "posix_spawn", "spawnl", "spawnv", "startfile")
    }
)
_CODE = frozenset({"eval", "exec", "compile", "runpy.run_path", "runpy.run_module"}) | {
    *("timeit.timeit", "timeit.repeat", "cProfile.run", "cProfile.runctx", "profile.run"),
}
_INTERACTIVE = frozenset(
    {
        *("code.interact", "code.InteractiveConsole().interact", "breakpoint", "pdb.set_trace"),
        *("pdb.post_mortem", "ipdb.set_trace", "pudb.set_trace", "IPython.embed", "IPython.start_ipython"),
    }
)
_IMPORTS = frozenset({"__import__", "importlib.import_module", "importlib.reload", "imp.reload"}) | {
    "six.moves.reload_module"
}
_LOADS = frozenset(
    f"{module}.{verb}"
    for module in ("pickle", "_pickle", "dill", "cloudpickle", "marshal")
    for verb in ("load", "loads")
) | {
    "shelve.open",
    "torch.load",
    "joblib.load",
    "pandas.read_pickle",
    "yaml.load",
    "yaml.unsafe_load",
    "yaml.full_load",
}
_UNPACKS = frozenset({"shutil.unpack_archive"}) | {
    f"{opened}.{verb}"
    for opened in ("tarfile.open()", "tarfile.TarFile()", "tarfile.TarFile.open()", "zipfile.ZipFile()")
    for verb in ("extract", "extractall")
}
_THREADS = frozenset(
    {
        *(
            "threading.Thread",
            "threading.Timer",
            "concurrent.futures.ThreadPoolExecutor",
            "_thread.start_new_thread",
        ),
        *(
            "multiprocessing.pool.ThreadPool",
            "asyncio.to_thread",
            "anyio.to_thread.run_sync",
            "trio.to_thread.run_sync",
        ),
        "twisted.internet.threads.deferToThread",
        *("eventlet.spawn", "eventlet.spawn_n", "eventlet.GreenPool", "gevent.spawn", "gevent.pool.Pool"),
    }
)
_TASKS = frozenset(
    {
        *("asyncio.create_task", "asyncio.ensure_future", "asyncio.gather", "asyncio.TaskGroup"),
        *("asyncio.run", "asyncio.Runner().run", "anyio.run", "trio.run"),
        *("asyncio.run_coroutine_threadsafe", "anyio.create_task_group", "trio.open_nursery"),
    }
)
_TESTS = frozenset(
    {
        *("pytest.main", "unittest.main", "unittest.TestProgram", "doctest.testmod", "doctest.testfile"),
        *("xdoctest.doctest_module", "xdoctest.doctest_callable", "doctest.run_docstring_examples"),
        *("nose.main", "nose.run", "nose.core.TestProgram", "nose.core.run"),
    }
)
_COMMANDS = frozenset(
    {
        *("django.core.management.call_command", "django.core.management.execute_from_command_line"),
        *("click.testing.CliRunner().invoke", "typer.testing.CliRunner().invoke"),
    }
)
"""Commands of the project that run in this process."""
_IMAGES = lazy(r"(?:\w+\.)*(?:images\.(?:build|pull|load)|containers\.(?:run|create))\Z")
"""What the client of docker calls what it builds, fetches and starts."""
_KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "command": ("Starts a process, or hands work to one", _STARTS),
    "thread": ("Makes or starts a thread", _THREADS),
    "task": ("Runs coroutines, or starts a loop for them", _TASKS),
    "code": ("Runs or compiles code", _CODE),
    "interact": ("Opens an interpreter or a debugger, which runs what is typed", _INTERACTIVE),
    "import": ("Imports by a call", _IMPORTS),
    "load": ("Deserialises", _LOADS),
    "unpack": ("Unpacks an archive", _UNPACKS),
    "own-command": ("Runs a command of the project in this process", _COMMANDS),
    "tests": ("Runs tests within the run", _TESTS),
    "download": ("Downloads, or is answered by a double", frozenset(FETCHES) - {"requests.post"}),
}


def facts(module: Module) -> Iterator[Fact]:
    """The calls by kind, those that are written alike together."""
    for kind, (title, names) in _KINDS.items():
        shown = [*_calls(names, module).items()]
        for (text, shell), nodes in shown[:_MOST]:
            yield _running(kind, text, shell, nodes)
        if rest := [each for _, nodes in shown[_MOST:] for each in nodes]:
            ends = sorted(rest, key=lambda each: getattr(each, "lineno", 0))
            parts = (f"{title}: {counted(len(rest), 'more call')}, from the first to the last line named.",)
            yield fact(f"{kind}s", [ends[0], ends[-1]], *parts, subject=str(len(rest)))
    told = (
        call for _, names in _KINDS.values() for nodes in _calls(names, module).values() for call in nodes
    )
    yield from written_commands.facts(module, {*told})
    yield from signals.facts(module)
    yield from servers.facts(module)
    yield from _by_name(module)
    yield from _images(module)
    yield from _handed_on(module)


def _images(module: Module) -> Iterator[Fact]:
    """Images that are built or fetched, and containers that are started, by the names of docker's client."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"build", "pull", "load", "run", "create"}):
        if isinstance(call.func, ast.Attribute) and _IMAGES.match(spelt(call.func)):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in found.items():
        words = "By its name, builds or fetches an image, or starts a container: "
        yield fact("image", nodes, words, code(shown), ".", subject=shown)


def running(module: Module) -> Iterator[Fact]:
    """The calls by kind, however many there are, without those that have but such a name."""
    for kind, (_, names) in _KINDS.items():
        for (text, shell), nodes in _calls(names, module).items():
            yield _running(kind, text, shell, nodes)
    yield from servers.listening(module)
    yield from _images(module)


@once
def _calls(names: frozenset[str], module: Module) -> Mapping[tuple[str, bool], list[ast.AST]]:
    """Calls of these names as they are written, each with whether a shell is told what to do."""
    found: dict[tuple[str, bool], list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(name.rpartition(".")[2] for name in names)):
        if module.names(call.func) & names and (names is not _TESTS or module.function(call) is not None):
            shell = bool(module.names(call.func) & {*SHELLS}) and command(call, module) is not None
            found[spelt(call), shell].append(call)
    return found


def _running(kind: str, text: str, shell: bool, nodes: Sequence[ast.AST]) -> Fact:
    by = ", by a shell" if shell else ""
    return fact(kind, nodes, f"{_KINDS[kind][0]}{by}: ", code(text), ".", subject=text)


def _by_name(module: Module) -> Iterator[Fact]:
    """Calls of the project that start or run something, by their names alone."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    known = servers.LISTENING.union(*(names for _, names in _KINDS.values()))
    for call in module.calls([word for word in module.called if _RUNNING.match(word)]):
        if not module.names(call.func) & known:
            found[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in found.items():
        words = "By its name, starts or ends something outside of the test's own flow: "
        yield fact("run-by-name", nodes, words, code(shown), ".", subject=shown)


_RUNNING = lazy(
    r"_*(?:(?:run|start|spawn|launch|call|exec(?:ute)?|kill|terminate|restart)_(?:in_)?(?:\w+_)?(?:(?:sub)?process(?:es)?|threads?|command|"
    r"script|shell|server|daemon|cmd|cli)|(?:run|start|spawn|launch|kill|terminate|restart)(?:Server|Process|Command|Thread)|"
    r"run_(?:python|code|executable|cell|line_magic|cell_magic)|(?:re)?start_kernel|call_command|popen)\Z"
)


def _words(module: Module, names: frozenset[str]) -> frozenset[str]:
    """What these names may be called in a module: by their last words, and as they are imported."""
    imported = (name for name, meant in module.scopes.imported() if meant in names)
    return frozenset({*(each.rpartition(".")[2] for each in names), *imported})


def _given(call: ast.Call) -> Iterator[ast.expr]:
    """What a call is given, and what stands in a display that it is given."""
    for each in (*call.args, *(one.value for one in call.keywords)):
        yield from each.elts if isinstance(each, ast.List | ast.Tuple) else (each,)


def _may_be_given(node: ast.expr, module: Module) -> bool:
    """Whether a name may stand among what a call is given."""
    above = module.parent(node)
    is_called = isinstance(above, ast.Call) and above.func is node
    return not is_called and isinstance(above, ast.Call | ast.keyword | ast.List | ast.Tuple)


def _handed_on(module: Module) -> Iterator[Fact]:
    """What runs code or a command and is given to another call, which may call it."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    runners = _CODE | _STARTS | _THREADS | _LOADS
    words = _words(module, runners)
    read = (*(each for word in words for each in module.named(word)), *module.attributes(words))
    for call in module.nodes(ast.Call) if any(_may_be_given(each, module) for each in read) else ():
        for given in _given(call):
            is_named = isinstance(given, (ast.Name, ast.Attribute)) and last_word(given) in words
            if is_named and module.names(given) & runners:
                found[spelt(given)].append(call)
    for name, nodes in found.items():
        parts = ("Given to a call that may run it: ", code(name), ".")
        yield fact("handed-on", nodes, *parts, subject=name)
    yield from _in_displays(read, runners, module)


def _in_displays(read: Iterable[ast.expr], runners: frozenset[str], module: Module) -> Iterator[Fact]:
    """What stands in a display that no call is given where it stands, as in a table."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for node in sorted(read, key=lambda each: (each.lineno, each.col_offset)):
        if _is_in_table(node, module) and module.names(node) & runners:
            found[spelt(node)].append(node)
    for name, nodes in found.items():
        parts = ("Stands in a table, from which it may be called: ", code(name), ".")
        yield fact("in-table", nodes, *parts, subject=name)


def _is_in_table(node: ast.expr, module: Module) -> bool:
    """Whether what is read stands in a display that is kept, and neither given, compared nor unpacked."""
    if not isinstance(node.ctx if isinstance(node, ast.Name | ast.Attribute) else None, ast.Load):
        return False
    displays = [*takewhile(lambda each: isinstance(each, _DISPLAYS), module.ancestors(node))]
    if not displays or isinstance(module.parent(displays[0]), ast.Call | ast.keyword):
        return False
    outermost = displays[-1]
    match module.parent(outermost):
        case ast.Compare() | ast.ExceptHandler() | ast.arg() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return False
        case ast.Subscript(slice=inner) | ast.AnnAssign(annotation=inner):
            return inner is not outermost
        case ast.Assign(targets=[ast.Tuple() | ast.List(), *_]):
            return len(displays) > 1 or isinstance(outermost, ast.Dict)
        case _:
            return True


_DISPLAYS = (ast.Tuple, ast.List, ast.Dict)
