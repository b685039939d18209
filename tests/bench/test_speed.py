"""The benchmark of speed: what a command costs, who takes part, on which files, and what is written of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import contenders, environments, families, performance, plot, report, speed, workload
from bench.cost import LAUNCH, Command, CommandFailed, Contender, Cost, Result, last_line, measure, run
from bench.environments import InstallError, Peer
from bench.plot import Bar
from bench.report import Growth, Report

ROOT = Path(__file__).resolve().parent.parent.parent
DEFECT = "import pytest\n\n\ndef test_a():\n    pytest.raises(ValueError)\n"
MEGABYTES_60 = "bytearray(60_000_000)"


def python(folder: Path, script: str, *arguments: str) -> Command:
    return Command((sys.executable, "-I", "-S", "-c", script, *arguments), folder)


# What a command costs


def test_lines_are_counted(tmp_path: Path) -> None:
    assert run(python(tmp_path, "print(1); print(2)")).lines == 2


def test_cpu_is_that_of_children_too(tmp_path: Path) -> None:
    script = (
        "import os, subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'sum(range(3_000_000))'])\n"
        "spent = os.times()\n"
        "open('spent', 'w').write(str(spent.children_user))\n"
    )
    cost = run(python(tmp_path, script)).cost
    # The script tells what its child took, so that no time is assumed.
    assert cost.cpu >= float((tmp_path / "spent").read_text()) > 0


def test_the_peak_is_the_command_s_own(tmp_path: Path) -> None:
    held = bytearray(200_000_000)
    small, large = (run(python(tmp_path, script)).cost.peak for script in ("pass", MEGABYTES_60))
    assert len(held) / 1e6 > large > small + 55


def test_the_peak_may_be_a_child_s(tmp_path: Path) -> None:
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-I', '-S', '-c', '{MEGABYTES_60}'])"
    assert run(python(tmp_path, script)).cost.peak > 60


def test_a_command_finds_nothing_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    monkeypatch.setenv("HOME", str(tmp_path))
    script = "import os; print(*os.environ, sep='\\n', file=open('names', 'w'))"
    run(python(tmp_path, script))
    names = set((tmp_path / "names").read_text().split())
    assert names - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"} == {"PATH", "HOME", "LANG"}


def test_a_status_that_is_not_the_command_s_own_is_a_failure(tmp_path: Path) -> None:
    command = python(tmp_path, "import sys; sys.exit('/a/b/c.py: broken')")
    with pytest.raises(CommandFailed, match=r"^exit status 1: c\.py: broken$"):
        run(command)
    assert run(command._replace(statuses=frozenset({1}))).lines == 0


def test_a_command_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"^cannot be started: "):
        run(Command((str(tmp_path / "missing"),), tmp_path))


def test_a_command_that_hangs_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match=r"^took more than 1 seconds$"):
        run(python(tmp_path, "import time; time.sleep(600)"), limit=1)


def test_an_interrupt_ends_the_command_too(tmp_path: Path) -> None:
    script = (
        "import os, time; open('new', 'w').write(str(os.getpid())); os.rename('new', 'pid'); time.sleep(600)"
    )
    command = python(tmp_path, script)
    launcher = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCH), "result", "600", *command.arguments], cwd=tmp_path
    )
    while not (tmp_path / "pid").exists():
        time.sleep(0.01)
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait() == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_the_last_line_of_silence_is_a_remark() -> None:
    assert last_line("\n \n") == "it said nothing"


# Rounds


def writer(folder: Path, name: str, status: int = 0) -> Contender:
    script = "import sys; open('log', 'a').write(sys.argv[1]); sys.exit(int(sys.argv[2]))"
    return Contender(name, python(folder, script, name, str(status)))


def test_contenders_take_turns(tmp_path: Path) -> None:
    told: list[str] = []
    found = measure([writer(tmp_path, "a"), writer(tmp_path, "b")], 3, 600, told.append)
    assert (tmp_path / "log").read_text() == "ababab"
    assert [(each.rounds, each.cost is not None) for each in found.values()] == [(3, True), (3, True)]
    assert len(told) == 6 and told[0].startswith("round 1 of 3: a: ")


def test_who_has_no_share_left_has_one_round(tmp_path: Path) -> None:
    found = measure([writer(tmp_path, "a")], 3, 0, lambda message: None)
    assert (tmp_path / "log").read_text() == "a"
    assert found["a"].rounds == 1


def test_who_failed_is_not_asked_again(tmp_path: Path) -> None:
    found = measure([writer(tmp_path, "a", 3), writer(tmp_path, "b")], 2, 600, lambda message: None)
    assert (tmp_path / "log").read_text() == "abb"
    assert (found["a"].cost, found["a"].reason) == (None, "exit status 3: it said nothing")


# The files


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A small package."""
    folder = tmp_path / "origin"
    for name in ("shop/__init__.py", "shop/tests/unit/test_a.py", "shop/tests/test_b.py", "test/tests/c.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(DEFECT, encoding="utf-8")
    (folder / "setup.cfg").write_text("[flake8]\nignore = TSE\n", encoding="utf-8")
    (folder / "shop" / "tests" / "python2.py").write_text("print 1\n", encoding="utf-8")
    return folder


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


# What is written


def result(name: str, cpu: float, reason: str = "") -> Result:
    return Result(name, "what it does", None if reason else Cost(cpu, cpu, 10 * cpu), 3, 7, reason)


def found_run(**changes: Any) -> Report:
    cost = {
        contenders.PARSE: 2.0,
        contenders.PARSE_ONLY: 1.9,
        contenders.COLD: 3.2,
        contenders.WARM: 0.2,
        contenders.CHANGED: 0.7,
        contenders.PLAIN: 32.0,
        contenders.WITH_US: 34.0,
        "bandit 1.9.4": 20.0,
    }
    missing = result("pylint", 0, "cannot be installed: ERROR: no wheel")
    starts = {contenders.START_BARE: 0.02, contenders.START_OPTIONS: 0.04, contenders.START: 0.1}
    start = {name: result(name, cpu) for name, cpu in starts.items()}
    growth = tuple(Growth(n, n / 50, result("parse", n / 100), result("ours", n / 50)) for n in (100, 1000))
    found = Report(
        machine="2 cores",
        package="shop 1.0",
        files=3,
        lines=15,
        megabytes=0.1,
        results={**{name: result(name, cpu) for name, cpu in cost.items()}, "pylint": missing},
        start=start,
        imported=("flake8", "flake8_testsec"),
        growth=growth,
        families={families.PARSE: 1.0, families.INDEX: 1.25, families.DEFAULT: 2.0},
        part=6,
        rooms=(contenders.Row("parse", "50.0%"),),
        rules=(contenders.Row("TSE407 expectation-does-nothing", "5.0%"),),
    )
    return found._replace(**changes)


def test_figures_are_kept_as_they_are() -> None:
    assert report.load(report.dump(found_run())) == found_run()


def test_what_explains_a_figure_stands_beside_it() -> None:
    notes = {each.text.split(" ")[0]: each.note for each in report.targets(found_run())}
    assert notes["start-up"] == "flake8's option code alone takes 2.00 x"
    bandit = next(each for each in report.targets(found_run()) if "bandit" in each.text)
    assert bandit.note == "10.5 x is parsing alone, the collector off"


def test_targets_are_judged() -> None:
    verdicts = {each.text: each.verdict for each in report.targets(found_run())}
    assert verdicts == {
        "CPU of a cold run against `ast.parse`": "reached",
        "CPU of bandit against a cold run": "**missed**",
        "CPU of flake8 against a cold run": "reached",
        "CPU of pylint against a cold run": "not measured",
        "CPU of a warm run against a cold one": "reached",
        "CPU with one file changed against a cold run": "**missed**",
        "CPU that our plugin adds to plain flake8": "reached",
        "start-up against `python -c 'import ast, argparse'`": "**missed**",
        "start-up: imports of astroid": "reached",
        "peak memory of a cold run, one job": "reached",
        "CPU for each of 1,000 files against 100": "reached",
        "peak memory with 1,000 files against 100": "reached",
    }


def test_importing_astroid_misses_the_target() -> None:
    found = found_run(imported=("astroid", "flake8"))
    assert [each.text for each in report.targets(found) if each.measured == 1 and not each.limit] == [
        "start-up: imports of astroid"
    ]


def test_what_was_not_measured_is_no_target_reached() -> None:
    found = found_run(results={}, start={}, imported=(), growth=())
    assert {each.verdict for each in report.targets(found)} == {"not measured"}
    assert "| - |" in performance.page(found)


def test_the_page_names_what_was_not_measured() -> None:
    page = performance.page(found_run())
    assert "\nNot measured:\n\n* pylint: cannot be installed: ERROR: no wheel\n" in page
    assert "| pylint |" not in page


def test_the_page_gives_ratios() -> None:
    page = performance.page(found_run())
    assert "| **testsec check** | 1.6 | 1.0 | 3.20 | 3.20 | 32 | 3 | 7 | what it does |" in page
    assert "| bandit 1.9.4 | 10 | 6.2 | 20.00 | 20.00 | 200 | 3 | 7 | what it does |" in page
    assert "| 1,000 | 20.0 | 10.00 | 20.00 | 2.0 | 20.00 | 200 |" in page
    assert "| all families | 2.00 | 2.00 | +0.75 |" in page


def test_growth_that_could_not_be_measured_is_told() -> None:
    growth = (Growth(100, 2, result("parse", 0, "killed"), result("ours", 0, "killed")),)
    assert "| 100 | 2.0 | - | not measured: killed | - | - | - |" in performance.page(
        found_run(growth=growth)
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose page may be written."""
    for name in ("docs", "bench"):
        (tmp_path / name).mkdir()
    marks = "# Shop\n\n<!-- performance: begin -->\nold\n<!-- performance: end -->\n\nThe end.\n"
    (tmp_path / "README.md").write_text(marks, encoding="utf-8")
    return tmp_path


def options(*arguments: str) -> Namespace:
    parser = ArgumentParser()
    speed.add_arguments(parser)
    return parser.parse_args(arguments)


def test_everything_is_written_and_can_be_written_again(root: Path) -> None:
    performance.write(found_run(), root)
    readme, page = (root / "README.md").read_text(), (root / "docs" / "performance.md").read_text()
    assert "* takes 1.6 times the CPU of `ast.parse` alone" in readme
    assert "* in CPU: 6.2 times less than bandit, 10 times less than flake8\n" in readme
    assert "\nold\n" not in readme and readme.endswith("\nThe end.\n")
    (root / "docs" / "performance.md").unlink()
    assert speed.main(options("--render", "--root", str(root))) == 0
    assert (root / "docs" / "performance.md").read_text() == page == performance.page(found_run())


def test_a_readme_without_a_place_is_refused_before_anything_is_measured(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "README.md").write_text("# Shop\n")
    assert speed.main(options("--write", "--root", str(root))) == 2
    assert "marks in README.md" in capsys.readouterr().err
    with pytest.raises(ValueError, match="no place"):
        performance.filled("# Shop\n", found_run())


def test_an_unknown_peer_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(options("--peers", "bandit", "pyflake")) == 2
    assert capsys.readouterr().err == "bench: no such peer: pyflake\n"


def test_the_rules_alone(origin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main(options("--rules", "--rounds", "1", "--package", str(origin))) == 0
    assert "| family 3xx alone | " in capsys.readouterr().out


@pytest.mark.tools
def test_one_run_measures_and_writes(
    origin: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, with real environments; packages come from the index."""
    monkeypatch.setattr(environments, "STORE", tmp_path / "store")
    chosen = ("--package", str(origin), "--peers", "flake8", "falsegreen", "--growth", "4", "--rounds", "1")
    assert speed.main(options(*chosen, "--write", "--root", str(root))) == 0
    found = report.load((root / performance.FIGURES).read_text(encoding="utf-8"))
    assert [each for each in (*found.results.values(), *found.start.values()) if not each.cost] == []
    # One finding in each of the three files; the plugin was loaded where it should be and only there.
    lines = {name: each.lines for name, each in found.results.items()}
    assert lines[contenders.COLD] == lines[contenders.WARM] == 3
    assert lines[contenders.WITH_US] == lines[contenders.PLAIN] + 3
    assert found.imported and "astroid" not in found.imported
    assert found.growth[0].ours.lines > 0 and {row.name for row in found.rooms} > {"parse", "rules"}


# The picture

BARS = [Bar("pylint", 60.0, False), Bar("testsec check", 1.6, True), Bar("ruff", 0.15, False)]


def test_equal_figures_make_equal_pictures(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        plot.draw(BARS, "Tests of shop", tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert b"<dc:date>" not in (tmp_path / "a.svg").read_bytes()


def drawn(file: Path) -> tuple[int, int]:
    """How many bars are others' and ours."""
    paths = ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}path")
    filled = [found[1] for path in paths if (found := re.search(r"fill: (#\w+)", path.get("style", "")))]
    return filled.count(plot.OTHERS), filled.count(plot.OURS)


def test_ours_stands_out(tmp_path: Path) -> None:
    plot.draw(BARS, "Tests of shop", tmp_path / "a.svg")
    assert drawn(tmp_path / "a.svg") == (2, 1)


def test_parsing_is_a_line_and_no_bar(root: Path) -> None:
    performance.write(found_run(), root)
    assert drawn(root / "docs" / "performance.svg") == (3, 3)


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(66.4, "66"), (9.96, "10"), (9.94, "9.9"), (1.0, "1.0"), (0.154, "0.15"), (0.0831, "0.083")],
)
def test_a_ratio_has_two_digits_that_mean_something(ratio: float, text: str) -> None:
    assert plot.number(ratio) == text


# The page that is here


def test_the_page_and_the_readme_say_what_was_measured() -> None:
    found = report.load((ROOT / performance.FIGURES).read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "docs" / "performance.md").read_text(encoding="utf-8") == performance.page(found)
    assert readme == performance.filled(readme, found)
