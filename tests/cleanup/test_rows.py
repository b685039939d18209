"""Every call of the table, one by one: told if nothing gives it back, and silence if anything does."""

from __future__ import annotations

import re

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.cleanup.resources import LIBRARIES, RESOURCES, Resource
from flake8_testsec.cleanup.table.sources import source_of
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from tests.cleanup import row_texts

ROWS = [(row, name) for row in LIBRARIES for name in row.made_by]
NAMES = [name for _, name in ROWS]
DEFAULT, ASKED = Settings(), Settings(enable=("TSE3",))
OF_ROWS = re.compile(r"TSE3(0[1378]|1[126])\Z")


TABLE = engine.compile_table([rule for code, rule in RULES.items() if OF_ROWS.match(code)], Role.TEST)


def told(text: str, settings: Settings, **others: str) -> list[str]:
    path = "tests/test_a.py"
    view = Project(Tree({path: text, **others})).view(path) if others else None
    return [each.code for each in engine.examine(Module.parse(text, path, settings, view), TABLE)]


@pytest.mark.parametrize(("row", "name"), ROWS, ids=NAMES)
def test_what_is_never_released_is_told(row: Resource, name: str) -> None:
    text = row_texts.module(row, name, row_texts.function(row, name, "never"))
    assert told(text, ASKED) == [row.code]
    assert told(text, DEFAULT) == ([] if row.spared or row.unread else [row.code])


@pytest.mark.parametrize(("row", "name"), ROWS, ids=NAMES)
def test_what_is_released_is_not(row: Resource, name: str) -> None:
    shapes = [each for each in row_texts.SHAPES if each != "never"]
    texts = [row_texts.function(row, name, each, f"test_{i}") for i, each in enumerate(shapes)]
    texts += [row_texts.fixture(row, name), row_texts.in_case(row, name)]
    if row.remedy.startswith("use "):
        texts.append(row_texts.in_with(row, name))
    assert told(row_texts.module(row, name, *texts), ASKED) == []


CLOCK = """import freezegun, smtplib

def test_a(ready):
    clock = freezegun.freeze_time("2026-01-31")
    clock.start()
    assert ready()
    clock.stop()
    post = smtplib.SMTP("127.0.0.1")
    assert post.noop()
    post.quit()
"""


def test_the_tests_of_a_library_may_leave_open_what_it_gives() -> None:
    both = ["TSE307", "TSE307"]
    assert told(CLOCK, DEFAULT) == both
    shop, own = {"shop/__init__.py": ""}, {"freezegun/__init__.py": "def freeze_time(): ..."}
    assert told(CLOCK, DEFAULT, **shop) == both
    assert told(CLOCK, DEFAULT, **own) == both[1:]
    assert told(CLOCK, ASKED, **own) == both


CLOSED = "import smtplib\n\ndef test_a():\n    post = smtplib.SMTP('127.0.0.1')\n    {}\n"


def test_what_is_seen_to_have_ended_need_not_be_closed() -> None:
    assert told(CLOSED.format("assert post.noop()"), ASKED) == ["TSE316"]
    assert told(CLOSED.format("assert post.sock is None"), ASKED) == []


def test_every_row_says_where_it_is_documented() -> None:
    names = [name for row in RESOURCES for name in row.made_by]
    assert [name for name in names if not source_of(name).startswith("https://")] == []


def test_what_nobody_documents_has_no_source() -> None:
    assert source_of("shop.connect") == ""


def test_there_are_rows_enough() -> None:
    assert len(RESOURCES) >= 120
    assert len({name.partition(".")[0] for name in NAMES}) >= 40
