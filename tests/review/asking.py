"""A text as a module of a small project, and what its review says."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from flake8_testsec.cli.reviewer import examined
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.review.document import Document
from flake8_testsec.review.markdown import sentence
from flake8_testsec.review.reviewing import Told, review
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_shop.py"
NO_FILES: Mapping[str, str] = {}


def module_of(text: str, files: Mapping[str, str] = NO_FILES) -> Module:
    """The module of a text below ``tests``, beside other files of its project."""
    source = textwrap.dedent(text).lstrip("\n")
    others = {path: textwrap.dedent(each).lstrip("\n") for path, each in files.items()}
    view = Project(Tree({**others, PATH: source})).view(PATH)
    return Module.parse(source, PATH, Settings(), view)


def reviewed(text: str, files: Mapping[str, str] = NO_FILES) -> Document:
    """The review of a text."""
    module = module_of(text, files)
    return review(module, PATH, Told(*examined(module)))


def told(text: str, aspect: str, files: Mapping[str, str] = NO_FILES) -> list[str]:
    """The facts of one aspect, as they are read in Markdown, without that others were not followed."""
    document = reviewed(text, files)
    facts = [fact for each in document.aspects if each.name == aspect for fact in each.facts]
    return [sentence(each) for each in facts if each.kind != "not-followed"]
