"""The parts of a recorder, where no run of tests shows what they do."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from types import ModuleType
from unittest import mock

import pytest

from flake8_testsec.evidence import overheard, recorder, states
from flake8_testsec.evidence.audit import Events, Opened, sole_place
from flake8_testsec.evidence.descriptors import Descriptors
from flake8_testsec.evidence.executions import Executions
from flake8_testsec.evidence.overheard import Listener
from flake8_testsec.evidence.places import Project
from flake8_testsec.evidence.recorder import Recorder, Scope
from flake8_testsec.evidence.records import Place, Writer

from .runs import ROOT, of_kind, records

HERE = "tests/evidence/test_parts.py"


@pytest.fixture
def project() -> Project:
    return Project(str(ROOT))


def listener(project: Project) -> Listener:
    return Listener(project, Events(project))


@pytest.mark.parametrize(
    ("text", "what", "name"),
    [
        ("unclosed file <_io.TextIOWrapper name='a b' mode='r' encoding='UTF-8'>", "file", "'a b'"),
        ("unclosed file <_io.FileIO name=7 mode='rb'>", "file", "7"),
        ("unclosed <socket.socket fd=3, family=2>", "socket", ""),
        ("subprocess 12 is still running", "process", ""),
        ("unclosed transport <_Transport>", "transport", ""),
        ("unclosed event loop <_Loop>", "event loop", ""),
        ("unclosed database in <sqlite3.Connection>", "database", ""),
        ("coroutine 'a.<locals>.b' was never awaited", "coroutine", "a.<locals>.b"),
        ("Implicitly cleaning up <TemporaryDirectory '/a'>", "temporary", ""),
    ],
)
def test_warnings_of_what_is_left_are_understood(project: Project, text: str, what: str, name: str) -> None:
    heard = listener(project)
    heard.match(text)
    assert [each[:2] for each in heard.heard] == [(what, name)]


def test_other_warnings_say_nothing(project: Project) -> None:
    heard = listener(project)
    heard.match("something is deprecated")
    heard.match("unclosed mouth")
    heard.match(None)  # type: ignore[arg-type]  # what a program passes is not known
    assert not heard.heard


def test_no_more_warnings_are_kept_than_tell_enough(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overheard, "MOST", 1)
    heard = listener(project)
    for _ in range(3):
        heard.match("unclosed transport")
    assert len(heard.heard) == 1


def test_a_listener_takes_no_part_in_what_is_shown(project: Project) -> None:
    heard = listener(project)
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        heard.begin()
        heard.begin()
        warnings.warn("unclosed transport a", ResourceWarning, stacklevel=1)
        heard.end()
        assert all(each[1] is not heard for each in warnings.filters)
    assert [str(each.message) for each in shown] == ["unclosed transport a"]
    assert len(heard.heard) == 1


def test_filters_of_another_kind_are_left_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "filters", ())
    heard = listener(project)
    heard.begin()
    heard.end()
    assert warnings.filters == ()


def test_foreign_files_have_no_name(project: Project, tmp_path: Path) -> None:
    assert project.name(str(ROOT / "tests" / "doors.py")) == "tests/doors.py"
    for path in ("<string>", os.__file__, str(tmp_path / "a.py"), str(ROOT / "venv" / "lib" / "a.py")):
        assert project.name(path) == ""


def test_an_environment_below_the_project_is_not_of_it() -> None:
    around = Project(os.path.dirname(os.path.realpath(sys.prefix)))
    assert around.name(os.path.join(sys.prefix, "a.py")) == ""


def test_a_frame_that_nobody_of_the_project_called_has_no_place(tmp_path: Path) -> None:
    assert Project(str(tmp_path)).place(sys._getframe()) is None
    assert Project(str(tmp_path)).place(None) is None


def test_what_is_no_module_is_not_of_the_project(project: Project) -> None:
    assert project.holds(sys.modules[__name__])
    assert not project.holds(os)
    assert not project.holds(mock.Mock())
    assert not project.holds(ModuleType("a"))


def test_a_file_that_is_gone_has_no_digest(project: Project) -> None:
    assert project.digest("nowhere.py") == ""


def test_a_file_that_several_lines_opened_has_no_place() -> None:
    first, second = (Opened("/a", Place("a.py", line, "f"), "a", os.O_RDONLY) for line in (1, 2))
    assert sole_place([first, first]) == first.place
    assert sole_place([first, second]) is None


def test_files_are_open_by_how_they_were_opened(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    descriptors = Descriptors()
    opened = [
        Opened(str(path), Place("a.py", 1, "f"), str(path), os.O_RDONLY),
        Opened(str(path), Place("a.py", 2, "f"), str(path), os.O_WRONLY),
    ]
    assert not list(descriptors.held([]))
    with open(path):
        found = list(descriptors.held(opened))
        assert [each.place and each.place.line for each in found] == ([1] if found else [])
        assert all(each.is_there() for each in found)
    assert not any(each.is_there() for each in found)


def test_where_the_system_tells_of_no_descriptors_none_is_held(tmp_path: Path) -> None:
    opened = [Opened("/a", Place("a.py", 1, "f"), "a", os.O_RDONLY)]
    assert not list(Descriptors(str(tmp_path / "nowhere")).held(opened))


def test_a_descriptor_that_is_closed_meanwhile_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "fd").mkdir()
    descriptors = Descriptors(str(tmp_path / "fd"))
    os.symlink("/a", tmp_path / "fd" / "99999")
    (held,) = descriptors.held([Opened("/a", Place("a.py", 1, "f"), "a", os.O_RDONLY)])
    assert held.place is None
    os.unlink(tmp_path / "fd" / "99999")
    assert not held.is_there()


def test_what_ran_is_told_once(project: Project) -> None:
    executions = Executions(project, lines=True)
    code = sys._getframe().f_code
    assert executions._started(code, 3) and executions._stepped(code, 4)
    assert not executions._stepped(
        os.getcwd.__code__ if hasattr(os.getcwd, "__code__") else os.fsdecode.__code__, 4
    )
    assert list(executions.records()) == [{"kind": "ran", "file": HERE, "functions": [3], "lines": [4]}]
    assert not list(executions.records())
    assert list(Executions(project, lines=False).records()) == []


def test_without_lines_functions_are_told(project: Project) -> None:
    executions = Executions(project, lines=False)
    executions._started(sys._getframe().f_code, 3)
    assert list(executions.records()) == [{"kind": "ran", "file": HERE, "functions": [3]}]


class _Source:
    """Stands for one that can always begin."""

    ended = False

    def begin(self) -> bool:
        return True

    def is_there(self) -> bool:
        return not self.ended

    def end(self) -> None:
        self.ended = True


def test_what_has_begun_is_ended_once(project: Project) -> None:
    executions = Executions(project, lines=True)
    executions._source = source = _Source()
    executions.end()
    assert not source.ended and not executions.has_lines
    executions.begin()
    assert executions.has_lines and executions.is_complete
    executions.end()
    assert source.ended and not executions.is_on


def test_a_working_directory_that_is_gone_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    assert states.current(("directory", "")) == str(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert states.current(("directory", "")) == 0
    assert ("directory", "") not in states.small()


def test_what_is_put_off_is_said_of_several_tests(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "SHARE", -1)
    watch = Recorder(project, Writer(str(tmp_path / "e")))
    watch.begin("a runner", ".")
    mine = sys.modules[__name__]
    for name, scope in (("a::first", Scope.FUNCTION), ("a::second", Scope.MODULE)):
        watch.test(name)
        monkeypatch.setattr(mine, "SCRATCH", name, raising=False)
        watch.ended(HERE, 1, scope)
    watch.end()
    (found,) = [each for each in of_kind(records(tmp_path / "e"), "leak") if each["what"] == "attribute"]
    assert (found["name"], found["test"], found["several"]) == (f"{__name__}.SCRATCH", "a::second", True)


def test_what_is_shared_has_settled_before_a_test_begins(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GOES", "SAME", "CHANGES"):
        monkeypatch.setenv(name, "0")
    watch = Recorder(project, Writer(str(tmp_path / "e")))
    watch.begin("a runner", ".")
    watch.test("a::first")
    watch.set_up(Scope.MODULE)
    monkeypatch.delenv("GOES")
    monkeypatch.setenv("SAME", "0")
    monkeypatch.setenv("CHANGES", "1")
    watch.was_set_up(Scope.MODULE)
    monkeypatch.setenv("CHANGES", "2")
    monkeypatch.setenv("GOES", "0")
    watch.ended(HERE, 1, Scope.FUNCTION)
    monkeypatch.delenv("GOES")
    watch.test("a::second")
    watch.ended(HERE, 1, Scope.MODULE)
    watch.end()
    found = of_kind(records(tmp_path / "e"), "leak")
    assert [(each["name"], each["scope"]) for each in found if each["what"] == "environment"] == [
        ("CHANGES", "module"),
        ("GOES", "session"),
    ]
