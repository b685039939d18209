"""What two readers of ten files more found false, misleading or missing: ends, limits, lists, names."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.review.asking import reviewed, told

RESOURCES, DOUBLES, INPUTS = "Resources", "Doubles and controls", "Inputs"

WORKER = """
    import threading
    from shop import hand

    class Till:
        def open(self):
            self.worker = threading.Thread(target=print)
            self.worker.setDaemon(True)
            self.worker.start()
            hand(self.worker)

        def end(self):
            {0}

    def close(till):
        {1}
"""
GIVEN_UP = "A thread is acquired; it is handed to somebody who is not followed, and nothing here"


@pytest.mark.parametrize(
    ("end", "other", "said"),
    [
        (
            "self.worker.join()",
            "...",
            "`end()` of the same class gives it back when that is called, by `self",
        ),
        ("self.worker.join(2)", "...", "`end()` of the same class waits for it, for a time, when that is"),
        (
            "if a: self.worker.join()",
            "...",
            "`end()` of the same class gives it back on some of its ways when",
        ),
        ("...", "till.worker.join()", "an attribute of this name is ended at a line named here, by `till.wo"),
        ("other.worker.join()", "...", "an attribute of this name is ended at a line named here, by `other."),
        ("self.worker.is_alive()", "...", "it is handed to somebody who is not followed, and nothing here"),
    ],
)
def test_what_another_method_ends(end: str, other: str, said: str) -> None:
    found = [each for each in told(WORKER.format(end, other), RESOURCES) if each.startswith("A thread")]
    assert len(found) == 1
    assert found[0].startswith(f"A thread is acquired; {said}"), found


def test_what_is_stored_and_ended_by_another_method() -> None:
    text = """
        import subprocess

        class Till:
            def open(self):
                run = subprocess.Popen(["till"])
                self.run = run

            def end(self):
                self.run.kill()
    """
    said = "A child process is acquired; `end()` of the same class gives it back when that is called"
    assert any(each.startswith(said) for each in told(text, RESOURCES)), told(text, RESOURCES)


CHILD = {
    "ptyprocess/__init__.py": "from ptyprocess.main import PtyProcess\n",
    "ptyprocess/main.py": "import weakref\n\nclass PtyProcess(Base):\n    def close(self): ...\n{}",
}
SPAWNS = "from ptyprocess import PtyProcess\n\ndef test_a():\n    PtyProcess.spawn(['till'])\n"


@pytest.mark.parametrize(
    ("more", "is_told"),
    [
        ("", True),
        ("    def __del__(self):\n        self.close()\n", False),
        ("    def __init__(self):\n        weakref.finalize(self, print)\n", False),
    ],
)
def test_what_a_class_does_when_nobody_has_its_objects(more: str, is_told: bool) -> None:
    files = {path: text.format(more) for path, text in CHILD.items()}
    codes = {each.finding.code for each in reviewed(SPAWNS, files).defects}
    assert ("TSE311" in codes) is is_told
    said = "an entry below says what is missing" if is_told else "nothing here gives it back; its class may"
    assert told(SPAWNS, RESOURCES, files)[0].startswith(f"A child process is acquired; {said}")


@pytest.mark.parametrize(
    ("made", "release", "says"),
    [
        ("ptyprocess.PtyProcess.spawn(['till'])", "wait()", "have self.addCleanup close it"),
        ("psutil.Popen(['till'])", "wait()", "have self.addCleanup kill it"),
        ("psutil.Popen(['till'])", "wait(3)", "move it to self.addCleanup(p.wait, 3)"),
        ("ptyprocess.PtyProcess.spawn(['till'])", "close()", "move it to self.addCleanup(p.close)"),
    ],
)
def test_nobody_is_told_to_wait_for_what_goes_on(made: str, release: str, says: str) -> None:
    text = (
        "import psutil, ptyprocess, unittest\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n"
        f"        p = {made}\n        self.assertTrue(run())\n        p.{release}\n"
    )
    found = engine.check(text, "tests/test_shop.py", Settings(enable=("TSE307",)))
    assert [each.message.rpartition("; ")[2] for each in found if each.code == "TSE307"] == [says]


def test_limits_of_time_by_place_and_by_default() -> None:
    text = """
        import select, socket

        def ready(fd, timeout=1):
            return select.select([fd], [], [], timeout)

        def later(fd, timeout=None, on=True):
            return select.select([fd], [], [], None)

        class TestShop:
            def wait_for_it(self, timeout):
                socket.create_connection(("a", 1), 2)

            def test_a(self, given):
                ready(1)
                ready(1, 5)
                ready(*given)
                self.wait_for_it(3)
                other.wait_for_it(4)
                other().wait_for_it(4)
    """
    found = [each for each in told(text, RESOURCES) if "limit of time" in each]
    assert found == [
        "4 calls name a limit of time (lines 4, 11, 15, 17).",
        "A limit of time stands as the default of a parameter: `ready(timeout=1)` (line 3).",
    ]


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("try:\n            out.read()\n        except EOFError:\n            break", True),
        ("a = out.read()\n        if not a:\n            break", False),
        ("out.read(1)", False),
    ],
)
def test_loops_that_something_else_ends(body: str, is_told: bool) -> None:
    found = told(f"def test_a(out):\n    while True:\n        {body}\n", RESOURCES)
    said = "In a loop with no limit of rounds or time of its own (`while True`): `out.read()`"
    assert any(each.startswith(said) for each in found) is is_told


def test_generators_that_are_seeded_and_fixed_names_in_the_temporary_folder() -> None:
    text = """
        import os, random, tempfile, torch
        from pathlib import Path
        from tempfile import gettempdir

        random.seed(1)

        def test_a(name):
            random.seed(2)
            torch.manual_seed(3)
            torch.set_rng_state(before)
            os.path.join(gettempdir(), "till.txt")
            os.path.join(gettempdir(), name)
            run(Path(tempfile.gettempdir()) / "till" / "a.txt")
            gettempdir() + "/b"
            run(gettempdir())
            "/".join([gettempdir()])
            gettempdir() - 1
    """
    found = told(text, RESOURCES)
    seed = "The generator of random values that the whole process has is seeded: "
    assert [each for each in found if each.startswith(seed)] == [
        f"{seed}`random.seed(2)`; no call here puts its state back (line 8).",
        f"{seed}`torch.manual_seed(3)` (line 9).",
    ]
    fixed = "A path with a fixed name in the temporary folder of the system, which others use, too: "
    assert [each.removeprefix(fixed) for each in found if each.startswith(fixed)] == [
        "`os.path.join(gettempdir(), 'till.txt')` (line 11).",
        "`Path(tempfile.gettempdir()) / 'till' / 'a.txt'` (line 13).",
        "`gettempdir() + '/b'` (line 14).",
    ]


def test_scenarios_are_inputs() -> None:
    text = """
        import unittest

        scenarios = [*FAR]

        class TestShop(unittest.TestCase):
            other = 1
            scenarios = [("a", {}), ("b", {})]
    """
    words = "By its name, a list of scenarios, for each of which some runners run the tests of "
    assert told(text, INPUTS)[:2] == [
        f"{words}class `TestShop`: 2 entries written here (line 7).",
        f"{words}the module: it is worked out (line 3).",
    ]
    made = text.replace("[*FAR]", "run()")
    assert f"{words}the module: it is worked out (line 3)." in told(made, INPUTS)
    assert not any(words in each for each in told("scenarios = []\n", INPUTS))


def test_ids_that_are_compared_or_stand_in_texts() -> None:
    text = """
        def test_a(item, rows):
            assert item["UID"] == "AB12CD34"
            assert "EF56" != item.user_id
            self.assertEqual(item["uid"], "GH78"); self.assertEqual(item["uid"])
            assert item["UID"] == 1 == rows
            assert rows() == "x" and item["UID"] == ""
            load("BEGIN:VEVENT\\nUID:E41JRQX2DB4P\\nEND:VEVENT\\nUID:abc")
    """
    assert told(text, "Hard-coded values") == [
        "Compared with what has the name of an id: `UID == 'AB12CD34'` (line 2).",
        "Compared with what has the name of an id: `user_id == 'EF56'` (line 3).",
        "Compared with what has the name of an id: `uid == 'GH78'` (line 4).",
        "A line of a text says a UID: `UID:E41JRQX2DB4P` (line 7).",
    ]
    assert told("assert item.id == '10.0.0.1'\n", "Hard-coded values")[0].startswith("Address `10.0.0.1`")


def test_a_class_of_tests_is_no_double() -> None:
    text = "import unittest\n\nclass MockTillTest(unittest.TestCase):\n    def test_a(self): ...\n"
    assert told(text, DOUBLES) == [
        "The word of a double stands in the name of a class of tests: `MockTillTest` (lines 3–4)."
    ]
