"""A review in Markdown. Words of strangers are escaped: they make no headings, links or HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from flake8_testsec.formats.escapes import printable
from flake8_testsec.patterns import lazy
from flake8_testsec.review.conclusion import conclusion
from flake8_testsec.review.document import Aspect, Code, Document, Fact, Lines, Quote, Several, alike

_SPECIAL = lazy(r"([\\`*_{}\[\]<>#|~!$]|[&%^](?=[#\w]))")
_REFERENCE = lazy(r"@\w|#\d|://|:[\w+-]+:|(?i:\b(?:www\.|gh-\d))")
"""What GitHub looks for in the text that it has rendered, where no backslash is left; not in code spans."""
_TICKS = lazy(r"`+")
_AROUND = "()[]<>“”\"',.;:!?"


def markdown(documents: Iterable[Document]) -> Iterator[str]:
    """The reviews, one below the other.

    Args:
        documents: the reviews.

    Yields:
        Lines without their ends.
    """
    for number, document in enumerate(documents):
        if number:
            yield ""
        yield from _review(document)


def _review(document: Document) -> Iterator[str]:
    yield f"# Review of {code_span(document.path)}"
    yield ""
    yield f"Read as {document.role}: {_words(document.why)}."
    for aspect in document.aspects:
        yield ""
        yield from _aspect(aspect)
    yield ""
    yield "## Conclusion"
    yield ""
    yield from (f"- {_words(each)}" for each in conclusion(document))
    yield from (f"- Not decided: {sentence(each)}" for each in document.undecided)
    yield from (f"- {each.code}: {_words(each.message)}" for each in document.broken)


def _aspect(aspect: Aspect) -> Iterator[str]:
    if not (aspect.facts or aspect.defects):
        yield f"**{aspect.name}.** {_words(aspect.nothing)}"
        return
    yield f"## {aspect.name}"
    yield ""
    yield from (f"- {sentence(each)}" for each in aspect.facts)
    yield from (f"- {defect(each)}" for each in alike(aspect.defects))
    yield ""
    yield f"**Verdict:** {aspect.verdict}"


def sentence(fact: Fact) -> str:
    """A fact with its lines."""
    told = sentence_of(fact.parts)
    return f"{told.removesuffix('.')} {places(fact.lines)}." if fact.lines else told


def sentence_of(parts: Iterable[str]) -> str:
    """Pieces of a sentence, code as code, and the words of others escaped."""
    return "".join(map(_part, parts))


def defect(several: Several) -> str:
    """Findings in the same words, with what their rule says of itself."""
    finding, rule, optional = several.first
    word = "Observation" if optional else "Defect"
    marks = [finding.code, rule.severity, rule.weakness, *(["opt-in"] if optional else [])]
    told = (
        f"**{word}** ({', '.join(filter(None, marks))}): {_words(finding.message)} {places(several.lines)}."
    )
    return f"{told} See also {numbers(several.related)}." if several.related else told


def places(lines: Sequence[Lines]) -> str:
    """Lines in brackets, those of other files with their paths."""
    own = [each for each in lines if not each.path]
    groups = [numbers(own)] if own else []
    for path in dict.fromkeys(each.path for each in lines if each.path):
        groups.append(f"{code_span(path)} {numbers([each for each in lines if each.path == path])}")
    return f"({'; '.join(groups)})" if groups else ""


def numbers(lines: Sequence[Lines]) -> str:
    """Lines by their numbers, each once."""
    spans = dict.fromkeys(
        str(each.first) if each.first == each.last else f"{each.first}–{each.last}" for each in lines
    )
    one = len(spans) == 1 and all(each.first == each.last for each in lines)
    return f"{'line' if one else 'lines'} {', '.join(spans)}"


def _part(part: str) -> str:
    match part:
        case Code():
            return code_span(part)
        case Quote():
            return f"“{_words(part)}”"
        case _:
            return _words(part)


def code_span(text: str) -> str:
    """A code span (CommonMark 6.1), with as many backticks around it as no run inside has."""
    shown = printable(text)
    longest = max(map(len, _TICKS.findall(shown)), default=0) if "`" in shown else 0
    ticks = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


@lru_cache(maxsize=8192)  # sentences are made of the same pieces
def _words(text: str) -> str:
    """Words of anybody: nothing in them is markup, tells people or links to anything."""
    shown = printable(text)
    if _REFERENCE.search(shown) is None:
        return _escaped(shown)
    return " ".join(map(_word, shown.split(" ")))


def _word(word: str) -> str:
    """A word that is escaped, or if that does not help, a code span, but for the punctuation around it."""
    if _REFERENCE.search(word) is None:
        return _escaped(word)
    core = word.strip(_AROUND) or word
    before, _, after = word.partition(core)
    return f"{_escaped(before)}{code_span(core)}{_escaped(after)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
