"""Names that read like an assertion of a mock, and are none: invented, or with letters out of order."""

from __future__ import annotations

from functools import lru_cache

from flake8_testsec.patterns import lazy
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS

BARE = {name.removeprefix("assert_"): name for name in MOCK_ASSERTIONS - {"assert_called"}}
"""The assertions by their names without ``assert_``."""

_ASSERTS = "assert_"
_HUMP = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_CALLS = frozenset({"awaited", "called"})
_DENIED = frozenset({"never", "no", "not"})
_ONCE = frozenset({"once", "one"})
_WITH = frozenset({"args", "with"})
_COUNTED = frozenset({"count", "many", "thrice", "time", "times", "twice"})
_WORDS = frozenset(
    {
        *("any", "at", "be", "been", "being", "did", "ever", "exactly", "had", "has", "have"),
        *("is", "just", "least", "most", "must", "only", "should", "was", "were"),
        *(_CALLS | _DENIED | _ONCE | _WITH | _COUNTED),
    }
)
_RECORDED = frozenset({"called_args", "called_count"})
"""Words that stand for what was recorded, ``call_args`` and ``call_count``, and are compared."""
_LENGTHS = range(8, 19)
_LONG = 10
"""Characters of a name that is nearly one of a mock, and can hardly be anything else."""


@lru_cache(maxsize=4096)
def invented(word: str) -> str:
    """What a name means that reads like a question about calls, ``was_called_once_with``.

    Args:
        word: any name, with underscores or humps.

    Returns:
        The assertion of ``unittest.mock``, or ``call_count`` and ``await_count`` for numbers; empty for the
        names that mocks have, and for any other word.
    """
    spelt = snake(word).removeprefix(_ASSERTS)
    words = spelt.split("_")
    if len(words) < 2 or not _WORDS.issuperset(words) or spelt in _RECORDED or spelt in BARE:
        return ""
    match [*_CALLS.intersection(words)]:
        case [verb]:
            return _meant(verb, frozenset(words))
        case _:
            return ""


def _meant(verb: str, words: frozenset[str]) -> str:
    if words & _COUNTED:
        return f"{verb.removesuffix('ed')}_count"
    if words & _DENIED:
        return f"assert_not_{verb}"
    once, with_ = "_once" if words & _ONCE else "", "_with" if words & _WITH else ""
    return f"assert_{verb}{once}{with_}"


@lru_cache(maxsize=4096)
def nearly_bare(word: str) -> str:
    """The assertion whose name without ``assert_`` a word nearly is; empty for that name itself.

    Args:
        word: any name.

    Returns:
        For example ``assert_called_once_with`` for ``called_onec_with`` and ``calledOnceWith``.
    """
    spelt = snake(word)
    if word in BARE or len(spelt) not in _LENGTHS or invented(word):
        return ""
    if spelt in BARE:
        return BARE[spelt]
    import difflib  # few files have a word that is near

    return "".join(BARE[each] for each in difflib.get_close_matches(spelt, sorted(BARE), 1, 0.9))


def looks_alike(word: str) -> bool:
    """Whether a word may be one of these at all; most are not, and this is quick."""
    return "all" in word or "wait" in word or "once" in word or "Once" in word or "_with" in word


def is_long(word: str) -> bool:
    """Whether a name that is nearly one of a mock is too long to be anything else."""
    return len(word) >= _LONG


def snake(word: str) -> str:
    """A name in camel case as one with underscores."""
    return word if word.islower() else _HUMP.sub("_", word).lower()
