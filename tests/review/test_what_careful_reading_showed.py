"""What a reading of twenty-four more reviews, line by line, found to be wrong, misleading or left out."""

from __future__ import annotations

import pytest

from tests.review.asking import told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("connect(timeout=1)", "1 call names a limit of time (line 4)."),
        ("poll(timeout_ms=1)", "1 call names a limit of time (line 4)."),
        ("poll(request_timeout_ms=1)", "1 call names a limit of time (line 4)."),
        ("poll(timeout_error=1)", ""),
        ("peer.assert_called_once_with(timeout=1)", ""),
        ("assert peer.mock_calls == [mock.call(timeout=1)]", ""),
    ],
)
def test_limits_of_time_are_those_of_calls_that_are_made(line: str, said: str) -> None:
    found = told(f"from unittest import mock\n\ndef test_a(peer):\n    {line}\n", "Resources")
    assert [each for each in found if "limit of time" in each] == ([said] if said else [])


def test_a_factory_of_requests_sends_none() -> None:
    text = """
        from django.test import RequestFactory, TestCase
        factory = RequestFactory()
        class TestShop(TestCase):
            def test_a(self):
                assert factory.get("/")
                self.client.logout()
    """
    found = told(text, "Inputs")
    assert "A factory of requests for tests is made, by its name: `RequestFactory()` (line 2)." in found
    assert "1 call by a factory for tests, which makes requests and sends none: `factory` (line 5)." in found
    assert "1 call by a client of tests, or of a service, by its name: `self.client` (line 6)." in found


def test_the_client_of_a_case_whose_base_stands_elsewhere() -> None:
    base = "from django.test import TestCase\nclass Base(TestCase): ...\n"
    text = (
        "from base import Base\nclass TestShop(Base):\n    def test_a(self):\n        self.client.get('/')\n"
    )
    said = "1 call by a client of tests, or of a service, by its name: `self.client` (line 4)."
    assert said in told(text, "Inputs", {"base.py": base})
    assert said not in told(text, "Inputs", {"base.py": "class Base: ...\n"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import time\ntime.clock()\n", "The clock is read: `time.clock()` (line 2)."),
        ("import os\nos.listdir('a')\n", "What a folder holds is read: `os.listdir('a')` (line 2)."),
        (
            "for each in folder.glob('*.py'): ...\n",
            "By its name, reads what a folder holds: `folder.glob('*.py')` (line 1).",
        ),
    ],
)
def test_what_enters_is_told(text: str, said: str) -> None:
    assert said in told(text, "Inputs")


def test_values_that_hypothesis_makes_up() -> None:
    one = "from hypothesis import given\n@given(1)\ndef test_a(a):\n    assert a\n"
    assert "Hypothesis makes up values for parameters: `given()` (line 2)." in told(one, "Inputs")
    many = "from hypothesis import given\n" + "@given(1)\ndef test_a(a):\n    assert a\n" * 7
    found = told(many, "Inputs")
    assert any("`given()`, 7 times, the first 6 named (" in each for each in found)
    other = told("from shop import given\n@given(1)\ndef test_a(a):\n    assert a\n", "Inputs")
    assert not any("Hypothesis" in each for each in other)


def test_names_in_capitals_that_are_called_are_no_constants() -> None:
    files = {"shop.py": "MPZ = int\nLIMIT = 3\n"}
    found = told("from shop import LIMIT, MPZ\nMPZ(LIMIT)\n", "Inputs", files)
    assert (
        "By their names, constants of another file, unless bound anew: `LIMIT` (`shop.py` line 2)." in found
    )
    text = "from far import A_B, CLOSED, JSON, BASE, ET\nJSON(A_B, CLOSED, ET.a)\nclass A(BASE): ...\n"
    found = told(text, "Inputs", {"shop.py": ""})
    assert "By their names, constants of `far`, of which no file was read: `A_B` and `CLOSED`." in found


@pytest.mark.parametrize("name", ["register", "registerAdapter", "register_adapter"])
def test_what_is_registered_at_import(name: str) -> None:
    said = f"By its name, registers something when the file is imported: `{name}()` (line 2)."
    assert said in told(f"from shop import {name}\n{name}(1)\n", "Resources")


