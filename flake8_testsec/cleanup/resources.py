"""The table of what must be given back: how it is acquired, how it is released, who says so.

The analysis knows no files and no sockets: a new resource is a new row in ``cleanup/table``. The
documentation prints the table, and the tests draw the canonical shapes from each row.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache

from flake8_testsec.cleanup.own_rows import rows_of
from flake8_testsec.cleanup.table.connections import CONNECTIONS, RESPONSES
from flake8_testsec.cleanup.table.doubles import DOUBLES
from flake8_testsec.cleanup.table.files import ARCHIVES, FILES, TEMPORARY, holds_nothing
from flake8_testsec.cleanup.table.further_states import FURTHER_STATES
from flake8_testsec.cleanup.table.known import rows
from flake8_testsec.cleanup.table.network import CLIENTS, CLOUDS, SERVERS_OF_LIBRARIES, SHELLS
from flake8_testsec.cleanup.table.row import Place, Resource, State
from flake8_testsec.cleanup.table.services import RUNNING, SERVERS
from flake8_testsec.cleanup.table.standard import STANDARD
from flake8_testsec.cleanup.table.states import STATES as _STATES
from flake8_testsec.cleanup.table.storage import BROKERS, DATABASES, FORMATS
from flake8_testsec.source.module import Module

__all__ = (
    "ARCHIVES",
    "FILES",
    "LIBRARIES",
    "PATCHERS",
    "PATH_MAKERS",
    "RESOURCES",
    "RESPONSES",
    "SERVERS",
    "STATES",
    "Place",
    "Resource",
    "State",
    "acquired",
    "holds_nothing",
    "makers",
    "makes_file",
    "makes_folder",
    "named",
    "of_rule",
)

PATH_MAKERS = frozenset(
    {"os.path.join", "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath", "str"}
    | {"os.path.normcase", "os.path.expanduser", "os.fsdecode"}
    | {"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "os.path.dirname", "py.path.local"}
)
"""Calls that make a path of a path."""

_PATCHES = tuple(f"unittest.mock.patch{form}" for form in ("", ".object", ".dict", ".multiple"))

PATCHERS = Resource(
    "patcher",
    _PATCHES,
    "TSE308",
    ("stop", "__exit__"),
    everything=("unittest.mock.patch.stopall",),
    begun_by=("start", "__enter__"),
    tag="patchers",
    arguments='"shop.stock.count"',
)

LIBRARIES: tuple[Resource, ...] = tuple(
    rows(
        (
            *STANDARD,
            *DATABASES,
            *BROKERS,
            *FORMATS,
            *SERVERS_OF_LIBRARIES,
            *CLIENTS,
            *SHELLS,
            *CLOUDS,
            *DOUBLES,
        )
    )
)
"""What the documentation of libraries says, from modules that hold nothing else."""

RESOURCES: tuple[Resource, ...] = (
    FILES,
    *TEMPORARY,
    PATCHERS,
    *RUNNING,
    *CONNECTIONS,
    *ARCHIVES,
    *LIBRARIES,
)
"""Every resource that has a handle."""


def named(name: str) -> tuple[Resource, ...]:
    """The rows for a call of this qualified name."""
    return _NAMED.get(name, ())


def acquired(call: ast.Call, module: Module) -> tuple[Resource, ...]:
    """The rows for a call, those left out of which nothing has to be given back.

    Args:
        call: any call.
        module: its module.

    Returns:
        The rows; none if the call may be something else, too.
    """
    names, own = module.names(call.func), rows_of(module)
    if own and (of_user := [row for name in sorted(names) for row in own.get(name, ())]):
        return tuple(of_user)
    rows = {row for name in names for row in named(name)}
    return tuple(row for row in sorted(rows, key=_ORDER.__getitem__) if not row.needless(call, module))


STATES: tuple[State, ...] = (*_STATES, *FURTHER_STATES)
"""Every state of the process that tests change."""

_NAMED: dict[str, tuple[Resource, ...]] = {}
for _each in RESOURCES:
    _NAMED.update((name, (*_NAMED.get(name, ()), _each)) for name in _each.made_by)
_ORDER = {row: place for place, row in enumerate(RESOURCES)}


def makers(rows: Iterable[Resource] = RESOURCES) -> tuple[str, ...]:
    """The qualified names of all calls that acquire one of these."""
    return tuple(dict.fromkeys(name for row in rows for name in row.made_by))


@cache
def making_words() -> frozenset[str]:
    """The last words of these names."""
    return frozenset(name.rpartition(".")[2] for name in makers())


def makes_folder(row: Resource) -> bool:
    """Whether what is acquired is the path of a directory."""
    return "tempfile.mkdtemp" in row.made_by


def makes_file(row: Resource) -> bool:
    """Whether what is acquired is an open file that has a name."""
    return "tempfile.NamedTemporaryFile" in row.made_by


def of_rule(code: str) -> tuple[Resource, ...]:
    """The rows of which this rule says that they are never released."""
    return tuple(row for row in RESOURCES if row.code == code)
