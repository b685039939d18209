"""Files and folders that are made, written, moved or removed."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Container, Iterator

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.review.given_back import DELETING
from flake8_testsec.source.calls import argument, spelt, string
from flake8_testsec.source.module import Module


def facts(module: Module, told: Container[int]) -> Iterator[Fact]:
    """Files and folders that the file itself makes, writes or moves, but for what is told otherwise.

    Args:
        module: the module.
        told: the lines of what is told with its proof.

    Yields:
        The facts.
    """
    yield from _made(module, _ON_DISK - DELETING - {"shutil.rmtree"}, told)
    yield from _written(module)
    yield from _made_by_name(module)


def every(module: Module) -> Iterator[Fact]:
    """The same of a file that is called, removals among it.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from _made(module, _ON_DISK, ())
    yield from _written(module)
    yield from _made_by_name(module)


def _written(module: Module) -> Iterator[Fact]:
    """Files that are opened to be written, whoever closes them."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.calls({"open"}):
        mode, *_ = re.split("[:|]", string(argument(call, 1, "mode")) or "")  # r:xz is no x
        if call.args and module.names(call.func) & _OPENING and {*mode} & {*"wax+"}:
            how = "read and written" if "r" in mode else "written"
            found[how, spelt(call.args[0])].append(call)
    for (how, shown), calls in found.items():
        yield fact("written", calls, f"Opened to be {how}: ", code(shown), ".", subject=shown)


_OPENING = frozenset({"open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open"})


def _made_by_name(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_WRITING):
        if isinstance(call.func, ast.Attribute) and not module.names(call.func) & _ON_DISK:
            found[f"{spelt(call.func)}()"].append(call)
    for shown, calls in found.items():
        words = "By its name, makes or writes a file or a folder: "
        yield fact("on-disk-by-name", calls, words, code(shown), ".", subject=shown)


def _made(module: Module, names: frozenset[str], told: Container[int]) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in names)):
        if call.lineno not in told and module.names(call.func) & names:
            found[spelt(call)].append(call)
    for shown, calls in found.items():
        parts = ("A file or a folder is made, moved or removed: ", code(shown), ".")
        yield fact("on-disk", calls, *parts, subject=shown)


_ON_DISK = frozenset(
    {
        *(f"os.{each}" for each in ("mkdir", "makedirs", "remove", "unlink", "rmdir", "rename", "replace")),
        *(f"shutil.{each}" for each in ("rmtree", "move", "copy", "copy2", "copyfile", "copytree")),
        *("tempfile.mkdtemp", "tempfile.mkstemp"),
    }
)


_WRITING = frozenset({"write_text", "write_bytes", "mkdir", "touch", "symlink_to", "hardlink_to"})
