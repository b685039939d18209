"""The bad examples of every rule in other spellings: the findings move along, or a word says why not."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache

import pytest

from .examples import Case, File, cases, examined
from .respelled import SPELLINGS

BAD = list(cases("bad"))
BY_ID = {case.id: case for case in BAD}

NOT_FOLLOWED: Mapping[str, Mapping[str, str]] = {
    "method": {
        "other": "TSE515 TSE520",
    },
    "called by a test": {
        "caller": (
            "TSE204 TSE230 TSE232 TSE304 TSE305 TSE307 TSE313 TSE318 TSE320 "
            "TSE323 TSE402 TSE405 TSE408 TSE506 TSE508 TSE516 TSE520 "
            "TSE227 TSE228 TSE301 TSE335 TSE425 "
            "TSE607 TSE706 TSE222 TSE223 TSE224 TSE226 TSE332 TSE333 TSE421 TSE424 TSE543 TSE546 TSE548 "
            "TSE549 TSE550 TSE808 TSE338 TSE505 TSE507 TSE528"
        ),
        "whole": (
            "TSE401 TSE409 TSE410 TSE511 TSE512 TSE513 TSE517 TSE522 TSE523 TSE525 TSE531 TSE532 "
            "TSE552 TSE556 TSE557 TSE604"
        ),
    },
    "nested function": {
        "caller": (
            "TSE304 TSE313 TSE316 TSE318 TSE320 TSE323 TSE408 TSE505 TSE506 TSE508 TSE526 TSE528 TSE706 "
            "TSE227 TSE232 TSE301 TSE335 TSE425 "
            "TSE222 TSE223 TSE224 TSE325 TSE333 TSE543 TSE549 TSE550 TSE551 TSE808 TSE338 TSE507"
        ),
        "whole": "TSE230 TSE401 TSE409 TSE410 TSE511 TSE512 TSE517 TSE525 TSE531 TSE532 TSE552 TSE557 TSE604",
    },
    "coroutine": {
        "whole": "TSE531",
    },
    "under if": {
        "whole": "TSE323 TSE401 TSE409 TSE410 TSE512 TSE517 TSE531 TSE552 TSE557 TSE604 TSE335",
        "other": "TSE304 TSE324 TSE503",
        "condition": "TSE222 TSE228 TSE333 TSE808 TSE809",
    },
    "under with": {
        "other": "TSE304 TSE324 TSE546",
        "whole": "TSE230 TSE323 TSE409 TSE512 TSE517 TSE531 TSE552 TSE604 TSE335",
    },
    "under for": {
        "whole": "TSE323 TSE401 TSE409 TSE410 TSE512 TSE517 TSE552 TSE557 TSE604 TSE335",
        "other": "TSE301 TSE304 TSE324",
        "retry": "TSE224 TSE405 TSE408",
    },
    "under try": {
        "whole": ("TSE230 TSE323 TSE401 TSE409 TSE410 TSE512 TSE517 TSE531 TSE552 TSE557 TSE604 TSE335"),
        "other": "TSE324",
    },
    "assigned": {
        "value": (
            "TSE310 TSE317 TSE323 TSE403 TSE405 TSE508 TSE516 TSE520 TSE521 TSE528 TSE532 TSE607 TSE334 "
            "TSE223 TSE224 TSE422 TSE543 TSE546 TSE550 TSE551 TSE555 TSE808"
        ),
    },
    "walrus": {
        "name": "TSE603",
        "binding": (
            "TSE230 TSE302 TSE307 TSE310 TSE316 TSE317 TSE320 TSE326 TSE402 TSE408 TSE410 TSE516 "
            "TSE542 TSE334 TSE606 TSE705 TSE551 TSE216 TSE225 TSE229 TSE614 TSE555 TSE557 TSE528"
        ),
    },
    "annotated": {
        "name": "TSE603",
        "binding": (
            "TSE230 TSE307 TSE316 TSE320 TSE326 TSE402 TSE408 TSE410 TSE606 TSE705 TSE334 TSE216 "
            "TSE555 TSE557 TSE528"
        ),
    },
    "conditional": {
        "name": "TSE603",
        "binding": (
            "TSE230 TSE803 TSE201 TSE203 TSE209 TSE212 TSE302 TSE304 TSE307 TSE316 TSE317 TSE320 "
            "TSE402 TSE410 TSE301 TSE334 TSE335 TSE550 TSE551 TSE216 TSE225 TSE228 TSE229 TSE614 "
            "TSE555 TSE557 TSE314 TSE507 TSE528 "
            "TSE505 TSE516 TSE532 TSE606 TSE705 TSE801 TSE804 TSE806 TSE222 TSE324 TSE326 TSE542 TSE339"
        ),
    },
    "in a tuple": {
        "name": "TSE603",
        "binding": (
            "TSE230 TSE302 TSE307 TSE316 TSE317 TSE320 TSE326 TSE402 TSE408 TSE410 TSE516 TSE542 "
            "TSE606 TSE705 TSE334 TSE216 TSE225 TSE228 TSE229 TSE614 TSE555 TSE557 TSE528 TSE339"
        ),
    },
    "chained": {
        "name": "TSE603",
        "alias": (
            "TSE301 TSE302 TSE306 TSE307 TSE308 TSE311 TSE312 TSE316 TSE319 TSE320 TSE402 TSE339 TSE410 "
            "TSE230 TSE322 TSE325 TSE326 TSE542 TSE606 TSE705 TSE216 TSE225 TSE228 TSE229 TSE555 TSE557 "
            "TSE528"
        ),
    },
    "attribute": {
        "owner": (
            "TSE201 TSE230 TSE306 TSE307 TSE316 TSE319 TSE320 TSE334 TSE408 TSE542 TSE552 TSE804 "
            "TSE806 TSE606 TSE339 TSE557"
        ),
    },
    "imported from": {
        "name": "TSE603",
        "word": (
            "TSE203 TSE210 TSE301 TSE310 TSE313 TSE315 TSE317 TSE324 TSE405 TSE421 TSE423 TSE544 "
            "TSE531 TSE559 TSE801 TSE803"
        ),
    },
    "imported inside": {
        "other": "TSE507 TSE545 TSE553",
    },
}
"""By the spelling and the reason: the rules of which some examples lose a finding.

