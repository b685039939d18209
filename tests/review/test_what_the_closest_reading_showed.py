"""What the closest reading of reviews found: what is kept, run again, laid down and looked at."""

from __future__ import annotations

import pytest

from .asking import reviewed, told

DOUBLES = "Doubles and controls"


@pytest.mark.parametrize(
    ("body", "is_partly"),
    [
        ("if given:\n        a.terminate()", True),
        ("for each in given:\n        pass\n    else:\n        a.terminate()", True),
        ("try:\n        pass\n    except OSError:\n        a.terminate()", True),
        ("if given:\n        pass\n    a.terminate()", False),
        ("for each in given:\n        a.terminate()", False),
        ("if a.terminate():\n        pass", False),
    ],
)
def test_what_is_given_back_on_some_ways(body: str, is_partly: bool) -> None:
    text = f"import subprocess\n\ndef test_a(given):\n    a = subprocess.Popen(['a'])\n    {body}\n"
    found = [each for each in told(text, "Resources") if each.startswith("A child process is acquired")]
    assert ["on some of its ways" in each for each in found] == [is_partly]


@pytest.mark.parametrize(
    ("mark", "is_so"),
    [
        ("@pytest.mark.flaky", True),
        ("@pytest.mark.flaky(reruns=3)", True),
        ("@flaky_on_windows", True),
        ("@retry(3)", True),
        ("@pytest.mark.slow", False),
        ("@retries_nothing.other", False),
    ],
)
def test_marks_by_which_a_test_is_run_again(mark: str, is_so: bool) -> None:
    text = f"import pytest\n\n{mark}\ndef test_flaky_retry():\n    assert 1\n"
    shown = f"Marked as unsteady, or run again where it fails, by its name: `{mark[1:]}` (line 3)."
    assert (shown in told(text, "Known bugs")) is is_so


def test_other_names_of_os_error() -> None:
    text = """
        import socket

        def test_a(till):
            till.side_effect = socket.error(1)
            till.side_effect = socket.socket
    """
    found = told(text, "Exceptions")
    assert found[0].startswith("A failure is provoked: `side_effect = socket.error(1)`")
    assert found[1].startswith("A double answers by its side\\_effect, which may raise: `socket.socket`")


def test_what_flexmock_lays_down() -> None:
    text = """
        from flexmock import flexmock

        def test_a(till):
            flexmock(till).should_receive("ring").with_args(1).once()
            flexmock(till).should_receive("open")
            till.cursor().times()
            should_receive("shut")
            once()
    """
    assert told(text, "Structure") == [
        "Test `test_a` lays down how often 1 double is called, by the name; it calls `flexmock()`, "
        "`till.cursor()`, `should_receive()`, `once()` and others (lines 3–8)."
    ]
    words = "By its name, replaces what is called, or watches it"
    assert told(text, DOUBLES) == [
        "A library of doubles is imported: `flexmock` (line 1).",
        f"{words}: `flexmock(till).should_receive('ring')` (line 4).",
        f"{words}: `flexmock(till).should_receive('open')` (line 5).",
    ]


def test_a_test_case_borrows_nothing() -> None:
    text = "from shop import Till\n\nclass TestTill:\n    panel_id = Till.panel_id\n"
    assert told(text, DOUBLES) == []


def test_an_output_in_a_message_is_not_looked_at() -> None:
    text = "def test_a(process):\n    assert process.code == 0, process.stderr\n    assert process.stdout\n"
    found = [each for each in told(text, "Disclosure") if each.startswith("An assertion looks")]
    assert found == ["An assertion looks at what stands under `stdout`: `assert process.stdout` (line 3)."]


def test_passwords_that_stand_beside_users() -> None:
    text = """
        import requests

        def test_a(shop, host):
            requests.get("http://shop.example.org", auth=("ann", "opensesame"))
            shop.get("a", auth=("ann", ""))
            shop.get("a", pair=("ann", "b"))
            shop.get(f"http://{host}:15672/api")
    """
    document = reviewed(text)
    assert "opensesame" not in repr(document)
    found = told(text, "Hard-coded values")
    assert "A literal, not shown here, is given under the name `auth` (line 4)." in found
    assert "A URL stands in the text `http://…:15672/api` (line 7)." in found
    assert len([each for each in found if "not shown here" in each]) == 1


