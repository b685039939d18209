"""What reviews of fresh files left out: logins, settings, commands, containers, ends, silenced checkers."""

from __future__ import annotations

import pytest

from tests.review.asking import told


def test_passwords_behind_users_with_an_at_sign_are_not_shown() -> None:
    found = told('URL = "http://usern@me:p@ssword@shop.test:80/a@b"\n', "Hard-coded values")
    assert found[0].startswith("URL `http://usern@me:…@shop.test:80/a@b`: kept for examples")
    assert told('URL = "http://ann@shop.test:8080/a@b"\n', "Hard-coded values")[0].startswith(
        "URL `http://ann@shop.test:8080/a@b`: "
    )


def test_urls_with_logins_are_told_first_and_the_rest_is_counted() -> None:
    urls = [f"http://{kind}{number}.dk/" for number in range(5) for kind in ("a", "b")]
    found = told(f"URLS = {[*urls, 'http://ann:pass@c.dk/', 'http://localhost/']}\n", "Hard-coded values")
    assert found[0].startswith("URL `http://ann:…@c.dk/`: the public network. It holds a user")
    assert found[8] == "URLs: 4 more values, 3 of them on the public network, the first here (line 1)."
    ids = ", ".join(f"dict(user_id={number})" for number in range(9))
    assert told(f"IDS = [{ids}]\n", "Hard-coded values")[8] == (
        "Values under names of ids: 1 more value, the first here (line 1)."
    )


def test_a_url_whose_host_is_worked_out_is_told() -> None:
    found = told('def test_till(host):\n    get(f"wss://{host}:{1}/till?token=x")\n', "Hard-coded values")
    assert found[0] == "A URL is put together, and its host is worked out: `wss://…:…/till?token=…` (line 2)."
    assert "host is worked out" not in told('A = f"a://x/{B}"\n', "Hard-coded values")[0]


LOGIN = {
    "shop/__init__.py": "",
    "shop/till.py": """
        def log_on(user, password, /, *more): pass

        @wrapped
        def wrapped(user, password): pass

        class Till:
            def __init__(self, url, password): pass
            @staticmethod
            def open(password): pass
            @classmethod
            def shut(cls, password): pass
    """,
}


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("till.log_on('ann', 'x')", True),
        ("till.log_on('ann', WORD)", True),
        ("till.log_on('ann', PASSWORD)", False),
        ("till.log_on('ann', word())", False),
        ("till.log_on('ann')", False),
        ("till.log_on(*given, 'x')", False),
        ("till.wrapped('ann', 'x')", False),
        ("till.Till('ann', 'x')", True),
        ("till.Till.open('x')", True),
        ("till.Till.shut('x')", True),
        ("till.Till('x')", False),
        ("other('ann', 'x')", False),
    ],
)
def test_literals_that_functions_of_the_project_take_for_passwords_are_told(call: str, is_told: bool) -> None:
    text = f"from shop import till\nWORD = 'x'\nPASSWORD = 'x'\ndef test_till():\n    {call}\n"
    found = told(text, "Hard-coded values", LOGIN)
    said = (
        "A literal, not shown here, is given by its place for the parameter `password` of a function of the "
        "project (line 5)."
    )
    assert (said in found) is is_told


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        ("[('user', 'ann'), ('password', 'x')]", True),
        ("(('password', b'x'),)", True),
        ("{('password', 'x')}", True),
        ("[('password', '')]", False),
        ("[('password', 'secret')]", False),
        ("('password', 'x')", False),
        ("[['password', 'email']]", False),
    ],
)
def test_literals_behind_names_of_secrets_in_pairs_are_told(value: str, is_told: bool) -> None:
    found = told(f"FORM = {value}\n", "Hard-coded values")
    said = "A literal, not shown here, stands in a pair behind `password` (line 1)."
    assert (said in found) is is_told


def test_both_ways_of_a_condition_have_the_name() -> None:
    found = told("port = 8080 if first else 8100 + n\n", "Hard-coded values")
    assert found == ["Given as a port: `8080` (line 1)."]


def test_settings_from_a_module_that_a_literal_names_are_told() -> None:
    files = {"tests/config.py": "import os\nKEY = os.environ['KEY']\n"}
    text = """
        def test_till(app):
            app.config.from_object("{}")
            app.config.from_object(other)
            from_object("here")
    """
    says = "Settings are taken from what a literal names: "
    reads = "The file that `{}` comes from reads the environment variable `KEY` (`tests/config.py` line 2)."
    for name in ("tests.config", "tests.config.Test"):
        found = told(text.format(name), "Inputs", files)
        assert found[:2] == [f"{says}`{name}` (line 2).", reads.format(name)]
    assert told(text.format("other.config"), "Inputs", files)[0] == f"{says}`other.config` (line 2)."
    assert not any("reads" in each for each in told(text.format("other.config"), "Inputs", files)[:-1])


