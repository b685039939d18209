"""Digests are those of the standard library, wherever they are taken from."""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Iterator

import pytest

from flake8_testsec import digests


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Python that does not have the module from which ``hashlib`` takes this digest."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "_blake2", None)
        importlib.reload(digests)
        yield
    importlib.reload(digests)


def expected(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=32).hexdigest()


@pytest.mark.parametrize("content", [b"", b"x = 1\n", b"\0" * 1000])
def test_digests(content: bytes) -> None:
    assert digests.digest(content) == expected(content)
    assert digests.digest_of_all([content, b"a"]) == expected(content + b"a")


@pytest.mark.usefixtures("elsewhere")
def test_digests_on_another_python() -> None:
    assert digests.digest(b"a") == expected(b"a")
