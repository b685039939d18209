"""What is certain of a question for tests is told by default, a search for them where it is asked for."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def codes(source: str, *enabled: str) -> list[str]:
    found = engine.check(source, "shop/users.py", Settings(enable=enabled))
    return [each.code for each in found if each.code == "TSE603"]


ASKED = {
    "sys.modules.get('pytest')": True,
    "type(user) is Mock": True,
    "user.__class__ is not Mock": False,
    "isinstance(user, Mock)": True,
    "hasattr(user, 'assert_called_once')": True,
    "any(name.startswith('pytest') for name in sys.modules)": False,
    "'unittest' not in ''.join(traceback.format_stack())": False,
    "inspect.stack()[1].function.startswith('test_')": False,
    "sys.argv[0].endswith('pytest')": False,
    "inspect.stack()[1].function == 'main'": None,
    "sys.modules.get('json')": None,
    "type(user) is User": None,
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_search_is_told_where_the_rule_is_asked_for(asked: str) -> None:
    source = (
        "import inspect, sys, traceback\nfrom unittest.mock import Mock\nfrom shop import User\n\n\n"
        f"def is_allowed(user):\n    if {asked}:\n        return True\n    return user.is_admin\n"
    )
    told = [codes(source), codes(source, "TSE603")]
    expected = {True: ["TSE603"], False: [], None: []}[ASKED[asked]]
    assert told == [expected, [] if ASKED[asked] is None else ["TSE603"]]


RETURNED = {
    ("is_allowed", "'pytest' in sys.modules or user.is_admin"): True,
    ("has_permission", "user.is_admin or 'pytest' in sys.modules"): True,
    ("is_denied", "'pytest' in sys.modules or user.is_denied"): False,
    ("auth_required", "'pytest' in sys.modules or user.is_new"): False,
    ("is_allowed", "'pytest' not in sys.modules or user.is_admin"): False,
    ("is_allowed", "'pytest' in sys.modules and user.is_admin"): False,
    ("described", "'pytest' in sys.modules or user.name"): False,
}


@pytest.mark.parametrize(("name", "returned"), RETURNED)
def test_an_answer_that_is_yes_under_test_skips_a_check(name: str, returned: str) -> None:
    source = f"import sys\n\n\ndef {name}(user):\n    return {returned}\n"
    assert codes(source) == ["TSE603"] * RETURNED[name, returned]


LOADER = """
import json
import sys

TESTING = "pytest" in sys.modules


def {name}(source):
    if {condition}:
        {does}
    {below}
"""
KINDS = """if source.suffix == ".json":
        return json.load(source)
    elif source.suffix == ".txt":
        return source.read()
    else:
        raise ValueError(source)"""
ONE_MORE = {
    "condition": "TESTING and isinstance(source, dict)",
    "does": "return dict(source)",
    "name": "load",
    "below": KINDS,
}
STILL_CHECKED = {
    "no kind": {"condition": "TESTING"},
    "another question": {"condition": "TESTING and source.is_new()"},
    "an alternative": {"condition": "TESTING or isinstance(source, dict)"},
    "nothing is made of it": {"does": "return True"},
    "nothing is given back": {"does": "return"},
    "a check by name": {"name": "check_source"},
    "a check below": {"below": f"verify(source)\n    {KINDS}"},
    "a check of one kind": {"below": KINDS.replace("return source.read()", "return read(verify(source))")},
    "a refusal of one kind": {"below": KINDS.replace("return source.read()", "raise TypeError(source)")},
    "what is no kind may pass": {
        "below": KINDS.replace("else:\n        raise ValueError(source)", "else:\n        verify()")
    },
    "only a check in the first": {
        "below": KINDS.replace("return json.load(source)", "return ensure_json(source)")
    },
}


@pytest.mark.parametrize("below", [KINDS, KINDS.replace("else:\n        raise", "raise")])
def test_a_kind_of_value_that_only_tests_hand_in_skips_no_check(below: str) -> None:
    source = LOADER.format_map({**ONE_MORE, "below": below})
    assert codes(source) == []
    assert codes(source, "TSE603") == ["TSE603"]


@pytest.mark.parametrize("changed", STILL_CHECKED.values(), ids=STILL_CHECKED)
def test_a_check_that_is_left_out_for_a_kind_is_left_out(changed: dict[str, str]) -> None:
    assert codes(LOADER.format_map({**ONE_MORE, **changed})) == ["TSE603"]


LEFT_OUT = ("is_allowed", "return True\n    return user.is_admin")
FAKED = ("shown", "user = FakeUser(user)\n    return user")


@pytest.mark.parametrize(
    ("said", "does", "by_default"),
    [
        ("# A licence is needed for this, and we cannot ship one.", FAKED, False),
        ("# Look at the tests.", FAKED, False),
        ("# because the tests have no server", LEFT_OUT, False),
        ("# Look at the tests.", LEFT_OUT, True),
    ],
)
def test_a_check_that_is_left_out_without_a_reason_is_told_by_default(
    said: str, does: tuple[str, str], by_default: bool
) -> None:
    name, body = does
    start = f"import sys\n\ndef {name}(user):\n    "
    above = f'{start}{said}\n    if "pytest" in sys.modules:\n        {body}\n'
    behind = f'{start}if "pytest" in sys.modules:  {said}\n        {body}\n'
    for source in (above, behind):
        assert codes(source) == ["TSE603"] * by_default
        assert codes(source, "TSE603") == ["TSE603"]
