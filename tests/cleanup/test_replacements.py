"""What a change puts in a thing's place, and what excuses it."""

from __future__ import annotations

import pytest

from flake8_testsec.cleanup import places, replacements, touches

from .parsed_states import functions, parse

REPLACED = {
    "a mock": ("stock.a = mock.Mock()", True),
    "a lambda": ("stock.a = lambda: 1", True),
    "a function": ("stock.a = fake", True),
    "a method": ("stock.a = self.fake", True),
    "an attribute of self": ("stock.a = self.thing", False),
    "a class on a module": ("stock.a = Fake", True),
    "a class on a class": ("till.Till.a = Fake", False),
    "anything in the standard library": ("os.stat = make()", True),
    "a number in the standard library": ("sys.ps1 = -1", False),
    "an emptied cache": ("sys.path_importer_cache = {}", False),
    "a word on an object of the standard library": ("logging.Logger.x = 'y'", False),
    "a plain value": ("stock.a = make()", False),
    "an entry": ("sys.modules['a'] = 1", True),
    "nothing": ("del stock.a", False),
}


@pytest.mark.parametrize(("change", "expected"), REPLACED.values(), ids=REPLACED.keys())
def test_replacements(change: str, expected: bool) -> None:
    text = f"""
    def fake(): pass
    class Fake: pass
    class TestA:
        def fake(self): pass
        def test_a(self):
            {change}
    """
    module = parse(text)
    function = functions(module)[-1]
    (touch,) = touches.touches(function, module)
    assert replacements.is_replaced(touch, function, module) is expected


def test_a_plain_function_has_no_methods() -> None:
    module = parse("def test_a(self):\n    stock.a = self.b\n")
    function = functions(module)[0]
    (touch,) = touches.touches(function, module)
    assert not replacements.is_replaced(touch, function, module)


TUNED = {
    "a constant": ("def test_a():\n    stock.LIMIT = 5\n", True),
    "a private one": ("def test_a():\n    stock._LIMIT = 5\n", False),
    "an empty text": ("def test_a():\n    stock.LIMIT = ''\n", False),
    "a computed value": ("def test_a():\n    stock.LIMIT = make()\n", False),
    "in a set-up": ("def setUpModule():\n    stock.LIMIT = 5\n", False),
    "and back": ("def test_a():\n    stock.LIMIT = 5\n    stock.LIMIT = 6\n", False),
}


@pytest.mark.parametrize(("text", "expected"), TUNED.values(), ids=TUNED.keys())
def test_constants(text: str, expected: bool) -> None:
    module = parse(text)
    function = functions(module)[0]
    touch = touches.touches(function, module)[0]
    assert replacements.is_tuned(touch, function, module) is expected


EXCUSED = {
    "the result of a mock": ("stock.a.return_value = mock.Mock()", True),
    "a settings object": ("stock.CONF.a = mock.Mock()", True),
    "pytest itself": ("pytest.a = mock.Mock()", True),
    "a foreign context manager": ("with capture(): stock.a = mock.Mock()", True),
    "a context manager that is not known": ("with self.lock: stock.a = mock.Mock()", True),
    "a known context manager": ("with open('x'): stock.a = mock.Mock()", False),
    "a part of a test": ("with self.subTest(): stock.a = mock.Mock()", False),
    "what the set-up has replaced": ("stock.web.a = mock.Mock()", True),
    "what is a mock for the whole module": ("till.a = mock.Mock()", True),
    "anything else": ("stock.a = mock.Mock()", False),
}


@pytest.mark.parametrize(("change", "expected"), EXCUSED.values(), ids=EXCUSED.keys())
def test_excuses(change: str, expected: bool) -> None:
    text = f"""
    sys.modules["shop.till"] = mock.Mock()
    KNOWN["shop.stock"] = KNOWN[0]
    class TestA(unittest.TestCase):
        def setUp(self):
            stock.web = mock.Mock()
        def helper(self):
            sys.modules["shop.stock"] = mock.Mock()
        def test_a(self):
            {change}
    """
    module = parse(text)
    function = functions(module)[-1]
    touch = touches.touches(function, module)[0]
    assert replacements.is_excused(touch, function, module) is expected


def test_a_function_outside_a_class_has_no_set_ups() -> None:
    module = parse("def test_a():\n    stock.a = mock.Mock()\n")
    function = functions(module)[0]
    assert not [*places.set_ups(function, module)]
    assert not replacements.is_excused(touches.touches(function, module)[0], function, module)
