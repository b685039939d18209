"""``docs/performance.md``, its picture, and the figures in the README: written by the benchmark itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import contenders, families, plot, report
from bench import growth as growing
from bench.cost import Cost, Result
from bench.plot import Bar, number
from bench.report import Growth, Report

COMMAND = "python -m bench speed --write"
FIGURES = "bench/performance.json"
_BEGIN, _END = "<!-- performance: begin -->\n", "<!-- performance: end -->\n"
_MOST_RULES = 15
_NOT_DRAWN = (
    # What the line stands for, and what would be a bar just like another.
    contenders.PARSE,
    contenders.PARSE_ONLY,
    contenders.COLD_ALL,
    contenders.UNCACHED,
    contenders.WARM_ALL,
)

PAGE = """# Performance

Written by `{command}`, which installs everything that it compares with, at pinned
versions, into `bench/.peers`, and measures all of it in one run. Nothing here is edited by hand; `--render`
in place of `--write` makes the page again from the kept figures (`{figures}`).

Figures are of one machine ({machine}): compare ratios, not seconds.

What is reviewed: the tests of {package}, {files:,} files, {lines:,} lines, {megabytes:.1f} MB, in a folder
that holds the package's Python files and nothing else, so that no tool reads a configuration. One job and one
thread each, except where it says otherwise; no caches, except our own where it says so.

![CPU time of each tool in parts of ast.parse](performance.svg)

## Against the others

* *CPU* is user and system time of the process and its children, *wall* is time on the clock: seconds, the
  median of so many *rounds*. The contenders take turns in each round; a slow one has fewer rounds.
* *x parse* is CPU in parts of `ast.parse` of the same files, *x ours* in parts of a cold `testsec check`.
* *Peak* is the memory, in millions of bytes, of the largest single process: with several jobs, the others
  come on top.
* *Lines* is what the tool wrote, mostly one line for each finding. The tools look for different things: this
  compares what they cost, not what they are worth.

{results}
{missing}
## Start-up

{start}

## Targets

{targets}

## Growth

The same files several times over, or a spread selection of them; one job, no cache.

{growth}

## Files that grow

{grown}
## Where our time goes

`testsec check --timings`, one job, no cache; the rules that take the most:

{rooms}

{rules}

## Family by family

Within one process and without reading files, on one in {part} of the same files, CPU; all of the files with
`python -m bench speed --rules`. A second run knows already what other modules define.

{families}
"""

README = """On the tests of {package} ({files:,} files, {megabytes:.0f} MB; {machine}), one job each,
`testsec check`

{points}

