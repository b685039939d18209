"""Who takes part in the benchmark from outside: the parser alone, our two doors, plain flake8, the peers."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from bench import environments
from bench.cost import Command, Contender, Result, surroundings
from bench.environments import InstallError
from bench.workload import Workload

PARSE = "ast.parse alone"
PARSE_ONLY = "ast.parse alone, garbage collector off"
COLD = "testsec check"
COLD_ALL = "testsec check, all jobs"
UNCACHED = "testsec check --no-cache"
WARM = "testsec check again"
WARM_ALL = "testsec check again, all jobs"
CHANGED = "testsec check again, one file changed"
PLAIN = "flake8"
WITH_US = "flake8 with our plugin"
START_BARE = 'python -c "import ast, argparse"'
START_OPTIONS = "imports of flake8's option code"
START = "testsec check on one small file"
START_AGAIN = "testsec check on one small file again"

_PARSE = """\
import ast, os, sys
for top in sys.argv[1:]:
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith(".py"):
                with open(os.path.join(folder, name), "rb") as file:
                    ast.parse(file.read())
"""
_OPTIONS = """\
import flake8.formatting.base, flake8.main.options, flake8.options.aggregator, flake8.options.config
import flake8.options.manager, flake8.plugins.finder
"""
_SMALL = "def test_total():\n    assert 1 + 1 == 2\n"
_MODULES = """\
import sys
from flake8_testsec.cli import main
main(sys.argv[1:])
tops = {name.partition(".")[0] for name in sys.modules}
print("|".join(sorted(each for each in tops - sys.stdlib_module_names if not each.startswith("_"))))
"""


class Stage(NamedTuple):
    """Where our package is installed, and where commands may leave things."""

    python: str
    package: Path
    scratch: Path

    @property
    def reviewing(self) -> dict[str, str]:
        """The environment in which our package can be imported, and flake8 finds its plugin."""
        return {"PYTHONPATH": str(self.package)}


def stage(scratch: Path) -> Stage:
    """Install our package as it is now.

    Args:
        scratch: an empty folder.

    Returns:
        Where it is.

    Raises:
        InstallError: it cannot be installed.
    """
    package = environments.ours()
    return Stage(str(environments.STORE / environments.OURS / "bin" / "python"), package, scratch)


def references(at: Stage, work: Workload) -> list[Contender]:
    """Processes that read and parse the files and do nothing else.

    Args:
        at: whose Python runs.
        work: the files.

    Returns:
        What can be measured, the one first that everything is compared with.
    """

    def script(text: str) -> Command:
        return Command((at.python, "-c", text, *work.targets), work.folder)

    return [
        Contender(PARSE, script(_PARSE), "reads and parses the files, as Python comes"),
        Contender(PARSE_ONLY, script(f"import gc\ngc.disable()\n{_PARSE}"), "the same, as our door does it"),
    ]


def check(at: Stage, work: Workload, *options: str) -> Command:
    """Our own door.

    Args:
        at: where we are installed.
        work: the files.
        options: beside those that keep configuration away.

    Returns:
        The command.
    """
    arguments = (at.python, "-m", "flake8_testsec", "check", "--isolated", *options, *work.targets)
    return Command(arguments, work.folder, frozenset({0, 1}), at.reviewing)


def ours(at: Stage, work: Workload) -> list[Contender]:
    """Our own door, with a cache that is empty, full, full but for one file, and not used.

    Args:
        at: where we are installed.
        work: the files; one of them is changed for a while.

    Returns:
        What can be measured, to be run in this order: the cold runs fill what the warm ones use.
    """
    one, every = at.scratch / "cache-one", at.scratch / "cache-all"
    cores = str(os.cpu_count() or 1)
    kept = ("--jobs", "1", "--cache-dir", str(one))
    kept_all = ("--jobs", cores, "--cache-dir", str(every))
    middle = work.folder / work.files[len(work.files) // 2]
    return [
        Contender(COLD, check(at, work, *kept), "cache empty, 1 job", _without(one)),
        Contender(COLD_ALL, check(at, work, *kept_all), f"cache empty, {cores} jobs", _without(every)),
        Contender(UNCACHED, check(at, work, "--jobs", "1", "--no-cache"), "1 job"),
        Contender(WARM, check(at, work, *kept), "cache full, 1 job"),
        Contender(WARM_ALL, check(at, work, *kept_all), f"cache full, {cores} jobs"),
        Contender(CHANGED, check(at, work, *kept), "cache full, 1 job", _changed(middle)),
    ]


def flake8(at: Stage, work: Workload) -> list[Contender]:
    """flake8 in one environment, without our plugin and with it.

    Args:
        at: where we are installed.
        work: the files.

    Returns:
        What can be measured.
    """
    arguments = (at.python, "-m", "flake8", "--isolated", "--jobs", "1", *work.targets)
    plain = Command(arguments, work.folder, frozenset({0, 1}))
    version = environments.version(environments.OURS, "flake8")
    return [
        Contender(PLAIN, plain, f"{version}, no plugins, 1 job"),
        Contender(WITH_US, plain._replace(environment=at.reviewing), "the same environment, 1 job"),
    ]


def peers(work: Workload, names: Sequence[str]) -> tuple[list[Contender], list[Result]]:
    """Other tools, each installed into an environment of its own.

    Args:
        work: the files.
        names: the tools wanted.

    Returns:
        What can be measured, and what cannot because it does not install here.
    """
    found: list[Contender] = []
    missing: list[Result] = []
    for peer in (peer for peer in environments.peers().values() if peer.name in names):
        try:
            found.append(peer.contender(work.folder, work.targets))
        except InstallError as error:
            missing.append(Result(peer.name, peer.what, None, 0, 0, f"cannot be installed: {error}"))
    return found, missing


def start(at: Stage) -> list[Contender]:
    """Cold processes: Python with what every command line needs, and our door on one small file, whose result
    is not known or is known already.

    Args:
        at: where we are installed.

    Returns:
        What can be measured.
    """
    work = _small(at)
    kept = ("--jobs", "1", "--cache-dir", str(at.scratch / "cache-small"))

    def script(text: str) -> Command:
        return Command((at.python, "-c", text), work.folder)

    return [
        Contender(START_BARE, script("import ast, argparse")),
        Contender(START_OPTIONS, script(_OPTIONS)),
        Contender(START, check(at, work, "--jobs", "1", "--no-cache")),
        Contender(START_AGAIN, check(at, work, *kept)),
    ]


def imported(at: Stage) -> tuple[str, ...]:
    """What our door imports to review one small file.

    Args:
        at: where we are installed.

    Returns:
        The top-level names beside the standard library's.
    """
    command = (at.python, "-c", _MODULES, "check", "--isolated", "--jobs", "1", "--no-cache")
    work = _small(at)
    return tuple(_output(command, at, work).out.strip().split("|"))


class Row(NamedTuple):
    """One line of ``testsec check --timings``."""

    name: str
    share: str


def timings(at: Stage, work: Workload) -> tuple[list[Row], list[Row]]:
    """Where the time goes.

    Args:
        at: where we are installed.
        work: the files.

    Returns:
        The rooms and the rules, those that take the most first.
    """
    done = _output((*check(at, work._replace(targets=()), "--timings").arguments,), at, work)
    rooms, _, rules = done.err.strip().partition("\n\n")
    return _rows(rooms), _rows(rules)


def _rows(table: str) -> list[Row]:
    words = (line.split() for line in table.splitlines()[1:])
    return [Row(" ".join((name, *rest)), share) for name, _, share, *rest in words]


class _Output(NamedTuple):
    out: str
    err: str


def _output(command: Sequence[str], at: Stage, work: Workload) -> _Output:
    environment = {**surroundings(at.scratch), **at.reviewing}
    done = subprocess.run(
        [*command, *work.targets],
        cwd=work.folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return _Output(done.stdout, done.stderr)


def _small(at: Stage) -> Workload:
    folder = at.scratch / "small"
    folder.mkdir(exist_ok=True)
    (folder / "test_total.py").write_text(_SMALL, encoding="utf-8")
    return Workload("one small file", folder, ("test_total.py",), ("test_total.py",))


def _without(folder: Path) -> Callable[[int], AbstractContextManager[None]]:
    """A run that finds no such folder."""

    @contextlib.contextmanager
    def around(number: int) -> Iterator[None]:
        shutil.rmtree(folder, ignore_errors=True)
        yield

    return around


def _changed(file: Path) -> Callable[[int], AbstractContextManager[None]]:
    """A run that finds a file changed, differently in each round."""

    @contextlib.contextmanager
    def around(number: int) -> Iterator[None]:
        before = file.read_bytes()
        file.write_bytes(before + f"\n# {number}\n".encode())
        try:
            yield
        finally:
            file.write_bytes(before)

    return around
