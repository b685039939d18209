"""Files, what is made in the folder for temporary files, and archives."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.table.row import Place, Resource
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module


def _on_object(call: ast.Call, module: Module) -> bool:
    """Whether an archive is read from an open file or from memory, so that nothing is held."""
    if keyword(call, "fileobj") is not None:
        return True
    first = argument(call, 0, "name") or argument(call, 0, "file")
    return first is not None and bool(module.names(first) & _MEMORY)


_MEMORY = frozenset({"io.BytesIO()", "io.StringIO()"})


def _in_object(call: ast.Call, module: Module) -> bool:
    """Whether an archive is written to, or read from, what it does not close in the end."""
    first = argument(call, 0, "name") or argument(call, 0, "file")
    if _on_object(call, module) or _reads_opened(call, module):
        return True
    return first is not None and _is_instance(first, module)


def _is_instance(given: ast.expr, module: Module) -> bool:
    """Whether an object of some class is given, by a name, and no path: whoever has made it closes it."""
    bindings = module.bindings(given) if isinstance(given, ast.Name) else ()
    values = [each.value if isinstance(each, Bound) else None for each in bindings]
    return bool(values) and all(
        isinstance(each, ast.Call)
        and last_word(each.func)[:1].isupper()
        and not module.names(each.func) & _PATHS
        for each in values
    )


_PATHS = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.PurePath", "pathlib.WindowsPath"})


def holds_nothing(call: ast.Call, module: Module) -> bool:
    """Whether what is opened is in memory, or a descriptor that somebody else closes."""
    closing = keyword(call, "closefd")
    if closing is not None or _on_object(call, module) or _is_borrowed(argument(call, 0), module):
        return True
    return bool(module.names(call.func) & _UNPACKING) and _reads_opened(call, module)


def _reads_opened(call: ast.Call, module: Module) -> bool:
    """Whether what is read is a file that somebody else has opened, and closes: nothing else is held."""
    first, mode = argument(call, 0, "filename"), argument(call, 1, "mode")
    reads = mode is None or (string(mode) or "w")[:1] == "r"
    if isinstance(first, ast.Call):
        return reads and _opens(first, module)
    bindings = module.bindings(first) if isinstance(first, ast.Name) else ()
    values = [each.value if isinstance(each, Bound) else None for each in bindings]
    return (
        reads and bool(values) and all(isinstance(each, ast.Call) and _opens(each, module) for each in values)
    )


def _opens(call: ast.Call, module: Module) -> bool:
    """Whether a call opens a file: by ``open`` of whatever it is, or as a temporary one."""
    return last_word(call.func) == "open" or bool(module.names(call.func) & _MAKING)


_UNPACKING = frozenset({"gzip.open", "bz2.open", "lzma.open"})
"""What takes a path or a file that is open, and leaves that to its owner."""
_MAKING = frozenset(
    {f"tempfile.{name}" for name in ("NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryFile")}
)


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
    names = module.names(given)
    if "os.getcwd()" in names:
        return module.mentions("chdir")  # nobody looks after the folder that the tests are started in
    return "tempfile.gettempdir()" not in names


def _needs_no_removal(call: ast.Call, module: Module) -> bool:
    return _is_deleted(call, module) or _is_inside(call, module)


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
_REMOVALS_OF_FOLDERS = tuple(name for name in _REMOVALS if name not in ("os.remove", "os.unlink"))
"""Those that remove files fail for a folder: what they are given is a file in it."""

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

TEMPORARY: tuple[Resource, ...] = (
    Resource(
        "temporary file",
        ("tempfile.TemporaryFile", "tempfile.NamedTemporaryFile", "tempfile.SpooledTemporaryFile"),
        "TSE301",
        ("close",),
        needless=_is_kept,
        unread=True,
    ),
    Resource(
        "temporary directory",
        ("tempfile.mkdtemp",),
        "TSE302",
        (),
        skipped="TSE306",
        given_to=_REMOVALS_OF_FOLDERS,
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
        given_to=("os.close",),
        place=Place.FIRST,
        remedy="close it with os.close, or use tempfile.NamedTemporaryFile",
    ),
)
"""What is made in the folder for temporary files, and the descriptors."""

ARCHIVES: tuple[Resource, ...] = (
    Resource(
        "archive",
        ("zipfile.ZipFile", "tarfile.open", "tarfile.TarFile"),
        "TSE301",
        ("close",),
        needless=_in_object,
        arguments='"orders.zip"',
        unread=True,
    ),
)
