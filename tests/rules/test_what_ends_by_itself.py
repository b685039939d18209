"""What ends by itself, or with who holds it, and what is asked of it."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

TEST = "tests/test_a.py"


def said(files: dict[str, str], path: str = TEST, *enabled: str) -> list[str]:
    sources = {name: textwrap.dedent(source) for name, source in files.items()}
    view = Project(Tree(sources)).view(path)
    found = engine.check(sources[path], path, Settings(enable=enabled), view)
    return [f"{each.code} {each.line}" for each in found]


ENDED = """\
import subprocess

def test_shop():
    shop = subprocess.Popen(["shop"])
    if {asked}:
        raise ValueError
    {below}
    shop.terminate()
    shop.wait()
"""


@pytest.mark.parametrize(
    ("asked", "below", "expected"),
    [
        ("shop.poll() is not None", "print()", []),
        ("shop.returncode is not None", "print()", []),
        ("shop.poll() is not None", "assert print()", ["line 7"]),
        ("shop.poll() is None", "print()", ["line 6"]),
        ("shop.pid is not None", "print()", ["line 6"]),
    ],
)
def test_a_process_that_has_ended_is_not_left(asked: str, below: str, expected: list[str]) -> None:
    found = engine.check(ENDED.format(asked=asked, below=below), TEST, Settings())
    messages = [each.message for each in found if each.code == "TSE307"]
    assert len(messages) == len(expected)
    assert all(line in message for line, message in zip(expected, messages, strict=True))


_LEFT = ["TSE307 6"]
FINALLY = """\
import pymysql

def test_shop(shop):
    connected = False
    try:
        db = pymysql.connect(host="shop")
        connected = True
        with db.cursor() as cursor:
            cursor.execute("order")
    except ValueError as error:
        if error.args[0] == 3:
            pass
        else:
            raise
    finally:
        {ended}
    {below}
"""


@pytest.mark.parametrize(
    ("ended", "below", "expected"),
    [
        ("if connected:\n            db.close()", "print()", []),
        ("if db.open:\n            db.close()", "print()", []),
        ("db.close() if connected else None", "print()", []),
        ("if shop.ready:\n            db.close()", "print()", _LEFT),
        ("if connected:\n            if shop.ready:\n                db.close()", "print()", _LEFT),
        (
            "if connected:\n            print()",
            "try:\n        db.close()\n    finally:\n        print()",
            _LEFT,
        ),
        ("print()", "try:\n        print()\n    finally:\n        db.close()", _LEFT),
    ],
)
def test_a_release_in_finally_is_not_skipped(ended: str, below: str, expected: list[str]) -> None:
    source = FINALLY.format(ended=ended, below=below)
    assert [each for each in said({TEST: source}) if "TSE307" in each] == expected


MANAGER = """\
import contextlib
from tests.base import Base

class TestShop(Base):
    @contextlib.contextmanager
    def {name}(self, shop):
        kept = {owner}.speed
        {owner}.speed = 3
        made = self.make()
        yield made
        {end}

    def _drop_all(self): ...
"""


@pytest.mark.parametrize(
    ("name", "owner", "end", "expected"),
    [
        ("faster", "self.shop", "self.shop.speed = kept", []),
        ("faster", "shop", "shop.speed = kept", ["TSE310 10"]),
        ("made", "self.shop", "self._delete(made)", ["TSE310 10"]),
        ("made", "self.shop", "self._drop_all()", ["TSE310 10"]),
        ("made", "self.shop", "self._stop(made)", ["TSE310 10"]),
        ("made", "self.shop", "shop.delete(made)", ["TSE310 10"]),
    ],
)
def test_what_dies_with_the_test_needs_no_finally(
    name: str, owner: str, end: str, expected: list[str]
) -> None:
    assert said({TEST: MANAGER.format(name=name, owner=owner, end=end)}) == expected


ASKED = """\
import psycopg2

def {name}(options):
    try:
        {connected}psycopg2.connect(**options)
        return {value}
    except psycopg2.OperationalError:
        return False
