"""Where disabled assertions are found that a tag follows, that a block holds, or that might be words."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def lines(text: str, *enabled: str) -> list[int]:
    found = engine.check(
        f"import pytest\n{textwrap.dedent(text)}", "tests/test_x.py", Settings(enable=enabled)
    )
    return [each.line for each in found if each.code == "TSE501"]


FOUND = {
    "the end of a nested block that ends the test": """
        def test_x(orders):
            for each in orders:
                total = each.load()
                # assert total == 1
    """,
    "the end of a nested block above another test": """
        class TestX:
            def test_x(self):
                with open("x") as file:
                    run(file)
                    # self.assertEqual(1, file.tell())

            def test_y(self):
                run()
    """,
    "a tag": """
        def test_x():
            run()
            # assert run() == 1  TODO
    """,
    "a tag with words": """
        def test_x():
            run()
            # assert run() == 1  FIXME: fix this
    """,
    "an arrow": """
        def test_x():
            run()
            # assert run() == 1 <-- check
    """,
    "a comparison of names that the function has": """
        def test_x(flags):
            for flag in flags:
                # assert flag in flags
                run(flag)
    """,
    "constants are set, and the assertion below them is about another": """
        def test_x(orders):
            # assert len(orders) == 1
            expected = {"a": (1, -2), "b": {3}}
            assert total(orders) == expected
    """,
    "what is compared below is something else by then": """
        def test_x(orders):
            # assert len(orders) == 1
            orders = {"a": 1, **more}
            assert orders == expected
    """,
    "more than the whole is asked about": """
        def test_x(self, orders):
            # self.check(orders, self)
            # assert len(orders) == self.size
            assert orders == expected
    """,
    "names that hide the test and the builtins": """
        def test_x(self, orders):
            # self.assertTrue(all(self for self in orders))
            run(orders)
            assert orders == expected
    """,
    "a long way above the assertion": """
        def test_x(orders):
            # assert len(orders) == 1
            a = 1
            b = 1
            c = 1
            d = 1
            e = 1
            f = 1
            g = 1
            h = 1
            i = 1
            assert orders == [1]
    """,
    "an error that another call below raises": """
        def test_x():
            # with pytest.raises(ValueError):
            #     load(1)
            with pytest.raises(ValueError):
                store(1)
    """,
    "an error on one line": """
        def test_x():
            # with pytest.raises(ValueError): load(1)
            with pytest.raises(ValueError):
                store(1)
    """,
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_it_is_found(text: str) -> None:
    assert len(lines(text, "TSE501")) == 1


SILENT = {
    "words that are a condition": """
        def test_x(pids):
            # assert pids
            for pid in pids:
                run(pid)
    """,
    "words that are a comparison": """
        def test_x(pids):
            run(pids)
            # assert pids is complete
    """,
    "a sentence that ends with a tag": """
        def test_x():
            run()
            # assert that it runs TODO
    """,
    "the start of an assertion": """
        def test_x():
            run()
            # assert run() == # to be found out
    """,
    "a tag with a reason": """
        def test_x():
            run()
            # assert run() == 1  TODO: does not work on Windows
    """,
    "the same call that raises something else": """
        def test_x():
            # with pytest.raises(ValueError):
            #     load(1)
            with pytest.raises(TypeError):
                load(1)
    """,
    "an error of no known call": """
        def test_x():
            # with pytest.raises(ValueError):
            with pytest.raises(TypeError):
                load(1)
    """,
    "prose at the margin, and an example": """
        def test_x():
            run()

        # Use it so:
        #     assert run() == 1
    """,
    "an assertion about a sample of assertions": """
        def helper():
            run()
            # assert "x" in names
    """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_it_is_silent(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(("name", "number"), [("expected", 1), ("other", 0)])
def test_a_constant_between_is_of_another_name(name: str, number: int) -> None:
    text = f"""
        def test_x(shop):
            expected = 1
            # assert shop.total() == expected
            {name} = 2
            assert shop.total() == expected
    """
    assert len(lines(text, "TSE501")) == number
