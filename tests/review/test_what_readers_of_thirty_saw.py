"""What two readers of ten fresh reviews found false, misleading or missing."""

from __future__ import annotations

import pytest

from tests.review.asking import reviewed, told

IN_LOOP = "stands in a loop that need not run"


def _one(text: str, aspect: str, words: str) -> list[str]:
    return [each for each in told(text, aspect) if words in each]


def test_assertions_count_in_all_that_stands_around_them() -> None:
    text = """
        def test_a(shop):
            for each in shop:
                if each:
                    assert each.till
                assert each
            for each in (1, 2):
                assert each
    """
    found = told(text, "Structure")
    assert any("2 assertions of tests stand in a loop that need not run" in each for each in found)
    assert any("1 assertion of tests stands in a branch of a condition" in each for each in found)


def test_an_inner_function_is_told_alone() -> None:
    text = """
        def test_a(shop):
            if shop:
                def ring():
                    for each in shop:
                        assert each
                ring()
    """
    found = _one(text, "Structure", "assertion of tests")
    assert [each.partition(":")[0] for each in found] == [
        "1 assertion of tests stands in a function that the test defines"
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("assert shop() is None", "it checks nothing where it is raised before it or by it (line 5)."),
        (
            "assert shop()\n        assert shop.a",
            "they check nothing where it is raised before them or by them",
        ),
    ],
)
def test_assertions_where_an_exception_is_expected(body: str, said: str) -> None:
    text = f"import pytest\n\ndef test_a(shop):\n    with pytest.raises(OSError):\n        {body}\n"
    (found,) = [each for each in told(text, "Structure") if "a block that expects an exception" in each]
    assert said in found


@pytest.mark.parametrize(
    "block",
    [
        "pytest.warns(UserWarning)",
        "pytest.raises(AssertionError)",
        "pytest.raises((OSError, Exception))",
        "self.assertRaises(self.failureException)",
        "shop",
    ],
)
def test_assertions_that_a_block_lets_run_or_is_about(block: str) -> None:
    text = f"import pytest\n\ndef test_a(self, shop):\n    with {block}:\n        assert shop()\n"
    assert not [each for each in told(text, "Structure") if "a block that expects" in each]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("os.open('a', os.O_RDONLY)", "Opened to be read: `'a'`"),
        ("os.open('a', os.O_RDWR)", "Opened to be read: `'a'`"),
        ("os.open('a', flags)", ""),
        ("os.open('a', os.O_WRONLY)", ""),
        ("os.open('a', os.O_RDWR | os.O_CREAT)", ""),
        ("os.open('a')", ""),
        ("os.read(fd, 3)", "Read from a descriptor, which may be that of a file: `fd`"),
        ("os.read()", ""),
        ("shop.read(fd, 3)", ""),
    ],
)
def test_descriptors_that_are_read(line: str, said: str) -> None:
    found = [each for each in told(f"import os\n\ndef test_a(fd):\n    {line}\n", "Inputs") if "ead" in each]
    assert [each for each in found if each.startswith(("Opened", "Read"))] == (
        [f"{said} (line 4)."] if said else []
    )


def test_only_what_an_entry_is_about_refers_to_it() -> None:
    text = """
        import os, tempfile, unittest

        class TestShop(unittest.TestCase):
            def test_a(self):
                fd, path = tempfile.mkstemp()
                till = Till(fd)
                self.assertTrue(till)
                till.close()
                os.remove(path)
    """
    found = [each for each in told(text, "Resources") if "descriptor" in each]
    assert found == [
        "A mkstemp() descriptor is acquired; it is handed to somebody who is not followed, and nothing here "
        "is seen to give it back (lines 5, 6)."
    ]


OPENED = """
    import os

    def test_a(sizes, fd):
        for each in sizes:
            till = Till(fd)
            till.close()
            fd = os.open("a", os.O_RDONLY)
            {}
            {}
"""


