"""Resources and states that somebody looks after, or that no run ever takes, beside those left behind."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings


def codes(text: str, path: str = "tests/test_a.py", *enabled: str) -> list[str]:
    files = {path: textwrap.dedent(text)}
    view = Project(Tree(files)).view(path)
    return [each.code for each in engine.check(files[path], path, Settings(enable=enabled), view)]


NESTED = """
import asyncio
import unittest


class TestShelf(unittest.TestCase):
    def test_a(self):
        def run():
            loop = asyncio.new_event_loop()
            loop.run_until_complete(read())

        {use}
"""


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("self.assertRaises(ValueError, run)", ["TSE316"]),
        ("self.addCleanup(run)", ["TSE316"]),
        ("run()", ["TSE316"]),
        ("elsewhere(run)", []),
        ("runners = [run]", ["TSE316"]),
        ("elsewhere(target=run)", []),
        ("elsewhere(lambda: run())", ["TSE316"]),
    ],
)
def test_a_function_that_another_process_may_run(use: str, expected: list[str]) -> None:
    assert codes(NESTED.format(use=use)) == expected


MIXIN = """
import shutil
import tempfile
import unittest


class FolderMixin:
    def setUp(self):
        self.folder = tempfile.mkdtemp()

    def tearDown(self):
        shutil.rmtree(self.folder)


class ShelfCase({bases}):
    pass


class TestShelf(ShelfCase):
    def tearDown(self):
        forget(self)

    def test_a(self):
        self.assertTrue(shelf())
"""


def test_a_mixin_behind_the_test_case_is_not_reached() -> None:
    assert codes(MIXIN.format(bases="unittest.TestCase, FolderMixin")) == []
    assert codes(MIXIN.format(bases="FolderMixin, unittest.TestCase")) == ["TSE309"]


VERSION = """
import asyncio
import sys

import six


def test_a():
    if {condition}:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(read())
"""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("sys.version_info < (3, 7)", []),
        ("sys.version_info <= (3, 6, 9)", []),
        ("sys.version_info[:2] == (3, 6)", []),
        ("sys.version_info[0] < 3", []),
        ("sys.version_info.major == 2", []),
        ("six.PY2", []),
        ("six.PY3", ["TSE316"]),
        ("six.moves", ["TSE316"]),
        ("sys.version_info >= (3, 7)", ["TSE316"]),
        ("sys.version_info < (3, 12)", ["TSE316"]),
        ("sys.version_info[0] < (3,)", ["TSE316"]),
        ("sys.version_info[1] < 7", ["TSE316"]),
        ("sys.version_info[:2] < limit", ["TSE316"]),
        ("versions[:2] < (3, 7)", ["TSE316"]),
        ("versions < (3, 7)", ["TSE316"]),
        ("sys.version_info < (3, seven)", ["TSE316"]),
        ("sys.version_info < ()", ["TSE316"]),
    ],
)
def test_a_branch_for_pythons_that_are_gone(condition: str, expected: list[str]) -> None:
    assert codes(VERSION.format(condition=condition)) == expected


SESSION = """
import threading
from http.server import HTTPServer

from shop.web import Handler


def serve():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target={target}, daemon=True)
    thread.start()
    return server.server_port


{use}
"""


@pytest.mark.parametrize(
    ("target", "use", "expected"),
    [
        ("server.serve_forever", "PORT = serve()", []),
        ("server.serve_forever", "def test_a():\n    assert serve()", ["TSE316"]),
        ("server.handle_request", "PORT = serve()", ["TSE316"]),
        ("server.serve_forever", "", ["TSE316"]),
    ],
)
def test_a_server_for_all_tests_of_a_module(target: str, use: str, expected: list[str]) -> None:
    assert codes(SESSION.format(target=target, use=use)) == expected


SERVER = "from tests.servers import serve\n"


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("PORT = serve()\n", []),
        ("def test_a():\n    assert serve()\n", ["TSE316"]),
        ("", ["TSE316"]),
    ],
)
def test_a_server_for_all_tests_of_other_modules(use: str, expected: list[str]) -> None:
    text, path = SESSION.format(target="server.serve_forever", use=""), "tests/servers.py"
    view = Project(Tree({path: text, "tests/test_a.py": SERVER + use, "tests/test_b.py": "serve("})).view(
        path
    )
    assert [each.code for each in engine.check(text, path, Settings(), view)] == expected


KEEPER = """
import os
import tempfile

from shop.testing import Folders


def fill():
    folder = tempfile.mkdtemp()
    {told}
    look(folder)


def test_a():
    try:
        fill()
    finally:
        Folders.cleanup()


def mkdtemp():
    folder = tempfile.mkdtemp()
    return os.path.normcase(os.path.realpath(folder))
"""


def test_a_folder_that_others_remove() -> None:
    assert codes(KEEPER.format(told="Folders.note(folder)")) == []
    assert codes(KEEPER.format(told="Others.note(folder)")) == ["TSE302"]


VARIABLE = """
import os


def test_a():
    os.environ["SHELF_SIZE_FILE"] = "1"
    assert read({given})
    del os.environ["SHELF_SIZE_FILE"]
"""


def test_a_variable_of_which_the_code_is_told_the_name() -> None:
    assert codes(VARIABLE.format(given="name='SHELF_SIZE'")) == []
    assert codes(VARIABLE.format(given="'SHELF'")) == []
    assert codes(VARIABLE.format(given="''")) == ["TSE304"]


ENTERED = """
import contextlib

from shop import stock, spans


def test_a():
    @contextlib.contextmanager
    def fake():
        with spans.start() as span:
            span.end = 1
            stock.end = 1
            yield span
            {owner}.end = None

    with fake():
        assert spans.sent()
"""


def test_what_a_manager_around_looks_after() -> None:
    assert codes(ENTERED.format(owner="span")) == []
    assert codes(ENTERED.format(owner="stock")) == ["TSE310"]


def test_a_module_on_which_a_tool_for_tests_is_tried() -> None:
    text = "import os\n\n\ndef test_a():\n    os.chdir('shelf')\n    assert shelf()\n"
    tool = '[project]\nname = "shop-runner"\nclassifiers = ["Topic :: Software Development :: Testing"]\n'
    for path, metadata, expected in (
        ("tests/shelf-1/test_a.py", tool, []),
        ("tests/shelf/test_a.py", tool, ["TSE305"]),
        ("tests/shelf-1/test_a.py", "", ["TSE305"]),
        ("shelf-1/test_a.py", tool, ["TSE305"]),
    ):
        files = {path: text, "pyproject.toml": metadata}
        view = Project(Tree(files)).view(path)
        assert [each.code for each in engine.check(text, path, Settings(), view)] == expected
