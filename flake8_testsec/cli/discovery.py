"""Which files there are to review: flake8's own discovery, and what it passes over without a word."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator

import flake8
from flake8.discover_files import expand_paths
from flake8.utils import fnmatch, matches_filename

from flake8_testsec.cli.reviews import Review, display_name, unreadable


def files(options: argparse.Namespace) -> list[str]:
    """The files to review.

    Args:
        options: the parsed options.

    Returns:
        Their paths, in the order of the names that are displayed.
    """
    found = list(
        expand_paths(
            paths=options.filenames,
            stdin_display_name=options.stdin_display_name,
            filename_patterns=options.filename,
            exclude=_excluded(options),
        )
    )
    if options.cassettes:
        from flake8_testsec.cli import cassettes

        found = list(cassettes.chosen(found, options))
    return sorted(found, key=lambda name: display_name(name, options))


def listed(paths: Iterable[str], options: argparse.Namespace) -> dict[str, str]:
    """The files to review of some that need not be there, by flake8's rules.

    Args:
        paths: the files, absolute and without symbolic links.
        options: the parsed options.

    Returns:
        Their absolute paths by the names that discovery would give them, in the order of these.
    """
    known = sorted(paths)
    found = {
        name: path
        for given in options.filenames or ["."]
        for name, path in _below(given, known)
        if (name == given or fnmatch(name, options.filename)) and not _is_left_out(name, given, options)
    }
    return dict(sorted(found.items()))


def _below(given: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    top = os.path.realpath(given)
    for path in paths:
        if path == top:
            yield given, path
        elif path.startswith(os.path.join(top, "")):
            yield os.path.join(given, os.path.relpath(path, top)), path


def _is_left_out(name: str, given: str, options: argparse.Namespace) -> bool:
    """Whether a file, or a folder on the way to it from what was given, is excluded."""
    while not _is_excluded(name, options):
        if name == given:
            return False
        name = os.path.dirname(name)
    return True


def unlisted(options: argparse.Namespace) -> list[Review]:
    """Folders that cannot be listed, of which flake8's discovery says nothing.

    Args:
        options: the parsed options.

    Returns:
        What is said of them, in the order of their names.
    """
    errors = {error.filename: error for error in _errors(options)}
    return [unreadable(str(name), error, str(error.strerror)) for name, error in sorted(errors.items())]


def _errors(options: argparse.Namespace) -> Iterator[OSError]:
    errors: list[OSError] = []
    for path in filter(os.path.isdir, options.filenames or ["."]):
        for folder, inner, _ in os.walk(path, onerror=errors.append):
            inner[:] = [name for name in inner if not _is_excluded(os.path.join(folder, name), options)]
    yield from errors


def _is_excluded(path: str, options: argparse.Namespace) -> bool:
    return bool(matches_filename(path, _excluded(options), "%(path)s %(whether)s", flake8.LOG))


def _excluded(options: argparse.Namespace) -> tuple[str, ...]:
    return (*options.exclude, *options.extend_exclude)
