"""Paths that are nested deeper than anybody writes them."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.finding import Finding
from flake8_testsec.settings import Settings


def told(text: str, *enable: str) -> list[Finding]:
    found = engine.check(text, "tests/test_example.py", Settings(enable=enable))
    return [each for each in found if each.code == "TSE206"]


def test_a_path_that_is_nested_too_deep_is_not_followed() -> None:
    path = "str(" * 30 + "'/tmp/shop'" + ")" * 30
    assert told(f"open({path})\n") == []


def test_a_path_is_reported_once_with_the_first_call() -> None:
    text = "PATH = '/tmp/shop'\nopen(PATH)\nopen(PATH)\n"
    (finding,) = told(text)
    assert (finding.line, finding.related[0].line) == (1, 2)


ABSENT = """\
from pathlib import Path

def test_keeps(shop):
    path = Path("/tmp/shop")
    if path.exists():
        path.unlink()
    shop.close()
    {}
"""


@pytest.mark.parametrize(
    ("check", "count"),
    [
        ("assert not path.exists()", 0),
        ("assert path.exists()", 1),
        ("assert shop.path != path", 1),
        ("shop.moves(path)\n    assert not path.exists()", 1),
        ("path.touch()\n    assert not path.exists()", 1),
        ("assert not path.exists() or path.parent", 1),
    ],
)
def test_a_path_at_which_nothing_may_be_harms_nobody(check: str, count: int) -> None:
    assert len(told(ABSENT.format(check), "TSE206")) == count


@pytest.mark.parametrize("word", ["makedirs", "mkdir", "remove", "rmdir", "unlink"])
def test_what_is_only_made_room_for_or_taken_away_is_told_to_who_asks(word: str) -> None:
    text = f"import os\ndef test_sells(shop):\n    path = '/tmp/shop'\n    shop.sell()\n    os.{word}(path)\n"
    assert (told(text), [each.line for each in told(text, "TSE206")]) == ([], [3])
    assert [each.line for each in told(f"{text}    shop.save(path)\n")] == [3]


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("/tmp/shop/sales/%Y/%m", 0),
        ("/tmp/shop/%d.%m", 0),
        ("/tmp/till/%Y", 1),
        ("/tmp/shop/%(name)s", 1),
        ("/tmp/shop/%d.txt", 1),
        ("/tmp/shop/%d/%d", 1),
    ],
)
def test_a_folder_in_which_others_fill_in_the_date_is_theirs(pattern: str, count: int) -> None:
    text = f"def test_sells(shop):\n    shop.write_to('{pattern}')\n"
    text += "    open('/tmp/shop/sales')\n"
    assert len(told(text)) == count
    assert len(told(text, "TSE206")) == 1
