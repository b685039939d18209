"""What tests remove and set back as their last step, and what keeps the rules on it silent."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

HEAD = (
    "import os, shutil, sys, tempfile, unittest\nfrom pathlib import Path\n"
    "from shop import box, conf, dump, pool, reset_all\nfrom unittest import mock\n"
)


def lines(source: str, code: str) -> list[int]:
    findings = engine.check(
        HEAD + textwrap.dedent(source), "tests/test_shop.py", Settings(enable=("TSE323",))
    )
    return [each.line - 4 for each in findings if each.code == code]


def test_body(*steps: str) -> str:
    return "def test_x(given, tmp_path):\n" + "".join(f"    {each}\n" for each in steps)


test_body.__test__ = False  # type: ignore[attr-defined]

REMOVED = {
    "a fixed name": ("dump('out.csv')", "assert dump.done", "os.remove('out.csv')"),
    "a name that is bound": ("path = dump()", "dump(path)", "assert dump.done", "os.unlink(path)"),
    "a name that is bound twice": (
        "path = dump(1)",
        "path = dump(2)",
        "dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "an annotated name": ("path: str = dump()", "dump(path)", "assert dump.done", "os.remove(path)"),
    "a path": ("path = Path('out')", "dump(path)", "assert dump.done", "path.unlink()"),
    "a path that is asked": ("path = Path('out')", "path.touch()", "assert dump.done", "path.unlink()"),
    "a part of a text": ("name = dump()", "dump(f'{name}/x')", "assert dump.done", "os.remove('/x/' + name)"),
    "a list": ("name = dump()", "dump([name, 1])", "assert dump.done", "os.remove(name)"),
    "an absolute path": ("dump('/srv/out')", "assert dump.done", "os.remove('/srv/out')"),
    "two of them": ("dump('a', 'b')", "assert dump.done", "os.remove('a')", "os.remove('b')"),
    "what an object has": (
        "made = dump.Maker()",
        "dump(made.path)",
        "assert dump.done",
        "os.remove(made.path)",
    ),
}


@pytest.mark.parametrize("case", REMOVED)
def test_a_removal_is_skipped(case: str) -> None:
    steps = REMOVED[case]
    wanted = [n for n, each in enumerate(steps, 2) if each.startswith(("os.", "path.unlink"))]
    assert lines(test_body(*steps), "TSE306") == wanted


LEFT_ALONE = {
    "no check": ("dump('out.csv')", "os.remove('out.csv')"),
    "made below the check": ("assert dump.done", "dump('out.csv')", "os.remove('out.csv')"),
    "a step that goes on": ("dump('a')", "assert dump.done", "os.remove('a')", "dump.again()"),
    "a step that checks": ("dump('a')", "assert dump.done", "os.remove('a')", "assert not dump('a')"),
    "removed first": ("os.remove('a')", "dump('a')", "assert dump.done", "os.remove('a')"),
    "never made": ("assert not os.path.exists('a')", "os.remove('a')"),
    "expected to be refused": ("with self.assertRaises(OSError): dump('a')", "os.remove('a')"),
    "in a folder that is given": (
        "path = os.path.join(tmp_path, 'a')",
        "dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "of a path that is given": ("dump(given)", "assert dump.done", "os.remove(given)"),
    "of a method of what is given": (
        "path = given.path()",
        "dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "of an imported path": ("dump(box)", "assert dump.done", "os.remove(box)"),
    "in a folder that ends with a statement": (
        "with dump() as path: dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "bound very often": (
        *(f"path = dump({n})" for n in range(9)),
        "dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "made of names of names": (
        "a = dump()",
        "b = a",
        "c = b",
        "d = c",
        "path = d",
        "dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "in a temporary folder that removes itself": (
        "path = tempfile.TemporaryDirectory().name",
        "dump(path)",
        "assert dump.done",
        "os.remove(path)",
    ),
    "no path": ("dump('a')", "assert dump.done", "os.remove()"),
    "something else": ("dump('a')", "assert dump.done", "box.unlink()"),
    "an answer that is kept": ("dump('a')", "assert dump.done", "done = os.remove('a')"),
}


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_nothing_is_said_of_a_removal(case: str) -> None:
    assert lines(test_body(*LEFT_ALONE[case]), "TSE306") == []


TEXT = "dump('out.csv')", "assert dump.done", "os.remove('out.csv')"
AROUND = {
    "a tear-down knows the name": "def teardown_function(): clear('out.csv')\n",
    "the run is in another folder": "def setup_function(): os.chdir(FOLDER)\n",
    "the disk is a fake": "@mock.patch('os.remove')\n",
}


@pytest.mark.parametrize("case", AROUND)
def test_what_is_around_may_remove_it(case: str) -> None:
    assert lines(AROUND[case] + test_body(*TEXT), "TSE306") == []


def test_a_base_may_go_into_another_folder() -> None:
    body = textwrap.indent(test_body(*TEXT), "    ")
    assert lines(f"class TestX(Shop):\n{body}", "TSE306") == []
    assert lines(f"class TestX(unittest.TestCase):\n{body}", "TSE306") == [5]


def test_a_path_that_means_the_same_anywhere() -> None:
    text = "def setup_function(): os.chdir(FOLDER)\n" + test_body(*REMOVED["an absolute path"])
    assert lines(text, "TSE306") == [5]


def test_a_helper_and_a_generator_are_no_tests() -> None:
    steps = "".join(f"    {each}\n" for each in TEXT)
    assert lines(f"def helper():\n{steps}", "TSE306") == []
    assert lines(f"def test_x():\n    yield\n{steps}", "TSE306") == []


SET_BACK = {
    "an attribute": ("conf.load()", "assert conf.size", "conf.size = None"),
    "a function": ("conf.load()", "assert conf.size", "reset_all()"),
    "a method": ("pool.add(1)", "assert pool.size", "pool.clear()"),
    "a method that is awaited": ("pool.add(1)", "assert pool.size", "await pool.clear()"),
    "in camel case": ("pool.add(1)", "assert pool.size", "pool.unregisterAll()"),
    "a failure above": ("pool.add(1)", "if given: self.fail()", "pool.clear()"),
    "the first of two": ("conf.load()", "assert conf.size", "conf.size = None", "pool.clear()"),
    "the second, as the first is the test's own": (
        "conf.load()",
        "assert conf.size",
        "given.size = 1",
        "pool.clear()",
    ),
}


@pytest.mark.parametrize("case", SET_BACK)
def test_a_reset_is_skipped(case: str) -> None:
    steps = SET_BACK[case]
    (line,) = lines(("async " if "await" in steps[-1] else "") + test_body(*steps), "TSE323")
    assert steps[line - 2].startswith(("conf.size", "reset_all", "pool.", "await"))


RESET_ALONE = {
    "something of the test": ("given.load()", "assert given.size", "given.size = None"),
    "a call of something of the test": ("given.load()", "assert given.size", "given.reset()"),
    "an item": ("conf.load()", "assert conf.size", "del conf.sizes[0]"),
    "a call that resets nothing": ("conf.load()", "assert conf.size", "conf.close()"),
    "what was there in the beginning": ("pool.clear()", "assert pool.size", "pool.clear()"),
    "the same value in the beginning": ("conf.size = 1", "assert conf.load()", "conf.size = 1"),
    "what another rule says": (
        "old = conf.size",
        "conf.size = mock.Mock()",
        "assert conf.load()",
        "conf.size = old",
    ),
    "what another rule says is never set back": (
        "conf.size = mock.Mock()",
        "assert conf.load()",
        "conf.size = 2",
    ),
    "a state that another rule knows": (
        "sys.path.insert(0, 'x')",
        "assert conf.load()",
        "sys.path.remove('x')",
    ),
    "two targets": ("conf.load()", "assert conf.size", "conf.a = conf.b = 1"),
    "a name": ("conf.load()", "assert conf.size", "size = 1"),
}


@pytest.mark.parametrize("case", RESET_ALONE)
def test_nothing_is_said_of_a_reset(case: str) -> None:
    assert lines(test_body(*RESET_ALONE[case]), "TSE323") == []


def test_what_is_reset_is_what_the_test_is_about() -> None:
    body = test_body("pool.add(1)", "assert pool.size", "pool.clear()")
    assert lines(body.replace("test_x", "test_clear"), "TSE323") == []


KNOWN = {
    "a tear-down resets it": "def teardown_function(): pool.clear()\n",
    "a fixture sets it": "@pytest.fixture\ndef ready(): conf.size = None\n",
    "a helper that resets": "def reset_everything(): pool.clear(); conf.size = None\n",
}


@pytest.mark.parametrize("case", KNOWN)
def test_others_set_it_back(case: str) -> None:
    steps = "pool.clear()" if "pool" in KNOWN[case] else "conf.size = None"
    assert (
        lines("import pytest\n" + KNOWN[case] + test_body("conf.load()", "assert conf.size", steps), "TSE323")
        == []
    )


NEEDLESS = {
    "a value of its own": test_body("conf.load()", "assert conf.size", "conf.size = set(conf.size)"),
    "nothing was done": test_body("assert conf.size == 1", "conf.size = 2"),
    "it is registered": test_body(
        "given.addCleanup(pool.clear)", "pool.add(1)", "assert pool.size", "pool.clear()"
    ),
    "it is registered by a lambda": test_body(
        "given.addCleanup(lambda: pool.clear())", "pool.add(1)", "assert pool.size", "pool.clear()"
    ),
    "a patch replaces the object": "@mock.patch('shop.pool')\n"
    + test_body("pool.add(1)", "assert pool.size", "pool.clear()"),
    "a set-up gives the object an attribute": "def setup_function(): pool.size = 0\n"
    + test_body("pool.add(1)", "assert pool.size", "pool.clear()"),
    "the test is skipped": "@unittest.skip('no pool')\n"
    + test_body("pool.add(1)", "assert pool.size", "pool.clear()"),
}


@pytest.mark.parametrize("case", NEEDLESS)
def test_a_step_that_nobody_needs(case: str) -> None:
    assert lines(NEEDLESS[case], "TSE323") == []


ACTS = {
    "an expected error": ("with given.assertRaises(OSError): conf.load", "given.assertRaises(OSError, dump)"),
    "an entry": ("conf.names['a'] = 1", "assert conf.names"),
    "a value of another object": ("conf.load()", "assert box.size"),
}


@pytest.mark.parametrize("case", ACTS)
def test_something_may_have_changed(case: str) -> None:
    assert lines(test_body(*ACTS[case], "conf.size = box.size"), "TSE323") == [4]


def test_a_name_holds_the_value_from_before() -> None:
    body = test_body("old = box.Shop.size", "del box.Shop.size", "assert conf.load()", "box.Shop.size = old")
    (line,) = lines(body, "TSE323") or [0]
    assert line == 5


def test_the_value_that_the_module_has_is_set_back() -> None:
    body = test_body("conf.size = 1", "assert conf.load()", "conf.size = None")
    assert lines(body, "TSE323") == [4]
    tree = Tree({"shop/__init__.py": "", "shop/conf.py": "size = None\ndef load(): return size\n"})
    view = Project(tree).view("tests/test_shop.py")
    found = engine.check(HEAD + body, "tests/test_shop.py", Settings(enable=("TSE323",)), view)
    assert [each.code for each in found if each.code in ("TSE313", "TSE323")] == ["TSE313"]


def test_a_patch_puts_it_back() -> None:
    body = test_body("conf.load()", "assert conf.size", "conf.size = None")
    assert lines("@mock.patch('shop.conf.size')\n" + body, "TSE323") == []
