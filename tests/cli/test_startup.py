"""What a run does not need is not imported: the start takes longer than the review of most files."""

from __future__ import annotations

import gc
import gettext
import importlib
import inspect
import logging
import os
import platform
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import NoReturn

import pytest

from flake8_testsec import cli
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli import results, startup
from flake8_testsec.cli.postponed import postponed
from flake8_testsec.rule import Rule
from flake8_testsec.rule_options import RULE_OPTIONS

from ..doors import CLEAN, lay_out, run

SELDOM = {
    "_hashlib",
    "astroid",
    "base64",
    "copy",
    "difflib",
    "flake8.checker",
    "flake8.processor",
    "flake8.style_guide",
    "gettext",
    "hashlib",
    "heapq",
    "importlib.metadata",
    "inspect",
    "ipaddress",
    "linecache",
    "locale",
    "logging",
    "multiprocessing",
    "platform",
    "platformdirs",
    "shutil",
    "signal",
    "socket",
    "sqlite3",
    "textwrap",
    "threading",
    "tokenize",
    "tqdm",
    "traceback",
    "unicodedata",
    "urllib.parse",
}
"""Imported by runs that need them, and by no others."""

COMMAND = "from flake8_testsec.cli import main; main()"
FLAKE8 = "from flake8.main.cli import main; main()"
RULE = "flake8_testsec.rules."

CLEANUP = """
import os
from unittest import mock

def test_a(tmp_path):
    with open(tmp_path / "a") as file, mock.patch("shop.pay") as pay:
        pay(file)
    environ = os.environ["A"]
    assert environ == pay.called
"""


