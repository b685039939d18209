"""Imports that one fix alone leaves without use."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.finding import Edit, Fix
from flake8_testsec.fixing.application import apply
from flake8_testsec.project import leftovers as left
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.source.module import Module

from ..examples import ALL


def wholes(text: str, code: str, path: str, others: Mapping[str, str] | None = None) -> list[str]:
    """What becomes of a text by each fix of a rule alone."""
    view = Project(Tree(others)).view(path) if others else None
    module = Module.parse(text, path, ALL, view)
    found = engine.examine(module, engine.compile_table([RULES[code]], module.role), fixes=True)
    return [apply(module.lines, each.fix.whole) for each in found if each.fix.edits]


ENVIRON = """\
{imports}

def test_one():
    {name}.environ["SHOP"] = "1"
    assert load()
{more}"""


@pytest.mark.parametrize(
    ("imports", "more", "after"),
    [
        ("import os\nimport sys", "", "import sys\n"),
        ("import os  # for all\nimport sys", "", "import os  # for all\nimport sys\n"),
        ("import os, sys", "", "import sys\n"),
        ("import os\nimport sys", "    assert os\n", "import os\nimport sys\n"),
        ("import os\nimport sys", '    assert "os.path"\n', "import os\nimport sys\n"),
        ("import os\nimport sys", "    assert eval(load())\n", "import os\nimport sys\n"),
        ("try:\n    import os\nexcept ImportError:\n    pass", "", "try:\n    import os\n"),
    ],
)
def test_an_import_goes_with_its_last_mention(imports: str, more: str, after: str) -> None:
    module = Module.parse(ENVIRON.format(imports=imports, name="os", more=more), "tests/test_shop.py", ALL)
    line = 1 + next(n for n, each in enumerate(module.lines) if "environ" in each)
    (fix,) = left.leftovers([Fix((Edit(line, 0, line + 1, 0, "    set_up()\n"),))], module)
    found = apply(module.lines, fix.whole)
    assert found.startswith(after) and "    set_up()\n" in found


def test_what_two_fixes_take_away_together_stays() -> None:
    text = ENVIRON.format(imports="import os", name="os", more="")
    text += textwrap.dedent(text.partition("\n")[2]).replace("one", "two")
    first, second = wholes(text, "TSE304", "tests/test_shop.py")
    assert first.startswith("import os\n") and second.startswith("import os\n")


def test_a_file_that_hands_on_keeps_its_imports() -> None:
    text = "import os\nimport pytest\n\n@pytest.fixture\ndef shop():\n    text = os.open\n"
    module = Module.parse(text, "tests/conftest.py", ALL)
    assert left.leftovers([Fix(), Fix()], module) == [Fix(), Fix()]


SAID = "import codecs\nimport json\n\na = codecs.open(json)\nb = 'é', codecs.open(json)\n"


def made(*texts: str) -> list[Fix]:
    """Fixes that replace lines 4 and 5 of ``SAID``."""
    module = Module.parse(SAID, "tests/test_shop.py", ALL)
    edits = [Edit(4 + n, 0, 5 + n, 0, text) for n, text in enumerate(texts)]
    together = Fix(tuple(edits))
    return left.leftovers([together, Fix((Edit(1, 0, 1, 0, "# json\n"),))], module)


def test_another_fix_may_need_the_name() -> None:
    found = made("a = 1\n", "b = 2\n")
    assert [each[:4] for each in found[0].leftovers] == [(1, 0, 2, 0)]
    assert found[1].leftovers == ()
    assert made("a = codecs\n", "b = 2\n")[0].leftovers == ()


def test_several_names_of_one_import_stay() -> None:
    text = "from os import path, sep, name\n\na = path, sep\nb = name\n"
    module = Module.parse(text, "tests/test_shop.py", ALL)
    assert left.leftovers([Fix((Edit(3, 0, 4, 0, ""),))], module)[0].leftovers == ()
    one = left.leftovers([Fix((Edit(4, 0, 5, 0, ""),))], module)[0].whole
    assert apply(module.lines, one) == "from os import path, sep\n\na = path, sep\n"


@pytest.mark.parametrize("first", ["os", "os,\n    sep"], ids=["all of its names", "two of three"])
def test_two_fixes_that_each_take_a_name_of_one_import(first: str) -> None:
    text = f"from os import (\n    {first.replace('os', 'environ')},\n    chdir as go,\n)\n"
    lines = text.count("\n")
    text += "\na = environ\nb = go\n"
    module = Module.parse(text, "tests/test_shop.py", ALL)
    fixes = [Fix((Edit(lines + n, 0, lines + n + 1, 0, ""),)) for n in (2, 3)]
    assert left.leftovers(fixes, module) == fixes
    assert all(left.leftovers([each], module)[0].leftovers for each in fixes)


def test_a_fix_that_changes_the_import_itself() -> None:
    module = Module.parse("import os\n\na = os.sep\n", "tests/test_shop.py", ALL)
    fix = Fix((Edit(1, 0, 1, 9, "import sys"), Edit(3, 0, 4, 0, "")))
    assert left.leftovers([fix], module) == [fix]
    fix = Fix((Edit(1, 0, 2, 0, ""), Edit(3, 0, 4, 0, "")))
    assert left.leftovers([fix], module) == [fix]
