"""The page of a rule and the table of all rules, made from the rules and from nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.cleanup.resources import RESOURCES, STATES
from flake8_testsec.cwe import TITLES
from flake8_testsec.rule import Role, Rule

ROLES = {
    Role.TEST: "tests",
    Role.SUPPORT: "test support",
    Role.SETTINGS: "settings",
    Role.PRODUCTION: "production code",
    Role.NEUTRAL: "neither",
}
"""The words for what a file is for."""


class Pair(NamedTuple):
    """A bad example, and what a program makes of it."""

    bad: str
    mended: str
    safe: bool


def roles(rule: Rule) -> list[str]:
    """The words for the roles in which a rule speaks."""
    return [word for role, word in ROLES.items() if rule.roles & role]


def record(rule: Rule) -> dict[str, object]:
    """What a list of rules says of one.

    Returns:
        code, name, summary, message (what differs in braces), family, roles, cwe, weakness (the title of the
        CWE), default, severity and since, ready for JSON.
    """
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "message": rule.message or rule.summary,
        "family": rule.family,
        "roles": roles(rule),
        "cwe": rule.cwe,
        "weakness": TITLES[rule.cwe],
        "default": rule.default,
        "severity": rule.severity.value,
        "since": rule.since,
    }


def full_record(rule: Rule) -> dict[str, object]:
    """Everything the page of a rule says, ready for JSON."""
    return {
        **record(rule),
        "why": prose(rule.why),
        "fix": prose(rule.fix),
        "fixable": prose(rule.fixable),
        "bad": [example(text) for text in rule.bad],
        "good": [example(text) for text in rule.good],
        "options": [
            {"name": f"--testsec-{option.name}", "default": option.default, "help": option.help}
            for option in rule.options
        ],
    }


def prose(text: str) -> str:
    """A rule's prose as one paragraph a blank line, its indentation gone."""
    paragraphs = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def example(text: str) -> str:
    """A rule's example without its indentation."""
    return textwrap.dedent(text).strip("\n").rstrip()


def markdown(rule: Rule) -> str:
    """The page of a rule in Markdown."""
    return "\n".join(_markdown(rule)) + "\n"


