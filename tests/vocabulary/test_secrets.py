"""Credentials by form: what is none first, then every vendor's, drawn here at run time.

No value in this file is a credential, whole or in parts: what must be found is made from a seeded generator,
with the check digits and contents that the forms promise.
"""

from __future__ import annotations

import base64
import datetime
import json
import random
import string
import time
import zlib
from collections.abc import Callable

import pytest

from flake8_testsec.vocabulary.secrets import formats, private_keys
from flake8_testsec.vocabulary.secrets.formats import (
    FORMATS,
    Secret,
    entropy,
    found,
    is_placeholder,
    possible,
    tokens,
)

_RANDOM = random.Random(7)
_DIGITS, _LOWER, _UPPER = string.digits, string.ascii_lowercase, string.ascii_uppercase
_MIXED = _DIGITS + _UPPER + _LOWER
_URL = _MIXED + "_-"
_HEX = "0123456789abcdef"


def drawn(size: int, alphabet: str = _MIXED) -> str:
    """Something drawn that has every kind of character its alphabet has, and says no word."""
    while True:
        value = "".join(_RANDOM.choices(alphabet, k=size))
        kinds = [kind for kind in (_DIGITS, _LOWER, _UPPER) if set(kind) & set(alphabet)]
        if all(set(kind) & set(value) for kind in kinds) and not is_placeholder(value):
            return value


def drawn_bytes(size: int) -> bytes:
    return bytes(_RANDOM.randrange(256) for _ in range(size))


def in_base(number: int, digits: str, size: int) -> str:
    text = ""
    for _ in range(size):
        number, digit = divmod(number, len(digits))
        text = digits[digit] + text
    return text


def checked(size: int = 30) -> str:
    """With GitHub's check digits: a CRC-32 in base 62."""
    body = drawn(size)
    return body + in_base(zlib.crc32(body.encode()), _MIXED, 6)


def routable(version: str = "01.") -> str:
    body = f"glpat-{drawn(37, _URL)}.{version}11"
    return body + in_base(zlib.crc32(body.encode()), _DIGITS + _LOWER, 7)


def key_id(account: int, generation: int = 1) -> str:
    bits = generation << 79 | account << 39 | _RANDOM.getrandbits(39)
    return base64.b32encode(bits.to_bytes(10, "big")).decode()


def url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def field(kind: int, contents: bytes) -> bytes:
    size = len(contents)
    length = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    return bytes([kind]) + length + contents


def macaroon(location: bytes = b"pypi.org", caveats: int = 1, signature: int = 32) -> str:
    caveat = field(2, json.dumps({"permissions": "user", "note": "n" * 200}).encode()) + b"\0"
    head = b"\2" + field(1, location) + field(2, drawn_bytes(36)) + b"\0"
    return "pypi-" + url64(head + caveat * caveats + b"\0" + field(6, drawn_bytes(signature)))


def jwt(payload: object, alg: str = "HS256", signature: int = 32) -> str:
    head = url64(json.dumps({"typ": "JWT", "alg": alg}).encode())
    return f"{head}.{url64(json.dumps(payload).encode())}.{url64(drawn_bytes(signature))}"


def signed_url(expiry: str, version: str = "&sv=2024-11-04", size: int = 32) -> str:
    signature = base64.b64encode(drawn_bytes(size)).decode().replace("+", "%2B").replace("/", "%2F")
    return (
        f"https://shop.blob.core.windows.net/c?se={expiry}{version}&sig={signature.replace('=', '%3D')}&sp=r"
    )


def discord(user: str) -> str:
    return f"{url64(user.encode())}.{drawn(6)}.{drawn(38, _URL)}"


HIGH = bytes(byte | 0x80 for byte in drawn_bytes(60))
SOON = int(time.time()) + 10**7
NEXT_YEAR = f"{datetime.date.today().year + 1}-01-31T00:00:00Z"
ISSUER = "https://login.acme.io/"
DISCORD = "discord "

