"""A thread of which it is not seen how it is made: what it works on is not known, and nothing is reported."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

MADE = "threading.Thread(target=sold.append, args=(1,))"
KINDS = {
    "by one call": (MADE, ["TSE532"]),
    "by one call or another": (f"{MADE} if shop else {MADE}", []),
    "by one call unless there is one": (f"shop.seller or {MADE}", []),
}


@pytest.mark.parametrize(("value", "found"), KINDS.values(), ids=KINDS)
def test_only_of_a_thread_that_is_seen_to_be_made_it_is_known_what_it_works_on(
    value: str, found: list[str]
) -> None:
    text = (
        f"import threading\n\n\ndef test_sells(shop):\n    sold = []\n    seller = {value}\n"
        "    seller.start()\n    assert sold\n"
    )
    findings = engine.check(text, "tests/test_a.py", Settings(enable=("TSE532",)))
    assert [each.code for each in findings if each.code == "TSE532"] == found
