"""A picture of a terminal, drawn from what a command has really printed there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import flake8_testsec

COMMAND = "check --format full --select=TSE403,TSE406,TSE504 examples/tests/test_orders.py"
"""What the picture says was asked; all findings would not fit."""

COLOURS = {"31": "#ff7b72", "33": "#e3b341", "34": "#79c0ff", "36": "#56d4dd"}
"""What the colours of a terminal are in the picture, by the numbers of their escapes."""
CELL, LINE, EDGE = 7.8, 19, 18
"""Width of a character, height of a line, and the margin: units of the picture."""
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


def output(root: Path) -> str:
    """What the command prints about the example, with its colours.

    Args:
        root: the project's top folder.

    Returns:
        The text with the escapes of a terminal.

    Raises:
        SystemExit: if the command does not end as it does when it finds something.
    """
    command = [sys.executable, "-m", "flake8_testsec", *COMMAND.split(), "--color=always", "--no-cache"]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    # A folder of that name below the root must not be taken for the package.
    place = {"PYTHONPATH": str(Path(flake8_testsec.__file__).parent.parent), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=root, env={**environment, **place}, capture_output=True, encoding="utf-8"
    )
    if done.returncode != 1 or not done.stdout:
        raise SystemExit(f"'testsec {COMMAND}' ended with {done.returncode}: {done.stderr}")
    return done.stdout


def picture(root: Path) -> str:
    """The picture of the command and what it prints, as SVG."""
    lines = [f"$ testsec {COMMAND}", *output(root).strip().splitlines()]
    longest = max(len(ESCAPE.sub("", line)) for line in lines)
    width, height = round(longest * CELL) + 2 * EDGE, len(lines) * LINE + 2 * EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>Findings of testsec in a terminal</title>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>',
            '<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" fill="#e6edf3">',
            *(_line(number, line) for number, line in enumerate(lines, start=1)),
            "</g>",
            "</svg>\n",
        ]
    )


def _line(number: int, line: str) -> str:
    y = EDGE + number * LINE - 5
    return f'<text y="{y}" xml:space="preserve">{"".join(_spans(line))}</text>'


def _spans(line: str) -> Iterator[str]:
    """The pieces of one colour, each at its column, so that carets stand where they should in any font."""
    column, style = 0, ""
    for index, piece in enumerate(ESCAPE.split(line)):
        if index % 2:
            style = "".join(_attributes(piece.split(";")))
        elif piece:
            x, length = EDGE + column * CELL, len(piece) * CELL
            place = f'x="{x:.1f}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
            yield f"<tspan {place}{style}>{escape(piece)}</tspan>"
            column += len(piece)


def _attributes(numbers: list[str]) -> Iterator[str]:
    for number in numbers:
        if number in COLOURS:
            yield f' fill="{COLOURS[number]}"'
        elif number == "1":
            yield ' font-weight="bold"'
