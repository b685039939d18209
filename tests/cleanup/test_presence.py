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


DEFAULT = """
def test_a(shop):
    {before}
    os.environ["{name}"] = "b"
    try:
        shop.sell()
    finally:
        {restore}
"""
OLD = 'old = os.environ.get("{}", "")'
BACK = 'os.environ["MODE"] = old'

ALL_THE_SAME = {
    "it is always there": ("PATH", OLD, 'os.environ["PATH"] = old'),
    "an empty one is none": ("LC_ALL", OLD, 'os.environ["LC_ALL"] = old'),
    "an empty proxy is none": ("https_proxy", OLD, 'os.environ["https_proxy"] = old'),
    "there is no default": ("MODE", 'old = os.environ.get("MODE")', BACK),
    "the default is nothing": ("MODE", 'old = os.environ.get("MODE", None)', BACK),
    "another variable was asked for": ("MODE", 'old = os.environ.get("OLD_MODE", "")', BACK),
    "another mapping was asked": ("MODE", 'old = shop.get("MODE", "")', BACK),
    "something was done with it": ("MODE", 'old = os.environ.get("MODE", "").strip()', BACK),
    "something is done with it at last": ("MODE", OLD, BACK + ".strip()"),
    "it may be another": ("MODE", 'for old in "", shop.mode:\n        pass', BACK),
    "it is taken away": ("MODE", OLD, BACK + '\n        if not old:\n            del os.environ["MODE"]'),
    "there is a condition": ("MODE", OLD, f"if shop.closed:\n            {BACK}"),
    "it is asked for before": ("MODE", f'if "MODE" not in os.environ:\n        return\n    {OLD}', BACK),
}


@pytest.mark.parametrize(("name", "before", "restore"), ALL_THE_SAME.values(), ids=ALL_THE_SAME)
def test_a_default_is_none(name: str, before: str, restore: str) -> None:
    text = DEFAULT.format(name=name, before=before.format(name), restore=restore)
    assert not any("default" in each for each in judged(text))


@pytest.mark.parametrize(
    "head", ['@pytest.mark.skipif(not os.getenv("MODE"), reason="no mode")', 'MODE = os.environ["MODE"]\n']
)
def test_a_test_may_not_run_without_the_variable(head: str) -> None:
    text = DEFAULT.format(name="MODE", before=OLD.format("MODE"), restore=BACK)
    assert judged(head + text) == []


LEFT_AS_DEFAULT = {
    "an empty one": ("MODE", OLD.format("MODE"), BACK),
    "by a function": ("MODE", 'old = os.getenv("MODE", "demo")', BACK),
    "of a variable that may be empty": ("LANG", 'old = os.getenv("LANG", "C")', 'os.environ["LANG"] = old'),
}


@pytest.mark.parametrize(("name", "before", "restore"), LEFT_AS_DEFAULT.values(), ids=LEFT_AS_DEFAULT)
def test_a_default_is_left(name: str, before: str, restore: str) -> None:
    text = DEFAULT.format(name=name, before=before, restore=restore)
    assert judged(text) == [f'os.environ["{name}"]: set to a default afterwards if it was not set before']


@pytest.mark.parametrize(("kept", "said"), [('.get("MODE", "")', 1), ('.get("MODE")', 0), ('["MODE"]', 0)])
def test_a_default_that_a_class_keeps_is_left(kept: str, said: int) -> None:
    text = f"""
        class TestShop(unittest.TestCase):
            def setUp(self):
                self.old = os.environ{kept}
                os.environ["MODE"] = "b"

            def tearDown(self):
                os.environ["MODE"] = self.old

            def test_a(self):
                shop.sell()
        """
    assert len(judged(text)) == said


@pytest.mark.parametrize(
    ("tear_down", "problem"),
    [
        (
            'if self.old is not None:\n            os.environ["MODE"] = self.old',
            "restored only if it was set before",
        ),
        ('os.environ["MODES"] = self.old', "changed and never restored"),
    ],
)
def test_a_tear_down_puts_back_what_was_there(tear_down: str, problem: str) -> None:
    text = f"""
class TestShop(unittest.TestCase):
    def setUp(self):
        self.old = os.environ.get("MODE")
        os.environ["MODE"] = "b"

    def tearDown(self):
        {tear_down}

    def test_a(self):
        shop.sell()
"""
    assert judged(text) == [f'os.environ["MODE"]: {problem}']


def test_what_a_class_keeps_may_be_drawn_from_a_loop() -> None:
    text = """
        class TestShop(unittest.TestCase):
            def test_a(self):
                for self.old in (os.environ.get("MODE", ""),):
                    os.environ["MODE"] = "b"
                os.environ["MODE"] = self.old
        """
    assert not any("default" in each for each in judged(text))


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