SILENT = {
    "nothing": "",
    "prose": "The token begins with ghp_ and has 36 characters, AKIA are 20.",
    "a form, not a value": r"ghp_[A-Za-z0-9]{36}|AKIA[A-Z0-9]{16}|xox[bp]-[0-9]{12}-",
    # documented examples
    "AWS's example": "AKIAIOSFODNN7EXAMPLE",
    "Azurite's key": (
        "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
    ),
    "BotFather's example": "110201543:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "jwt.io's example": (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0Ijox"
        "NTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
    ),
    "Slack's example": "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24,
    # what nobody drew
    "one letter over and over": "npm_" + "x" * 36,
    "counting up": "sk_live_abcdefghijklmnopqrstuvwx",
    "counting down": "dop_v1_" + "9876543210fedcba" * 4,
    "a word over and over": "glpat-" + "Ab1-" * 5,
    "a telling word": "AIza" + drawn(14) + "DUMMY" + drawn(16),
    "words": "glpat-my-personal-access-token",
    "few different letters": "SK" + "a1b1" * 4 + "1a1b" * 4,
    "letters alone": "sk_live_" + drawn(24, _LOWER + _UPPER),
    # wrong check digits
    "GitHub, wrong check": "ghp_" + drawn(36),
    "npm, wrong check": "npm_" + drawn(36),
    "GitLab, wrong check": routable()[:-7] + "0" * 7,
    "AWS, account beyond twelve digits": "AKIA" + key_id(10**12 + 37125498761),
    "AWS, account of the documentation": "AKIA" + key_id(123456789012),
    "AWS, account of zeros": "AKIA" + key_id(0),
    "AWS, old but not one of those": "AKIA" + key_id(0x12345 << 20, generation=0),
    "PyPI, another version": "pypi-" + "AgEIcHlwaS5vcmc" + drawn(80, _URL),
    "PyPI, cut off": macaroon()[:-8],
    "PyPI, short signature": macaroon(signature=16),
    "PyPI, no caveat's end": "pypi-" + url64(b"\2" + field(1, b"pypi.org") + drawn_bytes(90)),
    "PyPI, a length that never ends": "pypi-" + url64(b"\2" + field(1, b"pypi.org") + b"\2" + HIGH),
    "Azure, not base64 of a key": "AccountKey=" + "=" * 88,
    "Discord, no number": DISCORD + discord("nobody you would know"),
    "Discord, a short number": DISCORD + discord("1234567890123456"),
    # not live
    "Azure, expired": signed_url("2024-01-31T00:00:00Z"),
    "Azure, no date": signed_url(""),
    "Azure, no version": signed_url(NEXT_YEAR, version=""),
    "Azure, a short signature": signed_url(NEXT_YEAR, size=33),
    "JWT, expired": jwt({"iss": ISSUER, "exp": 1700000000}),
    "JWT, expiry is no number": jwt({"iss": ISSUER, "exp": "soon"}),
    "JWT, not signed": jwt({"iss": ISSUER, "exp": SOON}, alg="none"),
    "JWT, a signature of another size": jwt({"iss": ISSUER, "exp": SOON}, signature=48),
    "JWT, a signature that is no base64": jwt({"iss": ISSUER, "exp": SOON}) + "Ab",
    "JWT, of whoever comes": jwt({"iss": "supabase", "exp": SOON, "role": "anon"}),
    "JWT, nobody issued it": jwt({"sub": "1", "exp": SOON}),
    "JWT, issued by somebody": jwt({"iss": "joe", "exp": SOON}),
    "JWT, issued by an example": jwt({"iss": "https://login.example.com/", "exp": SOON}),
    "JWT, issued by a placeholder": jwt({"iss": "https://fake-login.acme.io/", "exp": SOON}),
    "JWT, issued here": jwt({"iss": "http://localhost:8080/", "exp": SOON}),
    "JWT, claims are a list": jwt([ISSUER, SOON, "x"]).replace(".W", ".eyJ"),
    "JWT, claims are no text": f"{jwt({})[:36]}.eyJ{drawn(40)}.{drawn(43)}",
    # part of something longer
    "inside of base64": drawn(40) + "AKIA" + key_id(609629065308) + drawn(40),
    "too long": "npm_" + checked() + "A",
    "a Discord token where nothing is said of Discord": discord("198622483471925248"),
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_no_credential_is_silent(text: str) -> None:
    assert [*found(text)] == []


def _of_code_and_chat() -> dict[str, tuple[str, str]]:
    numbers = [drawn(12, "23456789") for _ in range(3)]
    return {
        "AWS": ("AWS", "AKIA" + key_id(609629065308)),
        "AWS, temporary": ("AWS", "ASIA" + key_id(37125498761)),
        "AWS, old": ("AWS", "AKIAI" + drawn(15, _UPPER + "234567")),
        "GitHub, classic": ("GitHub", "ghp_" + checked()),
        "GitHub, OAuth": ("GitHub", "gho_" + checked()),
        "GitHub, user of an app": ("GitHub", "ghu_" + checked()),
        "GitHub, app": ("GitHub", "ghs_" + checked()),
        "GitHub, refresh": ("GitHub", "ghr_" + checked(70)),
        "GitHub, fine-grained": ("GitHub", f"github_pat_{drawn(22)}_{drawn(59)}"),
        "GitLab": ("GitLab", "glpat-" + drawn(20, _URL.rstrip("-_"))),
        "GitLab, deploy": ("GitLab", "gldt-" + drawn(20)),
        "GitLab, routable": ("GitLab", routable()),
        "GitLab, routable without version": ("GitLab", routable("")),
        "Slack, bot": ("Slack", f"xoxb-{numbers[0]}-{numbers[1]}-{drawn(24)}"),
        "Slack, user": ("Slack", f"xoxp-{'-'.join(numbers)}-{drawn(32, _HEX)}"),
        "Slack, app": ("Slack", f"xapp-1-A{drawn(10, _UPPER + _DIGITS)}-{numbers[0]}-{drawn(64, _HEX)}"),
        "Slack, webhook": (
            "Slack",
            f"hooks.slack.com/services/T{drawn(8, _UPPER + _DIGITS)}/B{drawn(10, _UPPER)}/{drawn(24)}",
        ),
    }


