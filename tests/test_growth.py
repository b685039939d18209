"""Twice the length is about twice the work, whatever a file consists of: calls are counted, no time."""

from __future__ import annotations

import itertools
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import shapes
from bench.shapes import Shape
from flake8_testsec import engine
from flake8_testsec.catalogue import RULES
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

pytestmark = pytest.mark.once

ALL = Settings(enable=("TSE",))
DOUBLING = 2.3
"""How many times more twice the length may take."""
FEW = 50
"""Repetitions of the shorter file."""
MANY = {
    "one class: set-ups that call helpers": 150,
    "one class: one attribute that is kept in self and restored in each test": 200,
    "one class: one attribute for patchers in each test": 300,
}
"""The same for shapes in which looking at each member of a class for each other shows only among many."""
ALONE = {"one test: patchers that are stopped by their mocks": "TSE317"}
"""Shapes in which one rule looks something up for each repetition."""
SHAPES = {shape.name: shape for shape in shapes.read()}


def review(shape: Shape, count: int, folder: Path) -> None:
    found = engine.check(shape.source(count), shape.path, ALL, Project(str(folder)).view(shape.path))
    assert not [each for each in found if each.code == "TSE000"]


def calls(shape: Shape, count: int, folder: Path) -> int:
    """How many functions are called, those of the interpreter too, while a file is reviewed."""
    return called(lambda: review(shape, count, folder))


def called(work: Callable[[], object]) -> int:
    number = itertools.count()
    before = sys.getprofile()
    sys.setprofile(lambda frame, event, argument: event in ("call", "c_call") and next(number))
    try:
        work()
    finally:
        sys.setprofile(before)
    return next(number)


@pytest.mark.again
@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_length_is_about_twice_the_work(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    few = max(FEW, shape.few + 1, MANY.get(name, 0))
    review(shape, 2 * few, tmp_path)  # what is worked out once in a process, as for words, is not the file's
    assert calls(shape, 2 * few, tmp_path) / calls(shape, few, tmp_path) < DOUBLING


BOUNDED = (
    "classes in a chain",
    "one manager: states restored",
    "one test: assertions in comments above constants, and one assertion below",
    "one test: elif branches that sleep",
)
"""Shapes in which something is given up, or done otherwise, because there is so much of it."""


@pytest.mark.parametrize("name", BOUNDED)
def test_what_is_bounded_breaks_nothing(name: str, tmp_path: Path) -> None:
    """Traced, as what counts work is not."""
    review(SHAPES[name], 2 * FEW, tmp_path)


def steps(work: Callable[[], object]) -> int:
    """How many lines are executed, each round of a loop within one line too."""
    number = itertools.count()
    follow: list[Callable[..., object]] = [lambda *event: (next(number), follow[0])[1]]
    # In a thread of its own, whose end is the end of it.
    thread = threading.Thread(target=lambda: (sys.settrace(follow[0]), work()))
    thread.start()
    thread.join()
    return next(number)


@pytest.mark.again
@pytest.mark.parametrize("name", [name for name in SHAPES if "comment" in name])
def test_what_stands_in_comments_is_gone_through_once(name: str, tmp_path: Path) -> None:
    """A call is not made for each comment that is passed over."""
    shape = SHAPES[name]
    few = max(4 * FEW, shape.few + 1)
    review(shape, few, tmp_path)
    twice = steps(lambda: review(shape, 2 * few, tmp_path))
    assert twice / steps(lambda: review(shape, few, tmp_path)) < DOUBLING


@pytest.mark.again
@pytest.mark.parametrize(("name", "code"), ALONE.items())
def test_what_a_rule_looks_up_it_does_not_go_through(name: str, code: str, tmp_path: Path) -> None:
    """Beside all the other rules, what calls nothing shows only in files that are very long."""
    shape, few = SHAPES[name], 4 * FEW
    table = engine.compile_table([RULES[code]], Role.TEST)

    def examine(count: int) -> None:
        view = Project(str(tmp_path)).view(shape.path)
        found = engine.examine(Module.parse(shape.source(count), shape.path, ALL, view), table)
        assert len(found) == count

    examine(few)
    assert steps(lambda: examine(2 * few)) / steps(lambda: examine(few)) < 2.1


def reviewed(files: int) -> int:
    """How many calls it takes to review so many files, each of which asks who else speaks of it."""
    text = "import test_{}\ndef test_a():\n    assert f()\ndef tset_{}():\n    assert f() == 1\n"
    texts = {f"tests/test_{number}.py": text.format(number + 1, number) for number in range(files)}
    project = Project(Tree({"setup.py": "", **texts}))
    re.purge()  # patterns that are kept are not made again, which would be less work for the second tree
    return called(lambda: [engine.check(text, path, ALL, project.view(path)) for path, text in texts.items()])


@pytest.mark.again
def test_twice_the_files_are_about_twice_the_work() -> None:
    reviewed(FEW)
    assert reviewed(4 * FEW) / reviewed(2 * FEW) < 2.1


CHANGE = "def test_{0}():\n    os.environ['SHOP_MODE_{0}'] = 'a'\n    assert shop.mode() == {0}\n"


def changing(variables: int, others: int) -> Callable[[], object]:
    """Reviews a file that sets so many variables, beside so many tests; what is tested is found last."""
    text = "import os\nimport shop\n" + "".join(map(CHANGE.format, range(variables)))
    beside = {f"tests/test_n{number}.py": "import shop\n" for number in range(others)}
    project = Project(Tree({"setup.py": "", "tests/test_a.py": text, **beside, "zoo/shop.py": ""}))
    project.view("tests/test_a.py").speaking_of("shop")
    return lambda: engine.check(text, "tests/test_a.py", Settings(), project.view("tests/test_a.py"))


@pytest.mark.again
def test_a_variable_more_is_no_more_work_beside_many_files() -> None:
    def each(others: int) -> int:
        changing(1, others)()  # which files are no tests is worked out for the first that asks
        return steps(changing(2 * FEW, others)) - steps(changing(FEW, others))

    assert each(4 * FEW) / each(FEW) < 1.1


def all_changing(files: int) -> int:
    """How many calls it takes to review so many tests that set a variable, where there is nothing else."""
    texts = {
        f"tests/test_{each}.py": f"import os\nimport shop\n{CHANGE.format(each)}" for each in range(files)
    }
    project = Project(Tree({"setup.py": "", **texts}))
    re.purge()
    return called(
        lambda: [engine.check(text, path, Settings(), project.view(path)) for path, text in texts.items()]
    )


@pytest.mark.again
def test_whether_there_is_code_is_asked_once_for_all_files() -> None:
    all_changing(FEW)
    assert all_changing(4 * FEW) / all_changing(2 * FEW) < 2.1


def test_work_that_grows_faster_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(source: str, path: str, *rest: object) -> list[object]:
        lines = source.splitlines()
        return [each for one in lines for each in lines if each == one.upper()]

    monkeypatch.setattr(engine, "check", check)
    shape = SHAPES["comments"]
    assert calls(shape, 2 * FEW, tmp_path) / calls(shape, FEW, tmp_path) > 3
