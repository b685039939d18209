"""What is told of an obligation that is not met: its smallest mend."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import takewhile

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Handle, Obligation, spelt_handle
from flake8_testsec.cleanup.custody import lineage
from flake8_testsec.cleanup.endings import called, is_last
from flake8_testsec.cleanup.registrars import end_of_class, registrar
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, has_few_links, last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture

_ENDING = lazy(r"a?close|cancel|join|kill|re?m|remove|server_close|shutdown|stop|terminate|unlink|wait")
_LONGEST = 60
"""A release that is longer, in characters, is not repeated in a message."""


def _is_offered(word: str, module: Module) -> bool:
    from flake8_testsec.project.offered import is_offered  # few ask for it

    return is_offered(word, module)


@once
def _used(around: Function | ast.ClassDef, module: Module) -> Mapping[str, Sequence[ast.Attribute]]:
    """The attributes in a function or class, by the text of what they belong to."""
    found: dict[str, list[ast.Attribute]] = defaultdict(list)
    for node in walk(around):
        if isinstance(node, ast.Attribute) and has_few_links(node.value):
            found[spelt(node.value)].append(node)
    return dict(found)


_HOW = {
    "Close": "closed",
    "__exit__": "left",
    "cancel": "cancelled",
    "cleanup": "cleaned up",
    "cleanUp": "undone",
    "close_session": "closed",
    "destroy": "destroyed",
    "disconnect": "disconnected",
    "dispose": "disposed of",
    "disable": "disabled",
    "join": "joined",
    "logout": "logged out",
    "loop_stop": "stopped",
    "remove": "removed",
    "shutdown": "shut down",
    "stop": "stopped",
    "stopListening": "stopped",
    "restore": "undone",
    "tearDown": "undone",
    "term": "terminated",
    "terminate": "terminated",
    "uninstall": "undone",
    "undo": "undone",
    "unbind": "unbound",
    "unlink": "unlinked",
    "wait": "waited for",
}


def how_ended(row: Resource) -> str:
    """The participle of what ends a resource: ``closed`` if there is no better word."""
    first = row.release[0] if row.release else ""
    return _HOW.get(first, "closed")


def remedy(obligation: Obligation, module: Module, release: ast.AST | None = None) -> str:
    """What to write instead, in a few words.

    Args:
        obligation: what is not given back.
        module: its module.
        release: the release that is skipped, if there is one.

    Returns:
        A registered cleanup in a method of a TestCase where the handle is kept; else the row's own word.
    """
    row, register = obligation.resource, registrar(obligation.function, module)
    if _is_handed_out(obligation, module):
        return of_fixture(row)
    if row.what == "server" and row.ends:
        return _of_server(obligation, register, module)
    if not register and _is_kept_by_class(obligation, module):
        return f"have it {'removed' if row.path else how_ended(row)} in tearDownClass"
    if not register or row.awaited or not row.registered or is_probe(obligation, module):
        is_put = release is not None and (row.path or row is resources.PATCHERS)
        return "put it into finally" if is_put else _plain(obligation, module)
    # Joining a timer waits until it has gone off.
    if isinstance(release, ast.Call) and len(row.ends) < 2 and row.what != "timer":
        if not row.release and _is_built_upon(release, module):
            return "put it into finally"  # it cannot be given back twice
        if _needs_peer(release, obligation, module):
            return "put it into finally"  # a cleanup runs when the tear-down is over
        if ender := _ender(release, row):
            return f"have {register} {ender} it"
        return _moved(release, row, register, module)
    if row.what == "temporary directory" and _is_of_inside(obligation, module):
        return f"register the removal of the directory with {register}"
    if (
        obligation.handle is None
        or not obligation.handle.name.strip("_")
        or _is_of_object(obligation, module)
    ):
        return f"register its removal with {register}" if row.path else _plain(obligation, module)
    return _registered(obligation, register, module)


def _is_kept_by_class(obligation: Obligation, module: Module) -> bool:
    handle = obligation.handle
    return handle is not None and "." in str(handle) and bool(end_of_class(obligation.function, module))


def _is_of_object(obligation: Obligation, module: Module) -> bool:
    """Whether what is kept is an object that was made with a path, and no path itself."""
    match module.parent(obligation.call):
        case ast.Call(func=func, args=args) if obligation.resource.path and obligation.call in args:
            return last_word(func)[:1].isupper() and not module.names(func) & resources.PATH_MAKERS
        case _:
            return False


def _is_handed_out(obligation: Obligation, module: Module) -> bool:
    """Whether a fixture gives what it has made to its test."""
    function = obligation.function
    if obligation.resource.path or not is_fixture(function, module):
        return False
    return not _handed_out(function, module).isdisjoint((obligation.call, obligation.handle))


@once
def _handed_out(fixture: Function, module: Module) -> frozenset[ast.AST | Handle | None]:
    """What a fixture returns and yields, and what that names."""
    values = [each.value for each in within(fixture) if isinstance(each, (ast.Return, ast.Yield))]
    given = [each for each in values if each is not None]
    return frozenset((*given, *filter(None, map(spelt_handle, given))))


def of_fixture(row: Resource) -> str:
    """What a fixture does that hands something out.

    Args:
        row: what it is.
    """
    entered = row.remedy.removeprefix("use ")
    if entered != row.remedy:
        return f"yield it in {entered.partition(' or ')[0]}"
    return f"yield it, and {row.remedy.removesuffix(' in finally')} then"


def _needs_peer(release: ast.Call, obligation: Obligation, module: Module) -> bool:
    """Whether a release talks to somebody whom the tear-down may have ended, or has to let go of by then."""
    if last_word(release.func) in _TALKING:
        return True
    class_ = module.class_of(obligation.function)
    is_connected = obligation.resource.what in _CONNECTED and class_ is not None
    return is_connected and class_ is not None and _tears_down(class_, module)


@once
def _tears_down(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class or a base that can be read has a tear-down that runs after each test."""
    classes = lineage(class_, module).classes
    return any(found.class_.hook(name) is not None for found in classes for name in _TEAR_DOWNS)


