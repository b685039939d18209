"""What a user says of resources that the table does not know, a row each, as configuration spells it."""

from __future__ import annotations

from typing import NamedTuple

from flake8_testsec.patterns import lazy

_NAME = lazy(r"[^\W\d]\w*(\(\))?(\.[^\W\d]\w*(\(\))?)*\Z")
_RELEASES = lazy(r"[^\W\d][\w.]*(\|[^\W\d][\w.]*)*\Z")


class WrongResource(ValueError):
    """A row is not as it should be; the message is one line."""


class OwnResource(NamedTuple):
    """One row of the user's own: the call, the method with which it begins, and what gives it back.

    ``given_to`` are functions that are given the handle, ``release`` its methods; one of them is there.
    """

    made_by: str
    begun_by: str
    release: tuple[str, ...]
    given_to: tuple[str, ...]


def parsed(text: str) -> OwnResource:
    """Read one row.

    Args:
        text: ``shop.connect:close``, also with alternatives as in ``shop.connect:close|abort``, with the
            function that gives it back as in ``shop.lend:shop.give_back``, or with the method from which
            on it is held as in ``shop.Server:start:stop``.

    Returns:
        The row.

    Raises:
        WrongResource: the text is of another form.
    """
    made_by, *between, released = text.strip().split(":") if ":" in text else (text, "")
    if not _NAME.match(made_by) or not _RELEASES.match(released) or len(between) > 1:
        raise WrongResource(f"{text!r} is not of the form package.function:method")
    if between and not between[0].isidentifier():
        raise WrongResource(f"{between[0]!r} in {text!r} is not the name of a method")
    words = released.split("|")
    return OwnResource(
        made_by,
        "".join(between),
        tuple(each for each in words if "." not in each),
        tuple(each for each in words if "." in each),
    )
