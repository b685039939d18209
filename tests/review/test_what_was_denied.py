"""What a review must not deny: values under names that a file gives them in another way, and what enters."""

from __future__ import annotations

import pytest

from tests.review.asking import told

VALUES = "Hard-coded values"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('RESOURCE_ID = "in_123"', "Given under the name of an id: `RESOURCE_ID='in_123'` (line 1)."),
        ('shop.orderId = "in_1"', "Given under the name of an id: `orderId='in_1'` (line 1)."),
        ("user_id: int = 7", "Given under the name of an id: `user_id=7` (line 1)."),
        ("if (pk := 7): ...", "Given under the name of an id: `pk=7` (line 1)."),
        ('a = {"http_port": 8080}', "Given as a port: `8080` (line 1)."),
        ('a = {"port": "8080"}', "Given as a port: `8080` (line 1)."),
        ('name, a.port = "x", 81', "Given as a port: `81` (line 1)."),
        ("[host, httpPort] = (x, 81)", "Given as a port: `81` (line 1)."),
        ("def serve(port=82): ...", "Given as a port: `82` (line 1)."),
        ("environ.setdefault('PORT', '83')", "Given as a port: `83` (line 1)."),
        ("@m.parametrize('port', [84])\ndef test_a(port): ...", "Given as a port: `84` (line 1)."),
        (
            "@m.parametrize('a, port', [(1, 85), x])\ndef test_a(a, port): ...",
            "Given as a port: `85` (line 1).",
        ),
        ("def serve(a, port): ...\nserve(1, 86)", "Given as a port: `86` (line 2)."),
        ("connect(port=0)", "Given as a port: `0` (line 1)."),
    ],
)
def test_values_under_names(text: str, said: str) -> None:
    assert told(text, VALUES) == [said]


@pytest.mark.parametrize(
    "text",
    [
        'valid = "in_123"',
        "paid = userid_count = 7",
        "report = 80",
        'port = "any"',
        "port = True",
        "user_id = None",
        "a, port = 1, 2, *b",
        "a[x], b[0] = 1, 2",
        "port, *a = 8080, 1, 2",
        "import pytest\npytest.param(1, id='port')",
        "@m.parametrize('a, port', values)\ndef test_a(a, port): ...",
        "def serve(port): ...\nserve(*[80], 81)\na.serve(82)",
        "class A:\n    def serve(a, port): ...\nserve(1, 80)",
    ],
)
def test_what_looks_like_values_under_names(text: str) -> None:
    assert told(text, VALUES) == []


def test_ids_that_are_told_as_something_else() -> None:
    assert told('user_id = "https://example.org/7"\n', VALUES)[:-1] == [
        "URL `https://example.org/7`: kept for examples, tests or networks of one's own (line 1)."
    ]


def test_literals_that_reach_the_name_of_a_secret_by_another() -> None:
    text = """
        word = "x1y2"
        PASSWORD = "told"
        def test_a(given):
            connect(password=word, host="db.example.com")
            connect(password=PASSWORD)
            connect(password=given)
            connect(user=word)
    """
    assert told(text, VALUES) == [
        "Looks like the name of a host: `db.example.com` (kept for examples, tests or networks of one's own) "
        "(line 4).",
        "A literal, not shown here, is given under the name `PASSWORD` (line 2).",
        "A literal, not shown here, is bound to a name that is given under the name `password` (lines 1, 4).",
    ]


def test_displays_under_names_of_secrets() -> None:
    assert told('creds = {"user": "ann", "path": "a/b"}\n', VALUES) == [
        "A display with texts, not shown here, is given under the name `creds`; which of them are secret is "
        "not decided (line 1)."
    ]


_BY_LIBRARY = """
    import os, shutil, ssl, httplib2, httpx
    from os.path import expanduser
    from pathlib import Path
    from shop import Till, TestHttp

    def test_a(context, name):
        expanduser("~/ca.pem")
        expanduser(name)
        Path("~/b").expanduser()
        name.expanduser()
        expanduser("/plain")
        shutil.which("git")
        shutil.copy("a", name)
        context.load_verify_locations(cafile="ca.pem")
        context.load_verify_locations(cadata=name)
        context.load_cert_chain("own.pem")
        ssl.create_default_context(cafile=None)
        ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=name)
        http = httplib2.Http()
        http.request(name)
        http.get(name)
        httpx.get(name)
        Till().get(name)
        TestHttp().get(name)
        name.get(name)
        context.request()
        name().getresponse()
"""


def test_what_calls_read_and_send_by_documentation_or_name() -> None:
    home = "The home folder is asked for, which the environment names"
    certificates = "Certificates or keys are read from a file, by the name of the call: "
    sends = "By its name, sends a request, or is answered by a double: "
    found = [each for each in told(_BY_LIBRARY, "Inputs") if "httpx" not in each and "parameter" not in each]
    assert found[:11] == [
        "Reads variables of the environment, by what it is documented to do: "
        "`shutil.which('git')` (line 12).",
        f"{home}: `expanduser('~/ca.pem')` (line 7).",
        f"{home}, unless no `~` begins the path: `expanduser(name)` (line 8).",
        f"{home}: `Path('~/b').expanduser()` (line 9).",
        f"{home}, unless no `~` begins the path: `name.expanduser()` (line 10).",
        "Reads a file, by what it is documented to do: `shutil.copy('a', name)` (line 13).",
        f"{certificates}`context.load_verify_locations(cafile='ca.pem')` (line 14).",
        f"{certificates}`context.load_cert_chain('own.pem')` (line 16).",
        f"{certificates}`ssl.create_default_context(ssl.Purpose.SERVER_AUTH, cafile=name)` (line 18).",
        f"{sends}`http.request()` (line 20).",
        f"{sends}`http.get()` (line 21).",
    ]
    assert found[11] == f"{sends}`name().getresponse()` (line 27)."
    assert not any("Till" in each or "TestHttp" in each or "context.request" in each for each in found)
