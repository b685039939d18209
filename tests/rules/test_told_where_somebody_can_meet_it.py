"""What is told by default only where the project shows that others can meet it; else by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

TEST = "tests/test_shop.py"


def codes(files: dict[str, str], *enabled: str, path: str = TEST) -> list[str]:
    view = Project(Tree(files)).view(path)
    return [each.code for each in engine.check(files[path], path, Settings(enable=enabled), view)]


SETS = "import os\n\ndef test_mode(shop):\n    os.environ[{0}] = 'demo'\n    assert shop.mode() == 'demo'\n"
SKIPPED = SETS + "    del os.environ[{0}]\n"
TAKES = "import os\n\ndef test_mode(shop):\n    {}\n    assert shop.mode() == 'live'\n"
CODE = {"pyproject.toml": "", "shop/till.py": "import os\n"}
READS = {"pyproject.toml": "", "shop/till.py": "import os\nmode = os.getenv('SHOP_MODE')\n"}
NAMES = {**CODE, "tests/test_till.py": 'NAME = "SHOP_MODE"\n'}
SHELL = {**CODE, "shop/shell.py": "COMMAND = 'run --mode=${SHOP_MODE}'\n"}
BEGINS = {**CODE, "shop/prefix.py": "class Till(Settings, env_prefix='SHOP_'):\n    mode: str\n"}
TESTS = {
    "pyproject.toml": "",
    "setup.py": "",
    "tests/test_till.py": "",
    "testing/tills.py": "",
    "conftest.py": "",
}


@pytest.mark.parametrize("source", [SETS, SKIPPED])
def test_a_variable_that_no_other_file_names_is_told_by_name(source: str) -> None:
    files = {**CODE, TEST: source.format("'SHOP_MODE'")}
    assert codes(files) == []
    assert codes(files, "TSE304") == ["TSE304"]


@pytest.mark.parametrize("source", [SETS, SKIPPED])
@pytest.mark.parametrize("others", [READS, NAMES, SHELL, BEGINS, TESTS, {}])
def test_a_variable_that_another_file_names_or_may_name_is_told(others: dict[str, str], source: str) -> None:
    assert codes({**others, TEST: source.format("'SHOP_MODE'")}) == ["TSE304"]


@pytest.mark.parametrize(
    "name", ["'HOME'", "'DOCKER_CONFIG'", "'HTTPS_PROXY'", "'AWS_REGION'", "'mode'", "shop.NAME"]
)
def test_a_variable_that_others_read_or_that_cannot_be_searched_for_is_told(name: str) -> None:
    assert codes({**CODE, TEST: SETS.format(name)}) == ["TSE304"]


def test_nothing_is_known_of_others_without_a_project() -> None:
    source = SETS.format("'SHOP_MODE'")
    assert [each.code for each in engine.check(source, TEST, Settings())] == ["TSE304"]


@pytest.mark.parametrize("statement", ["del os.environ['SHOP_MODE']", "mode = os.environ.pop('SHOP_MODE')"])
def test_a_variable_that_is_only_taken_away_is_told_by_name(statement: str) -> None:
    files = {**READS, TEST: TAKES.format(statement)}
    assert codes(files) == []
    assert codes(files, "TSE304") == ["TSE304"]


MANAGER = "import contextlib\n\nclass Till:\n    @contextlib.contextmanager\n    def held(self, drawer):\n"
MANAGER += "        {}\n        yield\n        {}\n"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("drawer.open()", "self.close()"),
        ("drawer.open()", "if drawer:\n            self.close()"),
        ("drawer.level += 1", "drawer.level -= 1"),
    ],
)
def test_what_an_object_or_its_caller_may_mean_is_told_by_name(above: str, below: str) -> None:
    files = {TEST: MANAGER.format(above, below)}
    assert codes(files) == []
    assert codes(files, "TSE310") == ["TSE310"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("self.open()", "self.close()"),
        ("self.till = drawer.open()", "self.close()"),
        ("os.environ['SHOP_MODE'] = 'demo'", "self.restore()"),
        ("drawer.open()", "drawer.close()"),
        ("drawer.open()", "self.drawer.close()"),
        ("drawer.open()", "close(drawer)"),
    ],
)
def test_what_a_manager_has_begun_itself_is_told(above: str, below: str) -> None:
    assert codes({TEST: MANAGER.format(above, below)}) == ["TSE310"]


LENT = "import os, subprocess\n\ndef lend(name, value):\n    old = os.environ.get(name)\n"
LENT += "    {}\n    return old\n"
BOTH = "if value:\n        os.environ[name] = value\n    {}\n        del os.environ[name]"


def test_a_helper_puts_nothing_back_in_the_branch_that_changes_nothing() -> None:
    assert codes({TEST: LENT.format(BOTH.format("elif old:"))}, "TSE304") == []


def test_a_helper_may_put_back_what_it_changes() -> None:
    after = "subprocess.check_call(value)\n    if not old:"
    assert codes({TEST: LENT.format(BOTH.format(after))}) == ["TSE304"]


SETTING = "from django.conf import settings\n\ndef test_it(shop):\n"
SETTING += "    settings.SHOP = {}\n    {}\n    settings.SHOP = {}\n"


@pytest.mark.parametrize("value", ["True", "{}", "None"])
def test_what_a_test_sets_last_of_all_was_there_before(value: str) -> None:
    files = {TEST: SETTING.format("3", "assert shop.ask()", value)}
    view = Project(Tree(files)).view(TEST)
    (found,) = engine.check(files[TEST], TEST, Settings(), view)
    assert "restored only if the assertion on line 5 passes" in found.message


@pytest.mark.parametrize(("value", "after"), [("mock", ""), ("True", "    shop.ask()\n")])
def test_what_is_made_or_used_again_was_not(value: str, after: str) -> None:
    files = {TEST: SETTING.format("shop.all()", "assert shop.ask()", value) + after}
    view = Project(Tree(files)).view(TEST)
    (found,) = engine.check(files[TEST], TEST, Settings(), view)
    assert "never restored" in found.message
