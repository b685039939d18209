"""What is told where a rule is asked for by name: it may be faked, or it hardly harms anybody."""

from __future__ import annotations

import textwrap

import pytest

from tests.cleanup.test_what_readers_left_alone import found, test_of

test_of.__test__ = False  # type: ignore[attr-defined]

MODE = "import os\n" + test_of("os.environ['{}'] = 'demo'\nassert ask('{}')\ndel os.environ['{}']")


@pytest.mark.parametrize(
    ("variable", "text", "told"),
    [
        ("SHOP_MODE", "${MODE}/pears", 0),
        ("SHOP_MODE", "$SHOP_MODE", 0),
        ("SHOP_MODE", "${ODE}/pears", 1),
        ("SHOP_MODE", "${SHOP}/pears", 1),
        ("SHOP_HOME", "$HOME/pears", 1),
    ],
)
def test_a_variable_to_whose_name_the_code_puts_a_prefix(variable: str, text: str, told: int) -> None:
    source = MODE.format(variable, text, variable)
    assert len(found(source, "TSE304")) == told
    assert len(found(source, "TSE304", "TSE304")) == 1


EITHER = """
import os
class TestShop(unittest.TestCase):
    def {}:
        {}
            os.environ["SHOP_MODE"] = "demo"
        elif "SHOP_MODE" in os.environ:
            del os.environ["SHOP_MODE"]
        self.shop = ask()
    def test_shop(self):
        self.{}
"""


def test_what_is_done_instead_restores_nothing() -> None:
    (message,) = found(EITHER.format("setUp(self)", "if stock.demo:", "assertTrue(self.shop)"), "TSE304")
    assert "never restored" in message
    assert found(EITHER.format("use(self)", "if stock.demo:", "other()"), "TSE304") == []


@pytest.mark.parametrize("given", ["self, demo", "self, *, demo"])
def test_another_call_may_restore_what_this_one_changes(given: str) -> None:
    case = EITHER.format(f"use({given})", "if demo:", "use(True)\n        self.use(False)")
    assert all("only if" in each for each in found(case, "TSE304"))


ENTRY = "def test_shop(ask):\n    sys.modules['{}'] = mock.Mock()\n    assert ask()\n"


@pytest.mark.parametrize("name", ["Bazaar", "bazaar.stall"])
def test_no_test_meets_a_module_that_nothing_imports(name: str) -> None:
    assert found(ENTRY.format(name), "TSE313") == []
    assert len(found(ENTRY.format(name), "TSE313", "TSE313")) == 1


@pytest.mark.parametrize("other", ["import bazaar", "from bazaar import stall", "load('bazaar.stall')"])
def test_a_module_that_the_project_imports_is_told(other: str) -> None:
    texts = {"shop/till.py": other, "shop/__init__.py": "", "pyproject.toml": ""}
    assert len(found(ENTRY.format("bazaar"), "TSE313", **texts)) == 1


@pytest.mark.parametrize("name", ["json", "shop.till", "socket"])
def test_a_module_that_there_is_is_told(name: str) -> None:
    texts = {"shop/till.py": "", "shop/__init__.py": ""}
    assert len(found(ENTRY.format(name), "TSE313", **texts)) == 1


MANAGER = """
import contextlib
class Shelves:
    @contextlib.contextmanager
    def holding(self, stock, name):
        stock.put(name)
        yield name
        {}
class TestShelves(Shelves, unittest.TestCase):
    def test_holds(self):
        with self.holding(Order(), "pear"):
            self.assertTrue(stock)
"""


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("stock.delete(name)", 0),
        ("self._delete(stock, name)", 0),
        ("self.reset_stock()", 0),
        ("os.remove(name)", 1),
        ("stock.close()", 1),
    ],
)
def test_an_entry_that_mostly_goes_with_its_store(step: str, told: int) -> None:
    source = "import os\n" + MANAGER.format(step)
    assert len(found(source, "TSE310")) == told
    assert len(found(source, "TSE310", "TSE310")) == 1


CHILD = "import subprocess\n{}def test_shop({}):\n{}"
START = "child = subprocess.Popen(['pears'])\nassert child.pid"


@pytest.mark.parametrize(
    ("above", "given", "around", "told"),
    [
        ("", "tmp_path", "if tmp_path:", 1),
        ("", "shelves", "if shelves:", 0),
        ("", "", "with stock.fake():", 0),
        ("@stock.faked\n", "", "if stock:", 0),
        ("import pytest\n@pytest.fixture\ndef shelves(): return 1\n", "shelves", "if shelves:", 1),
        ("import pytest\n@pytest.mark.parametrize('shelves', [1])\n", "shelves", "if shelves:", 1),
        ("import pytest\n@pytest.mark.parametrize(stock.names, [1])\n", "shelves", "if shelves:", 1),
    ],
)
def test_a_child_that_may_be_faked(above: str, given: str, around: str, told: int) -> None:
    inner = textwrap.indent(f"{around}\n{textwrap.indent(START, '    ')}\n", "    ")
    source = CHILD.format(above, given, inner)
    assert len(found(source, "TSE311")) == told
    assert len(found(source, "TSE311", "TSE311")) == 1


def test_a_method_of_a_case_is_given_no_fixtures() -> None:
    case = "import subprocess\nclass TestShop(unittest.TestCase):\n    def test_shop(self, shelves=1):\n"
    assert len(found(case + textwrap.indent(START, "        "), "TSE311")) == 1
