"""Changes of the process's state: what is one, what undoes it, and on which ways out it stays."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.cleanup import places, replacements, saved, states, touches, wording
from flake8_testsec.cleanup.resources import STATES, State
from flake8_testsec.cleanup.states import covers
from flake8_testsec.cleanup.tags import Part, Tags
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

IMPORTS = """
import asyncio, builtins, contextlib, gc, importlib, io, locale, logging, os, pytest
import signal, socket, sys, time, unittest, warnings
from os import environ

from unittest import mock
from shop import stock, till
"""
PATH = "tests/test_a.py"


def parse(text: str, path: str = PATH) -> Module:
    return Module.parse(IMPORTS + textwrap.dedent(text), path, Settings(enable=("TSE",)))


def functions(module: Module) -> list[Function]:
    return [*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef)]


def judged(text: str, path: str = PATH) -> list[str]:
    """What is said of every state in every function, as ``text: problem``."""
    module = parse(text, path)
    found = [
        wording.words(each, module)
        for function in functions(module)
        for code in ("TSE304", "TSE305", "TSE313", "TSE314")
        for each in states.judgements(function, code, module)
    ]
    return [f"{each['what']}: {each['problem']}" for each in found]


def verdicts(text: str, path: str = PATH) -> set[str]:
    module = parse(text, path)
    return {
        each.verdict.name
        for function in functions(module)
        for row in STATES
        for each in states.judgements(function, row.code, module)
    }


# Every row in the canonical shapes, drawn from the row itself.

SHAPES = {
    "never restored": ("{sample}\nready()", "NEVER"),
    "restored in finally": (
        "saved = {save}\n{sample}\ntry:\n    assert ready()\nfinally:\n    {restore}",
        "",
    ),
    "restored on the straight way": ("saved = {save}\n{sample}\n{restore}", ""),
    "skipped by a return": ("saved = {save}\n{sample}\nif x:\n    return\n{restore}", "LEAVE"),
    "skipped by a failed assertion": ("saved = {save}\n{sample}\nassert x\n{restore}", "CHECK"),
    "skipped by an expected error that stays away": (
        "saved = {save}\n{sample}\nwith pytest.raises(OSError):\n    ready()\n{restore}",
        "CHECK",
    ),
    "skipped by a call that raises": ("saved = {save}\n{sample}\nready()\n{restore}", "CALL"),
    "skipped by a skip": ("saved = {save}\n{sample}\npytest.skip()\n{restore}", "LEAVE"),
}


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.sample)
@pytest.mark.parametrize(("shape", "verdict"), SHAPES.values(), ids=SHAPES.keys())
def test_every_row_in_every_shape(row: State, shape: str, verdict: str) -> None:
    body = shape.format(sample=row.sample, save=row.save, restore=row.restore)
    function = "def test_a(self, ready, x):\n" + textwrap.indent(body, "    ")
    text = "class TestA(unittest.TestCase):\n" + textwrap.indent(function, "    ")
    assert verdicts(text) == ({verdict} if verdict else set())


@pytest.mark.parametrize("row", STATES, ids=lambda row: row.sample)
def test_a_test_case_gets_a_mend_in_its_own_manner(row: State) -> None:
    text = f"class TestA(unittest.TestCase):\n    def test_a(self):\n        {row.sample}\n"
    module = parse(text)
    (found,) = states.judgements(functions(module)[0], row.code, module)
    assert wording.words(found, module)["remedy"] == row.case_remedy
    assert wording.witnesses(found) == ()


# Silent: nothing is changed, it is undone, or nobody else meets it.

SILENT = {
    "a registered cleanup restores the variable": """
        class TestA(unittest.TestCase):
            def test_a(self):
                self.addCleanup(os.environ.pop, "MODE", None)
                os.environ["MODE"] = "x"
        """,
    "a registered cleanup names the entry": """
        def test_a(self, unload):
            self.addCleanup(unload, "shop")
            sys.modules["shop"] = mock.Mock()
        """,
    "a function that is told the entry forgets it": """
        def test_a(ready, unload):
            sys.modules["shop"] = mock.Mock()
            assert ready
            unload("shop")
        """,
    "monkeypatch restores what it set before": """
        def test_a(monkeypatch):
            monkeypatch.setenv("MODE", "a")
            os.environ["MODE"] = "b"
        """,
    "a patch of the environment around it": """
        def test_a(ready):
            with mock.patch.dict(os.environ, {}):
                os.environ["MODE"] = "b"
                ready()
        """,
    "a context manager whose name says that it keeps the environment": """
        def test_a(keep_environ):
            with keep_environ:
                os.environ["MODE"] = "b"
        """,
    "a decorator that runs the test in a process of its own": """
        @run_in_subprocess
        def test_a():
            os.environ["MODE"] = "b"
        """,
    "a child process": """
        def test_a():
            if os.fork() == 0:
                os.chdir("/")
        """,
    "a function that is no test": """
        def make():
            os.environ["MODE"] = "b"
        """,
    "a function inside a test": """
        def test_a(start):
            def main():
                os.environ["MODE"] = "b"
            def test_inner():
                os.environ["MODE"] = "b"
            start(main)
        """,
    "a tear-down": """
        class TestA(unittest.TestCase):
            def tearDown(self):
                os.environ["MODE"] = "b"
        """,
    "a fixture that sets something for good": """
        @pytest.fixture(autouse=True)
        def mode():
            os.environ["MODE"] = "b"
        @pytest.fixture
        def currency():
            os.environ["CURRENCY"] = "EUR"
        """,
    "the rest of a fixture may raise, that is not the test's business": """
        @pytest.fixture()
        def mode(ready):
            old = os.environ.get("MODE")
            os.environ["MODE"] = "b"
            ready()
            yield
            os.environ["MODE"] = old
        """,
    "only a gap is filled": """
        def test_a():
            if "MODE" not in os.environ:
                os.environ["MODE"] = "b"
        """,
    "a default": """
        def test_a():
            os.environ.setdefault("MODE", "b")
            os.environ.get("MODE")
        """,
    "the tested code's variable is removed": """
        def test_a(ready):
            ready()
            del os.environ["MODE"]
        """,
    "a variable is removed that need not be there": """
        def test_a(ready):
            os.environ.pop("MODE", None)
            os.unsetenv("MODE")
            ready()
        """,
    "the environment is another one anyway": """
        def test_a(ready):
            os.environ = {}
            os.environ["MODE"] = "b"
            ready()
        """,
    "the set-up has replaced the environment": """
        class TestA(unittest.TestCase):
            def setUp(self):
                os.environ = {}
            def test_a(self):
                os.environ["MODE"] = "b"
        """,
    "the set-up sets the variable anew": """
        class TestA(unittest.TestCase):
            def setUp(self):
                os.environ["MODE"] = "a"
            def tearDown(self):
                del os.environ["MODE"]
            def test_a(self):
                os.environ["MODE"] = "b"
        """,
    "an opaque base may restore the variable": """
        class TestA(till.Base):
            def test_a(self):
                os.environ["MODE"] = "b"
        """,
    "a loop restores all that was saved": """
        def test_a(ready):
            saved = dict(os.environ)
            os.environ["MODE"] = "b"
            try:
                ready()
            finally:
                for key, value in saved.items():
                    os.environ[key] = value
        """,
    "a loop over what was saved, under a plain name": """
        def test_a(ready):
            env = dict(os.environ)
            os.environ["MODE"] = "b"
            for key, value in env.items():
                os.environ[key] = value
        """,
    "the method that restores is called": """
        class TestA(unittest.TestCase):
            def _back(self):
                time.time = self.old
            def test_a(self):
                time.time = lambda: 0
                self._back()
        """,
    "a function restores through another": """
        def _inner():
            del os.environ["MODE"]
        def _back():
            _inner()
        def test_a():
            os.environ["MODE"] = "b"
            _back()
        """,
    "a function that nobody read restores by its name": """
        def test_a(ready):
            time.time = lambda: 0
            till.restore_all()
        """,
    "another method of the class restores what a set-up changes": """
        class TestA(unittest.TestCase):
            def setUp(self):
                self.old = time.time
                time.time = lambda: 0
            def _finish(self):
                time.time = self.old
        """,
    "the caller of a method restores": """
        class TestA(unittest.TestCase):
            def _change(self):
                time.time = lambda: 0
            def test_a(self):
                old = time.time
                try:
                    self._change()
                finally:
                    time.time = old
        """,
    "the caller of a method has registered the cleanup": """
        class TestA(unittest.TestCase):
            def _change(self):
                time.time = lambda: 0
            def test_a(self):
                self.addCleanup(setattr, time, "time", time.time)
                self._change()
        """,
    "a generator method is a context manager": """
        class TestA(unittest.TestCase):
            def _change(self):
                time.time = lambda: 0
                yield
            def test_a(self):
                self._change()
        """,
    "a method that is called to restore": """
        class TestA(unittest.TestCase):
            def _reset(self):
                time.time = lambda: 0
            def test_a(self):
                self._reset()
        """,
    "a change that is expected to fail": """
        def test_a(ready):
            with pytest.raises(OSError):
                os.chdir("nowhere")
            try:
                os.chdir("nowhere")
            except OSError as error:
                ready(error)
            else:
                pytest.fail("no error")
        """,
    "harmless calls only": """
        def test_a():
            old = sys.stdout
            sys.stdout = io.StringIO()
            print("x")
            text = sys.stdout.getvalue()
            m = mock.Mock()
            sys.stdout = old
            assert text
        """,
    "the module is read again": """
        def test_a():
            stock.count = mock.Mock()
            importlib.reload(stock)
        """,
    "the restore is in one branch and the change in it, too": """
        def test_a(ready, x):
            old = os.environ.get("MODE")
            os.environ["MODE"] = "b"
            if old is not None:
                os.environ["MODE"] = old
            assert ready()
        """,
    "the restore is in the other branch": """
        def test_a(ready, x):
            old = os.environ.get("MODE")
            os.environ["MODE"] = "b"
            if old is None:
                pass
            else:
                os.environ["MODE"] = old
            assert ready()
        """,
    "a restore under a broad handler": """
        def test_a(ready):
            time.time = lambda: 0
            try:
                ready()
            except Exception:
                del time.time
                raise
            del time.time
        """,
    "a second call of the same function": """
        def test_a(ready):
            os.chdir("a")
            ready()
            os.chdir("b")
        """,
    "setattr with a name that is not known, for what was changed before": """
        def test_a(saved):
            stock.count = mock.Mock()
            for name, value in saved:
                setattr(stock, name, value)
        """,
    "the target of a loop is not known": """
        def test_a(items):
            for stock.count in items:
                pass
        """,
    "locals, parameters and instances": """
        def test_a(stock, local):
            stock.count = mock.Mock()
            local.count = mock.Mock()
            thing = till.Till()
            thing.count = mock.Mock()
            unknown.count = mock.Mock()
            setattr(local, "count", 1)
            setattr(local, stock, 1)
            till.Till().count = mock.Mock()
            stock.__class__ = till.Till
        def test_b():
            from shop import shelf
            shelf = till
            shelf.count = mock.Mock()
        """,
    "questions that change nothing": """
        def test_a():
            locale.setlocale(0)
            locale.setlocale(0, None)
            sys.path.index("x")
            os.environ.get("x")
            sys.modules.get("x")
            importlib.reload()
            logging.getLogger("x").setLevel(1)
            log = logging.getLogger("x")
            log.setLevel(1)
            log.handlers[0].setLevel(1)
        """,
    "a list of imported things": """
        def test_a():
            sys.path.remove("x")
            del sys.path[0]
            sys.path.pop()
        """,
    "what is assigned in finally was there before": """
        def test_a(ready):
            policy = ready()
            try:
                ready()
            finally:
                asyncio.set_event_loop_policy(policy)
                stock.a = policy
        """,
    "a handler that is not called on a logger": """
        def test_a(handler):
            add = logging.getLogger().addHandler
            add(handler)
        """,
    "items of other things": """
        def test_a(x):
            x["a"] = 1
        """,
    "pytest keeps the filters of warnings itself": """
        def test_a():
            warnings.simplefilter("error")
        class TestA:
            def test_a(self):
                warnings.simplefilter("error")
        """,
    "a tear-down assigns what the call changes": """
        class TestA(unittest.TestCase):
            def tearDown(self):
                warnings.filters[:] = self.saved
            def test_a(self):
                warnings.simplefilter("error")
        """,
    "it is restored in finally, after it was changed": """
        def test_a(ready):
            sys.path.remove("a")
            sys.path.append("b")
            importlib.invalidate_caches()
            try:
                assert ready()
            finally:
                sys.path.remove("b")
                sys.path.append("a")
                importlib.invalidate_caches()
        """,
    "a script's functions": """
        def test_a():
            os.environ["MODE"] = "b"
        if __name__ == "__main__":
            test_a()
        """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_silent(text: str) -> None:
    assert judged(text, "tests/check.py" if "__main__" in text else PATH) == []


FOUND = {
    "a second fresh value is no restore": (
        'def test_a(ready):\n    os.environ["MODE"] = "a"\n    ready()\n    os.environ["MODE"] = "b"\n',
        ['os.environ["MODE"]: changed and never restored'],
    ),
    "one finding for each key": (
        'def test_a():\n    os.environ.update({"A": "1"}, B="2", **more)\n',
        [
            'os.environ["B"]: changed and never restored',
            'os.environ["A"]: changed and never restored',
        ],
    ),
    "all of it": (
        "def test_a(new):\n    os.environ.update(new)\n",
        ["os.environ: changed and never restored"],
    ),
    "a key that is not known": (
        'def test_a(key):\n    environ[key] = "a"\n    environ[key + key] = "a"\n',
        ["os.environ[key]: changed and never restored", "os.environ[...]: changed and never restored"],
    ),
    "an item by a method": (
        'def test_a():\n    environ.__setitem__("A", "1")\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "everything removed": (
        "def test_a(ready):\n    os.environ.clear()\n    ready()\n",
        ["os.environ: changed and never restored"],
    ),
    "a removed variable": (
        'def test_a(ready):\n    del os.environ["A"]\n    ready()\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a removed variable in a set-up": (
        'def setUpModule():\n    ready()\n    del os.environ["A"]\n',
        [],
    ),
    "the environment of the system": (
        'def test_a():\n    os.putenv("A", "1")\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a set-up that nobody undoes, also if it sets anew": (
        'class TestA(unittest.TestCase):\n    def setUp(self):\n        os.environ["A"] = "1"\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a fixture whose restore is skipped": (
        '@pytest.fixture\ndef a(x):\n    environ["A"] = "1"\n    assert x\n    yield\n    del environ["A"]\n',
        ['os.environ["A"]: restored only if the assertion on line 11 passes'],
    ),
    "setattr and tuples": (
        'def test_a():\n    setattr(stock, "a", 1)\n    stock.b, till.c = 1, 2\n',
        [
            "stock.a: changed and never restored",
            "stock.b: changed and never restored",
            "till.c: changed and never restored",
        ],
    ),
    "an opaque base does not know the attribute": (
        "class TestA(till.Base):\n    def test_a(self):\n        stock.count = mock.Mock()\n",
        ["stock.count: changed and never restored"],
    ),
    "a mock's assertion may fail": (
        "def test_a():\n    m = mock.Mock()\n    stock.a = m\n    m.assert_called()\n    del stock.a\n",
        ["stock.a: restored only if the assertion on line 11 passes"],
    ),
    "a deliberate failure": (
        "def test_a(x):\n    stock.a = 1\n    if x:\n        raise ValueError\n    del stock.a\n",
        ["stock.a: not restored after the raise on line 11"],
    ),
    "a return": (
        "def test_a(x):\n    stock.a = 1\n    if x:\n        return\n    del stock.a\n",
        ["stock.a: not restored when the test is left on line 11"],
    ),
    "a call": (
        "def test_a(x):\n    stock.a = 1\n    x()\n    del stock.a\n",
        ["stock.a: restored only if line 10 does not raise"],
    ),
    "a method of a test class": (
        "class TestA:\n    def _a(self):\n        stock.a = 1\n    def test_a(self):\n        self._a()\n",
        ["stock.a: changed and never restored"],
    ),
    "a logger under a name of the module": (
        "root = logging.getLogger()\ndef test_a():\n    root.setLevel(1)\n",
        ["root.setLevel(): changed and never restored"],
    ),
    "what is in force in another with": (
        'def test_a():\n    with open("x"):\n        os.environ["A"] = "1"\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a nested try without expectations": (
        'def test_a():\n    try:\n        environ["A"] = "1"\n    except OSError:\n        x()\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "a cleanup of another entry": (
        'def test_a(self):\n    self.addCleanup(print, "B")\n    os.environ["A"] = "1"\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "an entry that is only looked at": (
        'def test_a(show):\n    os.environ["A"] = "1"\n    show("A")\n',
        ['os.environ["A"]: changed and never restored'],
    ),
    "an unpacked mapping": (
        "def test_a(x):\n    environ.update({**x})\n    environ.update(*x, *x)\n",
        ["os.environ: changed and never restored"],
    ),
    "a function that is called beside methods": (
        "class TestA:\n    def test_a(self):\n        stock.a = 1\n        self.x()\n    def x(self): y()\n",
        ["stock.a: changed and never restored"],
    ),
    "a base sets the attribute anew: the base is to blame": (
        "class Base(unittest.TestCase):\n    def setUp(self):\n        stock.b = 1\n        stock.a = 1\n"
        "class TestA(Base):\n    def test_a(self):\n        stock.a = 5\n",
        ["stock.b: changed and never restored", "stock.a: changed and never restored"],
    ),
    "what was removed before the change is no restore of it": (
        "def test_a(ready):\n    sys.path.remove('a')\n    sys.path.append('b')\n    ready()\n",
        ["sys.path: changed and never restored"],
    ),
    "recursion ends": (
        'def back():\n    back()\ndef test_a():\n    os.environ["A"] = "1"\n    back()\n',
        ['os.environ["A"]: changed and never restored'],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND.keys())
def test_found(text: str, expected: list[str]) -> None:
    assert judged(text) == expected


def test_the_exit_and_the_restore_are_shown() -> None:
    module = parse("def test_a(x):\n    stock.a = 1\n    x()\n    del stock.a\n")
    (found,) = states.judgements(functions(module)[0], "TSE313", module)
    lines = [getattr(each.place, "lineno", 0) for each in wording.witnesses(found)]
    assert lines == [10, 11]
    assert getattr(wording.place(found, module), "lineno", 0) == 9


def test_a_function_that_is_too_large_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "flake8.testsec")
    text = "def test_a(x):\n    stock.a = 1\n" + "    x = 1\n" * 50_001 + "    del stock.a\n"
    assert judged(text) == []
    assert "gave up on test_a" in caplog.text


# Saved values.

VALUES = {
    "a name bound before": ("old = stock.a", "old", True),
    "a copy": ("x = list(stock.a)", "x", True),
    "a method of it": ("x = stock.a.copy()", "x", True),
    "an element of what was saved": ("x = {'a': stock.a}", "x['a']", True),
    "got from what was saved": ("x = {'a': stock.a}", "x.get('a')", True),
    "a copy of what was saved": ("x = stock.a", "dict(x)", True),
    "one of two": ("x = stock.a", "x if x else 1", True),
    "the other of two": ("x = stock.a", "1 if not x else x", True),
    "with a default": ("x = stock.a", "x or 1", True),
    "a default at once": ("x = stock.a or 1", "x", True),
    "by getattr": ("x = getattr(stock, 'a')", "x", True),
    "a chain of names": ("x = stock.a\ny = x", "y", True),
    "the thing itself": ("", "till.a", True),
    "a fake of the same name": ("import fakes", "fakes.a", False),
    "the original that Python keeps": ("", "stock.__a__", True),
    "an attribute whose name says so": ("", "till.orig_a", True),
    "an attribute whose name may say so": ("", "till.default", True),
    "an unpacked pair": ("x, y = stock.a, 1", "x", True),
    "drawn from what was saved": ("kept = [stock.a]\nfor x in kept:\n    pass", "x", True),
    "drawn from something else": ("for x in [1]:\n    pass", "x", False),
    "a name that says so": ("", "saved_a", True),
    "a name that may say so": ("", "initial", True),
    "a name that may say so, but is known": ("initial = make()", "initial", False),
    "a name that says so of a literal": ("old = 'x'", "old", False),
    "a name that says so of a mock": ("old = mock.Mock()", "old", False),
    "a name that says so of a lambda": ("old = lambda: 1", "old", False),
    "a name that says so of a call": ("old = make()", "old", True),
    "a derived value": ("x = stock.a + 1", "x", False),
    "a display of other things": ("x = [till.a.b, 1]", "x", False),
    "a fresh value": ("", "1", False),
    "a function of the module": ("def new(): pass", "new", False),
    "too deep": (
        "\n".join(f"{a} = dict({b})" for a, b in ("ab", "bc", "cd", "de", "ef", "fg", "gh"))
        + "\nh = stock.a",
        "a",
        False,
    ),
}


@pytest.mark.parametrize(("before", "value", "expected"), VALUES.values(), ids=VALUES.keys())
def test_saved_values(before: str, value: str, expected: bool) -> None:
    module = parse(f"{before}\nstock.a = {value}\n")
    statement = module.tree.body[-1]
    assert isinstance(statement, ast.Assign)
    assert saved.is_saved(statement.value, frozenset({"shop.stock.a"}), module) is expected


def test_values_are_kept_on_self() -> None:
    text = """
    class TestA:
        def setUp(self):
            self.a = stock.a
            self.b = make()
            self.c, self.d = stock.a, 1
            self.e, self.f = make()
            del self.a
            for self.g in []: pass
        def test_a(self):
            stock.a = self.a, self.b, self.c, self.d, self.e, self.g
    """
    module = parse(text)
    tuple_ = next(each for each in module.nodes(ast.Tuple) if len(each.elts) == 6)
    told = frozenset({"shop.stock.a"})
    assert [saved.is_saved(each, told, module) for each in tuple_.elts] == [
        True,
        False,
        True,
        False,
        False,
        False,
    ]


def test_a_value_of_an_unpacked_call_is_the_call() -> None:
    module = parse("stock.a, stock.b = make()\n")
    targets = [each for each in module.nodes(ast.Attribute) if isinstance(each.ctx, ast.Store)]
    assert all(isinstance(saved.value_of(each, module), ast.Call) for each in targets)


# Tags.

COVERED = [
    ({"environ"}, "environ:A", True),
    ({"environ:A"}, "environ:A", True),
    ({"environ:B"}, "environ:A", False),
    ({"environ:B"}, "environ", True),
    ({"folder"}, "folder", True),
    (set(), "folder", False),
    ({"set:a.b"}, "set:a.b.c", True),
    ({"set:a.*"}, "set:a.b.c", True),
    ({"set:*.c"}, "set:a.b.c", True),
    ({"set:*"}, "set:a.b.c", True),
    ({"set:a.d"}, "set:a.b.c", False),
    ({"call:os.umask"}, "call:os.umask", True),
]


@pytest.mark.parametrize(("undone", "tag", "expected"), COVERED)
def test_tags(undone: set[str], tag: str, expected: bool) -> None:
    assert covers(Tags((Part(undone),)), tag) is expected


# Replacements.

REPLACED = {
    "a mock": ("stock.a = mock.Mock()", True),
    "a lambda": ("stock.a = lambda: 1", True),
    "a function": ("stock.a = fake", True),
    "a method": ("stock.a = self.fake", True),
    "an attribute of self": ("stock.a = self.thing", False),
    "a class on a module": ("stock.a = Fake", True),
    "a class on a class": ("till.Till.a = Fake", False),
    "anything in the standard library": ("os.stat = make()", True),
    "a number in the standard library": ("sys.ps1 = -1", False),
    "an emptied cache": ("sys.path_importer_cache = {}", False),
    "a word on an object of the standard library": ("logging.Logger.x = 'y'", False),
    "a plain value": ("stock.a = make()", False),
    "an entry": ("sys.modules['a'] = 1", True),
    "nothing": ("del stock.a", False),
}


@pytest.mark.parametrize(("change", "expected"), REPLACED.values(), ids=REPLACED.keys())
def test_replacements(change: str, expected: bool) -> None:
    text = f"""
    def fake(): pass
    class Fake: pass
    class TestA:
        def fake(self): pass
        def test_a(self):
            {change}
    """
    module = parse(text)
    function = functions(module)[-1]
    (touch,) = touches.touches(function, module)
    assert replacements.is_replaced(touch, function, module) is expected


def test_a_plain_function_has_no_methods() -> None:
    module = parse("def test_a(self):\n    stock.a = self.b\n")
    function = functions(module)[0]
    (touch,) = touches.touches(function, module)
    assert not replacements.is_replaced(touch, function, module)


TUNED = {
    "a constant": ("def test_a():\n    stock.LIMIT = 5\n", True),
    "a private one": ("def test_a():\n    stock._LIMIT = 5\n", False),
    "an empty text": ("def test_a():\n    stock.LIMIT = ''\n", False),
    "a computed value": ("def test_a():\n    stock.LIMIT = make()\n", False),
    "in a set-up": ("def setUpModule():\n    stock.LIMIT = 5\n", False),
    "and back": ("def test_a():\n    stock.LIMIT = 5\n    stock.LIMIT = 6\n", False),
}


@pytest.mark.parametrize(("text", "expected"), TUNED.values(), ids=TUNED.keys())
def test_constants(text: str, expected: bool) -> None:
    module = parse(text)
    function = functions(module)[0]
    touch = touches.touches(function, module)[0]
    assert replacements.is_tuned(touch, function, module) is expected


EXCUSED = {
    "the result of a mock": ("stock.a.return_value = mock.Mock()", True),
    "a settings object": ("stock.CONF.a = mock.Mock()", True),
    "pytest itself": ("pytest.a = mock.Mock()", True),
    "a foreign context manager": ("with capture(): stock.a = mock.Mock()", True),
    "a context manager that is not known": ("with self.lock: stock.a = mock.Mock()", True),
    "a known context manager": ("with open('x'): stock.a = mock.Mock()", False),
    "a part of a test": ("with self.subTest(): stock.a = mock.Mock()", False),
    "what the set-up has replaced": ("stock.web.a = mock.Mock()", True),
    "what is a mock for the whole module": ("till.a = mock.Mock()", True),
    "anything else": ("stock.a = mock.Mock()", False),
}


@pytest.mark.parametrize(("change", "expected"), EXCUSED.values(), ids=EXCUSED.keys())
def test_excuses(change: str, expected: bool) -> None:
    text = f"""
    sys.modules["shop.till"] = mock.Mock()
    KNOWN["shop.stock"] = KNOWN[0]
    class TestA(unittest.TestCase):
        def setUp(self):
            stock.web = mock.Mock()
        def helper(self):
            sys.modules["shop.stock"] = mock.Mock()
        def test_a(self):
            {change}
    """
    module = parse(text)
    function = functions(module)[-1]
    touch = touches.touches(function, module)[0]
    assert replacements.is_excused(touch, function, module) is expected


def test_a_function_outside_a_class_has_no_set_ups() -> None:
    module = parse("def test_a():\n    stock.a = mock.Mock()\n")
    function = functions(module)[0]
    assert not [*places.set_ups(function, module)]
    assert not replacements.is_excused(touches.touches(function, module)[0], function, module)
