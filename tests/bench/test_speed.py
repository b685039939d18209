"""What is written of the benchmark of speed: figures, a page and a picture; and one run of it all."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import contenders, environments, families, performance, plot, report, speed
from bench.cost import Cost, Result
from bench.plot import Bar
from bench.report import Growth, Report

from ..copies import ROOT

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
