"""What two readers of ten reviews found false: names, parameters, scopes, conditions, denials."""

from __future__ import annotations

import pytest

from flake8_testsec.review.undecided import undecided
from tests.review.asking import module_of, reviewed, told


def test_a_module_under_a_name_in_capitals_is_no_constant() -> None:
    files = {"shop/__init__.py": "", "shop/load.py": "", "shop/codes.py": "CODE = 1\n"}
    text = """
        import shop.load as TT
        from shop import load as LL
        from shop.codes import CODE
    """
    assert told(text, "Inputs", files)[0] == (
        "By their names, constants of another file, unless bound anew: `CODE` (`shop/codes.py` line 1)."
    )


MARK = "@pytest.mark.parametrize({}, [(1, 2)]{})\ndef test_a(first, last): ...\n"


@pytest.mark.parametrize(
    ("head", "names", "more", "said"),
    [
        ("", '"first, last"', "", "Parameters `first, last` get 1 value written here (line 2)."),
        ("", "NAMES", "", "The parameters that `NAMES` names get 1 value written here (line 2)."),
        ("from shop import NAMES\n", "NAMES", "", "The parameters that `NAMES` names get 1 value written"),
        ("", "['first', LAST]", "", "The parameters that `['first', LAST]` names get 1 value written"),
        ("NAMES = 'first', 'last'\n", "NAMES", "", "Parameters `('first', 'last')` get 1 value written here"),
        ("NAME = 'first'\n", "NAME", "", "Parameter `first` gets 1 value written here"),
        (
            "",
            "'a'",
            ", indirect=True",
            "Parameter `a` gets 1 value written here, through fixtures of the same name (indirect) (line 2).",
        ),
        ("", "'a'", ", indirect=False", "Parameter `a` gets 1 value written here (line 2)."),
        (
            "",
            "'a, b'",
            ", indirect=['a']",
            "Parameters `a, b` get 1 value written here, `a` through fixtures of the same name (indirect) (",
        ),
    ],
)
def test_names_of_parameters(head: str, names: str, more: str, said: str) -> None:
    found = told("import pytest\n" + head + MARK.format(names, more), "Inputs")
    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize("head", ["", "NAMES = ('first', 'last')\n", "from shop import NAMES\n"])
def test_parameters_that_a_name_lists_are_no_fixtures_that_are_missing(head: str) -> None:
    text = f"import pytest\n{head}{MARK.format('NAMES', '')}"
    in_class = "@pytest.mark.parametrize(NAMES, [(1, 2)])\nclass TestA:\n    def test_a(self, first): ...\n"
    for each in (text, f"import pytest\n{head}{in_class}"):
        assert [one.kind for one in undecided(module_of(each))] == []
    without = f"import pytest\n{head}{MARK.format(repr('first'), '')}"
    assert [one.kind for one in undecided(module_of(without))] == ["unknown-fixture"]


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("", "runs for every test"),
        (", scope='function'", "runs for every test"),
        (", scope='module'", "runs once a module, for every test"),
        (", scope='session'", "runs once a session, for every test"),
        (", scope=SCOPE", "runs for every test, in a scope that is worked out"),
    ],
)
def test_how_often_fixtures_run_that_nobody_asks_for(scope: str, said: str) -> None:
    text = f"import os, pytest\n\n@pytest.fixture(autouse=True{scope})\ndef shop():\n    os.mkdir('a')\n"
    found = told(text, "Structure")
    assert f"Fixture `shop` {said}, asked or not (autouse) (lines 4–5)." in found
    far = told("def test_a(): ...\n", "Resources", {"tests/conftest.py": text})
    assert f"In the fixture `shop`, which {said} here (autouse): A file or a folder" in far[0]


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("shop.till = 1", ""),
        ("if old:\n    shop.till = 1", ", under a condition"),
        ("try:\n    run()\nexcept OSError:\n    shop.till = 1", ", under a condition"),
        ("if old:\n    shop.till = 1\nshop.till = 1", ""),
    ],
)
def test_conditions_of_what_is_changed_at_import(text: str, under: str) -> None:
    words = f"State of the whole process, changed when the file is imported{under}: `shop.till = 1`"
    assert told(f"import shop\n{text}\n", "Resources")[0].startswith(words)


def test_what_opens_by_its_name_is_told_in_both_aspects() -> None:
    text = """
        def test_a(paths):
            a = [each.open() for each in paths]
            with paths[0].open() as b: ...
            with closing(paths.open()) as c: ...
            open("a")
    """
    opened = "Opens something, by its name"
    assert [each for each in told(text, "Inputs") if opened in each]
    assert [each for each in told(text, "Resources") if opened in each] == [
        f"{opened}; what closes it is not followed: `each.open()` (line 2)."
    ]


