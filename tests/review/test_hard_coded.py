"""Hard-coded values: by what they look like, and never a secret."""

from __future__ import annotations

from flake8_testsec.review.markdown import sentence

from .asking import reviewed, told

ASPECT = "Hard-coded values"
NEAR = (
    "By their names and addresses, all of these hosts are local, private, without a dot or kept for examples "
    "and tests, and no literal stands under the name of a secret, by the names that are known; what is given "
    "by its place alone or in a pair may be one."
)


def test_words_are_no_values() -> None:
    text = '''
        """https://example.org in a docstring"""
        NAME, SUM, VERSION = "shop", "a/b", "1.2.3"
        URL = f"https://{NAME}/"
        TEXT = "see https:// for more"
        BAD = "999.1.1.1"
        connect(port="any", port_id=None, report=80, port_=True)
    '''
    assert told(text, ASPECT) == ["A URL is put together, and its host is worked out: `https://…/` (line 3)."]


def test_kinds() -> None:
    text = """
        A = "http://127.0.0.1:80/x"
        B, C = "192.0.2.1/24", "host1"
        D = "www.example.com"
        E = "12345678-1234-1234-1234-123456789abc"
        F, G = "ann@example.org", "/etc/passwd"
        port = 8080
        self.http_port = 81
        connect(port=80, host="host1")
    """
    assert told(text, ASPECT) == [
        "URL `http://127.0.0.1:80/x`: this machine (line 1).",
        "Address `192.0.2.1/24`: kept for examples, tests or networks of one's own (line 2).",
        "Looks like the name of a host: `host1` (names without a dot) (lines 2, 8).",
        "Looks like the name of a host: `www.example.com` (kept for examples, tests or networks of one's "
        "own) (line 3).",
        "Given as a port: `8080` (line 6).",
        "Given as a port: `81` (line 7).",
        "Given as a port: `80` (line 8).",
        "Absolute path `/etc/passwd` (line 5).",
        "Id in the form of a UUID: `12345678-1234-1234-1234-123456789abc` (line 4).",
        "Looks like a mail address: `ann@example.org` (line 5).",
        NEAR,
    ]


def test_a_public_host_is_no_good_news() -> None:
    found = told('A = "https://shop.acme.com/"\n', ASPECT)
    assert found == ["URL `https://shop.acme.com/`: the public network (line 1)."]


def test_secrets_are_never_shown() -> None:
    text = """
        login(password="hunter2", name="ann")
        api_key = self.client_secret = "hunter3"
        OPTIONS = {"password": "hunter4", other: "x", **more}
        URL = "https://ann:hunter5@example.org/"
        print(f"{secret_token}", "hunter6", password="hunter7")
    """
    found = told(text, ASPECT)
    assert found == [
        "URL `https://ann:…@example.org/`: kept for examples, tests or networks of one's own. It holds a "
        "user and a password, which are not shown (line 4).",
        "A literal, not shown here, is given under the name `password` (lines 1, 3, 5).",
        "A literal, not shown here, is given under the name `api_key` (line 2).",
        "A literal, not shown here, is given under the name `client_secret` (line 2).",
    ]
    assert "hunter" not in "".join(found)


def test_many_values_are_counted() -> None:
    text = "".join(f'A{number} = "http://h{number}.test/"\n' for number in range(10))
    assert told(text, ASPECT)[8:] == ["URLs: 2 more values, the first here (line 9).", NEAR]


def test_plain_tokens_are_told_by_their_names() -> None:
    found = told("f(token='123', token_secret='456', tokens='789')\n", "Hard-coded values")
    assert found == [
        "A literal, not shown here, is given under the name `token` (line 1).",
        "A literal, not shown here, is given under the name `token_secret` (line 1).",
    ]


def test_ids_by_their_names_and_secrets_in_texts() -> None:
    text = """
        CONFIG = "[shop]\\npassword = secret\\nname = till\\n"
        def test_a():
            run(job_id="1", uid=2, id=True, pk=name, identity="x")
    """
    assert told(text, "Hard-coded values") == [
        "Given under the name of an id: `job_id='1'` (line 3).",
        "Given under the name of an id: `uid=2` (line 3).",
        "A literal, not shown here, is given under the name `password` (line 1).",
    ]


