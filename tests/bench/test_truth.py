"""The table of truth tells the kinds of verdict apart, and is put where the page has its marks."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.labels import Place
from bench.observations import Observation
from bench.truth import BEGIN, END, rows, verdict, write

MESSAGES = {
    "socket is never closed; use with": "never",
    "os.chdir() is never undone; use monkeypatch.chdir": "never",
    "s.close() on line 7 is skipped when the assertion on line 5 fails": "not if an assertion fails",
    "s.close() on line 7 is skipped by the return on line 5; use with": "not if the function is left",
    "s.close() on line 7 is skipped when line 5 raises; use with": "not if a call raises",
    "time.time is restored only if line 5 does not raise; use monkeypatch": "not if a call raises",
}


@pytest.mark.parametrize(("message", "kind"), MESSAGES.items())
def test_messages_tell_their_verdict(message: str, kind: str) -> None:
    assert verdict(message) == kind


def observation(message: str) -> Observation:
    return Observation(Place("TSE312", "shop", "tests/test_a.py", 1), 0, message)


def test_rows_count_what_readers_said() -> None:
    never, skipped = observation("socket is never closed"), observation("x is skipped by the return")
    judged = {"TSE312": [(never, "right"), (never, "wrong"), (never, ""), (skipped, "")]}
    assert list(rows(judged, ["TSE312"])) == [
        ("TSE312", "never", "on", "3", "2", "1", "0", "1", "50.0%"),
        ("TSE312", "not if the function is left", "on", "1", "0", "0", "0", "0", "-"),
    ]


def test_the_table_is_put_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "cleanup.md"
    page.write_text(f"# Title\n{BEGIN}old\n{END}The end.\n", encoding="utf-8")
    write([["TSE312"]], page)
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("# Title\n<!--")
    assert text.endswith(f"| TSE312 |\n{END}The end.\n")


def test_a_page_without_marks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "cleanup.md"
    page.write_text("# Title\n", encoding="utf-8")
    with pytest.raises(ValueError, match="marks"):
        write([], page)
