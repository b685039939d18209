"""Nothing is said if nothing is changed, if it is undone, or if nobody else meets it."""

from __future__ import annotations

import pytest

from .parsed_states import PATH, judged

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
    "a child process with a terminal": """
        def test_a():
            pid, terminal = os.forkpty()
            if pid == 0:
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
        @pytest.fixture(scope="module")
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
            old = os.environ.get("HOME")
            os.environ["HOME"] = "b"
            if old is not None:
                os.environ["HOME"] = old
            assert ready()
        """,
    "the restore is in the other branch": """
        def test_a(ready, x):
            old = os.environ.get("HOME")
            os.environ["HOME"] = "b"
            if old is None:
                pass
            else:
                os.environ["HOME"] = old
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
            log = logging.getLogger("x")
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
