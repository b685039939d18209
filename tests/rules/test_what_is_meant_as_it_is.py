"""Findings that are true and that nobody would mend: told where the rule is asked for by name, if at all."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

TOOL = '[project]\nname = "shop-runner"\nclassifiers = ["Topic :: Software Development :: Testing"]\n'
OTHER = '[project]\nname = "shop"\nclassifiers = ["Topic :: Software Development"]\n'

SPECIMENS = {
    "TSE505": "def test_a(self):\n    assert 'closed'\n    assert run()\n",
    "TSE507": "def test_a(self):\n    self.assertIsNotNone(0)\n    self.assertTrue(run())\n",
    "TSE512": "def test_a():\n    pass\n\n\ndef test_b():\n    assert run()\n",
    "TSE607": "def test_a(shop):\n    shop = Mock()\n    run(shop)\n    shop.asert_called_once()\n",
    "TSE609": "def test_a(shop):\n    shop = Mock()\n    run(shop)\n    shop.assert_has_calls([])\n",
    "TSE613": "def test_a():\n    shop = Mock(autospect=True)\n    assert run(shop)\n",
    "TSE513": "def test_a():\n    assert True\n\n\ndef test_b():\n    assert run()\n",
}


SPECIMENS |= {
    code: f"from unittest.mock import Mock\n\n{text}" for code, text in SPECIMENS.items() if code > "TSE6"
}


def codes(files: dict[str, str], path: str, *enabled: str) -> list[str]:
    view = Project(Tree(files)).view(path)
    return [each.code for each in engine.check(files[path], path, Settings(enable=enabled), view)]


@pytest.mark.parametrize("code", SPECIMENS)
def test_checks_in_a_tool_for_tests_may_be_what_is_tested(code: str) -> None:
    path = "tests/test_run.py"
    for metadata, expected in ((TOOL, []), (OTHER, [code])):
        files = {"pyproject.toml": metadata, path: SPECIMENS[code]}
        assert codes(files, path) == expected
    assert code in codes({"pyproject.toml": TOOL, path: SPECIMENS[code]}, path, code)


MANAGER = """\
import contextlib

from shop import stock


@contextlib.contextmanager
def full():
    old = stock.count
    stock.count = 3
    yield
    stock.count = old
