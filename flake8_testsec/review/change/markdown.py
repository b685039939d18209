"""The review of a change in Markdown, as short as a comment on a merge request should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_testsec.review.change import telling
from flake8_testsec.review.change.entries import Difference, Entry
from flake8_testsec.review.markdown import code_span, sentence_of

_OPEN = 12
"""Lines of what counts in one file that stand open; more are folded up."""


def markdown(differences: Sequence[Difference], since: str) -> Iterator[str]:
    """The review of a change.

    Args:
        differences: what it does, file by file.
        since: the revision, as the user calls it.

    Yields:
        Lines without their ends.
    """
    what, rest = telling.summary(differences)
    yield f"## Tests: what has changed since {code_span(since)}"
    yield ""
    yield f"**{what}**{rest}" if what else rest
    for each in telling.told(differences):
        yield ""
        yield from _file(each)


def _file(difference: Difference) -> Iterator[str]:
    yield f"### {code_span(difference.path)}{_state(difference)}"
    yield ""
    if difference.unparsed:
        yield telling.unparsed(difference)
        return
    losses = difference.losses
    rest = [*telling.ordered([each for each in difference.entries if not each.counts])]
    lines = [*map(_told, telling.ordered(losses))]
    yield from lines[:_OPEN]
    if more := lines[_OPEN:]:
        yield ""
        yield from _folded(more, f"{len(more)} more to look at")
    if rest:
        yield from [""] if losses else ()
        yield from _folded([*map(_told, rest)], telling.kinds(rest))


def _state(difference: Difference) -> str:
    match difference.state:
        case "renamed":
            return f" (was {code_span(difference.earlier)})"
        case "added" | "deleted":
            return f" ({difference.state})"
        case _:
            return ""


def _folded(lines: Sequence[str], title: str) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _told(entry: Entry) -> str:
    return f"- **{entry.aspect}{_severity(entry)}:** {_sentence(entry)}"


def _severity(entry: Entry) -> str:
    return f" ({entry.severity})" if entry.counts else ""


def _sentence(entry: Entry) -> str:
    told = sentence_of(entry.parts)
    if code := telling.see(entry):
        told = f"{told} See {code_span(code)}"
    places = telling.where(entry)
    return f"{told.removesuffix('.')} ({places})." if places else told
