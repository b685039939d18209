"""Whether a project can take a fix as it is: by its length of lines, the Pythons that it supports, and what
its comments say to other tools."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from flake8_testsec.finding import Edit, Fix
from flake8_testsec.fixing.remarks import is_in_example, leaves_directive
from flake8_testsec.fixing.widths import too_long
from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.metadata import runs_under_python_2
from flake8_testsec.project.offered import SINCE, is_offered
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once

_FILES = (
    *("setup.py", "setup.cfg", "tox.ini", "pyproject.toml"),
    *(".flake8", "ruff.toml", ".ruff.toml", ".pylintrc"),
)
_LENGTH = lazy(r"(?m)^[ \t]*(?:max[-_])?line[-_]length[ \t]*=[ \t]*(\d{2,3})\b")
"""What flake8, pycodestyle, pylint, black and ruff call the columns of a line."""
_NEW = lazy(
    r"\b(pathlib|TemporaryDirectory|addClassCleanup|IsolatedAsyncioTestCase|ExitStack|suppress"
    r"|subTest|assertRaisesRegex|assertRegex|assertCountEqual|assertLogs)\b|\bfrom unittest import mock\b"
)
"""What the standard library has not had under Python 2.7."""
_LATER = lazy(rf"\b(?:{'|'.join(map(re.escape, SINCE))})\b")


def takes(fix: Fix, module: Module) -> bool:
    """Whether a project can take a fix.

    Args:
        fix: the fix, which may be none.
        module: the module that it is for.

    Returns:
        ``False`` if a line gets longer than the project's configuration allows and than all others of the
        file, if it needs what a Python has not that the project supports, if it would part a directive of
        another tool from what that speaks of, or change an example that documents quote.
    """
    if not fix.edits:
        return True
    new = {found[0] for each in fix.edits for found in _NEW.finditer(each.text)}
    if any(not module.mentions(each) for each in new) and runs_under_python_2(module):
        return False
    later = {word for each in fix.edits for word in _LATER.findall(each.text)}
    if not all(is_offered(each, module) for each in later):
        return False
    if leaves_directive(fix.edits, module) or is_in_example(fix.edits, module):
        return False
    return not makes_wide(fix.edits, module)


def makes_wide(edits: Sequence[Edit], module: Module) -> bool:
    """Whether edits make a line longer than the configuration allows and than all others of the file."""
    return too_long(edits, _allowed(module), module)


@once
def _allowed(module: Module) -> int:
    """The longest line that the configuration in the nearest folder with any allows; 0 if it says nothing."""
    view = view_of(module)
    for folder in above(module.path) if view is not None else ():
        texts = [view.text(posixpath.join(folder, name)) for name in _FILES if view is not None]
        if any(texts):
            return max((int(each) for text in texts for each in _LENGTH.findall(text)), default=0)
    return 0
