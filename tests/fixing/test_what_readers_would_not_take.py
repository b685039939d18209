"""Fixes that readers would not have taken as they were, by kind."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.cli.patches import patch

from .texts import becomes, fixed, safe, stays


def test_a_class_behind_an_assertion_is_what_the_value_shall_be_an_instance_of() -> None:
    text = """
    import unittest

    class TestOrder(unittest.TestCase):
        def test_total(self):
            self.{}(order.total(), {})
    """
    for method, value, after in (
        ("assertTrue", "dict", "assertIsInstance(order.total(), dict)"),
        ("assertTrue", "4", "assertEqual(order.total(), 4)"),
    ):
        before = text.format(method, value)
        becomes("TSE504", before, before.replace(f"{method}(order.total(), {value})", after))


@pytest.mark.parametrize("asked", ["type(order)", "order.__class__"])
def test_a_class_that_is_compared_with_a_class_stays_one(asked: str) -> None:
    before = f"""
    import unittest

    class TestOrder(unittest.TestCase):
        def test_total(self):
            order = make()
            self.assertTrue({asked}, dict)
    """
    becomes("TSE504", before, before.replace("assertTrue", "assertEqual"))


def test_a_class_behind_the_comma_of_an_assert_is_left_to_a_person() -> None:
    stays("TSE506", "def test_total():\n    assert total(), dict\n")


def test_a_class_of_the_module_may_have_the_name_of_a_builtin() -> None:
    before = """
    import unittest

    dict = 4

    class TestOrder(unittest.TestCase):
        def test_total(self):
            self.assertTrue(total(), dict)
    """
    becomes("TSE504", before, before.replace("assertTrue", "assertEqual"))


def test_a_comment_goes_into_the_else_with_its_assertion() -> None:
    becomes(
        "TSE405",
        """
        def test_total():
            try:
                found = total()
                # All of them.
                # Really.
                assert found == 3
            except Exception:
                pass
        """,
        """
        def test_total():
            try:
                found = total()
            except Exception:
                pass
            else:
                # All of them.
                # Really.
                assert found == 3
        """,
    )


def test_a_comment_goes_into_the_finally_with_what_it_is_about() -> None:
    becomes(
        "TSE304",
        """
        import os

        def test_zone():
            os.environ["TZ"] = "UTC"
            # Now.
            assert zone() == "UTC"

            # As it was.
            del os.environ["TZ"]
        """,
        """
        import os

        def test_zone():
            os.environ["TZ"] = "UTC"
            try:
                # Now.
                assert zone() == "UTC"
            finally:
                # As it was.
                del os.environ["TZ"]
        """,
    )


SERVER = """
import threading
from http.server import HTTPServer

import pytest

@pytest.fixture
def server():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
"""


def with_server(text: str) -> str:
    return SERVER + textwrap.indent(textwrap.dedent(text), "    ")


def test_a_server_is_closed_where_it_is_told_to_end() -> None:
    becomes(
        "TSE316",
        with_server(
            """\
            yield server.server_address

            # Enough.
            server.shutdown()
            thread.join()
            """
        ),
        with_server(
            """\
            try:
                yield server.server_address
            finally:
                # Enough.
                server.shutdown()
                thread.join()
                server.server_close()
            """
        ),
    )
    told = "try:\n    yield server.server_address\nfinally:\n    server.shutdown()\n"
    becomes("TSE316", with_server(told), with_server(f"{told}    server.server_close()\n"))
    assert safe("TSE316", with_server(told)) == [False]


@pytest.mark.parametrize(
    "told",
    [
        "yield server.server_address\nend = server.shutdown()\n",
        "yield server.server_address\nserver.shutdown()\nassert server.closed\n",
        "yield server.server_address\nif server:\n    server.shutdown()\n",
        "two = start()\nyield server.server_address\nserver.shutdown()\ntwo.join()\nassert two.done\n",
    ],
)
def test_a_server_that_is_told_to_end_in_another_way_is_left_to_a_person(told: str) -> None:
    stays("TSE316", with_server(told))


def test_a_loop_that_is_made_the_current_one_may_be_used_by_others() -> None:
    loop = "import asyncio\n\ndef test_read():\n    loop = asyncio.new_event_loop()\n    {}loop.run(read())\n"
    assert safe("TSE316", loop.format("")) == [True]
    assert safe("TSE316", loop.format("asyncio.set_event_loop(loop)\n    ")) == [False]


def test_blank_lines_of_what_is_restored_are_blank_again() -> None:
    becomes(
        "TSE501",
        """
        def test_total():
            found = total()
            # assert found[0] == 3
            #
            # assert found[1] == 4
            assert total()
        """,
        """
        def test_total():
            found = total()
            assert found[0] == 3

            assert found[1] == 4
            assert total()
        """,
    )


def test_an_assertion_is_restored_by_the_name_that_it_has_today() -> None:
    text = """
    import unittest

    class TestOrder(unittest.TestCase):
        def test_total(self):
            order = make().order()
            {}self.{}(order.total(), 3)
            order = make().total()
            self.assertEqual(order.count(), 1)
    """
    becomes("TSE501", text.format("# ", "assertEquals"), text.format("", "assertEqual"))
    compat = (
        text.rstrip() + "\n\n        def assertEquals(self, one, other):\n            assert one == other\n"
    )
    assert "self.assertEquals(order" in fixed("TSE501", compat.format("# ", "assertEquals"))[0]


def test_a_patch_shows_a_block_that_is_put_into_another_as_a_whole() -> None:
    """Where the next test has the same lines, these are not taken for those of the block."""
    lines = ["    a()", "    b()", "    c()", "    d()"]
    before = "\n".join(["def one():", *lines, "", "def two():", *lines, ""])
    wrapped = ["    with x:", *(f"    {line}" for line in lines)]
    after = "\n".join(["def one():", *wrapped, "", "def two():", *lines, ""])
    told = patch("x.py", before.encode(), after.encode()).decode().splitlines()
    assert [line[1:] for line in told if line.startswith("-") and not line.startswith("---")] == lines
    assert [line[1:] for line in told if line.startswith("+") and not line.startswith("+++")] == wrapped


@pytest.mark.parametrize("asked", ["info.name", "repr(info)", "str(info, 'ascii')"])
def test_an_assertion_that_takes_the_context_for_the_error_is_left_to_a_person(asked: str) -> None:
    stays(
        "TSE403",
        f"""
        import pytest

        def test_pay():
            with pytest.raises(ValueError) as info:
                pay(-1)
                assert {asked} == "x"
        """,
    )


@pytest.mark.parametrize(
    ("context", "held"),
    [("pytest.raises(ValueError)", "value"), ("self.assertRaises(ValueError)", "exception")],
)
def test_the_text_of_the_context_is_meant_to_be_that_of_the_error(context: str, held: str) -> None:
    before = f"""
        import pytest, unittest

        class TestPay(unittest.TestCase):
            def test_pay(self):
                with {context} as info, pytest.raises(OSError):
                    pay(-1)
                    assert "x" in str(info)
        """
    after = before.replace("        assert", "    assert").replace("str(info)", f"str(info.{held})")
    becomes("TSE403", before, after)
