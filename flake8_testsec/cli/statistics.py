"""``testsec check --statistics``: how often each rule found something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flake8_testsec.formats.entries import facts_of


def lines(counts: Mapping[str, int]) -> Iterator[str]:
    """A line for each rule that found something: number, code, severity, weakness and name.

    Args:
        counts: the numbers of findings by code.

    Yields:
        The lines, in order of the codes.
    """
    for code in sorted(counts):
        facts = facts_of(code)
        yield f"{counts[code]:<5} {code}  {facts.severity:<6}  {facts.weakness or '-':<8}  {facts.name}"
