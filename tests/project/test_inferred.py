"""What a called expression stands for, through functions, classes, fixtures and packages."""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_testsec.project import behaviours, holders, inferred, views
from flake8_testsec.project import installed as packages
from flake8_testsec.project.awaiting import is_lost
from flake8_testsec.project.files import Folder, Tree
from flake8_testsec.project.inferred import things
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.store import Store

from .folders import lay_out
from .inferred_files import FILES

LOST = [
    "from shop.client import settle\n\nasync def test_a():\n    settle()",
    "from shop import wait\n\nasync def test_a():\n    wait()",
    "from shop import starred\n\nasync def test_a():\n    starred()",
    "from shop import own_star\n\nasync def test_a():\n    own_star()",
    "import shop.client\n\nasync def test_a():\n    shop.client.settle()",
    "from shop import Exported\n\nasync def test_a():\n    client = Exported()\n    client.get()",
    *(
        f"from shop.client import *\nfrom shop.client import {words}\n\nasync def test_a(kind):\n    {lines}"
        for words, lines in (
            ("Client", "Client().get()"),
            ("Client", "Client().close()"),
            ("Client", "Client().head()"),
            ("Client", "Client.connect()"),
            ("Client", "Client.get(Client())"),
            ("Client", "Client.make().get()"),
            ("Client", "(await Client.connect()).get()"),
            ("Client", "client = await Client.connect()\n    client.get()"),
            ("Client", "Client().itself().get()"),
            ("Client", "Client().itself().close()"),
            ("Client", "Client().child().child().get()"),
            ("Client", "Client().fresh().get()"),
            ("Client", "Client().chained().get()"),
            ("Client", "async with Client() as client:\n        client.get()"),
            ("Client", "(client := Client()).get()"),
            ("Both", "async with Both() as client:\n        client.head()"),
            ("Server", "Server()()"),
            ("Server", "server = Server()\n    server()"),
            ("build", "build().get()"),
            ("build_maybe", "build_maybe().get()"),
            ("build_or_none", "build_or_none().get()"),
            ("build_text", "build_text().get()"),
            ("build_one", "build_one(kind).get()"),
            ("build_later", "(await build_later()).get()"),
            ("opened", "with opened() as client:\n        client.get()"),
            ("opened_later", "async with opened_later() as client:\n        client.get()"),
            ("loaded", "loaded(1).get()"),
        )
    ),
    "async def test_a(client):\n    client.get()",
    "async def test_a(renamed):\n    renamed.get()",
    "async def test_a(again):\n    again.get()",
    "async def test_a(imported):\n    imported.get()",
    "async def test_a(noted):\n    noted.get()",
    "async def test_a(maker):\n    maker().get()",
    "from shop.client import Client\n\nasync def test_a(given: Client):\n    given.get()",
    "from shop.client import Client\n\nasync def test_a(given: 'Client'):\n    given.get()",
    "class TestA:\n    async def test_a(self, client):\n        client.get()",
    "import pytest\n@pytest.mark.slow\n@pytest.mark.timeout(9)\nasync def test_a(client):\n    client.get()",
    "import pytest\n@pytest.fixture(autouse=True)\nasync def began(client):\n    client.get()",
    """\
import pytest
from shop.client import Client

@pytest.fixture
def client():
    return Client()

async def test_a(client):
    client.get()""",
    """\
import pytest
from shop.client import Client

class TestA:
    @pytest.fixture
    def own(self):
        return Client()

    async def test_a(self, own):
        own.get()""",
    """\
import unittest
from shop.client import Client

class TestA(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.client = Client()
        self.other: Client = Client()

    async def test_a(self):
        self.client.get()
        self.other.get()""",
    """\
from shop.client import Client

class Own(Client):
    async def more(self): ...

async def test_a():
    Own().get()
    Own().more()""",
    """\
from shop.client import Client

class TestA(Client):
    async def test_a(self):
        self.get()""",
    """\
from shop.client import Client

def own():
    return Client()

async def test_a():
    own().get()""",
]
KEPT = [
    "from shop.other import settle\n\nasync def test_a():\n    settle()",
    "from shop.choice import settle\n\nasync def test_a():\n    settle()",
    "from shop.circle import settle\n\nasync def test_a():\n    settle()",
    "async def test_a():\n    (lambda: 1)()\n    unbound()\n    len()\n    {}['a']()",
    "async def test_a(x):\n    def inner(): ...\n    inner()\n    x()\n    for each in x:\n        each()",
    *(
        f"from shop.client import {words}\n\nasync def test_a(kind):\n    {lines}"
        for words, lines in (
            ("plain", "plain()\n    assert_it()"),
            ("ticks", "ticks()"),
            ("cached", "cached()"),
            ("twice", "twice()"),
            ("nothing", "nothing()"),
            ("client", "client.get()"),
            ("Client", "Client().post()"),
            ("Client", "Client().late()"),
            ("Client", "Client().replaced()"),
            ("Client", "Client().nothing()"),
            ("Client", "Client()()"),
            ("Client", "Client.connect().get()"),
            ("Client", "(await Client.make()).get()"),
            ("Client", "client = Client() if kind else None\n    client.get()"),
            ("Client", "client = Client()\n    client = other()\n    client.get()"),
            ("Client", "first, second = Client()\n    first.get()"),
            ("Server", "with Server() as server:\n        server()"),
            ("Below", "with Below() as below:\n        below.get()"),
            ("Unlike", "with Unlike() as client:\n        client.get()"),
            ("plain", "with plain as client:\n        client.get()"),
            ("Odd", "Odd().get()"),
            ("Kept", "Kept().get()"),
            ("Below", "Below().get()\n    Below().post()"),
            ("New", "New().get()"),
            ("Wrapped", "Wrapped().get()"),
            ("build_any", "build_any(kind).get()"),
            ("build_two", "build_two(kind).get()"),
            ("build_both", "build_both(kind).get()"),
            ("build_list", "build_list().get()"),
            ("build_wrong", "build_wrong().get()"),
            ("build_self", "build_self().get()"),
            ("nested", "nested().get()"),
            ("build_later", "build_later().get()"),
            ("broken", "with broken() as client:\n        client.get()"),
            ("unsaid", "with unsaid() as client:\n        client.get()"),
            ("unlisted", "with unlisted() as client:\n        client.get()"),
            (
                "Client, settle",
                "Client.get = kind\n    Client().get()\n    patch('shop.client.settle')\n    settle()",
            ),
        )
    ),
    "async def test_a(wrapped_fixture, no_fixture, doubled, unknown, not_imported, request):\n"
    "    wrapped_fixture.get()\n    no_fixture.get()\n    doubled.get()\n    unknown.get()\n"
    "    not_imported.get()\n    request.get()",
    "async def test_a(*client, **again):\n    client.get()\n    again.get()",
    "async def helper(client):\n    client.get()",
    "from pytest import mark\n@mark.parametrize('a,client', [])\nasync def test_a(client):\n    client.get()",
    "from unittest import mock\n@mock.patch('shop')\nasync def test_a(client):\n    client.get()",
    "import mock\n@mock.patch('shop')\nasync def test_a(client):\n    client.get()",
    "from tests.more import swapped\n@swapped\nasync def test_a(client):\n    client.get()",
    "@unbound.patch()\nasync def test_a(client):\n    client.get()",
    "import pytest\n@pytest.fixture\n@swapped\nasync def began(client):\n    client.get()",
    "import mock\n@mock.patch('shop')\nclass T:\n    async def test_a(self, client):\n        client.get()",
    "import unittest\nclass T(unittest.TestCase):\n    async def test(self, client):\n        client.get()",
    "from shop.other import *\n\nasync def test_a(client):\n    client.get()",
    "class TestA(Unknown):\n    async def test_a(self, client):\n        client.get()",
    "import pytest\n\n@pytest.fixture\nasync def client(client):\n    client.get()",
    """\
from shop.client import Client

class TestA:
    client = None

    @classmethod
    def set(cls):
        cls.late = Client()
        cls.get()

    def other(this, self, given):
        given.client = Client()
        this.several, _ = Client()

    async def test_a(self):
        self.client.get()
        self.late.get()
        self.several.get()
        self.absent.get()""",
    """\
from shop.client import Client

def made():
    class Own(Client):
        async def test_a(self):
            self.get()""",
]


