"""A project whose names and lines try to be more than text."""

from __future__ import annotations

from pathlib import Path

from ..doors import DEFECT, lay_out

SCRIPT = "<script>window.broken = 1</script>"
IMAGE = "<img src=x onerror='window.broken = 2'>"
NAME = "tests/test_<script>window.broken=3<⁄script>\"'&\n\x1b[31m\u202e{{7*7}}.py"
LINES = f'''\
import pytest


def test_a():
    text = "{SCRIPT} ]]> --> \\u2028"  # {IMAGE} \u202e \u2066 {{{{ 7*7 }}}} {{% raw %}}
    pytest.raises(ValueError)  # </script></pre></li><script>window.broken = 4</script> \u200b
    pytest.raises(ValueError("</details>{IMAGE}"))
    shop = "\u2028 \x1b[31m \x0c"
'''
SECRET = "0rkbJW".join(("ghp_Rk3vQ9sLw7ZtB1nXc5MfYd2HgJpU8e", ""))
KEYS = f'''\
def test_publish(monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "{SECRET}")
'''


def hostile(folder: Path) -> Path:
    """Lay out the project."""
    files = {
        "pyproject.toml": "",
        NAME: LINES,
        "tests/test_keys.py": KEYS,
        "tests/test_swallowed.py": SWALLOWED,
        "tests/test_broken.py": "def test(:\n",
        "tests/test_silent.py": DEFECT.rstrip() + f"  # noqa: TSE407  {IMAGE}\n",
    }
    return lay_out(folder, files)


SWALLOWED = """\
from unittest import mock


def test_b(shop):
    try:
        assert shop.pay() == "ü"
    except Exception:
        pass
    shop.lines == 1


def test_c(shop):
    shop.pay.assert_called_once
"""