_TALKING = frozenset({"disconnect", "logout", "quit"})
_CONNECTED = frozenset({"connection", "session", "socket"})
_TEAR_DOWNS = ("asyncTearDown", "tearDown")


def _is_of_inside(obligation: Obligation, module: Module) -> bool:
    """Whether a name stands for something in the directory that is made, which itself has none."""
    statement = module.above(obligation.call, ast.stmt)
    around = takewhile(lambda each: each is not statement, module.ancestors(obligation.call))
    return any(isinstance(each, ast.Call) and module.names(each.func) & {"os.path.join"} for each in around)


def _plain(obligation: Obligation, module: Module) -> str:
    row, call = obligation.resource, obligation.call
    if row.what == "file handle" and isinstance(module.parent(call), ast.Await):
        return "close it in finally"  # whether it is a context, and which one, its class has to say
    if row is resources.FILES:
        return of_file(call, module)
    words = "use contextlib.closing" if _is_no_context(obligation, module) else row.remedy
    if words.endswith(_RUNNER) and not _is_offered("asyncio.Runner", module):
        return words.removesuffix(_RUNNER)
    return words


_RUNNER = ", or use asyncio.Runner"


_CONTEXTS = frozenset({"bz2", "codecs", "gzip", "io", "tarfile", "tempfile", "zipfile"})
"""The modules of the standard library whose files are contexts under Python 2, too."""


def _is_no_context(obligation: Obligation, module: Module) -> bool:
    """Whether what is closed is a context for a part of the Pythons only that the project supports."""
    row = obligation.resource
    if row.remedy != "use with" or "close" not in row.release:
        return False
    tops = {each.partition(".")[0] for each in module.names(obligation.call.func) & {*row.made_by}}
    return bool(tops & sys.stdlib_module_names - _CONTEXTS) and _runs_under_python_2(module)


def _runs_under_python_2(module: Module) -> bool:
    from flake8_testsec.project.metadata import runs_under_python_2  # few ask for it

    return runs_under_python_2(module)


def _registered(obligation: Obligation, register: str, module: Module) -> str:
    row, handle = obligation.resource, obligation.handle
    if row.release:
        return _all(register, [f"{handle}.{word}" for word in row.ends or (_quiet(row),)])
    if _NAMED not in row.made_by:
        force = ", ignore_errors=True" if row.given_to[0] == "shutil.rmtree" else ""
        return f"add {register}({row.given_to[0]}, {handle}{force})"
    if not module.names(obligation.call.func) & {*row.made_by}:
        return f"register its removal with {register}"  # it came from a function: a file, or its name
    return f"add {register}({row.given_to[0]}, {handle}.name)"


def _quiet(row: Resource) -> str:
    """What ends a resource without a word to its peer, which may be gone when a cleanup runs."""
    quiet = (word for word in row.release if word not in _TALKING)
    return next(quiet, row.release[0]) if row.what == "connection" else row.release[0]


