"""Mistakes that we make in other people's tests: what each operator does, and how it is counted."""

from __future__ import annotations

import dataclasses
import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench import corpora
from bench.corpora import Package
from bench.inject import drawing, examples, inputs, measure, report, reviews
from bench.inject.drawing import Place
from bench.inject.mutation import Edit, Mutation, Operator, apply
from bench.inject.operators import FAMILIES, OPERATORS
from bench.inject.report import Row
from bench.inject.text import Text, parsed
from flake8_testsec.catalogue import RULES
from flake8_testsec.engine import check
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.settings import Settings

from ..doors import lay_out

EXAMPLES = examples.read()
PACKAGE = Package("shop", "1.0", "shop-1.0.tar.gz", "", "sdist")
ORDERS = """\
import pytest


def test_refused(shop):
    pytest.raises(KeyError, shop.order, "x")


def test_total(shop):
    shop.order("x")
    assert shop.total() == 3
    return shop.close()
"""


def made(operator: Operator, source: str) -> list[str]:
    path = "shop/orders.py" if operator.production else "tests/test_orders.py"
    text = Text(source.encode(), path)
    mutants = [apply(text, each) for each in operator.places(text)]
    assert all(each.data != text.data and parsed(each.data) for each in mutants)
    return [each.data.decode() for each in mutants]


# Each operator


def test_every_operator_has_an_example_and_every_example_an_operator() -> None:
    assert [*EXAMPLES] == [*OPERATORS]
    assert len(OPERATORS) == sum(map(len, FAMILIES.values())) >= 50


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_makes_its_mistake(name: str) -> None:
    operator, example = OPERATORS[name], EXAMPLES[name]
    assert operator.concerns(example.before.encode())
    assert example.after in made(operator, example.before)
    assert example.after != example.before


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_leaves_alone_what_looks_alike(name: str) -> None:
    assert made(OPERATORS[name], EXAMPLES[name].leaves) == []


@pytest.mark.parametrize("name", OPERATORS)
def test_the_right_codes_are_codes_of_rules(name: str) -> None:
    for each in OPERATORS[name].codes:
        assert any(code.startswith(each) for code in RULES)


def test_all_families_of_rules_have_mistakes() -> None:
    codes = {code[3] for each in OPERATORS.values() for code in each.codes}
    assert codes == {code[3] for code in RULES}


def test_an_example_without_a_part_is_refused() -> None:
    with pytest.raises(TypeError):
        examples.read("=== one\n--- before\n--- after\n")


# Edits


@pytest.mark.parametrize("name", OPERATORS)
def test_the_ends_of_lines_stay_as_they_are(name: str) -> None:
    operator, example = OPERATORS[name], EXAMPLES[name]
    text = Text(example.before.replace("\n", "\r\n").encode(), "tests/test_orders.py")
    for each in operator.places(text):
        data = apply(text, each).data
        assert data.count(b"\n") == data.count(b"\r\n")


def test_literals_and_comments_stay_as_they_are() -> None:
    source = (
        'def test_all():\n    with open("a") as file:  # b: c\n        # d\n        text = """\n'
        '        e\n"""\n        assert file.read() == text  # f\n'
    )
    assert made(OPERATORS["open-without-with"], source) == [
        'def test_all():\n    file = open("a")\n    # d\n    text = """\n'
        '        e\n"""\n    assert file.read() == text  # f\n'
    ]


def test_the_lines_of_a_mistake_are_those_of_the_mutant() -> None:
    text = Text(b"a = 1\nb = 2\nc = 3\n", "tests/test_a.py")
    top, whole = Edit(0, 0, "import os\nimport sys\n"), Edit(6, 12, "d = 4\ne = 5\nf = 6\n")
    assert apply(text, Mutation((top, whole), (6, 11)))[1:] == (4, 7)
    assert apply(text, Mutation((top,), (12, 17)))[1:] == (5, 5)
    assert apply(text, Mutation((top,), (0, 0)))[1:] == (1, 3)
    assert apply(text, Mutation((whole,), (8, 8)))[1:] == (2, 5)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbfa = 1\n", b"a = 1\rb = 2\n", b"a = '\xff'\n", b"a = 1\n\x0c\n"]
)
def test_files_that_cannot_be_edited_by_offsets_are_left_out(data: bytes) -> None:
    assert drawing.read(data, "tests/test_a.py") is None


def test_a_name_means_what_its_import_says() -> None:
    source = (
        "import mock\nimport os.path as p\nfrom six.moves import queue\nfrom .a import b\nx = mock.patch\n"
    )
    names = Text(source.encode(), "tests/test_a.py").imports
    assert names == {
        "mock": "unittest.mock",
        "p": "os.path",
        "queue": "six.moves.queue".replace("six.moves.", ""),
        "b": ".a.b",
    }


