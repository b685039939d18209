"""A whole test is commented out, and nothing says what it waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.parked import is_parked
from flake8_testsec.rule import Hit, Role, Rule, Severity, Span
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.comment_places import DEFINITION, is_code_between, is_code_line
from flake8_testsec.vocabulary.testing.commented_tests import Gone, commented_tests
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.suites import tests

rule = Rule(
    code="TSE524",
    summary="test is commented out; restore it, delete it, or name the ticket that it waits for",
    message="test {name} commented out; restore it, delete it, or name the ticket that it waits for",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A test in a comment is not run, not counted and not reported as skipped, yet whoever reads the file takes
    the behaviour for tested. It was usually switched off because it failed, and forgotten: what it would show
    stays. It also goes stale, for no tool renames what stands in a comment.

    Silence where the comment above it says why, or until when, where a live test of the same class has the
    same name, and for code that does not parse or checks nothing. Where the rule is enabled by name, tests
    with a reason and without a ticket are reported too, and those of a function that is commented out itself.
    """,
    fix="""
    Restore the test and fix what it shows. If it is out of date, delete it: version control remembers it. If
    it must wait, restore it under ``@pytest.mark.skip(reason="bug 4711: ...")``, which every run reports.
    """,
    fixable="Nothing, because whether the test is still right is for a person to say.",
    bad=(
        """
        def test_order(shop):
            assert shop.order(1)

        # def test_refund(shop):
        ^^^^^^^^^^^^^^^^^^^^^^^^
        #     order = shop.order(1)
        #
        #     assert order.refund() == 1


        # The second half.
        # def test_refund_twice(shop):
        #     assert not shop.order(1).refund(2)

        def test_pay(shop):
            assert shop.pay(1)
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def test_reserve(self):
                self.assertTrue(self.shop.reserve(3))

            # @mock.patch("shop.bank")
            # async def test_release(
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            #     self, bank
            # ):
            #     with self.assertRaises(ValueError):
            #         await self.shop.release(-1)

            def test_count(self):
                self.assertEqual(3, self.shop.count())

        ##    def test_left(self):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
        ##        self.assertEqual(3, self.shop.left())

        class TestShop(unittest.TestCase):
            def test_left(self):
                self.assertEqual(3, self.shop.left())
        """,
    ),
    good=(
        """
        def test_order(shop):
            assert shop.order(1)

        # def test_order(shop):
        #     assert shop.order(2)

        # def test_refund(shop):
        #     shop.order(1).refund()

        # def test_nothing(shop)
        #     assert shop.order(

        # def order(shop):
        #     assert shop.order(1)
        """,
        """
        # Write your tests like this:
        # def test_example(shop):
        #     assert shop.order(1)

        def test_order(shop):
            assert shop.order(1)

        # bug 4711
        # def test_refund(shop):
        #     assert shop.order(1).refund()
        """,
        """
        # def test_without_any_live_test_beside_it(shop):
        #     assert shop.order(1)
        """,
        """
        TEXT = '''
        # def test_text():
        #     assert order(1)
        '''

        def test_order(shop):
            assert shop.order(1)
        """,
    ),
)

_SKIPS = lazy(r"^@.*(skip|xfail)", re.MULTILINE)


@rule.where(hints=("def test",), look=looks.comments_out_tests)
def gone(module: Module) -> Iterator[Hit]:
    """Report the first of all tests that are commented out together, and how many more there are."""
    if not any("def test" in line for _, line in module.comment_lines) or not any(tests(module)):
        return
    for first, *others in _together(module):
        if not _is_put_aside(first, module):
            more = sum(not _is_put_aside(each, module) for each in others)
            line, column, text = first.comment
            is_ = f"and {more} more below it are" if more else "is"
            yield rule.at(Span(line, column, line, column + len(text)), name=f"{first.test.name} {is_}")


def _together(module: Module) -> Iterator[list[Gone]]:
    """The tests that are commented out, those together between which no code stands."""
    found: list[Gone] = []
    for each in commented_tests(module):
        if found and is_code_between(found[-1].end, each.comment.line, module):
            yield found
            found = []
        found.append(each)
    if found:
        yield found


def _is_put_aside(found: Gone, module: Module) -> bool:
    """Whether somebody says why, or the function that is tested is commented out as well."""
    is_parked_too = not module.settings.enables(rule.code) and is_parked(found.test, module)
    return is_parked_too or _is_told(found.comment.line, module)


def _is_told(line: int, module: Module) -> bool:
    """Whether the prose above says why, names a ticket, or introduces an example."""
    prose = "\n".join((_prose(line, module), _behind(line, module)))
    if tickets.find(prose) is not None or _is_introduced(line, module):
        return True
    is_explained = gives_reason(prose) or _SKIPS.search(prose) is not None
    return is_explained and not module.settings.enables(rule.code)


def _prose(line: int, module: Module) -> str:
    """All comments between a line and the code above it, which may be about more than the next test."""
    start = line - 1
    while start and not is_code_line(module.line(start)):
        start -= 1
    return "\n".join(each.content.strip() for each in module.comments_in(start + 1, line - 1))


def _behind(line: int, module: Module) -> str:
    """What a comment within the comment says, behind the head of the test."""
    return module.line(line).strip().lstrip("#").partition("#")[2].strip("# ")


def _is_introduced(line: int, module: Module) -> bool:
    """Whether words directly above end with a colon."""
    last = module.line(line - 1).strip()
    words = last.lstrip("#").strip()
    return last.startswith("#") and words.endswith(":") and not DEFINITION.match(words)
