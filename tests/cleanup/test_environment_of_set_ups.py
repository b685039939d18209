"""An environment that a set-up above replaces is nobody's, unless the class has a set-up of its own."""

from __future__ import annotations

import pytest

from .parsed_states import judged

CASE = """
        class Case(unittest.TestCase):
            def setUp(self):
                os.environ = dict()
        class TestA(Case):
            def setUp(self):
                {}
            def test_a(self):
                os.environ["MODE"] = "b"
        """


@pytest.mark.parametrize(
    ("body", "number"), [("super().setUp()", 0), ("self.shop = open_shop()", 1)], ids=["super", "its own"]
)
def test_a_set_up_that_is_replaced_replaces_nothing(body: str, number: int) -> None:
    assert len(judged(CASE.format(body))) == number


def test_what_a_test_hands_on_restores_nothing() -> None:
    text = """
        def test_a(later):
            later(lambda: os.chdir("/tmp"))
            os.chdir("/")
        """
    assert len(judged(text)) == 1


def test_what_a_set_up_hands_on_may_restore_it() -> None:
    text = """
        def setUp(test):
            here = os.getcwd()
            test.globs["clean_ups"].append(lambda: os.chdir(here))
            os.chdir("/")
        """
    assert judged(text) == []
    assert len(judged(text.replace("os.chdir(here)", "here"))) == 1
