"""What in a configuration hides our findings from who runs flake8."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping, Sequence

import flake8
from flake8.style_guide import Decision, DecisionEngine, Ignored
from flake8.utils import matches_filename, normalize_path, parse_files_to_codes_mapping

from flake8_testsec import options as own
from flake8_testsec import pyproject
from flake8_testsec.cli.configuration import Reading
from flake8_testsec.cli.doctor_facts import Advice, active
from flake8_testsec.cli.reviews import STDIN
from flake8_testsec.plugin import Plugin

_ALL = "TSE"
_UNREADABLE = "E999"


def hidden(reading: Reading, options: argparse.Namespace, theirs: argparse.Namespace) -> Iterator[Advice]:
    """What ``select`` and ``ignore`` hide.

    Args:
        reading: where the configuration stands.
        options: the values as ``testsec check`` has them.
        theirs: the values as flake8 has them.
    """
    where = _where(reading)
    doors: dict[Advice, list[str]] = {}
    for values, door in ((theirs, "flake8"), (options, "testsec check")):
        for advice in _hidden(values, where):
            doors.setdefault(advice, []).append(door)
    for advice, names in doors.items():
        yield advice._replace(text=f"{advice.text} from {' and '.join(names)}")


def _hidden(values: argparse.Namespace, where: str) -> Iterator[Advice]:
    """The same for one door, which is not named yet."""
    decisions = DecisionEngine(values)
    lost = [code for code in active() if decisions.decision_for(code) is not Decision.Selected]
    unselected = [code for code in lost if isinstance(decisions.was_selected(code), Ignored)]
    if unselected:
        yield _unselected(values, unselected, where)
    for name, word in _ignoring(values, sorted({*lost} - {*unselected})):
        yield _is_ignored(name, word, where)
    whole = len(unselected) == len(active())
    if not whole and decisions.decision_for(_UNREADABLE) is not Decision.Selected:
        yield Advice(
            "that E9 is not selected, or is ignored, hides files that cannot be parsed",
            f"add E9 to 'select' {where}, or take what begins it out of 'ignore'",
        )


def _unselected(values: argparse.Namespace, codes: Sequence[str], where: str) -> Advice:
    chosen = ", ".join(values.select or ())
    enabled = [word for word in Plugin.settings.enable if any(code.startswith(word) for code in codes)]
    if len(codes) == len(active()):
        return Advice(
            f"'select = {chosen}' hides all rules of flake8-testsec",
            f"add to it {where}: select = {chosen}, TSE, E9",
        )
    if enabled:
        return Advice(
            f"'select = {chosen}' hides what is enabled: {', '.join(enabled)}",
            f"add to it {where}: select = {chosen}, {', '.join(enabled)}",
        )
    return Advice(f"'select = {chosen}' hides {len(codes)} rules", wrong=False)


def _ignoring(values: argparse.Namespace, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words that hide some of the codes, with the option that has them."""
    for name in ("ignore", "extend_ignore", "extended_default_ignore"):
        for word in getattr(values, name, None) or ():
            if any(code.startswith(word) for code in codes):
                yield name.replace("_", "-"), word


def _is_ignored(name: str, word: str, where: str) -> Advice:
    if _ALL.startswith(word):
        return Advice(
            f"'{name} = {word}' hides all rules of flake8-testsec",
            f"take {word} out of '{name}' {where}, or name the codes that are meant",
        )
    return Advice(f"'{name} = {word}' hides {word}", wrong=False)


def excluded(theirs: argparse.Namespace, by_role: Mapping[str, Sequence[str]]) -> Iterator[Advice]:
    """What ``exclude`` and ``extend-exclude`` leave out.

    Args:
        theirs: the values as flake8 has them.
        by_role: the files that there are.
    """
    tests = by_role.get("tests", ())
    for path in theirs.filenames:
        if not os.path.exists(path) and path != STDIN:
            yield Advice(f"there is no {path!r}", "name files and folders that are there")
    if not any(by_role.values()):
        yield Advice("there is no Python file here", "give the paths: testsec doctor src tests")
    elif not tests:
        yield Advice("no file here is taken for a test; testsec role tells why", wrong=False)
    for name in ("exclude", "extend_exclude"):
        for pattern in getattr(theirs, name):
            lost = [path for path in tests if _matches(path, pattern)]
            if lost:
                shown = os.path.relpath(pattern) if os.path.isabs(pattern) else pattern
                said = f"'{name.replace('_', '-')} = {shown}'"
                yield Advice(
                    f"{said} leaves out {len(lost)} of {len(tests)} files of tests",
                    f"take it out, or name what shall be left out below {shown!r}",
                    wrong=len(lost) == len(tests),
                )


def _matches(path: str, pattern: str) -> bool:
    folders = path.split("/")
    above = ["/".join(folders[:number]) for number in range(1, len(folders) + 1)]
    return any(
        matches_filename(each, [pattern], "%(path)s %(whether)s", flake8.LOG) for each in above if each
    )


def ignored_in_files(theirs: argparse.Namespace, by_role: Mapping[str, Sequence[str]]) -> Iterator[Advice]:
    """What ``per-file-ignores`` hides.

    Args:
        theirs: the values as flake8 has them.
        by_role: the files that there are.
    """
    files = [path for names in by_role.values() for path in names]
    for pattern, words in parse_files_to_codes_mapping(theirs.per_file_ignores):
        ours = [word for word in words if any(code.startswith(word) for code in active())]
        number = sum(_matches(path, normalize_path(pattern)) for path in files) if ours else 0
        if number:
            whole = [word for word in ours if _ALL.startswith(word)]
            yield Advice(
                f"'per-file-ignores = {pattern}: {', '.join(ours)}' hides findings in {number} files",
                f"take {', '.join(whole)} out of it, or name the codes that are meant",
                wrong=bool(whole),
            )


def own_table(reading: Reading) -> Iterator[Advice]:
    """What ``[tool.testsec]`` says that flake8 does not hear.

    Args:
        reading: where the configuration stands.
    """
    early, table = reading.early, reading.sources.table
    unread = None if early.isolated or early.config else pyproject.table(pyproject.FILE, pyproject.FLAKE8)
    if unread is not None and reading.sources.flake8_table is None:
        yield Advice(
            f"{unread.title} is read by nobody: flake8-pyproject is not installed",
            "python -m pip install flake8-pyproject, or move it into [flake8] of the file .flake8",
        )
    if table is None:
        return
    common = [key for key in table.values if pyproject.spelt(key) in own.COMMON_KEYS]
    if common:
        yield Advice(
            f"{table.title}: flake8 itself does not read {', '.join(common)} there; testsec does", wrong=False
        )
    config = reading.sources.config
    known = set(map(pyproject.spelt, config.options("flake8"))) if config.has_section("flake8") else set()
    for key in map(pyproject.spelt, table.values):
        if {key, f"testsec-{key}"} & known:
            yield Advice(f"{table.title} {key} counts, not what [flake8] says of it", wrong=False)


def _where(reading: Reading) -> str:
    read = reading.sources
    if read.flake8_table is not None:
        return f"in {read.flake8_table.title}"
    return f"in {read.files[-1]}: [flake8]" if read.files else "on the command line"