_NAMED = "tempfile.NamedTemporaryFile"


def _all(register: str, methods: list[str]) -> str:
    """Cleanups that run in the order given: what is registered last runs first."""
    if len(methods) == 1:
        return f"add {register}({methods[0]})"
    return f"register {', then '.join(reversed(methods))}, with {register}"


def _moved(release: ast.Call, row: Resource, register: str, module: Module) -> str:
    """The release as it is written, made before anything can fail; a removal must not happen twice.

    What can be closed twice stays closed where the test goes on after it.
    """
    statement = called(release, module)
    stays = bool(row.release) and (statement is None or not is_last(statement, module))
    parts = (release.func, *release.args, *release.keywords)
    text = ", ".join(map(ast.unparse, parts))
    told = f"{register}({text})" if len(text) <= _LONGEST else register
    return f"add {told}" if stays else f"move it to {told}"


def _ender(release: ast.Call, row: Resource) -> str:
    """What has to end a process before anybody waits for it without a limit; empty if nobody does.

    After an assertion has failed nothing has told it to end: to wait for it then is to wait for ever.
    """
    is_wait = last_word(release.func) in _WAITS and not (release.args or release.keywords)
    return next((each for each in _ENDERS if each in row.release), "") if is_wait else ""


_WAITS = frozenset({"communicate", "wait"})
_ENDERS = ("close", "kill", "stop", "terminate")


def _is_built_upon(release: ast.Call, module: Module) -> bool:
    """Whether what follows a release in its block may need it: all but other calls that end something."""
    statement = module.above(release, ast.stmt)
    outer = module.parent(statement) if statement is not None else None
    blocks = (getattr(outer, name, None) for name in ("body", "orelse", "finalbody"))
    held = (each for each in blocks if isinstance(each, list) and statement in each)
    after = (each for block in held for each in block[block.index(statement) + 1 :])
    return not all(map(_ends_something, after))


def _ends_something(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=func) | ast.Await(value=ast.Call(func=func))):
            return bool(_ENDING.match(last_word(func)))
        case _:
            return isinstance(statement, (ast.Delete, ast.Pass))


def _of_server(obligation: Obligation, register: str, module: Module) -> str:
    """A loop that runs in a thread must end before its socket is closed; another never begins to end."""
    owner = str(obligation.handle or "")
    around = module.class_of(obligation.function) or obligation.function
    used = _used(around, module).get(owner, ())
    is_serving = any(each.attr == "serve_forever" for each in used)
    if not owner or not register:
        return "shut down and close it in finally" if is_serving else obligation.resource.remedy
    if not is_serving or any(_ends_later(each, module) for each in used if each.attr == "shutdown"):
        return _all(register, [f"{owner}.server_close"])
    return _all(register, [f"{owner}.{word}" for word in obligation.resource.ends])


def _ends_later(shutdown: ast.Attribute, module: Module) -> bool:
    """Whether a tear-down ends the loop, or a cleanup is registered for it."""
    function, outer = module.function(shutdown), module.parent(shutdown)
    is_called = isinstance(outer, ast.Call) and outer.func is shutdown
    return not is_called or (function is not None and "down" in function.name.lower())


def of_file(call: ast.Call, module: Module) -> str:
    """What to write for a file that nobody closes.

    Args:
        call: the call that opens it.
        module: its module.

    Returns:
        ``Path`` reads text and bytes in one call; it is no remedy for what is written, for other files, or
        where Python 2 does not have it.
    """
    names = module.names(call.func)
    given = argument(call, 0 if "pathlib.Path().open" in names else 1, "mode")
    mode = "r" if given is None else string(given)
    is_plain = bool(names & {"open", "io.open", "pathlib.Path().open"}) and not call.keywords[1:]
    if is_plain and (module.mentions("pathlib") or not _runs_under_python_2(module)):
        match mode:
            case "r" | "rt":
                return resources.FILES.remedy
            case "rb" | "br":
                return "use with or Path.read_bytes()"
    return "use with"


def is_probe(obligation: Obligation, module: Module) -> bool:
    """Whether a socket is only bound to learn of a free port, which must be free when the function ends.

    Args:
        obligation: what is held.
        module: its module.
    """
    words = _asked_of(obligation.function, str(obligation.handle), module)
    return "getsockname" in words and words <= {"bind", "getsockname", "setsockopt", "settimeout"}


@once
def _asked_of(function: Function, handle: str, module: Module) -> frozenset[str]:
    return frozenset(node.attr for node in _used(function, module).get(handle, ()))
