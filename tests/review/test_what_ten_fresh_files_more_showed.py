"""What reviews of a third ten fresh files said wrongly or left out: mappings, hosts, handlers, own runs."""

from __future__ import annotations

import pytest

from flake8_testsec.review import followed
from tests.review.asking import module_of, told


@pytest.mark.parametrize(
    ("call", "is_request"),
    [
        ("till.get('HOST', 'http://shop.test')", False),
        ("till.get('http://shop.test')", True),
        ("till.request('GET', 'http://shop.test')", True),
    ],
)
def test_a_url_that_a_mapping_is_given_for_what_it_lacks_is_no_request(call: str, is_request: bool) -> None:
    found = told(f"def test_till(till):\n    {call}\n", "Inputs")
    assert any("sends a request" in each for each in found if "no call" not in each) is is_request


@pytest.mark.parametrize("name", ["pwd", "user_pwd", "b64token", "authtoken", "passwd"])
def test_more_names_of_secrets(name: str) -> None:
    text = f"CLIENT = Client({name}='swordfish')\nprint('{name}: {{}}', Client({name}='swordfish'))\n"
    assert f"A literal, not shown here, is given under the name `{name}` (lines 1, 2)." in told(
        text, "Hard-coded values"
    )
    for aspect in ("Inputs", "Disclosure", "Execution"):
        assert not any("swordfish" in each for each in told(text, aspect))


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("host='vcsa'", "vcsa"),
        ("httpProxyHost='proxy'", "proxy"),
        ("hostname='a-b'", "a-b"),
        ("host='a b'", ""),
        ("host='17'", ""),
        ("ghost='vcsa'", ""),
    ],
)
def test_values_under_names_of_hosts_are_told(given: str, host: str) -> None:
    found = told(f"CLIENT = Connect({given})\n", "Hard-coded values")
    assert found == ([f"Given as a host: `{host}` (line 1)."] if host else [])


def test_a_host_that_looks_like_one_is_told_once() -> None:
    assert told("CLIENT = Connect(host='host1')\n", "Hard-coded values")[0].startswith("Looks like the name")
    assert not any("Given as" in each for each in told("A = Connect(host='host1')\n", "Hard-coded values"))


def test_an_empty_id_is_none() -> None:
    assert told("A = dict(user_id='')\n", "Hard-coded values") == []


def test_what_is_registered_at_import_is_told() -> None:
    text = """
        register_driver("a")
        atexit.register(stop)
        registered()

        def test_till():
            register_driver("b")
    """
    says = "By its name, registers something when the file is imported: "
    assert [each for each in told(text, "Resources") if each.startswith(says)] == [
        f"{says}`register_driver()` (line 1).",
        f"{says}`atexit.register()` (line 2).",
    ]


def test_a_conftest_does_not_tell_its_own_import_as_that_of_another() -> None:
    files = {"tests/conftest.py": "register_driver('a')\n"}
    assert len(told("def test_till(): pass\n", "Resources", files)) == 1
    own = module_of("register_driver('a')\n", files)
    own.path = "tests/conftest.py"
    assert [*followed.facts(own, "Resources")] == []


def test_runs_of_pytest_by_other_names_of_its_fixture_are_told() -> None:
    text = "def test_till(appdir):\n    appdir.runpytest('-v')\n    appdir.run()\n    runpytest()\n"
    says = "Runs pytest or a program over files that the test has written: `appdir.runpytest()` (line 2)."
    assert told(text, "Execution") == [says]


def test_a_limit_of_time_is_a_number() -> None:
    assert told("def test_till():\n    wait_for_till(timeout='a')\n", "Resources") == []
    assert told("def test_till(n):\n    wait_for_till(timeout=n)\n", "Resources") == [
        "1 call names a limit of time (line 2)."
    ]


def test_what_a_fixture_returns_goes_to_who_asks_for_it() -> None:
    text = """
        import pytest, redis

        @pytest.fixture
        def till():
            return redis.Redis()
    """
    found = told(text, "Resources")
    assert any("it goes to who asks for `till`; its end there is not followed" in each for each in found)


def test_what_opens_a_database_by_its_name_reads_a_file() -> None:
    assert (
        told("A = open_database('a')\n", "Inputs")[0]
        == "By its name, reads a file: `open_database()` (line 1)."
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("errors.append(error)", "no statement of the handler raises or fails; it keeps what was caught"),
        ("caught = error", "no statement of the handler raises or fails; it keeps what was caught"),
        (
            "if a: errors.append(error)",
            "no statement of the handler raises or fails; it keeps what was caught on some of its ways",
        ),
        ("errors.append(a)", "no statement of the handler raises or fails"),
        ("errors.remove(error)", "no statement of the handler raises or fails"),
        ("caught = a", "no statement of the handler raises or fails"),
    ],
)
def test_handlers_that_keep_what_they_caught(body: str, said: str) -> None:
    text = f"def test_till(a):\n    try:\n        pay()\n    except KeyError as error:\n        {body}\n"
    assert told(text, "Exceptions")[0].startswith(f"Caught: `KeyError`; {said} (line")


def test_classes_that_run_their_tests_in_their_own_way_are_told() -> None:
    files = {
        "tests/__init__.py": "",
        "tests/base.py": """
            import os
            import unittest

            TIMES = os.environ["TIMES"]

            class Base(unittest.TestCase):
                def run(self, result=None):
                    super().run(result)
        """,
    }
    text = """
        import unittest
        from tests import base

        class TestTill(base.Base):
            def test_till(self): pass

        class TestOther(unittest.TestCase):
            def test_till(self): pass

        class TestPlain:
            def run(self): pass
            def test_till(self): pass
    """
    said = "`TestTill` is run in a way of its own, by `Base.run()` (`tests/base.py` line 7)."
    assert [each for each in told(text, "Structure", files) if "way of its own" in each] == [said]
    reads = "The file that `base` comes from reads the environment variable `TIMES` (`tests/base.py` line 4)."
    assert reads in told(text, "Inputs", files)


def test_names_of_peers_that_are_not_compared_are_told() -> None:
    found = told("A = Verification(subj_alt_name_match=False)\n", "Doubles and controls")
    assert any("is off or lenient: `subj_alt_name_match: False` (line 1)." in each for each in found)
