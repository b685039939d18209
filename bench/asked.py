"""What the rules say today of findings that independent readers judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bench import clones
from bench.analysis import Review, review, speaks_by_default
from bench.corpora import WANTED
from bench.drawn import Drawn
from bench.judged import Judged
from bench.scopes import Scope, scope_of, scopes
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.project.views import Project


class Outcome(NamedTuple):
    """What the rules say today of one judged finding."""

    judged: Judged
    default: Finding | None = None
    """The finding, if it is reported by default."""
    every: Finding | None = None
    """The finding, if it is reported where all rules are enabled."""
    instead: tuple[Finding, ...] = ()
    """What other default rules say of the line."""
    problem: str = ""
    """Why the file was not reviewed as it should be; empty if it was."""

    @property
    def by_default(self) -> bool:
        """Whether it is reported by default."""
        return self.default is not None

    @property
    def by_all(self) -> bool:
        """Whether it is reported with all rules enabled."""
        return self.every is not None

    @property
    def is_spoken(self) -> bool:
        """Whether its rule reports it where the rule speaks: by default, or else where it is enabled."""
        return self.by_default if speaks_by_default(self.judged.code) else self.by_all


def folder(commit: tuple[str, str], clones_in: Path | None, store: Path) -> Path:
    """The files of a repository as they were judged, laid out if they are not there yet.

    Args:
        commit: repository and revision.
        clones_in: where the clones are.
        store: where the files are kept.

    Returns:
        The folder with the repository's Python files and settings.

    Raises:
        CloneError: they are not there, and there is no clone with this revision.
    """
    repository, revision = commit
    target = store / f"{repository.replace('/', '+')}-{revision[:12]}"
    if target.is_dir():
        return target
    if clones_in is None:
        raise clones.CloneError(f"{repository} is not in {store}: say by --clones where the clones are")
    git = clones.find(clones_in, repository)
    if git is None:
        raise clones.CloneError(f"no clone of {repository} in {clones_in}")
    return clones.lay_out(git, revision, WANTED, target)


def ask(job: tuple[Sequence[Judged], Path], known: Drawn) -> list[Outcome]:
    """Ask the rules about the judged findings of one file.

    Args:
        job: the findings, and the folder of their repository.
        known: what was found when they were drawn.

    Returns:
        What the rules say of each.
    """
    group, root = job
    path = group[0].path
    source = _read(root / path)
    if source is None:
        return [Outcome(each, problem="no such file") for each in group]
    result = review(source, path, _project(root))
    places = [] if result.unreadable else scopes(source)
    return [_outcome(each, result, places, known) for each in group]


def lines(job: tuple[Sequence[Judged], Path]) -> dict[str, list[int]]:
    """Which lines the rules of judged findings report in one file, with all rules enabled.

    Args:
        job: see `ask`.

    Returns:
        The lines by the rule's code.
    """
    group, root = job
    found = review(_read(root / group[0].path) or b"", group[0].path, _project(root)).findings
    return {
        code: [each.line for each in found if each.code == code] for code in {each.code for each in group}
    }


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


@lru_cache(maxsize=2)
def _project(root: Path) -> Project:
    return Project(str(root))


def _outcome(judged: Judged, result: Review, places: list[Scope], known: Drawn) -> Outcome:
    loud = [each for each in result.findings if speaks_by_default(each.code) and each not in result.extra]
    faults = (each.message for each in result.findings if each.code == FAULT)
    return Outcome(
        judged,
        _match(judged, loud, places, known),
        _match(judged, result.findings, places, known),
        tuple(each for each in loud if each.line == judged.line and each.code != judged.code),
        result.unreadable or next(faults, ""),
    )


def _match(judged: Judged, findings: Iterable[Finding], places: list[Scope], known: Drawn) -> Finding | None:
    """The finding at the judged line; else one in its function that was not there when it was judged.

    A rule that now points at another line of the same defect has not lost it, nor got rid of it.
    """
    same = [each for each in findings if each.code == judged.code]
    at_line = next((each for each in same if each.line == judged.line), None)
    before, here = known.lines(judged), scope_of(judged.line, places)
    new = (each for each in same if each.line not in before and scope_of(each.line, places) == here)
    return at_line or next(new, None)
