"""Patchers that are kept in a class, and what may start them elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

TEXT = """
import unittest
from unittest import mock
from tests import base
from tests.base import Base, Quiet, Unknown, Outer
{imports}

class TestShop({bases}):
    def setUp(self):
        self.patcher = mock.patch("shop.mail.send")
        self.addCleanup(self.patcher.stop)

    def test_order(self):
        {body}
"""
BASES = """
import unittest
from elsewhere import Far

class Base(unittest.TestCase):
    def start(self):
        self.gateway = 1

class Outer(Base):
    pass

class Unknown(Far):
    pass
"""


BY_NAME = Settings(enable=("TSE606",))


def found(
    folder: Path,
    *,
    imports: str = "",
    bases: str = "unittest.TestCase",
    body: str = "pass",
    settings: Settings = BY_NAME,
) -> bool:
    path = folder / "tests" / "base.py"
    path.parent.mkdir()
    path.write_text(BASES)
    text = TEXT.format(imports=imports, bases=bases, body=body)
    view = Project(str(folder)).view("tests/test_x.py")
    findings = engine.check(text, "tests/test_x.py", settings, view)
    return any(each.code == "TSE606" for each in findings)


@pytest.mark.parametrize("bases", ["unittest.TestCase", "Base", "Outer"])
def test_bases_that_do_not_speak_of_it_start_nothing(bases: str, tmp_path: Path) -> None:
    assert found(tmp_path, bases=bases)


def test_who_does_not_ask_for_it_is_not_told(tmp_path: Path) -> None:
    assert not found(tmp_path, settings=Settings())


@pytest.mark.parametrize("bases", ["Unknown", "made()", "gone.Case", "Base if mock else Outer"])
def test_bases_that_are_not_known_may(bases: str, tmp_path: Path) -> None:
    assert not found(tmp_path, bases=bases)


@pytest.mark.parametrize("body", ["getattr(self, name).start()", "vars(self)", "self.__dict__"])
def test_attributes_may_be_asked_for_by_their_names(body: str, tmp_path: Path) -> None:
    assert not found(tmp_path, body=body)


def test_a_name_in_a_text_may_start_it(tmp_path: Path) -> None:
    assert not found(tmp_path, body='run(self, "patcher")')


@pytest.mark.parametrize(
    "statement",
    ["shop.patcher = mock.patch('a.b')", "patchers[0] = mock.patch('a.b')", "shop.a.b = mock.patch('a.b')"],
)
def test_what_is_of_others_is_not_told(statement: str) -> None:
    text = f"from unittest import mock\ndef test_x(shop, patchers):\n    {statement}\n"
    assert not [each for each in engine.check(text, "tests/test_x.py", BY_NAME) if each.code == "TSE606"]


def test_without_a_project_only_known_bases_are() -> None:
    text = TEXT.format(imports="", bases="Base", body="pass")
    assert not [each for each in engine.check(text, "tests/test_x.py", BY_NAME) if each.code == "TSE606"]
