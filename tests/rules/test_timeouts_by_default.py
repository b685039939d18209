"""Which calls without a timeout are reported by default, and which on request."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import smtplib, socket, subprocess\nfrom urllib.request import urlopen\nimport requests\n"


def lines(text: str, *enable: str) -> list[int]:
    findings = engine.check(HEAD + textwrap.dedent(text), "tests/test_x.py", Settings(enable=enable))
    return [each.line for each in findings if each.code == "TSE205"]


REPORTED = {
    "a request": "def test_rates():\n    assert requests.get('https://bank.com/rates').ok",
    "an address that is opened": "URL = 'https://bank.com'\ndef test_rates():\n    assert urlopen(URL)",
    "a connection": "def test_mail():\n    assert smtplib.SMTP('mail.bank.com')",
}


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_a_public_host_may_stay_silent(text: str) -> None:
    assert len(lines(text)) == 1


ON_REQUEST = {
    "a server of the tests": "def test_shop(server):\n    assert requests.get(server.url).ok",
    "a local host": "def test_shop():\n    assert requests.get('http://localhost:8000').ok",
    "a host and port that are filled in": "def test_shop(s):\n    assert urlopen(f'http://{s.host}:{s.port}/')",
    "one by one": "def test_shop(port):\n    assert requests.post('https://%s:%d/x' % ('shop', port)).ok",
    "a try that passes": """
    def is_up(server):
        try:
            return requests.get(server.url).ok
        except (ValueError, requests.ConnectionError):
            return False
    """,
    "no address": "def test_shop(given):\n    assert requests.get(**given, timeout=None).ok",
    "a local host that shall not answer": """
    import pytest
    def test_shop():
        with pytest.raises(requests.ConnectionError):
            requests.get("http://localhost:8000")
    """,
    "a local connection": "def test_shop():\n    assert socket.create_connection(('127.0.0.1', 80))",
    "a process": "def test_shop():\n    subprocess.run(['shop'])",
    "an answer that is registered": """
    def test_shop(m):
        m.register_uri("GET", "https://bank.com", text="open")
        assert requests.get("https://bank.com").ok
    """,
    "a test that is skipped": """
    import pytest
    @pytest.mark.skip("closed")
    def test_shop():
        assert requests.get("https://bank.com").ok
    """,
    "a script": "print(requests.get('https://bank.com').text)",
}


@pytest.mark.parametrize("name", ON_REQUEST)
def test_what_answers_mostly_is_reported_on_request(name: str) -> None:
    assert not lines(ON_REQUEST[name])
    assert bool(lines(ON_REQUEST[name], "TSE205")) is (name != "no address")
