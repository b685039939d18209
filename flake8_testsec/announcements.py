"""What the changelog says of new rules: each is named, and whatever else stands there is its writers' own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Rule

_OURS = lazy(r"\* The rule \[(TSE\d{3})\]")
_TOLD = lazy(r"TSE(\d{3})(?:\s+to\s+TSE(\d{3}))?")


def changelog(text: str, rules: Iterable[Rule]) -> str:
    """Announce in the newest version what is not mentioned anywhere, and no longer what is gone.

    Args:
        text: the changelog, versions under headings of the second level, newest first.
        rules: all rules.

    Returns:
        The changelog with a line for each rule that nobody has mentioned, at the end of the new features.

    Raises:
        ValueError: the newest version has no heading of the third level for features.
    """
    lines = {
        rule.code: f"* The rule [{rule.code}](docs/rules/{rule.code}.md), {rule.name}." for rule in rules
    }
    before, newest, after = _parts(text)
    kept = [*_current(newest, lines)]
    told = {*mentioned("\n".join((*before, *kept, *after)))}
    end = _end_of_features(kept)
    new = [line for code, line in lines.items() if code not in told]
    if new and kept[end - 1].startswith("#"):
        new.insert(0, "")
    return "\n".join((*before, *kept[:end], *new, *kept[end:], *after))


def _parts(text: str) -> tuple[list[str], list[str], list[str]]:
    """The lines before the newest version, its own, and those of the older ones."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("## ")]
    first, second, *_ = (*heads, len(lines), len(lines))
    return lines[:first], lines[first:second], lines[second:]


def _current(lines: Iterable[str], known: Mapping[str, str]) -> Iterator[str]:
    for line in lines:
        match = _OURS.match(line)
        if match is None:
            yield line
        elif match[1] in known:
            yield known[match[1]]


def mentioned(text: str) -> Iterator[str]:
    """The codes that a text names, one by one or as ``TSE101 to TSE108``.

    Args:
        text: any text.

    Yields:
        The codes as they come.
    """
    for first, last in _TOLD.findall(text):
        yield from (f"TSE{number:03}" for number in range(int(first), int(last or first) + 1))


def _end_of_features(lines: list[str]) -> int:
    try:
        start = lines.index("### Features") + 1
    except ValueError:
        raise ValueError("the newest version has no heading '### Features'") from None
    end = next((at for at in range(start, len(lines)) if lines[at].startswith("#")), len(lines))
    while not lines[end - 1]:
        end -= 1
    return end
