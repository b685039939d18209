"""Calls that certainly make a file or a directory at a path that they are given."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, keyword, string, unpacks
from flake8_testsec.source.module import Module

WORDS = frozenset(
    {"copy", "copy2", "copyfile", "copytree", "connect", "dump", "File", "makedirs", "mkdir", "open", "save"}
    | {"savefig", "savetxt", "savez", "savez_compressed", "symlink", "to_csv", "to_excel", "to_parquet"}
    | {"to_pickle", "touch", "write_bytes", "write_text", "ZipFile"}
)
"""The last words of all of them."""
_MAKING: Mapping[str, int] = {
    "joblib.dump": 1,
    "numpy.save": 0,
    "numpy.savetxt": 0,
    "numpy.savez": 0,
    "numpy.savez_compressed": 0,
    "os.makedirs": 0,
    "os.mkdir": 0,
    "os.symlink": 1,
    "shutil.copy": 1,
    "shutil.copy2": 1,
    "shutil.copyfile": 1,
    "shutil.copytree": 1,
    "sqlite3.connect": 0,
    "torch.save": 1,
}
"""Functions, and which of their arguments is the path."""
_WRITING = frozenset({"open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"}) | {
    "h5py.File",
    "tarfile.open",
    "zipfile.ZipFile",
}
"""What makes a file if its second argument, the mode, says so."""
_EXPORTING = frozenset({"savefig", "to_csv", "to_excel", "to_parquet", "to_pickle"})
"""Methods of tables and figures, which are given the path first."""
_ELSEWHERE = ("fileobj", "opener", "dir_fd")
"""What says that the path is not one below the working directory, or that there is none."""
_COMPRESSION = lazy("[:|]")
_OF_PATHS = frozenset({"mkdir", "touch", "write_bytes", "write_text"})


def written(call: ast.Call, module: Module) -> ast.expr | None:
    """The path at which a call makes something.

    Args:
        call: any call.
        module: its module.

    Returns:
        ``None`` for any other call. That of a method of a path is what the method belongs to, whether that
        is a path or not.
    """
    names = module.names(call.func)
    for name in names & _MAKING.keys():
        return argument(call, _MAKING[name])
    if names & _WRITING:
        is_elsewhere = any(keyword(call, each) is not None for each in _ELSEWHERE) or unpacks(call)
        return argument(call, 0) if _writes(argument(call, 1, "mode")) and not is_elsewhere else None
    match call.func:
        case ast.Attribute(attr=word) if word in _EXPORTING:
            path = argument(call, 0)
            return path if "." in (string(path) or "") else None
        case ast.Attribute(value=path, attr=word) if word in _OF_PATHS:
            return path
        case ast.Attribute(value=path, attr="open") if _writes(argument(call, 0, "mode")):
            return path
        case _:
            return None


def _writes(mode: ast.expr | None) -> bool:
    """Whether a mode makes a file; behind a colon or a bar stands how it is compressed."""
    return bool({*_COMPRESSION.split(string(mode) or "")[0]} & {*"wax"})
