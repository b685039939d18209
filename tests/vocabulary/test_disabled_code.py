"""Code in comments: what is code, what is prose, and where an assertion would be executed."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Comment
from flake8_testsec.vocabulary.testing.commented_code import read
from flake8_testsec.vocabulary.testing.disabled_code import disabled_assertions


def comments(text: str) -> list[Comment]:
    lines = textwrap.dedent(text).strip("\n").split("\n")
    return [Comment(n, len(line) - len(line.lstrip()), line.strip()) for n, line in enumerate(lines, 1)]


CODE = {
    "prose is no code": ("# the total is wrong", []),
    "words that happen to be expressions": ("# total\n# GH-123\n# note: wrong\n# not called", []),
    "a tag with an author": ("# FIXME(ann)", []),
    "brackets that stay open": ("# see the list (of orders\n# that are late", []),
    "a call that stays open": ("# total(\n#     1,", []),
    "what nobody writes by hand": (f"# x = '{'a' * 4000}'", []),
    "two statements on a line": ("# a = 1; b = 2", []),
    "a statement that leaves its column": ("# total(\n    # 1)", []),
    "nothing": ("#\n##", []),
    "a null byte": ("# total('\0')", []),
    "an assignment": ("# x = total()", ["x = total()"]),
    "an annotated assignment": ("# x: int = 1", ["x: int = 1"]),
    "an awaited call": ("# await total()", ["await total()"]),
    "a statement on several lines": ("# total(\n#     1,\n#     2)", ["total(1, 2)"]),
    "a statement that goes on behind a backslash": ("# x = 1 + \\\n#     2", ["x = 1 + 2"]),
    "a loop and its body": ("# for x in y:\n#     total(x)", ["for x in y:\n    pass", "total(x)"]),
    "an odd escape sequence": ("# x = '\\d'", ["x = '\\\\d'"]),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", CODE)
def test_code_is_told_from_prose(case: str) -> None:
    text, expected = CODE[case]
    assert [ast.unparse(each.statement) for each in read(comments(text)).code] == expected


PROSE = {
    "all of it": ("# bug 12\n# assert x == 1", "bug 12\n"),
    "not what stands in the code": ("# assert x == 'ABC-12'", ""),
    "the remark behind a statement": ("#     assert x == 'ä'  # bug 12", "bug 12"),
    "the remark behind several lines": ("# total(\n#     'ä')  # bug 12", "bug 12"),
}


@pytest.mark.parametrize("case", PROSE)
def test_prose_is_told_from_code(case: str) -> None:
    text, expected = PROSE[case]
    assert read(comments(text)).prose == expected


def found(text: str) -> list[int]:
    module = Module.parse(textwrap.dedent(text).lstrip("\n"), "tests/test_x.py", Settings())
    return [waiting.comment.line for waiting in disabled_assertions(module)]


def in_test(*comment: str, below: str = "run()") -> list[int]:
    """The lines of a comment, numbered from 1, that are found in a test."""
    lines = ["import pytest", "def test_x(self):", "    run()", *(f"    {line}" for line in comment)]
    return [line - 3 for line in found("\n".join((*lines, f"    {below}")))]


SILENT = {
    "a condition of words": ("# assert stdout is new", "# assert later", "# assert not called"),
    "two names": ("# assert late and slow",),
    "a mention": ("# see self.assertEqual for that",),
    "another statement": ("# asserted(x)", "# x = asserted(y)"),
    "a nested test": ("# def test_inner():", "#     assert x == 1"),
    "a replacement that is announced": ("# Will be replaced with:", "# assert x == 1"),
    "an idea": ("# One might write something like", "# assert x == 1"),
    "an old way": ("# In shop 1 it worked like this:", "# assert x == 1"),
    "another outcome": ("# If that raises nothing, the below should happen:", "# assert x == 1"),
    "a quotation": ("# One could say here", "#   assert x == 1"),
}


@pytest.mark.parametrize("case", SILENT)
def test_this_is_no_disabled_assertion(case: str) -> None:
    assert in_test(*SILENT[case]) == []


ASSERTIONS = {
    "a comparison": (["# assert x == y"], [1]),
    "a comparison by words with a literal": (["# assert x is None"], [1]),
    "a call": (["# assert is_new(x)"], [1]),
    "an attribute": (["# assert x.is_new"], [1]),
    "a negation": (["# assert not x[0]"], [1]),
    "a method": (["# self.assertEqual(x, y)"], [1]),
    "an old method": (["# self.failUnlessEqual(x, y)"], [1]),
    "a function": (["# assert_equal(x, y)"], [1]),
    "a double's": (["# x.assert_called_once()"], [1]),
    "an expected exception": (["# with pytest.raises(ValueError):", "#     run(1)"], [1]),
    "an expected exception that is kept": (["# e = self.assertRaises(ValueError, run)"], [1]),
    "one that is awaited": (["# await self.assertLater(x)"], [1]),
    "one in a loop": (["# for x in y:", "#     assert x == 1"], [2]),
    "one with no space": (["#assert x == 1"], [1]),
    "a run": (["# assert x == 1", "# assert y == 1"], [1]),
    "a run with remarks": (["# assert x == 1", "# # and", "#", "# assert y == 1"], [1]),
    "two runs": (["# assert x == 1", "# y = run()", "# assert y == 1"], [1, 3]),
    "a tag that stands alone": (["# FIXME:", "# assert x == 1"], [2]),
    "an empty comment above": (["#", "#   assert x == 1"], [2]),
}


@pytest.mark.parametrize("case", ASSERTIONS)
def test_this_is_a_disabled_assertion(case: str) -> None:
    text, expected = ASSERTIONS[case]
    assert in_test(*text) == expected


REPLACED = {
    "by another value": ("# assert x == 1", "assert x == 2"),
    "by another value on the left": ("# assert 1 == x", "assert 2 == x"),
    "by the opposite": ("# assert not x.late", "assert x.late"),
    "by another container": ("# assert 'a' in x", "assert 'a' in y"),
    "by another text in the same": ("# self.assertTrue('a' in str(x))", "self.assertTrue('b' in str(x))"),
    "by another method": ("# self.assertEqual(1, x)", "self.assertEqual(2, x)"),
    "by another container of a method": ("# self.assertIn(x, y)", "self.assertNotIn(x, z)"),
    "by other arguments of a double": ("# m.assert_called_with(1)", "m.assert_called_with(2)"),
    "by another function": ("# assert_equal(x, 1)", "assert_equal(x, 2)"),
    "by the same expectation in one call": (
        "# with self.assertRaises(KeyError):\n    #     x.run()",
        "self.assertRaises(KeyError, x.run)",
    ),
    "by another exception": ("# with pytest.raises(KeyError):", "with pytest.raises(ValueError): run()"),
}


@pytest.mark.parametrize("case", REPLACED)
def test_an_assertion_that_is_replaced_is_not_disabled(case: str) -> None:
    comment, below = REPLACED[case]
    assert in_test(comment, below=below) == []


KEPT = {
    "another call that is expected to fail": (
        "# with self.assertRaises(KeyError):\n    #     x.run()",
        "self.assertRaises(KeyError, x.stop)",
    ),
    "another subject": ("# assert x == 1", "assert y == 1"),
    "only the same literal": ("# self.assertEqual(1, x)", "self.assertEqual(1, y)"),
    "only the same container": ("# self.assertIn(x, y)", "self.assertIn(z, y)"),
    "an exception that is kept": ("# e = self.assertRaises(KeyError, run)", "self.assertEqual(1, x)"),
}


@pytest.mark.parametrize("case", KEPT)
def test_an_assertion_is_disabled_beside_one_about_something_else(case: str) -> None:
    comment, below = KEPT[case]
    assert in_test(comment, below=below) == [1]


def test_the_second_statement_below_may_replace_the_first_assertion() -> None:
    text = "assert y == 1\n\n    # now\n    assert x == 2\n    run()\n    assert z == 2"
    assert in_test("# assert x == 1", "# assert y == 2", "# assert z == 1", below=text) == [3]


def test_with_a_ticket_a_replaced_assertion_waits() -> None:
    assert in_test("# bug 12", "# assert x == 1", below="assert x == 2") == [2]


PLACES = {
    "text that looks like a comment": ('''
        def test_x():
            text = """
            # assert x == 1
            """
        ''', []),
    "a helper without assertions": ("""
        def run_all():
            # assert x == 1
            run()
        """, []),
    "a module": ("""
        # assert x == 1
        def test_x():
            run()
        """, []),
    "a test of which nothing else is left": ("""
        def test_x():
            '''Runs.'''
            # assert run() == 1
            pass
        """, [3]),
    "a test that is commented out below another": ("""
        class TestX:
            def test_x(self):
                run()

        #     def test_y(self):
        #         x = run()

        #         assert x == 1

        #    x = run()
        #    assert x == 1
        """, []),
    "below a class": ("""
        class TestX:
            def test_x(self):
                run()

            # assert x == 1
        """, []),
    "below other code": ("""
        def test_x():
            run()

        x = 1
            # assert x == 1
        """, []),
    "a helper that asserts": ("""
        def check(x):
            assert x.late
            # assert x.slow
            return x
        """, [3]),
    "the end of a test": ("""
        async def test_x():
            run()

            # later
            # assert x == 1


        def helper():
            run()
        """, [5]),
    "the end of a test, in the first column": ("""
        class TestX:
            def test_x(self):
                run()
        #        x = run()
        #        assert x == 1
        """, [5]),
    "a test, in the first column": ("""
        def test_x():
            run()
        # XXX: revise this
        #    assert x == 1
            run()
        """, [4]),
    "an inner function of a test": ("""
        def test_x():
            def inner():
                # assert x == 1
                return 1
            run(inner)
        """, [3]),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES)
def test_an_assertion_counts_where_it_would_be_executed(case: str) -> None:
    text, expected = PLACES[case]
    assert found(text) == expected