"""
USED = "from tests.support import full\n\n\ndef test_a():\n    with full():\n        assert stock()\n"


def test_a_manager_that_no_test_uses_leaves_nothing() -> None:
    path = "tests/support.py"
    assert codes({path: MANAGER, "tests/test_a.py": "def test_a(): assert stock()\n"}, path) == []
    assert codes({path: MANAGER, "tests/test_a.py": USED}, path) == ["TSE310"]
    used = MANAGER + "\n\nwith full():\n    count = stock.count\n"
    assert codes({path: used}, path) == ["TSE310"]
    nested = "import contextlib\nfrom shop import stock\n\n\nclass Full:\n" + textwrap.indent(
        MANAGER.partition("stock\n\n\n")[2].replace("full()", "full(self)"), "    "
    )
    assert codes({path: nested}, path) == ["TSE310"]


def test_what_no_test_uses_harms_nobody() -> None:
    path = "tests/support.py"
    leaking = "import tempfile\n\n\ndef made():\n    return open(tempfile.mkdtemp() + '/a').read()\n"
    other = {"tests/test_a.py": "def test_a(): assert stock()\n"}
    assert codes({path: leaking, **other}, path) == []
    used = {"tests/test_a.py": "from tests.support import made\n\n\ndef test_a():\n    assert made()\n"}
    assert codes({path: leaking, **used}, path) != []


def test_a_docstring_tells_what_is_special_about_a_test_that_is_skipped() -> None:
    source = "import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    'Goes out.'\n    assert shop()\n"
    path = "tests/test_a.py"
    assert codes({path: source}, path) == []
    assert codes({path: source.replace("    'Goes out.'\n", "")}, path) == ["TSE503"]
    assert codes({path: source}, path, "TSE503") == ["TSE503"]


def test_a_path_that_skips_is_no_success() -> None:
    source = (
        "import pytest\n\n\ndef test_a(self):\n    try:\n        shop()\n        {}\n"
        "    except OSError as error:\n        assert str(error) == 'closed'\n"
    )
    path = "tests/test_a.py"
    for call, expected in (("self.skipTest('x')", []), ("pytest.skip('x')", []), ("shop()", ["TSE408"])):
        assert codes({path: source.format(call)}, path) == expected


def test_the_working_directory_of_a_faked_file_system_is_nobody_else_s() -> None:
    source = (
        "import os\nimport unittest\n\n\n"
        "class TestA(unittest.TestCase):\n    def setUp(self):\n        self.{}()\n\n"
        "    def test_a(self):\n        os.chdir('/shop')\n        self.assertTrue(shop())\n"
    )
    path = "tests/test_a.py"
    assert codes({path: source.format("setUpPyfakefs")}, path) == []
    assert codes({path: source.format("setUpShop")}, path) == ["TSE305"]


def test_what_a_set_up_puts_in_the_place_of_what_is_called_opens_nothing() -> None:
    source = (
        "import unittest\nimport psycopg2\nimport shop\n\n\nclass TestA(unittest.TestCase):\n"
        "    def setUp(self):\n        {} = self.stub\n\n"
        "    def test_a(self):\n        psycopg2.connect('shop')\n        self.assertTrue(self.asked)\n"
    )
    path = "tests/test_a.py"
    for target, expected in (
        ("psycopg2._connect", False),
        ("psycopg2.connect", False),
        ("shop._connect", True),
    ):
        assert ("TSE316" in codes({path: source.format(target)}, path)) is expected


def test_sentinels_are_there_for_whoever_gives_them_a_name() -> None:
    body = "def test_a(shop):\n    mock.{}.error = shop\n    assert shop()\n"
    for owner, expected in (("sentinel", []), ("other", ["TSE313"])):
        source = "from unittest import mock\n" + body.format(owner)
        assert codes({"tests/test_a.py": source}, "tests/test_a.py") == expected


WATCHED = {
    "side_effect=real.find": ([], ["TSE613"]),
    "wraps=find": ([], ["TSE613"]),
    "side_effect=counted(real.find)": ([], ["TSE613"]),
    "side_effect=iter(find)": (["TSE613"], ["TSE613"]),
    "side_effect=ValueError": (["TSE613"], ["TSE613"]),
    "side_effect=[1, 2]": (["TSE613"], ["TSE613"]),
}


@pytest.mark.parametrize("given", WATCHED)
def test_a_double_of_a_real_function_minds_its_arguments(given: str) -> None:
    body = f"def test_a(real, find):\n    real.x = MagicMock({given}, autospec=True)\n"
    source = f"from unittest.mock import MagicMock\n\n\n{body}"
    by_default, by_name = WATCHED[given]
    path = "tests/test_a.py"
    assert codes({path: source}, path) == by_default
    assert codes({path: source}, path, "TSE613") == by_name


def production(source: str, *enabled: str) -> list[str]:
    return codes({"shop/bank.py": source}, "shop/bank.py", *enabled)


def test_tests_beside_their_code_are_no_other_behaviour() -> None:
    head = 'import sys\n\nif "pytest" in sys.modules:\n'
    beside = "    import pytest\n\n    def test_a():\n        assert fake_bank()\n"
    assert production(head + beside, "TSE603") == []
    assert "TSE603" in production(head + "    bank = FakeBank()\n", "TSE603")
    assert "TSE603" in production(head + "    FakeBank.install()\n", "TSE603")
    assert "TSE603" in production(head + "    def bank():\n        return FakeBank()\n", "TSE603")
    more = head.replace('if "', 'if sys.argv and "')
    assert "TSE603" in production(more + "    bank = FakeBank()\n", "TSE603")


def test_an_import_below_another_condition_takes_effect() -> None:
    for condition in ("'shop' in sys.modules", "sys.argv", "'pytest' in shop.modules"):
        assert production(f"import sys\nif {condition}:\n    import pytest\n", "TSE601") == ["TSE601"]
    assert production("import sys\nif 'pytest' in sys.modules:\n    import pytest\n", "TSE601") == []
    otherwise = "import sys\nif 'pytest' in sys.modules:\n    pass\nelse:\n    import pytest\n"
    assert production(otherwise, "TSE601") == ["TSE601"]


def test_a_question_to_a_folder_of_pytest_that_is_not_asked() -> None:
    source = "def test_a(tmp_path):\n    shop(tmp_path)\n    assert tmp_path.is_file\n"
    assert codes({"tests/test_a.py": source}, "tests/test_a.py") != []
