"""The navigation of the site: the guides in the order in which they are needed, and the rules by family.

``docs/generate.py`` writes it into ``mkdocs.yml``. A guide that nobody has put anywhere comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from flake8_testsec.rule import Rule

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "First steps",
        ("usage", "configuration", "adopting", "baseline", "changed-lines", "noqa", "coming-from"),
    ),
    ("Where it runs", ("editors", "ci", "formats", "running", "deep", "audit", "cassettes")),
    ("What it says", ("security-teams", "review", "roles", "evidence", "cleanup", "precision", "recall")),
    ("How it is made", ("architecture", "performance", "reliability", "security")),
)
"""The headings, and the names of the guides below them; those that are not there are left out."""
OTHERS = "More"
PROJECT = ("README", "CONTRIBUTING", "CHANGELOG", "RELEASING", "SECURITY")
"""Pages of the project's top folder, which the site has in a folder of their own (``docs/hooks.py``)."""


def lines(docs: Path, rules: Iterable[Rule]) -> Iterator[str]:
    """The navigation as mkdocs reads it.

    Args:
        docs: the folder of the guides.
        rules: in the order of their codes.

    Yields:
        Lines of YAML.
    """
    yield "nav:"
    yield "  - README.md"
    for heading, names in sections(docs):
        yield f"  - {heading}:"
        yield from (f"      - {name}.md" for name in names)
    yield "  - Rules:"
    yield "      - rules/README.md"
    for family, members in groupby(rules, key=lambda rule: rule.family):
        yield f"      - {family.capitalize()}:"
        yield from (f"          - {rule.code} {rule.name}: rules/{rule.code}.md" for rule in members)
    yield "  - The project:"
    yield from (f"      - project/{name}.md" for name in PROJECT)


def sections(docs: Path) -> Iterator[tuple[str, list[str]]]:
    """The headings with the guides that are there, without those that have none."""
    here = {path.stem for path in docs.glob("*.md")} - {"README"}
    placed = {name for _, names in SECTIONS for name in names}
    for heading, names in (*SECTIONS, (OTHERS, tuple(sorted(here - placed)))):
        found = [name for name in names if name in here]
        if found:
            yield heading, found
