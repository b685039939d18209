"""What deep mode gains and loses on a pinned package, and what of it has been judged."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import corpora, deep, environments
from bench.command import CommandError
from bench.corpora import CorpusError
from bench.deep import Said

from ..doors import lay_out
from ..test_deep import PLAIN, TEST
from .pinned_packages import PINNED

AWAITING = """\
from shoplib.client import Client

async def test_orders():
    assert await Client().get()
    await Client().get()
"""
CLIENT = "class Client:\n    async def get(self): ...\n"
RESTORING = """\
import os
import pytest

@pytest.fixture(autouse=True)
def kept():
    saved = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(saved)
"""
PAGE = f"before\n{deep.BEGIN}{deep.END}after\n"
GAINED = Said("tests/test_a.py", 8, "TSE304")


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package that is fetched already, with what its tests take from another."""
    pins = "shoplib==1.0 --hash=sha256:0\n"
    lay_out(
        tmp_path,
        {
            "corpora.toml": PINNED.format("shop"),
            "deep.toml": 'corpora = ["shop"]\n' + PINNED.format("bank"),
            "installed/shop.txt": pins,
            "page/docs/deep.md": PAGE,
            ".corpora/shop-1.0/tests/test_a.py": TEST,
            ".corpora/shop-1.0/tests/test_b.py": AWAITING,
            ".corpora/shop-1.0/tests/test_c.py": "def f(:\n",
            ".corpora/shop-1.0/tests/test_d.py": "class A: ...\n\n\nclass B(A): ...\n",
            ".peers/deep-shop/.stamp": hashlib.sha256(pins.encode()).hexdigest(),
            ".peers/deep-shop/shoplib/testing.py": PLAIN,
            ".peers/deep-shop/shoplib/client.py": CLIENT,
        },
    )
    for module, name, value in (
        (corpora, "BENCH", tmp_path),
        (corpora, "STORE", tmp_path / ".corpora"),
        (environments, "STORE", tmp_path / ".peers"),
        (deep, "BENCH", tmp_path),
    ):
        monkeypatch.setattr(module, name, value)
    return tmp_path


def run(pinned: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    deep.add_arguments(parser)
    own = ("--package", "shop", "--rounds", "1", "--root", str(pinned / "page"))
    return deep.main(parser.parse_args([*own, *words]))


def judge(pinned: Path, *judged: Said) -> None:
    lines = (
        json.dumps({"package": "shop", **each._asdict(), "verdict": "right", "why": "so"}) for each in judged
    )
    lay_out(pinned, {"deep.jsonl": "".join(f"{line}\n" for line in lines)})


def test_what_is_gained_has_to_be_judged(pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pinned) == 1
    told = capsys.readouterr().out
    assert told.startswith(
        "package shop 1.0, not known before 1 of 2, after 0, gained 1 (0 right), lost 0, CPU "
    )
    assert ", mistakes 1, found 0, found deep 1\n" in told
    assert told.endswith("  + tests/test_a.py:8 TSE304 not judged\n")
    judge(pinned, GAINED)
    assert run(pinned) == 0
    assert "gained 1 (1 right)" in capsys.readouterr().out


def test_what_is_lost_has_to_be_judged(pinned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    peers = ".peers/deep-shop"
    lay_out(pinned, {f"{peers}/shoplib/plugin.py": RESTORING})
    lay_out(pinned, {f"{peers}/a-1.dist-info/entry_points.txt": "[pytest11]\na = shoplib.plugin\n"})
    plain = TEST.replace("shoplib.testing", "unittest").replace("ShopCase", "TestCase")
    lay_out(pinned, {".corpora/shop-1.0/tests/test_a.py": plain})
    assert run(pinned) == 1
    assert "  - tests/test_a.py:" in capsys.readouterr().out


def test_the_page_is_written(pinned: Path) -> None:
    judge(pinned, GAINED)
    assert run(pinned, "--write") == 0
    text = (pinned / "page/docs/deep.md").read_text("utf-8")
    assert text.startswith(f"before\n{deep.BEGIN}") and text.endswith(f"{deep.END}after\n")
    assert "| shop 1.0 | 1 of 2 | 0 | 1 (1 right) | 0 | " in text


def test_a_package_has_to_be_known(pinned: Path) -> None:
    assert [each.name for each in deep.subjects()] == ["shop", "bank"]
    with pytest.raises(CorpusError, match=r"no such package in deep\.toml: cafe"):
        deep.subjects(["cafe"])
    (pinned / "deep.toml").write_text("corpora = [")
    with pytest.raises(CorpusError, match=r"deep\.toml"):
        deep.subjects()


def test_what_is_installed_is_what_is_pinned(pinned: Path) -> None:
    assert deep.installed("shop") == pinned / ".peers" / "deep-shop"
    (pinned / "installed/shop.txt").write_text("no requirement\n")
    with pytest.raises(environments.InstallError):
        deep.installed("shop")


def test_a_command_that_breaks_is_told(pinned: Path) -> None:
    with pytest.raises(CommandError, match=r"testsec on shop-1\.0: exit status 2"):
        deep.run(pinned / ".corpora/shop-1.0", ["--no-such-option"])


def test_every_package_has_its_pins() -> None:
    for each in deep.subjects():
        pins = (deep.BENCH / deep.PINS / f"{each.name}.txt").read_text("utf-8")
        assert all("==" in line and " --hash=sha256:" in line for line in pins.splitlines())
