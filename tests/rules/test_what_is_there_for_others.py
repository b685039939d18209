"""What strangers mean as it stands: a file for somebody else, an assertion that has a successor."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.superseded import takes_place_of

TEST = "tests/test_a.py"


def said(files: dict[str, str], path: str = TEST, *enabled: str) -> list[str]:
    view = Project(Tree(files)).view(path)
    found = engine.check(files[path], path, Settings(enable=enabled), view)
    return [f"{each.code} {each.line}" for each in found]


FLAG = """\
import os
from shop import begin

def test_shop(tmp):
    {first}
    with open({path}, {mode}) as flag:
        {body}
    assert begin()
    {last}
"""
LITERAL = '"/tmp/shop-begins"'


@pytest.mark.parametrize(
    ("first", "path", "mode", "body", "last", "expected"),
    [
        ("print()", LITERAL, '"w"', "pass", f"os.remove({LITERAL})", []),
        (f"path = {LITERAL}", "path", '"w"', 'flag.write("")', "tmp.addCleanup(os.remove, path)", []),
        ("print()", LITERAL, '"w"', 'flag.write("order")', f"os.remove({LITERAL})", ["TSE206 6", "TSE206 9"]),
        ("print()", LITERAL, '"r"', "pass", "print()", []),
        ("print()", LITERAL, '"r"', "pass", f"begin({LITERAL})", ["TSE206 6"]),
        ("print()", LITERAL, '"r+"[0]', "pass", "print()", ["TSE206 6"]),
        ("print()", LITERAL, '"r", encoding="utf-8"', "pass", "print()", ["TSE206 6"]),
        (f"path = {LITERAL}", "path", '"w"', 'flag.write("order")', "tmp.fail(f'see {path}')", []),
        (f"path = {LITERAL}", "path", '"w"', 'flag.write("order")', "tmp.log(f'see {path}')", ["TSE206 5"]),
        ("print()", LITERAL, '"w"', "pass", f"begin({LITERAL})", ["TSE206 6"]),
        ("print()", LITERAL, '"w"', "pass", f"print(open({LITERAL}))", ["TSE206 6", "TSE206 9"]),
    ],
)
def test_a_flag_for_another_process(
    first: str, path: str, mode: str, body: str, last: str, expected: list[str]
) -> None:
    source = FLAG.format(first=first, path=path, mode=mode, body=body, last=last)
    assert [each for each in said({TEST: source}) if "TSE206" in each] == expected


def test_a_flag_is_told_on_request() -> None:
    source = FLAG.format(first="print()", path=LITERAL, mode='"w"', body="pass", last="print()")
    assert "TSE206 6" in said({TEST: source}, TEST, "TSE206")


def test_a_flag_opened_without_with() -> None:
    source = f"def test_shop(shop):\n    flag = open({LITERAL}, 'w')\n    assert shop.begin(flag)\n"
    assert "TSE206 2" in said({TEST: source})


FILLED = """\
import time
PATH = "/tmp/shop_{ts}.txt".format(**locals())

def test_shop(shop):
    ts = time.time()
    name = shop.name
    path = "/tmp/shop_{%s}.txt".format(%s)
    with open(path, "w") as file:
        file.write(name)
    open(PATH, "w").close()
"""


@pytest.mark.parametrize(
    ("field", "given", "expected"),
    [
        ("ts", "**locals()", ["TSE206 2"]),
        ("name", "**locals()", ["TSE206 2", "TSE206 7"]),
        ("gone", "**locals()", ["TSE206 2", "TSE206 7"]),
        ("ts", "**shop", ["TSE206 2", "TSE206 7"]),
    ],
)
def test_a_template_that_is_filled_with_what_is_there(field: str, given: str, expected: list[str]) -> None:
    found = said({TEST: FILLED.replace("%s", field, 1).replace("%s", given)})
    assert [each for each in found if "TSE206" in each] == expected


DUMP = """\
import json

