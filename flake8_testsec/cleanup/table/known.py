"""A row of the table as its documentation gives it, for whatever needs no judgement of its arguments."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.cleanup.table.row import Place, Resource
from flake8_testsec.source.module import Module

COLLECTED = "the garbage collector closes it and says nothing"
LAZY = "nothing is open before it is used, and little is left then"
AT_EXIT = "it ends with the process, and disturbs no other test"
IMPLIED = "it removes itself, if with a warning"
"""Why it hardly matters that something is never released, so that it is told by name alone."""

_REMEDIES = {
    "with": "use with",
    "async with": "use async with",
    "closing": "use contextlib.closing",
}


class Known(NamedTuple):
    """What a library lets one acquire, and how it is given back; several are separated by blanks.

    Args:
        what: what it is called in messages.
        made_by: the qualified names of the calls.
        release: the methods that give it back, the one to call first.
        entered: ``with``, ``async with`` or ``closing`` if that releases it as well; ``await`` if the
            release is a coroutine and nothing else will do.
        begun_by: the methods with which the obligation begins; none: with the call.
        given_to: the functions that give it back.
        spared: why its being left open is told by name alone; empty if it is told by default.
        arguments: what a sample call is given.
        code: the rule that says it is never released.
        place: where the handle is in the result.
        watched: the methods with which one may wait for its end.
        excused: the attributes that tell that it has ended by itself.
        needless: whether a call acquires nothing that must be given back.
        certain: whether readers have found that it is right to tell by default that it is never released.
        everything: the functions that give back all of the kind, without any handle.
    """

    what: str
    made_by: str
    release: str = "close"
    entered: str = ""
    begun_by: str = ""
    given_to: str = ""
    spared: str = ""
    arguments: str = ""
    code: str = "TSE316"
    place: Place = Place.RESULT
    watched: str = ""
    excused: str = ""
    needless: Callable[[ast.Call, Module], bool] = lambda call, module: False
    certain: bool = False
    everything: str = ""

    def row(self) -> Resource:
        """The row of the table that the analysis reads."""
        release, given_to = tuple(self.release.split()), tuple(self.given_to.split())
        top = self.made_by.partition(".")[0]
        awaited = self.entered in ("async with", "await")
        word = f"{release[0]}()" if release else given_to[0]
        by_hand = f"{'await' if awaited else 'call'} {word} in finally"
        # What is held from a later call on is not entered where it is made.
        remedy = by_hand if self.begun_by else _REMEDIES.get(self.entered, by_hand)
        return Resource(
            self.what,
            tuple(self.made_by.split()),
            self.code,
            release,
            given_to=given_to,
            everything=tuple(self.everything.split()),
            begun_by=tuple(self.begun_by.split()),
            place=self.place,
            awaited=awaited,
            watched=tuple(self.watched.split()),
            excused=tuple(self.excused.split()),
            needless=self.needless,
            arguments=self.arguments,
            remedy=remedy,
            spared=self.spared,
            library="" if top in sys.stdlib_module_names else top,
            unread=not self.certain,
        )


def rows(several: Iterable[Known]) -> Iterator[Resource]:
    """The rows of what is known."""
    return (each.row() for each in several)
