"""Which changes of state are covered by tags."""

from __future__ import annotations

import pytest

from flake8_testsec.cleanup.custody import Custody
from flake8_testsec.cleanup.states import covers
from flake8_testsec.cleanup.tags import Part, Tags

UNDONE = [
    ({"environ"}, "environ:A", True),
    ({"environ:A"}, "environ:A", True),
    ({"environ:B"}, "environ:A", False),
    ({"environ:B"}, "environ", True),
    ({"folder"}, "folder", True),
    (set(), "folder", False),
    ({"set:a.b"}, "set:a.b.c", True),
    ({"set:a.*"}, "set:a.b.c", True),
    ({"set:*.c"}, "set:a.b.c", True),
    ({"set:*"}, "set:a.b.c", True),
    ({"set:a.d"}, "set:a.b.c", False),
    ({"call:os.umask"}, "call:os.umask", True),
]


@pytest.mark.parametrize(("undone", "tag", "expected"), UNDONE)
def test_tags(undone: set[str], tag: str, expected: bool) -> None:
    assert covers(Tags((Part(undone),)), tag) is expected


PUT_BACK = {"patchers", "folder", "tempfile", "environ:A", "call:os.umask"}
COVERED = {
    "patchers": True,
    "folder": True,
    "environ:A": True,
    "environ:B": False,
    "environ": True,
    "call:os.umask": True,
    "call:os.nice": False,
}


@pytest.mark.parametrize("tag", COVERED)
def test_which_states_are_covered(tag: str) -> None:
    assert covers(Tags((Part(PUT_BACK),)), tag) is COVERED[tag]
    assert not covers(Tags(), tag)


def test_the_working_directory() -> None:
    assert Custody(frozenset(PUT_BACK)).folder
    assert not Custody().folder
    assert Custody() == Custody(frozenset(), False)


ATTRIBUTES = {
    "set:shop.clock": (True, False),
    "set:shop": (True, True),
    "set:shop.*": (True, True),
    "set:*.clock": (True, False),
    "set:*": (True, True),
    "set:other.clock": (False, False),
}


@pytest.mark.parametrize("tag", ATTRIBUTES)
def test_which_attributes_a_tag_covers(tag: str) -> None:
    given = Tags((Part({tag}),))
    assert (covers(given, "set:shop.clock"), covers(given, "set:shop.stock")) == ATTRIBUTES[tag]
