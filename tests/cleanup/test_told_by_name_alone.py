"""What is told where a rule is asked for by name: it may be faked, or it hardly harms anybody."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.cleanup.test_what_readers_left_alone import found, in_test

MODE = "import os\n" + in_test("os.environ['{}'] = 'demo'\nassert ask('{}')\ndel os.environ['{}']")


@pytest.mark.parametrize(
    ("variable", "text", "told"),
    [
        ("SHOP_MODE", "${MODE}/pears", 0),
        ("SHOP_MODE", "$SHOP_MODE", 0),
        ("SHOP_MODE", "${ODE}/pears", 1),
        ("SHOP_MODE", "${SHOP}/pears", 1),
        ("SHOP_HOME", "$HOME/pears", 1),
        ("SHOP_MODE", "env:MODE", 0),
        ("SHOP_MODE", "!env MODE", 0),
        ("SHOP_MODE", "[MODE] pears", 1),
        ("SHOP_MODE", "{MODE}/pears", 1),
        ("SHOP_MODE", "%MODE/pears", 1),
        ("SHOP_MODE", "[MODE] ${MODE}", 0),
        ("SHOP_MODE", "[SHOP_MODE] pears", 0),
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


@pytest.mark.parametrize(
    "given", ["self, demo", "self, *, demo", "self, /, demo", "self, **demo", "self, *demo"]
)
def test_another_call_may_restore_what_this_one_changes(given: str) -> None:
    case = EITHER.format(f"use({given})", "if demo:", "use(True)\n        self.use(False)")
    assert all("only if" in each for each in found(case, "TSE304"))


SWITCH = """
import os, socket, sys
def use({}):
    on = {}
    if on:
        os.environ["SHOP_MODE"] = "demo"
    else:
        os.environ.pop("SHOP_MODE", None)
def test_shop(ask):
    use()
    assert ask()
    use()
"""


@pytest.mark.parametrize(
    ("given", "condition", "told"),
    [
        ("", "stock.demo", 1),
        ("", "sys.platform.startswith('win')", 1),
        ("", "socket.has_dualstack_ipv6()", 1),
        ("kind=0", "stock.demo", 0),
        ("kind=0, /", "stock.demo", 0),
        ("*, kind=0", "stock.demo", 0),
        ("*kinds", "stock.demo", 0),
        ("**kinds", "stock.demo", 0),
        ("", "'SHOP_MODE' not in os.environ", 0),
        ("", "os.getenv('SHOP_MODE') is None", 0),
        ("", "stock.is_open()", 0),
        ("", "ask() is None", 0),
    ],
)
def test_a_switch_restores_what_it_has_changed(given: str, condition: str, told: int) -> None:
    assert len(found(SWITCH.format(given, condition), "TSE304")) == told


ENTRY = "def test_shop(ask):\n    sys.modules['{}'] = mock.Mock()\n    assert ask()\n"


@pytest.mark.parametrize("name", ["Bazaar", "bazaar.stall"])
def test_no_test_meets_a_module_that_nothing_imports(name: str) -> None:
    assert found(ENTRY.format(name), "TSE313") == []
    assert len(found(ENTRY.format(name), "TSE313", "TSE313")) == 1


@pytest.mark.parametrize("other", ["import bazaar", "from bazaar import stall", "load('bazaar.stall')"])
def test_a_module_that_the_project_imports_is_told(other: str) -> None:
    texts = {"shop/till.py": other, "pyproject.toml": ""}
    assert len(found(ENTRY.format("bazaar"), "TSE313", **texts)) == 1


@pytest.mark.parametrize("name", ["json", "shop.till", "socket"])
def test_a_module_that_there_is_is_told(name: str) -> None:
    texts = {"shop/till.py": ""}
    assert len(found(ENTRY.format(name), "TSE313", **texts)) == 1


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


HANDLED = """\
fd = os.open(shop, os.O_RDONLY)
done(fd)
try:
    assert ask()
{}
    os.close(fd)
    {}
"""


@pytest.mark.parametrize(
    ("way", "step", "told"),
    [
        ("except OSError:", "raise", 0),
        ("except OSError:", "pass\nos.close(fd)", 1),
        ("finally:", "pass", None),
    ],
)
def test_what_is_released_after_an_error_alone(way: str, step: str, told: int | None) -> None:
    source = "import os\n" + in_test(HANDLED.format(way, step))
    assert len(found(source, "TSE307")) == (told or 0)
    assert len(found(source, "TSE307", "TSE307")) == (told is not None)


KEPT = """\
fd = os.open(shop, os.O_RDONLY)
try:
    {}
    assert ask()