@pytest.mark.parametrize(
    ("first", "second", "unless"),
    [
        ("assert os.read(fd, 3)", "os.close(fd)", ", unless the assertion in line 8 fails before"),
        ("os.read(fd, 3)", "os.close(fd)", ""),
        ("os.close(fd)", "assert each", ""),
        ("if each: assert each", "os.close(fd)", ", unless the assertion in line 8 fails before"),
        ("if each: os.close(fd)", "assert each", " on some of its ways"),
        ("assert each", "with each: os.close(fd)", ""),
    ],
)
def test_releases_that_a_failing_assertion_skips(first: str, second: str, unless: str) -> None:
    text = OPENED.format(first, second)
    (found,) = [each for each in told(text, "Resources") if each.startswith("A descriptor is acq")]
    assert ("unless" in found) is ("unless" in unless)
    assert unless in found and "`os.close(fd)`" in found


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("self.is_superuser = is_superuser", False),
        ("run(self.is_admin)", False),
        ("self.admin_client = client", False),
        ("run(self.admin_client)", True),
        ("run(self.superuser)", True),
    ],
)
def test_questions_of_rights_are_no_use_of_them(line: str, is_told: bool) -> None:
    text = f"class Ann:\n    def __init__(self, is_superuser=False):\n        {line}\n"
    found = told(text, "Doubles and controls")
    assert any(each.startswith("Used with more rights") for each in found) is is_told


def test_calls_of_a_function_by_itself_in_class_bodies_and_before() -> None:
    text = """
        class Shop:
            def check(each):
                if each:
                    Shop.check(each - 1)
                return each
            one = check(1)

        def walk(each):
            return [walk(one) for one in each]

        def test_a(walk):
            walk()

        def test_b():
            walk()
    """
    found = [each for each in told(text, "Structure") if "walk(each)" in each or "check(" in each]
    assert (
        "Helper `walk(each)`; called by its name in line 15, and called by itself in line 9 (lines 8–9)."
        in found
    )


