"""Variables that are put back only where they were set before, and those that functions set for tests."""

from __future__ import annotations

import pytest

from .parsed_states import judged

HEAD = """
def test_a(shop):
    old = os.environ.get("MODE")
    os.environ["MODE"] = "b"
    assert shop
"""

PARTLY = {
    "if it is not None": ("if old is not None:", 'os.environ["MODE"] = old'),
    "unless it is None": ("if old == None:\n        pass\n    else:", 'os.environ["MODE"] = old'),
    "if it is none of the empty": ("if old:", 'os.environ["MODE"] = old'),
    "if it is not empty": ("if not old:\n        pass\n    else:", 'os.environ["MODE"] = old'),
    "under with": ("if old != None:\n      with shop:", 'os.environ["MODE"] = old'),
    "by a name for it": ("if kept := old:", 'os.environ["MODE"] = kept'),
}


@pytest.mark.parametrize(("condition", "restore"), PARTLY.values(), ids=PARTLY.keys())
def test_is_left_where_nothing_was_before(condition: str, restore: str) -> None:
    text = f"{HEAD}    {condition}\n          {restore}\n"
    assert judged(text) == ['os.environ["MODE"]: restored only if it was set before']


WHOLLY = {
    "something else is asked": ("if shop:", 'os.environ["MODE"] = old'),
    "two things are asked": ("if old and shop:", 'os.environ["MODE"] = old'),
    "it is there if it is None": ("if old is None:", 'os.environ["MODE"] = old'),
    "it is there if it is empty": ("if not old:", 'os.environ["MODE"] = old'),
    "another value is asked for": ("if shop is not None:", 'os.environ["MODE"] = old'),
    "the loop is over": ("while old is not None:", 'os.environ["MODE"] = old'),
    "a call puts it back": ("if old is not None:", 'os.putenv("MODE", old)'),
    "a value is added to it": ("if old is not None:", 'os.environ["MODE"] += old'),
    "there is no condition": ("", 'os.environ["MODE"] = old'),
}


@pytest.mark.parametrize(("condition", "restore"), WHOLLY.values(), ids=WHOLLY.keys())
def test_is_not_said_of_others(condition: str, restore: str) -> None:
    text = f"{HEAD}    {condition}\n          {restore}\n" if condition else f"{HEAD}    {restore}\n"
    assert not any("only if it was set" in each for each in judged(text))


def test_constants_name_variables() -> None:
    text = """
        _MODE = "MODE"

        def test_a(shop):
            os.environ[_MODE] = "b"
            assert shop
            del os.environ["MODE"]

        def test_b(shop):
            os.environ[_MODE] = "b"
            shop.unset(_MODE)
            unload(_MODE)
        """
    assert judged(text) == ["os.environ[_MODE]: restored only if the assertion on line 13 passes"]


CALLED = {
    "a test": ("_use()", ['os.environ["MODE"]: changed and never restored']),
    "a test that takes it away": ('_use()\n    os.environ.pop("MODE")', []),
    "a test that has it taken away": ("_use()\n    restore_mode()", []),
    "a test that hands it on": ("_use()\n    shop.call(_use)", []),
    "a function inside": ("def look():\n        _use()\n    shop.call(look)", []),
}


@pytest.mark.parametrize(("body", "said"), CALLED.values(), ids=CALLED.keys())
def test_functions_that_are_part_of_tests(body: str, said: list[str]) -> None:
    text = f'def _use():\n    os.environ["MODE"] = "b"\n\ndef test_a(shop):\n    {body}\n'
    assert judged(text) == said


def test_a_decorated_function_may_be_anything() -> None:
    text = '@cached\ndef _use():\n    os.environ["MODE"] = "b"\n\ndef test_a(shop):\n    _use()\n'
    assert judged(text) == []