except OSError:
    os.close(fd)
"""


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("done(fd)", 0),
        ("done(fd=fd)", 0),
        ("done([*ask, (1, fd)])", 0),
        ("done({'fd': ask or fd})", 0),
        ("done(fd if ask else None)", 0),
        ("atexit.register(os.close, fd)", 0),
        ("subprocess.Popen('shop', stdin=fd)", 1),
        ("io.FileIO(fd)", 0),
        ("setattr(self, 'fd', fd)", 0),
        ("self.fd = fd", 0),
        ("print('started', fd)", 1),
        ("repr(fd)", 1),
        ("os.fstat(fd)", 1),
        ("self.assertTrue(fd)", 1),
        ("done()", 1),
        ("done(str(3))", 1),
        ("return", 1),
    ],
)
def test_only_who_may_keep_it_releases_it_on_other_ways(step: str, told: int) -> None:
    source = "import atexit, os, subprocess\n" + in_test(KEPT.format(step))
    assert len(found(source, "TSE307", "TSE307")) == told
    assert len(found(source, "TSE307")) == told


@pytest.mark.parametrize("step", ["os.listdir(path)", "stock.load(path)"])
def test_nobody_takes_a_path_over(step: str) -> None:
    body = "path = tempfile.mkdtemp()\ntry:\n    assert {}\nexcept OSError:\n    os.rmdir(path)"
    assert len(found(in_test(body.format(step)), "TSE306")) == 1


@pytest.mark.parametrize(
    ("above", "told"), [("", 0), ("assert ask()\n", 1), ("assert os.path.exists('b')\n", 1)]
)
def test_the_last_check_that_says_more_than_that_a_file_is_there(above: str, told: int) -> None:
    body = f"ask('a')\n{above}" + "assert os.path.exists('a')\n" * 2 + "os.remove('a')"
    assert len(found(in_test(body), "TSE306", "TSE306")) == told


LAST = "import os\nimport time\ndef {}():\n    {}\n    os.environ['SHOP_MODE'] = 'demo'\n    {}\n"
LAST += "def test_till():\n    assert stock.count()\n"


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("test_shop", "assert stock.count()", "", 0),
        ("test_shop", "assert stock.count()", "return", 0),
        ("test_shop", "", "assert stock.count()", 1),
        ("test_shop", "mode = 1", "stock.count()", 1),
        ("test_shop", "assert stock.count()", "import pears", 1),
        ("test_shop", "assert stock.count()", "from shop import pears", 1),
        ("test_shop", "assert stock.count()", "with stock.open: pass", 1),
        ("test_shop", "assert stock.count()", "for each in self: pass", 1),
        ("test_shop", "assert stock.count()", "if time: raise ValueError", 1),
        ("test_shop", "assert stock.count()", "mode = stock.mode", 1),
        ("test_shop", "assert stock.count()", "mode = time.tzname", 0),
        ("test_shop", "assert stock.count()", "mode = self.tzname", 0),
        ("test_shop", "assert stock.count()", "mode = 3; mode.real.x[0] = 3", 0),
    ],
)
def test_what_a_test_changes_last_of_all(name: str, before: str, after: str, told: int) -> None:
    source = LAST.format(name, before, after)
    assert len(found(source, "TSE304")) == told
    assert len(found(source, "TSE304", "TSE304")) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("os.environ['SHOP_MODE'] = 'demo'; stock.count()", 1),
        ("os.environ['SHOP_MODE'] = stock.mode()", 0),
        ("os.environ.update(SHOP_MODE=stock.mode())", 0),
        ("assert os.environ.update(SHOP_MODE='demo') or stock.count()", 1),
        ("if not os.environ.update(SHOP_MODE='demo'): stock.count()", 1),
        ("for each in stock: os.environ['SHOP_MODE'] = each", 1),
        ("while stock: os.environ['SHOP_MODE'] = 'demo'", 1),
        ("with stock: os.environ['SHOP_MODE'] = 'demo'", 0),
    ],
)
def test_what_is_done_on_the_line_of_a_change(change: str, told: int) -> None:
    source = f"import os\ndef test_shop():\n    assert stock.count()\n    {change}\n"
    assert len(found(source, "TSE304")) == told
    assert len(found(source, "TSE304", "TSE304")) == 1


def test_what_a_set_up_changes_is_for_the_tests() -> None:
    case = "import os\nclass TestShop(unittest.TestCase):\n    def setUp(self):\n"
    case += (
        "        os.environ['SHOP_MODE'] = 'demo'\n    def test_shop(self):\n        self.assertTrue(stock)\n"
    )
    assert len(found(case, "TSE304")) == 1


MODULE = "import types, uuid\ndef test_shop(ask):\n    name = {}\n    sys.modules[name] = {}\n"
MODULE += "    assert ask(name)\n"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("f'shop.till_{uuid.uuid4().hex}'", "types.ModuleType(name)", 0),
        ("f'shop.till_{stock.number()}'", "types.ModuleType(name)", 1),
        ("f'shop.till_{uuid.uuid4().hex}'", "mock.Mock()", 1),
        ("'shop.till'", "types.ModuleType(name)", 1),
    ],
)
def test_a_module_whose_name_is_drawn(name: str, value: str, told: int) -> None:
    source = MODULE.format(name, value)
    assert len(found(source, "TSE313", **{"shop/till.py": ""})) == told


COPIED = "import asyncio, os, signal\nfrom test.support import verbose\n" + in_test(
    "os.environ['SHOP_MODE'] = 'x'\nassert ask()"
)


@pytest.mark.parametrize("path", ["tests/3.12/test_signal.py", "tests/test_asyncio/test_pears.py"])
def test_a_copy_of_pythons_own_tests_is_left_as_it_is(path: str) -> None:
    assert found(COPIED, "TSE304", path=path) == []
    assert len(found(COPIED, "TSE304", "TSE304", path=path)) == 1
    assert len(found(COPIED.replace("from test.support", "from tests.support"), "TSE304", path=path)) == 1


def test_what_only_takes_tools_of_pythons_tests_is_told() -> None:
    assert len(found(COPIED, "TSE304")) == 1
    own = {"test/support.py": ""}
    assert len(found(COPIED, "TSE304", path="test/test_signal.py", **own)) == 1


def test_a_socket_whose_method_cannot_be_replaced_stays_idle() -> None:
    body = "s = socket.socket()\nwith self.assertRaises(AttributeError):\n    s.connect = ask\ns.close()"
    assert found(in_test(body), "TSE307") == []
    assert len(found(in_test(body), "TSE307", "TSE307")) == 1


SAFELY = """
import contextlib, os
@contextlib.contextmanager
def within(folder):
    old = os.getcwd()
    os.chdir(folder)
    yield folder
    {}
    os.chdir(old)
