"""A mock is asked for an assertion that mocks do not have, and answers with just another mock."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, renamed, span
from flake8_testsec.patterns import lazy
from flake8_testsec.project.defined_nodes import is_attribute_of_project
from flake8_testsec.project.metadata import tests_doubles
from flake8_testsec.project.surely_mocks import is_surely_meant
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS, expectation, expecting_around
from flake8_testsec.vocabulary.testing.doubles import (
    is_imported,
    is_likely_mock,
    is_mock,
    makes_mock,
    may_be_unsafe,
)
from flake8_testsec.vocabulary.testing.invented_checks import (
    BARE,
    invented,
    is_long,
    looks_alike,
    nearly_bare,
    snake,
)
from flake8_testsec.vocabulary.testing.mock_checks import (
    call_of,
    is_of_member,
    is_of_no_library,
    of_libraries,
    place_of,
    spelt_right,
)

rule = Rule(
    code="TSE607",
    summary="misspelt or non-existent mock assertion checks nothing",
    message="{name} is not {kind}; did you mean {known}?",
    roles=Role.TEST,
    cwe=571,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    A mock answers to every name. ``m.called_once_with(1)`` and ``m.asset_called_with(1)`` call a new
    mock, which returns another one, which is true: the assertion that was meant is never made. Some of
    these names raise ``AttributeError`` on some versions of Python, on plain mocks alone; others pass on
    all of them. ``m.retrun_value = 1`` configures nothing in the same way.
    """,
    fix="""
    Spell the name as ``unittest.mock`` does: ``assert_called_once_with``, ``assert_has_calls``,
    ``return_value``. Doubles made with ``autospec=True`` find many of these mistakes on their own.
    """,
    fixable="""
    The name is spelt right, and where it was read or asked for its truth, the assertion is called instead;
    unsafe, because the check has never run and may fail. What is denied, or compared, is left to a person,
    and so is what the test itself contradicts by calls that it makes, or by other assertions.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        from shop import orders

        class TestOrders(unittest.TestCase):
            @mock.patch.object(orders, "ship")
            def test_ships(self, ship):
                orders.complete(7)
                ship.called_once_with(7)
                ^^^^^^^^^^^^^^^^^^^^^^^^
                ship.asset_called_with(7)
                ^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(ship.called_with(7))
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(ship.called_once)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                ship.not_called
                ^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock

        async def test_ships(driver):
            bridge = mock.AsyncMock()
            await complete(7, bridge, driver)
            bridge.assert_has_call(mock.call(7))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            bridge.awaited_once_with(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            driver.ra.create.assesrt_not_called()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            driver.ra.update.has_calls([mock.call(7)])
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert driver.ra.remove.called_with(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert bridge.awaited
            ^^^^^^^^^^^^^^^^^^^^^
            assert driver.ra.remove.called_once() and driver.ready
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            driver.assertFalse(not bridge.update.not_called)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            driver.assertEqual(True, bridge.update.awaited_with(7))
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock

        def test_ships(clock):
            ship = mock.Mock(side_efect=ValueError)
                             ^^^^^^^^^^^^^^^^^^^^^
            ship.retrun_value = 12
            ^^^^^^^^^^^^^^^^^^^^^^
            clock.now.retrun_value = 12
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            ship.side_effects = [1, 2]
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert complete(7, ship) == 12
        """,
        """
        import unittest
        from unittest import mock

        class TestOrders(unittest.TestCase):
            def setUp(self):
                self.orders.gateway = mock.Mock()

            def test_pays(self):
                self.orders.pay(7)
                assert self.orders.gateway.charge.called_once
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.orders.log.info.assert_called_once()
                assert not self.orders.log.info.any_call
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock

        def test_ships(stock, mock_take):
            ship = mock.Mock()
            complete(7, ship, stock)
            ship.was_called_once_with(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            ship.called_onec_with(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^
            ship.calledOnceWith(7)
            ^^^^^^^^^^^^^^^^^^^^^^
            assert ship.has_been_called()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            ship.cancel.never_called()
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            ship.called_twice()
            ^^^^^^^^^^^^^^^^^^^
            stock.take.called_wiht(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            stock.take.was_called_with(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            stock.take.never_called()
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            mock_take.never_called()
            ^^^^^^^^^^^^^^^^^^^^^^^^
            stock.take.assertCalledOnceWith(7)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        from unittest import mock

        def test_ships():
            ship = mock.Mock(side_effect=ValueError, return_values=1)
            ship.return_value = 12
            ship.assert_not_called()
            ship.assets.called_once_with = 7
            assert ship.called
        """,
        """
        from kgb import SpyAgency

        class TestOrders(SpyAgency):
            def test_ships(self):
                self.spy_on(ship)
                self.assertTrue(ship.called_with(7))
        """,
        """
        class Recorder:
            def called_with(self, *args):
                return args in self.calls

            def assert_called_wit(self, wit):
                self.wit = wit

        def test_records(recorder):
            assert recorder.called_with(7)
            recorder.assert_called_wit("dry")
        """,
        """
        # file: shop/recording.py
        class Recorder:
            def called_once_with(self, *args):
                assert self.calls == [args]

        # file: tests/test_recording.py
        from thirdparty import Spy

        from shop.recording import Recorder

        def test_records(complete, recorded):
            recorder, spy = Recorder(), Spy()
            complete(recorder, spy, recorded)
            recorder.called_once_with(7)
            spy.called_with(7)
            recorded.called_with(7)
        """,
    ),
)
_SETTINGS = ("return_value", "side_effect")
_LENGTHS = range(9, 15)
"""Words of other lengths are nine tenths of neither."""
_PLAUSIBLE = frozenset({"return_values", "returned_value"})
"""Names that the doubled object itself may well have."""
_BEGINNINGS = ("as", "r", "s")
_WORDS = lazy(r"((all|any|assert|await(s|ed)?|call(s|ed)?|ha[sd]|have|is|no|not|once|one|was|with)(_|\Z))+\Z")
_ELSEWHERE = frozenset({"awaited", "called_once"})
"""Attributes that doubles of other libraries (``requests_mock``) have too."""


