"""``testsec explain``: the remedy first, families, and what is no rule."""

from __future__ import annotations

import itertools
import json
import textwrap
from functools import cache
from pathlib import Path

import pytest

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli.explain import explain
from flake8_testsec.cli.pairs import pair_of
from flake8_testsec.examples import read

from ..doors import testsec


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert explain(arguments) == 0
    return capsys.readouterr().out


def test_the_remedy_comes_first_and_one_pair_of_examples(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "TSE403")
    titles = [line for line in page.splitlines() if line and line[0].isupper() and "." not in line][1:]
    assert titles == [
        "What to do",
        "Why",
        "Reported",
        "Mended by testsec fix --unsafe",
        "About the rule",
        "To silence one line",
        "More",
    ]
    rule = RULES["TSE403"]
    number = len(rule.bad) + len(rule.good) - 1
    assert page.endswith(f"\n  testsec explain --all TSE403 has {number} more examples\n")
    assert page.count("^\n") == 1


def test_the_mended_example_is_what_the_command_makes_of_the_bad_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    reported, mended = shown(said(capsys, "TSE301"), "Reported", "Mended by testsec fix")
    (file,) = read(reported, "test_shop.py")
    (tmp_path / file.path).write_text(file.text, encoding="utf-8")
    assert testsec(tmp_path, "fix", "--isolated", "--select=TSE301", file.path).status == 1
    assert (tmp_path / file.path).read_text(encoding="utf-8") == mended


def test_the_pair_is_the_first_that_can_be_mended_as_a_whole() -> None:
    paired = {code for code in RULES if "\nMended by testsec fix" in page_of(code)}
    assert len(paired) > 40
    assert not paired & {rule.code for rule in RULES.values() if rule.fixable.startswith("Nothing")}
    assert all(("\nNot reported\n" in page_of(code)) is (code not in paired) for code in RULES)


def test_files_of_an_example_are_all_there_when_they_are_mended() -> None:
    pairs = [each for each in map(pair, RULES) if each and "# file: " in each.bad]
    assert pairs
    for each in pairs:
        assert heads(each.mended) == heads(pages.example(each.bad))


def heads(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("# file: ")]


@cache
def pair(code: str) -> pages.Pair | None:
    return pair_of(RULES[code])


def page_of(code: str) -> str:
    return pages.plain(RULES[code], everything=False, pair=pair(code))


def shown(page: str, *titles: str) -> list[str]:
    """The examples below titles of a page, without their indentation."""
    parts = (page.partition(f"\n{title}\n\n")[2] for title in titles)
    return [
        textwrap.dedent(
            "".join(itertools.takewhile(lambda line: line[:1] in " \n", part.splitlines(True)))
        ).strip()
        + "\n"
        for part in parts
    ]


def test_all_has_every_example(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "--all", "TSE403")
    assert page.count("^\n") == "".join(RULES["TSE403"].bad).count("^\n")
    assert (
        page.index("\nMended by testsec fix")
        < page.index("\nAlso reported\n")
        < page.index("\nNot reported\n")
    )
    assert "\nMore\n" not in page


def test_examples_that_are_left_out_are_counted_for_every_rule() -> None:
    for rule in RULES.values():
        page = page_of(rule.code)
        number = len(rule.bad) + len(rule.good) - (1 if "\nMended by " in page else 2)
        assert ("\nMore\n" in page) is bool(number)
        assert (f"--all {rule.code} has another example\n" in page) is (number == 1)


@pytest.mark.parametrize("word", ["TSE3", "tse3", "cleanup", "Cleanup"])
def test_a_family_is_an_outline_of_its_rules(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, word)
    heads = [line.split()[0] for line in page.splitlines() if line.startswith("TSE")]
    assert heads == [code for code in RULES if code.startswith("TSE3")]
    assert page.splitlines()[0].endswith(RULES[heads[0]].name)
    assert "\nReported\n" not in page


def test_several_words_are_pages_unless_they_stand_for_more(capsys: pytest.CaptureFixture[str]) -> None:
    two = said(capsys, "TSE407", "TSE000", "TSE407")
    assert two.count("\nWhat to do\n") == 2
    assert "\nWhat to do\n" not in said(capsys, "TSE40", "TSE501").replace(said(capsys, "TSE501"), "")
    assert said(capsys, "--all", "TSE40").count("\nReported\n") == sum(code[:5] == "TSE40" for code in RULES)
    assert len(json.loads(said(capsys, "--format=json", "TSE"))) == len(RULES)
    assert said(capsys, "--format=markdown", "inputs").count("\n## Why\n") == sum(
        rule.family == "inputs" for rule in RULES.values()
    )


def test_what_was_not_reviewed_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "tse000")
    assert page.startswith("TSE000 not-reviewed\n\nA file was not reviewed")
    assert page.index("\nWhat to do\n") < page.index("\nWhy\n")
    record = json.loads(said(capsys, "--format=json", "TSE000"))
    assert (record["code"], [*record]) == ("TSE000", ["code", "name", "summary", "why", "fix"])
    assert said(capsys, "--format=markdown", "TSE000").startswith("# TSE000 not-reviewed\n")


@pytest.mark.parametrize("word", ["TSE9", "TSE44", "", "nothing\x1b[31m", "TSE4071"])
def test_what_stands_for_nothing_is_one_line(word: str, tmp_path: Path) -> None:
    done = testsec(tmp_path, "explain", "TSE407", word)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("testsec explain: error: no rule ")
    assert "\x1b" not in done.err
