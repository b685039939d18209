"""Questions for tests, a search for them among them, and what is a check that is skipped."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

SKIPPED = "a check is skipped"


def told(source: str, *enabled: str) -> list[str]:
    found = engine.check(source, "shop/users.py", Settings(enable=enabled))
    return [each.message.rpartition(": ")[2] for each in found if each.code == "TSE603"]


def test_nothing_is_told_by_default() -> None:
    source = "import sys\n\n\ndef is_allowed(user):\n    return 'pytest' in sys.modules or user.is_admin\n"
    assert (told(source), told(source, "TSE603")) == ([], [SKIPPED])


def skipped(source: str) -> int:
    return told(source, "TSE603").count(SKIPPED)


ASKED = {
    "sys.modules.get('pytest')": True,
    "type(user) is Mock": True,
    "user.__class__ is not Mock": True,
    "isinstance(user, Mock)": True,
    "hasattr(user, 'assert_called_once')": True,
    "any(name.startswith('pytest') for name in sys.modules)": True,
    "'unittest' not in ''.join(traceback.format_stack())": True,
    "inspect.stack()[1].function.startswith('test_')": True,
    "sys.argv[0].endswith('pytest')": True,
    "inspect.stack()[1].function == 'main'": False,
    "sys.modules.get('json')": False,
    "type(user) is User": False,
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_search_is_a_question(asked: str) -> None:
    source = (
        "import inspect, sys, traceback\nfrom unittest.mock import Mock\nfrom shop import User\n\n\n"
        f"def is_allowed(user):\n    if {asked}:\n        return True\n    return user.is_admin\n"
    )
    assert len(told(source, "TSE603")) == ASKED[asked]


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
    assert skipped(source) == RETURNED[name, returned]


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
    assert (skipped(source), len(told(source, "TSE603"))) == (0, 1)


@pytest.mark.parametrize("changed", STILL_CHECKED.values(), ids=STILL_CHECKED)
def test_a_check_that_is_left_out_for_a_kind_is_left_out(changed: dict[str, str]) -> None:
    assert skipped(LOADER.format_map({**ONE_MORE, **changed})) == 1