def test_what_stands_in_for_peers() -> None:
    text = """
        import pytest, requests_mock, responses
        @pytest.mark.vcr
        @responses.activate
        def test_a():
            responses.add("GET", "https://shop.example.org/")
        def test_b(requests_mock):
            requests_mock.get("https://shop.example.org/")
            requests_mock.reset()
    """
    found = told(text, "Doubles and controls")
    words = "Requests are answered by a recording or a double, by the name of the decorator: "
    assert f"{words}`@pytest.mark.vcr` (line 2)." in found
    assert f"{words}`@responses.activate` (line 3)." in found
    lays = "By its name, lays down what a request is answered with: "
    assert f"{lays}`responses.add()` (line 5)." in found
    assert f"{lays}`requests_mock.get()` (line 7)." in found
    assert not any("reset" in each for each in found)


def test_of_many_marks_the_first_are_named() -> None:
    text = "import pytest\n" + "@pytest.mark.vcr\ndef test_a():\n    assert 1\n" * 9
    found = told(text, "Doubles and controls")
    assert any("`@pytest.mark.vcr`, 9 times, the first 8 named (" in each for each in found)


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("test_bug_148", True),
        ("test_rounding_issue_200", True),
        ("test_gh1234", True),
        ("test_overflow_issue16_again", True),
        ("test_cve_2020_12345", True),
        ("test_Issue148", True),
        ("test_version_200", False),
        ("test_debug_2", False),
        ("test_tissue_12", False),
        ("bug_148", False),
    ],
)
def test_tickets_in_names_of_tests(name: str, is_told: bool) -> None:
    found = told(f"def {name}():\n    assert 1\n", "Known bugs")
    said = f"By its name, a test is about a ticket: `{name}` (lines 1–2)."
    assert (said in found) is is_told


def test_of_many_such_names_the_first_are_told() -> None:
    found = told("".join(f"def test_bug_{each}():\n    assert 1\n" for each in range(10, 20)), "Known bugs")
    assert found[0].startswith("By their names, tests are about tickets: `test_bug_10`, ")
    assert "`test_bug_17` and 2 more (" in found[0]


def test_comments_behind_code() -> None:
    text = """
        a = 1  # TODO: again
        b = 2  # TODO: after bug 4712
        c = 3  # see https://bugs.python.org/issue20614
        d = 4  # a plain word
        e = "# bug 4711"
        # a comment of its own: bug 4713
    """
    assert told(text, "Known bugs") == [
        "A comment names `bug 4713` (line 6).",
        "A comment behind code says: “TODO: again”. It names no ticket (line 1).",
        "A comment behind code says: “TODO: after bug 4712”. It names `bug 4712` (line 2).",
        "A comment behind code names `https://bugs.python.org/issue20614` (line 3).",
    ]
    assert told("import pytest\n@pytest.mark.skip  # bug 4711\ndef test_a(): ...\n", "Known bugs") == [
        "A skip stands on `test_a`: “bug 4711”. It waits for `bug 4711` (line 2)."
    ]


def test_settings_that_are_overridden_and_rights_that_are_off() -> None:
    text = """
        from django.test import override_settings
        over = {"MIDDLEWARE": [], "SHOP_PERMISSION": False, **more}
        @override_settings(**over)
        def test_a():
            assert 1
    """
    found = told(text, "Doubles and controls")
    said = "`override_settings(**over)`, which holds `MIDDLEWARE`, `SHOP_PERMISSION` and 1 more (line 3)."
    assert f"Replaces what is real, by its name: {said}" in found
    assert "By its name, a check of logins or rights is off: `SHOP_PERMISSION: False` (line 2)." in found


def test_users_with_all_rights_and_passwords_by_place() -> None:
    text = "def test_a(people):\n    people.create_superuser('ann', 'a@b.example', 's3cr3t')\n"
    text += "    people.create_user('ann', 'a@b.example', None)\n    people.create_user('ann')\n"
    found = told(text, "Doubles and controls")
    assert "By its name, makes a user that has all rights: `people.create_superuser()` (line 2)." in found
    values = told(text, "Hard-coded values")
    assert "A literal, not shown here, is given under the name `create_superuser()` (line 2)." in values
    assert not any("s3cr3t" in each for each in (*found, *values))


