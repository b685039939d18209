"""Texts of strangers (names of files, words of their code) on their way to a terminal or a parser."""

from __future__ import annotations

import os


def printable(text: str) -> str:
    """A text that is safe to show: control and unprintable characters are written as escapes."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each == "\t" else each.encode("unicode_escape").decode()
        for each in text
    )


def harmless(line: str) -> str:
    """A line for people, whose terminal may be the log of a job of GitHub's, which takes lines for commands.

    Its runner obeys what begins with ``::``, blanks before it or not, and ``##[`` anywhere in a line
    (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
    """
    text = printable(line)
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    rest = text.lstrip()
    if rest.startswith("::"):
        text = f"{text[: -len(rest)]}\\x3a{rest[1:]}"
    return text.replace("##[", "##\\x5b")


def encodable(text: str) -> str:
    """A text that every parser takes: bytes that are no text in the name of a file are written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def address(path: str) -> str:
    """The URI (RFC 3986) of a path: relative to the project's top folder, or of the scheme ``file``."""
    from urllib.parse import quote  # few forms have addresses

    quoted = quote(os.fsencode(path.replace(os.sep, "/")))
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}" if os.path.isabs(path) else quoted
