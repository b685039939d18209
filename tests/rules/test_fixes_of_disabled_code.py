"""Code in comments, restored where nothing but code is there."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, stays

RESTORED = """
def test_order(run):
    result = run("é")
    #assert result.code == 0
    result = run("è")
    assert result.code == 1
"""


def test_restored_code_keeps_its_own_indentation() -> None:
    becomes(
        "TSE501",
        """
        class TestOrder:
            def test_order(self):
                if self.shop:
                    result = self.run()
                    # for line in result.lines:
                    #     assert line == (
                    #         1,
                    #     )
                    assert self.run().lines
        """,
        """
        class TestOrder:
            def test_order(self):
                if self.shop:
                    result = self.run()
                    for line in result.lines:
                        assert line == (
                            1,
                        )
                    assert self.run().lines
        """,
    )


def test_restored_code_below_the_end_of_a_function() -> None:
    becomes(
        "TSE501",
        """
        def test_order(run):
            total = run()
            # assert total == 2
        """,
        """
        def test_order(run):
            total = run()
            assert total == 2
        """,
    )


def test_restored_code_of_something_else_than_above() -> None:
    becomes(
        "TSE501",
        """
        def test_order(self):
            code, size = self.run()
            # self.assertEqual(1, size)
            self.assertEqual(1, code)
            self.assertTrue()
        """,
        """
        def test_order(self):
            code, size = self.run()
            self.assertEqual(1, size)
            self.assertEqual(1, code)
            self.assertTrue()
        """,
    )


@pytest.mark.parametrize(
    "text",
    [
        # Words beside it.
        RESTORED.replace("    #assert", "    # sometimes\n    #assert"),
        RESTORED.replace("== 0", "== 0  # sometimes"),
        # Words further above that speak of it, and other things that read the same.
        RESTORED.replace(
            "    result", "    # Run.\n    run()\n    # There is no result of it yet.\n\n    result", 1
        ),
        RESTORED.replace('result = run("è")', "use(result)"),
        RESTORED.replace('result = run("è")', "result = result.next()"),
        RESTORED.replace('result = run("è")', "def later():\n        return result.code"),
        RESTORED.replace("    #assert", "    run()\n    #assert"),
        RESTORED.replace("    result", "    for each in run:\n        result", 1).replace(
            "    #", "        #"
        ),
        # Nobody else knows such an attribute.
        RESTORED.replace("#assert result.code", "#assert result.colour"),
        # It does not parse there.
        RESTORED.replace("    #assert", "      # assert"),
        RESTORED.replace("#assert result.code == 0", "# with pytest.raises(ValueError):").replace(
            "def", "import pytest\n\ndef"
        ),
        RESTORED.replace("#assert", "## assert"),
        RESTORED.replace("    #assert", "#    assert"),
        # A name that is nowhere, and debugging.
        RESTORED.replace("result.code ==", "outcome.code =="),
        RESTORED.replace("    #assert", "    #print(result)\n    #assert"),
        # The lines above say otherwise.
        RESTORED.replace("    result", "    assert result.code == 1\n    result", 1),
        RESTORED.replace("    result", "    assertUsed('a', 1)\n    result", 1).replace(
            "assert result.code == 0", "assertUsed('a', result)"
        ),
        RESTORED.replace("    result", "    run.assertEqual(1, result)\n    result", 1).replace(
            "assert result.code == 0", "run.assertEqual(result, 2)"
        ),
    ],
)
def test_disabled_code_stays(text: str) -> None:
    stays("TSE501", text)