def test_what_holds_a_faker_is_no_double() -> None:
    text = "from faker import Faker\nfake_a = Faker()\nfake_b = make()\nfake_b(fake_a)\n"
    found = told(text, "Doubles and controls")
    assert "By its name, a variable holds a double: `fake_b` (line 3)." in found
    assert not any("fake_a" in each for each in found)
    alone = told("from faker import Faker\nfake = Faker()\nfake.name()\nmock_name\n", "Doubles and controls")
    assert not any("`fake" in each for each in alone) and any("`mock_name`" in each for each in alone)


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("a = {'V8-Version': '11.4.183.23'}", False),
        ("a.browser_version = '11.4.183.23'", False),
        ("make(version='11.4.183.23')", False),
        ("a = {'peer': '11.4.183.23'}", True),
        ("a = {'11.4.183.23': 'version'}", True),
        ("peer = '11.4.183.23'", True),
    ],
)
def test_versions_are_no_addresses(line: str, is_told: bool) -> None:
    found = told(f"{line}\n", "Hard-coded values")
    assert any(each.startswith("Address `11.4.183.23`") for each in found) is is_told


def test_what_is_opened_to_be_written() -> None:
    text = "def test_a(path):\n    with open(path, 'wb') as file:\n        file.write(b'a')\n"
    assert "Opened to be written: `path` (line 2)." in told(text, "Resources")
    assert not any("written" in each for each in told("open('a')\nopen('a', 'rb')\n", "Resources"))
    far = "def save(path):\n    open(path, mode='a').write('a')\n    path.parent.mkdir()\n"
    found = told("from far import save\ndef test_a():\n    save(1)\n", "Resources", {"far.py": far})
    assert found == [
        "In `save()`, which is called here: Opened to be written: `path` (line 3; `far.py` line 2).",
        "In `save()`, which is called here: By its name, makes or writes a file or a folder: "
        "`path.parent.mkdir()` (line 3; `far.py` line 3).",
    ]


def test_what_is_put_back_is_no_change() -> None:
    far = """
        from shop import till
        def opened():
            before = till.state
            try:
                yield
            finally:
                till.state = before
        def shut(later):
            till.state = later
    """
    text = "from far import opened, shut\ndef test_a():\n    opened()\n    shut(1)\n"
    found = told(text, "Resources", {"far.py": far})
    assert found == [
        "In `opened()`, which is called here, once something goes through what it gives: What is imported "
        "is given again what a name of the function kept of it: "
        "`till.state = before` (line 3; `far.py` line 7).",
        "In `shut()`, which is called here: State of the whole process, changed in `shut()`: `till.state` "
        "(line 4; `far.py` line 9).",
    ]


def test_commands_that_run_python_itself() -> None:
    text = """
        import sys
        def run(command): ...
        def test_a():
            run([sys.executable, "shop.py", "a"])
            run([sys.executable, "shop.py", "b"])
        def start(command): ...
        def test_b():
            start([sys.executable, "-m", "shop"])
        def stop(command): ...
        def test_c():
            stop(["shop"])
    """
    found = told(text, "Inputs")
    assert (
        "Parameter `command` of `run`: both calls here give it lists that begin with `sys.executable` and "
        "`'shop.py'` (lines 4, 5)." in found
    )
    assert any("a list that begins with `sys.executable`, `'-m'` and `'shop'`" in each for each in found)
    assert not any("of `stop`" in each for each in found)


@pytest.mark.parametrize("given", ["'--password', 's3cr3t'", "'--token=s3cr3t'", "'-p', 's3cr3t'"])
def test_no_option_of_a_command_is_shown(given: str) -> None:
    text = f"import sys\ndef run(command): ...\nrun([sys.executable, 'shop.py', {given}])\n"
    found = told(text, "Inputs")
    assert any("`sys.executable` and `'shop.py'` (line 3)." in each for each in found)
    assert "s3cr3t" not in " ".join(found)


def test_a_method_of_the_own_class_is_no_opened_file() -> None:
    own = "class Till:\n    def open(self): ...\n    def ring(self):\n        self.open()\n"
    other = "class Till:\n    def ring(self):\n        self.open()\n"
    assert not any("Opens something" in each for each in told(own, "Inputs"))
    assert any("Opens something" in each for each in told(other, "Inputs"))
