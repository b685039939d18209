"""What a closer reading of reviews found: secrets, states, fixtures, loops and what is put back."""

from __future__ import annotations

import pytest

from .asking import reviewed, told

DOUBLES = "Doubles and controls"


def test_what_a_function_defines_asks_for_no_fixture() -> None:
    text = """
        def make_server():
            class TestClass:
                def test_method(self, arg):
                    self.arg = arg

            def test_inner(till):
                assert till

            return TestClass
    """
    assert reviewed(text).undecided == ()


STATES = """
    import logging
    import unittest
    from shop import Till

    class Base(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            logging.disable(logging.ERROR)

        @classmethod
        def tearDownClass(cls):
            logging.disable(logging.NOTSET)
"""


def test_a_state_of_a_base_is_told_where_it_is_changed_with_the_line_that_puts_it_back() -> None:
    text = "from base import Base\n\nclass TestShop(Base):\n    def test_a(self):\n        assert 1\n"
    found = [each for each in told(text, "Resources", {"base.py": STATES}) if "State of" in each]
    assert len(found) == 1
    assert found[0].endswith("puts it back at a line named here (`base.py` lines 8, 12).")


def test_a_tear_down_changes_nothing_that_it_puts_back() -> None:
    text = """
        import unittest
        from shop import Till

        class TestShop(unittest.TestCase):
            def setUp(self):
                Till.open = True

            def tearDown(self):
                Till.open = False
                Till.bell = False
    """
    found = [each.partition(";")[0] for each in told(text, "Resources") if "State of" in each]
    assert found == [
        "State of the whole process, changed in `setUp()`: `Till.open`",
        "State of the whole process, changed in `tearDown()`: `Till.bell` (line 10).",
    ]


def test_a_reason_that_is_worked_out_is_not_quoted() -> None:
    text = "import unittest\n\ndef skipped(reason):\n    raise unittest.SkipTest(reason)\n"
    assert told(text, "Known bugs") == [
        "A skip stands in `skipped`, for a reason that is worked out: `reason`. No ticket is named (line 4)."
    ]


def test_what_is_sent_is_no_download() -> None:
    text = "import requests\n\ndef test_a():\n    requests.post('u')\n    requests.get('u')\n"
    assert told(text, "Execution") == ["Downloads, or is answered by a double: `requests.get('u')` (line 5)."]


FAR = """
    import responses
    import redis

    def start_it():
        responses.start()
        return redis.Redis(host="a")

    def connect_it(sock):
        sock.sendall(b"a")
"""


def test_what_libraries_of_doubles_clients_and_connections_do_in_other_files() -> None:
    text = "from far import connect_it, start_it\n\ndef test_a():\n    start_it()\n    connect_it(1)\n"
    assert told(text, DOUBLES, {"far.py": FAR}) == [
        "In `start_it()`, which is called here: A library of doubles is called: `responses.start()` (line 4; "
        "`far.py` line 5)."
    ]
    assert told(text, "Resources", {"far.py": FAR})[1:] == [
        "In `start_it()`, which is called here: A client is acquired, or made that can be opened: "
        "`redis.Redis(host='a')` (line 4; `far.py` line 6)."
    ]
    assert told(text, "Inputs", {"far.py": FAR})[0] == (
        "In `connect_it()`, which is called here: By its name, connects to a peer or to what stands in for "
        "one, or exchanges data with it: `sock.sendall()` (line 5; `far.py` line 9)."
    )


def test_what_is_written_by_its_name_and_warnings_that_are_errors() -> None:
    text = """
        import shutil, warnings

        def test_a(tmp_path):
            (tmp_path / "a").write_text("b")
            shutil.rmtree(tmp_path)
            write_text("c")
            warnings.simplefilter("error")
            warnings.simplefilter("ignore")
    """
    written = [each for each in told(text, "Resources") if "file or a folder" in each]
    shown = "`(tmp_path / 'a').write_text()`"
    assert written == [f"By its name, makes or writes a file or a folder: {shown} (line 4)."]
    shown = "`warnings.simplefilter('error')`"
    assert told(text, "Exceptions") == [f"Warnings are raised as errors: {shown} (line 7)."]


