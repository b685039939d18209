"""The reader of pytest's configuration: which file counts, and what it says about coroutines."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flake8_testsec.regular_files import SETTINGS
from flake8_testsec.vocabulary.testing.pytest_config import asyncio_auto

INI = "[pytest]\nasyncio_mode = auto\n"
STRICT = "[pytest]\nasyncio_mode = strict\n"
TOML = '[tool.pytest.ini_options]\nasyncio_mode = "auto"\n'
SETUP = "[tool:pytest]\nasyncio_mode = strict\n"
BROKEN = "[pytest\nasyncio_mode = auto\n"

CASES = {
    "no configuration at all": ({}, None),
    "a project without a section for pytest": (
        {"pyproject.toml": "[project]\nname = 'shop'\n", "tox.ini": "[tox]\n", "setup.cfg": "[metadata]\n"},
        None,
    ),
    "a configuration that says nothing of coroutines": ({"pytest.ini": "[pytest]\naddopts = -ra\n"}, None),
    "an empty pytest.ini": ({"pytest.ini": ""}, None),
    "pytest.ini with the mode": ({"pytest.ini": INI}, True),
    "the strict mode": ({"pytest.ini": STRICT}, False),
    "another key of the plugin": (
        {"pytest.ini": "[pytest]\nasyncio_default_test_loop_scope = module\n"},
        False,
    ),
    "the plugin is required": ({"pytest.ini": "[pytest]\nrequired_plugins = pytest-asyncio\n"}, False),
    "its marker is registered": (
        {"pytest.ini": "[pytest]\nmarkers =\n    slow: takes long\n    asyncio: runs in a loop\n"},
        False,
    ),
    "its marker is registered on the line of the key": (
        {"tox.ini": "[pytest]\nmarkers = anyio: in a loop\n"},
        False,
    ),
    "a marker of another name": (
        {"tox.ini": "[pytest]\nmarkers = only_asyncio: the default reactor\n"},
        None,
    ),
    "an option of another plugin": ({"tox.ini": "[pytest]\naddopts = --reactor=asyncio\n"}, None),
    "another option whose name ends alike": ({"pytest.ini": "[pytest]\nno_asyncio_mode = auto\n"}, None),
    "the mode in a comment": ({"pytest.ini": "[pytest]\n# asyncio_mode = auto\naddopts = -q\n"}, None),
    "the mode in another section": ({"pytest.ini": "[pytest]\n[other]\nasyncio_mode = auto\n"}, None),
    "a key without a value": ({"pytest.ini": "[pytest]\nxfail_strict\nasyncio_mode = auto\n"}, True),
    "a mode of anyio": ({"pytest.ini": "[pytest]\nanyio_mode = auto\n"}, True),
    "a mode of trio": ({"pytest.ini": "[pytest]\ntrio_mode = true\n"}, True),
    "trio's mode switched off": ({"pytest.ini": "[pytest]\ntrio_mode = false\n"}, False),
    "in the options": ({"pytest.ini": "[pytest]\naddopts = -q --asyncio-mode=auto\n"}, True),
    "strict in the options": ({"pytest.ini": "[pytest]\naddopts = -q --asyncio-mode=strict\n"}, False),
    "in options over two lines": (
        {"tox.ini": "[pytest]\naddopts =\n    -q\n    --asyncio-mode auto\n"},
        True,
    ),
    "a hidden file": ({".pytest.ini": INI}, True),
    "tox.ini": ({"tox.ini": "[tox]\nenvlist = py\n\n" + INI}, True),
    "setup.cfg": ({"setup.cfg": "[tool:pytest]\nasyncio_mode=auto\n"}, True),
    "a percent sign is no interpolation": (
        {"setup.cfg": "[tool:pytest]\nlog_format = %(message)s\nasyncio_mode = strict\n"},
        False,
    ),
    "setup.cfg with the section of another file": ({"setup.cfg": INI}, None),
    "a file that begins with a byte order mark": ({"pytest.ini": "\ufeff" + INI}, True),
    "pytest.ini counts before tox.ini": ({"tox.ini": INI, "pytest.ini": STRICT}, False),
    "an empty pytest.ini counts before tox.ini": ({"tox.ini": INI, "pytest.ini": ""}, None),
    "pyproject.toml counts before setup.cfg": (
        {"setup.cfg": "[tool:pytest]\nasyncio_mode = strict\n", "pyproject.toml": TOML},
        True,
    ),
    "a broken file": ({"pytest.ini": BROKEN}, None),
    "a file that is too large": ({"pytest.ini": INI + "#" * SETTINGS}, None),
    "a broken file before a good one": ({"pytest.ini": BROKEN, "setup.cfg": SETUP}, None),
    "a broken file that does not count": ({"pytest.ini": INI, "setup.cfg": BROKEN}, True),
}

TOML_CASES = {
    "the table for options": ({"pyproject.toml": TOML}, True),
    "the table without the mode": (
        {"pyproject.toml": '[tool.pytest.ini_options]\nasyncio_mode = "strict"\n'},
        False,
    ),
    "the table without a word": ({"pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-q"\n'}, None),
    "the native table": ({"pyproject.toml": '[tool.pytest]\nasyncio_mode = "auto"\n'}, True),
    "a heading with spaces and a comment": (
        {"pyproject.toml": '[ tool.pytest.ini_options ] # tests\nasyncio_mode = "auto"\n'},
        True,
    ),
    "a quoted heading": ({"pyproject.toml": '[tool."pytest".ini_options]\nasyncio_mode = "auto"\n'}, True),
    "single quotes": ({"pyproject.toml": "[tool.pytest.ini_options]\nasyncio_mode = 'auto'\n"}, True),
    "a list of options": (
        {"pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["-q", "--asyncio-mode=auto"]\n'},
        True,
    ),
    "an option and its value apart": (
        {"pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--asyncio-mode", "auto"]\n'},
        True,
    ),
    "a list of markers": (
        {"pyproject.toml": '[tool.pytest.ini_options]\nmarkers = ["slow: long", "trio: in a loop"]\n'},
        False,
    ),
    "a list of another plugin's options": (
        {"pyproject.toml": '[tool.pytest.ini_options]\naddopts = [\n    "--reactor=asyncio",\n]\n'},
        None,
    ),
    "a truth value": ({"pyproject.toml": "[tool.pytest.ini_options]\ntrio_mode = true\n"}, True),
    "commented out": (
        {"pyproject.toml": '[tool.pytest.ini_options]\n# asyncio_mode = "auto"\nasyncio_debug = true\n'},
        False,
    ),
    "in the table of another tool": ({"pyproject.toml": '[tool.shop]\nasyncio_mode = "auto"\n'}, None),
    "after the end of the table": (
        {"pyproject.toml": '[tool.pytest.ini_options]\n\n[tool.shop]\nasyncio_mode = "auto"\n'},
        None,
    ),
    "pytest.toml": ({"pytest.toml": '[pytest]\nasyncio_mode = "auto"\n'}, True),
    "an empty pytest.toml counts before pytest.ini": ({"pytest.toml": "", "pytest.ini": INI}, None),
    "a hidden pytest.toml": ({".pytest.toml": '[pytest]\nasyncio_mode = "auto"\n'}, True),
}


def write(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES)
def test_what_the_configuration_says(tmp_path: Path, files: dict[str, str], expected: bool | None) -> None:
    assert asyncio_auto(write(tmp_path, files)) is expected


@pytest.mark.parametrize("parser", ["parsed", "by lines"])
@pytest.mark.parametrize(("files", "expected"), TOML_CASES.values(), ids=TOML_CASES)
def test_toml(
    tmp_path: Path, files: dict[str, str], expected: bool, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "by lines":
        monkeypatch.setitem(sys.modules, "tomllib", None)  # type: ignore[arg-type]  # as on Python 3.10
    elif sys.version_info < (3, 11):
        pytest.skip("this Python has no parser for TOML")
    assert asyncio_auto(write(tmp_path, files)) is expected


@pytest.mark.skipif(sys.version_info < (3, 11), reason="this Python has no parser for TOML")
@pytest.mark.parametrize(
    "text", ["[tool.pytest\n", "tool = 3\n[tool.pytest]\n", 'pytest = "\n', "pytest = " + "[" * 9999]
)
def test_broken_toml_says_nothing(tmp_path: Path, text: str) -> None:
    assert asyncio_auto(write(tmp_path, {"pyproject.toml": text, "setup.cfg": SETUP})) is None


@pytest.mark.skipif(sys.version_info < (3, 11), reason="this Python has no parser for TOML")
def test_values_in_place_of_tables_say_nothing(tmp_path: Path) -> None:
    assert asyncio_auto(write(tmp_path, {"pyproject.toml": "[tool]\npytest = 3\n"})) is None


def test_a_file_that_cannot_be_decoded_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_bytes(b"[pytest]\nasyncio_mode = auto\n# \xff\xfe\n")
    assert asyncio_auto(str(tmp_path)) is None


@pytest.mark.parametrize(("size", "expected"), [(0, True), (SETTINGS, None)])
def test_what_is_read_elsewhere_has_the_same_limit(size: int, expected: bool | None) -> None:
    def read(path: str) -> bytes | None:
        return (INI + "#" * size).encode() if path.endswith("pytest.ini") else None

    assert asyncio_auto(".", read=read) is expected


def test_a_folder_of_that_name_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").mkdir()
    assert asyncio_auto(write(tmp_path, {"setup.cfg": SETUP})) is False


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert asyncio_auto(str(tmp_path / "gone")) is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [(".", False), ("shop", False), ("engine", True), ("engine/tests/unit", True), ("empty/tests", None)],
)
def test_the_nearest_configuration_counts(tmp_path: Path, start: str, expected: bool | None) -> None:
    for folder in ("shop", "engine/tests/unit", "empty/tests"):
        (tmp_path / folder).mkdir(parents=True)
    write(tmp_path, {"setup.cfg": SETUP})
    write(tmp_path / "engine", {"pytest.ini": INI})
    write(tmp_path / "empty", {"pytest.ini": ""})
    assert asyncio_auto(str(tmp_path), str(tmp_path / start)) is expected


def test_the_search_ends_at_the_top_of_the_disk(tmp_path: Path) -> None:
    write(tmp_path, {"pytest.ini": INI})
    (tmp_path / "project").mkdir()
    assert asyncio_auto(str(tmp_path / "project")) is None
    assert asyncio_auto(str(tmp_path / "project"), os.path.abspath(os.sep)) is None
