"""What fixtures, and all else that a test uses, give back for it: one small project a case."""

from __future__ import annotations

import pytest

from .small_projects import BASE, HEAD, TEST, asked

CLEAN = """
import os, pytest
@pytest.fixture{0}
def clean({1}):
    old = os.getcwd()
    yield
    os.chdir(old)
"""
IT = "def test_it({0}): pass\n"
SAVER = "import os\nclass Saver:\n    def __init__(self): self.old = os.getcwd()\n"
SAVER += "    def restore(self): os.chdir(self.old)\n    def look(self): os.chdir(self.old)\n"
SAVED = "import pytest\nfrom shop.more import Saver\n@pytest.fixture\ndef mine():\n    saver = Saver()\n"
SAVED += "    yield\n    saver.{}()\n" + IT.format("mine")
OF_CLASS = "import unittest\nfrom shop.more import Saver\nclass TestX(unittest.TestCase):\n"
OF_CLASS += "    def setUp(self): self.saver = Saver()\n    def tearDown(self): self.saver.{}()\n"
OF_CLASS += "    def test_it(self): pass\n"
FIXTURES = {
    "an object that restores": (SAVED.format("restore"), {"shop__more": SAVER}, {"folder"}),
    "an object that does something else": (SAVED.format("look"), {"shop__more": SAVER}, set()),
    "an object of the class that restores": (
        OF_CLASS.format("restore"),
        {"shop__more": SAVER},
        {"folder", "self.saver.restore"},
    ),
    "two objects of the class that restore": (
        OF_CLASS.format("restore").replace(
            "def test_it", "def tear_down(self): self.other.restore()\n    def test_it"
        ),
        {"shop__more": SAVER},
        {"folder", "self.saver.restore", "self.other.restore"},
    ),
    "an object of the class that does something else": (
        OF_CLASS.format("look"),
        {"shop__more": SAVER},
        {"self.saver"},
    ),
    "an object of which nobody knows who made it": (
        OF_CLASS.format("restore").replace("Saver()", "Saver"),
        {"shop__more": SAVER},
        {"self.saver.restore"},
    ),
    "a fixture of the module that is not asked for": (CLEAN.format("", "") + IT.format(""), {}, set()),
    "a fixture of the module": (CLEAN.format("", "") + IT.format("clean"), {}, {"folder"}),
    "a fixture in force by itself": (CLEAN.format("(autouse=True)", "") + IT.format(""), {}, {"folder"}),
    "a fixture that says that it is not": (CLEAN.format("(autouse=False)", "") + IT.format(""), {}, set()),
    "a fixture of the conftest": (IT.format("clean"), {"conftest": CLEAN.format("", "")}, {"folder"}),
    "a fixture in force of the conftest": (
        IT.format(""),
        {"tests__conftest": CLEAN.format("(autouse=True)", "")},
        {"folder"},
    ),
    "a conftest of another folder": (IT.format("clean"), {"docs__conftest": CLEAN.format("", "")}, set()),
    "a fixture by another name": (
        IT.format("neat"),
        {"conftest": CLEAN.format("(name='neat')", "")},
        {"folder"},
    ),
    "a fixture through a fixture": (
        "import pytest\n@pytest.fixture\ndef mine(clean): pass\n" + IT.format("mine"),
        {"conftest": CLEAN.format("", "")},
        {"folder"},
    ),
    "a fixture of a plugin module": (
        IT.format("clean"),
        {"conftest": "pytest_plugins = ['shop.pytest']\n", "shop__pytest": CLEAN.format("", "")},
        {"folder"},
    ),
    "a fixture that the conftest imports": (
        IT.format("clean"),
        {"conftest": "from shop.more import clean\n", "shop__more": CLEAN.format("", "")},
        {"folder"},
    ),
    "something of a fixture's name that is none": (
        IT.format("clean"),
        {"conftest": "from shop.more import clean\n", "shop__more": "def clean(): mock.patch('x')\n"},
        set(),
    ),
    "modules that load each other": (
        IT.format("clean"),
        {"conftest": "pytest_plugins = ['more']\n", "more": "pytest_plugins = ['conftest']\n"},
        set(),
    ),
    "a fixture in force that the conftest imports": (
        IT.format(""),
        {
            "conftest": "from shop.fixtures import clean\n",
            "shop__fixtures": CLEAN.format("(autouse=True)", ""),
        },
        {"folder"},
    ),
    "fixtures that ask for each other": (
        "import pytest\n@pytest.fixture\ndef a(b): pass\n@pytest.fixture\ndef b(a): pass\n" + IT.format("a"),
        {},
        set(),
    ),
    "a fixture that overrides the one it asks for": (
        CLEAN.format("", "clean") + IT.format("clean"),
        {"conftest": CLEAN.format("", "").replace("chdir(old)", "environ.clear()")},
        {"folder"},
    ),
    "a function that is no fixture": ("def clean(): os.chdir('/')\n" + IT.format("clean"), {}, set()),
    "an unknown fixture by its name": (IT.format("clean_env"), {}, {"environ"}),
    "an unknown fixture for the working directory": (IT.format("change_dir"), {}, {"folder"}),
    "an unknown fixture for anything": (IT.format("client"), {}, set()),
    "tmp_path gives back nothing": (IT.format("tmp_path, tmpdir, mocker, monkeypatch, request"), {}, set()),
    "pytester": (
        IT.format("pytester"),
        {},
        {
            "folder",
            "set:sys.path",
            "set:sys.modules",
            "environ:HOME",
            "environ:USERPROFILE",
            "environ:PY_COLORS",
        },
    ),
    "capsys": (IT.format("capsys"), {}, {"set:sys.stdout", "set:sys.stderr"}),
    "a mark": (
        CLEAN.format("", "") + "@pytest.mark.usefixtures('clean')\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a mark of the module": (
        CLEAN.format("", "") + "pytestmark = [pytest.mark.usefixtures('clean')]\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a mark that has a name": (
        CLEAN.format("", "") + "it = pytest.mark.usefixtures('clean')\n@it\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a mark of a class that has a name": (
        f"{CLEAN.format('', '')}it = pytest.mark.usefixtures('clean')\n@it\nclass T:\n{TEST}",
        {},
        {"folder"},
    ),
    "marks of the module that have names": (
        CLEAN.format("", "")
        + "it = pytest.mark.usefixtures('clean')\nall_of = [it]\npytestmark = all_of\n"
        + IT.format(""),
        {},
        {"folder"},
    ),
    "a mark that has one of two meanings": (
        CLEAN.format("", "")
        + "it = pytest.mark.usefixtures('clean')\nif os.name == 'nt':\n    it = pytest.mark.slow\n@it\n"
        + IT.format(""),
        {},
        set(),
    ),
    "another mark that has a name": (
        CLEAN.format("", "") + "it = pytest.mark.slow\n@it\n" + IT.format(""),
        {},
        set(),
    ),
    "a mark that another module names": (
        CLEAN.format("", "") + "from shop.more import it\n@it\n" + IT.format(""),
        {"shop__more": "import pytest\nit = pytest.mark.usefixtures('clean')\n"},
        {"folder"},
    ),
    "a mark of the module that another one names": (
        CLEAN.format("", "") + "from shop import more\n@more.it\n" + IT.format(""),
        {
            "shop__more": "import pytest\nslow = pytest.mark.slow\nit = pytest.mark.usefixtures('clean')\n"
            "pytestmark = it\n"
        },
        {"folder"},
    ),
    "another mark that another module names": (
        CLEAN.format("", "") + "from shop.more import it\n@it\n" + IT.format(""),
        {"shop__more": "import pytest\nother = pytest.mark.usefixtures('clean')\nit = pytest.mark.slow\n"},
        set(),
    ),
    "a mark with a name that asks for a fixture that restores nothing": (
        CLEAN.format("", "")
        + "@pytest.fixture\ndef other():\n    yield\n"
        + "it = pytest.mark.usefixtures('other')\n@it\n"
        + IT.format(""),
        {},
        set(),
    ),
    "a finalizer": (
        "import os, pytest\n@pytest.fixture\ndef clean(request):\n"
        "    request.addfinalizer(lambda: os.chdir('/'))\n" + IT.format("clean"),
        {},
        {"folder"},
    ),
    "a try around the yield": (
        "import os, pytest\n@pytest.fixture\ndef clean():\n    try:\n        yield\n"
        "    finally:\n        os.chdir('/')\n" + IT.format("clean"),
        {},
        {"folder"},
    ),
    "a with around the yield": (
        "import os, pytest\nfrom unittest import mock\n@pytest.fixture\ndef clean():\n"
        "    with mock.patch.dict(os.environ):\n        yield\n" + IT.format("clean"),
        {},
        {"environ"},
    ),
    "a hook of the module": (
        "import os\ndef teardown_function(): os.chdir('/')\n" + IT.format(""),
        {},
        {"folder"},
    ),
    "a set-up of the module": (
        "import os\ndef setUpModule(): os.environ.pop('A')\n" + IT.format(""),
        {},
        {"anew:environ:A"},
    ),
    "monkeypatch of a variable": (
        "def test_it(monkeypatch):\n    monkeypatch.setenv('A', 'x')\n    monkeypatch.delenv('B')\n",
        {},
        {"environ:A", "environ:B"},
    ),
    "monkeypatch of the rest": (
        "import shop, os, sys\ndef test_it(monkeypatch):\n    monkeypatch.setattr(shop, 'clock', 1)\n"
        "    monkeypatch.setattr('shop.stock', 1)\n    monkeypatch.setitem(os.environ, 'A', 'x')\n"
        "    monkeypatch.delitem(sys.modules, 'x')\n    monkeypatch.chdir('/')\n"
        "    monkeypatch.syspath_prepend('x')\n    monkeypatch.undo()\n",
        {},
        {"set:shop.clock", "set:shop.stock", "environ:A", "set:sys.modules", "folder", "set:sys.path"},
    ),
}


@pytest.mark.parametrize("name", FIXTURES)
def test_what_fixtures_give_back(name: str) -> None:
    text, others, expected = FIXTURES[name]
    answer = asked(text, **others)
    assert {tag for tag in answer.undoes if not tag.startswith("lent:")} == expected
    assert not answer.opaque


USES = {
    "a decorator of the project": (
        "import os, shop\n@shop.cleaned\ndef test_it(): pass\n",
        {
            "shop": "import os\ndef cleaned(test):\n    def run():\n        try:\n            test()\n"
            "        finally:\n            os.chdir('/')\n    return run\n"
        },
        {"folder"},
    ),
    "a decorator of the module": (
        "import os\ndef cleaned(test):\n    def run():\n        try:\n            test()\n"
        "        finally:\n            os.chdir('/')\n    return run\n@cleaned\ndef test_it(): pass\n",
        {},
        {"folder"},
    ),
    "a decorator through a star import": (
        "import shop\n@shop.clean\ndef test_it(): pass\n",
        {"shop": "from more import *\n", "more": CLEAN.format("", "")},
        {"folder"},
    ),
    "a decorator that leads to itself": (
        "import shop\n@shop.clean\ndef test_it(): pass\n",
        {"shop": "from more import clean\n", "more": "from shop import clean\n"},
        set(),
    ),
    "an unread decorator by its name": (
        "import shop\n@shop.clean_env\ndef test_it(): pass\n",
        {},
        {"environ", "unread"},
    ),
    "a patch as a decorator": (
        "import os\nfrom unittest import mock\n@mock.patch.dict(os.environ)\ndef test_it(): pass\n",
        {},
        {"environ"},
    ),
    "a fixture class of the project, with its bases": (
        f"{HEAD}class T(unittest.TestCase):\n    def setUp(self): self.useFixture(shop.Neat())\n{TEST}",
        {
            "shop": "import more\nclass Neat(more.Clean): pass\n",
            "more": BASE.replace("class Base", "class Clean"),
        },
        {"folder"},
    ),
    "a fixture class of the module": (
        f"{BASE}class T(unittest.TestCase):\n    def setUp(self): self.useFixture(Base())\n{TEST}",
        {},
        {"folder"},
    ),
    "a helper elsewhere that is given self": (
        f"{HEAD}class T(unittest.TestCase):\n    def setUp(self): shop.clean(self)\n{TEST}",
        {"shop": "import os\ndef clean(case): case.addCleanup(os.chdir, '/')\n"},
        {"folder"},
    ),
    "a fixture method in force by itself": (
        f"{HEAD}class T:\n    @pytest.fixture(autouse=True)\n    def clean(self):\n        yield\n"
        f"        os.chdir('/')\n{TEST}",
        {},
        {"folder"},
    ),
    "a fixture method that is asked for": (
        f"{HEAD}class T:\n    @pytest.fixture\n    def clean(self):\n        yield\n"
        "        os.environ.clear()\n"
        "    def test_it(self, clean): pass\n",
        {},
        {"environ", "anew:environ"},
    ),
    "a mark of the class": (
        f"{CLEAN.format('', '')}class T:\n    pytestmark = pytest.mark.usefixtures('clean')\n{TEST}",
        {},
        {"folder"},
    ),
    "a test around an inner function": (
        "def test_b(pytester):\n    def test_it(): pass\n",
        {},
        {"folder", "set:sys.path", "set:sys.modules"}
        | {f"environ:{key}" for key in ("HOME", "USERPROFILE", "PY_COLORS")},
    ),
}


@pytest.mark.parametrize("name", USES)
def test_what_is_used_is_followed(name: str) -> None:
    text, others, expected = USES[name]
    assert {tag for tag in asked(text, **others).undoes if not tag.startswith("lent:")} == expected
