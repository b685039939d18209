"""What is certainly acquired, what a block enters by its name, and what goes to a caller."""

from __future__ import annotations

from tests.review.asking import told

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
