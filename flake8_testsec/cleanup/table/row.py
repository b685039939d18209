"""What a row of the table says: of a resource with a handle, and of a state of the process."""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable
from typing import NamedTuple

from flake8_testsec.source.keys import Single
from flake8_testsec.source.module import Module


class Place(enum.Enum):
    """Where the handle is in what the acquiring call returns."""

    RESULT = "the result"
    FIRST = "the first of the pair"
    SECOND = "the second of the pair"
    EACH = "both of the pair"


class Means(enum.Enum):
    """By what a changed state comes back."""

    HAND = "who reads this puts it back"
    FINALLY = "what puts it back moves into finally"
    ABOVE = "a cleanup above the change has kept what there was"
    FIXTURE = "a method of pytest's monkeypatch changes it"
    PATCH = "a function of mock.patch changes it"
    CREATION = "mock.patch.object changes it, whether or not it was there"
    OWN_PATCH = "a method of trial's TestCase changes it"
    CONTEXT = "something else changes it"


class Remedy(NamedTuple):
    """The smallest mend of a changed state."""

    words: str
    means: Means = Means.HAND
    by: str = ""
    """What is called: a method of the fixture, or a function of ``mock.patch``."""


RESTORED, REGISTERED = Remedy("restore it in finally"), Remedy("restore it with self.addCleanup")


class _Resource(NamedTuple):
    what: str
    made_by: tuple[str, ...]
    code: str
    release: tuple[str, ...]
    skipped: str = "TSE307"
    given_to: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()
    place: Place = Place.RESULT
    begun_by: tuple[str, ...] = ()
    path: bool = False
    awaited: bool = False
    lent: bool = False
    watched: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    outlives: bool = False
    tag: str = ""
    needless: Callable[[ast.Call, Module], bool] = lambda call, module: False
    arguments: str = ""
    ends: tuple[str, ...] = ()
    registered: bool = True
    remedy: str = "use with"
    spared: str = ""
    library: str = ""
    unread: bool = False


class _State(NamedTuple):
    what: str
    code: str
    tag: str
    sample: str
    save: str
    restore: str
    remedy: Remedy
    case_remedy: Remedy
    changed_by: tuple[str, ...] = ()
    undone_by: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    mapping: bool = False
    sequence: bool = False
    read_by: tuple[str, ...] = ()
    value: int = 0
    neutral: tuple[str, ...] = ()
    kept_by_pytest: bool = False


class Resource(Single, _Resource):
    """A resource that is held through a handle.

    Args:
        what: what it is called in messages.
        made_by: the qualified names of the calls that acquire it.
        code: the rule that says it is never released; empty if no rule does.
        skipped: the rule that says that its release can be skipped.
        release: the methods of the handle that give it back.
        given_to: the functions that give it back when they are given the handle.
        everything: the functions that give back everything of the kind, without any handle.
        place: where the handle is in the result.
        begun_by: the methods of the handle with which the obligation begins; none: with the call.
        path: whether the handle is a path, which nobody owns who is told it.
        awaited: whether the release is a coroutine.
        lent: whether a plain function that takes the handle only uses it.
        watched: the attributes of the handle with which a test may wait for its end, and leave it at that.
        excused: the attributes of the handle that, set or called, make a release needless.
        streams: the attributes of the handle that end when it has ended by itself.
        outlives: whether it is there still when the process that has acquired it is not.
        tag: how `cleanup.custody` calls what gives back everything of the kind; empty if nothing can.
        needless: whether a call of ``made_by`` acquires nothing that must be given back.
        arguments: what a sample call is given, for documentation and tests.
        ends: the methods that a cleanup calls, in this order; the first of ``release`` if not given.
        registered: whether a registered release ends it without anything else.
        remedy: the smallest mend in a function.
        spared: why its being left open is told by name alone; empty if it is told by default.
        library: the top package that it belongs to, whose own tests may have reasons to leave it open; empty
            for the standard library.
        unread: whether too few findings have been read to tell by default that it is never released.
    """

    __slots__ = ()


class State(Single, _State):
    """A state of the whole process, which has no handle.

    Args:
        what: what it is called in messages and in the documentation.
        code: the rule that says it is never restored, or that restoring it can be skipped.
        tag: how `cleanup.custody` calls what restores it; ``{}`` stands for key, target or call.
        sample: a change, for documentation and tests.
        save: the expression of the value before.
        restore: how the sample is undone with the value ``saved``.
        remedy: the smallest mend in a pytest function.
        case_remedy: the smallest mend in a method of a TestCase.
        changed_by: the qualified names of the calls that change it.
        undone_by: the qualified names of the calls that put it back whatever it was.
        targets: the qualified names of what is assigned, deleted from or changed in place.
        mapping: whether the targets are mappings, each entry of which is a state of its own.
        sequence: whether the targets are lists, which are changed in place.
        read_by: the qualified names of the calls that tell the value to save, beside the changing ones.
        value: which argument of the changing calls is the new value, counted from 0.
        neutral: the arguments, spelt or by qualified name, that stand for the state at the start.
        kept_by_pytest: whether pytest itself puts it back after each test that it alone can run.
    """

    __slots__ = ()
