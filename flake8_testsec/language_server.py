"""Fixes as an editor offers them: a plugin of the Python LSP Server, which finds it by its entry point.

What is found the server tells by flake8; this adds what can be done about it, and nothing where flake8 told
nothing. The findings come from ``testsec check`` in a process of its own, so that the project's configuration
and comments decide as ever, whatever the server has loaded.
"""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pylsp import hookimpl

from flake8_testsec.cli.directives import encoding_of
from flake8_testsec.cli.fixer import why_unsafe

Node = dict[str, Any]
"""What the language server protocol sends as an object."""

_OURS = "TSE"
_COMMAND = """
import sys
sys.path[:] = [each for each in sys.path if each]
from flake8_testsec.cli import main
raise SystemExit(main())
"""
"""The command ``testsec``; ``python -m`` would take a module of the project that is called as we are."""
_PATIENCE = 60
"""Seconds after which nothing is offered."""
_log = logging.getLogger(__name__)


@hookimpl
def pylsp_settings() -> Node:
    """The plugin is on unless ``pylsp.plugins.testsec.enabled`` says otherwise."""
    return {"plugins": {"testsec": {"enabled": True}}}


@hookimpl
def pylsp_code_actions(workspace: Any, document: Any, context: Mapping[str, Any]) -> list[Node]:
    """What can be done about findings that are shown, one action each.

    Args:
        workspace: where the server works; the root of the project.
        document: the text as the editor has it, saved or not.
        context: the findings that are shown at the place (``CodeActionContext`` of the protocol).
    """
    shown = [each for each in context.get("diagnostics", ()) if str(each.get("code", "")).startswith(_OURS)]
    if not shown:
        return []
    try:
        found = _found(document, workspace.root_path)
    except (subprocess.SubprocessError, OSError, ValueError) as error:  # those of texts and JSON, too
        _log.warning("testsec has no fixes for %s: %s", document.path, error)
        return []
    lines = list(io.StringIO(document.source, newline=None))
    end = "\r\n" if "\r\n" in document.source else "\n"
    return [*_actions(shown, found, document.uri, lines, end)]


def _found(document: Any, root: str) -> list[Node]:
    """What is found in a text that has a fix, as the JSON report tells it."""
    text: str = document.source
    words = ("check", "--format=json", "--stdin-display-name", document.path, "-")
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *words],
        input=text.encode(encoding_of(text.encode())),
        capture_output=True,
        cwd=root,
        timeout=_PATIENCE,
        check=False,
    )
    if not done.stdout:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip())
    return [each for each in json.loads(done.stdout)["findings"] if each["fix"]]


def _actions(
    shown: Sequence[Node], found: Sequence[Node], uri: str, lines: Sequence[str], end: str
) -> Iterator[Node]:
    """Actions for findings that are shown: it is one if its code and its line are the same."""
    for each in found:
        told = [one for one in shown if (one["code"], one["range"]["start"]["line"]) == _place(each)]
        if told:
            edits = [_edit(edit, lines, end) for edit in each["fix"]["edits"]]
            yield {
                "title": _title(each),
                "kind": "quickfix",
                "diagnostics": told,
                "isPreferred": each["fix"]["safe"],
                "edit": {"changes": {uri: edits}},
            }


def _place(found: Node) -> tuple[str, int]:
    return found["code"], found["line"] - 1


def _title(found: Node) -> str:
    told = f"{found['code']}: {found['message']}"
    fix = found["fix"]
    return told if fix["safe"] else f"{told} (unsafe: {fix.get('reason') or why_unsafe(found['code'])})"


def _edit(edit: Node, lines: Sequence[str], end: str) -> Node:
    start = _position(edit["line"], edit["column"], lines)
    stop = _position(edit["end_line"], edit["end_column"], lines)
    return {"range": {"start": start, "end": stop}, "newText": edit["text"].replace("\n", end)}


def _position(line: int, column: int, lines: Sequence[str]) -> Node:
    """A place as the protocol has it: from 0 on, in units of UTF-16."""
    before = lines[line - 1][: column - 1] if line <= len(lines) else ""
    return {"line": line - 1, "character": len(before.encode("utf-16-le")) // 2}
