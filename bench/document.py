"""The pages in ``docs`` that say what the benchmarks measured; written by the benchmarks themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import draws
from bench.corpora import BENCH, Package
from bench.labels import VERDICTS

DOCS = BENCH.parent / "docs"

PRECISION = """# Precision on other people's code

Written by `python -m bench precision --write`, which downloads the packages named below by version and
hash, runs all rules, the opt-in ones too, and compares the findings with the labels in
`bench/labels`.

A label is one person's verdict after reading the finding in its file: *right* (a maintainer would
accept it), *wrong* (a false alarm), *arguable*. *of all* is right / judged, so an arguable finding counts
against a rule; *against wrong* is right / (right + wrong).

*our* labels were written by the people who wrote the rules, and rules were sharpened on these packages:
expect less on yours. A rule is on by default only if it reaches 95 % of all; one with fewer than five
findings stays as its catalogue has it.

*strangers'* labels were given by readers who had no stake in the rules. They judged {strangers} findings:
those in `bench/strangers.jsonl`, in public repositories that nobody had looked at before, and those in
`bench/labels` with `"reader": "stranger"`, in pinned packages that no rule is tuned on (`set = "strangers"`
in `bench/corpora.toml`). A sample has at most twelve findings of a rule. A judged finding that its rule no
longer reports is *gone*, and counts neither for nor against it; `python -m bench strangers --clones DIR
--write` looks for those in repositories. So is one that is true and whose remedy was wrong, once it names
another: its label keeps what it `said`. A default rule with twelve or more that falls below 90 % of all, or
97 % against wrong, has to be sharpened or switched off: the command names it, and fails.

{files} files of {count} packages: {packages}.

{table}

## Packages that no rule was tuned on

Samples of default findings in the packages of `set = "strangers"`, drawn by `python -m bench sample --seed
N`, at most twelve a rule and three of a rule in a package, and read by people who did not write the rules:
they got the finding, the file and the explanation. *against wrong* and *of all* are weighted by how often
each rule spoke. The first line of a seed is the sample as it was drawn: that is what to expect of code that
nobody has looked at. The second is what the rules still report of it now; what a sample showed was mended
by kind, so these lines say how far that went and prove nothing about the next packages. The third sample
(3128) was drawn after what the first two had shown was mended, the fourth (4128) after the third, when many
rules had been widened; the fifth (5128) and all after it are of packages that had never been looked at, and
of the fifth a few files made most of what is wrong. 30001 had 3 wrong and 16 arguable ones of 116, and
30002, which was drawn when some rules were wider by default than they are now, 4 and 10 of 121. The last are
33001 (13 wrong and 26 arguable ones of 187) and 33002 (12 and 30 of 195), each of packages that were new, the
second drawn when the first was mended and new rules had been switched on: six of its arguable ones are waits
without limit, and nine of the wrong ones processes of a library of doubles and tests that a decorator
checks. 36001 (13 and 11 of 104) shows what the same state said of 44 further packages, and 37001 (12
and 25 of 180) what was said of 70 more when many rules had been narrowed to forms that the module
proves. 38001 (15 and 31 of 245) and 39001 (16 and 23 of 193) are of 70 and 64 further packages, before and
after the kinds that the first showed were mended; of the 16 five are of libraries for tests that import
another such library, three of one helper that puts the environment back, three of handles over a handle.
45001 (3 and 18 of 116) is of 48 packages more, 26 of which have findings. While it was read, rules were
narrowed by who did not see it. Its second line is that of after three of the wrong ones and three of the
arguable ones were mended by kind as well. 46011 (4 and 14 of 169) shows what the rules that were left say of
78 packages that nobody had used: the first sample that meets both goals, 98 % and 90 %, as it was drawn; of
those before, 13001 and 30001 miss only the second. 49011 (3 and 21 of 148: 97 % and 83 %), drawn of 70 more
with hardly any rule changed, does not meet them: what one sample says has a margin of several points. Since
then its kinds have been mended (all three wrong and 14 of the arguable ones are said no more by default).
52011 (6 and 23 of 127: 98 % and 81 %) is of 79 packages more, as far as it was judged: three quarters. All
six wrong ones and seven of the arguable ones are said no more by default since; six of the others lie in
copies of Python's own tests.

What rules say only where they are enabled by name is another thing: of 331 such findings in 220
packages (seed 36002, at most ten a rule) readers called 117 right, 63 wrong and 151 arguable. Of 130
disabled assertions (TSE501) in packages without labels they called 77 right and 53 arguable, none
wrong; of what is told by default since, about 72 % are right.

{draws}
"""

RECALL = """\
Written by `python -m bench recall --repositories DIR --write`. `bench/history.jsonl` lists defects in
the tests of public projects, each with the commit that fixed it. Every file is reviewed as it was
before the fix and after it. {asked} of {records} defects could be asked for in the clones that were there.

*found* counts a finding with a right code at the defect's very line: one of its family, or one of the codes
that the record has beside it (`also`). *residue* counts a code that found it and is reported in the same
function after the fix as well, and *same text* those of them that stand at the same text: the others are
further defects of the kind, which the fix left in the function. *confidence* is how certain the reader of the
fix was that it mends a defect of this kind.

{table}
"""


def write_precision(
    rows: Iterable[Sequence[str]],
    packages: Sequence[Package],
    files: int,
    judged: int,
    drawn: Iterable[Sequence[str]],
) -> None:
    """Write ``docs/precision.md``.

    Args:
        rows: the cells of each rule.
        packages: the packages that were read.
        files: how many files that were.
        judged: how many findings strangers judged.
        drawn: the cells of each sample, see ``draws.rows``.
    """
    ours = ("findings", "our labels", *VERDICTS, "of all", "against wrong")
    strangers = (*(f"strangers: {each}" for each in (*VERDICTS, "gone")), "of all", "against wrong")
    head = ("rule", "default", *ours, *strangers, "name")
    named = ", ".join(f"{package.name} {package.version}" for package in packages)
    text = PRECISION.format(
        files=files,
        count=len(packages),
        packages=named,
        strangers=judged,
        table=table(head, rows),
        draws=table(draws.HEAD, drawn),
    )
    (DOCS / "precision.md").write_text(text, encoding="utf-8")


def write_recall(
    rows: Iterable[Sequence[str]], asked: int, records: int, page: Path = DOCS / "recall.md"
) -> None:
    """Write what was found of defects that maintainers fixed into ``docs/recall.md``.

    Args:
        rows: the cells of each family.
        asked: how many defects could be asked for.
        records: how many there are.
        page: the page, which holds the two marks.

    Raises:
        ValueError: the marks are missing.
    """
    found = ("found by default", "found by all rules", "in the function", "residue", "same text")
    text = RECALL.format(asked=asked, records=records, table=table(("family", "defects", *found), rows))
    put(page, "history", text)


def put(page: Path, name: str, text: str) -> None:
    """Write a part of a page that several benchmarks share.

    Args:
        page: the page, which holds the two marks of the part.
        name: the part's.
        text: what shall stand between the marks.

    Raises:
        ValueError: the marks are missing.
    """
    begin, end = (f"<!-- {name}: {word} -->\n" for word in ("begin", "end"))
    before, first, rest = page.read_text(encoding="utf-8").partition(begin)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise ValueError(f"{page.name}: the marks of the part {name} are missing")
    page.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown.

    Args:
        head: the names of the columns.
        rows: the cells of each row.

    Returns:
        The lines, the last one without its end.
    """
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
