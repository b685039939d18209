"""The options of ``testsec check`` for who begins with old code: what is new, and what is silenced."""

from __future__ import annotations

import argparse

from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_testsec.options import Given, evidence_of


def add_options(manager: OptionManager) -> None:
    """Offer the options, on the command line alone.

    Args:
        manager: flake8's.
    """
    manager.add_option(
        "--since",
        metavar="revision",
        default=None,
        help="Tell what stands on lines that have changed since a revision of git, and what was not there "
        "then; in files that are not ignored, whether they are staged, committed, new, or none of this.",
    )
    manager.add_option(
        "--staged",
        action="store_true",
        help="The same for what is staged, as it is staged: since the last commit, or since --since.",
    )
    manager.add_option(
        "--add-noqa",
        action="store_true",
        help="Write a '# noqa' with the codes for every finding, and tell those for which there is no place.",
    )
    manager.add_option(
        "--reason", metavar="text", default=None, help="What --add-noqa writes behind the codes."
    )
    manager.add_option(
        "--unused-noqa",
        action="store_true",
        help="Tell also which of our codes in a '# noqa' silence nothing, and what to remove.",
    )
    _add_evidence(manager)


def _add_evidence(manager: OptionManager) -> None:
    manager.add_option(
        "--evidence",
        action=Given,
        dest="testsec_evidence",
        metavar="files",
        default="",
        comma_separated_list=True,
        normalize_paths=True,
        help="The same as --testsec-evidence.",
    )


def require_command(options: argparse.Namespace, command: str) -> None:
    """Refuse what a command would pass over.

    Args:
        options: the parsed options.
        command: the command; ``bugs`` tells of whole files as they are.

    Raises:
        ExecutionError: an option is for ``check`` alone; in one line.
    """
    for option in _NOT_OF.get(command, ()):
        if _is_given(options, option):
            raise ExecutionError(f"argument {_spelt(option)}: it is for testsec check")


_OF_CHECK = ("add-noqa", "unused-noqa", "fail-on-stale", "evidence")
_NOT_OF = {
    "audit": ("since", "staged", "cassettes", "timings", *_OF_CHECK),
    "bugs": ("since", "staged", *_OF_CHECK),
    "fix": ("evidence",),
    "prove": ("since", "staged", "cassettes", "-", *_OF_CHECK),
    "review": _OF_CHECK,
}


def require_sense(options: argparse.Namespace) -> None:
    """Refuse what cannot be meant.

    Args:
        options: the parsed options.

    Raises:
        ExecutionError: two options contradict each other; in one line.
    """
    for option, others in _APART.items():
        for other in others:
            if _is_given(options, option) and _is_given(options, other):
                raise ExecutionError(f"argument --{option}: not allowed with {_spelt(other)}")
    if _is_given(options, "evidence") and not evidence_of(options):
        raise ExecutionError("argument --evidence: name a file")
    if options.reason is not None and not options.add_noqa:
        raise ExecutionError("argument --reason: it is for --add-noqa")
    if options.reason is not None and not options.reason.isprintable():
        raise ExecutionError("argument --reason: it is to be one line of printable text")


def evidence(options: argparse.Namespace, command: str) -> tuple[str, ...]:
    """The files of evidence that a run is to tell of.

    Args:
        options: the parsed options.
        command: the command.

    Returns:
        Their names; none where a configuration names them and they can have no say.
    """
    is_apart = any(_is_given(options, other) for other in _APART["evidence"])
    return () if is_apart or command != "check" else evidence_of(options)


_APART = {
    "add-noqa": ("staged", "cassettes", "unused-noqa", "disable-noqa", "-"),
    "unused-noqa": ("since", "staged", "cassettes", "disable-noqa"),
    "staged": ("cassettes",),
    "evidence": ("since", "staged", "cassettes", "add-noqa", "unused-noqa", "-"),
}


def _is_given(options: argparse.Namespace, option: str) -> bool:
    if option == "-":
        return "-" in options.filenames
    if option == "evidence":  # of a configuration, other commands know nothing
        return "testsec_evidence" in getattr(options, "testsec_given", ())
    value = getattr(options, option.replace("-", "_"))
    return value is not None and value is not False


def _spelt(option: str) -> str:
    return "standard input" if option == "-" else f"--{option}"
