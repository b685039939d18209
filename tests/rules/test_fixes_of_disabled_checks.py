"""What fixes of the disabled checks' family change, and what they leave to a person."""

from __future__ import annotations

import textwrap

import pytest

from tests.fixing.texts import becomes, safe, stays


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("assertTrue(x.size, 2)", "assertEqual(x.size, 2)"),
        ("assertTrue(x.size, True)", "assertTrue(x.size)"),
        ("assertFalse(x.size, False)", "assertFalse(x.size)"),
        ("assertFalse(x.size, None)", "assertIsNone(x.size)"),
        ("assertFalse(x.size, 0)", "assertEqual(x.size, 0)"),
        ("failUnless(x.size, 2)", "assertEqual(x.size, 2)"),
        # They contradict each other, or parentheses are in the way.
        ("assertTrue(x.size, 0)", ""),
        ("assertTrue(x.size, None)", ""),
        ("assertTrue(x.size, [])", ""),
        ("assertTrue(x.size, [1, 2 == 3])", ""),
        ("assertFalse(x.size, 2)", ""),
        ("assertTrue(x.size, (True))", ""),
        ("assertFalse(x.size, (None))", ""),
    ],
)
def test_an_expected_value_in_the_place_of_a_message(before: str, after: str) -> None:
    text = "import unittest\n\nclass TestX(unittest.TestCase):\n    def test_x(self, x):\n        self."
    if after:
        becomes("TSE504", text + before, text + after)
        assert safe("TSE504", text + before) == [before.endswith(("True)", "False)"))]
    else:
        stays("TSE504", text + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("assert x.size, 2", "assert x.size == 2"),
        ("assert x.size,2", "assert x.size == 2"),
        ("assert x.size, \\\n        2", "assert x.size == \\\n        2"),
        ("assert x.size, [\n        2]  # é", "assert x.size == [\n        2]  # é"),
        ("assert x.é(1), -1", "assert x.é(1) == -1"),
        ("assert x.size, True", "assert x.size"),
        ("assert (x.size), True", ""),
        ("assert (x.size), 2", ""),
        ("assert x.size, (2)", ""),
        ("assert x.size == 1, 2", ""),
        ("assert not x.size, 2", ""),
        ("assert -x.size, 2", "assert -x.size == 2"),
        ("assert x.size, False", ""),
        ("assert x.size, 0", ""),
        ("assert x.size, []", ""),
        ("assert x.size, [1, 2 == 3]", "assert x.size == [1, 2, 3]"),
        ("assert x.size \\\n    , \\\n    2", ""),
    ],
)
def test_an_expected_value_after_the_comma(before: str, after: str) -> None:
    text = "def test_x(x):\n    "
    if after:
        becomes("TSE506", text + before, text + after)
        assert safe("TSE506", text + before) == [before.endswith("True")]
    else:
        stays("TSE506", text + before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("assert (y for y in x)", "assert all(y for y in x)"),
        ("self.assertTrue(y for y in x)", "self.assertTrue(all(y for y in x))"),
        ("self.assertTrue((y for y in x))", "self.assertTrue(all(y for y in x))"),
        ("assert (x.open, 'it is closed')", "assert x.open, 'it is closed'"),
        ("assert (\n        x.open,\n        'it is closed',\n    )", "assert x.open, 'it is closed'"),
        ("assert 3, len(x)", "assert 3 == len(x)"),
        ("self.assertTrue(3, len(x))", "self.assertEqual(3, len(x))"),
        ("self.assertFalse(None, x.name)", "self.assertIsNone(x.name)"),
        ("assert os.path.exists, x.path", "assert os.path.exists(x.path)"),
        # What was meant is not certain.
        ("assert (all(y) for y in x)", ""),
        ("assert (y for y in x), 'no y'", ""),
        ("assert not [], x.name", ""),
        ("assert (x.open, x.shut)", ""),
        ("assert (\n        x.open,  # now\n        'it is closed',\n    )", ""),
        ("assert (\n        x[\n  1],\n        'it is closed',\n    )", ""),
        ("assert True, len(x)", ""),
        ("assert f'{1}a', len(x)", ""),
        ("assert 'it is closed', len(x)", ""),
        ("assert 3, x.message", ""),
        ("self.assertTrue(3, len(x), 4)", ""),
        ("self.assertTrue(3, *x)", ""),
        ("assert os.path.exists, (x.path)", ""),
    ],
)
def test_an_object_that_is_always_true(before: str, after: str) -> None:
    text = "import os\n\nclass TestX:\n  def test_x(self, x):\n    "
    if after:
        becomes("TSE505", text + before, text + after)
    else:
        stays("TSE505", text + before)


def test_a_long_line_is_not_put_together() -> None:
    said = "it is closed, " * 8
    stays("TSE505", f"def test_x(x):\n    assert (\n        x.open,\n        '{said}',\n    )\n")


CASE = """
from unittest import TestCase

class TestShop(TestCase):
    async def test_order(self):
        self.assertTrue(await order())
"""


def test_the_base_that_awaits_is_imported() -> None:
    becomes(
        "TSE510",
        CASE,
        """
        import unittest
        from unittest import TestCase

        class TestShop(unittest.IsolatedAsyncioTestCase):
            async def test_order(self):
                self.assertTrue(await order())
        """,
    )


