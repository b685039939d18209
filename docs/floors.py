"""The floors of the package, the imports between its rooms, and a picture of both.

Imports only go down. ``docs/generate.py`` draws the picture, a test holds the order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

PACKAGE = "flake8_testsec"

FLOORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "what knows nothing",
        (
            "",
            "cwe",
            "deadlines",
            "digests",
            "environments",
            "faults",
            "notes",
            "patterns",
            "pyproject",
            "regular_files",
            "roots",
        ),
    ),
    ("data that looks at no code", ("settings", "finding", "rule", "rule_options", "own_resources")),
    ("what tests leave behind", ("evidence",)),
    ("what any module can be asked", ("source",)),
    ("what a fix changes in a file", ("fixing",)),
    ("what several rules have to know: tests", ("vocabulary.testing",)),
    ("networks and commands", ("vocabulary.network",)),
    ("secrets", ("vocabulary.secrets",)),
    ("other modules, read and never imported", ("project",)),
    ("obligations, and recorded traffic", ("cleanup", "cassettes")),
    ("one file a rule", ("rules",)),
    ("what findings are known by", ("fingerprints", "baselines", "baselined")),
    ("rules found, and what they enrol for", ("catalogue", "enrolments", "outlines", "filters", "options")),
    (
        "rules asked and described",
        ("engine", "cassette_engine", "examples", "pages", "written", "announcements", "store"),
    ),
    (
        "findings beside what runs have seen",
        ("witnessed", "witnessed_assertions", "witnessed_never", "witnessed_tests"),
    ),
    ("the door that flake8 sees", ("plugin",)),
    ("findings as others read them", ("formats",)),
    ("a file as a reviewer sees it", ("review",)),
    ("the door testsec", ("formatters", "timing", "cli", "language_server", "__main__")),
)
"""From the ground up: what a floor is for, and its rooms, which are modules or folders of the package."""


class Import(NamedTuple):
    """One module of the package imports another; names are dotted, without the package's own."""

    importer: str
    imported: str


def modules(package: Path) -> dict[str, Path]:
    """The modules of the package.

    Args:
        package: its folder.

    Returns:
        Files by dotted name, without the package's own; empty for the package itself.
    """
    return {_dotted(path.relative_to(package)): path for path in sorted(package.rglob("*.py"))}


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(package: Path) -> Iterator[Import]:
    """All imports between modules of the package, those inside functions and for type checkers too.

    Args:
        package: the package's folder.

    Yields:
        The imports, by importer; a package is imported where none of its modules is meant.
    """
    known = modules(package)
    for name, path in known.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = {each for node in _statements(tree) for each in _imported(node, known)}
        yield from (Import(name, each) for each in sorted(found - {name}))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements below a node; expressions are most of a tree, and hold none."""
    for value in vars(node).values():
        if isinstance(value, list):
            for each in value:
                if isinstance(each, (ast.stmt, ast.excepthandler, ast.match_case)):
                    yield each
                    yield from _statements(each)


def _imported(node: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (own for each in names if (own := _own(each.name)) is not None)
        case ast.ImportFrom(module=str(module), level=0, names=names) if (own := _own(module)) is not None:
            for each in names:
                inner = f"{own}.{each.name}".lstrip(".")
                yield inner if inner in known else own
        case _:
            return


def _own(name: str) -> str | None:
    if name == PACKAGE:
        return ""
    return name.removeprefix(PACKAGE + ".") if name.startswith(PACKAGE + ".") else None


def room_of(module: str) -> str | None:
    """The room that a module is in; ``None`` if no floor names it."""
    rooms = (room for _, rooms in FLOORS for room in rooms)
    return next((each for each in rooms if module == each or (each and module.startswith(each + "."))), None)


def floor_of(room: str) -> int:
    """The number of a room's floor, 0 for the ground."""
    return next(number for number, (_, rooms) in enumerate(FLOORS) if room in rooms)


