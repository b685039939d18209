"""Modules that hold what one row of the table speaks of: never released, and released in the usual ways."""

from __future__ import annotations

import textwrap

from flake8_testsec.cleanup.resources import Place, Resource

_TARGETS = {Place.FIRST: "handle, _", Place.SECOND: "_, handle", Place.EACH: "handle, other"}
_AWAITING = {"async with", "await"}

SHAPES = {
    "never": "{begin}\nprint(handle)",
    "finally": "try:\n    {begin}\n    assert ready()\nfinally:\n    {release}",
    "registered with the stack": "stack.callback({method}{given})\n{begin}\nassert ready()",
    "handed on": "{begin}\nOwner(handle)",
}


def imports(name: str) -> str:
    """The import that a qualified name needs."""
    package = name.partition("(")[0].rpartition(".")[0]
    return f"import {package}" if package else ""


def call(row: Resource, name: str) -> str:
    """The call; what it is a method of is made by the module, see ``module``."""
    _, made, method = name.rpartition("()")
    return f"{'owner' if made else ''}{method}({row.arguments})"


def function(row: Resource, name: str, shape: str, test: str = "test_a") -> str:
    """A test in which what a call of this name acquires becomes what the shape says."""
    method = f"handle.{row.release[0]}" if row.release else row.given_to[0]
    given = "" if row.release else ", handle"
    begin = f"handle.{row.begun_by[0]}()" if row.begun_by else "ready(1)"
    release = f"{method}({given.strip(', ')})"
    body = [
        f"{_TARGETS.get(row.place, 'handle')} = {'await ' if row.awaited else ''}{call(row, name)}",
        *(["other.close()" if row.release else "os.close(other)"] if row.place is Place.EACH else []),
        SHAPES[shape].format(begin=begin, release=release, method=method, given=given),
    ]
    head = f"{'async ' if row.awaited else ''}def {test}(ready, stack):"
    return f"{head}\n{textwrap.indent(chr(10).join(body), '    ')}\n"


def in_with(row: Resource, name: str) -> str:
    """A test that enters what a call of this name acquires, by the word of the row's remedy."""
    word = "async with" if row.remedy == "use async with" else "with"
    text = call(row, name)
    entered = f"contextlib.closing({text})" if "closing" in row.remedy else text
    head = f"{'async ' if word != 'with' else ''}def test_with(ready):"
    return f"{head}\n    {word} {entered} as handle:\n        assert ready(handle)\n"


def fixture(row: Resource, name: str) -> str:
    """A fixture that gives back what a call of this name acquires, below its ``yield``."""
    lines = function(row, name, "never").splitlines()
    released = f"handle.{row.release[0]}()" if row.release else f"{row.given_to[0]}(handle)"
    head = lines[0].replace("test_a", "handle")
    return "\n".join(["@pytest.fixture", head, *lines[1:-1], "    yield handle", f"    {released}", ""])


def in_case(row: Resource, name: str) -> str:
    """A test of a TestCase that registers the release."""
    lines = function(row, name, "never").splitlines()
    method = f"handle.{row.release[0]}" if row.release else f"{row.given_to[0]}, handle"
    head = lines[0].replace("(ready, stack)", "(self, ready)")
    body = [head, *lines[1:-1], f"    self.addCleanup({method})"]
    return "class T(unittest.TestCase):\n" + textwrap.indent("\n".join(body), "    ") + "\n"


def module(row: Resource, name: str, *functions: str) -> str:
    """A module that imports what the functions need."""
    told = [imports(each) for each in (name, *row.given_to)]
    needed = {"import contextlib, os, unittest, pytest", *filter(None, told)}
    arguments = row.arguments.partition(".")[0].rpartition(" ")[2]
    if "." in row.arguments and arguments.isidentifier():
        needed.add(f"import {arguments}")
    owner, made, _ = name.rpartition("()")
    return "\n".join([*sorted(needed), "", *([f"owner = {owner}()"] if made else []), *functions])
