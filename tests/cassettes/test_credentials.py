"""What is a credential in a recorded cassette, and where it may stand."""

from __future__ import annotations

import base64
import io
import json
import random
from collections.abc import Mapping

import pytest

from flake8_testsec import cassette_engine
from flake8_testsec.cassettes import redactions

from .recorded import ANSWER, VALUE, cassette, drawn, messages, packed, said

PAIR = base64.b64encode(f"ops:{drawn(12)}".encode()).decode()


# values


NO_CREDENTIALS = {
    "nothing": "",
    "a scheme alone": "Bearer",
    "fifteen characters": drawn(15),
    "fifteen characters behind a scheme": f"Bearer {drawn(15)}",
    "redacted": f"Bearer REDACTED{VALUE}",
    "dummy": f"dummy-{VALUE}",
    "fake": f"fake_{VALUE}",
    "a test's own": f"Token test{VALUE}",
    "a placeholder": f"PLACEHOLDER{VALUE}",
    "angle brackets": f"Bearer <{VALUE}>",
    "stars": f"Bearer {VALUE}***",
    "one character": "Bearer " + "x" * 40,
    "one character and dashes": "00000000-0000-0000-0000-000000000000",
    "a template": "Bearer {{ token_of_the_shop_9 }}",
    "words": "Bearer MY_OWN_ACCESS_KEY",
    "basic without base64": f"Basic !{VALUE}",
    "basic without a colon": "Basic " + base64.b64encode(VALUE.encode()).decode(),
    "basic of a fake": "Basic " + base64.b64encode(b"tester:fake-password").decode(),
    "basic of a name twice": "Basic " + base64.b64encode(b"operator:operator").decode(),
    "basic of a short pair": "Basic " + base64.b64encode(b"ops:ops1").decode(),
}
CREDENTIALS = {
    "a bearer": f"Bearer {VALUE}",
    "sixteen characters": drawn(16),
    "another scheme": f"token  {VALUE}",
    "a pair": f"Basic {PAIR}",
    "a long one with a run of letters": "Bearer " + drawn(60) + "AAAAAAAA" + drawn(60),
}


@pytest.mark.parametrize("case", NO_CREDENTIALS)
def test_headers_without_credentials(case: str) -> None:
    assert not redactions.in_header(NO_CREDENTIALS[case])


@pytest.mark.parametrize("case", CREDENTIALS)
def test_headers_with_credentials(case: str) -> None:
    assert redactions.in_header(CREDENTIALS[case])


@pytest.mark.parametrize(
    ("cookies", "live"),
    [
        ("", False),
        (f"_ga=GA1.{VALUE}", False),
        (f"theme={VALUE}", False),
        (f"session_tracker={VALUE}", False),
        (f"lang=en; sessionid=<{VALUE}>", False),
        (f"session {VALUE}", False),
        (f"lang=en; sessionid={VALUE}", True),
        (f"PHPSESSID={VALUE}; lang=en", True),
    ],
)
def test_cookies(cookies: str, live: bool) -> None:
    assert redactions.in_cookies(cookies) is live


# places

SILENT: dict[str, bytes] = {
    "no cassette": json.dumps({"headers": {"Authorization": VALUE}}).encode(),
    "another header": cassette(request={"headers": {"ETag": VALUE, "X-Token-Count": VALUE}}),
    "a token against forgery": cassette(request={"headers": {"X-CSRF-Token": VALUE}}),
    "truth values": cassette(request={"headers": {"Authorization": True}, "body": {"access_token": 1}}),
    "cookies that are set": cassette(response={"headers": {"Set-Cookie": f"session={VALUE}"}}),
    "the answer's headers": cassette(response={"headers": {"Authorization": f"Bearer {VALUE}"}}),
    "another parameter": cassette(request={"uri": f"https://shop.com/?page={VALUE}&asig={VALUE}"}),
    "a parameter taken out": cassette(request={"uri": f"https://shop.com/?sig=%3C{VALUE}%3E"}),
    "a form in an answer": cassette(response={"body": f"client_secret={VALUE}"}),
    "prose in JSON": cassette(response={"body": '{"access_token": "what the server gave to the client"}'}),
    "bytes that are no base64": cassette(response={"body": {"base64_string": "A"}}),
    "bytes that are no gzip": cassette(response={"body": {"base64_string": "H4sIAAAA"}}),
    "a picture": cassette(response={"body": {"base64_string": base64.b64encode(b"\x89PNG\0\xff").decode()}}),
    "an alias": b"request:\n  headers: {Accept: &a x, Authorization: *a}\n",
    "a list at the top": b"- request\n- [Authorization]\n",
    "a collection as a key": b"request:\n  ? [headers, Authorization]\n  : {Authorization: "
    + VALUE.encode()
    + b"}\n",
    "nothing at all": b"",
}


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str, name: str) -> None:
    assert messages(SILENT[case], name) == []


