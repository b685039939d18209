"""More than one statement under an expectation can be the one that raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source.module import Module, within
from flake8_testsec.vocabulary.testing.assertions import expectations, is_assertion

rule = Rule(
    code="TSE404",
    summary="more than one call can raise the expected exception",
    message=(
        "more than one call in the block can raise, so the wrong one may pass the test; keep one call there"
    ),
    roles=Role.TEST,
    cwe=396,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Whichever statement of the block raises first ends it, and meets the expectation. Where preparation is
    in the block too, a mistake in it lets the test pass without the call in question ever being made.
    """,
    fix="Leave only the call that must raise in the block, and prepare what it needs above.",
    fixable="""
    Nothing, because which of the calls must raise, and which only prepare for it, is for a person to say.
    """,
    bad=(
        """
        import pytest

        def test_unknown_key():
            with pytest.raises(KeyError):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                shop = make_shop()
                shop.item("x")
        """,
        """
        import unittest

        class TestShop(unittest.TestCase):
            async def test_unknown_key(self):
                async with self.session() as session, self.assertRaises(KeyError):
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    await session.item("x")
                    with session.lock():
                        session.key = "y"
        """,
    ),
    good=(
        """
        import pytest

        def test_unknown_key():
            shop = make_shop()
            with pytest.raises(KeyError) as caught:
                shop.item("x")
            with pytest.raises(KeyError):
                key = "x"
                shop.item(key)
            with pytest.raises(KeyError) as caught:
                shop.item("x")
                assert caught.value.args
            with pytest.raises(KeyError):
                def key():
                    return str("x")
                shop.item(key)
            with pytest.raises(KeyError), shop.transaction():
                shop.add("x")
                raise KeyError("x")
        """,
        """
        import pytest

        def test_what_expects_no_error(shop):
            with pytest.warns(UserWarning):
                shop.item("x")
                shop.item("y")
            with shop:
                shop.item("x")
                shop.item("y")
        """,
    ),
)


@rule.on(ast.With, ast.AsyncWith)
def several(block: ast.With | ast.AsyncWith, module: Module) -> Iterator[Hit]:
    """Report a block of an expected exception with two or more statements that call."""
    # A ``raise`` that ends the block is what is expected, so nothing above it is the subject.
    if len(block.body) < 2 or isinstance(block.body[-1], ast.Raise):
        return
    if not any(each.kind == "raises" for each in expectations(block, module)):
        return
    acting = [each for each in block.body if _calls(each) and not is_assertion(each)]
    if len(acting) > 1:
        yield rule.at(block, related=tuple(Pointer(each, "can raise") for each in acting))


def _calls(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return any(isinstance(node, (ast.Call, ast.Await)) for node in within(statement))
