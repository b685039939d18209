"""Who takes part in the benchmark of speed, and on which files."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import contenders, environments, families, workload
from bench.cost import measure, run
from bench.environments import InstallError, Peer

from ..copies import ROOT
from ..doors import DEFECT

# The files


@pytest.fixture
def work(origin: Path, tmp_path: Path) -> workload.Workload:
    """A copy of the package, as commands see it."""
    (tmp_path / "work").mkdir()
    return workload.lay_out("shop 1.0", origin, tmp_path / "work")


def test_only_python_is_copied(work: workload.Workload) -> None:
    copied = {file.relative_to(work.folder).as_posix() for file in work.folder.rglob("*") if file.is_file()}
    assert copied == {*work.files, "shop/__init__.py"}


def test_the_tests_are_reviewed(work: workload.Workload) -> None:
    assert work.targets == ("shop/tests", "test")
    assert work.files == ("shop/tests/test_b.py", "shop/tests/unit/test_a.py", "test/tests/c.py")
    assert (work.lines, work.megabytes) == (15, 3 * len(DEFECT) / 1e6)


def test_without_tests_all_is_reviewed(tmp_path: Path) -> None:
    found = workload.select("shop", tmp_path, ["shop/a.py", "shop/test.py"])
    assert (found.targets, found.files) == ((".",), ("shop/a.py", "shop/test.py"))


@pytest.mark.parametrize("number", [1, 2, 3, 8])
def test_there_are_as_many_files_as_wanted(work: workload.Workload, tmp_path: Path, number: int) -> None:
    many = workload.multiply(work, number, tmp_path / "many")
    assert len({*many.files}) == len([*(tmp_path / "many").rglob("*.py")]) == number
    assert all((many.folder / path).read_text(encoding="utf-8") == DEFECT for path in many.files)


def test_a_selection_is_spread() -> None:
    assert [*workload.spread("abcdefgh", 3)] == ["a", "c", "f"]


# Who takes part


@pytest.mark.parametrize("name", [*environments.peers(), environments.OURS])
def test_every_requirement_is_pinned_by_hash(name: str) -> None:
    pins = (environments.PINS / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", re.sub(r"^#.*\n", "", pins, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert (
        entries
        and [each for each in entries if not re.match(r"[\w.-]+==\S+[^\n]*\\\n +--hash=sha256:", each)] == []
    )


@pytest.mark.parametrize("peer", environments.peers().values(), ids=lambda peer: peer.name)
def test_a_peer_is_kept_from_configuration_and_from_the_network(peer: Peer) -> None:
    assert environments.version(peer.name)
    assert "$files" in peer.command
    given = [Path(found) for word in peer.command for found in re.findall(r"\$peers/(\S+)", word)]
    assert [name for name in given if not (environments.PINS / name).is_file()] == []
    assert given or "--isolated" in peer.command


def test_every_flake8_is_the_same() -> None:
    names = ("testsec", "flake8-bandit", "flake8-bugbear", "flake8-pytest-style")
    assert len({environments.version(name, "flake8") for name in names}) == 1


def test_a_package_that_is_not_pinned_has_no_version() -> None:
    assert environments.version("ruff", "black") == ""


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pins, and a store, of our own; no index can be reached."""
    monkeypatch.setattr(environments, "PINS", tmp_path / "pins")
    monkeypatch.setattr(environments, "STORE", tmp_path / "store")
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "pins").mkdir()
    return tmp_path / "pins"


def test_a_peer_reviews_the_files_in_its_own_environment(pinned: Path, work: workload.Workload) -> None:
    (pinned / "echo.txt").write_text("# nothing but Python\n", encoding="utf-8")
    script = "import sys; print(*sys.argv[1:], sys.prefix, sep='\\n', file=open(sys.argv[1] + '/said', 'w'))"
    peer = Peer("echo", "says what it was given", [0], ["$bin/python", "-c", script, "$peers", "$files"])
    run(peer.contender(work.folder, work.targets).command)
    said = (pinned / "said").read_text().splitlines()
    assert said == [str(pinned), *work.targets, str(environments.STORE / "echo")]


def test_an_environment_is_made_once(pinned: Path) -> None:
    (pinned / "echo.txt").write_text("# nothing but Python\n", encoding="utf-8")
    (environments.environment("echo") / "mark").touch()
    assert (environments.environment("echo") / "mark").exists()
    (pinned / "echo.txt").write_text("# other pins\n", encoding="utf-8")
    assert not (environments.environment("echo") / "mark").exists()


def test_who_cannot_be_installed_is_named(pinned: Path, work: workload.Workload) -> None:
    shutil.copy(ROOT / "bench" / "peers" / "peers.toml", pinned)
    (pinned / "falsegreen.txt").write_text(f"falsegreen==0.9.2 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    found, missing = contenders.peers(work, ["falsegreen"])
    assert found == []
    assert [(each.name, each.cost) for each in missing] == [("falsegreen", None)]
    assert missing[0].reason.startswith("cannot be installed: ")
    assert "\n" not in missing[0].reason


def test_pip_that_fails_for_our_own_package_stops_the_run(pinned: Path, tmp_path: Path) -> None:
    (pinned / "testsec.txt").write_text(f"flake8==7.5.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(InstallError):
        contenders.stage(tmp_path)


def test_a_cold_run_finds_no_cache_and_a_warm_one_does(work: workload.Workload, tmp_path: Path) -> None:
    at = contenders.Stage(sys.executable, ROOT, tmp_path)
    every = {each.name: each for each in contenders.ours(at, work)}
    cache = tmp_path / "cache-one"
    cache.mkdir()
    with every[contenders.WARM].around(1):
        assert cache.is_dir()
    with every[contenders.COLD].around(1):
        assert not cache.exists()


def test_one_file_is_changed_for_one_run(work: workload.Workload, tmp_path: Path) -> None:
    at = contenders.Stage(sys.executable, ROOT, tmp_path)
    changed = next(each for each in contenders.ours(at, work) if each.name == contenders.CHANGED)

    def differing() -> list[str]:
        return [path for path in work.files if (work.folder / path).read_text(encoding="utf-8") != DEFECT]

    with changed.around(1):
        assert differing() == ["shop/tests/unit/test_a.py"]
    assert differing() == []


def test_our_doors_do_the_same_cold_warm_and_changed(work: workload.Workload, tmp_path: Path) -> None:
    at = contenders.Stage(sys.executable, ROOT, tmp_path)
    found = measure(contenders.ours(at, work), 1, 600, lambda message: None)
    assert {(each.reason, each.lines) for each in found.values()} == {("", 3)}


# Within one process


def test_each_family_is_measured(work: workload.Workload) -> None:
    every = families.contenders(families.read(work), work.folder)
    seconds = families.measure(every, 1)
    assert [*seconds] == [*every]
    assert {f"family {n}xx alone" for n in "12345678"} < seconds.keys()
    assert all(spent > 0 for spent in seconds.values())