PATH = "tests/test_a.py"
ASKED = Settings(deep=("/nowhere",))
"""Whoever asks for deep mode is told of all calls."""


def found(text: str, files: Mapping[str, str], settings: Settings = ASKED) -> list[bool]:
    view = Project(Tree({**files, PATH: text})).view(PATH)
    return lost(Module.parse(text.encode(), PATH, settings, view))


def lost(module: Module) -> list[bool]:
    """Whether each statement that is a call of something with a name loses a coroutine."""
    calls = [each.value for each in module.nodes(ast.Expr) if isinstance(each.value, ast.Call)]
    return [is_lost(each, module) for each in calls]


@pytest.mark.parametrize("text", LOST)
def test_a_coroutine_is_known(text: str) -> None:
    assert set(found(text, FILES)) == {True}


@pytest.mark.parametrize("text", KEPT)
def test_what_may_be_something_else_is_none(text: str) -> None:
    assert set(found(text, FILES)) == {False}


@pytest.mark.parametrize("text", LOST[:1])
def test_nothing_is_known_without_a_project(text: str) -> None:
    module = Module.parse(text.encode(), "tests/test_a.py", Settings())
    assert lost(module) == [False]
    (call,) = module.nodes(ast.Call)
    assert things(call.func, module) == ()


def test_a_chain_is_followed_so_far(tmp_path: Path) -> None:
    def chain(length: int) -> str:
        return (
            f"from shop.client import Client\nasync def test_a():\n    Client(){'.itself()' * length}.get()"
        )

    assert found(chain(4), FILES) == [True]
    assert found(chain(40), FILES) == [False]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("async def test_a():\n    await settle()\n    settle()", True),
        ("async def test_a():\n    settle()", False),
        ("async def test_a():\n    await settle()\n\ndef test_b():\n    settle()", False),
        ("async def test_a():\n    await settle()\n    assert_it()", False),
    ],
)
def test_by_default_only_what_is_awaited_elsewhere_is_asked_about(body: str, answer: bool) -> None:
    assert found(f"from shop.client import settle\n\n{body}", FILES, Settings()) == [answer]


