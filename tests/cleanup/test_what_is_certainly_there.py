"""A patch fails where there is nothing to patch: it is a safe remedy only of what is there in any case."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.fixing.application import apply

from .small_projects import PATH, module_of

TEXT = """
import unittest
from unittest import mock

import shop


class TestShop(unittest.TestCase):
    def test_it(self):
        {target} = mock.Mock()
        assert shop.sell()
"""
SHOP = """
import sys
from os import path
from shop.prices import *

LIMIT, RATE = 3, 4
OPEN: bool = True

if sys.platform == "win32":
    def driver(): ...

try:
    import fast
except ImportError:
    fast = None

try:
    import slow
except ImportError:
    pass

if fast:
    kind, way = 1, 2
else:
    kind = 3

def sell(): ...

class Till:
    size = 3

    def __init__(self):
        self.drawer = None

    def ring(self): ...

    class Key:
        name = ""
"""


@pytest.mark.parametrize(
    ("target", "is_safe"),
    [
        ("shop.sell", True),
        ("shop.Till", True),
        ("shop.Till.ring", True),
        ("shop.path", True),
        ("shop.driver", True),
        ("shop.fast", True),
        ("shop.slow", True),
        ("shop.kind", True),
        ("shop.way", True),
        ("shop.elsewhere", False),
        ("shop.Till.drawer", None),
    ],
)
def test_only_what_is_there_in_any_case_is_patched_safely(target: str, is_safe: bool | None) -> None:
    module = module_of({PATH: TEXT.format(target=target), "shop.py": SHOP})
    table = engine.compile_table([RULES["TSE313"]], module.role)
    (found,) = engine.examine(module, table, fixes=True)
    assert (found.fix.safe if found.fix.edits else None) is is_safe


def test_what_is_there_on_a_condition_alone_is_made_where_it_is_not() -> None:
    module = module_of({PATH: TEXT.format(target="shop.driver"), "shop.py": SHOP})
    (found,) = engine.examine(module, engine.compile_table([RULES["TSE313"]], module.role), fixes=True)
    assert found.message.endswith("use mock.patch.object with create=True")
    mended = apply(module.lines, found.fix.edits)
    assert 'shop, "driver", mock.Mock(), create=True\n' in mended
    read = TEXT.format(target="shop.driver").replace(
        "        shop.driver =", "        shop.driver()\n        shop.driver ="
    )
    module = module_of({PATH: read, "shop.py": SHOP})
    (found,) = engine.examine(module, engine.compile_table([RULES["TSE313"]], module.role), fixes=True)
    assert found.message.endswith("use mock.patch.object")
    by_name = TEXT.format(target="shop.driver").replace(
        "shop.driver = mock.Mock()", "setattr(shop, 'driver', mock.Mock())"
    )
    module = module_of({PATH: by_name, "shop.py": SHOP})
    (found,) = engine.examine(module, engine.compile_table([RULES["TSE313"]], module.role), fixes=True)
    assert not found.fix.edits
