"""What deep mode adds to the findings on pinned packages, what it takes away, and what it costs."""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomllib

from bench import corpora, environments
from bench.command import CommandError, environment
from bench.corpora import BENCH, CorpusError, Package
from bench.deep_mistakes import Mistakes, mistakes
from bench.document import table
from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.files import Folder
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PINS, SUBJECTS, JUDGED = "installed", "deep.toml", "deep.jsonl"
PAGE = "docs/deep.md"
BEGIN, END = "<!-- deep: begin -->\n", "<!-- deep: end -->\n"
ROUNDS = 3
_COMMAND = ("check", "--isolated", "--no-cache", "-j1", "--testsec-enable=TSE", "--format=jsonl")


class Said(NamedTuple):
    """One finding, by what tells it from others."""

    path: str
    line: int
    code: str


class Unknown(NamedTuple):
    """Classes with bases: all, and those of which some base is not known without and with deep mode."""

    classes: int
    before: int
    after: int


class Row(NamedTuple):
    """One package: what is found in deep mode alone, what without it alone, and seconds of CPU."""

    name: str
    unknown: Unknown
    gained: Sequence[Said]
    lost: Sequence[Said]
    plain: float
    deep: float
    mistakes: Mistakes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare this benchmark's options.

    Args:
        parser: the subcommand's parser.
    """
    parser.add_argument("--package", nargs="+", action="extend", default=[], metavar="NAME")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, metavar="N", help="the least counts (%(default)s)"
    )
    parser.add_argument("--most", type=int, default=60, metavar="N", help="mistakes a package (%(default)s)")
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE}")
    parser.add_argument("--root", type=Path, default=BENCH.parent, help="where to write (default: here)")


def main(options: argparse.Namespace) -> int:
    """Review each package twice, compare, print.

    Args:
        options: the parsed command line.

    Returns:
        1 if a finding that is gained or lost has not been judged.

    Raises:
        CommandError: the command broke.
        CorpusError: a package cannot be had.
    """
    verdicts = judged(BENCH / JUDGED)
    rows = []
    for package in subjects(options.package):
        rows.append(_measured(package, options))
        print("\n".join(_told(rows[-1], verdicts)), flush=True)
    if options.write:
        _write(options.root / PAGE, rows, verdicts)
    return int(any(_key(row, each) not in verdicts for row in rows for each in (*row.gained, *row.lost)))


def subjects(names: Sequence[str] = ()) -> Sequence[Package]:
    """The packages that are measured.

    Args:
        names: those wanted; all if none are named.

    Returns:
        The packages in the order of the file.

    Raises:
        CorpusError: the file is not as it should be, or a name is not in it.
    """
    try:
        with open(BENCH / SUBJECTS, "rb") as stream:
            known = tomllib.load(stream)
        found = (*corpora.packages(known["corpora"]), *(Package(**each) for each in known["package"]))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CorpusError(f"{SUBJECTS}: {error}") from error
    if unknown := {*names} - {each.name for each in found}:
        raise CorpusError(f"no such package in {SUBJECTS}: {', '.join(sorted(unknown))}")
    return [each for each in found if not names or each.name in names]


def installed(name: str) -> Path:
    """What is installed beside a package, brought here if need be.

    Args:
        name: of the package.

    Returns:
        The folder.

    Raises:
        InstallError: it cannot be made.
    """
    pins, folder = BENCH / PINS / f"{name}.txt", environments.STORE / f"deep-{name}"
    stamp, mark = folder / ".stamp", hashlib.sha256(pins.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != mark:
        words = ("--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:", "--upgrade")
        command = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", *words)
        environments.quietly(sys.executable, *command, "--target", str(folder), "--requirement", str(pins))
        stamp.write_text(mark, encoding="utf-8")
    return folder


def judged(path: Path) -> Mapping[tuple[str, Said], str]:
    """The verdicts on findings that deep mode gains or loses.

    Args:
        path: a file with one JSON object a line.

    Returns:
        ``right`` or ``wrong`` by package and finding: of one that is lost, whether it was.
    """
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    every = [json.loads(line) for line in text.splitlines()]
    return {
        (each["package"], Said(each["path"], each["line"], each["code"])): each["verdict"] for each in every
    }


def _measured(package: Package, options: argparse.Namespace) -> Row:
    folder, beside = corpora.fetch(package), installed(package.name)
    found = [(run(folder, ()), run(folder, deep_words(beside))) for _ in range(options.rounds)]
    plain, deep = ({*each[0]} for each in found[0])
    return Row(
        f"{package.name} {package.version}",
        unknown(folder, beside),
        sorted(deep - plain),
        sorted(plain - deep),
        min(each[0][1] for each in found),
        min(each[1][1] for each in found),
        mistakes(package, folders(beside), options.most),
    )


def deep_words(beside: Path) -> Sequence[str]:
    """The options that ask for deep mode with a folder of packages."""
    return ("--deep", f"--testsec-deep-path={beside}")


def folders(beside: Path) -> tuple[str, ...]:
    """A folder of packages as the settings have it."""
    return (os.path.realpath(beside).replace(os.sep, "/"),)


def run(folder: Path, words: Sequence[str]) -> tuple[Sequence[Said], float]:
    """Review a package once.

    Args:
        folder: the package's.
        words: further options.

    Returns:
        The findings, and the seconds of user time.

    Raises:
        CommandError: the command broke.
    """
    command = [sys.executable, "-m", "flake8_testsec", *_COMMAND, *words, "."]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if done.returncode > 1 and not done.stdout:
        raise CommandError(f"testsec on {folder.name}: exit status {done.returncode}")
    return [*_said(done.stdout.decode().splitlines())], seconds


def _said(lines: Iterable[str]) -> Iterator[Said]:
    for line in lines:
        found: Mapping[str, Any] = json.loads(line)
        yield Said(found["path"].removeprefix("./"), found["line"], found["code"])


def unknown(folder: Path, beside: Path) -> Unknown:
    """The classes with bases in files of tests: all, and those of which a base is not known.

    Args:
        folder: the package's.
        beside: what is installed.

    Returns:
        How many there are.
    """
    project, files = Project(Folder(str(folder), is_still=True)), sorted(folder.rglob("test*.py"))
    answers = [each for file in files for each in _known(file, folder, project, beside)]
    unread = (sum(not each[which] for each in answers) for which in (0, 1))
    return Unknown(len(answers), *unread)


def _known(file: Path, folder: Path, project: Project, beside: Path) -> Iterator[Sequence[bool]]:
    path, settings = file.relative_to(folder).as_posix(), Settings()
    views = (project.view(path), project.view(path, folders(beside)))
    try:
        plain, deep = (Module.parse(file.read_bytes(), path, settings, each) for each in views)
    except (SyntaxError, ValueError):
        return
    for pair in zip(plain.nodes(ast.ClassDef), deep.nodes(ast.ClassDef), strict=True):
        if pair[0].bases:
            each = zip(pair, (plain, deep), strict=True)
            yield [lineage(class_, module).complete for class_, module in each]


def _key(row: Row, said: Said) -> tuple[str, Said]:
    return row.name.partition(" ")[0], said


def _told(row: Row, verdicts: Mapping[tuple[str, Said], str]) -> Iterator[str]:
    yield ", ".join(f"{what} {value}" for what, value in zip(_HEAD, _cells(row, verdicts), strict=True))
    for sign, several in (("+", row.gained), ("-", row.lost)):
        for each in several:
            verdict = verdicts.get(_key(row, each), "not judged")
            yield f"  {sign} {each.path}:{each.line} {each.code} {verdict}"


_HEAD = ("package", "not known before", "after", "gained", "lost", "CPU", "mistakes", "found", "found deep")


def _cells(row: Row, verdicts: Mapping[tuple[str, Said], str]) -> Sequence[str]:
    return (
        row.name,
        f"{row.unknown.before} of {row.unknown.classes}",
        str(row.unknown.after),
        _count(row, row.gained, verdicts),
        _count(row, row.lost, verdicts),
        f"{row.deep / row.plain:.2f}",
        *map(str, row.mistakes),
    )


def _count(row: Row, found: Sequence[Said], verdicts: Mapping[tuple[str, Said], str]) -> str:
    right = sum(verdicts.get(_key(row, each)) == "right" for each in found)
    return f"{len(found)} ({right} right)" if found else "0"


def _write(page: Path, rows: Sequence[Row], verdicts: Mapping[tuple[str, Said], str]) -> None:
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    cells = (_cells(row, verdicts) for row in rows)
    page.write_text(f"{before}{BEGIN}\n{table(_HEAD, cells)}\n\n{END}{after}", encoding="utf-8")
