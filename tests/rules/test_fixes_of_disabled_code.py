"""Code in comments, restored where nothing but code is there."""

from __future__ import annotations

import pytest

from tests.fixing.texts import becomes, stays

RESTORED = """
def test_order(run):
    result = run("é")
    #assert result.code == 0
    assert result.output
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
                    assert result.output
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
                    assert result.output
        """,
    )


def test_restored_code_below_the_end_of_a_function() -> None:
    becomes(
        "TSE501",
        """
        def test_order(run):
            assert run()
            # assert run(1) == 2
        """,
        """
        def test_order(run):
            assert run()
            assert run(1) == 2
        """,
    )


def test_restored_code_of_something_else_than_above() -> None:
    becomes(
        "TSE501",
        """
        def test_order(self):
            result = self.run()
            self.assertEqual(1, result.code)
            self.assertTrue()
            # self.assertEqual(1, result.size)
            result.close()
        """,
        """
        def test_order(self):
            result = self.run()
            self.assertEqual(1, result.code)
            self.assertTrue()
            self.assertEqual(1, result.size)
            result.close()
        """,
    )


@pytest.mark.parametrize(
    "text",
    [
        # Words beside it.
        RESTORED.replace("    #assert", "    # sometimes\n    #assert"),
        RESTORED.replace("== 0", "== 0  # sometimes"),
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
        RESTORED.replace("    #assert", "    assert result.code == 1\n    #assert"),
        RESTORED.replace(
            "    #assert result.code == 0", "    use('a', 1)\n    assertUsed('a', 1)\n    #assertUsed('a', 2)"
        ),
        RESTORED.replace(
            "    #assert result.code == 0", "    x.assertEqual(1, result)\n    #x.assertEqual(result, 2)"
        ),
    ],
)
def test_disabled_code_stays(text: str) -> None:
    stays("TSE501", text)
