"""What is looked at anew once a file was written."""

from __future__ import annotations

from pathlib import Path

from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project


def test_a_folder_is_looked_at_anew(tmp_path: Path) -> None:
    project = Project(str(tmp_path))
    assert not project.exists("shop.py")
    (tmp_path / "shop.py").write_text("")
    project.forget()
    assert project.exists("shop.py")


def test_texts_that_are_given_stay_what_they_are() -> None:
    project = Project(Tree({"shop.py": ""}))
    project.forget()
    assert project.exists("shop.py")
