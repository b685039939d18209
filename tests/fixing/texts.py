"""Texts as a rule's fixes leave them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.fixing.application import apply
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.source.module import Module

from ..examples import ALL

PATH = "tests/test_example.py"


def module(text: str, path: str = PATH, others: Mapping[str, str] | None = None) -> Module:
    """A module of a text, which may be indented as a whole, with other files of its project."""
    view = Project(Tree(others)).view(path) if others else None
    return Module.parse(textwrap.dedent(text).lstrip("\n"), path, ALL, view)


def fixed(code: str, text: str, path: str = PATH, others: Mapping[str, str] | None = None) -> list[str]:
    """A text as each finding of a rule leaves it by its fix; empty for a finding that has none."""
    read = module(text, path, others)
    found = engine.examine(read, engine.compile_table([RULES[code]], read.role), fixes=True)
    assert found, "the rule does not speak"
    return [apply(read.lines, each.fix.edits) if each.fix.edits else "" for each in found]


def safe(code: str, text: str, path: str = PATH) -> list[bool]:
    """Whether each finding's fix is safe."""
    read = module(text, path)
    return [
        each.fix.safe
        for each in engine.examine(read, engine.compile_table([RULES[code]], read.role), fixes=True)
    ]


def becomes(code: str, before: str, after: str, path: str = PATH) -> None:
    """Have a rule's only finding changed as said."""
    found = fixed(code, before, path)
    assert found == [textwrap.dedent(after).lstrip("\n")], "\n".join(found)


def stays(code: str, text: str, path: str = PATH) -> None:
    """Have a rule speak, and leave the text to a person."""
    found = fixed(code, text, path)
    assert set(found) == {""}, "\n".join(found)