def test_a_state_that_an_inner_function_changes() -> None:
    far = "import os\n\ndef outer():\n    def inner():\n        os.chdir('a')\n    return inner\n"
    text = "from far import outer\n\ndef test_a():\n    outer()\n"
    assert told(text, "Resources", {"far.py": far}) == [
        "In `outer()`, which is called here, in a function that it defines, when that is called: "
        "State of the whole process, changed in `inner()`: `os.chdir()` (line 4; `far.py` line 5)."
    ]


CONFTEST = """
    import os, pytest

    @pytest.fixture
    def till():
        os.mkdir("a")

    def other():
        os.mkdir("b")
"""


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("pytest.ini", "[pytest]\nusefixtures = till\n", 2),
        ("pyproject.toml", '[tool.pytest.ini_options]\nusefixtures = [\n    "till",\n]\n', 2),
        ("tests/setup.cfg", "[tool:pytest]\nusefixtures =\n    till\n", 2),
    ],
)
def test_fixtures_that_the_configuration_asks_for(path: str, text: str, line: int) -> None:
    files = {path: text, "tests/conftest.py": CONFTEST, "tests/tox.ini": "# usefixtures\n"}
    test = "def test_a():\n    assert 1\n"
    said = told(test, "Inputs", files)[0]
    assert said.startswith("The configuration of pytest asks for a fixture on behalf of every test: `till` (")
    assert f"`{path}` line {line}" in said
    assert "`tests/conftest.py` lines 4–5" in said
    assert told(test, "Resources", files) == [
        "In the fixture `till`, which the configuration of pytest asks for: A file or a folder is made, "
        "moved or removed: `os.mkdir('a')` (`tests/conftest.py` line 5)."
    ]


def test_no_configuration_asks_and_none_is_found() -> None:
    test = "def test_a():\n    assert 1\n"
    assert told(test, "Inputs", {"pytest.ini": "[pytest]\naddopts = -q\n"}) == []
    found = told(test, "Inputs", {"pytest.ini": "[pytest]\nusefixtures = gone\n"})
    assert found[0].endswith("`gone` (`pytest.ini` line 2).")
    own = "import pytest\n@pytest.fixture\ndef till(): ...\n"
    assert "`till` (lines 3;" not in told(own, "Inputs", {"pytest.ini": "[pytest]\nusefixtures = till\n"})[0]


@pytest.mark.parametrize(
    ("files", "is_told"),
    [
        ({"pytest.ini": "[pytest]\n"}, True),
        ({"pytest.ini": "[pytest]\npython_classes = test_*\n"}, False),
        ({"conftest.py": "def pytest_pycollect_makeitem(): ...\n"}, False),
    ],
)
def test_classes_that_the_configuration_names(files: dict[str, str], is_told: bool) -> None:
    text = "class test_Till:\n    def test_a(self):\n        assert 1\n"
    assert ("in classes that inherit it" in told(text, "Structure", files)[0]) is is_told


def test_spies_and_what_is_worked_out() -> None:
    text = """
        from unittest.mock import patch

        def test_a(mocker, names, till):
            mocker.spy(till, "ring")
            till.spy(1)
            spy(2)
            with patch("shop.till", wraps=print), patch(names):
                pass
    """
    assert told(text, DOUBLES) == [
        "Replaced: `shop.till` by `a mock with wraps=print`, for the with block (line 7).",
        "Replaced: `names`, for the with block; its name is worked out (line 7).",
        "Watched by a spy, which calls what is real: `mocker.spy(till, 'ring')` (line 4).",
    ]


def test_executors_that_a_display_hands_on() -> None:
    text = """
        import pytest
        from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

        @pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
        def test_a(pool):
            assert pool()
    """
    words = "Given to a call that may run it"
    assert told(text, "Execution") == [
        f"{words}: `ThreadPoolExecutor` (line 4).",
        f"{words}: `ProcessPoolExecutor` (line 4).",
    ]


def test_addresses_of_six_parts() -> None:
    text = "A = '2606:2800:220:1:248:1893:25c8:1946'\nB = '::1'\nC = '12:30:45'\nD = 'a:b'\n"
    assert told(text, "Hard-coded values") == [
        "Address `2606:2800:220:1:248:1893:25c8:1946`: the public network (line 1).",
        "Address `::1`: this machine (line 2).",
    ]


