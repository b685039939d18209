"""What fixes leave behind in a file that nothing needs any more."""

from __future__ import annotations

from flake8_testsec.cli.reading import Reader
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.project.unneeded import unneeded


def unneeded_imports(reader: Reader, name: str, before: bytes, after: bytes) -> Edits:
    """What takes imports out of a file that fixes have left without use.

    Args:
        reader: knows the file's project.
        name: the file as the user knows it.
        before: its content before the fixes.
        after: its content with them.

    Returns:
        See ``project.unneeded``.
    """
    with reader.module(before, name) as old, reader.module(after, name) as new:
        return unneeded(old, new)
