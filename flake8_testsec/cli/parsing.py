"""Parsing that no source can end the process with."""

from __future__ import annotations

import ast
import sys

_SAFE = 50_000
"""Characters in which nobody can nest so deeply that an old parser overflows the stack."""

_TRIAL = "import ast, sys; ast.parse(sys.stdin.buffer.read().decode('utf-8', 'surrogatepass'))"


def parse(text: str) -> ast.Module:
    """Do what ``ast.parse`` does.

    Up to Python 3.10 a chain of 200,000 attributes, calls or additions overflows the stack of the parser,
    which kills the process. There, what is long is parsed by a process of its own first.

    Args:
        text: the source.

    Returns:
        Its tree.

    Raises:
        SyntaxError: it is not Python of this interpreter's version.
        ValueError: it holds null bytes (on some versions of Python).
        RecursionError: it is nested too deeply for the parser.
        MemoryError: the same, on some versions of Python.
    """
    if sys.version_info < (3, 11) and len(text) > _SAFE and not survives(text):
        raise RecursionError
    return ast.parse(text)


def survives(text: str) -> bool:
    """Whether a process that parses a text does not die of it.

    Args:
        text: the source.
    """
    import subprocess  # it brings much with it

    given = text.encode("utf-8", "surrogatepass")
    command = [sys.executable, "-I", "-S", "-c", _TRIAL]
    done = subprocess.run(
        command, input=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    # Windows has no signals: a stack that overflows ends with 0xC00000FD.
    return 0 <= done.returncode < 256