def test_tear_downs_of_modules() -> None:
    text = "def teardown_module():\n    shop.clear()\n\nclass Shop:\n    def teardown_module(self): ...\n"
    found = [each for each in told(text, "Resources") if each.startswith("The hook")]
    assert found == ["The hook `teardown_module` does: `shop.clear()` (line 2)."]


@pytest.mark.parametrize(
    ("handler", "is_told"),
    [
        ("except Exception:\n        pass", True),
        ("except:\n        assert 1", True),
        ("except (OSError, AssertionError):\n        pass", True),
        ("except OSError:\n        pass", False),
        ("except (OSError, ValueError):\n        pass", False),
        ("except Exception:\n        raise", False),
        ("except Exception:\n        pytest.fail('a')", False),
        ("finally:\n        pass", False),
    ],
)
def test_assertions_whose_failure_is_caught(handler: str, is_told: bool) -> None:
    text = f"import pytest\n\ndef test_a(till):\n    try:\n        assert till\n    {handler}\n"
    found = [each for each in told(text, "Structure") if "a try that catches their failure" in each]
    assert len(found) == is_told


def test_a_model_in_a_function_is_no_class_of_tests() -> None:
    text = "def make(far):\n    class TestModel(far.Base):\n        x = 1\n"
    assert reviewed(text).undecided == ()
    assert len(reviewed("import far\n\nclass TestModel(far.Base):\n    x = 1\n").undecided) == 1


@pytest.mark.parametrize(("call", "is_told"), [("self.sock.listen(1)", True), ("event.listen(1)", False)])
def test_sockets_that_listen(call: str, is_told: bool) -> None:
    found = told(f"def test_a(self, event):\n    {call}\n", "Execution")
    assert len(found) == is_told


def test_logins_and_ports_of_addresses() -> None:
    text = """
        def test_a(client):
            client.login("ann", "opensesame")
            assert client.login("ann", "opensesame")["message"]
            client.login("ann", name)
            client.bind("0.0.0.0:1234")
            client.bind("12:30")
    """
    assert "opensesame" not in repr(reviewed(text))
    assert told(text, "Hard-coded values") == [
        "Looks like a host with its port: `0.0.0.0:1234` (line 5).",
        "A literal, not shown here, is given under the name `login()` (lines 2, 3).",
    ]


def test_what_is_defined_under_a_condition() -> None:
    text = """
        import pytest

        if FAST:
            @pytest.fixture
            def till():
                return 1

            @pytest.fixture(autouse=True)
            def shop():
                return 1

            def test_a(till):
                assert till
        try:
            def test_b():
                assert 1
        except OSError:
            pass
    """
    assert [each.partition(" (line")[0] for each in told(text, "Structure")] == [
        "Fixture `till`, defined under a condition",
        "Fixture `shop`, defined under a condition, runs for every test, asked or not (autouse)",
        "Test `test_a`, defined under a condition, makes 1 assertion",
        "Test `test_b`, defined in one branch of several, makes 1 assertion",
    ]


def test_methods_of_the_file_itself_send_nothing() -> None:
    text = """
        class TestShop:
            def request(self, name):
                return name

            def test_a(self):
                assert self.request("a") and self.client.request("b") and self.urlopen("c")
    """
    found = [each for each in told(text, "Inputs") if "sends a request" in each]
    assert [each.partition("`")[2].partition("`")[0] for each in found] == [
        "self.client.request()",
        "self.urlopen()",
    ]


def test_the_folder_of_the_process_is_replaced() -> None:
    text = """
        def test_a(monkeypatch, tmp_path, shop):
            monkeypatch.chdir(tmp_path)
            monkeypatch.chdir()
            shop.chdir(tmp_path)
            mocker.patch.object(shop, "till")
    """
    assert told(text, DOUBLES) == [
        "Replaced: `os.getcwd()` by `tmp_path`, until the fixture monkeypatch undoes it (line 2).",
        "Replaced: `shop.till`, until the fixture mocker has ended (line 5).",
    ]
    nothing = reviewed(text).aspects[4].nothing
    assert "mocker" not in nothing
