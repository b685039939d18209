"""Which names without a file are reported by default, and which only where the rule is enabled by name."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = """
import tempfile
from tempfile import mktemp

import pytest

"""


def count(text: str, *enable: str) -> int:
    source = HEAD + textwrap.dedent(text)
    findings = engine.check(source, "tests/test_x.py", Settings(enable=enable))
    return sum(each.code == "TSE217" for each in findings)


BY_DEFAULT = {
    "a file that shall be missing": """
    def test_missing(store):
        with pytest.raises(FileNotFoundError):
            store.load(tempfile.mktemp())
    """,
    "in the folder of all": """
    def test_missing(store):
        # no such file
        path = mktemp(suffix=".db", dir="/tmp")
        with pytest.raises(FileNotFoundError):
            store.load(path)
    """,
}
BY_NAME = {
    "in a folder of its own": """
    def test_missing(store, tmp_path):
        with pytest.raises(FileNotFoundError):
            store.load(tempfile.mktemp(dir=tmp_path))
    """,
    "the third argument": """
    def test_missing(store, tmp_path):
        with pytest.raises(FileNotFoundError):
            store.load(tempfile.mktemp("", "shop", tmp_path))
    """,
    "a comment above": """
    def test_gone(store):
        # marked as insecure, but no file is made
        path = tempfile.mktemp()
        with pytest.raises(FileNotFoundError):
            store.load(path)
    """,
    "a comment behind": """
    def test_missing(store):
        path = tempfile.mktemp()  # noqa: S306
        with pytest.raises(FileNotFoundError):
            store.load(path)
    """,
    "a stand-in": """
    def test_missing(store):
        fake_path = tempfile.mktemp()
        with pytest.raises(FileNotFoundError):
            store.load(fake_path)
    """,
}


@pytest.mark.parametrize("text", BY_DEFAULT.values(), ids=BY_DEFAULT)
def test_this_is_reported_by_default(text: str) -> None:
    assert count(text) == 1


@pytest.mark.parametrize("text", BY_NAME.values(), ids=BY_NAME)
def test_this_is_reported_by_name_only(text: str) -> None:
    assert (count(text), count(text, "TSE217")) == (0, 1)