def _markdown(rule: Rule) -> Iterator[str]:
    yield from (f"# {rule.code} {rule.name}", "", f"{sentence(rule.summary)}", "")
    yield from ("| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in _facts(rule)), "")
    yield from ("## Why", "", prose(rule.why).replace("``", "`"), "")
    yield from ("## What to do", "", prose(rule.fix).replace("``", "`"), "")
    yield from (_by_program(rule).replace("``", "`"), "")
    yield from _options(rule)
    yield from ("## Reported", "", *_fenced(rule.bad))
    yield from ("## Not reported", "", *_fenced(rule.good))
    yield "## How to silence one line"
    yield ""
    yield f"`# noqa: {rule.code}` at the end of the reported line, followed by your reason."


def _by_program(rule: Rule) -> str:
    return f"By a program: {prose(rule.fixable)}"


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "family", rule.family
    yield "speaks in", ", ".join(roles(rule))
    yield "default", "on" if rule.default else f"off; `--testsec-enable={rule.code}` turns it on"
    yield "severity", rule.severity.value
    address = f"https://cwe.mitre.org/data/definitions/{rule.cwe}.html"
    yield "weakness", f"[CWE-{rule.cwe}]({address}): {TITLES[rule.cwe]}"
    yield "since", rule.since


def _options(rule: Rule) -> Iterator[str]:
    if rule.options:
        yield from ("## Options", "")
        yield from (f"* `--testsec-{option.name}`: {option.help}" for option in rule.options)
        yield ""


def _fenced(examples: Iterable[str]) -> Iterator[str]:
    for each in examples:
        yield from (f"```{_language(each)}", example(each), "```", "")


def _language(text: str) -> str:
    """What an example is written in, by the name of its first file if it has one."""
    first = example(text).partition("\n")[0]
    return next((name for name in ("yaml", "json") if first.endswith(f".{name}")), "python")


def sentence(text: str) -> str:
    """A rule's summary as a sentence."""
    return text[:1].upper() + text[1:] + "."


def plain(rule: Rule, width: int = 88, everything: bool = True, pair: Pair | None = None) -> str:
    """The page of a rule for a terminal: the remedy first.

    Args:
        rule: the rule.
        width: columns to wrap prose at.
        everything: all examples, and not only one of what is reported, and one of what is right.
        pair: one of the bad examples, and what a program makes of it; without it, the first of what is not
            reported stands beside the first of what is.

    Returns:
        The page, ending in a newline.
    """
    facts = "\n".join(f"  {name:<10} {value.replace('`', '')}" for name, value in _plain_facts(rule))
    remedy = f"{prose(rule.fix)}\n\n{_by_program(rule)}"
    parts = [("What to do", _wrapped(remedy, width)), ("Why", _wrapped(rule.why, width))]
    parts += _shown(rule, everything, pair)
    parts += [
        ("About the rule", facts),
        ("To silence one line", f"  # noqa: {rule.code}  followed by your reason"),
    ]
    more = len(rule.bad) + len(rule.good) - (1 if pair else 2)
    if more and not everything:
        parts.append(("More", f"  testsec explain --all {rule.code} has {_examples(more)}"))
    head = f"{rule.code} {rule.name}\n\n{textwrap.fill(sentence(rule.summary), width)}\n"
    return head + "".join(f"\n{title}\n\n{text}\n" for title, text in parts)


def _shown(rule: Rule, everything: bool, pair: Pair | None) -> Iterator[tuple[str, str]]:
    """The examples of a page, each kind below its title."""
    number = None if everything else 1
    if pair is None:
        yield "Reported", _indented(rule.bad[:number])
        yield "Not reported", _indented(rule.good[:number])
        return
    yield "Reported", _indented([pair.bad])
    how = "testsec fix" if pair.safe else "testsec fix --unsafe"
    yield f"Mended by {how}", _indented([pair.mended])
    if everything:
        others = [each for each in rule.bad if each != pair.bad]
        yield from [("Also reported", _indented(others))] * bool(others)
        yield "Not reported", _indented(rule.good)


def _examples(number: int) -> str:
    return "another example" if number == 1 else f"{number} more examples"


def outline(rule: Rule, width: int = 88) -> str:
    """A rule among others, for a terminal: what it finds, and what to do.

    Args:
        rule: the rule.
        width: columns to wrap prose at.

    Returns:
        A few lines, ending in a newline.
    """
    first = _wrapped(rule.fix, width).partition("\n\n")[0]
    summary = textwrap.fill(sentence(rule.summary), width, initial_indent="  ", subsequent_indent="  ")
    return f"{row(rule)}\n{summary}\n{first}\n"


def row(rule: Rule) -> str:
    """The facts about a rule in one line, without what it finds."""
    state = "on " if rule.default else "off"
    return f"{rule.code}  {state}  {rule.severity.value:<6}  CWE-{rule.cwe:<5} {rule.name}"


def _plain_facts(rule: Rule) -> Iterator[tuple[str, str]]:
    for name, value in _facts(rule):
        yield name, f"CWE-{rule.cwe}: {TITLES[rule.cwe]}" if name == "weakness" else value


def _wrapped(text: str, width: int) -> str:
    paragraphs = prose(text).replace("``", "'").split("\n\n")
    return "\n\n".join(
        textwrap.fill(each, width, initial_indent="  ", subsequent_indent="  ") for each in paragraphs
    )


def _indented(examples: Iterable[str]) -> str:
    return "\n\n".join(textwrap.indent(example(each), "    ") for each in examples)


def table(rules: Iterable[Rule]) -> str:
    """The table of rules in Markdown, each linked to its page beside it."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} | "
        f"{'on' if rule.default else 'off'} | {rule.severity.value} | {rule.cwe} |"
        for rule in rules
    ]
    return "\n".join(
        ["| code | name | what is wrong | default | severity | CWE |", "|---|---|---|---|---|---|", *rows]
    )


def resources() -> str:
    """The tables of what must be given back, in Markdown."""
    handles = [
        f"| {row.what} | {_code(*row.made_by)} | {_code(*row.begun_by)} | "
        f"{_code(*(f'.{word}()' for word in row.release), *row.given_to, *row.everything)} | "
        f"{row.code or '-'} | {row.skipped} | {row.spared or ('few have been read' if row.unread else '')} |"
        for row in RESOURCES
    ]
    states = [
        f"| {row.what} | {_code(row.sample)} | {_code(row.restore)} | {row.code} | {row.remedy.words} |"
        for row in STATES
    ]
    head = "| resource | acquired by | held from | given back by | never | skipped | by name, because |"
    state_head = "| state | for example changed by | restored by | rule | instead |"
    return "\n".join(
        [head, "|---|---|---|---|---|---|---|", *handles, "", state_head, "|---|---|---|---|---|", *states]
    )


def _code(*words: str) -> str:
    return ", ".join(f"`{word}`" for word in words)
