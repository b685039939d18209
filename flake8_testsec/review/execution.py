"""Execution: what runs commands or code, deserialises, unpacks, downloads, or imports what it works out."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.downloads import FETCHES
from flake8_testsec.vocabulary.network.shells import SHELLS, command

NOTHING = "No call that is known to run a command or code, to deserialise, unpack or download stands here."

_MOST = 8

_STARTS = frozenset({*SHELLS, "asyncio.create_subprocess_exec", "multiprocessing.Process", "pty.spawn"}) | {
    f"os.{name}"
    for name in ("execv", "execve", "execvp", "fork", "posix_spawn", "spawnl", "spawnv", "startfile")
}
_CODE = frozenset({"eval", "exec", "compile", "runpy.run_path", "runpy.run_module"})
_IMPORTS = frozenset({"__import__", "importlib.import_module", "importlib.reload"})
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
_KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "command": ("Starts a process", _STARTS),
    "code": ("Runs or compiles code", _CODE),
    "import": ("Imports by a name", _IMPORTS),
    "load": ("Deserialises", _LOADS),
    "unpack": ("Unpacks an archive", _UNPACKS),
    "download": ("Downloads, or is answered by a double", frozenset(FETCHES)),
}


def facts(module: Module) -> Iterator[Fact]:
    """The calls by kind, those that are written alike together."""
    for kind, (title, names) in _KINDS.items():
        found: dict[tuple[str, bool], list[ast.AST]] = defaultdict(list)
        for call in module.scopes.calls(frozenset(name.rpartition(".")[2] for name in names)):
            if module.names(call.func) & names:
                shell = bool(module.names(call.func) & {*SHELLS}) and command(call, module) is not None
                found[spelt(call), shell].append(call)
        shown = [*found.items()]
        for (text, shell), nodes in shown[:_MOST]:
            by = ", by a shell" if shell else ""
            yield fact(kind, nodes, f"{title}{by}: ", code(text), ".", subject=text)
        if rest := [each for _, nodes in shown[_MOST:] for each in nodes]:
            ends = sorted(rest, key=lambda each: getattr(each, "lineno", 0))
            parts = (f"{title}: {len(rest)} more calls, from the first to the last line named.",)
            yield fact(f"{kind}s", [ends[0], ends[-1]], *parts, subject=str(len(rest)))
