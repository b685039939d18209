"""Where a test has a home folder of its own: those that have none first."""

from __future__ import annotations

import pytest

from flake8_testsec.vocabulary.testing.home_folder import HOME
from flake8_testsec.vocabulary.testing.interceptors import is_intercepted

from .test_interceptors import asked

SHARED = {
    "another variable": """
        def test(monkeypatch, tmp_path):
            monkeypatch.setenv("SHOP", "x")
            here
        """,
    "another mapping": """
        def test(shop, key):
            shop.update({"HOME": 1, key: 2})
            shop["HOME"] = 1
            shop.setenv(key, 1)
            here
        """,
    "the variable is read": """
        import os
        def test():
            os.environ["HOME"], os.environ.get("HOME")
            here
        """,
    "what the function asks for is its own": """
        from pathlib import Path
        def test(shop):
            Path.home()
            here
        """,
    "it is set elsewhere": """
        def test_other(monkeypatch):
            monkeypatch.setenv("HOME", "x")
        def test():
            here
        """,
}
OWN = {
    "set for the test": """
        def test(monkeypatch):
            monkeypatch.setenv("HOME", "x")
            here
        """,
    "set by a fixture that it asks for": """
        import pytest
        @pytest.fixture
        def account(monkeypatch):
            monkeypatch.setenv("HOME", "x")
        def test(account):
            here
        """,
    "set by a fixture for all": """
        import os
        import pytest
        @pytest.fixture(autouse=True)
        def account():
            os.environ["HOME"] = "x"
        def test():
            here
        """,
    "an entry of the mapping": """
        import os
        def test(monkeypatch):
            monkeypatch.setitem(os.environ, "HOME", "x")
            here
        """,
    "a patch of the mapping by its name": """
        from unittest import mock
        def test():
            with mock.patch.dict("os.environ", HOME="x"):
                here
        """,
    "a patch around a class": """
        import os
        from unittest import mock
        @mock.patch.dict(os.environ, {"HOME": "x"})
        class Test:
            def test(self):
                here
        """,
    "a fixture of others that is called so": """
        def test(home_dir):
            here
        """,
}


@pytest.mark.parametrize("text", SHARED.values(), ids=SHARED)
def test_shares_the_folder(text: str) -> None:
    assert not is_intercepted(*asked(text), HOME)


@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def test_has_its_own(text: str) -> None:
    assert is_intercepted(*asked(text), HOME)