def test_shop(shop):
    try:
        assert shop.orders == []
    except {error}:
        # {comment}
        json.dump(shop.orders, open("/tmp/shop-orders", "w"))
        raise
    # {other}
    json.dump(shop.orders, open("/tmp/shop-more", "w"))
"""


@pytest.mark.parametrize(
    ("comment", "other", "expected"),
    [
        ("For debugging", "For debugging", ["TSE206 11"]),
        ("For the record", "", ["TSE206 8", "TSE206 11"]),
    ],
)
def test_a_dump_for_a_person(comment: str, other: str, expected: list[str]) -> None:
    source = DUMP.format(error="AssertionError", comment=comment, other=other)
    assert [each for each in said({TEST: source}) if "TSE206" in each] == expected


def test_a_path_outside_of_functions() -> None:
    source = f"open({LITERAL}, 'w').close()\n\ndef test_shop(shop):\n    assert shop\n"
    assert "TSE206 1" in said({TEST: source})


HOOKS = "from shop.pytest import helpers\n\ndef pytest_configure(config):\n    helpers.of(config)\n"


@pytest.mark.parametrize(
    ("path", "source", "imports", "expected"),
    [
        ("shop/pytest/plugin.py", HOOKS, "import pytest", []),
        ("shop/pytest/plugin.py", HOOKS, "from _pytest.config import Config", []),
        ("shop/pytest/plugin.py", HOOKS, "from nose import tools", ["TSE601 1"]),
        ("shop/other/plugin.py", HOOKS, "import pytest", ["TSE601 1"]),
        (
            "shop/pytest/plugin.py",
            HOOKS.replace("pytest_configure", "configure"),
            "import pytest",
            ["TSE601 1"],
        ),
    ],
)
def test_parts_of_a_plugin_import_pytest(path: str, source: str, imports: str, expected: list[str]) -> None:
    own = "shop/pytest/helpers.py"
    files = {own: f"{imports}\n\ndef of(item):\n    return item\n", path: source, "shop/__init__.py": ""}
    assert said(files, own, "TSE601") == expected
    assert said({**files, "setup.py": ""}, own, "TSE601") == expected


def test_a_module_alone_is_no_part_of_a_plugin() -> None:
    text = "import pytest\n\ndef of(item):\n    return item\n"
    found = engine.check(text, "shop/helpers.py", Settings(enable=("TSE601",)))
    assert [each.code for each in found] == ["TSE601"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('"pytest" in sys.modules and self.result', []),
        ('"json" in sys.modules and self.result', ["TSE602 6"]),
        ('"pytest" in sys.modules or self.result', ["TSE602 6"]),
    ],
)
def test_what_is_imported_where_a_runner_is_loaded(asked: str, expected: list[str]) -> None:
    source = (
        "import sys\n\nclass Example:\n    def __call__(self, shop):\n"
        f"        if {asked}:\n            from shop.tests import helpers\n            helpers.add(shop)\n"
    )
    files = {"shop/plugin.py": source, "shop/tests/helpers.py": "import pytest\n", "shop/__init__.py": ""}
    assert said(files, "shop/plugin.py") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("self.fails('no error')", []),
        ("self.skipTest('no')", []),
        ("shop.fails()", ["TSE408 5"]),
        ("self.failure_of(shop)", ["TSE408 5"]),
    ],
)
def test_a_method_that_is_not_there_fails_too(word: str, expected: list[str]) -> None:
    source = (
        "import unittest\n\nclass TestShop(unittest.TestCase):\n    def test_run(self, shop=None):\n"
        f"        try:\n            run()\n            {word}\n"
        "        except ValueError as error:\n            self.assertEqual(3, error.code)\n"
    )
    assert [each for each in said({TEST: source}) if "TSE408" in each] == expected


@pytest.mark.parametrize(
    ("live", "disabled", "expected"),
    [
        ("assert text.startswith('ab')", "assert text == other", True),
        ("self.assertTrue(text.startswith(BEGIN))", "self.assertEqualIgnoringCase(text, other)", True),
        ("assert not len(found)", "assert found == []", True),
        ("assert found[0].name == 'a'", "assert found == []", False),
        ("assert found[0] == 'a'", "assert found == []", True),
        ("assert found[0][1] == 'a'", "assert found == []", True),
        ("self.assertTrue(IShop.providedBy(found))", "self.failUnless(isinstance(found, Shop))", True),
        ("assert found.names == 1", "assert isinstance(found, Shop)", False),
        ("assert found[0] == 1", "assert isinstance(found, Shop)", True),
        ("self.assertIn('order', found)", "self.assertEqual(found[0]['name'], 'order')", True),
        ("self.assertIn('order', names)", "self.assertEqual(found[0]['name'], 'order')", False),
        ("assert 'order' in found", "assert found[0] == 'order'", True),
        ("assert 'order' in str(found)", "assert found == 'order'", True),
        ("assert 'order' in str(found)", "assert 'order' in found", True),
        ("assert 'order' in names", "assert 'order' in found", False),
        ("assert 'error' in caplog.text", "assert found.status == 'error'", False),
        ("assert found.name.endswith('order')", "assert found.name[0] == 'order'", True),
        ("self.assertTrue(found.startswith('err'))", "self.assertEqual(found.code, 'err')", False),
        ("assert names.endswith('order')", "assert found == 'order'", False),
        ("assert 'o' in names", "assert found[0] == 'o'", False),
        ("assert names == 'order'", "assert found[0] == 'order'", False),
        ("assert found[0] == 1", "assert 'order' in found", False),
        ("assert found[0] == 1", "self.assertNotIn('order', found)", False),
        ("assert found[0] == 1", "assert found[0] < found[1] < 3", False),
        ("assert found[1] == 2", "assert len(found) == 3", False),
        ("with raises(E):\n    print(shop.pay())", "assert shop.pay() == 3", True),
        ("with raises(E):\n    print(shop.lend())", "assert shop.pay() == 3", False),
        ("with open(shop.pay()):\n    print(shop.pay())", "assert shop.pay() == 3", False),
        ("with raises(E):\n    print(paid)", "assert paid == 3", False),
        ("self.assertEqual(a.text(), b.text())", "self.assertTrue(are_equal(a, b))", True),
        ("self.assertEqual(a.text(), c.text())", "self.assertTrue(are_equal(a, b))", False),
        ("self.assertEqual(menu.all(shop), [3])", "self.assertEqual(menu.one(shop), 3)", False),
        ("with raises(E):\n    paid()", "self.assertRaises(E, [paid()])", True),
        ("with raises(E):\n    paid()", "self.assertRaises(F, [paid()])", False),
        ("with raises(E):\n    shop.pay('x')", "self.assertRaises(E, shop.pay, 'y')", True),
        ("with raises(E):\n    shop.lend('x')", "self.assertRaises(E, shop.pay, 'y')", False),
        ("with raises(E):\n    shop.pay('x')", "self.assertRaises(E, lambda: shop.pay('y'))", True),
        ("self.assertEqual(found, route)", "self.assertEqual(found.group(0), name)", True),
        ("self.assertEqual(found, route)", "self.assertEqual(found.first.name, name)", True),
        ("self.assertEqual(found, route)", "self.assertNotEqual(found.group(0), name)", False),
        ("self.assertNotEqual(found, route)", "self.assertNotEqual(found.group(0), name)", False),
        ("self.assertEqual(found, route)", "shop.assertEqual(found.group(0), name)", False),
        ("self.assertEqual(route, 3)", "self.assertEqual(found.group(0), name)", False),
        ("self.assertEqual(3, 4)", "self.assertEqual(found.group(0), name)", False),
        ("assert found == route", "assert found.group(0) == name", True),
        ("with raises(E):\n    paid()", "self.assertRaises(E)", False),
        ("self.assertEqual(app.greet(user), 'hi')", "self.assertIsNone(user)", False),
        ("self.assertTrue(app.log(found))", "self.assertFalse(found)", False),
        ("self.assertEqual(app.count(1, token), 4)", "assert token == app.token", False),
        ("assert len(sorted(found)) == 3", "assert found == []", True),
        ("assert size(found) == 3", "assert found == []", False),
        ("assert ','.join(found) == name", "assert found == []", False),
        ("self.assertEqual(user.name(), user.role())", "self.assertEqual(user.age(), user.size())", False),
        ("self.assertEqual(b.text(), a.text())", "self.assertEqual(a.size(), b.size())", True),
        ("assert_not_equal(Shop(), Till())", "assert_false(Shop() != Till())", True),
        ("assert_not_equal(Shop(), Till())", "assert_false(Shop() != Shop())", False),
        ("assert not found", "assert found", True),
        ("assert_same(found, kept)", "assert found is not kept", False),
        ("assert_same(found, kept)", "self.assertIsNot(found, kept)", False),
        ("self.assertEqual(parse(text), found)", "self.assertEqual(found.text(), text)", False),
        ("self.assertEqual(len(found), 3)", "self.assertEqual([], found)", True),
        ("assert 3", "assert 4", False),
        ("print(found[0])", "assert found == []", False),
        ("shop.assertFound(found[0])", "assert found == []", False),
        ("self.look(found[0])", "assert found == []", False),
    ],
)
def test_a_live_assertion_takes_the_place_of_another(live: str, disabled: str, expected: bool) -> None:
    module = Module.parse(f"from pytest import raises\n{live}\n", TEST, Settings())
    [statement] = ast.parse(disabled).body
    assert takes_place_of(module.tree.body[1], statement, module) == expected


DISABLED = """\
def test_order(shop):
    text = shop.text()
    {}
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["# assert text == 'b'", "assert text.startswith('a')"], []),
        (["# assert text == 'b'", "", "assert text.startswith('a')"], []),
        (["# assert text == 'b'", "", "", "assert text.startswith('a')"], ["TSE501 3"]),
        (["assert text.startswith('a')", "# assert text == 'b'"], []),
        (["assert text.startswith('a')", "", "# assert text == 'b'"], ["TSE501 5"]),
        (["# assert text == 'b'", "assert shop.open", "assert text.startswith('a')"], ["TSE501 3"]),
    ],
)
def test_the_successor_stands_beside_it(lines: list[str], expected: list[str]) -> None:
    assert said({TEST: DISABLED.format("\n    ".join(lines))}, TEST, "TSE501") == expected


BOUND = """\
import socket

class Sink:
    def __init__(self, shop):
        self.sock = {made}
        self.sock.bind(("", 0))

    def run(self):
        return self.sock.recv(1024)

def test_sink(shop):
    assert Sink(shop).run()
"""


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)", "bind ::1"),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM)", "bind 127.0.0.1"),
        ("socket.socket()", "bind 127.0.0.1"),
        ("shop.socket(socket.AF_INET6)", "bind 127.0.0.1"),
    ],
)
def test_a_socket_is_told_an_address_of_its_own_protocol(made: str, expected: str) -> None:
    found = engine.check(BOUND.format(made=made), TEST, Settings(enable=("TSE203",)))
    [told] = [each.message for each in found if each.code == "TSE203"]
    assert told.endswith(expected)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Gives different answers on different machines", True),
        ("Gives different answers", False),
        ("ours response is OPEN, their response is CLOSED", True),
        ("the price is 3, the number is 4", False),
        ("No limits without a number, according to the API", True),
        ("Not the same as the one that was sent", True),
        ("The publisher handles this request incorrectly", True),
    ],
)
def test_reasons_of_strangers(prose: str, expected: bool) -> None:
    assert gives_reason(prose) == expected
