"""The site and the guides: links lead somewhere, and nothing is left out of the navigation."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from flake8_testsec.catalogue import RULES

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "requirements").glob("*.md")})
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def from_docs(name: str) -> ModuleType:
    """A module that stands beside the guides."""
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DOCS))


def text_of(path: Path) -> str:
    """A page without its code, in which nothing is a link."""
    return re.sub(r"`[^`\n]*`", "``", FENCED.sub("", path.read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """Its headings as they stand in addresses: small letters, dashes for spaces, no other signs."""
    headings = HEADING.findall(FENCED.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(path: Path) -> Iterator[str]:
    """The links of a page that lead nowhere; addresses of others are not asked."""
    for link in LINK.findall(text_of(path)):
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        if re.match(r"\w+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    assert list(broken(path)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    (tmp_path / "b.md").write_text("# A head, and more\n\n```text\n# none\n```\n", encoding="utf-8")
    links = ["b.md", "b.md#a-head-and-more", "b.md#none", "c.md", "#here", "#gone", "https://example.org"]
    code = "```text\n[x](d.md)\n```\n`[x](d.md)`\n"
    page.write_text(f"# Here\n{code}" + "".join(f"[x]({link})\n" for link in links), encoding="utf-8")
    assert list(broken(page)) == ["b.md#none", "c.md", "#gone"]


def test_the_navigation_has_every_page() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w/-]+\.md$", text, re.MULTILINE))
    here = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert named - {f"project/{name}.md" for name in from_docs("navigation").PROJECT} == here


def test_what_nobody_has_placed_comes_last(tmp_path: Path) -> None:
    for name in ("README", "usage", "zoo", "formats", "animals"):
        (tmp_path / f"{name}.md").touch()
    assert list(from_docs("navigation").sections(tmp_path)) == [
        ("First steps", ["usage"]),
        ("Where it runs", ["formats"]),
        ("More", ["animals", "zoo"]),
    ]


def test_rules_stand_below_their_families() -> None:
    lines = list(from_docs("navigation").lines(DOCS, RULES.values()))
    start = lines.index("      - Exceptions:")
    assert lines[start + 1] == "          - TSE401 error-ignored: rules/TSE401.md"
    assert lines.count("          - TSE401 error-ignored: rules/TSE401.md") == 1


@pytest.mark.parametrize(
    ("place", "link", "expected"),
    [
        ("usage.md", "[a](formats.md#templates)", "[a](formats.md#templates)"),
        ("usage.md", "[a](../CONTRIBUTING.md#set-up)", "[a](project/CONTRIBUTING.md#set-up)"),
        ("rules/TSE101.md", "[a](../../CHANGELOG.md)", "[a](../project/CHANGELOG.md)"),
        (
            "project/README.md",
            "![a](docs/floors.svg) and [b](docs/ci.md)",
            "![a](../floors.svg) and [b](../ci.md)",
        ),
        ("project/README.md", "[a](CONTRIBUTING.md)", "[a](CONTRIBUTING.md)"),
        ("usage.md", "[words](../bench/labels)", "words"),
        ("usage.md", "[a](../gone.md), [b](gone.md)", "[a](../gone.md), [b](gone.md)"),
        ("usage.md", "[a](https://example.org/x#y)", "[a](https://example.org/x#y)"),
    ],
)
def test_links_are_those_of_the_site(place: str, link: str, expected: str) -> None:
    assert from_docs("hooks").rewritten(link, place) == expected


LISTS = """\
Text:
1. first
   goes on
   * inner
     more
2. second

   ```sh
   * no point
     deep
   ```

   Paragraph.
3. third

End.
* a
* b
"""
INDENTED = """\
Text:

1. first
    goes on
    * inner
        more
2. second

    ```sh
    * no point
      deep
    ```

    Paragraph.

3. third

End.

* a
* b"""


def test_lists_are_indented_as_the_site_wants_it() -> None:
    assert "\n".join(from_docs("hooks").indented(LISTS.splitlines())) == INDENTED


@pytest.mark.tools
@pytest.mark.skipif(
    importlib.util.find_spec("mkdocs") is None, reason="mkdocs is not installed; .ci/run has it"
)
def test_the_site_is_built_and_has_its_pages_and_its_search(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    for page in (
        "index.html",
        "usage/index.html",
        "rules/TSE403/index.html",
        "project/CONTRIBUTING/index.html",
    ):
        assert (site / page).exists(), page
    assert "assertion-after-raising-call" in (site / "search" / "search_index.json").read_text(
        encoding="utf-8"
    )
    text = (site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<(?:script|link|img)\b[^>]*(?:src|href)="(?:https?:)?//[^"]*"', text) == []
