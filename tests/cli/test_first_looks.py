"""A rule is not imported for what only looks like its business."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec import cli

from ..doors import CLEAN, lay_out
from .test_startup import COMMAND, HEAD, imported, rules

HARMLESS = {
    "with open('a') as file: file.read()": "file_never_closed",
    "print(os.environ['A'])": "environment_not_restored",
    "if 'A' in os.environ: run(os.environ.get('A'))": "environment_not_restored",
    "patch = mock.patch.dict(os.environ, {'A': 'b'})": "stop_on_the_wrong_thing",
    "with subprocess.Popen('a') as process: process.wait()": "child_process_never_reaped",
    "x = 'a text that is long, and has no long word in it'": "vendor_token_in_source",
    "def test_a(): f()\ndef test_b(): f()": "test_defined_twice",
    "x = a == b": "comparison_without_assert",
    "assert a == b": "expected_value_after_comma",
    "with pytest.raises(ValueError): f()": "expectation_does_nothing",
    "x.value = 3": "imported_module_not_restored",
    "async def f():\n    return a": "checks_behind_return",
    "def test_a(): f(1)  # def test_b": "test_commented_out",
}
"""What stands where a rule has nothing to say of it, though it has the rule's word."""


@pytest.mark.parametrize("text", HARMLESS)
def test_a_rule_is_not_imported_where_its_word_is_harmless(tmp_path: Path, text: str) -> None:
    lay_out(tmp_path, {"tests/test_a.py": f"{HEAD}import subprocess\nfrom unittest import mock\n{text}\n"})
    found = rules(imported(tmp_path, COMMAND, "check", "--isolated", "--no-cache", "tests"))
    assert HARMLESS[text] not in found


@pytest.mark.parametrize(("value", "status"), [("tests/*:TSE407", 0), ("a:b:c", 2)])
def test_ignores_of_files_are_read_whatever_is_found(
    value: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"tests/test_a.py": CLEAN})
    monkeypatch.chdir(tmp_path)
    arguments = ["check", "--isolated", "--no-cache", f"--per-file-ignores={value}", "tests"]
    assert cli.main(arguments) == status
