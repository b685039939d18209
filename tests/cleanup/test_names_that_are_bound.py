"""What is released where a name is bound: ``if "it" in locals()`` in a ``finally``."""

from __future__ import annotations

import pytest

from .judged_calls import verdicts

TEXT = """
def test_a(shop, ready):
    try:
        it = socket.socket()
        shop.sell(it)
        assert shop.sold
    finally:
        {}
"""

BOUND = (
    'if "it" in locals():\n            it.close()',
    'if "it" in vars():\n            it.close()',
    'if "it" in dir():\n            it.close()',
    'if ready and "it" in locals():\n            it.close()',
    'if "it" not in locals():\n            pass\n        else:\n            it.close()',
    'if not "it" in locals():\n            pass\n        else:\n            it.close()',
    'if not ("it" not in locals()):\n            it.close()',
)


@pytest.mark.parametrize("release", BOUND)
def test_is_released_where_its_name_is_bound(release: str) -> None:
    assert verdicts(TEXT.format(release)) == []


FREE = (
    'if "other" in locals():\n            it.close()',
    'if "it" in globals():\n            it.close()',
    'if "it" in vars(shop):\n            it.close()',
    'if "it" in shop.locals():\n            it.close()',
    'if "it" == locals():\n            it.close()',
    'if "it" not in locals():\n            it.close()',
    'if not "it" in locals():\n            it.close()',
)


@pytest.mark.parametrize("release", FREE)
def test_is_not_released_where_anything_else_is_asked(release: str) -> None:
    assert verdicts(TEXT.format(release)) == ["CHECK 3 8 5"]


def test_a_function_of_the_module_may_have_the_name() -> None:
    text = TEXT.format(BOUND[0])
    assert verdicts(f"def locals():\n    return {{}}\n{text}") == ["CHECK 6 11 8"]


TWO = """
def test_a(shop):
    try:
        it = socket.socket()
        other = socket.socket()
        assert shop.sold
    finally:
        if "it" in locals() and "other" in locals():
            it.close()
            other.close()
"""


def test_both_of_two_names_are_bound() -> None:
    assert verdicts(TWO) == []


OF_MODULE = """
def test_a(shop):
    global path
    try:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            path = file.name
        assert shop.sold
    finally:
        if "path" in {}():
            os.unlink(path)
"""


@pytest.mark.parametrize(("asked", "said"), [("globals", []), ("locals", ["CHECK 4 9 6"])])
def test_a_name_of_the_module_is_bound_there(asked: str, said: list[str]) -> None:
    assert verdicts(OF_MODULE.format(asked)) == said
