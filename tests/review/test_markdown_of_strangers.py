"""What a parser of Markdown, and what looks for references after it, make of the words of strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.cli import main
from flake8_testsec.review.markdown import markdown, sentence_of

from ..repositories import ALONE, Repository
from .asking import reviewed

parsers = pytest.importorskip("markdown_it", reason="not with every Python")

WORDS = (
    "`x` ``y | z`` <img src=x onerror=y> <!-- &lt; &#64; @ann (@bob/team), #12. a/b#3 GH-4 !5 ~6 %7 $8 "
    "*b* _i_ ~~s~~ [l](http://a.test) ![p](//b.test) www.c.test https://d.test/@e :+1: \\@f \\`g "
    "</details> - [ ] 1. # h\n# t\n\n***\r@mia\u2028@lea"
)
MARKUP = {"html_block", "html_inline", "link_open", "image", "em_open", "s_open", "fence", "hr"}
REFERENCE = re.compile(r"@\w|#\d|gh-\d|https?:|www\.|:\+1:", re.IGNORECASE)


def _texts(tokens: Sequence[Any]) -> Iterator[str]:
    """What is text and no code; anything but what our own words make is a failure."""
    for each in tokens:
        assert each.type not in MARKUP
        if each.type == "text":
            yield each.content
        yield from _texts(each.children or ())


def _rendered(text: str) -> str:
    found = "\n".join(_texts(parsers.MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)))
    assert REFERENCE.search(found) is None, found
    return found


def test_a_sentence_is_one_whatever_it_holds() -> None:
    seen = _rendered(sentence_of([WORDS]))
    shown = ("<img src=x onerror=y>", "&lt;", "*b*", "</details>", "~~s~~", "`x`")
    assert [each for each in shown if each not in seen] == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("until bug #12 is mended", "until bug `#12` is mended"),
        ("by @ann, (see https://a.test/1).", "by `@ann`, (see `https://a.test/1`)."),
        ("ann@shop.test", "`ann@shop.test`"),
        ("a @ b & c 50% #", "a @ b & c 50% \\#"),
        ("`@ann`", "`` `@ann` ``"),
        ("shop::pay() a: b", "shop::pay() a: b"),
    ],
)
def test_what_tells_people_or_links_is_code(words: str, shown: str) -> None:
    assert sentence_of([words]) == shown


HOSTILE = '''
    """%s"""
    import pytest

    class __Test_a__:
        """@ann #12 <b>"""

        name = %r

        # FIXME(@ann): bug #12 <b>`c`</b> | www.d.test
        # assert self.total == "`@bob` <i>"
        @pytest.mark.skip(reason="bug #13 @ann </details>")
        def __test_a__(self, _x_=%r):
            with pytest.raises(ValueError, match=%r):
                print("@ann", self, "``<b>``")
            assert self._x_ == %r
'''


def test_a_review_of_words_of_strangers() -> None:
    held = repr(WORDS)[1:-1].replace("\\", "\\\\")
    seen = _rendered("\n".join(markdown([reviewed(HOSTILE % (held, *([WORDS] * 4)))])))
    assert "<b>" in seen


OLD = """\
import pytest

class __Test_a__:
    def test_a(self):
        assert f('`@ann` | <b>') == 1
        assert g("#12") == '''<i>
# @bob'''

    def __test_b__(self):
        with pytest.raises(ValueError, match="@ann"):
            f()

def __test_c__():
    pass
"""
NEW = """\
import pytest

@pytest.mark.skip(reason="#12 @ann <b> `</details>` www.d.test")
class __Test_a__:
    def test_a(self):
        # bug #13 @ann: <b>
        # assert f('`@ann` | <b>') == 1
        if "@bob | ``<b>``":
            assert g("#12")

    def __test_b__(self):
        with pytest.raises(Exception):
            f()
        pytest.raises(ValueError)
        secret_token = "@ann#12<b>"
"""
NAMES = ("tests/test_`@ann`_|_<b>.py", "tests/test_#12\n# www.d.test.py", "tests/test_[a](b)\\.py")


def test_a_comment_on_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    repository = Repository(tmp_path / "shop")
    repository.commit({"pyproject.toml": "", **dict.fromkeys(NAMES, OLD)})
    repository.write(dict.fromkeys(NAMES, NEW))
    monkeypatch.chdir(repository.folder)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    assert main(["review", "--isolated", "--since=HEAD", "--testsec-enable=TSE"]) == 1
    text = capfd.readouterr().out
    assert text.count("\n### ") == 3 and "`#12`" in text
    _rendered(text)
