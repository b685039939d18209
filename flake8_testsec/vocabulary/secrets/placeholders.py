"""Values that say themselves that they are no credentials, and those that look drawn at random."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from flake8_testsec.patterns import lazy

# What few files need is imported for them alone: it takes longer than a review.

_LEAST_ENTROPY = 3.0
_RUN = 6
_PLACEHOLDER = lazy(
    r"example|test|fake|dummy|sample|mock|placeholder|redacted|changeme|foobar|deadbeef|qwerty|invalid|"
    r"password|secret|your[_-]?(?:api|key|token)|x{4}",
    re.IGNORECASE,
)
# SHA-256 of values that vendors print in their own documentation, so that none of them stands here.
_PUBLISHED: frozenset[str] = frozenset(
    {
        # the well-known key of Azurite and the storage emulator
        "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059",
        # Telegram: Bot API and BotFather
        "0b5dd075ccdd03c42f4edda8e299e6838e2a75d3486a2a8d86940ed1541e9178",
        "654b2b06319049d0321a339b1fb29678a7a12aebd06085374e2faacab25ce56e",
        "97663138e66699214db9caac00d9d29a9496b38ecf076e4c09284166a238a315",
        # Discord: reference; discord.py: docs/token.rst
        "02f7ce3c263f85c019eeeeea4b08f1b7f6ade2b7a2199c14f3efdac0eef382e1",
        "c540b83e89787594c6f5a360974c8f13ae3fee1d267b60bc3204b2d3dd703c56",
        # SendGrid: API keys
        "02091175c1ae3023fb1e92ff16e1a5ca44dcd9f449916770f7d4eb192092e273",
        # GitHub: the blog post on its formats
        "976b57ee8acdfcf45f76bcc5e329a23655bd0e1e7eeffd8ec98bab6ca6cdd660",
        # AWS: two posts on decoding key ids
        "e1de2469408636f0ce20ad2b1b33e1be3f903261377ea0189615b936fe397df6",
        "3dcbd9b81ca44ff9950ba81bb69f4033e875929be7c20cf1a0bcf7816adaee74",
        # Google: API keys; AWS: CreatePlatformApplication in the reference of SNS
        "04d74b634ecdbb5fb8b64adcc60b02b91fb7257e91ba81bd62aa187b26436f45",
        "ac9265e56c79b234607ec72c53753cfea9f88c99eb713790ddf9be5593bb4465",
        # Slack: bot tokens
        "f5375a46365089a84f4f822b70d44e744d64775cc747f030f8488a6274fe28f8",
    }
)


def is_placeholder(value: str) -> bool:
    """Whether a value says itself that it is none: a telling word, a run, a repetition.

    Args:
        value: a password, a token, an identifier.

    Returns:
        ``True`` also for values that are published as examples.
    """
    return _PLACEHOLDER.search(value) is not None or _repeats(value) or _runs(value) or _is_published(value)


def _is_published(value: str) -> bool:
    import hashlib

    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest() in _PUBLISHED


def entropy(value: str) -> float:
    """Shannon's entropy of a value in bits a character; 0 for the empty one."""
    import math

    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def looks_drawn(match: re.Match[str], kinds: int) -> bool:
    """Whether a value looks as if it had been drawn at random.

    Args:
        match: the whole value; its one group is the random part.
        kinds: how many kinds of characters (lower case, upper case, digits) that part must have.

    Returns:
        ``False`` also for placeholders.
    """
    drawn = match[1]
    present = sum(bool(re.search(characters, drawn)) for characters in ("[a-z]", "[A-Z]", "[0-9]"))
    return (
        present >= kinds
        and entropy(drawn) >= _LEAST_ENTROPY
        and not is_placeholder(match[0])
        and not is_placeholder(drawn)
    )


def _repeats(value: str) -> bool:
    """Whether a value is one part over and over."""
    return value in (value + value)[1:-1]


def _runs(value: str) -> bool:
    """Whether six characters in a row are equal, or count up or down."""
    run, step = 1, None
    for one, other in pairwise(value.lower()):
        before, step = step, ord(other) - ord(one)
        run = (run + 1 if step == before else 2) if abs(step) <= 1 else 1
        if run >= _RUN:
            return True
    return False
