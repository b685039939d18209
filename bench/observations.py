"""All rules over pinned public packages, on several processes; kept until the plugin changes."""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import flake8_testsec
from bench.analysis import review
from bench.corpora import BENCH, Package, Source, sources
from bench.labels import Place
from flake8_testsec.project.views import Project

WORKERS = min(2, os.cpu_count() or 1)
CHUNK = 40


class Observation(NamedTuple):
    """One finding in a package."""

    place: Place
    column: int
    message: str
    extra: bool = False
    """Whether a default rule says it only where it is enabled by name."""

    def __str__(self) -> str:
        code, package, path, line = self.place
        return f"{package} {path}:{line}:{self.column + 1} {code} {self.message}"


class Run(NamedTuple):
    """What the engine said of some files."""

    observations: tuple[Observation, ...]
    unreadable: tuple[str, ...]
    files: int


def observe(chosen: Sequence[Package], fresh: bool = False) -> Run:
    """Run all rules over packages, on several processes.

    Args:
        chosen: the packages.
        fresh: analyse even where an earlier run with the very same plugin kept its findings.

    Returns:
        The findings in order of package, path and line.

    Raises:
        CorpusError: a package cannot be had.
    """
    key = _fingerprint()
    kept = {package: None if fresh else _kept(package, key) for package in chosen}
    analysed = _analyse([package for package, run in kept.items() if run is None])
    for package, run in analysed.items():
        _keep(package, key, run)
    return _joined(kept[package] or analysed[package] for package in chosen)


def _analyse(chosen: Sequence[Package]) -> dict[Package, Run]:
    chunks = list(_chunks(chosen))
    if not chunks:
        return {}
    parts: dict[Package, list[Run]] = {package: [] for package in chosen}
    with multiprocessing.Pool(WORKERS) as pool:
        for done, (package, run) in enumerate(pool.imap(_review_chunk, chunks), 1):
            parts[package].append(run)
            _progress(done, len(chunks))
    return {package: _joined(runs) for package, runs in parts.items()}


def _chunks(chosen: Sequence[Package]) -> Iterator[list[Source]]:
    for package in chosen:
        files = iter(list(sources([package])))
        while chunk := list(itertools.islice(files, CHUNK)):
            yield chunk


def _review_chunk(chunk: list[Source]) -> tuple[Package, Run]:
    package = chunk[0].package
    project = _project(package)
    observations: list[Observation] = []
    unreadable: list[str] = []
    for source in chunk:
        result = review(source.file.read_bytes(), source.path, project)
        for each in result.findings:
            place = Place(each.code, package.name, source.path, each.line)
            observations.append(Observation(place, each.column, each.message, each in result.extra))
        if result.unreadable:
            unreadable.append(f"{package.name} {source.path}: {result.unreadable}")
    return package, Run(tuple(observations), tuple(unreadable), len(chunk))


@lru_cache(maxsize=2)
def _project(package: Package) -> Project:
    return Project(str(package.folder))


def _joined(runs: Iterable[Run]) -> Run:
    every = list(runs)
    return Run(
        tuple(each for run in every for each in run.observations),
        tuple(each for run in every for each in run.unreadable),
        sum(run.files for run in every),
    )


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


# Kept, because labelling asks for the same findings many times.


def _fingerprint() -> str:
    """Changes whenever the plugin or the way it is asked does."""
    digest = hashlib.sha256(sys.version.encode())
    plugin = Path(flake8_testsec.__file__).parent
    for file in (*sorted(plugin.rglob("*.py")), BENCH / "analysis.py"):
        digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _kept_file(package: Package) -> Path:
    return package.folder.parent / f"{package.folder.name}.findings.json"


def _kept(package: Package, key: str) -> Run | None:
    try:
        data = json.loads(_kept_file(package).read_text(encoding="utf-8"))
        if data["key"] != key:
            return None
        found = tuple(Observation(Place(*place), *rest) for place, *rest in data["found"])
        return Run(found, tuple(data["unreadable"]), data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(package: Package, key: str, run: Run) -> None:
    # A plugin edited while it was measured fits neither fingerprint: such findings are not kept.
    if _fingerprint() == key:
        data = {"key": key, "found": run.observations, "unreadable": run.unreadable, "files": run.files}
        scratch = _kept_file(package).with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps(data), encoding="utf-8")
        scratch.replace(_kept_file(package))