Measured by `{command}`, which takes about a quarter of an hour. All tools, memory,
start-up and growth: [docs/performance.md](docs/performance.md).
"""


def has_place(root: Path) -> bool:
    """Whether the figures could be written.

    Args:
        root: see `write`.
    """
    text = (root / "README.md").read_text(encoding="utf-8")
    return plot.available() and _BEGIN in text and _END in text


def write(found: Report, root: Path) -> None:
    """Keep the figures, and write the page, the picture and what the README says.

    Args:
        found: the run.
        root: the folder with ``README.md``, ``docs`` and ``bench``.

    Raises:
        ValueError: the README has no place for the figures.
    """
    # First what cannot be made again; then everything from what was kept, which is rounded.
    (root / FIGURES).write_text(report.dump(found), encoding="utf-8")
    found = report.load(report.dump(found))
    (root / "docs" / "performance.md").write_text(page(found), encoding="utf-8")
    title = f"Reviewing the tests of {found.package}: {found.files:,} files, {found.megabytes:.0f} MB"
    plot.draw(_bars(found), title, root / "docs" / "performance.svg")
    readme = root / "README.md"
    readme.write_text(filled(readme.read_text(encoding="utf-8"), found), encoding="utf-8")


def page(found: Report) -> str:
    """The page.

    Args:
        found: the run.

    Returns:
        Markdown.
    """
    return PAGE.format(
        command=COMMAND,
        figures=FIGURES,
        machine=found.machine,
        package=found.package,
        files=found.files,
        lines=found.lines,
        megabytes=found.megabytes,
        results=table(_RESULTS, _results(found)),
        missing="".join(_missing(found)),
        start=table(("", "CPU", "wall", "x Python"), _start(found)),
        targets=table(
            ("target", "limit", "measured", "", ""), (each.cells() for each in report.targets(found))
        ),
        growth=table(_GROWTH, map(_growth, found.growth)),
        grown=growing.block(),
        rooms=table(("room", "share"), found.rooms),
        rules=table(("rule", "share"), found.rules[:_MOST_RULES]),
        part=found.part,
        families=by_family(found.families),
    )


_RESULTS = ("", "x parse", "x ours", "CPU", "wall", "peak", "rounds", "lines", "what")
_GROWTH = ("files", "MB", "parse: CPU", "ours: CPU", "x parse", "ours: wall", "ours: peak MB")


def _results(found: Report) -> Iterator[Sequence[str]]:
    parse, ours = found.cost(contenders.PARSE), found.cost(contenders.COLD)
    for each in found.results.values():
        if each.cost:
            ratios = (_ratio(each.cost, parse), _ratio(each.cost, ours))
            yield _name(each.name), *ratios, *_figures(each), each.what


def _figures(each: Result) -> tuple[str, ...]:
    cpu, wall, peak = each.cost or Cost(0, 0, 0)
    return f"{cpu:.2f}", f"{wall:.2f}", f"{peak:.0f}", str(each.rounds), f"{each.lines:,}"


def _name(name: str) -> str:
    return f"**{name}**" if _is_ours(name) else name


def _is_ours(name: str) -> bool:
    return name.startswith("testsec")


def _ratio(cost: Cost, base: Cost | None) -> str:
    return number(cost.cpu / base.cpu) if base else "-"


def _missing(found: Report) -> Iterator[str]:
    absent = [each for each in (*found.results.values(), *found.start.values()) if not each.cost]
    if absent:
        yield "\nNot measured:\n\n"
        yield from (f"* {each.name}: {each.reason}\n" for each in absent)


def _start(found: Report) -> Iterator[Sequence[str]]:
    base = found.cost(contenders.START_BARE)
    for each in found.start.values():
        if each.cost:
            yield f"`{each.name}`", f"{each.cost.cpu:.3f}", f"{each.cost.wall:.3f}", _ratio(each.cost, base)


def _growth(row: Growth) -> Sequence[str]:
    ours, parse = row.ours.cost, row.parse.cost
    head = (f"{row.files:,}", f"{row.megabytes:.1f}", f"{parse.cpu:.2f}" if parse else "-")
    if not ours:
        return *head, f"not measured: {row.ours.reason}", "-", "-", "-"
    return *head, f"{ours.cpu:.2f}", _ratio(ours, parse), f"{ours.wall:.2f}", f"{ours.peak:.0f}"


def by_family(seconds: Mapping[str, float]) -> str:
    """The table by family.

    Args:
        seconds: CPU by name.

    Returns:
        Markdown.
    """
    parse, index = seconds[families.PARSE], seconds[families.INDEX]
    rows = (
        (name, f"{spent:.2f}", f"{spent / parse:.2f}", f"{(spent - index) / parse:+.2f}")
        for name, spent in seconds.items()
    )
    return table(("", "seconds", "x parse", "beyond the index, x parse"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown.

    Args:
        head: the names of the columns.
        rows: their cells.

    Returns:
        The lines, joined.
    """
    lines = (head, ["---"] * len(head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _bars(found: Report) -> list[Bar]:
    parse = found.cost(contenders.PARSE)
    measured = [(each.name, each.cost) for each in found.results.values() if each.name not in _NOT_DRAWN]
    return [Bar(name, cost.cpu / parse.cpu, _is_ours(name)) for name, cost in measured if cost and parse]


def filled(text: str, found: Report) -> str:
    """The README with the figures of a run between its marks.

    Args:
        text: the README.
        found: the run.

    Returns:
        The new text.

    Raises:
        ValueError: there are no marks.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError("README.md has no place for the figures of performance")
    points = "\n".join(f"* {point}" for point in _points(found))
    block = README.format(
        package=found.package,
        files=found.files,
        megabytes=found.megabytes,
        machine=found.machine,
        points=points,
        command=COMMAND,
    )
    return f"{before}{begin}{block}{end}{after}"


def _points(found: Report) -> Iterator[str]:
    cold = contenders.COLD
    if own := found.ratio(cold, contenders.PARSE):
        yield f"takes {number(own)} times the CPU of `ast.parse` alone on the same files"
    less = [(name, found.ratio(name, cold)) for name in ("bandit", contenders.PLAIN, "pylint")]
    if said := [f"{number(ratio)} times less than {name}" for name, ratio in less if ratio]:
        yield f"in CPU: {', '.join(said)}"
    if again := found.ratio(contenders.WARM, cold):
        yield f"takes {again:.1%} of its own CPU when nothing has changed since"
    if share := found.ratio(contenders.WITH_US, contenders.PLAIN):
        yield f"as a plugin, adds {share - 1:.0%} to a run of flake8"