def _more() -> dict[str, tuple[str, str]]:
    return {
        "Stripe": ("Stripe", "sk_live_" + drawn(24)),
        "Stripe, restricted": ("Stripe", "rk_live_" + drawn(99)),
        "Google": ("Google", "AIza" + drawn(35, _URL)),
        "Google, OAuth": ("Google", "GOCSPX-" + drawn(28, _URL)),
        "Azure, storage": ("Azure", "AccountKey=" + base64.b64encode(drawn_bytes(64)).decode()),
        "Azure, bus": ("Azure", "SharedAccessKey=" + base64.b64encode(drawn_bytes(32)).decode()),
        "npm": ("npm", "npm_" + checked()),
        "PyPI": ("PyPI", macaroon(caveats=0)),
        "PyPI, restricted": ("PyPI", macaroon(caveats=3)),
        "SendGrid": ("SendGrid", f"SG.{drawn(22, _URL)}.{drawn(43, _URL)}"),
        "Twilio": ("Twilio", "SK" + drawn(32, _HEX)),
        "OpenAI": ("OpenAI", f"sk-{drawn(20)}T3BlbkFJ{drawn(20)}"),
        "OpenAI, project": ("OpenAI", f"sk-proj-{drawn(74, _URL)}T3BlbkFJ{drawn(74)}"),
        "Anthropic": ("Anthropic", f"sk-ant-api03-{drawn(86, _URL)}-{drawn(6)}AA"),
        "Hugging Face": ("Hugging Face", "hf_" + drawn(34, _LOWER + _UPPER)),
        "Telegram": ("Telegram", f"{drawn(10, '23456789')}:AA{drawn(33, _URL)}"),
        "Discord, webhook": ("Discord", f"/api/webhooks/{drawn(19, '23456789')}/{drawn(68, _URL)}"),
        "DigitalOcean": ("DigitalOcean", "dop_v1_" + drawn(64, _HEX)),
        "Databricks": ("Databricks", "dapi" + drawn(32, _HEX)),
        "JWT": ("JWT", jwt({"iss": ISSUER, "exp": SOON})),
        "JWT without end": ("JWT", jwt({"iss": "kubernetes/serviceaccount"}, "RS256", 256)),
        "JWT of a service": ("JWT", jwt({"iss": "supabase", "exp": SOON, "role": "service_role"})),
        "JWT of several": ("JWT", jwt({"iss": "supabase", "exp": SOON, "role": ["anon", "owner"]})),
        "JWT, elliptic": ("JWT", jwt({"iss": "supabase", "exp": SOON}, "ES256", 64)),
    }


FOUND = {**_of_code_and_chat(), **_more()}


@pytest.mark.parametrize(("vendor", "token"), FOUND.values(), ids=FOUND)
@pytest.mark.parametrize(
    "around", ("{}", "Bearer {}", '{{"key": "{}"}}\n', "https://acme.io/?key={}&x=1", "<{}>")
)
def test_tokens_are_found_wherever_they_stand(vendor: str, token: str, around: str) -> None:
    text = around.format(token)
    (secret,) = found(text)
    assert secret == Secret(vendor, text.index(token), text.index(token) + len(token))


def test_tokens_of_discord_need_its_name_somewhere() -> None:
    token = discord("198622483471925248")
    (secret,) = found(DISCORD + token)
    assert secret == Secret("Discord", len(DISCORD), len(DISCORD + token))
    assert [*tokens(token, possible(token, "import discord"))] == [Secret("Discord", 0, len(token))]
    assert possible(token) == ()


def test_signed_urls_are_found_until_they_expire() -> None:
    (secret,) = found(signed_url(NEXT_YEAR))
    assert secret.vendor == "Azure"


