"""A fix is what the suite would write: no block in a block, what the runner offers, short lines."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec import engine
from flake8_testsec.fixing.application import apply
from flake8_testsec.settings import Settings

from .mended_texts import IMPORTS, Text, case, differences, fix_of, plain

HEAD = f"import smtplib, socket\n{IMPORTS}"
SHORT = HEAD.replace(", ", "\nimport ").replace("mock\n", "mock\n")
TORN_DOWN = "class TestShop(unittest.TestCase):\n    def tearDown(self):\n        self.server.stop()\n\n"
THREADS = (
    "done = threading.Event()\na = threading.Thread(target=done.wait)\na.start()\n"
    "b = threading.Thread(target=done.wait)\nb.start()\nassert g()\n{}\na.join()\nb.join()"
)
KEPT = (
    "{}\nhome = os.environ['HOME']\nos.environ['HOME'] = '/srv'\n{}\nos.environ['A'] = 'b'\nassert g()\n"
    "os.environ['HOME'] = home\nif old is not None:\n    os.environ['A'] = old"
)
TRIAL = "from twisted.trial import unittest as trial\n\n\nclass TestShop(trial.TestCase):\n"


def further(body: str, above: str) -> str:
    """A test below what a class begins with."""
    inner = plain(body, "def test_shop(self):")
    return above + "".join(f"    {line}" if line.strip() else line for line in inner.splitlines(True))


CHANGED = {
    "a try that has no finally yet": Text(
        "TSE313",
        plain(
            "old = time.sleep\ntime.sleep = f\ntry:\n    assert g()\nexcept ValueError:\n    h()\n"
            "time.sleep = old"
        ),
        ("finally:",),
    ),
    "a try around which something is killed": Text(
        "TSE311",
        plain("p = subprocess.Popen(['a'])\ntry:\n    assert g()\nexcept ValueError:\n    h()"),
        ("finally:", "p.kill()", "p.wait()"),
    ),
    "two directories": Text(
        "TSE306",
        plain(
            "a = tempfile.mkdtemp()\nb = tempfile.mkdtemp()\nassert g(a, b)\n"
            "shutil.rmtree(a)\nshutil.rmtree(b)"
        ),
        ("try:", "finally:"),
    ),
    "a directory beside one that is made later": Text(
        "TSE306",
        plain("a = tempfile.mkdtemp()\nb = g()\nassert b\nshutil.rmtree(a)\nshutil.rmtree(b)"),
    ),
    "a connection that takes its leave": Text(
        "TSE307",
        case("c = smtplib.SMTP('localhost')\nself.assertTrue(c.noop())\nc.quit()"),
        ("try:", "finally:"),
    ),
    "a socket whose peer the tear-down ends": Text(
        "TSE307",
        further(
            "s = socket.create_connection(self.address)\nself.assertTrue(s.recv(1))\ns.close()", TORN_DOWN
        ),
        ("try:", "finally:"),
    ),
    "a socket in a class without a tear-down": Text(
        "TSE307",
        case("s = socket.create_connection(self.address)\nself.assertTrue(s.recv(1))\ns.close()"),
        ("self.addCleanup(s.close)",),
        ("s.close()",),
    ),
    "an attribute in a test of trial": Text(
        "TSE313",
        further("time.sleep = f\ng()", TRIAL),
        ('self.patch(time, "sleep", f)',),
        ("time.sleep = f",),
    ),
    "parameters that need a line of their own": Text(
        "TSE313",
        plain("time.sleep = f\ng()", f"def test_shop({'a' * 30}, {'b' * 30}):"),
        (
            "def test_shop(",
            f"{'a' * 30}, {'b' * 30}, monkeypatch",
            "):",
            'monkeypatch.setattr(time, "sleep", f)',
        ),
        (f"def test_shop({'a' * 30}, {'b' * 30}):", "time.sleep = f"),
    ),
    "parameters that need a line each": Text(
        "TSE313",
        plain("time.sleep = f\ng()", f"async def test_shop(aa: {'a' * 40}, b) -> None:"),
        (
            "async def test_shop(",
            f"aa: {'a' * 40},",
            "b,",
            "monkeypatch: pytest.MonkeyPatch,",
            ") -> None:",
            'monkeypatch.setattr(time, "sleep", f)',
        ),
        (f"async def test_shop(aa: {'a' * 40}, b) -> None:", "time.sleep = f"),
    ),
    "a parameter with a default among those that need lines": Text(
        "TSE313", plain("time.sleep = f\ng()", f"def test_shop({'a' * 60}, bb=1):")
    ),
    "parameters that are not written plainly": Text(
        "TSE313", plain("time.sleep = f\ng()", f"def test_shop({'a' * 30},{'b' * 40}):")
    ),
    "what only a frozen program has": Text(
        "TSE313",
        case("sys._MEIPASS = 'a'\nassert g()"),
        (
            "meipass_patcher = mock.patch.object(sys, '_MEIPASS', 'a', create=True)",
            "meipass_patcher.start()",
            "self.addCleanup(meipass_patcher.stop)",
        ),
        ("sys._MEIPASS = 'a'",),
    ),
    "a value that needs a line of its own": Text(
        "TSE313",
        plain(f"time.sleep = {'f' * 50}\ng()", "def test_shop():"),
        ("def test_shop(monkeypatch):", "monkeypatch.setattr(", f'time, "sleep", {"f" * 50}', ")"),
        ("def test_shop():", f"time.sleep = {'f' * 50}"),
    ),
    "parameters that have a line each": Text(
        "TSE313",
        plain("time.sleep = f\ng()", "def test_shop(\n    stock,\n):"),
        ("monkeypatch,", 'monkeypatch.setattr(time, "sleep", f)'),
        ("time.sleep = f",),
    ),
    "threads that are told to end": Text("TSE307", plain(THREADS.format("done.set()")), ("try:", "finally:")),
    "threads that are only joined": Text("TSE307", plain(THREADS.format("h(done)"))),
    "a file that is read over several lines": Text(
        "TSE301",
        plain("a = (\n    open(p)\n    .read()\n    .strip()\n)\ng(a)"),
        ("pathlib.Path(p).read_text()",),
        ("open(p)", ".read()"),
    ),
    "a file that is read over several lines in its encoding": Text(
        "TSE301",
        plain("a = (\n    open(p, encoding='ascii')\n    .read()\n)\ng(a)"),
        ("pathlib.Path(p).read_text(encoding='ascii')",),
        ("open(p, encoding='ascii')", ".read()"),
    ),
    "what is put back on a condition": Text(
        "TSE304",
        plain(KEPT.format("old = os.environ.get('A')", "")),
        ("try:", "finally:"),
    ),
    "what is put back on a condition that is known too late": Text(
        "TSE304", plain(KEPT.format("", "g()\nold = os.environ.get('A')"))
    ),
    "an item in a test of trial": Text(
        "TSE304",
        further("os.environ['A'] = 'b'\ng()", TRIAL),
        (
            "environ_patcher = mock.patch.dict(os.environ, {'A': 'b'})",
            "environ_patcher.start()",
            "self.addCleanup(environ_patcher.stop)",
        ),
        ("os.environ['A'] = 'b'",),
    ),
}


@pytest.mark.parametrize("text", CHANGED.values(), ids=CHANGED)
def test_a_program_does_what_the_suite_would_do(text: Text) -> None:
    source = (HEAD if text.code != "TSE313" else SHORT) + text.source
    fix = fix_of(source, text.code)
    after = apply(source.splitlines(keepends=True), fix.edits)
    ast.parse(after)
    assert differences(source, after) == (text.added, text.gone), after
    assert not fix.edits or fix.safe is text.safe


def test_what_is_removed_together_is_removed_in_one_block() -> None:
    source = HEAD + CHANGED["two directories"].source
    after = apply(source.splitlines(keepends=True), fix_of(source, "TSE306").edits)
    assert after.endswith("    finally:\n        shutil.rmtree(a)\n        shutil.rmtree(b)\n")


@pytest.mark.parametrize(("own", "remedy"), [("self", "self.patch"), ("this", "mock.patch.object")])
def test_the_words_name_nothing_that_is_called_otherwise(own: str, remedy: str) -> None:
    source = HEAD + further("time.sleep = f\ng()", TRIAL).replace("(self)", f"({own})")
    found = engine.check(source, "tests/test_shop.py", Settings())
    (message,) = (each.message for each in found if each.code == "TSE313")
    assert message.endswith(f"use {remedy}")


AWAITED = "async def test_shop(path_of):\n    f = await path_of.open('wb')\n    assert await f.write(b'')\n"


@pytest.mark.parametrize("enabled", [(), ("TSE307",)])
def test_what_opens_when_it_is_awaited_is_told_where_the_rule_is_asked_for(enabled: tuple[str, ...]) -> None:
    found = engine.check(f"{AWAITED}    await f.close()\n", "tests/test_shop.py", Settings(enable=enabled))
    assert [each.code for each in found if each.code in ("TSE301", "TSE307")] == [*enabled]