HEADERS = (
    *("Authorization", "proxy-authorization", "X-Auth-Token", "X-Amz-Security-Token", "Private-Token"),
    *("Api-Key", "X-API-Key", "x-goog-api-key", "Ocp-Apim-Subscription-Key"),
)
FOUND: dict[str, tuple[bytes, list[str]]] = {
    **{name: (cassette(request={"headers": {name: [VALUE]}}), said(name)) for name in HEADERS},
    "a header once for all its values": (
        cassette(request={"headers": {"Authorization": [VALUE, drawn()]}}),
        said("Authorization"),
    ),
    "a plain value": (cassette(request={"headers": {"Authorization": VALUE}}), said("Authorization")),
    "a cookie": (cassette(request={"headers": {"Cookie": f"sessionid={VALUE}"}}), said("Cookie")),
    "a query": (
        cassette(request={"uri": f"https://shop.com/?api_key={VALUE}&X-Amz-Signature={VALUE}"}),
        said("api_key", "X-Amz-Signature"),
    ),
    "the answer's address": (
        cassette(response={"url": f"https://shop.com/#access_token={VALUE}"}),
        said("access_token"),
    ),
    "a form": (
        cassette(request={"body": f"client_secret={VALUE}&refresh_token={VALUE}"}),
        said("client_secret", "refresh_token"),
    ),
    "JSON that was sent": (cassette(request={"body": ANSWER}), said("access_token")),
    "JSON of an answer": (cassette(response={"body": {"string": ANSWER}}), said("access_token")),
    "JSON that is not in a string": (cassette(response={"body": json.loads(ANSWER)}), said("access_token")),
    **{
        f"bytes, {how}": (
            cassette(response={"body": {"base64_string": packed(ANSWER, how)}}),
            said("access_token"),
        )
        for how in ("plain", "gzip", "zlib")
    },
    "tagged bytes": (
        f"response:\n  body:\n    string: !!binary |\n      {packed(ANSWER, 'gzip')}\n".encode(),
        said("access_token"),
    ),
    "objects of Python, which are not built": (
        b"request: !!python/object/apply:os.abort\n"
        b"  headers: {Authorization: !!python/unicode " + VALUE.encode() + b"}",
        said("Authorization"),
    ),
    "the proxy of Azure's SDKs": (
        json.dumps(
            {"Entries": [{"RequestUri": f"https://a/?sig={VALUE}", "ResponseBody": json.loads(ANSWER)}]}
        ).encode(),
        said("sig", "access_token"),
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_found(case: str) -> None:
    content, expected = FOUND[case]
    assert messages(content) == expected
    assert VALUE not in "".join(expected)


@pytest.mark.parametrize(
    ("sides", "field"),
    [
        ({"request": {"headers": {"X-Shop": "{}"}}}, "X-Shop"),
        ({"request": {"headers": {"no name ": "{}"}}}, "header"),
        ({"request": {"uri": "https://shop.com/{}"}}, "uri"),
        ({"response": {"body": {"string": "<p>{}</p>"}}}, "body"),
        ({"response": {"headers": {"X-Shop": ["{}"]}}}, "X-Shop"),
    ],
)
def test_a_vendors_token_is_found_wherever_it_is(sides: Mapping[str, object], field: str) -> None:
    token = "dapi" + "".join(random.Random(5).choices("0123456789abcdef", k=32))
    text = json.dumps(sides).replace("{}", token)
    assert messages(text) == said(field)


def test_places_are_those_of_the_keys_in_characters() -> None:
    text = f'{{"é": 1,\n "request": {{"headers": {{"\\ud83d\\ude00 é": 1, "Authorization": "{VALUE}"}}}}}}'
    (finding,) = cassette_engine.check("a.json", io.BytesIO(text.encode()))
    assert text.splitlines()[1][finding.column : finding.end_column] == '"Authorization"'
    assert (finding.line, finding.end_line, finding.code) == (2, 2, "TSE106")
