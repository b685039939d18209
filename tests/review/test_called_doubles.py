"""Doubles from elsewhere, by what they are called, and what runs side by side."""

from __future__ import annotations

from tests.review.asking import told

TEXT = """
    import responses
    import shop.till
    from . import vcr
    from unittest.mock import Mock
    from respx import mock

    LIMIT = 3
    shop.till.limit = 4

    class TestShop(TestCase):
        def test_a(self):
            shop.till.limit = 3
            shop.till.limit: int = 4
            self.limit = 3
            fake_till = object()
            mock_till = Mock()
            server = StubServer()
            self.override_config(limit=3)
            shop.override_config(limit=3)

    def test_b(stub_broker, other):
        pass
"""


def test_what_is_called_a_double() -> None:
    assert told(TEXT, "Doubles and controls") == [
        "`Mock` is called once (line 16).",
        "By its name, a double is made: `StubServer()` (line 17).",
        "A library of doubles is imported: `responses` (line 1).",
        "A library of doubles is imported: `respx` (line 5).",
        "Replaced for the test, by the name of the call: `self.override_config(limit=3)` (line 18).",
        "A fixture that is called a double is asked for: `stub_broker` (line 21).",
        "By its name, a variable holds a double: `fake_till` (line 15).",
        "Replaced by an assignment: `shop.till.limit` by `3` (line 12).",
    ]


def test_threads_tasks_and_what_is_handed_on() -> None:
    text = """
        import asyncio
        import threading

        async def test_a():
            threading.Thread(target=run)
            await asyncio.gather(run(), run())
            await run_in_process(eval, "1", key=exec)
            shop.Thread()
            run_in_process(print, "1")
    """
    assert told(text, "Execution") == [
        "Makes or starts a thread: `threading.Thread(target=run)` (line 5).",
        "Runs coroutines side by side: `asyncio.gather(run(), run())` (line 6).",
        "Given to a call that may run it: `eval` (line 7).",
        "Given to a call that may run it: `exec` (line 7).",
    ]
    assert told(text, "Disclosure") == [
        "Written to the output or the log: `run_in_process(print, '1')` (line 9)."
    ]


def test_limits_of_time() -> None:
    text = """
        import asyncio

        async def test_a():
            await asyncio.wait_for(run(), 3)
            run(timeout=None)
            run(timeout=2)
            with_timeout(3)
            shop.wait_for(3)
            timeout()
            run(**{}, timeout=1)

        class A(Base, timeout=3): ...
    """
    assert "4 calls name a limit of time (lines 4, 6, 7, 10)." in told(text, "Resources")
    assert "1 call names a limit of time (line 1)." in told("run(timeout=1)\n", "Resources")
    many = "run(timeout=1)\n" * 13
    assert "13 calls name a limit of time, the first 12 lines here" in told(many, "Resources")[0]


def test_what_a_decorator_gives_back() -> None:
    text = """
        from django.test import override_settings

        @override_settings(DEBUG=True)
        def test_a(): ...
    """
    assert told(text, "Resources") == [
        "An override of settings is acquired; the decorator gives it back (line 3)."
    ]


def test_todos() -> None:
    assert told("# TODO: more\nx = 1\n", "Known bugs") == ["1 comment begins with TODO (line 1)."]
    many = "# TODO: more\nx = 1\n" * 13
    assert told(many, "Known bugs")[0].startswith("13 comments begin with TODO, the first 12 named here (")


def test_hosts_with_ports_and_calls_that_take_a_password() -> None:
    text = """
        a = "shop.example.com:8080"
        b = "shop.parts:8080"
        user.set_password("hunter")
        user.set_password(word)
        user.set_password()
    """
    assert told(text, "Hard-coded values") == [
        "Looks like a host with its port: `shop.example.com:8080` (line 1).",
        "A literal, not shown here, is given under the name `set_password()` (line 3).",
    ]


def test_what_is_denied_where_something_could_not_be_read() -> None:
    from tests.review.asking import reviewed

    document = reviewed("from shop import *\n\ndef test_a():\n    assert 1\n")
    nothing = {each.name: each.nothing for each in document.aspects}
    assert nothing["Execution"].endswith("What the conclusion names as not read may do so all the same.")
    assert "conclusion" not in nothing["Hard-coded values"]
