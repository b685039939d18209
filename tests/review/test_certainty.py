"""Checks that may not run, and fixtures that nobody names."""

from __future__ import annotations

import pytest

from flake8_testsec.review import certainty
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from tests.review.asking import told
from tests.test_growth import DOUBLING, called

IN_LOOP = "1 assertion of tests stands in a loop that need not run"
AROUND = {
    "if shop:\n        {}": "1 assertion of tests stands in a branch of a condition: it runs in that case "
    "alone",
    "for one in shop:\n        {}": f"{IN_LOOP}: it runs as often as its body "
    "does, "
    "which is not at all where there is nothing to go through",
    "while shop:\n        {}": IN_LOOP,
    "ones = [1]\n    ones = []\n    for one in ones:\n        {}": IN_LOOP,
    "ones = [1]\n    ones += 2\n    for one in ones:\n        {}": IN_LOOP,
    "ones = {{**shop}}\n    for one in ones.items():\n        {}": IN_LOOP,
    "for one in shop.items():\n        {}": IN_LOOP,
    "for one in sell(1):\n        {}": IN_LOOP,
    "try:\n        run()\n    except ValueError:\n        {}": "1 assertion of tests stands in a handler "
    "of an "
    "exception: it runs only where it is raised",
    "def inner():\n        {}": "1 assertion of tests stands in a function that the test defines: whether "
    "that is "
    "called is not followed",
    "if shop:\n        def inner():\n            {}": "1 assertion of tests stands in a function",
}
AROUND |= {
    f"{head}\n    for one in {over}:\n        {{}}": IN_LOOP
    for head, over in (
        ("product = shop.product", "shop.product([1], [2])"),
        ("product = shop.product", "product([1], [2])"),
        ("def zip(*given): ...", "zip([1], [2])"),
        ("def list(given): ...", "list([1])"),
        ("range = shop.range", "range(3)"),
    )
}
CERTAIN = (
    "import itertools\n    for one in itertools.product([1], [2]):\n        {}",
    "from itertools import product\n    for one in product([1], [2]):\n        {}",
    "for one in zip([1], [2]):\n        {}",
    "{}",
    "while True:\n        {}",
    "for one in range(3):\n        {}",
    "for one in [1, *more]:\n        {}",
    "for one in shop:\n        pass\n    else:\n        {}",
    "ones = (1, 2)\n    for one in ones:\n        {}",
    "ones = {{1: 2}}\n    for one in ones.items():\n        {}",
    "ones = {{1, 2}}\n    for _, one in enumerate(ones):\n        {}",
    "with shop:\n        {}",
    "class Inner:\n        {}",
)


@pytest.mark.parametrize("body", AROUND)
def test_what_may_keep_an_assertion_from_running(body: str) -> None:
    text = "def test_a():\n    " + body.format("assert run()") + "\n"
    assert AROUND[body] in told(text, "Structure")[-1]


@pytest.mark.parametrize("body", CERTAIN)
def test_what_does_not(body: str) -> None:
    text = "def test_a():\n    " + body.format("assert run()") + "\n"
    found = [each for each in told(text, "Structure") if not each.startswith("Defined in a function")]
    assert len(found) == 1


def test_empty_displays_and_many_assertions() -> None:
    text = (
        "def test_a():\n    for one in [*more]:\n"
        + "        assert one\n" * 9
        + "def check():\n    assert 1\n"
    )
    assert told(text, "Structure")[-1] == (
        "9 assertions of tests stand in a loop that need not run: they run as often as its body does, "
        "which is not at all "
        "where there is nothing to go through, the first 8 named here (lines 3, 4, 5, 6, 7, 8, 9, 10)."
    )


def test_many_fixtures_that_nobody_names() -> None:
    names = ", ".join(f"f{number}" for number in range(9))
    text = f"def test_a({names}):\n    pass\n\ndef test_b(shop):\n    locals()\n"
    found = [each for each in told(text, "Inputs") if "do not name" in each]
    assert len(found) == 1
    assert "`f7` and 1 more, each with" in found[0]


def test_those_of_many_tests_that_check_nothing() -> None:
    text = "".join(f"def test_{number}():\n    run()\n" for number in range(25))
    found = told(text, "Structure")
    assert found[-1].startswith("25 tests of these make no assertion of their own: `test_0`, ")
    assert "`test_23` and 1 more (" in found[-1]
    one = "".join(f"def test_{number}():\n    assert {number}\n" for number in range(11))
    assert "1 test of these makes no assertion of its own: `test_b` (lines 1–2)." in told(
        f"def test_b():\n    run()\n{one}", "Structure"
    )


def test_methods_that_stand_in_place_of_others() -> None:
    text = """
        import unittest

        class Base(unittest.TestCase):
            def resource_setup(self): ...

        class TestShop(Base):
            def resource_setup(self): ...
            def more(self): ...
    """
    found = told(text, "Structure")
    assert "Method `resource_setup()`, which stands in place of that of `Base` (lines 4, 7)." in found
    assert "Method `more()` (line 8)." in found


TRIES = {
    "try:\n        run()\n    except OSError:\n        self.skipTest('no')\n    else:\n        {}": "",
    "try:\n        run()\n    except OSError:\n        pytest.skip('no')\n    else:\n        {}": "",
    "try:\n        run()\n    except OSError:\n        sys.exit(1)\n    else:\n        {}": "",
    "try:\n        run()\n    except OSError:\n        print()\n    else:\n        {}": "the else of a try",
    "try:\n        {}\n    except Exception:\n        if shop:\n            raise\n": "a try that catches",
    "try:\n        {}\n    except Exception:\n        if shop:\n            return\n        raise\n": "a try",
    "try:\n        {}\n    except (OSError, Exception):\n        run()\n        raise\n": "",
    "try:\n        {}\n    except AssertionError:\n        raise\n    except Exception:\n        run()\n": "",
    "try:\n        {}\n    except Exception:\n        self.fail('no')\n": "",
    "try:\n        {}\n    except OSError:\n        pass\n": "",
    "try:\n        {}\n    except:\n        pass\n": "a try that catches",
}


@pytest.mark.parametrize("body", TRIES)
def test_what_handlers_do(body: str) -> None:
    text = "import pytest, sys\n\ndef test_a(self):\n    " + body.format("assert run()") + "\n"
    found = [each for each in told(text, "Structure") if "of tests stands in" in each]
    assert [TRIES[body] in each for each in found] == ([True] if TRIES[body] else [])


def test_each_handler_is_read_once() -> None:
    def work(many: int) -> int:
        tried, handled = "        assert run()\n" * many, "        run()\n" * many
        text = f"def test_a():\n    try:\n{tried}    except Exception:\n{handled}"
        return called(lambda: [*certainty.facts(Module.parse(text, "tests/test_shop.py", Settings()))])

    work(50)
    assert work(200) / work(100) < DOUBLING
