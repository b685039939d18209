"""Files are short enough to be read at once, functions to be seen at once."""

from __future__ import annotations

import ast
import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE, FUNCTION = 400, 40
"""Lines of a file and of a function, at most."""
WRITTEN = ROOT / "flake8_testsec" / "enrolments.py"
"""Made from the rules by a command, and read by nobody."""


def sources(root: Path) -> Iterator[Path]:
    """The Python files of the package, the benchmarks and the tests, without what is in hidden folders."""
    for top in ("flake8_testsec", "bench", "tests"):
        for folder, inner, names in os.walk(root / top):
            inner[:] = sorted(each for each in inner if not each.startswith("."))
            paths = (Path(folder, name) for name in sorted(names) if name.endswith(".py"))
            yield from (path for path in paths if path != WRITTEN)


def long_files(root: Path) -> Iterator[str]:
    for path in sources(root):
        size = len(path.read_text(encoding="utf-8").splitlines())
        if size > FILE:
            yield f"{path.relative_to(root).as_posix()}: {size} lines"


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All below a node; no expression, of which a tree has many more, holds a function with a name."""
    for value in vars(node).values():
        for each in value if isinstance(value, list) else ():
            if isinstance(each, (ast.stmt, ast.excepthandler, ast.match_case)):
                yield each
                yield from statements(each)


def long_functions(root: Path) -> Iterator[str]:
    for path in sources(root):
        for node in statements(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > FUNCTION:
                    yield f"{path.relative_to(root).as_posix()}: {node.name} has {size} lines"


def test_no_file_is_long() -> None:
    assert [*long_files(ROOT)] == []


def test_no_function_is_long() -> None:
    assert [*long_functions(ROOT)] == []


def test_what_is_long_is_noticed(tmp_path: Path) -> None:
    inner = "\n".join(["class C:", "    async def f(self):", *["        pass"] * FUNCTION])
    around = "try:\n  pass\nexcept E:\n  match a:\n    case 1:\n      while a:\n        pass\n      else:\n"
    for name, text in {
        "flake8_testsec/rules/long.py": "x = 1\n" * (FILE + 1),
        "flake8_testsec/short.py": "x = 1\n" * FILE,
        "bench/deep.py": inner,
        "bench/.corpora/theirs.py": inner,
        "tests/cli/test_long.py": "x = 1\n" * (FILE + 2),
        "tests/test_deep.py": inner,
        "tests/test_deeper.py": around + textwrap.indent(inner, " " * 8),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert [*long_files(tmp_path)] == [
        f"flake8_testsec/rules/long.py: {FILE + 1} lines",
        f"tests/cli/test_long.py: {FILE + 2} lines",
    ]
    assert [*long_functions(tmp_path)] == [
        f"bench/deep.py: f has {FUNCTION + 1} lines",
        f"tests/test_deep.py: f has {FUNCTION + 1} lines",
        f"tests/test_deeper.py: f has {FUNCTION + 1} lines",
    ]
