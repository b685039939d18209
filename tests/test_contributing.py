"""What CONTRIBUTING.md says can be done, and leads to what it promises."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_testsec.catalogue import RULES
from flake8_testsec.rule import Enrolment, Hit
from flake8_testsec.source.module import Module

from . import one_rule
from .copies import ROOT, run

pytestmark = pytest.mark.once

CODE = "TSE299"
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def lines_of_the_guide() -> list[list[str]]:
    """The commands that the guide shows, in order."""
    blocks = SHELL.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def test_what_the_guide_says_of_a_new_rule_works(own_copy: Path) -> None:
    free = {"TSE214": CODE, "inputs/what_is_wrong": "inputs/never_taken"}
    commands = [
        [free.get(word, word) for word in words]
        for python, *words in lines_of_the_guide()
        if python == "python" and words[:2] != ["-m", "bench"]
    ]
    assert [words[-2] for words in commands if CODE in words] == [CODE, "rule"]
    assert ["docs/generate.py", "--check"] in commands
    for words in commands:
        assert run(own_copy, *words).status == 0


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the benchmarks read TOML, which 3.11 brought")
def test_what_the_guide_says_of_measuring_is_offered() -> None:
    commands = [words for python, *words in lines_of_the_guide() if words[:2] == ["-m", "bench"]]
    assert commands
    for _, _, name, *arguments in commands:
        done = run(ROOT, "-m", "bench", name, "--help")
        assert done.status == 0
        assert [word for word in arguments if word.startswith("--") and word not in done.out] == []


def test_what_the_guide_says_of_carets_is_what_is_shown() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = textwrap.dedent(text.split("  ```text\n")[1].split("  ```\n")[0]).rstrip()
    title, before, _ = re.split(r"expected:\n\n|found:\n\n", shown)
    rule = dataclasses.replace(
        RULES["TSE201"], code="TSE214", message="", enrolments=list[Enrolment](), bad=(before,), good=()
    )

    @rule.on(ast.keyword)
    def check(node: ast.keyword, module: Module) -> Iterator[Hit]:
        yield rule.at(node)

    assert title == "TSE214, bad example 1, "
    assert [*one_rule.corrections(rule)] == [shown]


def test_the_guide_leads_to_what_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {
        *re.findall(r"\]\(([^)]+)\)", text),
        *re.findall(r"`((?:flake8_testsec|bench|docs|\.ci)/[\w./]+)`", text),
    }
    assert len(named) > 5
    assert [path for path in named if "TSE214" not in path and not (ROOT / path).exists()] == []
