"""Pinned packages that nobody tunes on, and a sample of their findings."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from bench import corpora, draws, labels, sample
from bench.corpora import STRANGERS

from ..doors import CLEAN, DEFECT, lay_out

PINNED = '[[package]]\nname="{}"\nversion="1.0"\nfile="f"\nsha256="0"\nkind="sdist"\n'
HELD_BACK = PINNED + f'set="{STRANGERS}"\n'
RAISES = "def test_{0}():\n    pytest.raises(ValueError)\n\n\n"
MANY = "import pytest\n\n\n" + "".join(RAISES.format(n) for n in range(5))
SHOP = {"tests/test_a.py": DEFECT, "tests/test_many.py": MANY, "tests/test_clean.py": CLEAN}
BANK = {
    "tests/test_quiet.py": DEFECT.rstrip() + "  # noqa\n",
    "tests/test_json.py": "import json\n\n\ndef test_b():\n    assert json.load(open('x')) == 1\n",
    "tests/test_many.py": MANY,
}


def pin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages that nobody tunes on and one more, fetched already; no labels yet."""
    store = folder / ".corpora"
    lay_out(store / f".{STRANGERS}" / "shop-1.0", SHOP)
    lay_out(store / f".{STRANGERS}" / "bank-1.0", BANK)
    text = HELD_BACK.format("shop") + HELD_BACK.format("bank") + PINNED.format("tuned")
    (folder / "corpora.toml").write_text(text)
    (folder / "labels").mkdir()
    for module, name, value in (
        (corpora, "BENCH", folder),
        (corpora, "STORE", store),
        (labels, "FOLDER", folder / "labels"),
        (draws, "FOLDER", folder / "draws"),
    ):
        monkeypatch.setattr(module, name, value)
    return folder


def draw(file: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    sample.add_arguments(parser)
    return sample.main(parser.parse_args([*arguments, str(file)]))


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]
