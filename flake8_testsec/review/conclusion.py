"""The conclusion of a review: defects by severity, what was examined, and what was not."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.review.document import SEVERITIES, Document, counted


def conclusion(document: Document) -> tuple[str, ...]:
    """What a review comes to, a sentence or two a line.

    Args:
        document: the review.

    Returns:
        The lines in plain text.
    """
    return (
        *(_verdict(document), *_observed(document), _examined(document)),
        *_beyond(document),
        *_left_out(document),
    )


def _verdict(document: Document) -> str:
    if document.broken:
        return "The review is not complete: an internal error is told below."
    found = [each.rule.severity for each in document.defects if not each.optional]
    if not found:
        return "No security defect was detected."
    parts = [f"{found.count(word)} {word}" for word in SEVERITIES if word in found]
    return f"{counted(len(found), 'defect')}: {', '.join(parts)}."


def _observed(document: Document) -> tuple[str, ...]:
    codes = sorted({each.finding.code for each in document.defects if each.optional})
    number = sum(each.optional for each in document.defects)
    if not number:
        return ()
    return (
        f"{counted(number, 'observation')} by opt-in rules, or strict forms of others: {', '.join(codes)}.",
    )


def _examined(document: Document) -> str:
    aspects = ", ".join(each.name.lower() for each in document.aspects)
    told = " and ".join(_read(len(document.read) - document.installed, document.installed))
    files = f" {told} {'was' if len(document.read) == 1 else 'were'} read for it." if told else ""
    return f"Examined: {counted(document.length, 'line')} for {aspects}.{files}"


def _read(own: int, installed: int) -> Iterator[str]:
    """The other files that were read: those of the project, and in deep mode those of packages."""
    if own:
        yield f"{counted(own, 'other file')} of the project"
    if installed:
        number = str(installed) if own else counted(installed, "file")
        yield f"{number} of {'an installed package' if installed == 1 else 'installed packages'}"


def _beyond(document: Document) -> Iterator[str]:
    """What holds of all aspects, those that tell something of such code among them."""
    if document.calls_others:
        yield "What code in other files does was not followed to its end: it may be more than is told."


def _left_out(document: Document) -> tuple[str, ...]:
    if not document.silenced:
        return ()
    are = "is" if document.silenced == 1 else "are"
    return (f"{counted(document.silenced, 'finding')} {are} silenced by a comment or the configuration.",)
