"""Sentences that were not true of a file, and secrets that they showed."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.review.document import masked, under

from .asking import reviewed, told


def _everything(text: str, files: dict[str, str]) -> str:
    return "".join(
        f"{each.parts}{each.subject}" for one in reviewed(text, files).aspects for each in one.facts
    )


@pytest.mark.parametrize(
    "call", ["pytest.raises(ValueError, match=PASSWORD)", "self.assertRaisesRegex(ValueError, PASSWORD)"]
)
def test_what_an_exception_must_say_is_shown_by_its_name(call: str) -> None:
    head = "import pytest\nPASSWORD = 'hunter2'\nclass TestA:\n    def test_a(self):\n"
    text = f"{head}        with {call}: pay()\n"
    assert any("is compared with `PASSWORD`" in each for each in told(text, "Exceptions"))
    assert "hunter2" not in _everything(text, {})


@pytest.mark.parametrize(
    ("given", "is_compared"),
    [
        ("match='a'", True),
        ("match=None", False),
        ("match=NO", False),
        ("int, 'x', match='a'", False),
    ],
)
def test_what_nothing_is_compared_with_is_not_told(given: str, is_compared: bool) -> None:
    text = f"import pytest\nNO = None\ndef test_a():\n    pytest.raises(ValueError, {given})\n"
    assert any("is compared" in each for each in told(text, "Exceptions")) is is_compared


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("os.environ['API_KEY'] = 'hunter2'", "os.environ['API_KEY'] = '…'"),
        ("client.set_token('hunter2')", "client.set_token('…')"),
        (
            "client.set_password('', f(b'hunter\\'2'), \"hunter2\")",
            "client.set_password('', f(b'…'), \"hunter2\")",
        ),
        ("client.set_token('ann', x=\"hunter2\")", "client.set_token('…', x=\"…\")"),
        ("client.set_key(str('hunter2'))", "client.set_key(str('…'))"),
        ("TokenError('gone')", "TokenError('gone')"),
        ("monkeypatch.delenv('A')", "monkeypatch.delenv('A')"),
        ("https://{host}/?a=b&sig=hunter2&b=c", "https://{host}/?a=b&sig=…&b=c"),
        ("https://{host}/?X-Amz-Signature=hunter2", "https://{host}/?X-Amz-Signature=…"),
        ("https://{host}/?design=a", "https://{host}/?design=a"),
    ],
)
def test_what_is_secret_by_how_it_is_given_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("os.environ['DB_PASSWORD']", "'hunter2'", "'…'"),
        ("os.environ['TOKENS'][0]", "'hunter2'", "'…'"),
        ("os.environ['DB']", "'shop'", "'shop'"),
    ],
)
def test_what_is_put_under_the_name_of_a_secret_is_masked(name: str, text: str, shown: str) -> None:
    assert under(name, text) == shown


def test_no_secret_of_this_or_of_another_file_is_shown() -> None:
    text = """
        import os

        def test_a(app, client):
            os.environ["DB_PASSWORD"] = "hunter2"
            app.config.from_object("x.y:password=hunter2")
            client.get(f"https://{host}/?sig=hunter2")
    """
    conftest = """
        import os
        import pytest

        os.environ["API_KEY"] = "hunter2"

        @pytest.fixture
        def client():
            yield Client()
            client.set_token("hunter2")
    """
    files = {"tests/conftest.py": conftest}
    found = _everything(text, files)
    for each in ("Replaced by an assignment", "changed when that file", "Settings are taken", "sig=…"):
        assert each in found
    assert "hunter2" not in found
    assert "hunter2" not in _everything(conftest, {})


CLASSES = """
    class TestShop:
        {0}

        def test_shop(self): ...

    class Shop:
        {1}