@pytest.mark.parametrize(
    ("over", "runs"),
    [
        ("range(1, 9)", True),
        ("range(9, 1, -1)", True),
        ("range(3)", True),
        ("range(9, 1)", False),
        ("range(0)", False),
        ("range(1, 9, 0)", False),
        ("range(given)", False),
        ("range(1, given)", False),
        ("sorted([1])", True),
        ("enumerate(reversed((1, 2)))", True),
        ("zip([1], 'ab')", True),
        ("zip([1], given)", False),
        ("itertools.product([1], (2,))", True),
        ("[1] + given", True),
        ("given + given", False),
        ("[*given]", False),
        ("{'a': 1}.items()", True),
        ("{**given}.items()", False),
        ("'abc'", True),
        ("FILLED", True),
        ("given", False),
        ("sorted(list(tuple(iter(set([1])))))", False),
    ],
)
def test_loops_that_certainly_run(over: str, runs: bool) -> None:
    head = "import itertools\nFILLED = [1]\n\ndef test_a(given):\n"
    text = f"{head}    for each in {over}:\n        assert each\n"
    found = [each for each in told(text, "Structure") if "in a loop" in each]
    assert (not found) is runs


@pytest.mark.parametrize(
    ("handler", "number"), [("pass", 1), ("log()", 1), ("raise", 0), ("return", 0), ("assert 0", 0)]
)
def test_assertions_in_the_else_of_a_try(handler: str, number: int) -> None:
    text = f"""
        def test_a(pay):
            try:
                pay()
            except OSError:
                {handler}
            else:
                assert pay
    """
    found = [each for each in told(text, "Structure") if "in the else of a try" in each]
    assert len(found) == number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("False", "a literal is put there again, in no finally,"),
        ("before", "what was there before is put back, in no finally,"),
    ],
)
def test_what_is_put_back_is_what_was_saved_or_a_literal(value: str, said: str) -> None:
    text = f"""
        from shop import till

        def test_a():
            before = till.open
            till.open = True
            pay()
            till.open = {value}
    """
    found = [each for each in told(text, "Resources") if "State of" in each]
    assert all(said in each for each in found if "put" in each)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("os.environ['SHOP'] = 'a'", 1),
        ("settings.shop = 1", 1),
        ("django.conf.settings.configure()", 1),
        ("OTHER['a'] = 1", 0),
        ("def f():\n    settings.shop = 1", 0),
    ],
)
def test_states_that_are_changed_at_import(line: str, number: int) -> None:
    text = f"import os\nimport django.conf\nfrom far import settings\nOTHER = {{}}\n{line}\n"
    found = [each for each in told(text, "Resources") if "when the file is imported" in each]
    assert len(found) == number


WIDE = """
    import pytest

    @pytest.fixture(scope="module")
    def app():
        return Shop()

    @pytest.fixture
    def till(app):
        return app.till

    @pytest.fixture(scope=SCOPE)
    def bell(app):
        return app.bell

    shelf = pytest.fixture(lambda: 1)
    board = pytest.fixture(scope="module")(make)
"""


def test_what_is_set_on_fixtures_that_live_longer() -> None:
    text = """
        def test_a(app, till, bell):
            app.open = True
            app.shelf["a"] = 1
            app.shelf["a"]
            till.open = True
            bell.open = True
            other.app.open = 1
    """
    found = [
        each for each in told(text, "Resources", {"tests/conftest.py": WIDE}) if each.startswith("Set on")
    ]
    words = "Set on a fixture that lives longer than the test: "
    assert found == [
        f"{words}`app.open` (its scope is module) (line 2; `tests/conftest.py` lines 4–5).",
        f"{words}`app.shelf['a']` (its scope is module) (line 3; `tests/conftest.py` lines 4–5).",
    ]
    own = (
        "import pytest\n\n@pytest.fixture(scope='class')\ndef app(): ...\n\ndef test_a(app):\n    app.a = 1\n"
    )
    assert any("`app.a` (its scope is class)" in each for each in told(own, "Resources"))


