"""Who holds what an acquiring call returns, who only borrows it, and what is told of it."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.cleanup.acquisition import Obligation, held
from flake8_testsec.cleanup.borrowers import borrows, collects, names_removal, registers, takes_path
from flake8_testsec.cleanup.judgement import Judgement, Verdict, judgements
from flake8_testsec.cleanup.remedies import remedy
from flake8_testsec.cleanup.resources import acquired
from flake8_testsec.cleanup.skipping import skipped, witnesses
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

IMPORTS = """
import asyncio, gzip, http.client, io, json, os, pathlib, pytest, shutil, socket, subprocess, tempfile
import threading, unittest
from unittest import mock
"""


def read(source: str) -> Module:
    return Module.parse(IMPORTS + textwrap.dedent(source), "tests/test_shop.py", Settings())


def holders(statement: str) -> list[tuple[str, str, str]]:
    """For each thing acquired in a statement: what, where the obligation begins, and who holds it."""
    module = read("async def test_shop(self):\n" + textwrap.indent(textwrap.dedent(statement), "    "))
    return [
        (row.what, ast.unparse(begin), str(handle))
        for call in module.nodes(ast.Call)
        for row in acquired(call, module)
        for begin, handle in held(call, row, module)
    ]


NOBODY = {
    "a manager enters the result": "with open('a') as file: pass",
    "a constructor keeps it": "Reader(open('a'))",
    "a constructor keeps it by keyword": "Reader(file=open('a'))",
    "an unknown function may keep it": "start_logging(open('a'))",
    "a registrar takes it": "self.stack.enter_context(open('a'))",
    "a list holds it": "files = [open('a')]",
    "it is closed at once": "open('a').close()",
    "it is entered by hand": "open('a').__enter__()",
    "only an attribute is looked at": "open('a').closed",
    "a thread that nobody starts": "threading.Thread(target=print)",
    "a thread in a list that is printed": "print(threading.Thread(target=print))",
    "a patcher used as a manager": "with mock.patch('shop.stock'): pass",
    "a pair under one name": "pair = tempfile.mkstemp()",
    "a pair in three targets": "a, b, c = socket.socketpair()",
    "a pair that is dropped": "socket.socketpair()",
    "a tuple under one name": "pair = open('a'), 1",
    "a tuple of another length": "a, b = *names, open('a')",
    "a list of targets, one of them for many": "a, *b = open('a'), 1",
    "a tuple that is given to a call": "serve((open('a'), 1))",
    "both of a pair by its index": "socket.socketpair()[0]",
    "a path that is removed at once": "shutil.rmtree(tempfile.mkdtemp())",
    "a path in a list": "folders.append(tempfile.mkdtemp())",
    "a path that a larger expression is made of": "print(len(serve(tempfile.mkdtemp())))",
    "a path given by keyword": "serve(folder=tempfile.mkdtemp())",
    "somebody else's descriptor": "file = open(fd, closefd=False)",
    "a file in memory": "file = gzip.open(io.BytesIO(), 'rb')",
    "a directory in another one": "d = tempfile.mkdtemp(dir=self.folder)",
    "a directory in another one, by position": "d = tempfile.mkdtemp('', '', self.folder)",
    "a file that removes itself": "path = tempfile.NamedTemporaryFile(delete=delete).name",
    "a class's keyword": "class Shop(Base, file=open('a')): pass",
}


@pytest.mark.parametrize("statement", NOBODY.values(), ids=NOBODY)
def test_nothing_is_held(statement: str) -> None:
    assert holders(statement) == []


FILE = "file handle"
OPEN = "open('a')"
HELD = {
    "a name": ("file = open('a')", (FILE, OPEN, "file")),
    "a name with a type": ("file: object = open('a')", (FILE, OPEN, "file")),
    "one of two names": ("count, file = 1, open('a')", (FILE, OPEN, "file")),
    "one of two targets, which is a container": ("count, files['a'] = 1, open('a')", (FILE, OPEN, "")),
    "an attribute": ("self.file = open('a')", (FILE, OPEN, "self.file")),
    "an attribute of the class": ("cls.file = open('a')", (FILE, OPEN, "cls.file")),
    "another object's attribute": ("shop.file = open('a')", (FILE, OPEN, "")),
    "a container": ("files['a'] = open('a')", (FILE, OPEN, "")),
    "a name of the module": ("global file\nfile = open('a')", (FILE, OPEN, "")),
    "a name beside one of the module": ("global other\nfile = open('a')", (FILE, OPEN, "file")),
    "the caller": ("return open('a')", (FILE, OPEN, "")),
    "a statement by itself": (OPEN, (FILE, OPEN, "None")),
    "a method of the result": ("open('a').read()", (FILE, OPEN, "None")),
    "a loop": ("for line in open('a'): pass", (FILE, OPEN, "None")),
    "an asynchronous loop": ("async for line in open('a'): pass", (FILE, OPEN, "None")),
    "a comprehension": ("[line for line in open('a')]", (FILE, OPEN, "None")),
    "a borrower": ("json.load(open('a'))", (FILE, OPEN, "None")),
    "a borrower by its verb": ("shop.read_orders(open('a'))", (FILE, OPEN, "None")),
    "a borrower by keyword": ("subprocess.run(['a'], stdout=open('a'))", (FILE, OPEN, "None")),
    "a method of a literal": ("''.join(open('a'))", (FILE, OPEN, "None")),
    "an assertion": ("self.assertIn('1', open('a'))", (FILE, OPEN, "None")),
    "what is awaited": (
        "child = await asyncio.create_subprocess_exec('a')",
        ("child process", "await asyncio.create_subprocess_exec('a')", "child"),
    ),
    "a start in the chain": (
        "mock.patch('a').start()",
        ("patcher", "mock.patch('a').start()", "None"),
    ),
    "a path": ("d = tempfile.mkdtemp()", ("temporary directory", "tempfile.mkdtemp()", "d")),
    "a path in a fixed place": (
        "d = tempfile.mkdtemp(dir='/srv')",
        ("temporary directory", "tempfile.mkdtemp(dir='/srv')", "d"),
    ),
    "a path in the usual place": (
        "path = tempfile.mktemp(dir=tempfile.gettempdir())",
        ("file at a temporary path", "tempfile.mktemp(dir=tempfile.gettempdir())", "path"),
    ),
    "a path made of the path": (
        "d = pathlib.Path(tempfile.mkdtemp())",
        ("temporary directory", "pathlib.Path(tempfile.mkdtemp())", "d"),
    ),
    "what is told the path": (
        "shop = Shop(tempfile.mkdtemp())",
        ("temporary directory", "Shop(tempfile.mkdtemp())", "shop"),
    ),
    "nobody but a call that is told the path": (
        "serve(tempfile.mkdtemp())",
        ("temporary directory", "serve(tempfile.mkdtemp())", "None"),
    ),
    "the name of a file": (
        "path = tempfile.NamedTemporaryFile(delete=False).name",
        ("temporary file", "tempfile.NamedTemporaryFile(delete=False).name", "path"),
    ),
    "a manager's name": (
        "with tempfile.NamedTemporaryFile(delete=False) as f: pass",
        ("temporary file", "tempfile.NamedTemporaryFile(delete=False)", "f"),
    ),
    "a manager without a name": (
        "with tempfile.NamedTemporaryFile(delete=False): pass",
        ("temporary file", "tempfile.NamedTemporaryFile(delete=False)", "None"),
    ),
}


@pytest.mark.parametrize(("statement", "expected"), HELD.values(), ids=HELD)
def test_who_holds_it(statement: str, expected: tuple[str, str, str]) -> None:
    assert holders(statement) == [expected]


MKSTEMP = "tempfile.mkstemp()"
PAIRS = {
    "two names": (
        "fd, path = tempfile.mkstemp()",
        [("temporary file", MKSTEMP, "path"), ("mkstemp() descriptor", MKSTEMP, "fd")],
    ),
    "the path alone": (
        "path = tempfile.mkstemp()[1]",
        [("temporary file", f"{MKSTEMP}[1]", "path"), ("mkstemp() descriptor", MKSTEMP, "None")],
    ),
    "the descriptor alone": (
        "fd = tempfile.mkstemp()[0]",
        [("temporary file", MKSTEMP, "None"), ("mkstemp() descriptor", f"{MKSTEMP}[0]", "fd")],
    ),
    "two sockets": (
        "a, b = socket.socketpair()",
        [("socket", "socket.socketpair()", "a"), ("socket", "socket.socketpair()", "b")],
    ),
}


@pytest.mark.parametrize(("statement", "expected"), PAIRS.values(), ids=PAIRS)
def test_each_of_a_pair_has_its_holder(statement: str, expected: list[tuple[str, str, str]]) -> None:
    assert holders(statement) == expected


def call(text: str) -> tuple[ast.Call, Module]:
    module = read(text)
    return next(node for node in module.nodes(ast.Call)), module


def test_a_borrower_is_known_by_its_name_or_its_verb() -> None:
    assert borrows(*call("http.client.HTTPResponse(a)"))
    assert borrows(*call("shop.output_orders(a)"))
    assert not borrows(*call("Loader(a)"))
    assert not borrows(*call("shop.loaded(a)"))


@pytest.mark.parametrize("text", ["self.addCleanup(a.close)", "stack.callback(a)", "closing(a)"])
def test_registrars_take_over(text: str) -> None:
    assert registers(call(text)[0])
    assert not collects(call(text)[0])


def test_containers_collect() -> None:
    assert collects(call("files.append(a)")[0])
    assert not registers(call("files.append(a)")[0])


@pytest.mark.parametrize(
    "word", ["rmtree", "safe_remove", "deleteOrders", "_cleanup", "tear_down", "move_file"]
)
def test_words_of_removal(word: str) -> None:
    assert names_removal(word)


@pytest.mark.parametrize("word", ["", "form", "alarm", "unclean", "model", "farm_out"])
def test_other_words(word: str) -> None:
    assert not names_removal(word)


TAKEN = [
    "self.addCleanup(shop, a)",
    "folders.add(a)",
    "purge(a)",
    "run(shutil.rmtree, a)",
    "Thread(target=shutil.rmtree, args=a)",
    "mock.patch('shop.folder', return_value=a)",
    "Shop(a, delete_on_close=True)",
]


@pytest.mark.parametrize("text", TAKEN)
def test_a_path_is_taken(text: str) -> None:
    assert takes_path(call(text)[0])


@pytest.mark.parametrize("text", ["Shop(a)", "Shop(path=a)", "run(print, a)", "options(**a)"])
def test_a_path_is_only_told(text: str) -> None:
    assert not takes_path(call(text)[0])


def judged(source: str) -> tuple[Judgement, Module]:
    module = read(source)
    found = [each for node in module.nodes(ast.Call) for each in judgements(node, module)]
    assert len(found) == 1
    return found[0], module


def case(body: str, name: str = "test_shop", decorator: str = "") -> str:
    lines = f"{decorator}\ndef {name}(self):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    return "class TestShop(unittest.TestCase):\n" + textwrap.indent(lines.lstrip(), "    ")


REMEDIES = {
    "in a test function": ("def test_shop():\n    file = open('a')", "use with or Path.read_text()"),
    "where nobody keeps it": (case("open('a').read()"), "use with or Path.read_text()"),
    "in a plain class": ("class Shop:\n    def load(self):\n        file = open('a')", "use with"),
    "in a test case": (case("file = open('a')"), "add self.addCleanup(file.close)"),
    "in a hook of the class": (
        case("file = open('a')", "setUpClass", "@classmethod"),
        "add cls.addClassCleanup(file.close)",
    ),
    "under a name that means nothing": (case("_ = tempfile.mkdtemp()"), "register its removal with self."),
    "for a directory": (
        case("d = tempfile.mkdtemp()"),
        "add self.addCleanup(shutil.rmtree, d, ignore_errors=True)",
    ),
    "for a file": (
        case("f = tempfile.NamedTemporaryFile(delete=False)"),
        "add self.addCleanup(os.remove, f.name)",
    ),
}


@pytest.mark.parametrize(("source", "expected"), REMEDIES.values(), ids=REMEDIES)
def test_the_smallest_mend(source: str, expected: str) -> None:
    judgement, module = judged(source)
    assert remedy(judgement.obligation, module).startswith(expected)


def test_a_coroutine_is_not_registered() -> None:
    module = read("import aiohttp\n" + case("session = aiohttp.ClientSession()"))
    node = next(each for each in module.nodes(ast.Call))
    row = acquired(node, module)[0]
    function = module.function(node)
    assert function is not None
    ((begin, handle),) = held(node, row, module)
    assert remedy(Obligation(row, node, begin, function, handle), module) == "use async with"


SKIPPED = {
    "an assertion": ("assert ok", "when the assertion on line 7 fails"),
    "a failure": ("if x: self.fail()", "when the assertion on line 7 fails"),
    "a raise": ("if x: raise OSError", "by the raise on line 7"),
    "a return": ("if x: return", "by the return on line 7"),
    "a skip": ("if x: self.skipTest('')", "by the skip on line 7"),
    "a call": ("shop()", "when line 7 raises"),
}


@pytest.mark.parametrize(("way", "manner"), SKIPPED.values(), ids=SKIPPED)
def test_how_a_release_is_skipped(way: str, manner: str) -> None:
    judgement, _ = judged(f"def test_shop(self, x):\n    f = open('a')\n    {way}\n    f.close()")
    assert skipped(judgement, "")["how"] == f"f.close() on line 8 is skipped {manner}"


SPELT = {
    "self.f.close()": "self.f = open('a')\nassert ok\nself.f.close()",
    "shutil.rmtree()": "d = tempfile.mkdtemp()\nassert ok\nshutil.rmtree(d)",
    "rmtree()": "from shutil import rmtree; d = tempfile.mkdtemp()\nassert ok\nrmtree(d)",
    "unlink()": "f = tempfile.mktemp()\nassert ok\npathlib.Path(f).unlink()",
}


@pytest.mark.parametrize(("text", "body"), SPELT.items())
def test_how_a_release_is_spelt(text: str, body: str) -> None:
    judgement, _ = judged("def test_shop(self):\n" + textwrap.indent(body, "    "))
    assert skipped(judgement, "")["how"] == f"{text} on line 8 is skipped when the assertion on line 7 fails"


def test_a_mark_makes_a_call_fail_the_test() -> None:
    judgement, _ = judged(
        """
        @unittest.expectedFailure
        def test_shop():
            f = open('a')
            shop()
            f.close()
        """
    )
    assert judgement.verdict is Verdict.CHECK
    assert skipped(judgement, "")["how"] == "f.close() on line 10 is skipped when line 9 raises"


def test_the_exit_and_the_release_are_witnesses() -> None:
    judgement, _ = judged("def test_shop():\n    f = open('a')\n    assert ok\n    f.close()")
    assert [getattr(each.place, "lineno", 0) for each in witnesses(judgement)] == [7, 8]
