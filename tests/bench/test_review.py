"""Reviews held against trees: what is true passes, and a lie of any kind is noticed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import review
from bench.command import CommandError
from bench.review_far import EVERY_CHECK

PATH = "tests/test_shop.py"
SHOP = '''\
"""Orders."""
import os
import socket
import threading
import time
import unittest
from unittest import mock

import pytest
from django.test import TestCase

from .base import LIMIT, Base, count, test_base


class TestOrders(unittest.TestCase):
    """Test for bug 4711."""

    driver = "fake.FakeFailDriver"

    def setUp(self):
        super().setUp()
        self.host = "host1"

    @mock.patch("shop.pay", side_effect=ValueError("no"))
    def test_pay(self, pay):
        """It fails."""
        print(os.environ["SHOP"])
        sock = socket.socket()
        self.addCleanup(sock.close)
        with self.assertRaises(ValueError):
            pay("https://shop.test/")
        # FIXME(ann): bug 4711
        # self.assertEqual(3, self.total)
        self.assertEqual("ERROR", self.admin_api.state)

    @unittest.skip("bug 12")
    def test_more(self):
        try:
            os.system("true")
        except OSError:
            pass


@pytest.fixture
def till():
    return 1


@pytest.fixture
def server():
    global SERVER
    SERVER = threading.Thread(target=print, daemon=True)

    yield SERVER

    SERVER.stop_it()


@skip_on_windows
def test_till(till, tmp_path, settings):
    settings.DEBUG = True

    with LOCK:
        read, write = os.pipe()

    time.sleep(1)

    LOCK.shutdown()

    try:
        pass
    finally:
        print(1)

    pytest.raises(ValueError)
    assert till, f"{till}"


class TestStock(TestCase, Base):
    stock = 1
    test_near = None

    def test_far(self):
        """Not here."""
        # self.stock = count(LIMIT)
        # self.stock += 1


class Counting:
    count = count.Counter.count


@pytest.mark.usefixtures("till")
def test_count():
    load_json("stock")
    counted = count()

    store.open("stock")
    if counted:
        assert counted < LIMIT

    with open_till() as till:
        till.count()
        # till.close(1)


if __name__ == "__main__":
    print("stock")


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_stock():
    os.remove("stock")

    pytest.fail(f"no {TestStock}")
'''

BASE = """\
import os

def test_base(): ...

LIMIT = 3

def count():

    return os.environ["STOCK"]

class Base:

    def test_far(self): ...

    def test_near(self): ...

    def test_here(self): ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / PATH).write_text(SHOP, encoding="utf-8")
    (tmp_path / "tests" / "base.py").write_text(BASE, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def told(folder: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(review._said(folder, ("review", "--format", "json", PATH)))[
        "reviews"
    ][0]
    return found


def facts_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [fact for aspect in found["aspects"] for fact in aspect["facts"]]


def test_what_is_true_passes(folder: Path) -> None:
    (result,) = review.held(folder, [PATH])
    assert result.wrong == ()
    assert result.facts > 25 and result.places >= result.facts and result.findings > 1


@pytest.mark.parametrize("shift", [1, 100])
def test_lines_that_say_something_else_are_noticed(folder: Path, shift: int) -> None:
    unnoticed = set()
    for fact in facts_of(told(folder)):
        for place in fact["places"]:
            moved = {**place, "first": place["first"] + shift, "last": place["last"] + shift}
            if not [*review._wrong_facts(folder, PATH, [{**fact, "places": [moved]}])]:
                unnoticed.add(fact["kind"])
    # The line below may say the same by chance, and of these the tree alone does not tell more.
    assert unnoticed <= ({"acquired", "argument", "state"} if shift == 1 else set())


def test_a_subject_that_is_not_there_is_noticed(folder: Path) -> None:
    lies = [{**fact, "subject": "nobody.else"} for fact in facts_of(told(folder)) if fact["kind"] in NAMED]
    assert len(lies) > 10
    assert [fact["kind"] for fact in lies if not [*review._wrong_facts(folder, PATH, [fact])]] == []


NAMED = {
    "class",
    "docstring",
    "environment",
    "fixture",
    "helper",
    "hook",
    "host",
    "ticket",
    "test",
    "url",
    "output",
    "entered",
    "behind-yield",
    "ended",
    "descriptor",
    "global",
    "setting",
    "skip-by-name",
    "sleep",
    "deleted",
    "imported-test",
}
"""Kinds whose subject must stand at each place."""


def test_a_kind_that_nobody_checks_is_noticed(folder: Path) -> None:
    fact = {"kind": "new", "text": "It is so.", "subject": "", "places": []}
    assert [*review._wrong_facts(folder, PATH, [fact])] == ["nobody checks new: It is so."]


def test_every_kind_that_is_told_is_checked(folder: Path) -> None:
    kinds = {fact["kind"] for fact in facts_of(told(folder))}
    assert kinds <= EVERY_CHECK.keys()
    assert {"deleted", "failure-message", "ignored-warning", "imported-test", "rolled-back"} <= kinds
    assert {"borrowed", "constants-elsewhere", "disabled-body", "disabled-code", "file-by-name"} <= kinds
    assert {"fixture-marked", "followed-inputs", "inherited-test", "opened-by-name", "replaced-test"} <= kinds
    assert {"as-program", "without-assertion"} <= kinds


def test_a_finding_that_is_not_told_is_noticed(folder: Path) -> None:
    found = told(folder)
    finding = {"family": "exceptions", "code": "TSE407", "line": 3, "message": "x"}
    assert [*review._missing(found, [finding])] == ["TSE407 at 3 is not under Exceptions"]


def test_a_file_that_is_not_reviewed_is_noticed(folder: Path) -> None:
    (folder / "shop.cfg").write_text("")
    with pytest.raises(CommandError):
        [*review.held(folder, ["tests/test_nobody.py"])]
    assert [*review.held(folder, [])] == []


def test_the_totals_decide(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Package:
        name = "httpx"

    monkeypatch.setattr(review, "packages", lambda names: [Package])
    monkeypatch.setattr(review, "fetch", lambda package: folder)
    monkeypatch.setitem(review.FILES, "httpx", (PATH,))  # type: ignore[arg-type]
    options = type("Options", (), {"package": []})()
    assert review.main(options) == 0
    assert " 0 of all this not as stated" in capsys.readouterr().out
    monkeypatch.delitem(EVERY_CHECK, "test")  # type: ignore[arg-type]
    assert review.main(options) == 1
    assert "nobody checks test: " in capsys.readouterr().out
