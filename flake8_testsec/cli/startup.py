"""What a process that is there for ``testsec check`` alone does not import to begin with.

flake8's option code is most of what such a process imports, and it imports much that it has no use for here:
for installed plugins, for its log, for what goes wrong. All of it is imported as soon as it is asked for.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress

from flake8_testsec.cli.postponed import postponed

SELDOM_USED = ("importlib.metadata", "inspect", "linecache", "textwrap", "tokenize", "traceback")
"""What flake8, and what it imports, use only to find plugins, or when something goes wrong."""

Answers = Mapping[str, object]
"""What a stand-in for a module answers without it."""


class Unheard:
    """A logger to which nobody listens."""

    def __getattr__(self, name: str) -> object:
        return _nothing


def _nothing(*args: object) -> None:
    return None


def _as_it_is(text: str) -> str:
    return text


def _for_number(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


PLATFORM: Answers = {
    "python_implementation": lambda: "CPython",
    "python_version": lambda: sys.version.split()[0],
    "system": lambda: os.uname().sysname,
}
"""What ``--version`` tells, for CPython on Linux and macOS; flake8 puts it together for every run."""

TEXTS: Answers = {"gettext": _as_it_is, "ngettext": _for_number}
"""The texts of ``argparse``, of which Python brings no translations."""

LOG: Answers = {
    "getLogger": lambda name: Unheard(),
    "NullHandler": Unheard,
    "INFO": 20,
    "DEBUG": 10,
}
"""Without ``-v``, flake8's log goes nowhere."""

TERMINAL: Answers = {"get_terminal_size": lambda: os.terminal_size((80, 24))}
"""The help of each option is formatted when it is declared, and thrown away, however wide the terminal is."""


def _annotations(kind: type) -> dict[str, object]:
    return dict(vars(kind).get("__annotations__", {}))


CLASSES: Answers = {"get_annotations": _annotations} if sys.version_info < (3, 14) else {}
"""What ``dataclasses`` asks of each class on some versions of Python."""


@contextmanager
def begun(argv: Sequence[str]) -> Iterator[None]:
    """The context in which the command is imported.

    Args:
        argv: its arguments.

    Yields:
        Nothing; afterwards every import is what it always is.
    """
    known = {"gettext": TEXTS}
    if not any(map(_may_be_verbose, argv)):
        known["logging"] = LOG
    if sys.implementation.name == "cpython" and sys.platform in ("linux", "darwin"):
        known["platform"] = PLATFORM
    with postponed(*SELDOM_USED, **known):
        yield


def declared() -> AbstractContextManager[None]:
    """The context in which options are declared."""
    return postponed(shutil=TERMINAL)


DATES: Answers = {name: type(name, (), {}) for name in ("date", "time", "datetime")}
"""What ``sqlite3`` offers to keep in a file, and a store does not."""


def engine() -> None:
    """Import what reviews files, which results that are known do without."""
    # Which dataclasses need for what nobody asks of them here.
    with postponed("copy", inspect=CLASSES):
        importlib.import_module("flake8_testsec.engine")


def store() -> None:
    """Import what keeps results."""
    with postponed(datetime=DATES), suppress(ImportError):  # Python can be built without
        importlib.import_module("json")
        importlib.import_module("sqlite3")


def decisions() -> None:
    """Import what decides about findings, for which a clean run has no use."""
    with postponed("copy", logging=LOG):  # if nobody has imported it, nobody listens
        importlib.import_module("flake8.style_guide")


def _may_be_verbose(argument: str) -> bool:
    return argument.startswith("--v") or (argument[:1] == "-" and argument[1:2] != "-" and "v" in argument)
