"""Comments with tags are found without tokenising, and are those that the tokenizer finds."""

from __future__ import annotations

import pytest

from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import tagged_comments
from flake8_testsec.vocabulary.testing.tagged_comments import TAG, tagged_paragraphs

from ..copies import ROOT
from ..review.asking import module_of

TEXTS = {
    "above each other": "# a\n# FIXME: b\n# c\n\n# FIXME: d\na = 1\n# e\n# f\n# BUG g\n",
    "in other columns": "if a:\n    # FIXME: a\n    # b\n  # c\n    b = 1  # XXX\n    c = 22  # f\n",
    "behind strings": "a = '#', \"# FIXME: no\", f'# {b} #'  # FIXME: yes # FIXME\nc = 'é#'  # HACK\n",
    "in strings alone": "a = '# FIXME: no'\nb = f'# FIXME: no {c} {\"#\"}'\n",
    "words that are none": "# not a FIXME\n# FIXMEs\na = 1  # nothing of BUG\n",
    "two tags in one paragraph": "# FIXME: a\n# b\n# BUG: c\n",
    "two tags below each other behind code": "a = 1  # FIXME: a\nb = 1  # BUG: b\nc = 2 # BUG: c\n",
    "in a docstring": 'def f():\n    """# FIXME: no\n    # BUG: no\n    """  # XXX: yes\n    # HACK: yes\n',
    "between strings": "a = ('b'  # FIXME: a\n     # BUG: b\n     'c')  # XXX: c\n",
    "beside a text over lines": "# FIXME: a\na = '''#\n#'''\n# BUG: b\n",
    "carriage returns": "a = 1  # FIXME: a \r\n# BUG: b\r\n",
    "at the end": "a = 1  # FIXME",
}


def _tokenized(module: Module) -> list[list[tuple[int, int, str]]]:
    found = [[tuple(each) for each in one] for one in tagged_comments._paragraphs(module)]
    return [one for one in found if any(TAG.match(text) for _, _, text in one)]  # type: ignore[misc]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_comments_are_those_of_the_tokenizer(text: str) -> None:
    module = module_of(text)
    assert [[tuple(each) for each in one] for one in tagged_paragraphs(module)] == _tokenized(module)


def test_what_is_in_our_own_files() -> None:
    for path in sorted((ROOT / "flake8_testsec" / "rules" / "disabled").glob("*.py")):
        module = module_of(path.read_text("utf-8"))
        assert [[tuple(each) for each in one] for one in tagged_paragraphs(module)] == _tokenized(module)


def test_nothing_is_tokenized_where_strings_have_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged_comments, "_paragraphs", None)
    assert len(tagged_paragraphs(module_of(TEXTS["above each other"]))) == 3
    assert len(tagged_paragraphs(module_of(TEXTS["behind strings"]))) == 2