def test_all_tokens_of_a_text_are_found() -> None:
    text = "\n".join(token for _, token in FOUND.values())
    secrets_ = sorted(found(text), key=lambda secret: secret.start)
    assert [secret.vendor for secret in secrets_] == [vendor for vendor, _ in FOUND.values()]


def test_private_keys_are_found_beside_tokens() -> None:
    numbers = b"".join(b"\2\x10\1" + drawn_bytes(15) for _ in range(9))
    body = base64.b64encode(b"\x30\x81" + bytes([len(numbers)]) + numbers).decode()
    key = f"-----BEGIN RSA PRIVATE KEY-----\\n{body}\\n-----END RSA PRIVATE KEY-----"
    assert [*found(f"key: {key}")] == [Secret("private key", 5, 5 + len(key))]
    account = json.dumps({"type": "service_account", "private_key": "@"}).replace("@", key)
    (secret,) = found(account)
    assert secret.vendor == "Google service account"


def test_a_secret_holds_no_value() -> None:
    _, token = FOUND["npm"]
    (secret,) = found(token)
    assert token[4:] not in repr(secret)


PLACEHOLDERS = (
    "my-test-key",
    "CHANGEME-now",
    "aaaaaaa",
    "k-12345678",
    "zyxwvutsr",
    "abab",
    "your_token",
    "xxxx1",
)


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_placeholders_say_so(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ("ab", "abc", "Zq8v!mW2", "12345", "r00t2go", "aabbccddee", "abcxyzabcw"))
def test_other_values_are_no_placeholders(value: str) -> None:
    assert not is_placeholder(value)


def test_entropy_is_in_bits_a_character() -> None:
    assert entropy("") == entropy("aaaa") == 0
    assert entropy("abcd") == 2


def test_every_format_is_documented_and_cheap_to_rule_out() -> None:
    for each in FORMATS:
        assert each.source
        assert each.pattern.groups == 1
        assert each.hints and all(len(hint) > 1 for hint in each.hints)
        assert each in possible(f"x{each.hints[0]}y")
    assert possible("a text without any") == ()


HOSTILE: dict[str, Callable[[int], str]] = {
    "base64 without end": lambda n: base64.b64encode(random.Random(1).randbytes(n * 7)).decode(),
    "base64 of URLs without end": lambda n: url64(random.Random(1).randbytes(n * 7)),
    "one very long line": lambda n: "lorem ipsum dolor " * (n * 5),
    "digits": lambda n: "1234567890" * n,
    "dashes": lambda n: "-" * (n * 10),
    "AWS": lambda n: "AKIA" * n,
    "GitHub": lambda n: "ghp_Ab1" * n,
    "GitLab": lambda n: "glpat-" * n,
    "GitLab, routable": lambda n: ("glpat-" + "a" * 30 + ".01.") * n,
    "Slack": lambda n: "xoxb-123456789012-" * n,
    "Azure": lambda n: ("&sig=" + "A" * 90) * (n // 3),
    "PyPI": lambda n: "pypi-AgEIcHlwaS5vcmcAb1" * (n // 5),
    "OpenAI": lambda n: "sk-aT3BlbkFJ " * n,
    "Telegram": lambda n: "12345678:AA" * n,
    "Discord": lambda n: "discord MTk4NjIyNDgzNDcxOTI1MjQ4." * n,
    "JWT": lambda n: ".eyJaaaaaaaaaaaa.eyJaaaaaaaaaaaa" * n,
    "PEM begins": lambda n: "-----BEGIN RSA PRIVATE KEY-----\n" * n,
    "PEM begins and ends": lambda n: "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n" * n,
    "PuTTY": lambda n: "PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 99\n" * n,
}


def _seconds(text: str) -> float:
    """The best of two, everything looked for whatever the text hints at."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        assert not any(private_keys.keys(text))
        assert [*tokens(text, FORMATS)] == []
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.once
@pytest.mark.again
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_text_and_no_faster(make: Callable[[int], str]) -> None:
    # A busy machine may be slow once: what grows with the square is so each time.
    assert any(_seconds(make(100_000)) <= 3 * _seconds(make(50_000)) + 0.05 for _ in range(5))


def test_large_texts_are_done_in_time() -> None:
    assert _seconds("lorem ipsum dolor " * 600_000) < 10
    assert _seconds(base64.b64encode(random.Random(1).randbytes(750_000)).decode()) < 2


def test_check_digits_are_those_of_a_published_token() -> None:
    # The example of GitHub's own post on the format; revoked before it was printed, hence silent.
    body, check = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"
    assert in_base(zlib.crc32(body.encode()), _MIXED, 6) == check
    assert not any(found("ghp_" + body + check))
    assert formats.is_placeholder("ghp_" + body + check)