# Drawing


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A package with a test, a support file, input of tests and a module."""
    monkeypatch.setattr(corpora, "STORE", tmp_path)
    files = {
        "tests/test_orders.py": ORDERS,
        "tests/testdata/test_sample.py": ORDERS,
        "tests/test_old.py": "print 1\n",
        "shop/orders.py": "import json\n\n\ndef load(text):\n    return json.loads(text)\n",
        "shop/testing.py": ORDERS,
        "setup.py": "import json\n",
    }
    lay_out(PACKAGE.folder, files)
    return PACKAGE


def drawn(package: Package, *names: str, seed: int = 1, most: int = 9) -> list[Place]:
    with ThreadPool(1) as pool:
        return drawing.draw([package], names or [*OPERATORS], seed, most, pool)


def test_tests_and_modules_are_told_apart(package: Package) -> None:
    places = drawn(package)
    assert {each.path for each in places} == {"tests/test_orders.py", "shop/orders.py"}
    assert {each.path for each in places if OPERATORS[each.operator].production} == {"shop/orders.py"}


def test_a_seed_decides(package: Package) -> None:
    (package.folder / "tests" / "test_more.py").write_text(ORDERS.replace("total", "sum") * 2)
    first = drawn(package, most=1)
    assert first == drawn(package, most=1)
    assert any(first != drawn(package, most=1, seed=seed) for seed in range(2, 9))
    assert len({each.operator for each in first}) == len(first)


def test_a_file_gives_few_places_to_an_operator(package: Package) -> None:
    (package.folder / "tests" / "test_orders.py").write_text(ORDERS + "    assert 1 == 2\n" * 9)
    assert len(drawn(package, "comparison-dropped", most=99)) == drawing.PER_FILE


def test_what_a_conftest_gives_back_is_left_alone(package: Package) -> None:
    tests = package.folder / "tests"
    (tests / "test_mode.py").write_text(EXAMPLES["setenv-by-hand"].before)
    names = ("setenv-by-hand", "chdir-by-hand")
    assert len(drawn(package, *names)) == 1
    fixture = (
        "@pytest.fixture(autouse=True)\ndef clean(monkeypatch):\n    monkeypatch.delenv('MODE', False)\n"
    )
    (tests / "conftest.py").write_text(f"import pytest\n\n\n{fixture}")
    drawing._conftest.cache_clear()
    assert drawn(package, *names) == []


# Reviews


def reviewed(package: Package, name: str) -> list[reviews.Outcome]:
    return reviews.review(drawn(package, name))


def test_a_mistake_is_found_by_default(package: Package) -> None:
    (outcome,) = reviewed(package, "comparison-dropped")
    assert outcome[1:] == (10, ("TSE508",), ("TSE508",), True, "", ())


def test_a_mistake_is_found_with_all_rules_only(package: Package) -> None:
    outcome = reviewed(package, "fixme-added")[0]
    assert (outcome.default, outcome.every) == ((), ("TSE514",))


def test_a_mistake_that_no_rule_finds_is_shown(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    other = dataclasses.replace(OPERATORS["comparison-dropped"], codes=("TSE999",))
    monkeypatch.setattr(reviews, "OPERATORS", {other.name: other})
    (outcome,) = reviewed(package, other.name)
    assert (outcome.default, outcome.every, outcome.at_line) == ((), (), False)
    assert "-    assert shop.total() == 3\n+    shop.total() == 3\n" in outcome.diff


def test_what_was_wrong_before_is_no_mistake_of_ours(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved(text: Text) -> Iterator[Mutation]:
        yield Mutation((Edit(0, 0, "\n"),), (0, len(text.data)))

    file = package.folder / "tests/test_orders.py"
    file.write_text(ORDERS.replace("assert shop.total", "shop.total"))
    other = dataclasses.replace(OPERATORS["comparison-dropped"], places=moved)
    for module in (reviews, drawing):
        monkeypatch.setattr(module, "OPERATORS", {other.name: other})
    assert len(drawn(package, other.name)) == 1
    assert reviews.review(drawn(package, other.name)) == []


def test_a_mistake_that_cannot_be_parsed_is_none(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: Text) -> Iterator[Mutation]:
        yield Mutation((Edit(0, 0, "def :\n"),), (0, 0))
        yield Mutation((), (0, 0))

    other = dataclasses.replace(OPERATORS["comparison-dropped"], places=broken)
    for module in (reviews, drawing):
        monkeypatch.setattr(module, "OPERATORS", {other.name: other})
    assert reviews.review(drawn(package, other.name)) == []


def test_a_fault_of_ours_is_told(
    package: Package, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reviews.engine, "examine", lambda *_: [Finding(1, 0, FAULT, "broken", 1, 0)])
    assert run(package, monkeypatch, "--operator", "comparison-dropped") == 1
    assert (
        "!!! INTERNAL ERROR shop tests/test_orders.py comparison-dropped: broken" in capsys.readouterr().err
    )


def findings(source: str) -> list[Finding]:
    return check(source, "tests/test_orders.py", Settings())


def test_what_the_original_has_does_not_count() -> None:
    source = "def test_a(shop):\n    shop.a == 1\n    assert shop.b\n"
    known = Counter({("TSE508", "shop.a == 1"): 1})
    assert [each.code for each in findings(source)] == ["TSE508"]
    moved, doubled = f"import os\n\n{source}", source.replace("assert shop.b", "shop.a == 1")
    assert reviews.fresh(findings(moved), moved.encode(), known) == []
    assert [each.line for each in reviews.fresh(findings(doubled), doubled.encode(), known)] == [3]


# The command


def options(*arguments: str) -> Namespace:
    parser = ArgumentParser()
    measure.add_arguments(parser)
    return parser.parse_args(arguments)


def run(package: Package, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(corpora, "packages", lambda names: (package,))
    monkeypatch.setattr(measure.multiprocessing, "Pool", ThreadPool)
    return measure.main(options(*arguments))


def test_the_command_counts(
    package: Package, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(package, monkeypatch, "--operator", "comparison-dropped", "--most", "5") == 0
    _, row, *sums = capsys.readouterr().out.splitlines()
    assert row.split() == ["comparison-dropped", "yes", "1", "100%", "100%", "100%"]
    assert [each.split()[-4:] for each in sums] == [["1", "100%", "100%", "100%"]] * 2


_ENTRY = {"operator", "package", "path", "line", "codes", "with all rules", "why", "diff"}


def test_what_is_silent_is_written_for_reading(
    package: Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    silent = tmp_path / "silent.jsonl"
    assert run(package, monkeypatch, "--silent", str(silent)) == 0
    entries = [json.loads(line) for line in silent.read_text(encoding="utf-8").splitlines()]
    assert all({*each} == _ENTRY for each in entries)
    assert "comparison-dropped" not in {each["operator"] for each in entries}


def test_an_unknown_operator_is_refused() -> None:
    assert measure.chosen(["setenv"]) == ["setenv-by-hand", "setenv-and-del"]
    with pytest.raises(measure.InjectError, match="no such operator: spiral"):
        measure.chosen(["setenv", "spiral"])


def test_the_table_is_written(package: Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {"docs/recall.md": "# Recall\n<!-- inject: begin -->\nstale words\n<!-- inject: end -->\nEnd.\n"},
    )
    (tmp_path / "bench").mkdir()
    arguments = ("--operator", "comparison-dropped", "--write", "--root", str(tmp_path))
    assert run(package, monkeypatch, *arguments) == 0
    text = (tmp_path / "docs" / "recall.md").read_text(encoding="utf-8")
    assert report.section(tmp_path) in text
    assert "| comparison-dropped | TSE508 | yes | 1 | 100% | 100% | 100% |" in text
    assert "stale words" not in text and text.endswith("End.\n")


def test_operators_that_were_not_asked_for_keep_their_row(package: Package, tmp_path: Path) -> None:
    lay_out(tmp_path, {"docs/recall.md": "<!-- inject: begin -->\n<!-- inject: end -->\n", "bench/a": ""})
    first, second, again = (
        Row(name, made, 1, 1, 1) for name, made in (("text-alone", 2), ("all-dropped", 3), ("text-alone", 4))
    )
    report.write([first], 1, 9, [package], tmp_path)
    report.write([second], 1, 9, [package], tmp_path)
    report.write([again], 1, 9, [package], tmp_path)
    kept = tmp_path / report.FIGURES
    assert [Row(**each) for each in json.loads(kept.read_text())["rows"]] == [second, again]
    report.write([first], 2, 9, [package], tmp_path)  # other places: those rows are of another table
    assert [Row(**each) for each in json.loads(kept.read_text())["rows"]] == [first]


def test_a_token_is_one_of_its_vendor() -> None:
    tokens = [inputs.vendor_token(f"{each}") for each in range(40)]
    assert tokens == [inputs.vendor_token(f"{each}") for each in range(40)]
    assert {each[:4] for each in tokens} == {"ghp_", "glpa", "sk_l", "xoxb", "AIza"}
    lines = "".join(f'    publish("{each}")\n' for each in tokens)
    found = [each.line for each in findings(f"def test_all():\n{lines}") if each.code == "TSE102"]
    assert found == [*range(2, 42)]


def test_too_little_is_set_in_bold() -> None:
    assert Row("comparison-dropped", 10, 9, 9, 9).cells()[4:] == ("90%", "90%", "90%")
    assert Row("comparison-dropped", 10, 8, 9, 9).cells()[4:] == ("**80%**", "90%", "90%")
    assert Row("raises-anything", 10, 0, 9, 9).cells()[2:] == ("", "10", "0%", "90%", "90%")
    assert Row("assert-returned", 0, 0, 0, 0).cells() == (
        "assert-returned",
        "TSE5xx",
        "yes",
        "0",
        "-",
        "-",
        "-",
    )


# The table that is here


def test_the_page_has_the_table_that_was_kept() -> None:
    assert report.section() in (report.ROOT / report.PAGE).read_text(encoding="utf-8")


def test_every_operator_is_in_the_table() -> None:
    kept = json.loads((report.ROOT / report.FIGURES).read_text(encoding="utf-8"))
    assert [each["operator"] for each in kept["rows"]] == [*OPERATORS]
    assert sum(each["made"] for each in kept["rows"]) >= 20_000
