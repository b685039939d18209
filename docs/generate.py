"""Write what is made from the rules and from the house: a page a rule, their index, places in the README
and in the guides, a line in the changelog for a rule that nobody has mentioned there, the floors, the
picture of a terminal, the navigation of the site, and the table of what checks enrol for
(``flake8_testsec/enrolments.py``), which tells the engine whom to ask.

``python docs/generate.py`` writes the files; ``python docs/generate.py --check`` changes nothing, names the
files that are out of date and exits with 1 if there are any.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import floors
import navigation
import terminal

from flake8_testsec import announcements, cwe, pages, written
from flake8_testsec.catalogue import RULES
from flake8_testsec.cli.pairs import pair_of
from flake8_testsec.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
PAGES = ROOT / "docs" / "rules"
CLEANUP = ROOT / "docs" / "cleanup.md"
USAGE = ROOT / "docs" / "usage.md"
SITE = ROOT / "mkdocs.yml"
FLOORS = ROOT / "docs" / "floors.svg"
FINDING = ROOT / "docs" / "pictures" / "finding.svg"
TABLE = ROOT / "flake8_testsec" / "enrolments.py"
EXPLAINED = "TSE403"
"""The rule that a guide shows as ``testsec explain`` does."""

FAMILIES = {
    "credentials": "private keys, vendors' tokens, recorded traffic with a password in it",
    "inputs": "TLS checks switched off, servers on every interface, names that can be guessed, endless loops",
    "cleanup": "files, processes, sockets, patches, variables and settings that outlive the test",
    "exceptions": "assertions behind the call that raises, failures that an `except` swallows",
    "disabled": "tests that are not collected, switched off, empty or unable to fail",
    "doubles": "misspelt assertions of mocks, patches without effect, mocks in production code",
    "execution": "shell commands from parts, data that becomes code, downloads that nobody checks",
    "disclosure": "secrets and the whole environment in the output of a run",
}
"""What the rules of a family find, in a line."""


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
    yield README, _filled(_text(README), "families", "\n".join(_families(RULES.values())), README)
    yield USAGE, _filled(_text(USAGE), "explain", _explained(), USAGE)
    yield (
        SITE,
        _filled(_text(SITE), "nav", "\n".join(navigation.lines(PAGES.parent, RULES.values())), SITE, "# {}"),
    )
    yield CLEANUP, _filled(_text(CLEANUP), "resources", pages.resources(), CLEANUP)
    yield FLOORS, floors.picture(Path(pages.__file__).parent)
    yield FINDING, terminal.picture(ROOT)
    yield CHANGELOG, _announced(CHANGELOG.read_text(encoding="utf-8"))
    yield PAGES / "README.md", "\n".join(_index()) + "\n"
    for rule in RULES.values():
        yield PAGES / f"{rule.code}.md", pages.markdown(rule)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _explained() -> str:
    rule = RULES[EXPLAINED]
    return f"```text\n{pages.plain(rule, everything=False, pair=pair_of(rule))}```"


def _families(rules: Iterable[Rule]) -> Iterator[str]:
    yield from ("| family | codes | on by default | what they find |", "|---|---|---|---|")
    for family, members in groupby(rules, key=lambda rule: rule.family):
        several = list(members)
        codes = f"{several[0].code} to {several[-1].code}"
        on = f"{sum(rule.default for rule in several)} of {len(several)}"
        yield f"| [{family}](docs/rules/README.md#{family}) | {codes} | {on} | {FAMILIES[family]} |"


def _announced(text: str) -> str:
    try:
        return announcements.changelog(text, RULES.values())
    except ValueError as error:
        raise SystemExit(f"{CHANGELOG.name}: {error}") from error


def _filled(text: str, name: str, content: str, path: Path, comment: str = "<!-- {} -->") -> str:
    """A text with new content between the two marks of a name, which are comments."""
    first, last = (comment.format(f"{name}: {end}") for end in ("begin", "end"))
    before, begin, rest = text.partition(f"{first}\n")
    _, end, after = rest.partition(f"{last}\n")
    if not (begin and end):
        raise SystemExit(f"{path.name}: the lines {first} and {last} are missing")
    return f"{before}{begin}{content}\n{end}{after}"


def _index() -> Iterator[str]:
    yield from (
        "# Rules",
        "",
        "A page for each, by family. Those that are off speak when `testsec-enable` names them.",
    )
    for family, rules in groupby(RULES.values(), key=lambda rule: rule.family):
        found = FAMILIES[family]
        yield from (
            "",
            f"## {family.capitalize()}",
            "",
            f"{found[0].upper()}{found[1:]}.",
            "",
            pages.table(rules),
        )


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
