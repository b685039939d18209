"""What denials name of the code that names of a file hold, and whose tests automatic fixtures run for."""

from __future__ import annotations

from tests.review.asking import reviewed, told


def _denied(text: str) -> str:
    return next(each.nothing for each in reviewed(text).aspects if each.name == "Execution")


def test_names_that_hold_what_is_called() -> None:
    text = """
        import shop
        from shop import pay

        Row = collections.namedtuple("Row", "a")

        def test_a(run_jobs):
            Row(1)
            completer = shop.get()
            completer("a")
            run_jobs()
            for each in ():
                each()
            own = lambda: 1
            own()
            plain = 1
            plain()
            helper()
            print()
            pay()

        def helper(): ...
    """
    assert "what names stand for here: completer() and each()." in _denied(text)
    assert "what names" not in _denied("def helper(): ...\ndef test_a():\n    helper()\n    print()\n")


def test_attributes_that_a_class_has_itself() -> None:
    text = """
        import unittest

        class TestA(unittest.TestCase):
            class Shelf: ...
            make = Shelf
            first: type = Shelf
            second: type
            a, b = 1, 2

            def setUp(self):
                self.till = self.Shelf()
                other.shop = 1
                self.make()
                self.first()
                self.till()
                self.second()
                self.shop()
    """
    assert (
        "what names stand for here: self.till(); what is inherited: self.second() and self.shop()."
        in _denied(text)
    )


def test_whose_tests_an_automatic_fixture_runs_for() -> None:
    text = """
        import pytest

        class TestA:
            @pytest.fixture(autouse=True)
            def inner(self): ...

            def test_a(self): ...

        @pytest.fixture(autouse=True)
        def outer(): ...
    """
    found = [each for each in told(text, "Structure") if each.startswith("Fixture")]
    assert found == [
        "Fixture `inner` runs for every test of `TestA`, asked or not (autouse) (line 5).",
        "Fixture `outer` runs for every test, asked or not (autouse) (line 10).",
    ]


def test_the_longest_of_many_tests() -> None:
    many = "".join(f"def test_{number}():\n    assert 1\n" for number in range(11))
    assert "; none is longer than `test_0` in lines 1–2" in told(many, "Structure")[0]
    longer = f"{many}    assert 2\n"
    assert "; the longest is `test_10` in lines" in told(longer, "Structure")[0]
