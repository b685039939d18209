"""A table of a pyproject.toml is found, read and checked, and nothing is read where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_testsec import pyproject
from flake8_testsec.pyproject import OURS, Table, WrongTable

from .doors import lay_out

SPELLINGS = {
    "as everybody writes it": '[tool.testsec]\nenable = ["TSE4"]\n',
    "with spaces": '  [ tool . testsec ]\nenable = ["TSE4"]\n',
    "with quotes": '[tool."testsec"]\nenable = ["TSE4"]\n',
    "below tool": '[tool]\ntestsec.enable = ["TSE4"]\n',
    "with dots": 'tool.testsec.enable = ["TSE4"]\n',
    "behind another one": '[project]\nname = "testsec"\n[tool.testsec]\nenable = ["TSE4"]\n',
}
NONE = {
    "another tool": "[tool.testsec-more]\nenable = 1\n",
    "only the name": '[project]\ndependencies = ["flake8-testsec"]\n',
    "another table below tool": "[tool]\nother.a = 1\n",
    "a broken file that is not for us": "[project\n",
    "tool is no table": "tool = 1\n",
}
BROKEN: dict[str, tuple[str | bytes, str]] = {
    "no TOML": ("[tool.testsec]\nenable = [TSE4]\n", "cannot be read: "),
    "a broken head": ("[tool.testsec\nenable = 1\n", "cannot be read: "),
    "no UTF-8": (b"[tool.testsec]\n# \xff\n", "cannot be read: 'utf-8'"),
    "no table": ("[tool]\ntestsec = 1\n", "tool.testsec is no table"),
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_a_table_is_found_however_it_is_spelt(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"pyproject.toml": SPELLINGS[case]})
    found = pyproject.table(str(tmp_path / "pyproject.toml"), OURS)
    assert found is not None
    assert (found.values, found.folder) == ({"enable": ["TSE4"]}, str(tmp_path))


@pytest.mark.parametrize("case", NONE)
def test_where_there_is_no_table_there_is_none(case: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"pyproject.toml": NONE[case]})
    assert pyproject.table(str(tmp_path / "pyproject.toml"), OURS) is None
    assert pyproject.table(str(tmp_path / "missing.toml"), OURS) is None


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_seems_to_have_one_is_refused_if_it_cannot_be_read(case: str, tmp_path: Path) -> None:
    text, why = BROKEN[case]
    lay_out(tmp_path, {"pyproject.toml": text})
    with pytest.raises(WrongTable, match=why):
        pyproject.table(str(tmp_path / "pyproject.toml"), OURS)


def test_without_a_reader_of_toml_it_is_said_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"pyproject.toml": "[tool.testsec]\n"})
    for name in ("tomllib", "tomli"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(WrongTable, match="needs tomli for it: pip install tomli"):
        pyproject.table(str(tmp_path / "pyproject.toml"), OURS)


def test_the_nearest_table_counts_and_the_home_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = "[tool.testsec]\n"
    files = {"pyproject.toml": table, "a/pyproject.toml": table, "a/b/pyproject.toml": "", "a/b/c/x.py": ""}
    lay_out(tmp_path, files)
    found = pyproject.nearest(str(tmp_path / "a" / "b" / "c"))
    assert found is not None
    assert found.folder == str(tmp_path / "a")
    monkeypatch.setenv("HOME", str(tmp_path / "a"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "a"))
    assert pyproject.nearest(str(tmp_path / "a" / "b")) is None
    assert [*pyproject.folders(os.path.abspath(os.sep))] == [os.path.abspath(os.sep)]


def table(value: object) -> Table:
    return Table(os.path.abspath("pyproject.toml"), OURS, {"key": value})


KINDS: list[tuple[Callable[[Table], object], object, object]] = [
    (lambda found: pyproject.words(found, "key", str.split), "a b", ["a", "b"]),
    (lambda found: pyproject.words(found, "key", str.split), ["a b"], ["a b"]),
    (lambda found: pyproject.switch(found, "key"), True, True),
    (lambda found: pyproject.number(found, "key"), 3, 3),
    (lambda found: pyproject.text(found, "key"), 3, "3"),
    (lambda found: pyproject.pairs(found, "key"), ["a"], None),
    (
        lambda found: pyproject.pairs(found, "key"),
        {"a": "b, c", "d": []},
        [("a", ["b", "c"]), ("d", [])],
    ),
]
WRONG: list[tuple[Callable[[Table], object], object, str]] = [
    (lambda found: pyproject.words(found, "key", str.split), True, "not true"),
    (lambda found: pyproject.words(found, "key", str.split), [1], "not a list of other things"),
    (lambda found: pyproject.switch(found, "key"), "yes", "not a string"),
    (lambda found: pyproject.number(found, "key"), False, "not false"),
    (lambda found: pyproject.text(found, "key"), 1.5, "not the number 1.5"),
    (lambda found: pyproject.text(found, "key"), {}, "not a table"),
    (lambda found: pyproject.text(found, "key"), 1j, "not the complex 1j"),
    (lambda found: pyproject.pairs(found, "key"), {"a": 1}, r"\[tool.testsec.key\] a: .* not the number 1"),
]


@pytest.mark.parametrize(("read", "value", "result"), KINDS)
def test_values_of_the_right_kind(read: Callable[[Table], object], value: object, result: object) -> None:
    assert read(table(value)) == result


@pytest.mark.parametrize(("read", "value", "why"), WRONG)
def test_values_of_the_wrong_kind(read: Callable[[Table], object], value: object, why: str) -> None:
    with pytest.raises(WrongTable, match=why):
        read(table(value))


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("enabel", "did you mean 'enable'"),
        ("testsec-enable", "did you mean 'enable'"),
        ("qqq", "there are enable, jobs"),
    ],
)
def test_unknown_keys_are_refused_with_the_nearest(key: str, hint: str) -> None:
    found = Table(os.path.abspath("pyproject.toml"), OURS, {"jobs": 1, key: 1})
    with pytest.raises(WrongTable, match=f"unknown key '{key}'; {hint}"):
        pyproject.require_known(found, {"enable", "jobs"})