@rule.where(holds=(ast.Attribute,), look=looks.names_like_mock)
def misspelt(module: Module) -> Iterator[Hit]:
    """Report every attribute that is nearly one of a mock, where it is used as if it were."""
    names = module.attribute_names
    unsaid = {each for each in names if looks_alike(each) and (invented(each) or nearly_bare(each))}
    for attribute in module.attributes(BARE.keys() | unsaid | _nearly(names)):
        yield from _judged(attribute, module)


def _nearly(words: Iterable[str]) -> set[str]:
    """The words that nearly are one of a mock; at most words a look at the beginning is enough."""
    candidates = [each for each in words if each.startswith(_BEGINNINGS)]
    return {each for each in candidates if _assertion(each) or _setting(each)}


def _judged(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    word, kind = attribute.attr, "a mock assertion"
    if isinstance(attribute.ctx, ast.Store):
        known, kind, meant = _setting(word), "an attribute of mocks", _configures
    elif word in BARE:
        known, meant = BARE[word], _asks
    elif known := invented(word):
        known, meant = _with_values(known, attribute, module), _invents
    elif known := nearly_bare(word):
        meant = _asks_nearly
    else:
        known, meant = _assertion(word), _asserts
    if known and meant(attribute, module) and not _is_own(attribute, module):
        stored = isinstance(attribute.ctx, ast.Store)
        edits = (renamed if stored else spelt_right)(attribute, known, module)
        yield rule.at(_shown(attribute, module), name=word, known=known, kind=kind).fixed(*edits)


@rule.where(holds=(ast.keyword,), look=looks.gives_like_mock)
def misspelt_keywords(module: Module) -> Iterator[Hit]:
    """Report the same of a keyword that configures a mock where it is made."""
    nearly = _nearly({word for each in module.nodes(ast.keyword) if (word := each.arg)})
    for keyword in module.nodes(ast.keyword) if nearly and not tests_doubles(rule.code, module) else ():
        match module.parent(keyword):
            case ast.Call() as call if keyword.arg in nearly and makes_mock(call, module):
                known = _setting(keyword.arg or "")
                hit = rule.at(keyword, name=keyword.arg, known=known, kind="an attribute of mocks")
                yield hit.fixed(*_keyword(keyword, known, module))


def _keyword(keyword: ast.keyword, known: str, module: Module) -> Edits:
    at = span(keyword, module)
    return (Edit(at.line, at.column, at.line, at.column + len(keyword.arg or ""), known),)


@lru_cache(maxsize=4096)
def _assertion(word: str) -> str:
    """The assertion that a word nearly is; empty for an assertion, and for any other word."""
    if not word.startswith("as") or word in MOCK_ASSERTIONS:
        return ""
    return _nearest(snake(word), sorted(MOCK_ASSERTIONS))


@lru_cache(maxsize=4096)
def _setting(word: str) -> str:
    if word[:1] not in ("r", "s") or len(word) not in _LENGTHS or word in _SETTINGS or word in _PLAUSIBLE:
        return ""
    return _nearest(word, _SETTINGS)


def _nearest(word: str, known: Sequence[str]) -> str:
    import difflib  # few files have a word that is near

    return "".join(difflib.get_close_matches(word, known, 1, 0.9))


def _configures(attribute: ast.Attribute, module: Module) -> bool:
    """Whether an assignment is meant for a mock: letters in the wrong order are no name for anything."""
    receiver, word = attribute.value, attribute.attr
    if is_mock(receiver, module) or sorted(word) == sorted(_setting(word)):
        return True
    return not word.endswith("s") and is_likely_mock(receiver, module)


def _asserts(attribute: ast.Attribute, module: Module) -> bool:
    """Whether a call is meant for a mock: it is one, or a word of the name is no word."""
    if call_of(attribute, module) is None or _is_tried(attribute, module):
        return False
    proper = _WORDS.match(attribute.attr) is not None
    return not proper or is_likely_mock(attribute.value, module)


def _asks(attribute: ast.Attribute, module: Module) -> bool:
    """Whether a word that lacks its ``assert_`` is a statement, or what an assertion asks."""
    word, call = attribute.attr, call_of(attribute, module)
    place = place_of(call or attribute, module)
    if not place or _is_tried(attribute, module):
        return False
    if call is not None:
        return is_likely_mock(attribute.value, module) or is_surely_meant(call, attribute, place, module)
    if place == "part" or word in _ELSEWHERE:
        is_meant = is_of_no_library(attribute, place, module) and not is_attribute_of_project(word, module)
        return is_mock(attribute.value, module) or is_meant
    return is_likely_mock(attribute.value, module)


def _invents(attribute: ast.Attribute, module: Module) -> bool:
    """Whether a question that mocks do not answer is put to what certainly is one."""
    word, call = attribute.attr, call_of(attribute, module)
    place = place_of(call or attribute, module)
    if place not in ("statement", "condition") or _is_tried(attribute, module):
        return False
    if word in module.literals or word in _keywords(module):
        return False
    if place == "condition" or call is None or word.startswith("assert"):  # a project's doubles may have one
        return is_mock(attribute.value, module)
    # The answer to a question is thrown away: no other object is asked like that.
    asked = word.startswith(("is", "was")) or is_of_member(attribute)
    if asked and is_surely_meant(call, attribute, place, module):
        return True
    return is_likely_mock(attribute.value, module)


@once
def _keywords(module: Module) -> frozenset[str | None]:
    return frozenset(each.arg for each in module.nodes(ast.keyword))


def _with_values(known: str, attribute: ast.Attribute, module: Module) -> str:
    """The assertion that also looks at the values, if the question is called with some."""
    call = call_of(attribute, module)
    given = call is not None and bool(call.args or call.keywords)
    return f"{known}_with" if given and f"{known}_with" in MOCK_ASSERTIONS else known


def _asks_nearly(attribute: ast.Attribute, module: Module) -> bool:
    """The same of a word that is nearly one without ``assert_``, if the receiver or the word is certain."""
    is_certain = is_long(attribute.attr) or is_mock(attribute.value, module)
    return is_certain and _asks(attribute, module)


def _is_tried(attribute: ast.Attribute, module: Module) -> bool:
    """Whether the attribute is expected to raise, or allowed."""
    if expecting_around(attribute, module) is not None or may_be_unsafe(attribute, module):
        return True
    return any(
        expectation(above, module) for above in module.ancestors(attribute) if isinstance(above, ast.Call)
    )


def _is_own(attribute: ast.Attribute, module: Module) -> bool:
    """Whether the name is one of a class of this module, or the receiver a module or the test itself."""
    word = attribute.attr
    match attribute.value:
        case ast.Name(id="self" | "cls"):
            return True
        case ast.Name() as name if is_imported(name, module):
            return True
    is_set = not _setting(word) and any(module.stored(word, module.tree))
    if is_set or bool(module.functions(word)) or word in of_libraries(module):
        return True
    return tests_doubles(rule.code, module)


def _shown(attribute: ast.Attribute, module: Module) -> ast.AST:
    """The statement; the question itself if that begins on a line of its own."""
    statement = module.above(attribute, ast.stmt) or attribute
    question = call_of(attribute, module) or attribute
    return statement if statement.lineno == question.lineno else question
