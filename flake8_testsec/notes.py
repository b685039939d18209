"""What ``-v`` tells beside the findings."""

from __future__ import annotations


def note(message: str, *words: object) -> None:
    """Tell something in flake8's log.

    Args:
        message: a template as `logging` takes it, for one line.
        words: what fills it.
    """
    import logging  # takes longer than most reviews, which have nothing to tell

    logging.getLogger("flake8.testsec").info(message, *words)
