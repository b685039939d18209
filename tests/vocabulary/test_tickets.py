"""Tickets in prose: what is one, and who is named beside it."""

from __future__ import annotations

import pytest

from flake8_testsec.vocabulary.testing.tickets import Ticket, find

NONE = {
    "no number": "the bug is known",
    "a placeholder for a number": "FIXME(melanie): This is bug NNNNN",
    "a version": "yyy-1.2.3",
    "a version in capitals": "ABC-1.2",
    "an encoding": "is UTF-8 and ISO-8859",
    "an algorithm": "signed with SHA-256 or SHA2-512",
    "a vulnerability": "as in CVE-2020-1234",
    "small letters": "host-12",
    "a word that ends like one": "debug 12, reissue 13, tissue 14",
    "a first thing": "#1 of the list",
    "a number of bugs": "bug: 2 entries instead of one",
    "a page that is no ticket": "http://example.com/page12#L7",
    "a character reference": "&#8364;",
    "a note": "NOTE(ann): the order matters",
}


@pytest.mark.parametrize("case", NONE)
def test_this_is_no_ticket(case: str) -> None:
    assert find(NONE[case]) is None


NAMES = {
    "FIXME: bug 1825537, where the": "bug 1825537",
    "see bug #12": "bug #12",
    "see bug id 12": "bug id 12",
    "Bug: 12345": "Bug: 12345",
    "restored with bug\n 968519": "bug 968519",
    "lp:123": "lp:123",
    "LP: #123": "LP: #123",
    "Issue 7": "Issue 7",
    "GH-123": "GH-123",
    "gh-123: late": "gh-123",
    "see #123": "#123",
    "bpo-123": "bpo-123",
    "pull request 9": "pull request 9",
    "PR 9": "PR 9",
    "psf/requests#12": "psf/requests#12",
    "waits for SHOP-31": "SHOP-31",
    "(https://bugs.launchpad.net/nova/+bug/1825537).": "https://bugs.launchpad.net/nova/+bug/1825537",
    "https://github.com/a/b/issues/12, so": "https://github.com/a/b/issues/12",
    "https://example.com/show_bug.cgi?id=12": "https://example.com/show_bug.cgi?id=12",
    "https://jira.example.com/browse/ABC-12": "https://jira.example.com/browse/ABC-12",
    "https://github.com/a/b/pull/12#issuecomment-5.": "https://github.com/a/b/pull/12#issuecomment-5",
}


@pytest.mark.parametrize("prose", NAMES)
def test_this_is_a_ticket(prose: str) -> None:
    found = find(prose)
    assert found is not None
    assert found.name == NAMES[prose]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("bug 12", Ticket("bug 12")),
        ("BUG 12", Ticket("BUG 12")),
        ("a note in a TODOLIST, bug 12", Ticket("bug 12")),
        ("TODO: bug 12", Ticket("bug 12", "TODO")),
        ("FIXME(ann): This is\nbug 12", Ticket("bug 12", "FIXME", "ann")),
        ("Late.\nXXX (ann.b) bug 12", Ticket("bug 12", "XXX", "ann.b")),
        ("FIXME(GH-88): flaky", Ticket("GH-88", "FIXME")),
        ("FIXME(#88): flaky", Ticket("#88", "FIXME")),
    ],
)
def test_tag_and_author(prose: str, expected: Ticket) -> None:
    assert find(prose) == expected