def imported(folder: Path, code: str, *arguments: str) -> set[str]:
    """The modules that a process has imported at its end, without those that every process has here."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    shown = f"import sys; before = {{*sys.modules}}\ntry: {code}\nexcept SystemExit: pass\n{_SHOW}"
    done = subprocess.run(
        [sys.executable, "-c", shown, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=True,
    )
    return set(done.stderr.split("\n"))


_SHOW = "print('', *{*sys.modules} - before, sep='\\n', file=sys.stderr)"


def rules(modules: set[str]) -> set[str]:
    """The names of the rules among modules."""
    return {name.rpartition(".")[2] for name in modules if name.startswith(RULE) and name.count(".") == 3}


# whole runs


@pytest.mark.parametrize("text", [CLEAN, CLEANUP], ids=["clean", "cleanup"])
def test_a_clean_file_has_nothing_imported_that_asks_about_others(tmp_path: Path, text: str) -> None:
    lay_out(tmp_path, {"tests/test_a.py": text})
    found = imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests")
    assert not {name for name in found if name.startswith("flake8_testsec.cleanup")}
    assert "flake8_testsec.project.facts" not in found


@pytest.mark.parametrize("text", [CLEAN, CLEANUP], ids=["clean", "cleanup"])
def test_a_run_without_kept_results_imports_nothing_for_them(tmp_path: Path, text: str) -> None:
    lay_out(tmp_path, {"tests/test_a.py": text})
    found = imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests")
    assert "flake8_testsec.engine" in found
    assert sorted(SELDOM & found) == []


def test_a_run_whose_results_are_known_imports_no_rules(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEANUP})
    arguments = ("check", "--isolated", "--cache-dir=kept", "tests")
    first, second = (imported(tmp_path, COMMAND, *arguments) for _ in range(2))
    assert "assertion_after_raising_call" in rules(first)
    assert not {name for name in second if name.startswith((RULE, "flake8_testsec.source"))}
    assert not {"ast", "dataclasses", "flake8_testsec.engine", "flake8_testsec.outlines"} & second
    assert sorted((SELDOM - {"sqlite3"}) & second) == []


def test_a_run_that_tells_what_it_does_imports_what_it_needs(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    assert "logging" in imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "-v", "tests")


def test_an_option_that_names_rules_has_none_imported(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    arguments = ("check", "--isolated", "--cache-dir=kept", "--testsec-enable=TSE402", "tests")
    _, second = (imported(tmp_path, COMMAND, *arguments) for _ in range(2))
    assert "flake8_testsec.outlines" in second
    assert rules(second) == set()


# rules


WORDS = {
    "os.chdir('a')": "working_directory_not_restored",
    "os.environ['A'] = 'b'": "environment_not_restored",
    "open('a').read()": "file_never_closed",
    "tempfile.mkdtemp()": "temporary_path_never_removed",
    "assert x": "assertion_always_true",
    "def tst_a(): assert x": "test_name_not_collected",
    "x.assertTrue(y)": "expected_value_as_message",
    "# x": "assertion_commented_out",
    "x = '-----BEGIN PRIVATE KEY-----'": "private_key_in_source",
    "async def f(): pass": "coroutine_never_awaited",
    "with pytest.raises(ValueError): f()": "assertion_after_raising_call",
    "os.path = Mock": "mock_class_as_replacement",
    "pytest.skip()": "skip_or_xfail_without_reason",
    "listen(sock, bind(1))": "server_on_every_interface",
}
HEAD = "import os, tempfile, pytest\n"


@pytest.mark.parametrize("word", WORDS)
def test_a_rule_is_imported_where_its_word_occurs(tmp_path: Path, word: str) -> None:
    lay_out(tmp_path, {"tests/test_a.py": f"{HEAD}{word}\n"})
    found = rules(imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests"))
    assert WORDS[word] in found
    others = {rule for other, rule in WORDS.items() if other != word}
    assert len(others & found) <= 1, "the rules of other words"


def test_a_file_with_nothing_in_it_has_no_rules_imported(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": HEAD})
    assert rules(imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests")) == set()


@pytest.mark.parametrize("codes", ["", "TSE401"])
def test_flake8_has_the_rules_before_it_starts_processes(tmp_path: Path, codes: str) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN, "tests/test_b.py": CLEAN})
    arguments = ("--isolated", "--select=TSE", f"--testsec-enable={codes}", "tests")
    wanted = {name for name, rule in _by_name().items() if rule.default or rule.code == codes}
    wanted.remove("credential_in_cassette")  # which looks at no Python file
    assert rules(imported(tmp_path, FLAKE8, *arguments)) == wanted


def test_flake8_has_no_more_rules_than_needed_for_one_file(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEANUP})
    found = rules(imported(tmp_path, FLAKE8, "--isolated", "--select=TSE", "tests/test_a.py"))
    assert "assertion_after_raising_call" in found
    assert len(found) < 20


def _by_name() -> dict[str, Rule]:
    return {rule.module_name.rpartition(".")[2]: rule for rule in RULES.values()}


# the options of rules


def test_options_stand_apart_as_rules_declare_them() -> None:
    declared = (option for rule in RULES.values() for option in rule.options)
    assert tuple(dict.fromkeys(declared)) == RULE_OPTIONS  # several rules may read one


# the version of astroid


def test_the_stamp_has_the_version_of_astroid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store = str(tmp_path / "kept")
    version = metadata.version("astroid").encode()
    assert version in results._version_of_astroid()
    before = results.stamp(store)
    lay_out(tmp_path, {"astroid.zip": ""})
    with zipfile.ZipFile(tmp_path / "astroid.zip", "w") as archive:
        archive.writestr("astroid/__init__.py", "")
    monkeypatch.delitem(sys.modules, "astroid", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path / "astroid.zip"))
    assert results._version_of_astroid() == version
    assert results.stamp(store) != before


# the garbage collector


@pytest.fixture
def collector() -> Iterator[None]:
    """Whatever a test does to it is undone."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("collector")
def test_the_command_of_a_process_is_not_held_up_by_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(cli, "_run", lambda argv, begun: seen.append(gc.isenabled()) or len(argv))
    monkeypatch.setattr(sys, "argv", ["testsec", "one", "two"])
    assert cli.main() == 2
    assert seen == [False]
    assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("collector")
def test_an_interrupt_while_a_command_is_imported_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(argv: Sequence[str]) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(startup, "begun", interrupted)
    monkeypatch.setattr(sys, "argv", ["testsec", "check", "tests"])
    assert cli.main() == 130
    assert capsys.readouterr().err == "testsec check: interrupted\n"


@pytest.mark.usefixtures("collector")
def test_who_calls_the_command_keeps_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(cli, "_run", lambda argv: seen.append(gc.isenabled()) or len(argv))
    gc.unfreeze()
    assert cli.main(["one"]) == 1
    assert seen == [True]
    assert gc.get_freeze_count() == 0


