"""Write what is made from the rules and from the house: a page a rule, their index, two places in the README,
a line in the changelog for a rule that nobody has mentioned there, the floors, and the table of what checks
enrol for (``flake8_testsec/enrolments.py``), which tells the engine whom to ask.

``python docs/generate.py`` writes the files; ``python docs/generate.py --check`` changes nothing, names the
files that are out of date and exits with 1 if there are any.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import floors

from flake8_testsec import announcements, cwe, pages, written
from flake8_testsec.catalogue import RULES

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
PAGES = ROOT / "docs" / "rules"
CLEANUP = ROOT / "docs" / "cleanup.md"
FLOORS = ROOT / "docs" / "floors.svg"
TABLE = ROOT / "flake8_testsec" / "enrolments.py"
EXPLAINED = "TSE403"
"""The rule that the README shows as ``testsec explain`` does."""


def main() -> int:
    """Write the files, or compare them.

    Returns:
        0, or 1 if files are out of date and were only to be compared.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, name what is out of date")
    check = parser.parse_args().check
    _require_titles()
    wanted = dict(_wanted())
    outdated = sorted(_outdated(wanted))
    for path in outdated:
        print(f"{'out of date' if check else 'updated'}: {path.relative_to(ROOT)}")
        if not check:
            _update(path, wanted.get(path))
    return int(check and bool(outdated))


def _require_titles() -> None:
    for rule in RULES.values():
        if rule.cwe not in cwe.TITLES:
            raise SystemExit(f"{rule.file}: CWE-{rule.cwe} has no title in flake8_testsec/cwe.py yet")


def _wanted() -> Iterator[tuple[Path, str]]:
    yield TABLE, written.enrolments(RULES.values(), _text(TABLE))
    yield README, _readme(_text(README))
    yield CLEANUP, _filled(CLEANUP.read_text(encoding="utf-8"), "resources", pages.resources(), CLEANUP)
    yield FLOORS, floors.picture(Path(pages.__file__).parent)
    yield CHANGELOG, _announced(CHANGELOG.read_text(encoding="utf-8"))
    yield PAGES / "README.md", "\n".join(_index()) + "\n"
    for rule in RULES.values():
        yield PAGES / f"{rule.code}.md", pages.markdown(rule)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _readme(text: str) -> str:
    explained = f"```text\n{pages.plain(RULES[EXPLAINED], everything=False)}```"
    return _filled(_filled(text, "explain", explained), "rules", pages.table(RULES.values()))


def _announced(text: str) -> str:
    try:
        return announcements.changelog(text, RULES.values())
    except ValueError as error:
        raise SystemExit(f"{CHANGELOG.name}: {error}") from error


def _filled(text: str, name: str, content: str, path: Path = README) -> str:
    """A text with new content between the two marks of a name."""
    before, begin, rest = text.partition(f"<!-- {name}: begin -->\n")
    _, end, after = rest.partition(f"<!-- {name}: end -->\n")
    if not (begin and end):
        raise SystemExit(
            f"{path.name}: the lines <!-- {name}: begin --> and <!-- {name}: end --> are missing"
        )
    return f"{before}{begin}{content}\n{end}{after}"


def _index() -> Iterator[str]:
    yield "# Rules"
    for family, rules in groupby(RULES.values(), key=lambda rule: rule.family):
        yield from ("", f"## {family.capitalize()}", "")
        for rule in rules:
            state = "" if rule.default else " (off by default)"
            yield f"* [{rule.code}]({rule.code}.md) {rule.name}: {rule.summary}{state}"


def _outdated(wanted: Mapping[Path, str]) -> Iterator[Path]:
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path
    yield from set(PAGES.glob("*.md")) - wanted.keys()


def _update(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
