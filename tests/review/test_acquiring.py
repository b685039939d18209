"""What is certainly acquired, what a block enters by its name, and what goes to a caller."""

from __future__ import annotations

import ast

from flake8_testsec.review.acquiring import kept
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from tests.review.asking import told
from tests.test_growth import DOUBLING, called

RESOURCES = "Resources"


def test_what_a_block_enters_by_its_name() -> None:
    text = """
        from unittest.mock import patch

        def test_a():
            patcher = patch("shop.till", 1)
            with patch("shop.shelf"), patcher as till:
                till()

        def test_b(given):
            other = given or patch("shop.till")
            twice = patch("shop.till")
            twice = patch("shop.shelf")
            with other, twice:
                keep(patch("shop.till"))
    """
    found = [each for each in told(text, RESOURCES) if "patcher is" in each]
    assert found[0] == "A patcher is acquired; the with statement that names it gives it back (lines 4, 5)."
    assert not any("that names it" in each for each in found[1:])


def test_what_a_block_expects_to_fail_and_what_opens_nothing() -> None:
    text = """
        import httplib2, pytest, socket

        def test_a():
            with pytest.raises(OSError):
                one = socket.socket()
                one.close()
            other = httplib2.Http()
            other.close()
    """
    assert [each.partition(";")[0] for each in told(text, RESOURCES)[:2]] == [
        "A socket is asked for where a block expects an exception or a warning, so there may be none",
        "A connection is made, which opens nothing before it is used",
    ]


def test_what_goes_to_callers() -> None:
    text = """
        import subprocess

        def start(url):
            return subprocess.Popen([url])

        def begin(url):
            process = subprocess.Popen([url])
            return process

        def test_a():
            process = start("a")
            try:
                process.wait(5)
            finally:
                process.kill()

        def test_b(shop):
            shop.start()
    """
    process = "A child process is acquired; it goes to who calls "
    assert [each for each in told(text, RESOURCES) if "goes to" in each] == [
        f"{process}`start()`, in this file by 1 call at lines named here; its end there is not followed "
        "(lines 4, 11).",
        f"{process}`begin()`; its end there is not followed (lines 7, 8).",
    ]


KEPT = """
    import socket

    conn = None

    def start():
        global conn
        conn = socket.socket()

    def stop():
        conn.{}()

    def other():
        conn = shop()
        conn.close()
"""


def test_what_the_module_keeps_is_ended_under_its_own_name_alone() -> None:
    found = told(KEPT.format("close"), RESOURCES)[0]
    assert found.endswith("keeps it, and `conn.close()` is called at a line named here (lines 7, 10).")
    found = told(KEPT.format("send"), RESOURCES)[0]
    assert found.endswith("keeps it, and no call here ends it by its name (line 7).")
    inner = KEPT.replace("        global conn\n", "        def inner():\n            global conn\n")
    assert "keeps it" not in told(inner.format("close"), RESOURCES)[0]


def test_what_is_given_back_on_each_way_is_not_said_to_be_on_some() -> None:
    head = "import socket\n\ndef test_a(flag):\n    one = socket.socket()\n    if flag: one.close()\n"
    assert "given back on some of its ways" in told(head, RESOURCES)[0]
    found = told(f"{head}    else: one.close()\n", RESOURCES)[0]
    assert "given back on one of its ways at a line named here" in found


def test_what_modules_keep_is_looked_for_once() -> None:
    def work(many: int) -> int:
        start = "def start_{0}():\n    global a{0}\n    a{0} = socket.socket()\n    a{0}.close()\n"
        text = "import socket\n" + "".join(start.format(number) for number in range(many))
        module = Module.parse(text, "tests/test_shop.py", Settings())
        calls = [each for each in module.nodes(ast.Call) if not isinstance(module.parent(each), ast.Expr)]
        pairs = [(each, module.function(each)) for each in calls]
        return called(lambda: [kept(each, around, module) for each, around in pairs if around is not None])

    smaller, larger = min(work(100), work(100)), min(work(200), work(200))
    assert larger / smaller < DOUBLING
