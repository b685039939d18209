"""Whether a comparison that stands alone may have been meant to set what it names."""

from __future__ import annotations

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.asserting import may_be_set

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
    "handed on": SET.replace("assert order.kind == 'new'", "order.change(order.kind, 'new')"),
    "the value of more": SET.replace("order.kind == 'old'", "same = order.kind == 'old'"),
}


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
