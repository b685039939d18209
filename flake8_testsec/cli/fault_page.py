"""What ``testsec explain TSE000`` says: of our own faults, which no rule finds."""

from __future__ import annotations

import textwrap

from flake8_testsec.finding import FAULT

NAME = "not-reviewed"
SUMMARY = "A file was not reviewed, or not by every rule."
WHAT_TO_DO = (
    "'internal error in TSE407' is a fault of ours: please report it, with what 'testsec --bug-report' "
    "prints. Nothing of your code is in the message but words that are Python's or ours; 'testsec check -v' "
    "shows the traceback.",
    "'nested too deeply' is said of generated code that Python itself cannot walk: leave it out with "
    "--exclude.",
    "'the process that read it ended' names a file at which a process died or was killed, mostly for want of "
    "memory: try it alone, or with --jobs=1.",
)
WHY = (
    "A tool for security must not fail open: what nobody looked at is no file without findings. So the run "
    "says so, whatever is selected or ignored, goes on with the other files and the other rules, and ends "
    "in 2.",
)


def plain(width: int = 88) -> str:
    """The page for a terminal.

    Args:
        width: columns to wrap prose at.

    Returns:
        The page, ending in a newline.
    """
    parts = (("What to do", WHAT_TO_DO), ("Why", WHY))
    texts = (
        f"\n{title}\n\n" + "\n\n".join(_wrapped(each, width) for each in texts) for title, texts in parts
    )
    return f"{FAULT} {NAME}\n\n{SUMMARY}\n" + "\n".join(texts) + "\n"


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent="  ", subsequent_indent="  ")


def markdown() -> str:
    """The page in Markdown."""
    parts = (("What to do", WHAT_TO_DO), ("Why", WHY))
    texts = (f"## {title}\n\n" + "\n\n".join(texts) for title, texts in parts)
    return f"# {FAULT} {NAME}\n\n{SUMMARY}\n\n" + "\n\n".join(texts) + "\n"


def record() -> dict[str, object]:
    """The page, ready for JSON."""
    return {
        "code": FAULT,
        "name": NAME,
        "summary": SUMMARY,
        "why": "\n\n".join(WHY),
        "fix": "\n\n".join(WHAT_TO_DO),
    }