"""


@pytest.mark.parametrize(
    ("step", "told"),
    [("if folder.is_empty():\n        return", 0), ("if folder:\n        folder.log()", 1), ("", 1)],
)
def test_production_code_that_may_end_before(step: str, told: int) -> None:
    for enabled, number in ((), told), (("TSE310",), 1):
        findings = engine.check(SAFELY.format(step), "shop/till.py", Settings(enable=enabled))
        assert [each.code for each in findings].count("TSE310") == number


BOX = """
class TestBox(unittest.TestCase):
    def test_box(self):
        box = {}
        self.assertTrue(box)
"""


@pytest.mark.parametrize(
    ("made", "remedy"),
    [
        ("Files(tempfile.mkdtemp())", "register its removal with self.addCleanup"),
        ("Files.at(tempfile.mkdtemp())", "add self.addCleanup(shutil.rmtree, box, ignore_errors=True)"),
        ("pathlib.Path(tempfile.mkdtemp())", "add self.addCleanup(shutil.rmtree, box, ignore_errors=True)"),
        ("tempfile.mkdtemp()", "add self.addCleanup(shutil.rmtree, box, ignore_errors=True)"),
    ],
)
def test_an_object_that_is_made_with_a_path_is_none(made: str, remedy: str) -> None:
    assert found(BOX.format(made), "TSE302") == [f"temporary directory is never removed; {remedy}"]


@pytest.mark.parametrize(
    ("target", "last", "told"),
    [
        ("Order.size", "None", 0),
        ("Order.size", "3", 1),
        ("stock.count", "None", 1),
    ],
)
def test_nothing_may_be_what_a_class_had_before(target: str, last: str, told: int) -> None:
    body = f"{target} = mock.Mock()\nassert stock.count()\n{target} = {last}"
    assert len(found(in_test(body), "TSE313")) == told
