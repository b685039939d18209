"""The names of temporary files and directories that nobody keeps: where a file may be made of them."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import os, pytest, tempfile\n\ndef test_dump(store, tmp_path):\n    "


def is_reported(line: str) -> bool:
    found = engine.check(f"{HEAD}{line}\n", "tests/test_x.py", Settings())
    return any(each.code == "TSE207" for each in found)


@pytest.mark.parametrize(
    "line",
    [
        "store.dump(tempfile.NamedTemporaryFile().name)",
        "store.dump(tempfile.TemporaryDirectory(dir=tempfile.gettempdir()).name)",
        "store.dump(tempfile.NamedTemporaryFile(suffix='.db').name)",
    ],
)
def test_a_name_that_a_file_is_made_of(line: str) -> None:
    assert is_reported(line)


@pytest.mark.parametrize(
    "line",
    [
        "store.dump(tempfile.NamedTemporaryFile(dir=tmp_path).name)",
        "store.dump(tempfile.NamedTemporaryFile(delete=False).name)",
        "store.name = os.path.basename(tempfile.NamedTemporaryFile().name)",
        "with pytest.raises(FileNotFoundError): store.load(tempfile.NamedTemporaryFile().name)",
        "path = tempfile.TemporaryDirectory().name; os.mkdir(path)",
    ],
)
def test_a_name_that_no_file_of_others_is_met_by(line: str) -> None:
    assert not is_reported(line)
