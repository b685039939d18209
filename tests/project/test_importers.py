"""Which other files may use what a module defines, by the words of their imports."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from flake8_testsec import digests
from flake8_testsec.cli.results import Results
from flake8_testsec.project.files import Folder, Tree
from flake8_testsec.project.importers import QUOTE, SPACE, Importers
from flake8_testsec.project.views import Project, is_spoken_of
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.store import Store

from .folders import lay_out

ASKING = "shop/tests/test_orders.py"
SPOKEN = {
    "taken by name": "from shop.tests.test_orders import sells\n",
    "taken by name, beside it": "from .test_orders import (\n    buys,\n    sells,\n)\n",
    "an attribute of the module": "from shop.tests import test_orders\ntest_orders.sells()\n",
    "an attribute of its full name": "import shop.tests.test_orders\nshop.tests.test_orders.sells()\n",
    "among several": "from . import (\n    test_bills,\n    test_orders,\n)\ntest_orders.sells()\n",
    "everything": "from .test_orders import *\n",
    "in quotes": "run('shop.tests.test_orders', 'sells')\n",
}
NOT_SPOKEN = {
    "another module": "from shop.tests.test_bills import sells\n",
    "another name": "from shop.tests.test_orders import buys\n",
    "everything of another": "from . import test_orders\nfrom .test_bills import *\n",
    "no import": "test_orders = sells\n",
    "in a comment": "# see test_orders: sells\n",
}


def speaks(other: str, text: str) -> bool:
    tree = Tree({"shop/tests/__init__.py": "", "shop/__init__.py": "", ASKING: "", other: text})
    return Project(tree).view(ASKING).speaks_of("sells")


@pytest.mark.parametrize("case", SPOKEN)
def test_what_another_file_may_use(case: str) -> None:
    assert speaks("shop/tests/test_all.py", SPOKEN[case])


@pytest.mark.parametrize("case", NOT_SPOKEN)
def test_what_no_other_file_uses(case: str) -> None:
    assert not speaks("shop/tests/test_all.py", NOT_SPOKEN[case])


def test_the_module_itself_does_not_count() -> None:
    assert not speaks(ASKING, "from shop.tests.test_orders import sells\n")


def test_a_package_is_known_by_its_folder() -> None:
    tree = Tree({"test_orders/__init__.py": "", "test_all.py": "from test_orders import sells\n"})
    assert Project(tree).view("test_orders/__init__.py").speaks_of("sells") is False
    tree = Tree({"setup.py": "", "test_orders/__init__.py": "", "a.py": "from test_orders import sells\n"})
    assert Project(tree).view("test_orders/__init__.py").speaks_of("sells")


def test_files_of_another_distribution_do_not_count() -> None:
    texts = {"one/pyproject.toml": "", "one/test_a.py": "", "two/all.py": "from test_a import sells\n"}
    assert not Project(Tree(texts)).view("one/test_a.py").speaks_of("sells")
    texts |= {"one/all.py": "from test_a import sells\n"}
    assert Project(Tree(texts)).view("one/test_a.py").speaks_of("sells")


def test_nothing_is_known_without_a_project() -> None:
    assert not is_spoken_of("sells", Module.parse("", "test_a.py", Settings()))


def test_own_files_alone_are_read(tmp_path: Path) -> None:
    text = "from test_a import sells\n"
    foreign = ("env/pyvenv.cfg", "env/lib/a.py", ".tox/a.py", "node_modules/a.py", "site-packages/a.py")
    folder = lay_out(tmp_path, dict.fromkeys((*foreign, "a.py", "b/c.py", "b/notes.txt"), text))
    assert sorted(folder.modules("")) == ["a.py", "b/c.py"]
    assert list(folder.modules("b")) == ["b/c.py"]
    assert Importers(folder, "").of("test_a") == ["a.py", "b/c.py"]


def test_files_that_stay_as_they_are_are_gone_through_once(tmp_path: Path) -> None:
    root = str(tmp_path)
    lay_out(tmp_path, {"a.py": "from test_a import sells\n", "b.py": "import test_a, test_b\n"})
    importers = Importers(Folder(root, is_still=True), "")
    assert importers.of("test_a") == ["a.py", "b.py"]
    lay_out(tmp_path, {"c.py": "import test_b\n"})
    assert importers.of("test_b") == ["b.py"]
    assert importers.of("test_c") == ()
    assert Importers(Folder(root), "").of("test_b") == ["b.py", "c.py"]


def test_words_are_looked_for_once_in_a_content_whatever_process_asks(tmp_path: Path) -> None:
    folder = tmp_path / "root"
    folder.mkdir()
    root, text = str(folder), "from test_a import sells\n"
    lay_out(folder, {"a.py": text, "b.py": text, "c.py": "shelves = 'PEARS'\n"})

    def of(stem: str, stamp: str = "1") -> list[str]:
        with closing(Store(str(tmp_path / "store"))) as store:
            return [*Importers(Folder(root, is_still=True), "", store, stamp).of(stem)]

    def kept() -> object:
        with closing(Store(str(tmp_path / "store"))) as store:
            return store.get(SPACE, "1 ")

    assert of("test_a") == ["a.py", "b.py"]
    assert of(f"{QUOTE}PEARS") == ["c.py"]
    known = kept()
    assert isinstance(known, dict) and sorted(known.values()) == ['" "PEARS', '" from import sells test_a']
    with closing(Store(str(tmp_path / "store"))) as store:
        store.put(SPACE, "1 ", dict.fromkeys(known, '" told_before'))
    assert (of("told_before"), of("test_a")) == (["a.py", "b.py", "c.py"], [])
    assert of("test_a", stamp="2") == ["a.py", "b.py"]
    with closing(Store(str(tmp_path / "store"))) as store:
        store.put(SPACE, "1 ", dict.fromkeys(known, 3))
    assert of("test_a") == ["a.py", "b.py"]
    (folder / "a.py").write_text("", encoding="utf-8")
    assert of("test_a") == ["b.py"]
    known = kept()
    assert isinstance(known, dict) and len(known) == 3
    with closing(Store(str(tmp_path / "store"))) as store:
        store.put(SPACE, "1 ", [])
    assert of("test_a") == ["b.py"]


def test_a_file_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text("from test_a import sells\n", encoding="utf-8")
    (tmp_path / "root").mkdir()
    os.symlink(outside, tmp_path / "root" / "a.py")
    root = str(tmp_path / "root")
    assert [
        *Importers(Folder(root), "").of("test_a"),
        *Importers(Folder(root, is_still=True), "").of("test_a"),
    ] == []


def test_what_is_in_memory_is_never_stale(tmp_path: Path) -> None:
    project = Project(lay_out(tmp_path, {"setup.py": "", "test_a.py": "", "all.py": ""}))
    assert not project.view("test_a.py").speaks_of("sells")
    lay_out(tmp_path, {"all.py": "from test_a import sells\n"})
    assert project.view("test_a.py").speaks_of("sells")


def test_a_kept_result_hangs_on_who_speaks_of_the_module(tmp_path: Path) -> None:
    root, store = tmp_path / "root", str(tmp_path / "store")
    view = Project(lay_out(root, {"setup.py": "", "test_a.py": "", "all.py": ""})).view("test_a.py")
    assert not view.speaks_of("sells")
    assert f"{digests.ASKED}test_a" in view.consulted
    results = Results(store, "")
    results.put("key", [], view.consulted)
    results.close()
    assert Results(store, "").get("key", str(root)) == []
    lay_out(root, {"new.py": "from test_a import sells\n"})
    assert Results(store, "").get("key", str(root)) is None


TAKEN = SPOKEN | {
    "an attribute under another name": "from shop.tests import test_orders as orders\norders.sells()\n",
    "goes on in the next line": "from shop.tests.test_orders import buys, \\\n    sells\n",
    "a module in the next line": "from shop.tests \\\n    import test_orders, \\\n    sells\n",
    "a comment in parentheses": "from shop.tests.test_orders import (  # see there (twice)\n    sells,\n)\n",
    "a module below a comment": "from shop.tests import (  # (twice)\n    test_orders,\n)\n"
    "test_orders.sells()\n",
    "a module by its name": "from importlib import import_module as get\n"
    "orders = get('shop.tests.test_orders')\norders.sells()\n",
    "taken with others": "from .test_orders import buys, sells as sold\n",
}
NOT_TAKEN = {
    "an attribute of something else": "from shop.tests import test_orders\ntest_orders.buys(shop.sells)\n",
    "a word": "from shop.tests import test_orders\nsells = test_orders.buys()\n",
    "another name in quotes": "from shop.tests import test_orders\nrun('test_orders', 'sells pears')\n",
}


def takes(text: str) -> bool:
    tree = Tree(
        {"shop/tests/__init__.py": "", "shop/__init__.py": "", ASKING: "", "shop/tests/test_all.py": text}
    )
    return Project(tree).view(ASKING).speaks_of("sells", at_top=True)


@pytest.mark.parametrize("case", TAKEN)
def test_what_another_file_takes(case: str) -> None:
    assert takes(TAKEN[case])


@pytest.mark.parametrize("case", [*NOT_SPOKEN, *NOT_TAKEN])
def test_what_no_other_file_takes(case: str) -> None:
    assert not takes((NOT_SPOKEN | NOT_TAKEN)[case])
