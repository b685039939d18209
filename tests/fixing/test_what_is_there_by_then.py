"""What a fix names is bound by then, and what belongs together is moved together."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe, stays

FOLDER = """\
    import tempfile
    import unittest

    from shop import load

    class TestLoad(unittest.TestCase):
        def test_load(self):
            import shutil
            path = tempfile.mkdtemp()
            self.assertTrue(load(path))
            shutil.rmtree(path)
    """
STREAMS = """\
    import os
    import sys

    from shop import run

    def capture(stream, environ):
        old_stdout = sys.stdout
        old_environ = os.environ
        os.environ = environ
        sys.stdout = stream

        run()

        sys.stdout = old_stdout
        os.environ = old_environ
        return stream
    """
MANAGER = """\
    from contextlib import contextmanager

    class Browser:
        @contextmanager
        def request(self):
            self.content_type = "text"
            self.timer.start()
            yield self

            self.content_type = None
            self.timer.stop()
    """


def test_a_cleanup_names_what_is_imported_above() -> None:
    assert "        self.addCleanup(shutil.rmtree, path)\n" in fixed("TSE306", FOLDER)[0]


@pytest.mark.parametrize(
    "line", ["import shutil", "import shutil as shutil", "from os import path as shutil"]
)
def test_nothing_is_registered_that_is_imported_only_below(line: str) -> None:
    text = FOLDER.replace("            import shutil\n", "")
    stays(
        "TSE306", text.replace("            shutil.rmtree", f"            {line}\n            shutil.rmtree")
    )


def test_nothing_is_put_into_finally_that_the_body_imports() -> None:
    text = MANAGER.replace("timer.stop()", "timer.stop(limit)")
    stays(
        "TSE310", text.replace("            self.content_type = None", "            from shop import limit")
    )


def test_a_module_that_a_function_imports_for_itself_below() -> None:
    text = """\
    import contextlib
    import sqlite3

    def test_order():
        shop = sqlite3.connect("orders")
        shop.execute("select 1")
        import contextlib
        assert contextlib.nullcontext()
    """
    stays("TSE316", text)
    assert "with contextlib.closing(" in fixed("TSE316", text.replace("        import contextlib\n", ""))[0]


def test_a_variable_named_above_the_import_of_its_module() -> None:
    text = """\
    import os
    import unittest
    from unittest import mock

    class TestFolder(unittest.TestCase):
        def test_folder(self):
            os.environ["SHOP"] = "pear"
            from unittest import mock
            self.assertTrue(mock.shop())
    """
    stays("TSE304", text)


def test_what_was_kept_is_put_back_together() -> None:
    becomes(
        "TSE313",
        STREAMS,
        """\
        import os
        import sys

        from shop import run

        def capture(stream, environ):
            old_stdout = sys.stdout
            old_environ = os.environ
            os.environ = environ
            sys.stdout = stream

            try:
                run()
            finally:
                sys.stdout = old_stdout
                os.environ = old_environ
            return stream
        """,
    )


def test_what_was_not_kept_stays_outside() -> None:
    text = STREAMS.replace("old_environ = os.environ", "old_environ = dict(os.environ)")
    assert "\n    os.environ = old_environ\n" in fixed("TSE313", text)[0]


def test_a_reset_belongs_to_what_is_put_back() -> None:
    becomes(
        "TSE310",
        MANAGER,
        """\
        from contextlib import contextmanager

        class Browser:
            @contextmanager
            def request(self):
                self.content_type = "text"
                self.timer.start()
                try:
                    yield self
                finally:
                    self.content_type = None
                    self.timer.stop()
        """,
    )


def test_what_is_more_than_a_reset_stays_in_the_body() -> None:
    after = fixed("TSE310", MANAGER.replace("content_type = None", "content_type = self.found()"))[0]
    assert "\n            self.content_type = self.found()\n        finally:\n" in after


def test_a_comment_moves_along_with_the_first_line() -> None:
    becomes(
        "TSE304",
        """\
        import os

        def test_folder(find):
            os.environ["SHOP"] = "pear"

            # It is read
            # at once.
            assert find() == "pear"
            del os.environ["SHOP"]
        """,
        """\
        import os

        def test_folder(find):
            os.environ["SHOP"] = "pear"

            try:
                # It is read
                # at once.
                assert find() == "pear"
            finally:
                del os.environ["SHOP"]
        """,
    )


def test_an_environment_that_was_replaced_is_left_to_a_person() -> None:
    text = """\
    import os

    def test_run(run):
        saved = dict(os.environ)
        os.environ = {"PATH": "/bin"}
        assert run()
        os.environ = saved
    """
    stays("TSE317", text)
    after = fixed(
        "TSE317", text.replace('os.environ = {"PATH"', 'os.environ.update({"PATH"').replace('n"}', 'n"})')
    )
    assert "    os.environ.clear()\n    os.environ.update(saved)\n" in after[0]


POLLED = """\
    import time
    import requests

    def wait(url):
        for _ in range(50):
            try:
                requests.get(url)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        assert False
    """


def test_who_tries_again_bears_with_the_limit() -> None:
    becomes(
        "TSE210",
        POLLED,
        """\
        import time
        import requests

        def wait(url):
            for _ in range(50):
                try:
                    requests.get(url, timeout=5)
                except (requests.ConnectionError, requests.Timeout):
                    time.sleep(0.1)
                else:
                    return
            assert False
        """,
    )


@pytest.mark.parametrize("error", ["OSError", "Exception", "requests.RequestException", "shop.Timeout"])
def test_who_bears_with_it_already(error: str) -> None:
    after = fixed("TSE210", POLLED.replace("requests.ConnectionError", error))[0]
    assert f"timeout=5)\n        except {error}:\n" in after


@pytest.mark.parametrize("error", ["ConnectionRefusedError", "shop.ConnectionError", "ValueError"])
def test_who_would_not_bear_with_it(error: str) -> None:
    stays("TSE210", POLLED.replace("requests.ConnectionError", error))


def test_who_tries_again_below() -> None:
    text = """\
    import time
    from http.client import HTTPConnection

    def wait():
        for _ in range(50):
            connection = HTTPConnection("localhost", 8080)
            try:
                connection.request("HEAD", "/")
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                return
        assert False
    """
    stays("TSE210", text)
    assert ", timeout=5)" in fixed("TSE210", text.replace("ConnectionRefusedError", "OSError"))[0]


LIMIT = """\
    from shop import orders

    def test_orders():
        assert len(orders()) OPERATOR 2000
        for each in orders():
            assert len(orders()), 2000
    """


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_the_comparison_that_stands_above(operator: str) -> None:
    text = LIMIT.replace("OPERATOR", operator)
    becomes("TSE506", text, text.replace("orders()), 2000", f"orders()) {operator} 2000"))
    assert safe("TSE506", text) == [False]


def test_any_other_comparison() -> None:
    text = LIMIT.replace("OPERATOR 2000", "!= 0")
    becomes("TSE506", text, text.replace("orders()), 2000", "orders()) == 2000"))


def test_the_name_that_the_file_has_imported() -> None:
    becomes(
        "TSE408",
        """\
        from pytest import fixture, raises
        from shop import pay

        def test_declined():
            try:
                pay(-1)
            except ValueError as error:
                assert error.args == (-1,)
        """,
        """\
        from pytest import fixture, raises
        from shop import pay

        def test_declined():
            with raises(ValueError) as error:
                pay(-1)
            assert error.value.args == (-1,)
        """,
    )


def test_a_file_that_a_block_has_written() -> None:
    becomes(
        "TSE306",
        """\
        import os
        import tempfile

        def test_orders(shop):
            with tempfile.NamedTemporaryFile("w", delete=False) as file:
                file.write("pear")
            with open(file.name) as orders:
                assert shop.reads(orders)
            os.remove(file.name)
        """,
        """\
        import os
        import tempfile

        def test_orders(shop):
            with tempfile.NamedTemporaryFile("w", delete=False) as file:
                file.write("pear")
            try:
                with open(file.name) as orders:
                    assert shop.reads(orders)
            finally:
                os.remove(file.name)
        """,
    )