def test_paths_that_are_no_systems_are_not_denied() -> None:
    nothing = {each.name: each.nothing for each in reviewed("a = '/path/to/file'\n").aspects}
    assert "a path without spaces below a drive or one of /bin, /dev, /etc, " in nothing["Hard-coded values"]


def test_comments_that_warn() -> None:
    text = """
        CASES = [
            # WARNING: no longer rebuilds
            # "third" / Sequence(Byte, Error),
            # CAUTION: slow
            # NOTE: index is not supported
            # "index" / Array(3, Index),
            # NOTE: one is enough
            1,  # WARNINGS = f(1) is no such comment
        ]
    """
    look = "; by its look, code is commented out below it"
    assert told(text, "Known bugs") == [
        f"A comment warns: “WARNING: no longer rebuilds”{look} (lines 2–3).",
        "A comment warns: “CAUTION: slow” (line 4).",
        f"A comment warns: “NOTE: index is not supported”{look} (lines 5–6).",
    ]
    assert told("# FIXME: late\n# WARNING: slow\n", "Known bugs")[1:] == []
    assert "WARNING" in {each.name: each.nothing for each in reviewed("a = 1\n").aspects}["Known bugs"]


def test_denials_say_whose_names_were_looked_for() -> None:
    nothing = {
        each.name: each.nothing for each in reviewed("from shop import Pickled\nPickled.parse(b)\n").aspects
    }
    assert "not what the tested code calls its own" in nothing["Execution"]
    assert "by a name of the standard library or of a well-known package" in nothing["Disclosure"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("'sys.modules', {'redis': None}", "`sys.modules['redis']`"),
        ("'sys.modules', {'redis': None, **more}", "`sys.modules['redis'], sys.modules[...]`"),
        ("'sys.modules', {'a': 1, 'b': 1, 'c': 1, 'd': 1}", "`sys.modules[...]`"),
        ("'sys.modules', more, clear=False", "`sys.modules[...]`"),
        ("'sys.modules', {'redis': None}, clear=True", "`'sys.modules'`"),
    ],
)
def test_entries_of_a_dictionary_are_replaced_and_not_the_whole(given: str, said: str) -> None:
    text = f"from unittest.mock import patch\n\ndef test_a():\n    with patch.dict({given}):\n        run()\n"
    assert told(text, "Doubles and controls")[0] == f"Replaced: {said}, for the with block (line 4)."


def test_what_inherits_through_a_class_of_the_file_is_rolled_back_too() -> None:
    text = """
        from django.test import TestCase

        class TestA(TestCase):
            def test_a(self): ...

        class TestB(TestA):
            def test_b(self): ...
    """
    assert [each for each in told(text, "Resources") if "rolls back" in each] == [
        "What a test writes to the database Django rolls back behind it, by its documentation: `TestA` and "
        "`TestB` (lines 3–4, 6–7)."
    ]


def test_what_a_function_defines_is_done_when_that_is_called() -> None:
    conftest = """
        import os, pytest

        @pytest.fixture(autouse=True)
        def shop(request):
            def close():
                os.rmdir("a")
            request.addfinalizer(close)
            if old:
                os.mkdir("b")
    """
    later, perhaps, *_ = told("def test_a(): ...\n", "Resources", {"tests/conftest.py": conftest})
    assert "(autouse), in a function that it defines, when that is called: A file or" in later
    assert "(autouse), under conditions of its own: A file or" in perhaps


@pytest.mark.parametrize(
    ("call", "is_so"),
    [
        ("Client('http://localhost:9001/3', 'ann', 'pass1')", True),
        ("shop.Client('http://localhost:9001/3', 'ann', b'pass1')", True),
        ("client('http://localhost:9001/3', 'ann', 'pass1')", False),
        ("Client('http://localhost:9001/3', 'ann')", False),
        ("Client('http://localhost:9001/3', ann, 'pass1')", False),
        ("Client('http://localhost:9001/3', 'ann', password)", False),
        ("Client('shop', 'ann', 'pass1')", False),
    ],
)
def test_a_user_and_a_password_may_be_given_by_their_places(call: str, is_so: bool) -> None:
    found = told(f"{call}\n", "Hard-coded values")
    told_so = "two more texts, which may be a user and a password (line 1)."
    assert any(each.endswith(told_so) for each in found) is is_so
    assert not (is_so and any("all of these hosts" in each for each in found))
