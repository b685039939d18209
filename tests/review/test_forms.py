"""A review as JSON and as a page."""

from __future__ import annotations

import html.parser
import json
import sys

import pytest

from flake8_testsec.review import html as pages
from flake8_testsec.review.ledger import Bug, Item
from flake8_testsec.review.records import text

from .asking import reviewed

SAMPLE = '''
    """<script>alert(1)</script>"""
    import pytest
    from far import Base

    class TestA(Base):
        def test_a(self, monkeypatch):
            # FIXME(ann): bug 12
            # assert self.total == 3
            pytest.raises(ValueError)
            assert self
'''
VOID = {"meta", "link", "br"}


class Page(html.parser.HTMLParser):
    """Reads a page: its elements must be closed in their order."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_json_has_every_fact_with_its_lines() -> None:
    found = json.loads("".join(text([reviewed(SAMPLE), reviewed("assert a\n")])))
    first, second = found["reviews"]
    assert found["version"] == 1 and first["path"] == "tests/test_shop.py"
    bugs = next(each for each in first["aspects"] if each["name"] == "Known bugs")
    assert bugs["facts"][0] == {
        "kind": "disabled-assertion",
        "text": "The check `assert self.total == 3` is commented out. It waits for `bug 12` (FIXME "
        "by ann). It checks "
        "nothing while it is a comment.",
        "subject": "assert self.total == 3",
        "places": [{"path": None, "first": 8, "last": 8}],
    }
    exceptions = next(each for each in first["aspects"] if each["name"] == "Exceptions")
    assert exceptions["verdict"] == "1 defect (1 medium)."
    assert {**exceptions["defects"][0], "message": ""} == {
        "code": "TSE407",
        "name": "expectation-does-nothing",
        "severity": "medium",
        "cwe": 1164,
        "opt_in": False,
        "message": "",
        "line": 9,
        "end_line": 9,
    }
    assert [each["kind"] for each in first["undecided"]] == ["opaque-base"]
    assert all(each["verdict"] and not each["facts"] for each in second["aspects"])


def test_json_of_nothing() -> None:
    assert json.loads("".join(text([])))["reviews"] == []


def test_a_page_holds_no_markup_of_strangers() -> None:
    pytest.importorskip("jinja2")
    content = "".join(pages.page([reviewed(SAMPLE), reviewed("assert a\n")]))
    read = Page(content)
    assert read.open == [] and {"script", "img", "iframe", "link"}.isdisjoint(read.seen)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "default-src 'none'" in content and "http" not in content.replace("http-equiv", "")
    assert (
        '<li class="told medium"><strong class="label">Defect</strong> (TSE407, medium, CWE-1164): '
        in content
    )
    assert "Not decided: What the bases of <code>TestA</code>" in content
    assert content == "".join(pages.page([reviewed(SAMPLE), reviewed("assert a\n")]))


def test_the_ledger_as_a_page() -> None:
    pytest.importorskip("jinja2")
    one = Item("bug 1", "assertion", "a.py", 3, 4, "FIXME", "ann", "", "", "assert <b>", "see <i>")
    content = pages.ledger([Bug("bug 1", (one, one._replace(line=9, disabled="", words="")))], 1)
    assert Page(content).open == []
    assert content.count("<tr>") == 3 and content.count(">bug 1<") == 1
    assert "<code>assert &lt;b&gt;</code>" in content and "<q>see &lt;i&gt;</q>" in content
    assert "1 ticket, the oldest first. 1 more place without a ticket." in content


def test_without_jinja_one_line_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    pages._environment.cache_clear()
    with pytest.raises(ValueError, match="--format html needs Jinja2; install the extra 'html'"):
        pages.ledger([], 0)
