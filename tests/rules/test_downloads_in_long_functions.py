"""Downloads that are used as they are: what is made of them, and where each would be followed for long."""

from __future__ import annotations

import logging

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import subprocess\nfrom urllib.request import urlretrieve\ndef test_all(target):\n"
USED = """    urlretrieve("https://download.acme.io/server.run{}", target)
    subprocess.check_call(["sh", target])
"""


CONTENT = """import requests
import subprocess
def test_all():
    answer = requests.get("https://download.acme.io/server.run")
    script = answer.text
    start = ["sh", "-c", script]
    subprocess.run(start)
"""


def test_what_is_made_of_a_content_is_followed() -> None:
    found = engine.check(CONTENT, "tests/test_a.py", Settings(enable=("TSE705",)))
    assert [each.line for each in found if each.code == "TSE705"] == [4]


@pytest.mark.parametrize(("many", "is_followed"), [(70, True), (110, False)])
def test_downloads_are_followed_through_so_many_nodes(
    many: int, is_followed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    text = HEAD + "".join(map(USED.format, range(many)))
    found = engine.check(text, "tests/test_a.py", Settings(enable=("TSE705",)))
    notes = [each.getMessage() for each in caplog.records]
    assert len(found) == many * is_followed
    assert ("gave up on what test_all in tests/test_a.py downloads: too much" in notes) is not is_followed
