"""What reviews did not tell: signals, switches of controls, early ends, failures in a row, names."""

from __future__ import annotations

import pytest

from tests.review.asking import reviewed, told

DOUBLES = "Doubles and controls"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("tests.DUMMY_URL", "tests.DUMMY_URL"),
        ("total += stub_count", "stub_count"),
        ("call(is_fake=1)", "is_fake"),
        ("from shop import MockTill as Till", "MockTill"),
        ("lambda stubbed: 1", "stubbed"),
        ("def test_with_dummy(): ...", "test_with_dummy"),
        ("async def test_mocked(): ...", "test_mocked"),
        ("class Unmocked: ...", "Unmocked"),
    ],
)
def test_names_like_those_of_doubles(line: str, shown: str) -> None:
    said = "A name has the word of a double in it, and was not followed to what it stands for"
    assert told(f"{line}\n", DOUBLES) == [f"{said}: `{shown}` (line 1)."]


@pytest.mark.parametrize("line", ["a = 'fake'", "call(**fa)", "# mock\ncall(**a)", "import os\nos.sep"])
def test_what_has_no_such_name(line: str) -> None:
    assert told(f"{line}\n", DOUBLES) == []
    nothing = next(each.nothing for each in reviewed(line).aspects if each.name == DOUBLES)
    assert "no name of its code has the word fake, mock, stub or dummy in it" in nothing


def test_names_are_not_told_where_more_is_known() -> None:
    text = "from unittest import mock\ndef test_a():\n    dummy_url = mock.Mock()\n"
    assert not any("Called like" in each for each in told(text, DOUBLES))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('ssl = {"ca": ca, "check_hostname": False}', "check_hostname: False"),
        ("context.check_hostname = False", "check_hostname: False"),
        ("connect(verify_certs=0)", "verify_certs: 0"),
        ("Http(disable_ssl_certificate_validation=True)", "disable_ssl_certificate_validation: True"),
        ("client.set_missing_host_key_policy(paramiko.AutoAddPolicy())", "paramiko.AutoAddPolicy"),
        ("context.verify_mode = CERT_NONE", "CERT_NONE"),
    ],
)
def test_controls_that_are_switched_off(line: str, shown: str) -> None:
    words = "By its name, a check of certificates, host names or host keys is off or lenient: "
    assert told(f"{line}\n", DOUBLES) == [f"{words}`{shown}` (line 1)."]


@pytest.mark.parametrize(
    "line",
    [
        "connect(check_hostname=True)",
        "connect(check_hostname=given)",
        "Http(disable_ssl_certificate_validation=False)",
        "connect(timeout=False, size=True)",
        "paramiko.RejectPolicy()",
    ],
)
def test_controls_that_are_on(line: str) -> None:
    assert told(f"{line}\n", DOUBLES) == []


def test_controls_that_helpers_of_other_files_switch_off() -> None:
    files = {"shop.py": "import paramiko\ndef client():\n    return connect(paramiko.AutoAddPolicy())\n"}
    found = told("from shop import client\ndef test_a():\n    client()\n", DOUBLES, files)
    assert any("`paramiko.AutoAddPolicy` (line 3; `shop.py` line 3)" in each for each in found)


def test_signals_that_are_sent() -> None:
    text = """
        import os, signal

        def test_a(process):
            process.send_signal(signal.SIGINT)
            os.kill(1, signal.SIGTERM)
            process.kill()
            send_signal()
    """
    assert [each for each in told(text, "Execution") if "signal:" in each] == [
        "Sends a signal: `process.send_signal(signal.SIGINT)` (line 4).",
        "Sends a signal: `os.kill(1, signal.SIGTERM)` (line 5).",
    ]


def test_tests_that_return_before_their_assertions() -> None:
    text = """
        def test_a(version):
            if version == "x":
                warn()
                return
            assert version

        def test_b(version):
            if version:
                return
            else:
                assert version
            print(version)

        def test_c(version):
            def inner():
                if version:
                    return 1
                assert version
            assert inner()
            return

        def helper(version):
            if version:
                return
            assert version

        return
    """
    assert [each for each in told(text, "Structure") if "may return" in each] == [
        "Test `test_a` may return here, before assertions that stand below it (line 4)."
    ]


def test_failures_in_a_row_of_answers() -> None:
    text = """
        def test_a(shop):
            shop.pay.side_effect = [OSError("x"), 1]
            shop.buy.side_effect = [1, shop]
            assert shop.pay()
    """
    found = [each for each in told(text, "Exceptions") if "provoked" in each]
    assert len(found) == 1
    assert found[0].startswith("A failure is provoked: `side_effect = [OSError('x'), 1]`")


def test_values_that_helpers_are_given_by_a_name_and_secrets_among_them() -> None:
    text = """
        LIMIT = 45.0

        def wait(limit, size, password):
            assert limit

        def test_a():
            wait(LIMIT, 3, "hunter2")

        def test_b():
            size = 3
            wait(LIMIT, size, password="hunter2")
    """
    assert [each for each in told(text, "Inputs") if each.startswith("Parameter")] == [
        "Parameter `limit` of `wait`: both calls here give it the value `45.0`, by the name `LIMIT` "
        "(lines 7, 11).",
        "Parameter `size` of `wait`: both calls here give it the value `3` (lines 7, 11).",
        "Parameter `password` of `wait`: both calls here give it a literal, not shown here (lines 7, 11).",
    ]


def test_places_that_are_not_all_named() -> None:
    files = {
        "shop.py": "import os\ndef read():\n    return os.environ['A']\n",
        "tests/conftest.py": "import os, pytest\n@pytest.fixture\ndef till():\n    return os.environ['B']\n",
    }
    tests = "".join(f"def test_{number}(till):\n    read()\n" for number in range(7))
    found = told(f"from shop import read\n{tests}", "Inputs", files)
    assert found[0].startswith("In `read()`, which is called here (7 times, the first 6 named): ")
    assert found[1].startswith(
        "In the fixture `till`, which is asked for here (7 times, the first 6 named): "
    )
