"""Whether a project can take a fix as it is: by its length of lines, the Pythons that it supports, and what
its comments say to other tools."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

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
    *(".flake8", "ruff.toml", ".ruff.toml", ".pylintrc", ".pre-commit-config.yaml"),
)
_HOOKS = _FILES[-1]
_LENGTH = lazy(r"(?m)^[ \t]*(?:max[-_])?line[-_]length[ \t]*=[ \t]*(\d{2,3})\b")
"""What flake8, pycodestyle, pylint, black and ruff call the columns of a line."""
_BLACK_TABLE = lazy(r"(?ms)^\[tool\.black\][ \t]*$(.*?)(?=^\[|\Z)")
_BLACK = lazy(
    r"""(?m)^[ \t]{0,9}black[ \t]{0,9}=|(?<!=)(?<!= )["']black(?:\[\w{1,20}\])?[ \t]{0,9}["'<>=~!;]"""
)
"""Black among what a project needs."""
_BLACK_HOOK = lazy(r"(?s)\bid:[ \t]*black\b(?!-)(.*?)(?=\n[ \t]*-[ \t]*(?:repo|id):|\Z)")
_GIVEN = lazy(r"""(?:--line-length|-l)[\s=,"'-]*(\d{2,3})\b""")
_RUFF_TABLE = lazy(r"(?m)^\[tool\.ruff\.format\]")
_RUFF_HOOK = lazy(r"\bid:[ \t]*ruff-format\b")
_USUALLY = 88
"""The columns that both formatters leave where nothing else is said."""
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
    """Whether edits make a line longer than the configuration allows and than all others of the file, or than
    the project's formatter leaves it."""
    columns = _columns(module)
    return too_long(edits, columns.allowed, module, is_formatted=columns.is_formatted)


def is_formatted(module: Module) -> bool:
    """Whether a formatter sees to the form of a module."""
    return _columns(module).is_formatted


class _Columns(NamedTuple):
    """How long lines may be, as far as that is known, and whether a formatter sees to it."""

    allowed: int = 0
    is_formatted: bool = False


@once
def _columns(module: Module) -> _Columns:
    """What the configuration in the nearest folder with any says of the length of lines."""
    view = view_of(module)
    for folder in above(module.path) if view is not None else ():
        texts = {name: view.text(posixpath.join(folder, name)) for name in _FILES if view is not None}
        if any(texts.values()):
            if formatted := _formatted(texts):
                return _Columns(formatted, is_formatted=True)
            return _Columns(max(_lengths(*texts.values()), default=0))
    return _Columns()


def _lengths(*texts: str) -> Iterator[int]:
    return (int(each) for text in texts for each in _LENGTH.findall(text))


def _formatted(texts: Mapping[str, str]) -> int:
    """The columns to which black, or ruff as a formatter, brings the lines; 0 where neither is used."""
    project, hooks = texts["pyproject.toml"], texts[_HOOKS]
    if (table := _BLACK_TABLE.search(project)) is not None:
        return next(_lengths(table[1]), _USUALLY)
    if (hook := _BLACK_HOOK.search(hooks)) is not None:
        given = _GIVEN.search(hook[1])
        return int(given[1]) if given else _USUALLY
    if _BLACK.search(project):
        return max(_lengths(*texts.values()), default=_USUALLY)
    if _RUFF_TABLE.search(project) or _RUFF_HOOK.search(hooks):
        return max(_lengths(project, texts["ruff.toml"], texts[".ruff.toml"]), default=_USUALLY)
    return 0
