"""What a check for warnings or logs does in a block that an error leaves (TSE407), and when it is outside."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly has no processes"),
]

_CASE = """
    import logging
    import unittest
    import warnings

    def pay(is_told):
        if is_told:
            warnings.warn("late", UserWarning)
            logging.error("late")
        raise ValueError("no money")

    class OrdersTest(unittest.TestCase):
        def test_payment(self):
            with self.{outer}:
                with self.{inner}:
                    pay({is_told})
"""
_ERROR = "assertRaises(ValueError)"
_LOOKING = ("assertWarns(UserWarning)", "assertLogs()")


def _passes(folder: Path, outer: str, inner: str, is_told: bool) -> bool:
    case = _CASE.format(outer=outer, inner=inner, is_told=is_told)
    (folder / "test_orders.py").write_text(textwrap.dedent(case), "utf-8")
    command = [sys.executable, "-m", "unittest", "test_orders"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "Ran 1 test" in done.stderr
    return done.returncode == 0


@pytest.mark.parametrize("looking", _LOOKING)
def test_what_is_reported_passes_though_nobody_is_warned(tmp_path: Path, looking: str) -> None:
    assert _passes(tmp_path, _ERROR, looking, is_told=False)


@pytest.mark.parametrize("looking", _LOOKING)
def test_the_remedy_looks_and_expects_the_error_still(tmp_path: Path, looking: str) -> None:
    assert not _passes(tmp_path, looking, _ERROR, is_told=False)
    assert _passes(tmp_path, looking, _ERROR, is_told=True)
