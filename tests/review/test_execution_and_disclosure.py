"""Execution and disclosure: what runs, and what is written."""

from __future__ import annotations

from .asking import told


def test_nothing_runs() -> None:
    assert told("def test_a():\n    run('x')\n    self.eval('x')\n", "Execution") == []


def test_what_runs() -> None:
    text = """
        import importlib, os, pickle, subprocess, tarfile, requests

        def test_a(data, archive):
            os.system("ls")
            subprocess.run(["ls"])
            subprocess.run(["ls"])
            exec("x = 1")
            importlib.import_module("shop")
            pickle.loads(data)
            tarfile.open(archive).extractall(data)
            requests.get("http://127.0.0.1/")
    """
    assert told(text, "Execution") == [
        "Starts a process, or hands work to one, by a shell: `os.system('ls')` (line 4).",
        "Starts a process, or hands work to one: `subprocess.run(['ls'])` (lines 5, 6).",
        "Runs or compiles code: `exec('x = 1')` (line 7).",
        "Imports by a call: `importlib.import_module('shop')` (line 8).",
        "Deserialises: `pickle.loads(data)` (line 9).",
        "Unpacks an archive: `tarfile.open(archive).extractall(data)` (line 10).",
        "Downloads, or is answered by a double: `requests.get('http://127.0.0.1/')` (line 11).",
    ]


def test_many_commands_are_counted() -> None:
    text = "import os\n" + "".join(f'os.system("{number}")\n' for number in range(10))
    assert told(text, "Execution")[8:] == [
        "Starts a process, or hands work to one: 2 more calls, from the first to the last line named "
        "(lines 10, 11)."
    ]


def test_nothing_is_written() -> None:
    assert told("def test_a(out):\n    assert out\n    self.ok(1, msg=out)\n", "Disclosure") == []


def test_messages_that_are_texts() -> None:
    text = "def test_a(out):\n    assert out, 'a message'\n"
    assert told(text, "Disclosure") == ["1 assertion has a text for a message (line 2)."]
    more = (
        "    self.assertTrue(out, 'why')\n    self.assertEqual(1, out, msg='why')\n"
        "    self.assertIn(1, out)\n"
    )
    assert told(text + more, "Disclosure") == ["3 assertions have a text for a message (lines 2, 3, 4)."]
    (many,) = told(text + more.splitlines(True)[0] * 9, "Disclosure")
    assert many.startswith("10 assertions have a text for a message, the first 8 named here (lines 2, ")


def test_what_is_written_and_looked_at() -> None:
    text = """
        class TestShop:
            def test_a(self, caplog):
                print("total", self.total)
                assert self.total, f"total {self.total}"
                self.assertEqual(1, 2, msg=self.total)
                self.assertEqual("x", run().stderr)
                self.assertIn("x", run()["message"])
                with self.assertLogs():
                    pass
    """
    assert told(text, "Disclosure") == [
        "Written to the output or the log: `print('total', self.total)` (line 3).",
        "2 assertions put values into the message of a failure (lines 4, 5).",
        "What is written or logged is kept for tests, by `assertLogs` (line 8).",
        "What is written or logged is kept for tests, by `caplog` (line 2).",
        "An assertion looks at what stands under `stderr`: `self.assertEqual('x', run().stderr)` (line 6).",
        "An assertion looks at what stands under `'message'`: `self.assertIn('x', run()['message'])` "
        "(line 7).",
    ]


def test_much_output_is_counted() -> None:
    prints = "".join(f'    print("{number}")\n' for number in range(10))
    tests = "".join(f"def test_{number}(capsys):\n    assert 1, f'{{{number}}}'\n" for number in range(9))
    found = told(f"def test_a():\n{prints}{tests}", "Disclosure")
    assert found[8] == "2 more calls print or log, from the first to the last line named (lines 10, 11)."
    assert found[9].startswith(
        "9 assertions put values into the message of a failure, the first 8 named here (lines 13,"
    )
    assert (
        found[10]
        == "What is written or logged is kept for tests, by `capsys`, 9 times; the first is named here "
        "(line 12)."
    )
