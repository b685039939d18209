"""The guides as the site has them; mkdocs calls what stands here.

On a page of the repository a link to ``../CONTRIBUTING.md`` is right, and so is one to
``../bench/labels``. The site has the first as a page of its own, and does not have the second, of which
it says the words only. A link to what is not there at all is left as it is, so that ``mkdocs build
--strict`` refuses it.

Lists are indented by the width of their marks, and mkdocs reads four columns only.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import navigation

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]\n]*)\]\((?P<target>[^)\s:#]+)(?P<anchor>#[^)\s]*)?\)")
MARK = re.compile(r"(?:[*-]|\d+\.) +(?=\S)")
STEP = 4
"""Columns by which mkdocs wants what belongs to the point of a list."""
PAGES = {f"{name}.md": f"project/{name}.md" for name in navigation.PROJECT}
"""Where the site has pages that do not lie in ``docs``."""


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the top folder; mkdocs gives what it has found, and its configuration."""
    from mkdocs.structure.files import File

    for name, place in PAGES.items():
        files.append(File.generated(config, place, content=(ROOT / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The text of a page with links and lists as the site has them."""
    return "\n".join(indented(rewritten(markdown, page.file.src_uri).splitlines()))


def rewritten(text: str, place: str) -> str:
    """A text with its links as the site has them.

    Args:
        text: Markdown.
        place: where the site has it, from the site's top: ``rules/TSE101.md``, ``project/README.md``.

    Returns:
        The text; links to files that the site does not have are only their words.
    """
    of_project = {site: name for name, site in PAGES.items()}
    source = of_project.get(place, f"docs/{place}")

    def one(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), match["target"]))
        if not (ROOT / target).exists():
            return match[0]
        site = PAGES.get(target, target.removeprefix("docs/"))
        if site == target:
            return match["words"]
        way = posixpath.relpath(site, posixpath.dirname(place) or ".")
        return f"{match['image']}[{match['words']}]({way}{match['anchor'] or ''})"

    return LINK.sub(one, text)


def indented(lines: list[str]) -> Iterator[str]:
    """Lines whose lists are indented as mkdocs wants it, with the empty lines that it needs.

    Args:
        lines: Markdown in which a point's text, lists and code begin where its first word does.
    """
    depths: list[int] = []
    fenced = one_piece = False
    before = ""
    for line in lines:
        words = line.lstrip()
        indent = len(line) - len(words)
        while words and depths and indent < depths[-1]:
            depths.pop()
        base = depths[-1] if depths else 0
        rest = line[base:] if words else ""
        mark = None if fenced else MARK.match(rest)
        if mark and before and not one_piece:
            yield ""
        yield f"{' ' * STEP * len(depths)}{rest}" if words else ""
        fenced ^= words.startswith("```")
        if mark:
            depths.append(base + mark.end())
        one_piece = bool(words and (mark or one_piece))
        before = words