def test_classes_in_a_circle_end() -> None:
    files = {
        "shop/a.py": "from shop.b import B\nclass A(B): ...\n",
        "shop/b.py": "from shop.a import A\nclass B(A): ...\n",
    }
    assert found("from shop.a import A\nasync def test_a():\n    A().get()", files) == [False]


def test_what_is_known_of_a_file_is_kept_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = LOST[0]
    files = {"tests/test_a.py": text, "shop/client.py": "async def settle(): ...\n"}
    lay_out(tmp_path / "project", files)

    def asked() -> bool:
        store = Store(str(tmp_path / "kept"))
        view = Project(Folder(str(tmp_path / "project")), store).view("tests/test_a.py")
        (answer,) = lost(Module.parse(text.encode(), PATH, ASKED, view))
        assert "shop/client.py" in view.consulted
        store.close()
        return answer

    assert asked()
    monkeypatch.setattr(behaviours, "behaviours_of", None)  # it is not worked out again
    assert asked()
    monkeypatch.undo()
    lay_out(tmp_path / "project", {"shop/client.py": "def settle(): ...\n"})
    assert not asked()


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.py": "async def a(): ...\n"})
    project = Project(Folder(str(tmp_path)))
    first = project.learned("behaviours", "a.py", behaviours.record)
    assert project.learned("behaviours", "a.py", behaviours.record) == first
    lay_out(tmp_path, {"a.py": "def a(): ...  # another\n"})
    assert project.learned("behaviours", "a.py", behaviours.record)[1] == {"a": ["function", []]}
    assert project.learned("behaviours", "b.py", behaviours.record) == ("", None)


@pytest.mark.parametrize("kept", [None, [], {"a": 1, "b": ["c"]}])
def test_a_record_of_another_form_says_nothing(kept: object) -> None:
    assert behaviours.restored(kept) == {}


@pytest.mark.parametrize("text", ["def f(:\n", "x = '\0'\n"])
def test_what_cannot_be_read_has_an_empty_record(text: str) -> None:
    assert behaviours.record(text.encode(), "a.py") == {}


def test_a_recipe_that_was_damaged_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inferred, "restored", lambda _: {"build": behaviours.Behaviour("function", [[]])})
    assert found("from shop.client import build\nasync def test_a():\n    build().get()", FILES) == [False]


PACKAGE = {
    "lib/__init__.py": "from lib._client import Client\n",
    "lib/_client.py": "class Client:\n    async def get(self): ...\n",
    "lib_pytest/plugin.py": (
        "import pytest\nfrom lib import Client\n"
        "@pytest.fixture\nasync def lib_client():\n    yield Client()\n"
    ),
    "lib-1.0.dist-info/entry_points.txt": (
        "[console_scripts]\nlib = lib:main\n\n"
        "[pytest11]\nlib = lib_pytest.plugin\nnone = lib_pytest.none [extra]\n"
    ),
    "quiet-1.0.dist-info/entry_points.txt": "[console_scripts]\nlib = lib:main\n",
    "odd-1.0.dist-info/entry_points.txt": "[pytest11\nodd",
    "bare-1.0.dist-info/METADATA": "",
}


@pytest.mark.parametrize(
    "text",
    [
        "from lib import Client\n\nasync def test_a():\n    Client().get()",
        "async def test_a(lib_client):\n    lib_client.get()",
        "pytest_plugins = ['lib_pytest.plugin']\n\nasync def test_a(lib_client):\n    lib_client.get()",
    ],
)
def test_packages_are_asked_in_deep_mode_alone(text: str, tmp_path: Path) -> None:
    lay_out(tmp_path, PACKAGE)
    project = Project(Tree({"tests/test_a.py": text}))
    folder = os.path.realpath(tmp_path).replace(os.sep, "/")
    for installed, answer in (((), False), ((folder,), True)):
        view = project.view(PATH, installed)
        assert lost(Module.parse(text.encode(), PATH, ASKED, view)) == [answer]
        outside = {path: digest for path, digest in view.consulted.items() if os.path.isabs(path)}
        assert {path: packages.now(path) for path in outside} == outside


def test_what_is_installed_does_not_count_among_the_files_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, PACKAGE)
    monkeypatch.setattr(views, "MOST", 0)
    view = Project(Tree({})).view(PATH, (os.path.realpath(tmp_path).replace(os.sep, "/"),))
    assert [each.dotted for each in holders.installed(view)] == ["lib_pytest.plugin"]


def test_a_plugin_of_the_project_is_read() -> None:
    text = "async def test_a(imported):\n    imported.get()"
    files = {**FILES, "tests/conftest.py": "pytest_plugins = ['tests.more', 'tests.nothing']\n"}
    assert found(text, files) == [True]
