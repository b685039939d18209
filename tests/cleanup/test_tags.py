"""Tags of several sets are one set to whoever asks."""

from __future__ import annotations

from flake8_testsec.cleanup.tags import Tags

SEVERAL = Tags((frozenset({"folder", "patchers"}), frozenset({"patchers", "logging"})))
ONE = Tags((frozenset({"folder", "patchers", "logging"}),))


def test_a_tag_of_two_sets_counts_once() -> None:
    assert len(SEVERAL) == 3
    assert sorted(SEVERAL) == ["folder", "logging", "patchers"]


def test_it_does_not_matter_in_which_set_a_tag_is() -> None:
    assert SEVERAL == ONE
    assert hash(SEVERAL) == hash(ONE)
    assert {SEVERAL, ONE} == {ONE}
    assert Tags((frozenset({"folder"}),)) != SEVERAL
