"""What reviews tell by names, held against a tree that shows it and against one that does not."""

from __future__ import annotations

import ast

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.review_checks import Place
from bench.review_named import NAMED_CHECKS
from tests.review.asking import reviewed

_TEXT = """\
import logging, os, pytest, shutil, signal, ssl, sys
from shop import HttpClient
def test_a(process):
    word, digest = "x", "0cc175b9c0f1b6a831c399e269772661"
    process.connect(password=word, verify_ssl=False)
    creds = {"user": "ann"}
    os.path.expanduser("~/a")
    shutil.which("git")
    shutil.copy("a", "b")
    ssl.create_default_context(cafile="a")
    process.send_signal(signal.SIGINT)
    HttpClient().get(word)
    if process:
        return
    assert word
def serve(token, port): ...
serve("a", 80)
@pytest.mark.issue(164)
def test_b(process, request):
    logging.getLogger("a").addHandler(process)
    process.config["A"] = 1
    process.force_login()
    process.ring([sys.executable, "a.py"])
    process.ring(["pip", "install", "a"])
    assert 1 == 1
"""


def _facts(text: str) -> list[tuple[str, str, int, int]]:
    facts = [each for aspect in reviewed(text).aspects for each in aspect.facts]
    return [(each.kind, each.subject, *one[:2]) for each in facts for one in each.lines]


def _place(first: int, last: int, text: str = _TEXT) -> Place:
    return Place(ast.parse(text), text.splitlines(), first, last, is_other=False)


def test_what_is_so_is_found() -> None:
    facts = [*_facts(_TEXT), *_facts("tests.DUMMY_URL\n")]
    held = [each for each in facts if each[0] in NAMED_CHECKS]
    assert {each[0] for each in held} == NAMED_CHECKS.keys()
    for kind, subject, first, last in held:
        text = "tests.DUMMY_URL\n" if kind == "named-so" else _TEXT
        assert NAMED_CHECKS[kind](subject, _place(first, last, text)), kind


@pytest.mark.parametrize("kind", NAMED_CHECKS)
def test_what_is_not_so_is_noticed(kind: str) -> None:
    assert not NAMED_CHECKS[kind]("mock_elsewhere", _place(2, 2))
