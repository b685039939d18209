"""Projects in a folder."""

from __future__ import annotations

from pathlib import Path

from flake8_testsec.project.files import Folder


def lay_out(root: Path, files: dict[str, str]) -> Folder:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Folder(str(root))
