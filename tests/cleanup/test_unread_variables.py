"""Variables that no other file of the project names: what is looked at for them, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Files, Folder, Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "checks.py"
SETTINGS = Settings(test_paths=(PATH,))
CHANGE = "def test_{0}():\n    os.environ['SHOP_MODE_{0}'] = 'a'\n    assert shop.mode() == {0}\n"
FEW = "import os\nimport shop\n" + "".join(map(CHANGE.format, range(5)))


class Walked(Folder):
    """Counts what is looked at."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.looked: Counter[str] = Counter()

    def modules(self, folder: str) -> Iterator[str]:
        self.looked[folder] += 1
        return super().modules(folder)

    def stamp(self, path: str) -> tuple[int, int] | None:
        self.looked[path] += 1
        return super().stamp(path)


def told(files: Files) -> int:
    found = engine.check(FEW, PATH, SETTINGS, Project(files).view(PATH))
    return sum(each.code == "TSE304" for each in found)


@pytest.mark.parametrize(
    ("others", "number"),
    [
        ({}, 5),
        ({"tests/test_a.py": ""}, 5),
        ({"shop.py": ""}, 0),
        ({"a.py": "", "tests/test_a.py": ""}, 0),
        ({"shop.py": "MODE = 'SHOP_MODE_1', 'SHOP_MODE_3'"}, 2),
    ],
)
def test_only_code_of_others_that_names_none_tells_that_none_is_read(
    others: dict[str, str], number: int
) -> None:
    assert told(Tree({"setup.cfg": "", PATH: FEW, **others})) == number


def test_a_folder_is_gone_through_once_for_all_variables_of_a_file(tmp_path: Path) -> None:
    texts = {"setup.cfg": "", PATH: FEW, "shop.py": "", "test_a.py": "'SHOP_MODE_1'"}
    for path, text in texts.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    walked = Walked(str(tmp_path))
    assert told(walked) == 1
    assert (walked.looked[""], walked.looked["test_a.py"]) == (1, 1)


def test_the_next_review_sees_what_was_written_since(tmp_path: Path) -> None:
    for path in ("setup.cfg", "shop.py", PATH):
        (tmp_path / path).write_text("", encoding="utf-8")
    project = Project(str(tmp_path))

    def number() -> int:
        return sum(each.code == "TSE304" for each in engine.check(FEW, PATH, SETTINGS, project.view(PATH)))

    assert number() == 0
    (tmp_path / "new.py").write_text("'SHOP_MODE_1'", encoding="utf-8")
    assert number() == 1
    (tmp_path / "new.py").write_text("'SHOP_MODE_1', 'SHOP_MODE_2'", encoding="utf-8")
    assert number() == 2
    (tmp_path / "new.py").unlink()
    assert number() == 0
