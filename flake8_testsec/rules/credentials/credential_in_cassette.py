"""A recorded cassette holds the credential that the request was made with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flake8_testsec.cassettes import redactions
from flake8_testsec.cassettes.recordings import Field
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.vocabulary.secrets import formats

rule = Rule(
    code="TSE106",
    summary="a recorded cassette holds a credential that is not redacted",
    message=(
        "recorded {field} is not redacted, so every reader of the cassette can use it; filter "
        "it when recording"
    ),
    roles=Role.TEST,
    cwe=312,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    VCR.py, pytest-recording and Betamax write down the requests of a test as they were sent and the
    answers as they came, and the recording is committed beside the test. Whoever can read the repository
    can use the token, the session or the password for as long as it is valid.

    Recordings are no Python: they are reviewed by ``testsec check --cassettes`` and by the hook
    ``testsec-cassettes``.
    """,
    fix="""
    Revoke the credential, for it is in the history of the repository. Configure the recorder to leave it
    out (``filter_headers``, ``filter_query_parameters``, ``filter_post_data_parameters``,
    ``before_record_response``; Betamax: ``define_cassette_placeholder``), and record again.
    """,
    fixable="Nothing, because the credential has to be revoked and the traffic recorded again.",
    bad=(
        """
        # file: tests/cassettes/test_orders.yaml
        interactions:
        - request:
            body: null
            headers:
              Accept: ['*/*']
              Authorization: [Bearer 8f1b0c7ad2e94f55b6c3d1e0aa97]
              ^^^^^^^^^^^^^
            method: GET
            uri: https://api.shop.com/orders?access_token=c39be1d07f6248a1&page=2
            ^^^
          response:
            body:
              string: '{"refresh_token": "5d0e7b91c2af4836ad19", "expires_in": 3600}'
              ^^^^^^
            status: {code: 200, message: OK}
        version: 1
        """,
        """
        # file: tests/betamax/login.json
        {
          "http_interactions": [
            {
              "request": {
                "body": {"encoding": "utf-8", "string": "client_secret=b04c97d1e68f2a35&client_id=shop"},
                                              ^^^^^^^^
                "headers": {
                  "Authorization": ["Basic b3BzOnYzOUtqMmhRcDhYdw=="]
                  ^^^^^^^^^^^^^^^
                },
                "method": "POST",
                "uri": "https://api.shop.com/login"
              }
            }
          ],
          "recorded_with": "betamax/0.9.0"
        }
        """,
    ),
    good=(
        """
        # file: tests/cassettes/test_redacted.yaml
        interactions:
        - request:
            body: client_id=shop&client_secret=REDACTED-CLIENT-SECRET
            headers:
              Authorization: [REDACTED]
              Cookie: [session=0000000000000000]
              Proxy-Authorization: [Basic dGVzdDpmYWtlLXBhc3N3b3Jk]
            uri: https://api.shop.com/orders?access_token=%3Caccess_token%3E&sort=newest-first
        """,
        """
        # file: tests/cassettes/test_answer.yaml
        interactions:
        - response:
            body: {string: '{"Authorization": true, "token": {"access_token": null}}'}
            headers:
              Set-Cookie: [session=8f1b0c7ad2e94f55b6c3d1e0aa97; HttpOnly]
        """,
    ),
)

_HEADERS = lazy(
    r"(?:proxy-)?authorization|x-(?:(?!csrf|xsrf)[a-z0-9]+-)+token|private-token|(?:[a-z0-9]+-)*api-?key|"
    r"ocp-apim-subscription-key"
)
_SHOWN = lazy(r"[\w.-]{1,64}", re.ASCII)
_IN_ONE_WORD = {
    f"{side}{part}": (side, part) for side in ("request", "response") for part in ("headers", "uri", "body")
}


@rule.on(Field)
def unredacted(field: Field) -> Iterator[Hit]:
    """Report what in a recorded request or answer holds credentials, each name once."""
    if place := _place(field.path):
        names = dict.fromkeys(_by_name(place, field)) or dict.fromkeys(_by_form(place, field))
        yield from (rule.at(field.span, field=name) for name in names)


def _place(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path from the request or the answer on."""
    for index, key in enumerate(path):
        if key in ("request", "response"):
            return path[index:]
        if key in _IN_ONE_WORD:  # as the proxy of Azure's SDKs writes it
            return (*_IN_ONE_WORD[key], *path[index + 1 :])
    return ()


def _by_name(place: tuple[str, ...], field: Field) -> Iterable[str]:
    """What is a credential because of the name it has."""
    match place:
        case ("request", "headers", "cookie") if redactions.in_cookies(field.text):
            return (field.name,)
        case ("request", "headers", name) if _HEADERS.fullmatch(name) and redactions.in_header(field.text):
            return (field.name,)
        case (_, "uri" | "url"):
            return redactions.in_query(field.text)
        case (_, "body", *_, name) if name in redactions.FIELDS and redactions.is_live(field.text):
            return (field.name,)
        case ("request", "body", *_):
            return (*redactions.in_json(field.text), *redactions.in_form(field.text))
        case ("response", "body", *_):
            return redactions.in_json(field.text)
        case _:
            return ()


def _by_form(place: tuple[str, ...], field: Field) -> Iterator[str]:
    """What is a credential whatever its name, because it has the form of a vendor's."""
    long_enough = len(field.text) >= redactions.SHORTEST
    if long_enough and place[-1] != "set-cookie" and next(formats.found(field.text), None):
        yield _shown(place, field)


def _shown(place: tuple[str, ...], field: Field) -> str:
    if "body" in place:
        return "body"
    return field.name if _SHOWN.fullmatch(field.name) else "header"
