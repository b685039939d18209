"""Whether a comparison that stands alone may have been meant to set what it names."""

from __future__ import annotations

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.asserting import asserted, may_be_set

SET = "order.kind == 'old'\norder.save()\nassert order.kind == 'new'"
COMPARED = {
    "an item": SET.replace(".kind", "['kind']"),
    "an attribute": SET,
    "the other way round": SET.replace("order.kind == 'new'", "'new' == order.kind"),
    "by a method": SET.replace("assert order.kind == 'new'", "self.assertEqual(order.kind, 'new')"),
}
CHECKED = {
    "a name": SET.replace("order.kind", "kind"),
    "not by equality": SET.replace("order.kind == 'old'", "order.kind != 'old'"),
    "the same again": SET.replace("'new'", "'old'"),
    "never again": SET.replace("assert order.kind", "assert order.name"),
    "nothing in between": SET.replace("order.save()", "order = None"),
    "only an assertion in between": SET.replace("order.save()", "assert_all(order)"),
    "nothing is asserted below": SET.replace("assert ", "kind = "),
    "asserted otherwise": SET.replace("assert order.kind == 'new'", "self.assertTrue(order.kind)"),
    "far below": SET.replace("order.save()", "order.save()" + 50 * "; order.ship()"),
    "handed on": SET.replace("assert order.kind == 'new'", "order.change(order.kind, 'new')"),
    "the value of more": SET.replace("order.kind == 'old'", "same = order.kind == 'old'"),
}


COMPARED["deleted below"] = "order['kind'] == 'old'\norder.save()\ndel order['kind']"
CHECKED["something else is deleted"] = "order['kind'] == 'old'\norder.save()\ndel order['name']"


def said(body: str) -> bool:
    """Whether the first comparison may be meant to set something."""
    module = Module.parse(f"{body}\n", "tests/test_shop.py", Settings())
    (first, *_) = module.tree.body
    return may_be_set(first.value, module)  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", COMPARED.values(), ids=COMPARED)
def test_what_is_asserted_again_may_be_meant_to_be_set(body: str) -> None:
    assert said(body)


@pytest.mark.parametrize("body", CHECKED.values(), ids=CHECKED)
def test_anything_else_is_meant_to_be_checked(body: str) -> None:
    assert not said(body)


REPEATED = (
    ("order.id is not None", "self.assertIsNotNone(order.id)"),
    ("order.id is None", "self.assertIsNone(order.id)"),
    ("order.id == 1", "self.assertEqual(1, order.id)"),
    ("order.id == 1", "assert order.id == 1"),
    ("1 in order", "self.assertIn(1, order)"),
)
SAID_OTHERWISE = (
    ("order.id is not None", "self.assertIsNone(order.id)"),
    ("order.id == 1", "self.assertEqual(2, order.id)"),
    ("order.id == 1", "self.assertNotEqual(1, order.id)"),
    ("order.id == 1", "assert order.id"),
    ("order.id < 2", "self.assertLess(order.id, 2)"),
    ("not order.id", "self.assertFalse(order.id)"),
    ("order.id == 1", "order.close()"),
    ("order.id == 1", "order = None"),
)


def is_mended(first: str, second: str) -> bool:
    module = Module.parse(f"{first}\n{second}\n", "tests/test_shop.py", Settings())
    return bool(asserted(module.tree.body[0].value, module))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("first", "second"), REPEATED)
def test_what_the_next_line_asserts_is_not_asserted_twice(first: str, second: str) -> None:
    assert not is_mended(first, second)


@pytest.mark.parametrize(("first", "second"), SAID_OTHERWISE)
def test_what_the_next_line_does_not_assert_is(first: str, second: str) -> None:
    assert is_mended(first, second)
