"""What must stand where a review tells of something by the words that it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bench.review_checks import Check, Place

_WORD = re.compile(r"[^\W\d]\w+")
_KINDS = """
    acquired-there admitted any-name class-state constants-unread double-given double-library-called emptied
    end-of-fixture failure-class file-by-descriptor followed-import gone-methods image in-string in-strings
    local-class local-fixture local-time missing-module own-runner pattern-as-text peer pipe privileged-user
    registered-at-import service-asked settings-from silenced statement in-table machine-id warnings-kept
    warnings-reset warning-comment
"""


def _words(subject: str, place: Place) -> bool:
    """Whether one of the words that are shown stands on the lines, or none is shown; lines of other files
    are looked at by those who tell of them."""
    words = _WORD.findall(subject)
    return place.is_other or not words or any(word in place.text for word in words)


WORD_CHECKS: Mapping[str, Check] = dict.fromkeys(_KINDS.split(), _words)
