"""Which expressions are mocks: small cases, the silent ones first."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import doubles


def receiver(text: str) -> tuple[ast.expr, Module]:
    """The expression whose attribute ``here`` the text asks for."""
    module = Module.parse(textwrap.dedent(text), "tests/test_example.py", Settings())
    (asked,) = (each for each in module.nodes(ast.Attribute) if each.attr == "here")
    return asked.value, module


NOT_MOCKS = {
    "a parameter that nothing tells about": """
        def test(thing):
            thing.here
        """,
    "outside any function": """
        thing.return_value = 1
        thing.here
        """,
    "a name that is bound nowhere": """
        def test():
            unknown.here
        """,
    "one of two bindings is no mock": """
        from unittest.mock import Mock
        def test(flag):
            thing = Mock()
            if flag:
                thing = flag.thing
            thing.here
        """,
    "the test itself, although a mock is among its attributes": """
        from unittest import mock
        class TestShop:
            def test(self):
                self.return_value = mock.Mock()
                self.return_value.assert_called_once()
                self.here
        """,
    "used as a mock in another function": """
        def test_one(thing):
            thing.return_value = 1
        def test_two(thing):
            thing.here
        """,
    "an object of a class": """
        from shop import Shop
        def test():
            thing = Shop()
            thing.here
        """,
    "assigned from something else in the class": """
        class TestShop:
            def setUp(self):
                self.thing = make()
                with open("x") as self.file:
                    pass
            def test(self):
                self.thing.here
        """,
    "a parameter that fixtures fill, after those of the patch": """
        from unittest.mock import patch
        @patch("shop.pay")
        def test(pay, thing):
            thing.here
        """,
    "a patch that is given its replacement hands nothing in": """
        from unittest.mock import patch
        @patch("shop.pay", FakePay())
        @patch("shop.ship", new=FakeShip())
        @patch("shop.log", **OPTIONS)
        @staticmethod
        @register("shop")
        def test(thing):
            thing.here
        """,
    "the parameter of a lambda": """
        test = lambda thing: thing.here
        """,
    "a fixture of another kind": """
        def test(phone):
            thing = phone.patch("shop.pay")
            phone.patch("shop").here
        """,
    "a loop variable": """
        def test():
            for thing in things:
                thing.here
        """,
    "an attribute that a loop sets": """
        class TestShop:
            def test(self):
                for self.thing in self.things:
                    self.thing.here
        """,
    "an item of something unknown": """
        def test(things):
            (things[0] + 1).here
        """,
}

MOCKS = {
    "made on the spot": """
        from unittest import mock
        def test():
            mock.Mock().here
        """,
    "a name bound to a mock": """
        from unittest.mock import MagicMock
        def test():
            thing = MagicMock()
            thing.pay.later().here
        """,
    "entered patch": """
        from unittest import mock
        def test():
            with mock.patch("shop.pay") as thing:
                thing.here
        """,
    "started patch": """
        from unittest import mock
        def test():
            thing = mock.patch.object(shop, "pay").start()
            thing.here
        """,
    "the old package of the same name": """
        import mock
        def test():
            thing = mock.create_autospec(Shop)
            thing.here
        """,
    "first parameter of a patched function": """
        from unittest.mock import patch
        @patch("shop.pay")
        def test(thing, other):
            thing.here
        """,
    "second parameter, two patches": """
        from unittest.mock import patch
        @patch("shop.pay")
        @patch.object(Shop, "ship")
        def test(ship, thing):
            thing.here
        """,
    "parameter of a method, the patch on the class": """
        from unittest.mock import patch
        @patch("shop.pay")
        class TestShop:
            def test(self, thing):
                def check():
                    thing.here
        """,
    "attribute set in another method": """
        from unittest import mock
        class TestShop:
            def setUp(self):
                self.shop.pay = mock.AsyncMock()
            def test(self):
                self.shop.pay.later.here
        """,
    "attribute entered with with": """
        from unittest import mock
        class TestShop:
            def test(self):
                with mock.patch("shop.pay") as self.pay:
                    self.pay.here
        """,
    "used as a mock in the same function": """
        def test(thing):
            thing.pay.side_effect = ValueError
            def check():
                thing.pay.here
        """,
    "asserted on as a mock in the same function": """
        def test(thing):
            thing.pay.assert_called_once()
            thing.pay[0].here
        """,
    "by the fixture mocker": """
        def test(mocker):
            thing = mocker.patch("shop.pay")
            thing.here
        """,
    "by the fixture mocker, on an object": """
        def test(class_mocker):
            class_mocker.patch.object(shop, "pay").here
        """,
    "awaited": """
        from unittest import mock
        async def test():
            (await mock.AsyncMock()()).here
        """,
}

CALLED_MOCK = {
    "a parameter": """
        def test(mock_pay):
            mock_pay.here
        """,
    "part of a name": """
        def test(shop):
            shop.pay_mock.later.here
        """,
}

NOT_CALLED_MOCK = {
    "an imported module": """
        from shop import mocks
        def test():
            mocks.here
        """,
    "an object of a class of the project": """
        from shop.testing import Server
        def test():
            mock_server = Server()
            mock_server.here
        """,
}


def by_id(cases: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("text", cases.values(), ids=cases.keys())


@by_id({**NOT_MOCKS, **CALLED_MOCK, **NOT_CALLED_MOCK})
def test_what_is_not_certainly_a_mock(text: str) -> None:
    assert not doubles.is_mock(*receiver(text))


@by_id({**NOT_MOCKS, **NOT_CALLED_MOCK})
def test_what_is_not_even_likely_a_mock(text: str) -> None:
    assert not doubles.is_likely_mock(*receiver(text))


@by_id(MOCKS)
def test_what_certainly_is_a_mock(text: str) -> None:
    assert doubles.is_mock(*receiver(text))


@by_id({**MOCKS, **CALLED_MOCK})
def test_what_likely_is_a_mock(text: str) -> None:
    assert doubles.is_likely_mock(*receiver(text))


def call(text: str) -> tuple[ast.Call, Module]:
    module = Module.parse(f"from unittest import mock\n{text}\n", "tests/test_example.py", Settings())
    return next(module.nodes(ast.Call)), module


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("other.patch('a.b')", None),
        ("other.patch.object(a, 'b')", None),
        ("mock.patch.dict(a)", None),
        ("mock.patch('a.b')", 1),
        ("mock.patch.object(a, 'b')", 2),
        ("mocker.patch('a.b')", 1),
        ("session_mocker.patch.object(a, 'b')", 2),
    ],
)
def test_where_the_replacement_stands(text: str, position: int | None) -> None:
    assert doubles.new_position(*call(text)) == position


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("make(side_effect=1)", False),
        ("mock.call(side_effect=1)", False),
        ("mock.Mock().pay(side_effect=1)", False),
        ("mock.Mock(side_effect=1)", True),
        ("mocker.patch('a.b', side_effect=1)", True),
    ],
)
def test_which_calls_make_mocks(text: str, made: bool) -> None:
    assert doubles.makes_mock(*call(text)) is made


@pytest.mark.parametrize(
    ("text", "spelt"), [("a", "a"), ("a.b.c", "a.b.c"), ("a().b", ""), ("a[0]", ""), ("1 .real", "")]
)
def test_only_plain_chains_are_spelt(text: str, spelt: str) -> None:
    assert doubles.spelling(ast.parse(text, mode="eval").body) == spelt


@pytest.mark.parametrize(
    ("text", "instance"),
    [
        ("make().here", False),
        ("mock.Mock().here", False),
        ("mock.here", False),
        ("a.b.Shop().here", False),
        ("(Shop if flag else make)().here", False),
        ("Shop().here", True),
    ],
)
def test_which_objects_certainly_are_of_a_class(text: str, instance: bool) -> None:
    source = f"from unittest import mock\nfrom shop import Shop, make\n{text}\n"
    assert doubles.is_instance(*receiver(source)) is instance
