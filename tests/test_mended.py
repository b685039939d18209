"""Every bad example of every rule, mended as ``testsec fix`` does it."""

from __future__ import annotations

import ast
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from flake8_testsec import engine
from flake8_testsec.cli.mending import Mended, mended
from flake8_testsec.finding import Finding, Fix
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.project.files import Tree
from flake8_testsec.project.unneeded import unneeded
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .examples import Case, File, cases

BAD = [case for case in cases("bad") if all(file.path.endswith(".py") for file in case.files)]
BY_ID = {case.id: case for case in BAD}


def by_id(case: Case) -> str:
    return case.id


def reviewer(file: File, case: Case) -> Callable[[bytes], list[Finding]]:
    """Reviews contents of an example's file with the rules that are on by default, and its own."""

    def reviewed(content: bytes) -> list[Finding]:
        return engine.examine(as_module(content, file, case), fixes=True)

    return reviewed


def as_module(content: bytes, file: File, case: Case) -> Module:
    settings = Settings(enable=(case.rule.code,), asyncio_auto=False)
    project = Project(Tree({**file.example, file.path: content.decode("utf-8-sig")}))
    return Module.parse(content, file.path, settings, project.view(file.path))


def any_fix(fix: Fix) -> bool:
    return True


def done_to(content: bytes, file: File, case: Case) -> tuple[list[Finding], Mended]:
    """What is found in a content, and what becomes of it when the example's rule is fixed."""
    reviewed = reviewer(file, case)
    found = reviewed(content)
    wanted = [each for each in found if each.code == case.rule.code and each.fix.edits]

    def cleared(before: bytes, after: bytes) -> Edits:
        return unneeded(as_module(before, file, case), as_module(after, file, case))

    return found, mended(content, found, wanted, reviewed, any_fix, cleared)


@cache
def done_as_it_is(case_id: str, path: str) -> tuple[list[Finding], Mended]:
    """The same for a file as the example has it, which several tests begin with."""
    case = BY_ID[case_id]
    (file,) = (each for each in case.files if each.path == path)
    return done_to(file.text.encode(), file, case)


def codes(found: list[Finding]) -> Counter[str]:
    return Counter(each.code for each in found)


@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_the_rule_is_silent_and_no_other_speaks(case: Case) -> None:
    for file in case.files:
        found, done = done_as_it_is(case.id, file.path)
        assert done.left == ()
        after = reviewer(file, case)(done.content)
        assert codes(after) + codes([*done.fixed]) <= codes(found), done.content.decode()
        _, again = done_to(done.content, file, case)
        assert again == Mended(done.content, (), ())


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_only_lines_that_a_fix_names_are_changed(case: Case) -> None:
    for file in case.files:
        _, done = done_as_it_is(case.id, file.path)
        lines = file.text.splitlines()
        edits = [edit for each in done.fixed for edit in each.fix.edits]
        named = {line for each in edits for line in range(each.line, each.end_line + 1)}
        kept = Counter(line.strip() for number, line in enumerate(lines, 1) if number not in named)
        lost = kept - Counter(line.strip() for line in done.content.decode().splitlines())
        assert all(line.startswith(("import ", "from ")) or not line for line in lost)


@pytest.mark.again
@pytest.mark.parametrize("case", BAD, ids=by_id)
def test_the_form_of_a_file_does_not_matter(case: Case) -> None:
    for file in case.files:
        _, done = done_as_it_is(case.id, file.path)
        ast.parse(done.content)
        _, other = done_to(BOM_UTF8 + file.text.replace("\n", "\r\n").encode(), file, case)
        assert other.content == BOM_UTF8 + done.content.replace(b"\n", b"\r\n")
        _, bare = done_to(file.text.removesuffix("\n").encode(), file, case)
        assert not bare.content.endswith(b"\n")
        assert bare.content == done.content.removesuffix(b"\n")
