"""A name in a folder of the test's own is reported on request only, and in other words."""

from __future__ import annotations

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = "import tempfile\n\ndef test_dump(tmp_path, store):\n    store.dump(tempfile.mktemp(dir=tmp_path))\n"


def messages(*enable: str) -> list[str]:
    found = engine.check(TEXT, "tests/test_x.py", Settings(enable=enable))
    return [each.message for each in found if each.code == "TSE207"]


def test_a_folder_of_its_own_is_safe() -> None:
    assert not messages()
    (message,) = messages("TSE207")
    assert "deprecated" in message
    assert "can take" not in message
