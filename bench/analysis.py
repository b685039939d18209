"""The engine with all rules over one file, for both benchmarks; nothing that breaks stays silent."""

from __future__ import annotations

from typing import NamedTuple

from flake8_testsec.catalogue import RULES
from flake8_testsec.engine import check
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

EVERYTHING = Settings(enable=("TSE",))


class Review(NamedTuple):
    """What the engine says of one file."""

    findings: tuple[Finding, ...]
    unreadable: str
    """Why the file cannot be parsed; empty if it can."""
    extra: frozenset[Finding] = frozenset()
    """What default rules say only where they are enabled by name."""


def review(source: bytes, path: str, project: Project) -> Review:
    """Ask all rules, the opt-in ones too, about a file.

    Args:
        source: the file's bytes.
        path: its path below its project's top folder.
        project: the other files that it may import.

    Returns:
        The findings, or why there are none; a crash of the engine is a finding of code TSE000.
    """
    try:
        found = tuple(check(source, path, EVERYTHING, project.view(path)))
        return Review(found, "", _extra(found, source, path, project))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Review((), f"{type(error).__name__}: {error}")
    except Exception as error:  # the engine promises not to; if it does, the table must show it
        crash = f"the engine crashed: {type(error).__name__}: {error}"
        return Review((Finding(1, 0, FAULT, crash, 1, 0),), "")


def _extra(found: tuple[Finding, ...], source: bytes, path: str, project: Project) -> frozenset[Finding]:
    of_default_rules = {each for each in found if speaks_by_default(each.code)}
    if not of_default_rules:
        return frozenset()
    return frozenset(of_default_rules.difference(check(source, path, Settings(), project.view(path))))


def family(code: str) -> str:
    """The family of a code as the records name it: ``TSE301`` is of ``3xx``."""
    return f"{code[3:4]}xx"


def speaks_by_default(code: str) -> bool:
    """Whether a rule speaks without being enabled."""
    return code in RULES and RULES[code].default