"""
SET = "{}def {}(cls):\n            {}cls.a = 1"
CLASS = "@classmethod\n        "


@pytest.mark.parametrize(
    ("method", "is_told"),
    [
        (SET.format(CLASS, "make", ""), True),
        (SET.format("", "setup_class", ""), True),
        (SET.format(CLASS, "make", "cls = SimpleNamespace(); "), False),
        (SET.format("", "make", ""), False),
        (SET.format("@staticmethod\n        ", "make", ""), False),
        (SET.format(CLASS, "make", "for cls in (1, 2): pass\n            "), False),
        ("def make(self):\n            type(self).a = 1", True),
        ("def make(self):\n            self.__class__.a = 1", True),
        (f"{CLASS}def make(cls):\n            cls.__class__.a = 1", False),
        ("def make(self):\n            self.b.__class__.a = 1", False),
        ("def make(self):\n            def make(cls): cls.a = 1", False),
    ],
)
def test_only_the_own_class_with_tests_is_that_of_its_tests(method: str, is_told: bool) -> None:
    words = "Set on the class, for all of its tests"
    text = textwrap.dedent(CLASSES)
    method = textwrap.dedent(f"        {method}").replace("\n", "\n    ")
    assert any(words in each for each in told(text.format(method, "..."), "Resources")) is is_told
    assert not any(words in each for each in told(text.format("...", method), "Resources"))


@pytest.mark.parametrize(
    ("body", "is_told"),
    [
        ("return 1", True),
        ("pass", True),
        ("self.names.append(name); return Mock(name)", True),
        ("raise AttributeError(name)", False),
        ("if name == 'a': return 1", False),
        ("return 1 if name == 'a' else self.no()", False),
        ("return self.held[name]", False),
        ("return getattr(self.held, name)", False),
        ("return getattr(self.held, name, None)", True),
        ("return super().__getattr__(name)", False),
        ("pytest.fail(name)", False),
    ],
)
def test_only_what_always_answers_answers_to_every_name(body: str, is_told: bool) -> None:
    text = f"class A:\n    def __getattr__(self, name):\n        {body}\n"
    assert any("answers to every name" in each for each in told(text, "Doubles and controls")) is is_told


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ("name_match=False", False),
        ("file_name_match=False", False),
        ("namematch=False", False),
        ("host_name_match=False", True),
        ("verify_hostname_match=False", True),
        ("check_hostname=False", True),
        ("check_hostname=None", False),
    ],
)
def test_only_names_of_hosts_are_a_control(given: str, is_told: bool) -> None:
    found = told(f"def test_a():\n    make({given})\n", "Doubles and controls")
    assert any("host names or host keys is off" in each for each in found) is is_told


SHOP = """
    class Shop:
        def rename(self, name, token=None): ...

        @classmethod
        def make(cls, name, token=None): ...
"""


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("Shop.rename(Shop(), 'bob')", False),
        ("Shop.rename(Shop(), 'bob', 'x')", True),
        ("Shop().rename('bob')", False),
        ("Shop().rename('bob', 'x')", True),
        ("Shop.make('bob')", False),
        ("Shop.make('bob', 'x')", True),
    ],
)
def test_a_method_that_is_called_on_its_class_is_given_its_object_first(call: str, is_told: bool) -> None:
    text = f"from shop.shop import Shop\ndef test_a():\n    {call}\n"
    found = told(text, "Hard-coded values", {"shop/__init__.py": "", "shop/shop.py": SHOP})
    assert any("for the parameter `token`" in each for each in found) is is_told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A = 'http://{host}/x'.format(host=a)", "A URL is put together, and its host is worked out: `"),
        ("A = 'http://{}/x'.format_map(a)", "A URL is put together, and its host is worked out: `"),
        ("A = 'http://%s/x' % a", "A URL is put together, and its host is worked out: `"),
        ("A = 'http://{host}/x'", "URL `http://{host}/x` (line 1)."),
        ("A = a % 'http://{host}/x'", "URL `http://{host}/x` (line 1)."),
        ("A = 'http://{host}/x'.strip()", "URL `http://{host}/x` (line 1)."),
    ],
)
def test_a_url_is_put_together_where_it_is_formatted(text: str, said: str) -> None:
    found = told(text, "Hard-coded values")
    assert len(found) == 1
    assert found[0].startswith(said)


@pytest.mark.parametrize(
    "text", ["'http://%s/x'", "'http://%(host)s/x'", "'http://{}/x'", "'http://{a.b}:{c}/x'"]
)
def test_of_a_url_with_a_place_for_its_host_nothing_is_said_of_the_host(text: str) -> None:
    assert [each.partition("`")[0] for each in told(f"A = {text}", "Hard-coded values")] in ([], ["URL "])
    assert not any("no host" in each for each in told(f"A = {text}", "Hard-coded values"))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("def test_a(): datetime.now()", True),
        ("@freeze_time('2026-01-01')\ndef test_a(): datetime.now()", False),
        ("@freeze_time('2026-01-01')\nclass TestA:\n    async def test_a(self): datetime.now()", False),
        ("@other('2026-01-01')\nclass TestA:\n    def test_a(self): datetime.now()", True),
        ("def test_a():\n    with time_machine.travel(1): datetime.now()", False),
        ("def test_a():\n    with other(1): datetime.now()", True),
        ("def test_a(freezer): datetime.now()", False),
        ("@pytest.mark.freeze_time\ndef test_a(): datetime.now()", False),
    ],
)
def test_a_clock_that_stands_is_not_that_of_the_machine(text: str, is_told: bool) -> None:
    head = "import pytest, time_machine\nfrom datetime import datetime\nfrom freezegun import freeze_time\n"
    assert any("machine's zone" in each for each in told(head + text, "Inputs")) is is_told


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("NoSec is what we do not want", ""),
        ("we dislike nosec", ""),
        ("noqa: E501 the string S105 is long", ""),
        ("see S101 noqa: S101", ""),
        ("NOQA:E501, S101", "NOQA:E501, S101"),
        ("pylint: disable=all # nosec", "nosec"),
    ],
)
def test_prose_is_no_order(comment: str, word: str) -> None:
    found = [each for each in told(f"A = 1  # {comment}\n", "Known bugs") if "to be silent" in each]
    assert found == (
        [f"A comment tells a checker of security to be silent: `{word}` (line 1)."] if word else []
    )
