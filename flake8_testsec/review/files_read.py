"""Files that are read: by calls that certainly do so, and by methods and functions that are called so."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.review.places import functions
from flake8_testsec.review.value_words import leading_text
from flake8_testsec.source.calls import argument, spelt, string, unpacks
from flake8_testsec.source.module import Module

_OPENING = frozenset({"open", "io.open", "codecs.open", "tokenize.open"}) | {
    *("gzip.open", "bz2.open", "lzma.open", "tarfile.open", "zipfile.ZipFile", "tarfile.TarFile.open"),
}
"""What takes a path, and a mode behind it; without one they read."""
_BY_PATH = frozenset({"pathlib.Path().open", "zipfile.Path().open"})
_PARSERS = frozenset({"configparser.ConfigParser().read", "configparser.RawConfigParser().read"})
_READING = frozenset({"read_text", "read_bytes"})
_DESCRIPTORS = frozenset({"os.read", "os.pread", "os.readv", "os.preadv"})
"""What reads from a descriptor, which may be that of a file, a pipe or a socket."""
_LISTING = frozenset({"os.listdir", "os.scandir", "os.walk", "glob.glob", "glob.iglob"})
_LISTERS = frozenset({"glob", "rglob", "iterdir", "listdir"})
_URL = lazy(r"[a-z][a-z0-9+.-]{1,9}://")
_MODE = lazy(r"[rwaxbtU+]{1,4}\Z")
_BY_NAME = lazy(
    r"_*(?:read_(?:\w+_)?(?:file|fixture|csv|json|jsonl|yaml|toml|parquet|excel|feather|hdf|pickle|table|lines)|"
    r"(?:load|open|read)_?(?:\w+_)?(?:fixtures?|testdata|test_data|json_file|file_content)|"
    r"get_(?:\w+_)?(?:testdata|test_data|json_file|file_content)|"
    r"load_?(?:\w+_)?(?:file|json|yaml|toml|csv|data|config|image)|loadtxt|genfromtxt|imread|resource_string|"
    r"open_(?:\w+_)?(?:database|dataset|catalog|archive|image|workbook|file))\Z"
)


def files(module: Module) -> Iterator[Fact]:
    """Files that are opened for reading only, then what reads or opens something by its name.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    for name, calls in sorted(_opened(module).items(), key=lambda pair: pair[1][0].lineno):
        yield fact("file", calls, "Opened to be read: ", code(name), ".", subject=name)
    for name, calls in _folders(module).items():
        words = "What a folder holds is read: "
        yield fact("folder", calls, words, code(name), ".", subject=name)
    for name, calls in _folders_by_name(module).items():
        words = "By its name, reads what a folder holds: "
        yield fact("folder-by-name", calls, words, code(name), ".", subject=name)
    for name, calls in _by_descriptor(module).items():
        words = "Read from a descriptor, which may be that of a file: "
        yield fact("file-by-descriptor", calls, words, code(name), ".", subject=name)
    for name, calls in _named(module).items():
        yield fact("file-by-name", calls, "By its name, reads a file: ", code(name), ".", subject=name)
    for (is_known, name), calls in _images(module).items():
        words = f"{'R' if is_known else 'By its name, r'}eads an image from a file or a stream: "
        yield fact("file-by-name", calls, words, code(name), ".", subject=name)
    for name, calls in _methods(module).items():
        words = "Opens something, by its name, which may be a file that is read: "
        yield fact("opened-by-name", calls, words, code(name), ".", subject=name)


def _opened(module: Module) -> Mapping[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.calls({"open", "ZipFile"}):
        names = module.names(call.func)
        is_read = (names & _OPENING and _reads(call, 1)) or (
            "os.open" in names and _may_read(argument(call, 1, "flags"))
        )
        if is_read and call.args:
            found[spelt(call.args[0])].append(call)
        elif isinstance(call.func, ast.Attribute) and names & _BY_PATH and _reads(call, 0):
            found[spelt(call.func.value)].append(call)
    for call in module.calls(_READING):
        if isinstance(call.func, ast.Attribute):
            found[spelt(call.func.value)].append(call)
    for call in module.calls({"read"}):
        if module.names(call.func) & _PARSERS and call.args:
            found[spelt(call.args[0])].append(call)
    return {name: sorted(calls, key=lambda each: each.lineno) for name, calls in found.items()}


def _reads(call: ast.Call, place: int) -> bool:
    mode = argument(call, place, "mode")
    if unpacks(call):
        return False
    return mode is None or "r" in re.split("[:|]", string(mode) or "")[0]


def _may_read(flags: ast.expr | None) -> bool:
    """Whether a descriptor is opened that can be read from, as far as its flags are written."""
    shown = spelt(flags) if flags is not None else "O_WRONLY"
    return "O_RDONLY" in shown or ("O_RDWR" in shown and "O_CREAT" not in shown)


def _folders(module: Module) -> Mapping[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in _LISTING)):
        if module.names(call.func) & _LISTING:
            found[spelt(call)].append(call)
    return found


def _folders_by_name(module: Module) -> Mapping[str, list[ast.Call]]:
    """Calls of methods that paths have, and little else."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.calls(_LISTERS):
        if isinstance(call.func, ast.Attribute) and not module.names(call.func) & _LISTING:
            found[spelt(call)].append(call)
    return found


def _by_descriptor(module: Module) -> Mapping[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.calls({each.rpartition(".")[2] for each in _DESCRIPTORS}):
        if module.names(call.func) & _DESCRIPTORS and call.args:
            found[spelt(call.args[0])].append(call)
    return found


def _methods(module: Module) -> Mapping[str, list[ast.Call]]:
    """Calls of a method ``open`` of something that is not known, unless they are told to write."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    own = {each.name for each in functions(module)}
    for call in module.calls({"open"}):
        if isinstance(call.func, ast.Attribute) and not _is_known(call.func, own, module):
            if _URL.match(leading_text(call.args[0]) if call.args else ""):
                continue  # a browser opens pages
            given = argument(call, 0, "mode")
            mode = string(given) or ""
            if not _MODE.match(mode) or "r" in mode:
                found[f"{spelt(call.func)}()"].append(call)
    return found


def _is_known(func: ast.Attribute, own: Container[str], module: Module) -> bool:
    """Whether it is told what a method is, or a class of this file defines it for its own object."""
    is_own = isinstance(func.value, ast.Name) and func.value.id in ("self", "cls")
    return bool(module.names(func)) or (is_own and func.attr in own)


def _named(module: Module) -> Mapping[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.calls([word for word in module.called if _BY_NAME.match(word)]):
        found[f"{spelt(call.func)}()"].append(call)
    return found


def _images(module: Module) -> Mapping[tuple[bool, str], list[ast.Call]]:
    """Images that are opened, each with whether Pillow does; none that the memory holds."""
    found: dict[tuple[bool, str], list[ast.Call]] = defaultdict(list)
    for call in module.calls({"open"}):
        match call.func:
            case ast.Attribute(value=ast.Name(id=word)) if call.args and (names := module.names(call.func)):
                is_known = "PIL.Image.open" in names
                if (is_known or word == "Image") and module.names(call.args[0]) != _IN_MEMORY:
                    found[is_known, f"{spelt(call.func)}()"].append(call)
    return found


_IN_MEMORY = {"io.BytesIO()"}
