"""What the modules of the standard library define."""

from __future__ import annotations

import logging
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_testsec.project import library


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    library.defined.cache_clear()
    yield
    library.defined.cache_clear()


def test_a_module_is_read() -> None:
    names = library.defined("logging")
    assert names is not None
    assert {"DEBUG", "Logger", "os", "getLogger"} <= names
    assert "SHOP" not in names
    public = {name for name in vars(logging) if not name.startswith("__")}
    assert names >= public - {"handlers", "config"}, "modules below it are no names of its own"


@pytest.mark.parametrize("name", ["shop", "signal", "os", "sys", "logging.shop"])
def test_of_others_nothing_is_known(name: str) -> None:
    assert library.defined(name) is None


@pytest.mark.parametrize("text", ["a = 'not closed\n", "import b as c\ndef __getattr__(name): ...\n", None])
def test_what_cannot_be_read_is_not_known(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysconfig, "get_paths", lambda *_: {"stdlib": str(tmp_path)})
    if text is None:
        (tmp_path / "shop.py").write_bytes(b"# coding: shop\n")
    else:
        (tmp_path / "shop.py").write_text(text, "utf-8")
    monkeypatch.setattr(sys, "stdlib_module_names", frozenset({"shop"}))
    assert library.defined("shop") is None


def test_what_a_module_binds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_paths", lambda *_: {"stdlib": str(tmp_path)})
    monkeypatch.setattr(sys, "stdlib_module_names", frozenset({"shop"}))
    text = "import a.b, b as c\nd = e\nclass F: g = 1\nasync def h(): i = 2\n"
    (tmp_path / "shop.py").write_text(text, "utf-8")
    assert library.defined("shop") == {"a", "c", "d", "F", "g", "h", "i"}


NARROW = """\
a = 1
def __getattr__(name):
    if name in ("__version__", "__date__"):
        return "1"
    raise AttributeError(name)
"""


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (NARROW, {"a"}),
        (NARROW.replace("__date__", "b"), None),
        (NARROW.replace("    raise", "    c()\n    raise"), None),
        (NARROW.replace("raise AttributeError(name)", "return b(name)"), None),
    ],
)
def test_a_module_may_answer_for_a_few_names(
    text: str, known: set[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysconfig, "get_paths", lambda *_: {"stdlib": str(tmp_path)})
    monkeypatch.setattr(sys, "stdlib_module_names", frozenset({"shop"}))
    (tmp_path / "shop.py").write_text(text, "utf-8")
    assert library.defined("shop") == known


def test_the_library_may_lie_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_paths", lambda *_: {"stdlib": str(tmp_path / "nowhere")})
    monkeypatch.setattr(sys, "stdlib_module_names", frozenset({"shop", "bank"}))
    archive = tmp_path / f"python{sys.version_info[0]}{sys.version_info[1]}.zip"
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("shop.py", "a = 1")
        written.writestr("bank/__init__.py", "b = 1")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(archive), *sys.path])
    assert (library.defined("shop"), library.defined("bank")) == ({"a"}, {"b"})
    assert library.defined("shop.orders") is None
