"""What a SARIF log says of the rules: all of them, whether they found anything or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flake8_testsec import pages
from flake8_testsec.catalogue import RULES
from flake8_testsec.cwe import TITLES, VERSION
from flake8_testsec.formats.entries import FAULTS, facts_of
from flake8_testsec.rule import Rule

Node = dict[str, Any]
"""An object of the format."""

LEVELS = {"error": "error", "high": "error", "medium": "warning", "low": "note", "": "warning"}
"""SARIF's levels by our severities."""

_SCORES = {"high": "8.0", "medium": "5.5", "low": "3.0"}
"""In the middle of what GitHub calls high (7.0 to 8.9), medium (4.0 to 6.9) and low (below); no rule is
critical."""

_LONGEST = 1024
"""Characters that GitHub takes of a full description."""

_CWE = {"name": "CWE", "index": 0}


def descriptors(codes: Iterable[str]) -> list[Node]:
    """The descriptors of all our rules, of what is no rule, and of other plugins' rules that found something.

    Args:
        codes: the codes of the findings.

    Returns:
        The descriptors; the index in this list is what results name.
    """
    others = sorted({*codes} - RULES.keys() - FAULTS.keys())
    return [*map(_rule, RULES.values()), *map(_bare, FAULTS), *map(_bare, others)]


def _rule(rule: Rule) -> Node:
    why, remedy = _plain(pages.prose(rule.why)), _plain(pages.prose(rule.fix))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": pages.sentence(rule.summary)},
        "fullDescription": {"text": _shortened(f"{pages.sentence(rule.summary)} {why}")},
        "help": {"text": f"{remedy}\n\n{why}", "markdown": _markdown(rule)},
        "helpUri": facts_of(rule.code).url,
        "defaultConfiguration": {"enabled": rule.default, "level": LEVELS[rule.severity.value]},
        "relationships": [
            {"target": {"id": f"CWE-{rule.cwe}", "toolComponent": _CWE}, "kinds": ["superset"]}
        ],
        "properties": {
            "security-severity": _SCORES[rule.severity.value],
            "tags": ["security", "testing", rule.family, f"external/cwe/cwe-{rule.cwe:03}"],
        },
    }


def _bare(code: str) -> Node:
    facts = facts_of(code)
    told = {"name": facts.name, "shortDescription": {"text": facts.summary}} if facts.name else {}
    return {"id": code, **told, "defaultConfiguration": {"level": LEVELS[facts.severity]}}


def _markdown(rule: Rule) -> str:
    why, remedy = pages.prose(rule.why), pages.prose(rule.fix)
    example = f"```\n{pages.example(rule.bad[0])}\n```"
    weakness = f"[CWE-{rule.cwe}: {TITLES[rule.cwe]}]({facts_of(rule.code).url})"
    silence = f"`# noqa: {rule.code}` and your reason, at the end of the line, silence it."
    parts = ("## What to do", remedy, "## Why", why, "## Reported", example, weakness, silence)
    return "\n\n".join(part.replace("``", "`") if part in (why, remedy) else part for part in parts)


def _plain(text: str) -> str:
    return text.replace("``", "'")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 2].rpartition(" ")[0] + " …"


def taxonomy() -> Node:
    """The weaknesses that rules name."""
    return {
        "name": "CWE",
        "version": VERSION,
        "organization": "MITRE",
        "shortDescription": {"text": "The Common Weakness Enumeration"},
        "informationUri": "https://cwe.mitre.org/",
        "downloadUri": f"https://cwe.mitre.org/data/xml/cwec_v{VERSION}.xml.zip",
        "isComprehensive": False,
        "taxa": list(_taxa()),
    }


def _taxa() -> Iterator[Node]:
    for number in sorted({rule.cwe for rule in RULES.values()}):
        url = f"https://cwe.mitre.org/data/definitions/{number}.html"
        yield {"id": f"CWE-{number}", "name": TITLES[number], "helpUri": url}