def test_paths_by_what_takes_them() -> None:
    text = """
        from pathlib import Path

        def test_a():
            open("/nowhere/orders.json")
            open("/tmp/orders.json")
            Path("/shop")
            Path("orders")
            Path()
            shop.open("/orders")
    """
    assert [each for each in told(text, "Hard-coded values") if "path" in each] == [
        "Absolute path `/nowhere/orders.json` (line 4).",
        "Absolute path `/tmp/orders.json` (line 5).",
        "Absolute path `/shop` (line 6).",
    ]


def test_secrets_in_displays_and_where_they_are_set() -> None:
    text = """
        VAULT = {"secrets": {"mail": {"key": "hunter1"}}, "tokens": ["a", "b"], "secrets": names}
        passwords: list[str] = ["hunter2"]
        passwords: list[str]
        errors = {"password": ["is missing"], "api_keys": []}

        def test_a(monkeypatch, password=b"hunter3", *, user="ann"):
            monkeypatch.setenv("SHOP_TOKEN", "hunter4")
            os.environ["API_KEY"] = headers["Authorization"] = "hunter5"
            client.set("SHOP_TOKEN", "hunter6")
            first, second = secret = "", ""
    """
    assert [each.rpartition("name ")[2] for each in told(text, ASPECT)] == [
        "`password` (line 6).",
        "`SHOP_TOKEN` (line 7).",
        "`API_KEY` (line 8).",
        "`Authorization` (line 8).",
        "`secrets`; which of them are secret is not decided (line 1).",
        "`passwords`; which of them are secret is not decided (line 2).",
    ]


def test_what_calls_itself_an_example_may_be_public() -> None:
    assert told('A, B = "http://api.example.io/", "shop.example.com"\n', ASPECT) == [
        "URL `http://api.example.io/`: the public network, though it calls itself an example (line 1).",
        "Looks like the name of a host: `shop.example.com` (kept for examples, tests or networks of one's "
        "own) (line 1).",
    ]


def test_the_host_of_a_mail_address_counts() -> None:
    found = told('A, B = "ann@shop.com", "http://[2001:db8::1]/"\n', ASPECT)
    assert found[0].startswith("URL") and found[1].startswith("Looks like a mail address")
    assert NEAR not in found


def test_no_part_of_a_password_in_a_url_is_shown() -> None:
    urls = [
        "postgres://ann:hunter)zwo@db.example.com/x",
        "postgres://ann:hunt'er2@db.example.com",
        'postgres://ann:hunt"er2<a@db.example.com',
        "postgres://ann:hunt@er2@db.example.com",
        "postgres://ann:hunt/er2@db.example.com",
    ]
    long = [f"A = {' '.join([each, 'x' * 300])!r}\n" for each in urls]
    short = [f"A = {each!r}\nB = {'see ' + each!r}\nconnect({each!r})\n" for each in urls]
    for text in (*long, *short):
        facts = [sentence(fact) for each in reviewed(text).aspects for fact in each.facts]
        assert "db.example.com" in "".join(facts)
        assert not any(part in each for part in ("hunt", "er2", "zwo") for each in facts)


def test_a_port_and_a_path_are_no_password() -> None:
    text = 'A = "http://localhost:80/ann@example.org"\nB = "http://{host}:{port}/ann@example.org".format()\n'
    assert told(text, ASPECT)[:2] == [
        "URL `http://localhost:80/ann@example.org`: this machine (line 1).",
        "A URL is put together, and its host is worked out: `http://{host}:{port}/ann@example.org` (line 2).",
    ]


def test_long_passwords_in_urls_are_masked_whole() -> None:
    found = told(f"A = 'amqp://ann:{'hunter2' * 60}@db.example.com/ {'x' * 20}'\n", ASPECT)
    assert found[0].startswith("A URL stands in a longer text: `amqp://ann:…@db.example.com/`")