"""


@pytest.mark.parametrize(
    ("connected", "value", "expected"),
    [("", "True", []), ("", "options", ["TSE316 5"]), ("db = ", "True", ["TSE316 5"])],
)
def test_a_probe_of_a_database(connected: str, value: str, expected: list[str]) -> None:
    source = ASKED.format(name="test_has_database", connected=connected, value=value)
    assert [each for each in said({TEST: source}) if "TSE316" in each] == expected


def test_a_manager_of_processes_ends_with_who_holds_it() -> None:
    source = (
        "import multiprocessing\n\ndef test_a():\n    shop = multiprocessing.Manager()\n    assert shop\n"
    )
    assert said({TEST: source}) == []
    assert said({TEST: source}, TEST, "TSE316") == ["TSE316 4"]


KEPT = """\
import tempfile

{head}
    kept = tempfile.NamedTemporaryFile(suffix=".html", delete=False)
    kept.write(page)
    kept.close()
    {tell}
"""


@pytest.mark.parametrize(
    ("head", "tell", "expected"),
    [
        ("def show(page):", 'print(f"see {kept.name}")', []),
        ("def show(page):", 'print("see it")', ["TSE302 4"]),
        ("def test_page(page):", "print(kept.name)", ["TSE302 4"]),
    ],
)
def test_a_file_that_somebody_is_told_to_look_at(head: str, tell: str, expected: list[str]) -> None:
    source = KEPT.format(head=head, tell=tell)
    assert [each for each in said({TEST: source}) if "TSE302" in each] == expected
    assert "TSE302 4" in said({TEST: source}, TEST, "TSE302")


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        ("def test_page():\n    show('page')", ["TSE302 4"]),
        ("import unittest\nclass T(unittest.TestCase):\n    def setUp(self):\n        show(1)", ["TSE302 4"]),
        ("import pytest\n@pytest.fixture\ndef page():\n    show('page')", ["TSE302 4"]),
        ("def test_page(shop):\n    shop.show('page')", []),
        ("def look():\n    show('page')", []),
        ("show('page')", []),
    ],
)
def test_a_print_for_nobody(caller: str, expected: list[str]) -> None:
    source = KEPT.format(head="def show(page):", tell="print(kept.name)") + f"\n{caller}\n"
    assert [each for each in said({TEST: source}) if "TSE302" in each] == expected


LOOP = """\
import asyncio

def {name}(shop):
    {loop} = asyncio.new_event_loop()

    def run(query):
        return {used}.run_until_complete(shop.ask(query))

    return {returned}
"""


@pytest.mark.parametrize(
    ("name", "loop", "used", "returned", "expected"),
    [
        ("test_loop", "loop", "loop", "run", []),
        ("test_loop", "loop", "loop", "shop", ["TSE316 4"]),
        ("test_loop", "loop", "shop", "run", ["TSE316 4"]),
        ("test_loop", "loop, _", "loop", "None", []),
    ],
)
def test_the_loop_of_a_function_that_is_returned(
    name: str, loop: str, used: str, returned: str, expected: list[str]
) -> None:
    source = LOOP.format(name=name, loop=loop, used=used, returned=returned)
    assert [each for each in said({TEST: source}) if "TSE316" in each] == expected


def test_the_loop_of_nobody() -> None:
    source = (
        "import asyncio\n\ndef test_a(shop):\n    asyncio.new_event_loop().run_until_complete(shop.ask())\n"
    )
    assert "TSE316 4" in said({TEST: source})


def test_the_loop_of_an_object() -> None:
    source = (
        "import asyncio\nimport unittest\n\nclass TestShop(unittest.TestCase):\n    def setUp(self):\n"
        "        self.loop = asyncio.new_event_loop()\n\n"
        "    def test_ask(self):\n        self.loop.run_forever()\n"
    )
    assert said({TEST: source}) == ["TSE316 6"]


def test_older_versions_may_raise() -> None:
    source = (
        "def test_a(shop):\n    # Older versions raise here, and if so\n    # the message shall be plain.\n"
        "    try:\n        shop.run()\n"
        "    except ValueError as error:\n        assert 'plain' in str(error)\n"
    )
    assert said({TEST: source}) == []