def circles(found: Iterable[Import]) -> Iterator[tuple[str, ...]]:
    """Modules that import themselves through others.

    Args:
        found: the imports.

    Yields:
        Each module of a circle with the way back to it, the module first and last.
    """
    below: dict[str, list[str]] = {}
    for each in found:
        below.setdefault(each.importer, []).append(each.imported)
    for start in below:
        if way := _way_back(start, below):
            yield way


def _way_back(start: str, below: Mapping[str, list[str]]) -> tuple[str, ...]:
    ways = {start: (start,)}
    waiting = [start]
    while waiting:
        current = waiting.pop()
        for each in below.get(current, ()):
            if each == start:
                return (*ways[current], start)
            if each not in ways:
                ways[each] = (*ways[current], each)
                waiting.append(each)
    return ()


# The picture: a row a floor, the ground at the bottom; an arrow from room to room, drawn once.

_WIDTH, _HEIGHT, _GAP, _LEFT = 960, 34, 40, 250
_STYLE = (
    "text{font:13px sans-serif;fill:#1f2933}.floor{fill:#f3f5f7}.room{fill:#fff;stroke:#52606d}"
    ".arrow{stroke:#2b6cb0;stroke-opacity:.35;fill:none}.note{fill:#52606d;font-size:12px}"
)


class _Box(NamedTuple):
    x: float
    y: float
    width: float


def picture(package: Path) -> str:
    """The floors, their rooms and the imports between rooms.

    Args:
        package: the package's folder.

    Returns:
        A picture in SVG.
    """
    boxes = dict(_boxes())
    height = len(FLOORS) * (_HEIGHT + _GAP) + _GAP // 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>The floors of the package; imports go down</title>",
        f"<style>{_STYLE}</style>",
        *_rows(),
        *_arrows(boxes, package),
        *(_drawn(room, box) for room, box in boxes.items()),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _top(floor: int) -> int:
    return (len(FLOORS) - 1 - floor) * (_HEIGHT + _GAP) + _GAP // 2


def _rows() -> Iterator[str]:
    for number, (purpose, _) in enumerate(FLOORS):
        top = _top(number)
        yield f'<rect class="floor" x="0" y="{top - 8}" width="{_WIDTH}" height="{_HEIGHT + 16}"/>'
        yield f'<text class="note" x="10" y="{top + 22}">{escape(purpose)}</text>'


def _boxes() -> Iterator[tuple[str, _Box]]:
    for number, (_, rooms) in enumerate(FLOORS):
        width = min(230, (_WIDTH - _LEFT - 10 * len(rooms)) / len(rooms))
        for place, room in enumerate(rooms):
            yield room, _Box(_LEFT + place * (width + 10), _top(number), width)


def _arrows(boxes: Mapping[str, _Box], package: Path) -> Iterator[str]:
    pairs = {(room_of(each.importer), room_of(each.imported)) for each in imports(package)}
    for upper, lower in sorted((a, b) for a, b in pairs if a is not None and b is not None and a != b):
        start, end = boxes[upper], boxes[lower]
        x, y = start.x + start.width / 2, start.y + _HEIGHT
        to, bottom = end.x + end.width / 2, end.y
        if y < bottom:
            middle = (y + bottom) / 2
            bend = f"C{x:.0f} {middle:.0f} {to:.0f} {middle:.0f} {to:.0f} {bottom}"
            yield f'<path class="arrow" d="M{x:.0f} {y} {bend}"/>'


def _drawn(room: str, box: _Box) -> str:
    name = room.rpartition(".")[2] or PACKAGE
    return (
        f'<rect class="room" x="{box.x:.0f}" y="{box.y}" width="{box.width:.0f}" height="{_HEIGHT}" rx="4"/>'
        f'<text x="{box.x + box.width / 2:.0f}" y="{box.y + 22}" text-anchor="middle">{escape(name)}</text>'
    )
