"""An async test without a marker, in a project whose pytest runs only marked ones."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.coroutines import async_tests, marked

rule = Rule(
    code="TSE519",
    summary="nothing seems to run this coroutine; mark it or set asyncio_mode = auto",
    message="nothing seems to run the async test, so it passes unchecked; mark it or set asyncio_mode = auto",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    pytest does not run ``async def`` tests by itself: a plugin does, for those with its marker, or for all
    where the configuration says so. The project's configuration shows a plugin that goes by markers, sets
    no mode that runs all, and this test has no marker: it is skipped with a warning, or fails, depending
    on the version. One finding stands for all such tests of a module. What a ``conftest.py`` sets up is not
    read (a hook there may mark or run the tests), nor are options on a command line: that is why this rule
    has to be enabled by name. Where the configuration says nothing of coroutines it is silent, for another
    plugin may run them all.
    """,
    fix="""
    Put ``@pytest.mark.asyncio`` (or the marker of the plugin in use) on the tests, or set
    ``asyncio_mode = auto`` in the project's pytest configuration.
    """,
    fixable="""
    The test gets the marker of those that have one; unsafe, because it has never run and may fail. Where no
    test of the module has a marker, the plugin is not known.
    """,
    bad=(
        """
        from unittest.mock import patch

        @patch("shop.client.connect")
        async def test_opens(connect):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            await open_shop()
            connect.assert_awaited_once_with("till")

        async def test_closes():
            await close_shop()
        """,
        """
        import pytest

        @pytest.mark.asyncio
        async def test_opens(client):
            assert await client.open()

        class TestClosing:
            async def test_closes(self, client):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert await client.close()
        """,
    ),
    good=(
        """
        import pytest

        @pytest.mark.asyncio
        async def test_opens(client):
            assert await client.open()

        @pytest.mark.slow
        async def test_closes(client):
            assert await client.close()
        """,
        # Nearly all are marked: that is another rule's finding.
        """
        import pytest

        @pytest.mark.asyncio
        async def test_opens(client):
            assert await client.open()

        @pytest.mark.asyncio
        async def test_reads(client):
            assert await client.read() == b"ok"

        @pytest.mark.asyncio
        async def test_closes(client):
            assert await client.close()

        async def test_closes_again(client):
            assert await client.close()
        """,
        """
        # file: tests/connections.py
        async def test_connection(url):
            return await probe(url)
        """,
    ),
)

_COLLECTED = short(r"(.*[/\\])?(test_.*|.*_test|tests)\.py\Z")


@rule.where(holds=(ast.AsyncFunctionDef,))
def unmarked(module: Module) -> Iterator[Hit]:
    """Report the first async test that has no marker, where no mode runs it either."""
    if module.settings.asyncio_auto is False and _COLLECTED.match(module.path):
        tests = async_tests(module)
        if tests.unmarked and not tests.lean_on_markers:
            first = tests.unmarked[0]
            yield rule.at(first).fixed(*marked(first, module))
