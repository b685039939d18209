"""``testsec role``: what files are taken for, and the fact that says so."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Sequence

from flake8.exceptions import ExecutionError

from flake8_testsec.cli import configuration, discovery
from flake8_testsec.cli.contents import content
from flake8_testsec.cli.display import refused
from flake8_testsec.cli.reading import undisturbed
from flake8_testsec.cli.reviews import display_name
from flake8_testsec.formats.escapes import harmless
from flake8_testsec.pages import ROLES
from flake8_testsec.plugin import Plugin, case_of, module_of
from flake8_testsec.source.syntax import read_lines


def role(argv: Sequence[str]) -> int:
    """Print what files are for, one a line.

    Args:
        argv: paths, and the options of ``testsec check``, which decide with the paths.

    Returns:
        0, or 2 for wrong usage or files that cannot be read.

    Raises:
        BrokenPipeError: the reader of standard output has gone.
    """
    try:
        options = configuration.parse(argv, "role")
        with undisturbed():
            given = options.filenames
            told = [_told(name, display_name(name, options), given) for name in discovery.files(options)]
        return max(told, default=0)
    except (ExecutionError, ValueError, configparser.Error) as error:
        return refused(str(error), "role")


def _told(name: str, display: str, named: Sequence[str]) -> int:
    try:
        lines = read_lines(content(name, named))
        tree = ast.parse("".join(lines))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return refused(f"{display}: {error}", "role")
    with module_of(tree, lines, case_of(display, lines, Plugin.settings)) as module:
        print(harmless(f"{display}: {ROLES[module.purpose.role]}: {module.purpose.why}"))
    return 0
