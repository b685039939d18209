"""What production code does otherwise under test, in a few words."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.branches import changes, is_flag, variable_read
from flake8_testsec.source.module import Module

CHANGES = {
    # nothing
    "if ASK:\n    raise ValueError": [],
    "if not ASK:\n    pass\nelse:\n    raise ValueError": [],
    "if ASK:\n    log.info('x')\n    pass": [],
    "if ASK:\n    logging.getLogger('x').info('y')": [],
    "if ASK:\n    'a comment'": [],
    "if ASK:\n    hint = 'use memory'": [],
    "if ASK:\n    extra_msg = f'{x}'": [],
    "assert not ASK": [],
    "ASK": [],
    "asked = ASK\nif asked:\n    raise ValueError": [],
    "asked = False and ASK": [],
    "if ASK or True:\n    x()": [],
    # one word for each
    "if ASK:\n    host = 'localhost'": ["another path is taken"],
    "if ASK:\n    log.host = 'localhost'": ["another path is taken"],
    "if ASK:\n    (lambda: 1)()": ["another path is taken"],
    "if not ASK:\n    start()": ["a part is left out"],
    "if ASK:\n    client = FakeClient()": ["a double is used"],
    "if ASK:\n    client = doubles.mock_client\nelse:\n    client = real()": ["a double is used"],
    "if not ASK:\n    verify(x)": ["a check is skipped"],
    "if not ASK:\n    if x:\n        raise ValueError": ["a check is skipped"],
    "if ASK:\n    pass\nelse:\n    check_token(x)": ["a check is skipped"],
    "def f():\n    if ASK:\n        return 1\n    start()": ["it returns early"],
    "def f():\n    if ASK:\n        return 1\n    check(x)": ["a check is skipped"],
    "def is_allowed(x):\n    if ASK:\n        return True\n    return x": ["a check is skipped"],
    "for x in y:\n    if ASK:\n        continue": ["the loop is left early"],
    "x = 1 if ASK else 2": ["another value is taken"],
    "if True and ASK:\n    x()": ["another path is taken"],
    "while ASK:\n    x()": ["another path is taken"],
    "[x for x in y if ASK]": ["another path is taken"],
    "f(ASK)": ["the answer is handed on"],
    "def f():\n    return not ASK": ["the answer is handed on"],
    "asked = ASK": ["the answer is handed on"],
    "asked = ASK\nf(asked)": ["the answer is handed on"],
    "asked = ASK\nasked = 1\nif asked:\n    x()": ["the answer is handed on"],
    "asked = ASK\nif asked:\n    x()\nif not asked:\n    x()": [
        "another path is taken",
        "a part is left out",
    ],
    # the value under test
    "if x and not (y or ASK):\n    check(x)": ["a check is skipped"],
    "if (asked := ASK):\n    x()": ["another path is taken"],
    "if bool(ASK):\n    x()": ["another path is taken"],
    "if other(ASK):\n    x()": ["the answer is handed on"],
    "if ASK == '1':\n    raise ValueError": [],
    "if ASK != '1':\n    raise ValueError": ["a check is skipped"],
    "if ASK == '0':\n    raise ValueError": ["a check is skipped"],
    "if ASK != '':\n    raise ValueError": [],
    "if ASK is None:\n    raise ValueError": ["a check is skipped"],
    "if ASK is not None:\n    raise ValueError": [],
    "if ASK is True:\n    raise ValueError": [],
    "if ASK.lower() in ('1', 'true'):\n    raise ValueError": [],
    "if ASK not in ['1']:\n    raise ValueError": ["a check is skipped"],
    "if ASK in (x, y):\n    raise ValueError": ["the answer is handed on"],
    "if x == ASK:\n    raise ValueError": ["the answer is handed on"],
}


@pytest.mark.parametrize("source", CHANGES)
def test_changes(source: str) -> None:
    module = Module.parse(source, "shop/a.py", Settings())
    asked = next(node for node in module.nodes(ast.Name) if node.id == "ASK")
    assert [change.what for change in changes(asked, True, module)] == CHANGES[source]


def test_a_flag_that_is_only_handed_on_does_not_count_if_so_asked() -> None:
    module = Module.parse("f(ASK)\nx = ASK\nif x:\n    pass\n", "shop/a.py", Settings())
    asked = [node for node in module.nodes(ast.Name) if node.id == "ASK"]
    assert not [change for each in asked for change in changes(each, True, module, stored=False)]


def test_the_place_is_the_condition() -> None:
    module = Module.parse("if x and not ASK:\n    start()\n", "shop/a.py", Settings())
    (asked,) = (node for node in module.nodes(ast.Name) if node.id == "ASK")
    (change,) = changes(asked, True, module)
    assert ast.unparse(change.place) == "x and (not ASK)"


FLAGS = {
    **dict.fromkeys(
        ("test", "tests", "fake", "mock", "unittest", "testing_of", "contesting", "tested"), False
    ),
    **dict.fromkeys(("testing", "TESTING", "_testing", "test_mode", "unit_testing", "unit_test"), True),
    **dict.fromkeys(("for_tests", "is_testing", "in_test", "_in_unit_tests", "get_is_in_unit_tests"), True),
    **dict.fromkeys(("running_tests", "is_running_tests", "under_test", "isTesting"), True),
}


@pytest.mark.parametrize("name", FLAGS)
def test_flags(name: str) -> None:
    assert is_flag(name) is FLAGS[name]


VARIABLES = {
    "x.get('A')": "",
    "os.environ.get(x)": "",
    "'A' in x": "",
    "'A' == os.environ": "",
    "os.environ": "",
    "os.environ.get('A', 1)": "A",
    "os.getenv(key='A')": "A",
    "'A' in os.environ": "A",
    "'A' not in os.environ.keys()": "A",
}


@pytest.mark.parametrize("source", VARIABLES)
def test_variables(source: str) -> None:
    module = Module.parse(f"import os\n{source}\n", "shop/a.py", Settings())
    (statement,) = module.nodes(ast.Expr)
    assert variable_read(statement.value, module) == VARIABLES[source]
