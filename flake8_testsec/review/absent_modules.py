"""Modules without which a test is skipped, and those that the standard library has no longer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import argument, spelt, string
from flake8_testsec.source.module import Module

_GONE = {
    "asyncio.test_utils": "3.7",
    "macpath": "3.8",
    **dict.fromkeys(("_dummy_threading", "dummy_threading"), "3.9"),
    **dict.fromkeys(("formatter", "parser", "symbol"), "3.10"),
    "binhex": "3.11",
    **dict.fromkeys(("asynchat", "asyncore", "distutils", "imp", "smtpd"), "3.12"),
    **dict.fromkeys(("aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3"), "3.13"),
    **dict.fromkeys(("mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes", "sndhdr"), "3.13"),
    **dict.fromkeys(("spwd", "sunau", "telnetlib", "tkinter.tix", "uu", "xdrlib"), "3.13"),
}
"""The Python that no longer has a module, by "Removed" in https://docs.python.org/3/whatsnew/."""


def facts(module: Module) -> Iterator[Fact]:
    """Calls of ``pytest.importorskip``, by the module that they ask for.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[tuple[str, str], list[ast.AST]] = {}
    for call in module.calls({"importorskip"}):
        name = string(argument(call, 0, "modname")) or ""
        if "pytest.importorskip" in module.names(call.func):
            found.setdefault((name, spelt(call)), []).append(call)
    for (name, shown), calls in found.items():
        gone = f"; the standard library has not had it since Python {_GONE[name]}" if name in _GONE else ""
        what = (code(name),) if name else ("what ", code(shown), " names")
        parts = ("What follows is skipped where ", *what, f" cannot be imported{gone}.")
        yield fact("import-or-skip", calls, *parts, subject=shown)