# modules that are postponed


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with a module, of which nothing is left in this process afterwards."""
    lay_out(tmp_path, {"shop_postponed/__init__.py": "", "shop_postponed/orders.py": "TOTAL = 3\n"})
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("shop_postponed")
    yield "shop_postponed"
    for name in ("shop_postponed", "shop_postponed.orders"):
        sys.modules.pop(name, None)


def test_a_postponed_module_is_imported_when_it_is_used(shop: str) -> None:
    with postponed(f"{shop}.orders"):
        exec(f"import {shop}.orders", scope := {})
    assert f"{shop}.orders" not in sys.modules
    assert eval(f"{shop}.orders.TOTAL", scope) == 3
    assert sys.modules[f"{shop}.orders"] is sys.modules[shop].orders


def test_a_postponed_module_may_be_used_at_once(shop: str) -> None:
    with postponed(f"{shop}.orders"):
        exec(f"from {shop}.orders import TOTAL", scope := {})
        assert scope["TOTAL"] == 3
    assert sys.modules[f"{shop}.orders"].TOTAL == 3


def test_a_postponed_module_that_others_import_is_theirs(shop: str) -> None:
    with postponed(f"{shop}.orders"):
        stand_in = sys.modules[f"{shop}.orders"]
    real = importlib.import_module(f"{shop}.orders")
    assert real is not stand_in
    assert sys.modules[shop].orders is real
    assert stand_in.TOTAL == 3


def test_a_module_that_is_there_is_not_postponed(shop: str) -> None:
    real = importlib.import_module(f"{shop}.orders")
    with postponed(f"{shop}.orders"):
        assert sys.modules[f"{shop}.orders"] is real
    assert sys.modules[f"{shop}.orders"] is real


def test_a_postponed_module_lacks_what_the_real_one_lacks(shop: str) -> None:
    with postponed(f"{shop}.orders"):
        stand_in = sys.modules[f"{shop}.orders"]
    with pytest.raises(AttributeError) as caught:
        _ = stand_in.SUM
    assert caught.value.name == "SUM"


def test_a_postponed_module_may_know_some_answers(shop: str) -> None:
    with postponed(**{f"{shop}.orders": {"TOTAL": 4}}):
        exec(f"from {shop}.orders import TOTAL", scope := {})
        stand_in = sys.modules[f"{shop}.orders"]
    assert scope["TOTAL"] == stand_in.TOTAL == 4
    assert f"{shop}.orders" not in sys.modules
    with pytest.raises(AttributeError) as caught:
        _ = stand_in.SUM
    assert caught.value.name == "SUM"


# what stand-ins answer


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="answers that are for others")
def test_stand_ins_answer_what_the_modules_answer() -> None:
    for name, answer in startup.PLATFORM.items():
        assert answer() == getattr(platform, name)()
    assert startup.TEXTS["gettext"]("a") == gettext.gettext("a")
    for number in range(3):
        assert startup.TEXTS["ngettext"]("a", "b", number) == gettext.ngettext("a", "b", number)
    for name in ("INFO", "DEBUG"):
        assert startup.LOG[name] == getattr(logging, name)


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="dataclasses ask another module")
def test_a_stand_in_tells_a_class_as_the_module_does() -> None:
    class Order:
        number: int
        lines: list[str]

    class Empty(Order):
        pass

    for kind in (Order, Empty):
        assert startup.CLASSES["get_annotations"](kind) == inspect.get_annotations(kind)


def test_a_log_that_nobody_hears_takes_everything() -> None:
    log = startup.LOG["getLogger"]("flake8")
    log.addHandler(startup.LOG["NullHandler"]())
    log.info("a %s", "b")


@pytest.mark.parametrize("argument", ["-v", "-vv", "-qv", "--verbose", "--verb"])
def test_who_asks_for_the_log_gets_it(argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sys.modules["logging"]
    monkeypatch.delitem(sys.modules, "logging")
    with startup.begun(["tests", argument]):
        assert "logging" not in sys.modules
    with startup.begun(["tests", "--isolated", "-", "--"]):
        assert sys.modules["logging"] is not real
    assert "logging" not in sys.modules


def test_other_systems_answer_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "platform")
    monkeypatch.setattr(sys, "platform", "win32")
    with startup.begun([]):
        assert "platform" not in sys.modules


def test_the_version_names_the_platform(tmp_path: Path) -> None:
    said = run("flake8_testsec", tmp_path, ["check", "--version"]).out
    assert f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}" in said


def test_help_is_as_wide_as_the_terminal(tmp_path: Path) -> None:
    wide, narrow = (
        run("flake8_testsec", tmp_path, ["check", "--help"], COLUMNS=columns).lines
        for columns in ("150", "70")
    )
    assert max(map(len, narrow)) <= 70 < max(map(len, wide))
