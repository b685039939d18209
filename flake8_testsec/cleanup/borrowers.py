"""Who is known to use a handle without owning it."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk

BORROWERS = frozenset(
    {
        *(
            f"{name}.{verb}"
            for name in ("json", "yaml", "pickle", "marshal", "toml")
            for verb in ("load", "dump")
        ),
        "yaml.safe_load",
        "yaml.safe_dump",
        "yaml.load_all",
        "yaml.safe_load_all",
        "tomllib.load",
        "tomli.load",
        "csv.reader",
        "csv.writer",
        "csv.DictReader",
        "csv.DictWriter",
        "shutil.copyfileobj",
        "subprocess.run",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.check_output",
        "subprocess.Popen",
        "list",
        "tuple",
        "set",
        "dict",
        "sum",
        "sorted",
        "print",
        "len",
        "repr",
        "str",
        "id",
        "bool",
        "isinstance",
        "hasattr",
        "getattr",
        "type",
        "enumerate",
        "zip",
        "map",
        "filter",
        "next",
        "min",
        "max",
        "any",
        "all",
        "frozenset",
        "os.fstat",
        "contextlib.redirect_stderr",
        "contextlib.redirect_stdout",
        # https://pillow.readthedocs.io/en/stable/reference/open_files.html, https://numpy.org/doc/stable/
        "PIL.Image.open",
        "numpy.save",
        "numpy.savetxt",
        "select.select",
        "asyncio.run_coroutine_threadsafe",
        "http.client.HTTPResponse",
        # the file object that these are given is open still when they are closed
        *("bz2.BZ2File", "bz2.open", "gzip.GzipFile", "gzip.open", "lzma.LZMAFile", "lzma.open"),
        *("tarfile.TarFile", "tarfile.open", "zipfile.ZipFile", "zipfile.is_zipfile"),
    }
)
"""Functions and classes that never close what they are given, by qualified name."""

_VERBS = lazy(
    r"(\w*_)?(load|loads|dump|dumps|parse|read|write|writelines|pickle|unpickle|reader|writer)\Z|"
    r"(read|write|load|dump|parse|output)_\w+\Z"
)
_REGISTRARS = frozenset(
    {"addCleanup", "addClassCleanup", "addModuleCleanup", "addAsyncCleanup", "addfinalizer", "callback"}
    | {
        "push",
        "push_async_callback",
        "enter_context",
        "enter_async_context",
        "enterContext",
        "enterClassContext",
    }
    | {"enterAsyncContext", "enterModuleContext", "useFixture", "closing", "aclosing", "finalize", "register"}
)
STREAMS = ("stdin", "stdout", "stderr")
"""What standard streams are called."""
REGISTRARS = ("addCleanup", "addClassCleanup", "addModuleCleanup", "addAsyncCleanup", "addfinalizer")
"""The methods of tests that take what shall be called later as their first argument."""
_COLLECTS = frozenset({"append", "add", "extend", "insert", "put", "setdefault", "setattr", "update"})
_REMOVAL = lazy(
    r"(\A|_)(rm|rmtree|rmdir|remov|unlink|delet|clean|eras|purg|discard|dispos|destroy|tear_?down|"
    r"move|rename)"
)
_HUMPS = lazy(r"(?<=[a-z0-9])(?=[A-Z])")


def borrows(call: ast.Call, module: Module) -> bool:
    """Whether a call uses a handle that it is given, and leaves closing it to the caller.

    Args:
        call: a call that takes the handle as an argument.
        module: its module.

    Returns:
        ``True`` for known functions and for plain functions whose name is a verb of reading or writing.
    """
    match call.func:
        case ast.Attribute(value=ast.Constant()):
            return True  # a method of a literal, such as ``"".join``
        case func:
            return bool(module.names(func) & BORROWERS or _VERBS.match(last_word(func)))


def replaces_stream(call: ast.Call) -> bool:
    """Whether a call puts what it is given in the place of a standard stream, which nobody closes.

    Args:
        call: a call that has it among its arguments.
    """
    texts = (string(each) or "" for each in call.args[:2])
    is_stream = any(each.rpartition(".")[2] in STREAMS for each in texts)
    return is_stream and last_word(call.func) in ("setattr", "patch", "object")


def registers(call: ast.Call) -> bool:
    """Whether a call takes something over in order to release it later."""
    return last_word(call.func) in _REGISTRARS


def collects(call: ast.Call) -> bool:
    """Whether a call puts something into a container or another object, where somebody may find it."""
    return last_word(call.func) in _COLLECTS


def names_removal(word: str) -> bool:
    """Whether a name speaks of removing something, in whatever style it is written."""
    return bool(_REMOVAL.search(_HUMPS.sub("_", word).lower()))


def is_told_to_keeper(call: ast.Call, module: Module) -> bool:
    """Whether what is told a path is also asked to clean up in the same function, or, if it is imported and
    gives no answer that anybody takes, anywhere in the module: it keeps a list of them.

    Args:
        call: a call that has the path among its arguments.
        module: its module.
    """
    function = module.function(call)
    if function is None or not isinstance(call.func, ast.Attribute):
        return False
    keeper = spelt(call.func.value)
    is_statement = isinstance(module.parent(call), ast.Expr)
    if is_statement and keeper in {local for local, _ in module.scopes.imported()}:
        return keeper in _keepers(module.tree, module)
    return keeper in _keepers(function, module)


@once
def _keepers(around: ast.AST, module: Module) -> frozenset[str]:
    """What a function or a module calls ``cleanup`` or its like on, without naming what to remove."""
    calls = (each for each in walk(around) if isinstance(each, ast.Call) and not each.args)
    asked = (each.func for each in calls if isinstance(each.func, ast.Attribute))
    return frozenset(spelt(each.value) for each in asked if names_removal(each.attr))


def takes_path(call: ast.Call) -> bool:
    """Whether a call that is told a path may see to its removal, or hand it to who does.

    Args:
        call: a call that has the path among its arguments.

    Returns:
        ``True`` for registrars and containers, for what is named after removal, is told to remove, or is
        given a function that removes; also for doubles, which return the path to the code under test.
    """
    if registers(call) or collects(call) or names_removal(last_word(call.func)):
        return True
    given = (*call.args, *(each.value for each in call.keywords))
    return any(names_removal(last_word(each)) for each in given) or any(
        each.arg in ("return_value", "side_effect") or names_removal(each.arg or "") for each in call.keywords
    )
