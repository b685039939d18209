"""Doubles from elsewhere, by what they are called, and what runs side by side."""

from __future__ import annotations

from flake8_testsec.review import called_doubles
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from tests.review.asking import told
from tests.test_growth import DOUBLING, called

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
        "`Mock` is called in 1 place (line 16).",
        "By its name, a double is made: `StubServer()` (line 17).",
        "A library of doubles is imported: `responses` (line 1).",
        "A library of doubles is imported: `respx` (line 5).",
        "Replaced for the test, by the name of the call: `self.override_config(limit=3)` (line 18).",
        "A fixture that is called a double is asked for: `stub_broker` (line 21).",
        "By its name, a variable holds a double: `fake_till` (line 15).",
        "Replaced by an assignment: `shop.till.limit` by `3` (line 12).",
    ]


def test_what_is_put_back_replaces_nothing() -> None:
    text = """
        import shop

        def test_a():
            before = shop.limit
            shop.limit = 3
            try:
                assert shop.sell()
            finally:
                shop.limit = before
    """
    assert told(text, "Doubles and controls") == ["Replaced by an assignment: `shop.limit` by `3` (line 5)."]


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
        "Runs coroutines, or starts a loop for them: `asyncio.gather(run(), run())` (line 6).",
        "By its name, starts or ends something outside of the test's own flow: `run_in_process()` "
        "(lines 7, 9).",
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
    assert nothing["Execution"].endswith(
        "What the star import of the conclusion brings may do so all the same."
    )
    assert "conclusion" not in nothing["Hard-coded values"]


def test_what_a_helper_may_replace_and_what_is_shared() -> None:
    text = """
        from shop import till, open_till

        def test_a(monkeypatch, other):
            replace_all(monkeypatch, key=other)
            till.api["limit"] = 3
            till.api = 4
            open_till().limit = 3
    """
    assert told(text, "Doubles and controls") == [
        "`monkeypatch` is given to `replace_all()`, which may replace something (line 4).",
        """Replaced by an assignment: `till.api['limit']` by `3` (line 5).""",
        "Replaced by an assignment: `till.api` by `4` (line 6).",
    ]
    assert told(text, "Resources") == [
        "State of the whole process, changed in `test_a()`: `till.api` (line 6).",
        """Assigned into what is imported, for all of the process: `till.api['limit'] = 3` (line 5).""",
    ]


def test_exceptions_that_calls_expect_by_their_names() -> None:
    text = """
        from shop.testing import raises, opened

        def test_a():
            with raises(KeyError), opened:
                run()
            with opened():
                run()
    """
    assert told(text, "Exceptions") == [
        "An exception or a warning is expected, by the name of the call: `raises(KeyError)` (lines 4–5)."
    ]


def test_published_weaknesses_and_skips_that_are_raised() -> None:
    text = """
        # CVE-2026-12929, not CVE-1
        def test_a():
            '''As GHSA-3r5h-5jcg-gmgg says.'''
            raise SkipTest("no shop")
            raise
    """
    assert told(text, "Known bugs") == [
        "Skips, or asks for something to run at all, by its name: `raise SkipTest('no shop')` (line 4).",
        "A published weakness is named: `CVE-2026-12929` (line 1).",
        "A published weakness is named: `GHSA-3r5h-5jcg-gmgg` (line 3).",
    ]


def test_decorators_that_are_not_followed() -> None:
    text = """
        import pytest
        from shop.testing import with_shop

        @with_shop
        @pytest.mark.slow
        @staticmethod
        def test_a(): ...

        @with_shop()
        def helper(): ...

        @with_shop
        class TestShop:
            @more.kind(1)
            def test_b(self): ...
    """
    assert told(text, "Structure")[-2:] == [
        "A decorator that is not followed stands on what is run: `@with_shop` (lines 4, 12).",
        "A decorator that is not followed stands on what is run: `@more.kind` (line 14).",
    ]
    many = "".join(f"@with_shop\ndef test_{number}(): ...\n" for number in range(6))
    assert told(many, "Structure")[-1].endswith(
        "`@with_shop`, 6 times, from the first to the last line named (lines 1, 11)."
    )


def test_tear_downs_and_callers_in_subclasses() -> None:
    text = """
        import unittest

        class Base(unittest.TestCase):
            def tearDown(self):
                self.shop.close()
            def check(self): ...
            def more(self): ...

        class TestShop(Base):
            def more(self): ...
            def test_a(self):
                self.check()
                self.more()
    """
    assert "The hook `tearDown` does: `self.shop.close()` (line 5)." in told(text, "Resources")
    found = told(text, "Structure")
    assert "Helper `check()`; called by its name in line 12 (line 6)." in found
    assert "Method `more()` (line 7)." in found


def test_messages_that_are_made_and_urls_in_texts() -> None:
    text = """
        class TestShop(TestCase):
            def test_a(self):
                self.assertEqual(a, b, f"{a}")
                self.assertEqual(a, b, "%s" % a)
                self.assertEqual(a, b, "{}".format(a))
                self.assertEqual(a, b, c)
                run("see https://example.org/a for more", f"http://127.0.0.1:{a}/")
                run({"id": 2})
    """
    assert told(text, "Disclosure") == [
        "3 assertions put values into the message of a failure (lines 3, 4, 5)."
    ]
    assert told(text, "Hard-coded values") == [
        "A URL stands in the text `see https://example.org/a for more` (line 7).",
        "A URL stands in the text `http://127.0.0.1:…/` (line 7).",
        "Given under the name of an id: `id=2` (line 8).",
    ]


def test_what_a_double_is_asked_for_tells_nothing() -> None:
    text = """
        from unittest.mock import MagicMock

        def test_a(m):
            assert m.return_value == m.side_effect == MagicMock()
            RequestFactory()
    """
    assert told(text, "Doubles and controls") == ["`MagicMock` is called in 1 place (line 4)."]
    assert not [each for each in told(text, "Inputs") if "client" in each]


def test_calls_of_what_is_put_somewhere_are_looked_for_once() -> None:
    def work(many: int) -> int:
        test = "def test_{0}(shop):\n    shop.till = lambda: 1\n    shop.till()\n"
        text = "".join(test.format(number) for number in range(many))
        return called(lambda: [*called_doubles.facts(Module.parse(text, "tests/test_shop.py", Settings()))])

    work(50)
    assert work(200) / work(100) < DOUBLING
