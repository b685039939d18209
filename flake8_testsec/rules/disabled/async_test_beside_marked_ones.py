"""One async test without the marker that the others have: nothing runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.coroutines import async_tests, marked

rule = Rule(
    code="TSE518",
    summary="this async test has no runner marker; the others of its module have one",
    message="{name} has no runner marker, though the other async tests of the module have one; add it",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    In pytest an ``async def`` test needs a plugin to run it, and the plugin goes by the marker. The other
    async tests of this module are marked one by one, so the mode that runs them all is off: this one is
    skipped with a warning, or fails, depending on the version. Its checks are never made. Where the
    project's pytest configuration is read and has a mode that runs all, this rule is silent.
    """,
    fix="""
    Put the marker that the others have on this test, or one ``pytestmark`` on the module in place of them
    all.
    """,
    fixable="""
    The test gets the marker that all the others have; unsafe, because it has never run and may fail.
    """,
    bad=(
        """
        import pytest

        @pytest.mark.asyncio
        async def test_opens(client):
            assert await client.open()

        @pytest.mark.asyncio
        async def test_reads(client):
            assert await client.read() == b"ok"

        class TestClosing:
            @pytest.mark.asyncio
            async def test_closes(self, client):
                assert await client.close()

            @pytest.mark.parametrize("times", [1, 2])
            async def test_closes_again(self, client, times):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert await client.close(times)
        """,
    ),
    good=(
        # All are marked, or named by the module, or may be run by what this file does not show.
        """
        import pytest

        from shop.testing import in_loop

        @pytest.mark.anyio
        async def test_opens(client):
            assert await client.open()

        @pytest.mark.anyio
        async def test_reads(client):
            assert await client.read() == b"ok"

        @pytest.mark.anyio()
        async def test_closes(client):
            assert await client.close()

        @in_loop
        async def test_closes_again(client):
            assert await client.close()

        async def test_backend(anyio_backend):
            assert await serve(anyio_backend)

        async def test_helper(client):
            assert await client.ping()

        def test_ping(client, loop):
            loop.run_until_complete(test_helper(client))
        """,
        # Markers are the exception: a mode that runs all seems to be on.
        """
        import pytest

        @pytest.mark.asyncio(loop_scope="module")
        async def test_opens(client):
            assert await client.open()

        async def test_reads(client):
            assert await client.read() == b"ok"
        """,
        """
        import pytest

        pytestmark = pytest.mark.asyncio

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
        import unittest

        import pytest

        class TestOrders(unittest.IsolatedAsyncioTestCase):
            async def test_places(self):
                self.assertTrue(await place("tea"))

        @pytest.mark.trio
        async def test_opens(client):
            assert await client.open()

        @pytest.mark.trio
        async def test_reads(client):
            assert await client.read() == b"ok"

        @pytest.mark.trio
        async def test_closes(client):
            assert await client.close()
        """,
    ),
)


@rule.where(holds=(ast.AsyncFunctionDef,))
def unmarked(module: Module) -> Iterator[Hit]:
    """Report async tests without marker where the marked ones are three at least, and two thirds."""
    tests = async_tests(module)
    if tests.lean_on_markers and not module.settings.asyncio_auto:
        for function in tests.unmarked:
            yield rule.at(function, name=function.name).fixed(*marked(function, module))
