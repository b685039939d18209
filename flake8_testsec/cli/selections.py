"""A selection that nothing can pass is refused: silence would look like success."""

from __future__ import annotations

import argparse

from flake8.exceptions import ExecutionError

from flake8_testsec.finding import FAULT
from flake8_testsec.plugin import Plugin

_ALWAYS = ("E902", "E999", FAULT)
"""What is said of files that cannot be reviewed."""


def require_rules(options: argparse.Namespace) -> None:
    """Refuse a selection of no rule, or of rules that are all off.

    Args:
        options: the parsed options, which the plugin has taken over.

    Raises:
        ExecutionError: nothing that is selected can be found.
    """
    chosen = (*(options.select or ()), *(options.extend_select or ()))
    if options.cassettes or any(code in ("T", "TS", "TSE") for code in chosen):
        return
    from flake8_testsec.evidence.kinds import ALONE
    from flake8_testsec.outlines import OUTLINES

    given = ", ".join(options.select or ())
    known = [code for code in (*_ALWAYS, *OUTLINES, *ALONE) if code.startswith(chosen)]
    if not known:
        raise ExecutionError(
            f"argument --select: no rule has a code that begins with {given}{_hint(options)}"
        )
    if not any(map(_speaks, known)):
        raise ExecutionError(
            f"argument --select: off by default: {', '.join(known)}; --testsec-enable={known[0]} turns it on"
        )


def _speaks(code: str) -> bool:
    from flake8_testsec.outlines import is_default

    return code in _ALWAYS or bool(is_default(code)) or Plugin.settings.enables(code)


def _hint(options: argparse.Namespace) -> str:
    upper = [code.upper() for code in options.select or ()]
    return f"; did you mean {', '.join(upper)}?" if any(_is_ours(code) for code in upper) else ""


def _is_ours(code: str) -> bool:
    from flake8_testsec.outlines import OUTLINES

    return any(known.startswith(code) for known in OUTLINES)
