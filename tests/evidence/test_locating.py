"""What no event tells of has the one line that may have done it, or none."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.evidence.locating import located, regions
from flake8_testsec.evidence.reading import Leak

TEST = "tests/test_a.py::test_a"


def found(what: str, name: str, body: str, test: str = TEST, several: bool = False) -> int:
    return located(Leak(what, name, test, "passed", "", 0, several), ast.parse(body))


@pytest.mark.parametrize(
    ("what", "name", "line"),
    [
        ("attribute", "shop.LIMIT", "shop.LIMIT = 2"),
        ("attribute", "shop.LIMIT", "del shop.LIMIT"),
        ("attribute", "shop:Shop.name", "shop.Shop.name = 2"),
        ("attribute", "shop:Shop.name", "Shop.name = 2"),
        ("attribute", "a.shop.LIMIT", "setattr(shop, 'LIMIT', 2)"),
        ("attribute", "shop.LIMIT", "mock.patch('a.shop.LIMIT').start()"),
        ("attribute", "shop.LIMIT", "mock.patch.object(shop, 'LIMIT').start()"),
        ("patcher", "LIMIT", "mock.patch('shop.LIMIT').start()"),
        ("patcher", "LIMIT", "patch.object(shop, 'LIMIT').start()"),
        ("setting", "SIGTERM", "signal.signal(signal.SIGTERM, f)"),
        ("setting", "locale", "locale.setlocale(locale.LC_ALL, '')"),
        ("setting", "event loop policy", "asyncio.set_event_loop_policy(None)"),
        ("setting", "sys.path", "sys.path.append('a')"),
        ("setting", "sys.argv", "sys.argv = []"),
        ("setting", "sys.argv", "sys.argv[0] = 'a'"),
        ("module", "shop", "sys.modules['shop'] = None"),
        ("module", "shop", "del sys.modules['shop']"),
        ("logger", "logging:shop.level", "logging.getLogger('shop').setLevel(1)"),
        ("logger", "logging:root.level", "logging.getLogger().setLevel(1)"),
        ("logger", "logging:shop.handlers[0]", "logging.getLogger('shop').addHandler(h)"),
        ("logger", "logging:root.handlers[0]", "logging.basicConfig()"),
    ],
)
def test_lines_that_may_have_done_it(what: str, name: str, line: str) -> None:
    assert found(what, name, f"def test_a():\n    pass\n    {line}\n") == 3


@pytest.mark.parametrize(
    ("what", "name", "line"),
    [
        ("attribute", "shop.LIMIT", "shop.OTHER = 2"),
        ("attribute", "shop.LIMIT", "print(shop.LIMIT)"),
        ("attribute", "shop.LIMIT", "get(0)(shop, 'LIMIT')"),
        ("patcher", "LIMIT", "print(LIMIT)"),
        ("patcher", "LIMIT", "print('shop.LIMIT')"),
        ("setting", "sys.path", "print(sys.path)"),
        ("setting", "sys.path", "sys.path.index('a')"),
        ("setting", "sys.path", "x.path.append('a')"),
        ("setting", "sys.path", "a[0]"),
        ("setting", "sys.path", "a"),
        ("module", "shop", "sys.modules['shop']"),
        ("module", "shop", "f()"),
        ("logger", "logging:shop.level", "handler.setLevel(1)"),
        ("logger", "logging:shop.level", "logging.getLogger('other').setLevel(1)"),
        ("logger", "logging:shop.level", "logging.basicConfig()"),
        ("file", "", "open('a')"),
    ],
)
def test_other_lines_have_not_done_it(what: str, name: str, line: str) -> None:
    assert found(what, name, f"def test_a():\n    {line}\n") == 0


def test_what_ends_with_a_block_or_a_function_is_undone() -> None:
    body = "@mock.patch('shop.LIMIT', 1)\ndef test_a():\n    with mock.patch('shop.LIMIT'):\n        pass\n"
    assert found("attribute", "shop.LIMIT", body) == 0
    assert (
        found(
            "attribute", "shop.LIMIT", body.replace("    with", "    async with").replace("def", "async def")
        )
        == 0
    )


CLASS = """\
class Test:
    def setUp(self):
        shop.LIMIT = 1

    def test_a(self):
        pass

    def test_b(self):
        shop.LIMIT = 2


def test_c():
    shop.OTHER = 1


def helper():
    shop.LIMIT = shop.THIRD = 3
    shop.FOURTH = 1


if True:
    def other():
        shop.FOURTH = 2
"""


def test_the_nearest_line_counts() -> None:
    inside = "tests/test_a.py::Test::test_a"
    assert found("attribute", "shop.LIMIT", CLASS, inside) == 3
    assert found("attribute", "shop.LIMIT", CLASS, "tests/test_a.py::Test::test_b") == 9
    assert found("attribute", "shop.LIMIT", CLASS) == 0
    assert found("attribute", "shop.THIRD", CLASS, inside) == 17
    assert found("attribute", "shop.FOURTH", CLASS, inside) == 0


def test_what_another_test_does_this_one_has_not_done() -> None:
    inside = "tests/test_a.py::Test::test_a"
    assert found("attribute", "shop.OTHER", CLASS, inside) == 0
    assert found("attribute", "shop.OTHER", CLASS, inside, several=True) == 13
    assert found("attribute", "shop.OTHER", CLASS, "") == 0


def test_functions_are_known_with_their_classes() -> None:
    assert [(each.name, each.owner) for each in regions(ast.parse(CLASS))] == [
        ("setUp", "Test"),
        ("test_a", "Test"),
        ("test_b", "Test"),
        ("test_c", ""),
        ("helper", ""),
        ("other", ""),
    ]
