"""What ``testsec explain`` says of codes that no rule finds: our own faults, and what only a run has seen."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

from flake8_testsec.evidence import kinds
from flake8_testsec.finding import FAULT


class Page(NamedTuple):
    """What there is to say of a code."""

    name: str
    summary: str
    what_to_do: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The texts below their headings."""
        return ("What to do", self.what_to_do), ("Why", self.why)


_FAULT = Page(
    "not-reviewed",
    "A file was not reviewed, or not by every rule.",
    (
        "'internal error in TSE407' is a fault of ours: please report it, with what 'testsec --bug-report' "
        "prints. Nothing of your code is in the message but words that are Python's or ours; "
        "'testsec check -v' "
        "shows the traceback.",
        "'nested too deeply' is said of generated code that Python itself cannot walk: leave it out with "
        "--exclude.",
        "'the process that read it ended' names a file at which a process died or was killed, "
        "mostly for want of "
        "memory: try it alone, or with --jobs=1.",
    ),
    (
        "A tool for security must not fail open: what nobody looked at is no file without "
        "findings. So the run "
        "says so, whatever is selected or ignored, goes on with the other files and the other "
        "rules, and ends "
        "in 2.",
    ),
)
_PRODUCTION = Page(
    kinds.PRODUCTION_NAME,
    f"{kinds.PRODUCTION_SUMMARY[0].upper()}{kinds.PRODUCTION_SUMMARY[1:]}.",
    (
        "Give the code a way to put back or close what the line makes, and let the tests use it; or give it "
        "back in the line's own function. If it is to last as long as the process, '# noqa: TSE321' and your "
        "reason silence it.",
    ),
    (
        "No rule finds it: 'testsec check --evidence FILE' tells it of lines which a run of the "
        "tests has seen "
        "leave something behind, although the test passed. What is left meets every later test, and the "
        "production process, too.",
    ),
)
_UNRUN = Page(
    kinds.UNRUN_NAME,
    f"{kinds.UNRUN_SUMMARY[0].upper()}{kinds.UNRUN_SUMMARY[1:]}.",
    (
        "See to it that the line is reached: let the loop have something to go through, and demand that the "
        "branch is taken or the error raised. Delete what is not wanted any more.",
    ),
    (
        "No rule finds it: 'testsec check --evidence FILE' tells it of runs with '--testsec-lines', if it is "
        "asked for (--testsec-enable=TSE533). Whoever reads the test believes that something is checked, and "
        "nothing is. It is off by default, because a line may be for another platform, for data that are "
        "missing here, or for what must never be called. Where the cause is certain, TSE403 or TSE510 says "
        "it unasked.",
    ),
)
PAGES = {FAULT: _FAULT, kinds.PRODUCTION: _PRODUCTION, kinds.UNRUN: _UNRUN}
"""The pages by code."""


def plain(code: str, width: int = 88) -> str:
    """The page for a terminal.

    Args:
        code: one of those in ``PAGES``.
        width: columns to wrap prose at.

    Returns:
        The page, ending in a newline.
    """
    page = PAGES[code]
    texts = (
        f"\n{title}\n\n" + "\n\n".join(_wrapped(each, width) for each in texts) for title, texts in page.parts
    )
    return f"{code} {page.name}\n\n{page.summary}\n" + "\n".join(texts) + "\n"


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent="  ", subsequent_indent="  ")


def markdown(code: str) -> str:
    """The page in Markdown."""
    page = PAGES[code]
    texts = (f"## {title}\n\n" + "\n\n".join(texts) for title, texts in page.parts)
    return f"# {code} {page.name}\n\n{page.summary}\n\n" + "\n\n".join(texts) + "\n"


def record(code: str) -> dict[str, object]:
    """The page, ready for JSON."""
    page = PAGES[code]
    return {
        "code": code,
        "name": page.name,
        "summary": page.summary,
        "why": "\n\n".join(page.why),
        "fix": "\n\n".join(page.what_to_do),
    }
