"""What reviews of ten fresh files more denied or left out: clocks, conditions, services, data, pytester."""

from __future__ import annotations

import pytest

from tests.review.asking import told


def test_texts_of_the_clock_are_readings_of_it() -> None:
    assert (
        told("import time\nNOW = time.asctime()\n", "Inputs")[0]
        == "The clock is read: `time.asctime()` (line 2)."
    )


def test_a_function_that_takes_a_class_has_it_in_its_signature() -> None:
    text = """
        def make(cls, till): pass

        class TestTill:
            def make(cls, till): pass
            def test_till(self): pass
    """
    found = told(text, "Structure")
    assert "Function `make(cls, till)` (line 1)." in found
    assert "Method `make(till)` (line 4)." in found


@pytest.mark.parametrize(
    ("condition", "is_told"),
    [
        ("'os.getenv(\"SHOP\", False)'", True),
        ('\'os.environ.get("SHOP") == "a"\'', True),
        ("'os.environ[\"SHOP\"]'", True),
        ("'sys.platform == \"win32\"'", False),
    ],
)
def test_conditions_that_are_texts_are_read(condition: str, is_told: bool) -> None:
    text = f"import pytest\n@pytest.mark.skipif({condition})\ndef test_till(): pass\n"
    said = "A condition that is written as a text reads the environment variable `SHOP` (line 2)."
    assert (said in told(text, "Inputs")) is is_told


@pytest.mark.parametrize(
    ("call", "is_whole"),
    [
        ("patch.dict(os.environ, {'A': 'b'})", False),
        ("monkeypatch.setitem(os.environ, 'A', 'b')", False),
        ("start(os.environ)", True),
        ("dict(os.environ)", True),
    ],
)
def test_who_replaces_entries_takes_no_whole_environment(call: str, is_whole: bool) -> None:
    text = f"import os\nfrom unittest.mock import patch\ndef test_till(monkeypatch):\n    {call}\n"
    said = "The whole environment is taken, by `os.environ` (line 4)."
    assert (said in told(text, "Inputs")) is is_whole


def test_the_same_request_in_several_places_is_told_once() -> None:
    text = "import requests\ndef test_till():\n    requests.get(URL)\n    requests.get(URL)\n"
    said = "A request is sent, or answered by a double: `requests.get(URL)` (lines 3, 4)."
    assert told(text, "Inputs")[0] == said


@pytest.mark.parametrize(
    ("given", "user"),
    [
        ("username='root'", "root"),
        ("db_user='admin'", "admin"),
        ("username='ann'", ""),
        ("role='root'", ""),
    ],
)
def test_users_with_more_rights_are_told(given: str, user: str) -> None:
    found = told(f"CLIENT = Client({given})\n", "Doubles and controls")
    said = f"Given as a user that has more rights than others, by its name: `{user}` (line 1)."
    assert found == ([said] if user else [])


def test_many_places_of_such_a_user_are_the_first_and_the_last() -> None:
    text = "\n".join(["Client(user='root')"] * 7)
    said = "Given as a user that has more rights than others, by its name: `root` 7 times, from the first"
    assert told(text, "Doubles and controls")[0].startswith(said)


@pytest.mark.parametrize("host", ["%s:%d", "{}", "{host}"])
def test_a_url_with_a_place_for_its_host_has_none_that_is_known(host: str) -> None:
    found = told(f"URL = 'http://{host}/till' % till\n", "Hard-coded values")
    assert len(found) == 1
    assert found[0].startswith("A URL is put together, and its host is worked out: ")


@pytest.mark.parametrize(
    ("pair", "port"),
    [
        ("('localhost', 6379)", "6379"),
        ("('127.0.0.1', 1400)", "1400"),
        ("('shop.test', 80)", "80"),
        ("('ann', 80)", ""),
        ("('127.0.0.1', 99999)", ""),
        ("('127.0.0.1', True)", ""),
        ("('1.2', 3, 4)", ""),
    ],
)
def test_numbers_behind_hosts_are_ports(pair: str, port: str) -> None:
    found = [each for each in told(f"PEER = {pair}\n", "Hard-coded values") if "port" in each]
    assert found == ([f"Given as a port: `{port}` (line 1)."] if port else [])


def test_requests_by_a_client_that_is_made_here_are_told() -> None:
    text = """
        from django.test import Client

        def test_till(other):
            client = Client()
            client.get("/till/")
            client.post("/till/", {})
            other.get("/till/")
    """
    said = "2 calls by a client of tests, or of a service, by its name: `client` (lines 5, 6)."
    assert said in told(text, "Inputs")


