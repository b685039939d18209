"""The ledger: spellings of one ticket, ages, forms, and closed tickets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest

from flake8_testsec.review import ledger_forms
from flake8_testsec.review.closed_tickets import names
from flake8_testsec.review.document import Lines
from flake8_testsec.review.known_bugs import Waits
from flake8_testsec.review.ledger import Bug, Item, bugs, closed, item, key_of
from flake8_testsec.vocabulary.testing.tickets import Ticket

ONE = Item("bug 12", "assertion", "tests/a.py", 7, 8, "FIXME", "ann", "", "", "assert x", "bug 12 is here")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("bug 4711", "bug 4711"),
        ("Bug #04711", "bug 4711"),
        ("LP: #4711", "bug 4711"),
        ("bug id 4711", "bug 4711"),
        ("https://bugs.launchpad.net/shop/+bug/4711", "bug 4711"),
        ("PAY-12", "PAY-12"),
        ("https://jira.shop.test/browse/PAY-12", "PAY-12"),
        ("https://github.com/shop/shop/issues/12", "github.com/shop/shop/issues/12"),
        ("GH-12", "gh 12"),
        ("issue 12", "issue 12"),
        ("Issues #12", "issue 12"),
        ("#12", "#12"),
    ],
)
def test_spellings_of_a_ticket(name: str, key: str) -> None:
    assert key_of(name) == key


def test_what_waits_for_no_ticket_is_no_entry() -> None:
    waits = Waits("comment", Lines(1, 1), None, "FIXME", "")
    assert item(waits, "a.py") is None
    named = waits._replace(ticket=Ticket("bug 1", "FIXME", "ann"), words="a\n  token='hunter2'")
    assert item(named, "a.py", "Ann", "2020-01-02") == Item(
        "bug 1", "comment", "a.py", 1, 1, "FIXME", "ann", "Ann", "2020-01-02", "", "a token='…'"
    )


def test_the_oldest_come_first_and_the_others_by_their_numbers() -> None:
    entries = [
        ONE._replace(ticket="bug 100"),
        ONE._replace(ticket="bug 9"),
        ONE._replace(ticket="bug 50", date="2021-01-01"),
        ONE._replace(ticket="Bug #9", path="tests/b.py"),
        ONE._replace(ticket="bug 51", date="2020-01-01"),
        ONE._replace(ticket="bug 50", date="2019-01-01"),
        ONE._replace(ticket="unknown"),
    ]
    found = bugs(entries)
    assert [(each.key, each.since) for each in found] == [
        ("bug 50", "2019-01-01"),
        ("bug 51", "2020-01-01"),
        ("bug 9", ""),
        ("bug 100", ""),
        ("unknown", ""),
    ]
    assert [each.path for each in found[2].items] == ["tests/a.py", "tests/b.py"]


def sample() -> Sequence[Bug]:
    return bugs(
        [ONE, ONE._replace(ticket="=cmd|x", words="\t@sum", disabled="", date="2020-01-01", author="Ann")]
    )


def test_text() -> None:
    assert [*ledger_forms.text(sample(), 3)] == [
        "=cmd|x (1 place, since 2020-01-01)",
        "  tests/a.py:7: assertion, FIXME by ann, 2020-01-01, Ann",
        "      @sum",
        "bug 12 (1 place)",
        "  tests/a.py:7: assertion, FIXME by ann",
        "      assert x",
        "2 tickets, 2 places; 3 more places without a ticket",
    ]
    assert [*ledger_forms.text([])] == ["0 tickets, 0 places"]


def test_cells_are_no_formulas() -> None:
    rows = [*csv.reader(io.StringIO("".join(ledger_forms.table(sample())), newline=""))]
    assert rows[0][:3] == ["ticket", "kind", "tag"]
    assert rows[1][0] == "'=cmd|x" and rows[1][-1] == "'\t@sum"
    assert rows[2][0] == "bug 12"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\n"])
def test_every_beginning_of_a_formula(start: str) -> None:
    row = "".join(ledger_forms.table(bugs([ONE._replace(words=f"{start}1")])))
    assert [*csv.reader(io.StringIO(row, newline=""))][1][-1] == f"'{start}1"


def test_json() -> None:
    found = json.loads(ledger_forms.record(sample(), 3))
    assert found["without_ticket"] == 3
    assert [each["since"] for each in found["tickets"]] == ["2020-01-01", None]
    assert found["tickets"][1]["places"][0] == {
        "ticket": "bug 12",
        "kind": "assertion",
        "tag": "FIXME",
        "named": "ann",
        "author": None,
        "date": None,
        "path": "tests/a.py",
        "line": 7,
        "end_line": 8,
        "disabled": "assert x",
        "words": "bug 12 is here",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("# closed tickets\n#\n\nbug 12\n#13\n", ["bug 12", "#13"]),
        ('[1, "PAY-2", null, {}]', ["1", "PAY-2"]),
        ('[{"number": 1, "state": "CLOSED"}, {"number": 2, "state": "OPEN"}]', ["1"]),
        ('[{"iid": 3, "id": 99, "state": "closed"}]', ["3"]),
        ('{"issues": [{"key": "PAY-4", "fields": {"status": {"name": "Done"}}}]}', ["PAY-4"]),
        ('{"issues": [{"key": "PAY-5", "fields": {"status": {"name": "In Progress"}}}]}', []),
        ('{"entries": [{"id": 6, "status": "Fix Released"}, {"id": 7, "status": "Triaged"}]}', ["6"]),
        ('{"bugs": [{"id": 8}]}', ["8"]),
        ("[[1]]", []),
    ],
)
def test_what_trackers_say_is_closed(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", ["{", "[1,", '{"a": 1}'])
def test_what_is_no_list_of_tickets(text: str) -> None:
    with pytest.raises(ValueError):
        names(text)


def test_closed_tickets_by_name_and_by_number() -> None:
    state = closed(["12", "#0013", "PAY-2", "Bug #14"])
    tickets = ["bug 12", "GH-13", "PAY-2", "bug 14", "GH-14", "PAY-12", "unknown"]
    assert [each for each in tickets if state.has(Bug(key_of(each), ()))] == [
        "bug 12",
        "GH-13",
        "PAY-2",
        "bug 14",
    ]


def test_what_has_no_words_has_one_line() -> None:
    (head, place, _) = ledger_forms.text(bugs([ONE._replace(disabled="", words="")]))
    assert (head, place) == ("bug 12 (1 place)", "  tests/a.py:7: assertion, FIXME by ann")