@pytest.mark.parametrize(
    "text",
    [
        CASE.replace("from", "unittest = 1\nfrom"),
        CASE.replace("self.assertTrue(await order())", "yield await order()"),
        CASE + "    def test_other(self):\n        get_event_loop()\n",
        CASE.replace("class TestShop(TestCase)", "class Base(TestCase):\n    pass\n\nclass TestShop(Base)"),
    ],
)
def test_a_base_stays(text: str) -> None:
    stays("TSE510", text)


INNER = """
from unittest import mock

def test_order(shop):
    @mock.patch.object(shop, "send")
    @mock.patch("shop.log", new=None)
    @mock.patch.dict("shop.prices", {})
    def check(send):
        assert send.called
    shop.order()
"""


def test_an_inner_check_is_called_at_the_end() -> None:
    becomes("TSE511", INNER, INNER + "    check()\n")


@pytest.mark.parametrize(
    "text",
    [
        INNER + "    return shop\n",
        INNER.replace("(send)", "(send, other)"),
        INNER.replace("(send)", "(*send)"),
        INNER.replace("(send)", "(send=1)"),
        INNER.replace("mock.patch.dict", "mock.patch.multiple"),
        INNER.replace('@mock.patch.dict("shop.prices", {})', "@mock.patch.object"),
        INNER.replace("def check", "async def check"),
        INNER.replace("        assert", "        yield\n        assert"),
        INNER.replace("order()\n", "order();\n"),
    ],
)
def test_an_inner_check_stays(text: str) -> None:
    stays("TSE511", text)


@pytest.mark.parametrize(
    ("other", "name", "new"),
    [
        ("test_a", "takes", "test_takes"),
        ("testA", "takesAll", "testTakesAll"),
        ("testA", "takes_all", "test_takes_all"),
        ("test_a", "tset_takes", "test_takes"),
        ("test_a", "teet_takes", "test_takes"),
        ("test_a", "text_takes", "test_takes"),
        ("test_a", "qos_test_takes", "test_qos_test_takes"),
        ("test_takes", "takes", ""),
        ("test_a", "xtest_takes", ""),
        ("test_a", "atest_takes", ""),
        ("test_a", "_test_takes", ""),
    ],
)
def test_the_name_of_a_check(other: str, name: str, new: str) -> None:
    text = textwrap.dedent(
        f"""
        from shop import take

        class TestX:
            def {other}(self):
                assert take()

            def {name}(self):
                assert not take()
        """
    )
    if new:
        becomes("TSE515", text, text.replace(f" {name}(", f" {new}("))
    else:
        stays("TSE515", text)


PUT_ASIDE = """
from shop import take

class TestX:
    def test_a(self):
        assert take()

    def {}(self):
        assert {}

    def {}(self):
        assert take(2)
"""


@pytest.mark.parametrize(
    ("name", "checked", "other"),
    [("tst_takes", "not take()", "tst_more"), ("tst_takes", "take() == GONE", "test_more")],
)
def test_what_would_fail_or_is_put_aside_keeps_its_name(name: str, checked: str, other: str) -> None:
    stays("TSE515", PUT_ASIDE.format(name, checked, other))


def test_a_coroutine_is_awaited_only_where_that_is_allowed() -> None:
    stays(
        "TSE516",
        """
        async def ready():
            pass

        async def test_ready():
            wait = lambda: [ready() for _ in ()]

            def check():
                ready()

            check(wait)
        """,
    )


MARKED = """
import pytest

@pytest.mark.asyncio
async def test_a():
    assert await a()

@pytest.mark.asyncio
async def test_b():
    assert await b()

@pytest.mark.asyncio
async def test_c():
    assert await c()

async def test_d():
    assert await d()
"""


def test_the_marker_that_the_others_have() -> None:
    becomes("TSE518", MARKED, MARKED.replace("async def test_d", "@pytest.mark.asyncio\nasync def test_d"))


def test_other_decorators_are_not_copied() -> None:
    text = MARKED.replace("async def test_a", "@pytest.mark.slow\nasync def test_a")
    becomes("TSE518", text, text.replace("async def test_d", "@pytest.mark.asyncio\nasync def test_d"))


@pytest.mark.parametrize(
    "text",
    [
        MARKED.replace("asyncio\nasync def test_a", "anyio\nasync def test_a"),
        MARKED.replace("pytest.mark.asyncio", "pytest.mark.asyncio(scope='module')"),
    ],
)
def test_markers_that_differ_or_say_more_are_not_copied(text: str) -> None:
    stays("TSE518", text)


def test_a_wait_is_put_before_the_call() -> None:
    becomes(
        "TSE520",
        """
        from twisted.internet import defer

        class TestShop:
            @defer.inlineCallbacks
            def test_order(self):
                yield from self.order(1)
                self.order(2)
        """,
        """
        from twisted.internet import defer

        class TestShop:
            @defer.inlineCallbacks
            def test_order(self):
                yield from self.order(1)
                yield from self.order(2)
        """,
    )


def test_a_marker_above_nothing_that_could_be_marked_stays() -> None:
    stays("TSE521", "import pytest\n\npytest.mark.slow\nSIZE = 3\n")


def test_a_fixture_that_a_test_calls_stays_a_function() -> None:
    stays(
        "TSE521",
        """
        import pytest

        pytest.fixture()
        def shop():
            return Shop()

        def test_shop():
            assert shop().open
        """,
    )