def test_what_ends_something_may_be_a_function() -> None:
    found = told("def test_till():\n    stop_till()\n    still()\n", "Resources")
    assert found == ["Ends something, by its name: `stop_till()` (line 2)."]


def test_data_that_is_deleted_is_told() -> None:
    text = "def test_till(client):\n    client.flushdb()\n    flushdb()\n    client.flush()\n"
    said = "By its name, deletes what a service or a database holds: `client.flushdb()` (line 2)."
    assert [each for each in told(text, "Resources") if "holds" in each] == [said]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            "redis.Redis()",
            "Made to talk to a service or a database, or to what stands in for one: `redis.Redis()`",
        ),
        (
            "EtcdClient(port=1)",
            "By its name and the address that it is given, made to talk to a service or a database, or to "
            "what stands in for one: `EtcdClient()`",
        ),
        ("EtcdClient(name='a')", ""),
        ("Etcd(port=1)", ""),
    ],
)
def test_what_is_made_to_talk_to_a_service_is_told(call: str, said: str) -> None:
    found = [each for each in told(f"import redis\nCLIENT = {call}\n", "Inputs") if "talk" in each]
    assert found == ([f"{said} (line 2)."] if said else [])


def test_methods_that_unittest_no_longer_has_are_told() -> None:
    text = """
        import unittest

        class TestTill(unittest.TestCase):
            def test_till(self):
                self.assertEquals(1, 1)
                self.assert_(1)
                self.assertEqual(1, 1)
                other.assertEquals(1, 1)

        def test_other(self):
            self.assertEquals(1, 1)
    """
    said = (
        "2 calls of what unittest no longer has from Python 3.12 on: `assertEquals` and `assert_`, from the "
    )
    assert f"{said}first to the last line named (lines 5, 6)." in told(text, "Structure")
    one = text.replace("self.assert_(1)", "pass")
    said = "1 call of what unittest no longer has from Python 3.12 on: `assertEquals` (line 5)."
    assert said in told(one, "Structure")


def test_a_fixture_that_a_function_defines_is_told() -> None:
    text = """
        import pytest

        def make():
            @pytest.fixture
            def till(): pass
            return till

        till = make()
    """
    assert "Defined in `make()`: fixture `till` (line 5)." in told(text, "Structure")


@pytest.mark.parametrize(("name", "is_told"), [("docker_services", True), ("server", True), ("till", False)])
def test_fixtures_that_bring_services_are_told_by_their_names(name: str, is_told: bool) -> None:
    said = f"By its name, a fixture brings a server or a service; its code was not read: `{name}` (line 1)."
    assert (said in told(f"def test_till({name}): pass\n", "Execution")) is is_told
    files = {"tests/conftest.py": f"import pytest\n@pytest.fixture\ndef {name}(): pass\n"}
    assert said not in told(f"def test_till({name}): pass\n", "Execution", files)


def test_processes_that_are_started_are_told_by_their_names() -> None:
    text = "def test_till(self):\n    self.processHelper.run(2)\n    launcher.start()\n    pack.start()\n"
    says = "By its name, starts a server or a service: "
    assert told(text, "Execution") == [
        f"{says}`self.processHelper.run()` (line 2).",
        f"{says}`launcher.start()` (line 3).",
    ]


def test_what_pytester_does_is_told() -> None:
    text = """
        def test_till(pytester, other):
            pytester.makepyfile("a = 1")
            pytester.makeini("[pytest]")
            pytester.syspathinsert()
            pytester.parseconfigure()
            other.makeini("")
            makeini("")
    """
    assert told(text, "Resources")[:2] == [
        "Files and folders are made in a folder that pytest makes for the test: `pytester.makepyfile()` and "
        "`pytester.makeini()` (lines 2, 3).",
        "State of the whole process, which pytest puts back behind the test, is changed: "
        "`pytester.syspathinsert()` (line 4).",
    ]
    assert told(text, "Execution") == [
        "Loads configuration, plugins or tests of pytest within the run: "
        "`pytester.parseconfigure()` (line 5)."
    ]
    many = "def test_till(pytester):\n" + "    pytester.mkdir('a')\n" * 9
    assert ", 9 times, the first 8 named (" in told(many, "Resources")[0]
    assert told(text.replace("pytester, other", "other"), "Execution") == []
