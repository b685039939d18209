"""What a result hangs on: the file, the options, other files, and the sources of the rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_testsec import digests
from flake8_testsec.cli import results
from flake8_testsec.cli.check import are_few
from flake8_testsec.cli.results import Results, stamp
from flake8_testsec.cli.reviews import Told
from flake8_testsec.finding import FAULT, Edit, Finding, Fix, Related
from flake8_testsec.plugin import Case
from flake8_testsec.settings import Settings

from ..doors import lay_out

CASE = Case("/shop", "tests/test_a.py", Settings())
FIX = Fix((Edit(5, 4, 5, 9, "b"),), False, "it may fail", (Edit(1, 0, 2, 0, ""),))
TOLD = Told(Finding(5, 4, "TSE407", "a message", 5, 9, (Related(1, 0, 1, 3, "here"),), FIX), "a line\n")


def test_keys_differ_with_everything_that_matters() -> None:
    results = Results("unused", "stamp")
    keys = [
        results.key(b"x = 1", CASE),
        results.key(b"x = 2", CASE),
        results.key(b"x = 1", CASE._replace(path="tests/test_b.py")),
        results.key(b"x = 1", CASE._replace(settings=Settings(enable=("TSE402",)))),
        results.key(b"x = 1", CASE._replace(settings=Settings(asyncio_auto=True))),
        results.key(b"x = 1", CASE._replace(settings=CASE.settings._replace(rule_options={"a": ("b",)}))),
        results.key(b"x = 1", CASE, fixes=True),
        Results("unused", "another").key(b"x = 1", CASE),
    ]
    assert len(set(keys)) == len(keys)
    assert results.key(b"x = 1", CASE._replace(root="/elsewhere")) == keys[0]
    results.close()


def test_findings_come_back_as_they_were(tmp_path: Path) -> None:
    other = TOLD._replace(line=None)
    results = Results(str(tmp_path), "")
    results.put("key", [TOLD, other], {})
    results.close()
    assert Results(str(tmp_path), "").get("key", None) == [TOLD, other]
    assert Results(str(tmp_path), "").get("another", None) is None


def test_faults_of_ours_are_not_kept(tmp_path: Path) -> None:
    results = Results(str(tmp_path), "")
    results.put("key", [TOLD, Told(TOLD.finding._replace(code=FAULT), "")], {})
    assert results.get("key", None) is None


def test_a_result_is_forgotten_when_another_file_that_it_hung_on_changes(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "project", {"tests/base.py": "x = 1\n"})
    digest = digests.digest(b"x = 1\n")
    store = str(tmp_path / "kept")

    def known() -> bool:
        return Results(store, "").get("key", str(root)) is not None

    results = Results(store, "")
    results.put("key", [TOLD], {"tests/base.py": digest, "tests/missing.py": ""})
    results.close()
    assert known()
    lay_out(root, {"tests/base.py": "x = 2\n"})
    assert not known()
    lay_out(root, {"tests/base.py": "x = 1\n"})
    assert known()
    lay_out(root, {"tests/missing.py": ""})
    assert not known()


def test_other_files_are_read_once_a_run(tmp_path: Path) -> None:
    lay_out(tmp_path, {"tests/base.py": "x = 1\n"})
    results = Results(str(tmp_path / "kept"), "")
    results.put("key", [TOLD], {"tests/missing.py": ""})
    assert results.get("key", str(tmp_path))
    lay_out(tmp_path, {"tests/missing.py": ""})
    assert results.get("key", str(tmp_path))


def test_the_stamp_is_the_same_as_long_as_nothing_changes(tmp_path: Path) -> None:
    assert stamp(str(tmp_path)) == stamp(str(tmp_path)) == stamp(str(tmp_path / "another"))


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """The digest of a package that was not touched for a while."""
    lay_out(tmp_path, {"package/a.py": "x = 1\n", "package/inner/b.py": "y = 1\n", "package/notes.txt": ""})
    lay_out(tmp_path, {"package/__pycache__/c.py": ""})
    monkeypatch.setattr(results, "_MOMENT", 0.0)
    package, kept = str(tmp_path / "package"), str(tmp_path / "kept")
    yield lambda few=False: results._digest_of_sources(package, kept, few)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the sources that are read, in order."""
    names: list[str] = []
    content = results._content

    def noted(path: str) -> bytes:
        names.append(Path(path).name)
        return content(path)

    monkeypatch.setattr(results, "_content", noted)
    return names


def test_sources_that_are_as_they_were_are_not_read_again(
    sources: Callable[..., str], read: list[str]
) -> None:
    first = sources()
    assert read == ["a.py", "b.py"]
    assert sources() == first
    assert read == ["a.py", "b.py"]
    assert first == digests.digest(b"x = 1\ny = 1\n")


def test_sources_that_were_touched_are_read_again(
    sources: Callable[..., str], read: list[str], tmp_path: Path
) -> None:
    first = sources()
    path = tmp_path / "package" / "inner" / "b.py"
    before = path.stat()
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        path.write_text("y = 2\n")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sources() != first
    assert read == ["a.py", "b.py"] * 2


def test_what_was_touched_just_now_may_be_touched_again(
    sources: Callable[..., str], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "_MOMENT", 3600.0)
    assert sources() == sources()
    assert read == ["a.py", "b.py"] * 2


def test_where_times_do_not_tell_sources_are_read(
    sources: Callable[..., str], read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sources()
    monkeypatch.setattr(results, "_TELLS_CHANGES", False)
    assert sources() == first == sources()
    assert read == ["a.py", "b.py"] * 3


def test_for_few_files_sources_are_not_read(
    sources: Callable[..., str], read: list[str], tmp_path: Path
) -> None:
    first = sources(few=True)
    assert sources(few=True) == first
    assert read == []
    path = tmp_path / "package" / "a.py"
    before = path.stat().st_ctime_ns
    while path.stat().st_ctime_ns == before:
        path.write_text("x = 2\n")
    assert sources(few=True) != first
    assert read == []


def test_for_few_files_sources_that_are_known_count(sources: Callable[..., str], read: list[str]) -> None:
    first = sources()
    assert sources(few=True) == first != ""
    assert read == ["a.py", "b.py"]


@pytest.mark.parametrize(("name", "value"), [("_MOMENT", 3600.0), ("_TELLS_CHANGES", False)])
def test_for_few_files_sources_are_read_where_times_do_not_tell(
    sources: Callable[..., str],
    read: list[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: object,
) -> None:
    monkeypatch.setattr(results, name, value)
    assert sources(few=True) == digests.digest(b"x = 1\ny = 1\n")
    assert read == ["a.py", "b.py"]


@pytest.mark.parametrize(
    ("names", "changed", "expected"),
    [
        (["tests/test_a.py"], None, True),
        (["-"], None, True),
        (["tests/test_a.py"] * 21, None, False),
        (["tests/test_a.py", "tests"], None, False),
        ([], None, False),
        (["tests"], ["tests/test_a.py"], True),
        (["tests"], [f"tests/test_{number}.py" for number in range(21)], False),
    ],
)
def test_what_counts_as_few_files(
    names: list[str],
    changed: list[str] | None,
    expected: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lay_out(tmp_path, {"tests/test_a.py": ""})
    monkeypatch.chdir(tmp_path)
    assert are_few(names, changed) is expected
