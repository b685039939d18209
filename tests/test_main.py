"""The test command: a step that fails is never forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from .__main__ import main

PASSES, FAILS = "-c 'raise SystemExit(0)'", "-c 'raise SystemExit(3)'"


@pytest.mark.parametrize(
    "steps", [(FAILS,), (FAILS, PASSES), (PASSES, FAILS)], ids=["alone", "first", "last"]
)
def test_a_failed_step_fails_the_command(steps: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(steps) == 1
    assert capfd.readouterr().err == f"failed: python {FAILS}\n"


def test_what_runs_beside_the_last_step_is_told_as_a_whole(capfd: pytest.CaptureFixture[str]) -> None:
    said = "-c 'import sys; print(1, flush=True); sys.stderr.write(str(2))'"
    assert main((said, PASSES)) == 0
    assert f"\n$ python {said}\n1\n2" in capfd.readouterr().out


def test_the_last_step_does_not_wait_for_the_others(tmp_path: Path) -> None:
    made = tmp_path / "made"
    waits = f"-c 'import os, time\nwhile not os.path.exists(\"{made}\"): time.sleep(0.01)'"
    makes = f'-c \'open("{made}", "w")\''
    assert main((waits, makes)) == 0


def test_the_steps_after_a_failed_one_are_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert main((FAILS, "-c 'print(\"still here\")'")) == 1
    assert "still here" in capfd.readouterr().out


def test_steps_that_all_pass_pass_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    assert main((PASSES, PASSES)) == 0
    assert not capfd.readouterr().err


def test_what_is_compiled_is_kept_for_the_next_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert main(("-c 'import sys; raise SystemExit(sys.dont_write_bytecode)'",)) == 0
