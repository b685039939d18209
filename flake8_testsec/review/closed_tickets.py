"""Which tickets a file says are closed: one a line, or what trackers answer in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

_LISTS = ("entries", "issues", "items", "bugs", "values", "results", "nodes", "data")
_NAMES = ("key", "iid", "number", "id", "web_url", "html_url", "url")
_CLOSED = frozenset(
    {
        "closed",
        "done",
        "resolved",
        "fixed",
        "fix released",
        "fix committed",
        "completed",
        "complete",
        "merged",
    }
    | {
        "invalid",
        "opinion",
        "won't fix",
        "wontfix",
        "duplicate",
        "expired",
        "verified",
        "released",
        "rejected",
    }
)


def names(text: str) -> list[str]:
    """The tickets that are closed.

    Args:
        text: one ticket a line, with empty lines and lines that begin with ``# `` left out; or JSON: a list
            of tickets, or what GitHub, GitLab, Launchpad, Jira and Bugzilla answer.

    Returns:
        The tickets, spelt as they are.

    Raises:
        ValueError: it begins like JSON and is none, or holds no list of tickets.
    """
    if text.lstrip()[:1] in ("[", "{"):
        return list(_of_json(json.loads(text)))
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and line != "#" and not line.startswith("# ")]


def _of_json(value: list[object] | dict[str, object]) -> Iterator[str]:
    if isinstance(value, list):
        yield from (name for each in value for name in _of_ticket(each))
        return
    found = next((each for name in _LISTS if isinstance(each := value.get(name), list)), None)
    if found is None:
        raise ValueError("there is no list of tickets in it")
    yield from _of_json(found)


def _of_ticket(value: object) -> Iterable[str]:
    match value:
        case str() | int():
            return (str(value),)
        case dict():
            name = next((value[each] for each in _NAMES if value.get(each)), None)
            return (str(name),) if name is not None and _is_closed(value) else ()
        case _:
            return ()


def _is_closed(ticket: dict[str, object]) -> bool:
    """Whether a ticket says so; one without a state stands in a list of closed ones."""
    fields = ticket.get("fields")
    inner = fields.get("status") if isinstance(fields, dict) else None
    for value in (ticket.get("state"), ticket.get("status"), inner):
        state = value.get("name") if isinstance(value, dict) else value
        if isinstance(state, str):
            return state.lower() in _CLOSED
    return True
