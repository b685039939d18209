"""The table of resources: every row in the canonical shapes, drawn from the row itself."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.catalogue import RULES
from flake8_testsec.cleanup.judgement import judgements
from flake8_testsec.cleanup.resources import RESOURCES, STATES, Place, Resource, State, acquired
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

SHAPES = {
    "never given back": ("ready(1)", "NEVER"),
    "given back in finally": ("try:\n    assert ready()\nfinally:\n    {release}", ""),
    "skipped by a return": ("if ready:\n    return\n{release}", "LEAVE"),
    "skipped by a failed assertion": ("assert ready\n{release}", "CHECK"),
    "skipped by an expected error that stays away": (
        "with pytest.raises(OSError):\n    ready()\n{release}",
        "CHECK",
    ),
    "skipped by a call that raises": ("ready()\n{release}", "CALL"),
    "given away": ("kept.append(handle)", ""),
    "handed back": ("return [handle]", ""),
    "released at once": ("{release}", ""),
}
TARGETS = {Place.FIRST: "handle, _", Place.SECOND: "_, handle", Place.EACH: "handle, other"}


def by_row(row: Resource) -> str:
    return f"{row.what} of {row.made_by[0]}, {row.place.value}"


def source(row: Resource, shape: str) -> str:
    name = row.made_by[0]
    package = name.partition("(")[0].rpartition(".")[0]
    release = f"handle.{row.release[0]}()" if row.release else f"{row.given_to[0]}(handle)"
    lines = [
        "import os, shutil, pytest",
        f"import {package}" if package else "",
        "def test_a(ready, kept):",
        f"    {TARGETS.get(row.place, 'handle')} = {name}({row.arguments})",
        f"    {'other.close()' if row.release else f'{row.given_to[0]}(other)'}"
        if row.place is Place.EACH
        else "",
        f"    handle.{row.begun_by[0]}()" if row.begun_by else "",
        textwrap.indent(shape.format(release=release), "    "),
    ]
    return "\n".join(lines)


def verdicts(text: str, row: Resource) -> set[str]:
    module = Module.parse(text, "tests/test_a.py", Settings())
    found = (each for call in module.nodes(ast.Call) for each in judgements(call, module))
    return {each.verdict.name for each in found if each.obligation.resource is row}


@pytest.mark.parametrize("row", RESOURCES, ids=by_row)
def test_every_row_in_every_shape(row: Resource) -> None:
    expected = {name: {verdict} if verdict else set() for name, (_, verdict) in SHAPES.items()}
    assert {name: verdicts(source(row, shape), row) for name, (shape, _) in SHAPES.items()} == expected


@pytest.mark.parametrize("row", [row for row in RESOURCES if row.path], ids=by_row)
def test_a_path_that_is_told_is_still_held(row: Resource) -> None:
    assert verdicts(source(row, "build(handle)\nassert ready"), row) == {"NEVER"}


@pytest.mark.parametrize("row", [row for row in RESOURCES if not row.path], ids=by_row)
def test_whoever_gets_a_handle_may_keep_it(row: Resource) -> None:
    assert verdicts(source(row, "Owner(handle)\nassert ready"), row) == set()


def test_rows_name_rules_that_exist() -> None:
    assert {code for row in RESOURCES for code in (row.code, row.skipped)} <= {"", *RULES}


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.sample)
def test_states_name_rules_that_exist(row: State) -> None:
    assert row.code in RULES


NEEDLESS = [
    'sqlite3.connect(":memory:")',
    'sqlite3.connect("")',
    "tarfile.open(fileobj=stream)",
    "tarfile.open(io.BytesIO(data))",
    "zipfile.ZipFile(io.BytesIO(data))",
    "threading.Thread(daemon=True)",
    "threading.Thread(None, run, None, (), {}, quiet)",
    "multiprocessing.Process(daemon=True)",
]


@pytest.mark.parametrize("text", NEEDLESS)
def test_some_calls_acquire_nothing(text: str) -> None:
    module = Module.parse(
        "import io, multiprocessing, sqlite3, tarfile, threading, zipfile\n" + text, "a.py", Settings()
    )
    assert all(acquired(call, module) == () for call in module.nodes(ast.Call))


NEEDED = {
    'sqlite3.connect("orders.db")': "database connection",
    'tarfile.open("orders.tar")': "archive",
    "zipfile.ZipFile(file=path)": "archive",
    "threading.Thread(daemon=False)": "thread",
    "multiprocessing.Process()": "child process",
    "tempfile.NamedTemporaryFile()": "temporary file",
}


@pytest.mark.parametrize(("text", "what"), NEEDED.items())
def test_others_do(text: str, what: str) -> None:
    module = Module.parse(
        "import multiprocessing, sqlite3, tarfile, tempfile, threading, zipfile\n" + text, "a.py", Settings()
    )
    assert [row.what for call in module.nodes(ast.Call) for row in acquired(call, module)] == [what]
