"""What the tests of packages import is counted by package."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import imports
from bench.corpora import TUNED, packages, sources
from bench.imports import Use

from ..doors import lay_out
from .pinned_packages import pin

FILES = {
    "tests/test_a.py": "import os, redis, tuned\nfrom redis.asyncio import Redis\nfrom . import near\n",
    "tests/test_b.py": "import redis.client\nimport shop_window as w\n",
    "tests/test_c.py": "import (\n",
    "tuned/a.py": "import zmq\n",
}


@pytest.fixture(autouse=True)
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = pin(tmp_path, monkeypatch)
    lay_out(folder / ".corpora" / "tuned-1.0", FILES)
    return folder


def test_tests_are_counted_by_library() -> None:
    found = imports.uses(sources(packages((), (TUNED,))))
    assert [each[:3] for each in found] == [("redis", 1, 2), ("shop_window", 1, 1)]
    assert found[0].rows > 0
    assert found[1] == Use("shop_window", 1, 1, 0)


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    imports.add_arguments(parser)
    assert imports.main(parser.parse_args(["--packages", "tuned", "--most", "1"])) == 0
    assert "| redis | 1 | 2 |" in capsys.readouterr().out