``alias``: two names for one thing are not followed. ``binding``: the rule wants a plain assignment.
``caller``: what is around the test counts, and several may call. ``condition``: who asks before may mean it.
``owner``: the rule follows names alone.
``retry``: a loop may go on until it succeeds. ``value``: whoever keeps a result may use it.
``whole``: the rule is about a test as a whole. ``word``: the rule goes by the word.
``other``: what is moved is what the rule is about.
"""


def _lines(file: File, case: Case) -> list[int]:
    found = examined(file, case.rule)
    assert {each.code for each in found} <= {case.rule.code}
    return sorted(each.line for each in found)


@cache
def _unparsed(case_id: str, path: str) -> list[int]:
    """The lines of findings in a file as it is without its comments."""
    case = BY_ID[case_id]
    (file,) = (each for each in case.files if each.path == path)
    return _lines(file._replace(text=ast.unparse(ast.parse(file.text)) + "\n"), case)


def _is_followed(file: File, case: Case, spelling: str) -> bool:
    """Whether as many findings are in a file that is spelt in another way; a rule that reads comments, which
    are lost here, is not asked."""
    before = _unparsed(case.id, file.path)
    if len(before) != len(file.spans):
        return True
    tree = ast.parse(file.text)
    if not SPELLINGS[spelling](tree):
        return True
    text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return len(_lines(file._replace(text=text), case)) == len(before)


@pytest.mark.again
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_findings_move_along_or_a_word_says_why_not(spelling: str) -> None:
    excused = {each for ids in NOT_FOLLOWED.get(spelling, {}).values() for each in ids.split()}
    lost = {
        case.rule.code
        for case in BAD
        if not all(_is_followed(file, case, spelling) for file in case.files if file.spans)
    }
    assert lost == excused


def test_every_spelling_is_tried() -> None:
    for spelling, rewrite in SPELLINGS.items():
        tried = (rewrite(ast.parse(file.text)) for case in BAD for file in case.files if file.spans)
        assert any(tried), spelling
