"""What things that tests leave behind mean for rules."""

from __future__ import annotations

from typing import NamedTuple

PRODUCTION = "TSE321"
"""Of lines of production code that leave something behind under test; no rule finds it, only a run does."""
PRODUCTION_NAME = "left-behind-by-production"
PRODUCTION_SUMMARY = "production code leaves something behind when it is tested"
UNRUN = "TSE533"
"""Of assertions that never ran although their tests passed, where that may be meant."""
UNRUN_NAME = "assertion-never-run"
UNRUN_SUMMARY = "an assertion has never run although its test passes"

ALONE = {PRODUCTION: True, UNRUN: False}
"""The codes that no rule has, but runs; and whether they speak unless they are asked for."""


class Kind(NamedTuple):
    """What a leak means for rules."""

    code: str
    """Of the rule that a leak is a finding of; empty if it is none by itself."""
    others: frozenset[str]
    """The rules whose findings it confirms."""
    words: str


def _kind(code: str, others: str, words: str) -> Kind:
    return Kind(
        f"TSE{code}" if code else "", frozenset(f"TSE{each}" for each in f"{code} {others}".split()), words
    )


KINDS = {
    "environment": _kind("304", "310 315", "an environment variable is left changed"),
    "directory": _kind("305", "310 315", "the working directory is left changed"),
    "file": _kind("301", "303 307 319", "a file is left open"),
    "temporary": _kind("302", "306 318 319", "a temporary file or directory is left"),
    "path": _kind("318", "302 306 319", "a file or directory is left"),
    "socket": _kind("312", "307 316 319", "a socket is left open"),
    "process": _kind("311", "307 316 319", "a child process is never waited for"),
    "thread": _kind("316", "307 319 320", "a thread is left running"),
    "transport": _kind("316", "307 312 319", "a transport is left open"),
    "event loop": _kind("316", "307 312 319", "an event loop is left open"),
    "database": _kind("316", "307 319", "a connection to a database is left open"),
    "attribute": _kind("313", "308 310 315", "an attribute of an imported module or class is left changed"),
    "patcher": _kind("308", "307 313 317 319 320", "a patcher is left active"),
    "module": _kind("313", "310 314 315", "an entry of sys.modules is left changed"),
    "setting": _kind("314", "310 315 317", "a setting of the process is left changed"),
    "logger": _kind("314", "310 315", "a logger is left changed"),
    "coroutine": _kind("", "516 520", "a coroutine is never awaited"),
}
"""By what is left; what is not named here says nothing of any rule."""

JUDGED = frozenset[str]().union(*(kind.others for kind in KINDS.values()))
"""The rules whose findings a run can confirm."""