@pytest.mark.parametrize(
    "body",
    [
        "app = copy.copy(app)\n    app.open = True",
        "app.open = True\n    app = copy.copy(app)",
        "for app in shop:\n        app.open = True",
        "def inner(app):\n        app.open = True",
        "make(app).open = True",
    ],
)
def test_what_is_no_longer_the_fixture_is_none(body: str) -> None:
    found = told(f"def test_a(app):\n    {body}\n", "Resources", {"tests/conftest.py": WIDE})
    assert not [each for each in found if each.startswith("Set on")]


def test_fixtures_that_an_assignment_makes() -> None:
    text = "def test_a(shelf, board, nothing):\n    assert shelf\n"
    files = {"tests/conftest.py": WIDE + "    nothing = 1\n    made = make()\n"}
    found = told(text, "Inputs", files)
    assert "`tests/conftest.py` line 15" in found[0]
    assert "`tests/conftest.py` line 16" in found[1]
    assert [each.subject for each in reviewed(text, files).undecided] == ["nothing"]
    own = "import pytest\nshelf = pytest.fixture(lambda: 1)\n\ndef test_a(shelf):\n    assert shelf\n"
    assert reviewed(own).undecided == ()


def test_a_coroutine_that_is_handed_on_waits_for_nothing_and_numbers_are_limits() -> None:
    text = """
        import asyncio

        def test_a(ready, proc, loop):
            asyncio.run_coroutine_threadsafe(ready.wait(), loop)
            proc.wait(10)
            proc.wait()
            ", ".join(proc)
    """
    assert told(text, "Resources") == [
        "Waits with no limit of time in the call: `proc.wait()` (line 6).",
        "1 call names a limit of time (line 5).",
    ]


def test_what_is_called_at_once_on_what_nothing_holds() -> None:
    text = "import subprocess\n\ndef test_a():\n    subprocess.Popen(['a']).communicate()\n"
    assert told(text, "Resources")[0] == (
        "A child process is acquired; nothing here holds it: `….communicate()` is called on it at once "
        "(line 4)."
    )


def test_classes_of_tests_that_no_runner_takes_by_themselves() -> None:
    text = "class ShopTests:\n    def test_a(self):\n        assert 1\n\nif FAST:\n    class TestFast: ...\n"
    found = told(text, "Structure")
    assert found[0] == (
        "Class `ShopTests` holds 1 test, which runners look for in classes that inherit it (lines 1–3)."
    )
    assert found[-1] == "Class `TestFast` defines no test itself, under a condition (line 6)."


def test_what_is_called_of_a_name_that_an_assignment_gives() -> None:
    text = """
        from shop import api
        TILL = api.Till

        class Own:
            @staticmethod
            def make(): ...

        def test_a():
            TILL.ring()
            Own.make()
            api.open()
    """
    nothing = reviewed(text).aspects[4].nothing
    assert nothing.endswith(
        "Called here, among other such code: api.open(); methods of objects: TILL.ring()."
    )


def test_what_a_name_of_the_module_keeps() -> None:
    text = """
        import subprocess

        server = other = None

        def test_a():
            global server, other
            server = subprocess.Popen(["a"])
            other = subprocess.Popen(["b"])

        def test_b():
            server.terminate()
            other.poll()
            pay()
    """
    words = "A child process is acquired; the name"
    found = [each for each in told(text, "Resources") if each.startswith(words)]
    assert found == [
        f"{words} `server` of the module keeps it, and `server.terminate()` is called at a line named here "
        "(lines 7, 11).",
        f"{words} `other` of the module keeps it, and no call here ends it by its name (line 8).",
    ]