def test_commands_of_the_project_run_in_this_process() -> None:
    text = """
        from django.core.management import call_command
        from shop import call_command as other

        def test_till():
            call_command("ring", count=2)
            other("ring")
    """
    assert told(text, "Execution") == [
        "Runs a command of the project in this process: `call_command('ring', count=2)` (line 5)."
    ]


def test_images_and_containers_are_told_by_the_names_of_docker() -> None:
    text = """
        def test_till(client, images):
            client.images.build(path=".")
            client.containers.run("till")
            client.containers.get("till")
            client.pages.build()
            images()
            build()
    """
    says = "By its name, builds or fetches an image, or starts a container: "
    assert [each for each in told(text, "Execution") if each.startswith(says)] == [
        f"{says}`client.images.build()` (line 2).",
        f"{says}`client.containers.run()` (line 3).",
    ]


def test_what_xprocess_starts_is_told() -> None:
    text = """
        from xprocess import ProcessStarter

        def test_till(xprocess):
            class Starter(ProcessStarter): pass
            xprocess.ensure("till", Starter)
    """
    assert told(text, "Execution") == [
        "By its name, starts a server or a service: `xprocess.ensure()` (line 5).",
        "By what it inherits, `Starter` is what a process is started from: "
        "`xprocess.ProcessStarter` (line 4).",
    ]
    local = "Defined in a function: class `Starter` inherits `ProcessStarter` (line 4)."
    assert local in told(text, "Structure")


def test_ends_of_the_run_are_told() -> None:
    text = """
        import os, pytest, sys
        def test_till(till):
            pytest.exit("gone")
            os._exit(1)
            sys.exit(2)
            till.exit()
    """
    assert told(text, "Exceptions") == [
        "Ends the whole run of pytest: `pytest.exit('gone')` (line 3).",
        "Ends the process at once, without any clean-up: `os._exit(1)` (line 4).",
        "Ends the program, by SystemExit: `sys.exit(2)` (line 5).",
    ]


def test_assertions_about_classes_of_exceptions_are_told() -> None:
    text = """
        import unittest
        from shop import TillError

        class TestTill(unittest.TestCase):
            def test_till(self, error):
                assert isinstance(error.__cause__, (KeyError, str))
                self.assertIsInstance(error, TillError)
                assert isinstance(error, str)
                assert issubclass(error)
                if isinstance(error, KeyError): pass
    """
    says = "An assertion looks at the class of an exception: "
    assert told(text, "Exceptions") == [
        f"{says}`isinstance(error.__cause__, (KeyError, str))` (line 6).",
        f"{says}`self.assertIsInstance(error, TillError)` (line 7).",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("time.sleep(1)", "; no statement of the handler raises or fails"),
        ("retry()", "; no statement of the handler raises or fails"),
        ("pytest.fail('gone') if a else 1", ""),
        ("check(error)", ""),
        ("pytest.exit('gone')", ""),
        ("pass", "; the handler only passes, returns, continues, prints or logs"),
    ],
)
def test_what_handlers_do_not_do_is_told(body: str, said: str) -> None:
    text = f"def test_till(a):\n    try:\n        pay()\n    except KeyError as error:\n        {body}\n"
    assert told(text, "Exceptions")[0].startswith(f"Caught: `KeyError`{said} (line")


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("nosec B603", "nosec"),
        ("noqa: E501,S105", "noqa: E501,S105"),
        ("noqa: S105", "noqa: S105"),
        ("nosemgrep: rule", "nosemgrep"),
        ("pragma: allowlist secret", "pragma: allowlist secret"),
        ("type: ignore # nosec", "nosec"),
        ("noqa: E501", ""),
        ("noseconds", ""),
    ],
)
def test_comments_that_silence_checkers_of_security_are_told(comment: str, word: str) -> None:
    found = told(f"A = 1  # {comment}\n", "Known bugs")
    says = f"A comment tells a checker of security to be silent: `{word}` (line 1)."
    assert found == ([says] if word else [])


def test_a_text_with_such_a_word_is_no_comment() -> None:
    assert told('A = "# nosec"\n', "Known bugs") == []
    assert told('A = "# nosec"  # noqa: S1\nB = 1  # nosec', "Known bugs") == [
        "A comment tells a checker of security to be silent: `nosec` (line 2)."
    ]
