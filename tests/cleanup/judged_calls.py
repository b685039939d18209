"""What is said of every call of a module that acquires something."""

from __future__ import annotations

import ast
import textwrap

from flake8_testsec.cleanup.judgement import judgements
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

HEAD = """\
import asyncio, contextlib, http.server, os, shutil, socket, subprocess, tempfile, threading, unittest
import pytest
from unittest import mock
"""
LINES = HEAD.count("\n")


def verdicts(text: str) -> list[str]:
    """The verdicts with their lines, the release's and the exit's; lines from 1 after the imports."""
    module = Module.parse(HEAD + textwrap.dedent(text).strip(), "tests/test_a.py", Settings())
    found = (each for call in module.nodes(ast.Call) for each in judgements(call, module))
    return [
        " ".join([each.verdict.name, *map(_line, (each.obligation.begin, each.release, each.exit))]).strip()
        for each in found
    ]


def _line(node: ast.AST | None) -> str:
    return "" if node is None else str(getattr(node, "lineno", 0) - LINES)