ANEW = """
    def ring(n): ...
    run(ring)
    {}

    def test_a():
        ring()
        shop(ring)
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "ring = Till(ring)",
            "named without a call in lines 2 and 3; its name is bound anew in line 3, and means something "
            "else from there on (line 1).",
        ),
        ("pass", "called by its name in line 6, and named without a call in lines 2 and 7 (line 1)."),
    ],
)
def test_names_that_are_bound_anew(line: str, said: str) -> None:
    (found,) = [each for each in told(ANEW.format(line), "Structure") if "ring(n)" in each]
    assert found.endswith(said)


def test_branches_bind_no_name_anew() -> None:
    text = """
        if new:
            def ring(): ...
        else:
            ring = None

        def test_a():
            ring()
    """
    assert any("called by its name in line 7" in each for each in told(text, "Structure"))


ADMITTED = "a comment may admit a bug or a workaround: "


@pytest.mark.parametrize(
    ("comment", "is_told"),
    [
        ("if there is a bug, a byte is missing", True),
        ("This patch is not clean.", True),
        ("Allow for test isolation issues", True),
        ("a workaround for old shops", True),
        ("TODO: drop this hack", False),
        ("debug output", False),
        ("see bug 1234", False),
        ("clean up the shop", False),
        ("a broken till", False),
    ],
)
def test_comments_that_admit_something(comment: str, is_told: bool) -> None:
    found = told(f"def test_a():\n    assert shop  # {comment}\n", "Known bugs")
    assert any(ADMITTED in each for each in found) is is_told


def test_what_was_looked_for_in_comments_is_said() -> None:
    known = next(each for each in reviewed("def test_a(): shop()\n").aspects if each.name == "Known bugs")
    assert "WARNING in capitals, no comment with such words as bug, workaround, hack" in known.nothing


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("app.config['WTF_CSRF_ENABLED'] = False", "(CSRF) is off: `WTF_CSRF_ENABLED: False`"),
        ("app = make(enforce_csrf_checks=False)", "(CSRF) is off: `enforce_csrf_checks: False`"),
        ("request._dont_enforce_csrf_checks = True", "(CSRF) is off: `_dont_enforce_csrf_checks: True`"),
        ("LOGIN_DISABLED = True", "the login that is asked for is off: `LOGIN_DISABLED: True`"),
        ("view = csrf_exempt(view)", "(CSRF) is off: `csrf_exempt`"),
        (
            "MIDDLEWARE.remove('django.middleware.csrf.CsrfViewMiddleware')",
            "a protection of requests is off: ",
        ),
        ("change(MIDDLEWARE={'remove': ['a.CsrfViewMiddleware']})", "a protection of requests is off: "),
        ("change(MIDDLEWARE={'remove': 'a.CsrfViewMiddleware'})", "a protection of requests is off: "),
        ("change(MIDDLEWARE={'append': 'a.CsrfViewMiddleware'})", ""),
        ("app.config['WTF_CSRF_ENABLED'] = True", ""),
        ("MIDDLEWARE.remove('shop.OtherMiddleware')", ""),
        ("app.config['WTF_CSRF_ENABLED'] = is_on", ""),
        ("LOGIN_DISABLED = False", ""),
    ],
)
def test_protections_of_requests_that_are_off(line: str, said: str) -> None:
    found = [each for each in told(f"{line}\n", "Doubles and controls") if " is off: " in each]
    assert [said in each for each in found] == ([True] if said else [])


def test_constants_of_modules_that_were_not_read() -> None:
    many = ", ".join(f"A_{number}" for number in range(10))
    text = "from shop_helpers import USER_CONTEXT, run\nfrom os import O_RDONLY\n"
    text += f"from sqlalchemy import JSON\nfrom far import {many}\n"
    found = [each for each in told(text, "Inputs", {"shop.py": ""}) if "no file was read" in each]
    assert (
        found[0] == "By their names, constants of `shop_helpers`, of which no file was read: `USER_CONTEXT`."
    )
    assert found[1].endswith("`A_7` and 2 more.") and len(found) == 2


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("import factory\nname = factory.Faker('name')\n", True),
        ("from factory.fuzzy import FuzzyText\nname = FuzzyText()\n", True),
        ("import factory\nname = factory.Faker('name')\nfactory.random.reseed_random(1)\n", False),
        ("import factory\nname = factory.Sequence(str)\n", False),
    ],
)
def test_values_that_libraries_make_up(text: str, is_told: bool) -> None:
    found = told(text, "Inputs")
    assert any("sets a seed" in each for each in found) is is_told
    assert not any("word of a double" in each for each in told(text, "Doubles and controls"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("datetime.now()", "without the zone: `datetime.now()`"),
        (
            "datetime.now().replace(tzinfo=utc)",
            "called that of a zone without being converted: `datetime.now().r",
        ),
        ("datetime.now().replace(hour=1)", "without the zone: `datetime.now()`"),
        ("datetime.now(utc)", ""),
        ("shop.now()", ""),
    ],
)
def test_local_times(value: str, said: str) -> None:
    found = told(f"from datetime import datetime\nbegin = {value}\n", "Inputs")
    assert [said in each for each in found if "machine's zone" in each] == ([True] if said else [])


def test_requests_of_objects_that_are_used_where_they_are_made() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/till.py": """
            import requests

            class Till:
                def ring(self):
                    return requests.post("https://shop.example.org/")
        """,
    }
    text = "from shop.till import Till\n\ndef test_a():\n    assert Till().ring()\n"
    assert told(text, "Inputs", files)[0].startswith(
        "In `Till().ring()`, which is called here: A request is sent, or answered by a double: "
    )


def test_doubles_that_are_handed_on_or_answer_to_any_name() -> None:
    text = """
        from shop.mocks import StubError, TillMock
        from unittest.mock import Mock

        class Handlers:
            def __getattr__(self, name): ...

        class StubShop: ...

        def test_a():
            run(TillMock, till=TillMock, shop=StubShop, mock=Mock, error=StubError)
    """
    found = told(text, "Doubles and controls")
    assert [each for each in found if "handed to a call" in each] == [
        "By its name, a double is handed to a call: `TillMock` (line 10)."
    ]
    assert [each for each in found if "any name" in each or "every name" in each] == [
        "`Handlers` answers to every name that it does not have, by `__getattr__()`: it can stand in for "
        "something else (line 5)."
    ]


def test_what_was_not_followed_is_said_beside_what_was_found() -> None:
    text = "import os, shop\n\ndef test_a():\n    os.getenv('A')\n    shop.run()\n"
    assert told(text, "Inputs")[-1] == (
        "What code in other files reads when it is called from here was not followed to its end. Called "
        "here, among other such code: shop.run()."
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "Till is never closed; "),
        ("\n    def __del__(self):\n        self.close()\n", "Till is closed at most by its __del__; "),
    ],
)
def test_objects_whose_class_may_close_them_itself(more: str, said: str) -> None:
    shop = "class Till:\n    def close(self): ...\n\n    def __exit__(self, *exc):\n        self.close()\n"
    files = {"shop/__init__.py": "", "shop/till.py": f"{shop}{more}"}
    text = "from shop.till import Till\n\ndef test_a():\n    till = Till()\n    assert till.sum == 3\n"
    every = (each for aspect in reviewed(text, files).aspects for each in aspect.defects)
    assert next(each.finding.message for each in every if each.finding.code == "TSE322").startswith(said)
