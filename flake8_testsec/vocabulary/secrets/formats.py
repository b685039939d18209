"""Credentials by form, not by name: anchored vendor formats whose check digits and contents are verified.

A value that fails its own check, a documented example, and what does not look drawn at random is no finding.
Nothing here ever gives the value away: a `Secret` is a vendor and a place.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.vocabulary.network.hosts import HostKind, host_of, kind
from flake8_testsec.vocabulary.secrets import private_keys

# What few files need is imported for them alone: it takes longer than a review.

Check = Callable[[re.Match[str]], bool]


class Secret(NamedTuple):
    """A credential in a text: whose it is, and where it begins and ends."""

    vendor: str
    start: int
    end: int


class Format(NamedTuple):
    """How the credentials of one vendor look.

    Args:
        vendor: the vendor, for the message.
        hints: one of them is in every file that holds such a credential; looked for before anything else.
        pattern: every quantifier is bounded and none is inside another; the one group is the random part.
        kinds: how many kinds of characters (lower case, upper case, digits) the random part must have.
        check: verifies what the form promises: a check digit, or contents that must decode.
        source: where the form is documented.
        beside: the hint stands somewhere near the credential, not in it.
    """

    vendor: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    kinds: int
    check: Check
    source: str
    beside: bool = False


_MIXED, _TWO = 3, 2
_LEAST_ENTROPY = 3.0
_RUN = 6
_PLACEHOLDER = lazy(
    r"example|test|fake|dummy|sample|mock|placeholder|redacted|changeme|foobar|deadbeef|qwerty|invalid|"
    r"password|secret|your[_-]?(?:api|key|token)|x{4}",
    re.IGNORECASE,
)
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html: 40 characters
_SECRET_KEY = lazy(r"(?<![A-Za-z0-9+/=_-])([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=_-])")
# SHA-256 of values that vendors print in their own documentation, so that none of them stands here.
_PUBLISHED: frozenset[str] = frozenset(
    {
        # the well-known key of Azurite and the storage emulator
        "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059",
        # Telegram: Bot API and BotFather
        "0b5dd075ccdd03c42f4edda8e299e6838e2a75d3486a2a8d86940ed1541e9178",
        "654b2b06319049d0321a339b1fb29678a7a12aebd06085374e2faacab25ce56e",
        "97663138e66699214db9caac00d9d29a9496b38ecf076e4c09284166a238a315",
        # Discord: reference; discord.py: docs/token.rst
        "02f7ce3c263f85c019eeeeea4b08f1b7f6ade2b7a2199c14f3efdac0eef382e1",
        "c540b83e89787594c6f5a360974c8f13ae3fee1d267b60bc3204b2d3dd703c56",
        # SendGrid: API keys
        "02091175c1ae3023fb1e92ff16e1a5ca44dcd9f449916770f7d4eb192092e273",
        # GitHub: the blog post on its formats
        "976b57ee8acdfcf45f76bcc5e329a23655bd0e1e7eeffd8ec98bab6ca6cdd660",
        # AWS: two posts on decoding key ids
        "e1de2469408636f0ce20ad2b1b33e1be3f903261377ea0189615b936fe397df6",
        "3dcbd9b81ca44ff9950ba81bb69f4033e875929be7c20cf1a0bcf7816adaee74",
        # Google: API keys; AWS: CreatePlatformApplication in the reference of SNS
        "04d74b634ecdbb5fb8b64adcc60b02b91fb7257e91ba81bd62aa187b26436f45",
        "ac9265e56c79b234607ec72c53753cfea9f88c99eb713790ddf9be5593bb4465",
        # Slack: bot tokens
        "f5375a46365089a84f4f822b70d44e744d64775cc747f030f8488a6274fe28f8",
    }
)


def possible(text: str, around: str = "") -> tuple[Format, ...]:
    """The formats that may occur in a text: cheap, for whole files.

    Args:
        text: any text, for example all literals of a module.
        around: what the text is a part of, if it is, for hints that stand beside a credential.

    Returns:
        The formats of which a hint occurs.
    """
    whole = around or text
    present = {hint for hint in _HINTS_INSIDE if hint in text}
    present |= {hint for hint in _HINTS_BESIDE if hint in whole}
    # Nearly all files have none.
    return tuple(each for each in FORMATS if not present.isdisjoint(each.hints)) if present else ()


def tokens(text: str, formats: Iterable[Format] | None = None) -> Iterator[Secret]:
    """The vendors' tokens in a text.

    Args:
        text: any text.
        formats: which formats to look for, if the text is a part of one that `possible` was asked about.

    Yields:
        The tokens, format by format.
    """
    for each in possible(text) if formats is None else formats:
        for match in each.pattern.finditer(text):
            if _looks_drawn(match, each.kinds) and each.check(match):
                yield Secret(each.vendor, match.start(), match.end())


def found(text: str) -> Iterator[Secret]:
    """The credentials in a text: tokens, then private keys.

    Args:
        text: any text: a literal, a recorded answer, a configuration.

    Yields:
        Vendor and place of each.
    """
    yield from tokens(text)
    if any(hint in text for hint in private_keys.HINTS):
        vendor = "Google service account" if '"service_account"' in text else "private key"
        yield from (Secret(vendor, key.start, key.end) for key in private_keys.keys(text))


def holds_secret_key(text: str) -> bool:
    """Whether a text holds what may be the secret of an AWS key id: 40 characters that look drawn.

    Args:
        text: any text.

    Returns:
        ``True`` for mixed characters alone; digests have small letters or capitals only.
    """
    return any(_looks_drawn(match, _MIXED) for match in _SECRET_KEY.finditer(text))


def is_placeholder(value: str) -> bool:
    """Whether a value says itself that it is none: a telling word, a run, a repetition.

    Args:
        value: a password, a token, an identifier.

    Returns:
        ``True`` also for values that are published as examples.
    """
    return _PLACEHOLDER.search(value) is not None or _repeats(value) or _runs(value) or _is_published(value)


def _is_published(value: str) -> bool:
    import hashlib

    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest() in _PUBLISHED


def entropy(value: str) -> float:
    """Shannon's entropy of a value in bits a character; 0 for the empty one."""
    import math

    return -sum(n / len(value) * math.log2(n / len(value)) for n in Counter(value).values())


def _looks_drawn(match: re.Match[str], kinds: int) -> bool:
    drawn = match[1]
    present = sum(bool(re.search(characters, drawn)) for characters in ("[a-z]", "[A-Z]", "[0-9]"))
    return (
        present >= kinds
        and entropy(drawn) >= _LEAST_ENTROPY
        and not is_placeholder(match[0])
        and not is_placeholder(drawn)
    )


def _repeats(value: str) -> bool:
    """Whether a value is one part over and over."""
    return value in (value + value)[1:-1]


def _runs(value: str) -> bool:
    """Whether six characters in a row are equal, or count up or down."""
    run, step = 1, None
    for one, other in pairwise(value.lower()):
        before, step = step, ord(other) - ord(one)
        run = (run + 1 if step == before else 2) if abs(step) <= 1 else 1
        if run >= _RUN:
            return True
    return False


def _unchecked(match: re.Match[str]) -> bool:
    """The vendor documents no check digit."""
    return True


def _crc(match: re.Match[str]) -> bool:
    """The last six characters are the CRC-32 of those before, in base 62 with leading zeros."""
    body, check = match[1][:-6], match[1][-6:]
    return _in_base(_crc32(body), _BASE62).rjust(6, "0") == check


_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE36 = _BASE62[:10] + _BASE62[36:]


def _in_base(number: int, digits: str) -> str:
    text = ""
    while number:
        number, digit = divmod(number, len(digits))
        text = digits[digit] + text
    return text


def _routable(match: re.Match[str]) -> bool:
    """The last seven characters are the CRC-32 of the whole token before, in base 36 with leading zeros."""
    body, check = match[0][:-7], match[0][-7:]
    return _in_base(_crc32(body), _BASE36).rjust(7, "0") == check


def _crc32(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode())


def _account(match: re.Match[str]) -> bool:
    """Newer key ids hold the account's number after one set bit; older ones begin with I or J."""
    import base64

    bits = int.from_bytes(base64.b32decode(match[1])[:6], "big")
    account = bits >> 7 & (1 << 40) - 1
    if not bits >> 47:
        return match[1][0] in "IJ"
    return account < 10**12 and not is_placeholder(f"{account:012}")


def _macaroon(match: re.Match[str]) -> bool:
    """Version 2; location and identifier; caveats, each ended by a zero; a signature of 32 bytes."""
    data = _base64(match[1])
    at, fields = 1, []
    while at < len(data):
        fields.append(data[at])
        at = _after_field(data, at) if data[at] else at + 1
    whole = data[:1] == b"\2" and at == len(data) and data[-34:-32] == b"\6\x20"
    return whole and fields[:3] == [1, 2, 0] and fields[-3:] == [0, 0, 6]


def _after_field(data: bytes, at: int) -> int:
    """Behind type, length (seven bits a byte, the lowest first) and contents."""
    size, shift, at = 0, 0, at + 1
    while at < len(data):
        size, shift, at = size | (data[at] & 0x7F) << shift, shift + 7, at + 1
        if data[at - 1] < 0x80:
            break
    return at + size


def _base64(text: str) -> bytes:
    """Decode either alphabet, padded or not; empty if it is neither."""
    import base64

    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        return b""


def _whole_key(match: re.Match[str]) -> bool:
    """Keys of 512 (storage) and 256 bits (everything else) in base64."""
    return len(_base64(match[1])) in (32, 64)


def _signed_url(match: re.Match[str]) -> bool:
    """A signature of 256 bits beside a version, and a date of expiry that has not passed."""
    import datetime
    from urllib.parse import unquote

    around = match.string[max(0, match.start() - 600) : match.end() + 600]
    expiry = re.search(r"[?&;]se=([0-9]{4}-[0-9]{2}-[0-9]{2})", around)
    version = re.search(r"[?&;]sv=20[0-9]{2}-[0-9]{2}-[0-9]{2}", around)
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    return (
        len(_base64(unquote(match[1]))) == 32
        and version is not None
        and expiry is not None
        and expiry[1] >= today
    )


def _snowflake(match: re.Match[str]) -> bool:
    """The part before the first dot is the user's id, a decimal number of 17 to 20 digits, in base64."""
    user = _base64(match[0].partition(".")[0])
    return user.isdigit() and 17 <= len(user) <= 20


_SIGNATURES = {
    "HS256": range(32, 33),
    "HS384": range(48, 49),
    "HS512": range(64, 65),
    "ES256": range(64, 65),
    "ES384": range(96, 97),
    "ES512": range(132, 133),
    "EdDSA": range(64, 65),
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), range(128, 1025)),
}
_ISSUERS = frozenset({"kubernetes/serviceaccount", "supabase"})


def _live_jwt(match: re.Match[str]) -> bool:
    """A known algorithm with a signature of its size, a real issuer, and a life that has not ended."""
    head, payload = (_json(part) for part in match[0].split(".")[:2])
    size = len(_base64(match[1]))
    issuer, expiry = str(payload.get("iss", "")), payload.get("exp", float("inf"))
    public = kind(host_of(issuer) or "localhost") is HostKind.PUBLIC
    return (
        size in _SIGNATURES.get(str(head.get("alg")), ())
        and (issuer in _ISSUERS or public)
        and not is_placeholder(issuer)
        and isinstance(expiry, (int, float))
        and expiry > time.time()
    )


def _json(part: str) -> dict[str, object]:
    import json

    try:
        value = json.loads(_base64(part))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _format(
    vendor: str, hints: str, pattern: str, kinds: int, check: Check, source: str, beside: bool = False
) -> Format:
    return Format(vendor, tuple(hints.split()), lazy(pattern), kinds, check, source, beside)


FORMATS: tuple[Format, ...] = (
    _format(
        "AWS",
        "AKIA ASIA",
        r"A[KS]IA(?<![A-Za-z0-9+/_]A[KS]IA)([A-Z2-7]{16})(?![A-Za-z0-9+_=])",
        _TWO,
        _account,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html; account number: "
        "https://labs.withsecure.com/publications/a-bitwise-analysis-of-aws-access-key-identifiers",
    ),
    _format(
        "GitHub",
        "ghp_ gho_ ghu_ ghs_ ghr_",
        r"gh[pousr]_(?<![A-Za-z0-9_]gh[pousr]_)([A-Za-z0-9]{36,251})(?![A-Za-z0-9_])",
        _MIXED,
        _crc,
        "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/",
    ),
    _format(
        "GitHub",
        "github_pat_",
        r"github_pat_(?<![A-Za-z0-9_]github_pat_)([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9_])",
        _MIXED,
        _unchecked,  # no check digit of fine-grained tokens is documented
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/"
        "about-authentication-to-github#githubs-token-formats",
    ),
    _format(
        "GitLab",
        "glpat- gldt- glrt- glptt- gloas- glcbt- glagent-",
        r"gl(?<![A-Za-z0-9]gl)(?:pat|dt|rt|ptt|oas|cbt|agent)-([A-Za-z0-9_-]{20,64})(?!\.?[A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    _format(
        "GitLab",
        "glpat- gldt- glrt- glcbt-",
        r"gl(?<![A-Za-z0-9]gl)(?:pat|dt|rt|cbt)-([A-Za-z0-9_-]{27,300})\.(?:01\.)?[0-9a-z]{9}(?![A-Za-z0-9_.-])",
        _MIXED,
        _routable,
        "https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/",
    ),
    _format(
        "Slack",
        "xox",
        r"xox[abposr]-[0-9]{9,14}-(?:[0-9]{9,14}-)?(?:[0-9]{9,14}-)?([A-Za-z0-9]{24,34})(?![A-Za-z0-9-])",
        _TWO,
        _unchecked,
        "https://docs.slack.dev/authentication/tokens",
    ),
    _format(
        "Slack",
        "xapp-1-",
        r"xapp-1-A[A-Z0-9]{8,12}-[0-9]{9,14}-([0-9a-f]{64})(?![A-Za-z0-9-])",
        _TWO,
        _unchecked,
        "https://docs.slack.dev/authentication/tokens",
    ),
    _format(
        "Slack",
        "hooks.slack.com/services/",
        r"hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/([A-Za-z0-9]{24})(?![A-Za-z0-9])",
        _MIXED,
        _unchecked,
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    _format(
        "Stripe",
        "k_live_",
        r"[rs]k_live_(?<![A-Za-z0-9_][rs]k_live_)([A-Za-z0-9]{24,128})(?![A-Za-z0-9_])",
        _MIXED,
        _unchecked,
        "https://docs.stripe.com/keys; lengths: https://gitlab.com/gitlab-org/gitlab/-/issues/458019",
    ),
    _format(
        "Google",
        "AIza",
        r"AIza(?<![A-Za-z0-9+/_-]AIza)([A-Za-z0-9_-]{35})(?![A-Za-z0-9+/_=-])",
        _MIXED,
        _unchecked,
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    _format(
        "Google",
        "GOCSPX-",
        r"GOCSPX-([A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
    _format(
        "Azure",
        "AccountKey= SharedAccessKey=",
        r"(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)",
        _MIXED,
        _whole_key,
        "https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string",
    ),
    _format(
        "Azure",
        "sig=",
        r"[?&]sig=([A-Za-z0-9%+/_-]{43,90}(?:%3[Dd]|=)?)(?![A-Za-z0-9%])",
        _MIXED,
        _signed_url,
        "https://learn.microsoft.com/rest/api/storageservices/create-service-sas",
    ),
    _format(
        "npm",
        "npm_",
        r"npm_(?<![A-Za-z0-9_]npm_)([A-Za-z0-9]{36})(?![A-Za-z0-9_])",
        _MIXED,
        _crc,
        "https://github.blog/2021-09-23-announcing-npms-new-access-token-format/",
    ),
    _format(
        "PyPI",
        "pypi-AgEIcHlwaS5vcmc",
        r"pypi-(AgEIcHlwaS5vcmc[A-Za-z0-9_-]{60,2000})",
        _MIXED,
        _macaroon,
        "https://pypi.org/help/#apitoken; https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt",
    ),
    _format(
        "SendGrid",
        "SG.",
        r"SG\.(?<![A-Za-z0-9_.-]SG\.)([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys (69 characters)",
    ),
    _format(
        "Twilio",
        "SK",
        r"SK(?<![A-Za-z0-9_+/-]SK)([0-9a-f]{32})(?![A-Za-z0-9_+/-])",
        _TWO,
        _unchecked,
        "https://www.twilio.com/docs/glossary/what-is-a-sid",
    ),
    _format(
        "OpenAI",
        "T3BlbkFJ",  # "OpenAI" in base64
        r"sk-(?<![A-Za-z0-9_-]sk-)([A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120})(?![A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    _format(
        "Anthropic",
        "sk-ant-",
        r"sk-ant-[a-z]{3,5}[0-9]{2}-([A-Za-z0-9_-]{86}-[A-Za-z0-9_-]{8})(?![A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "given by the vendor: https://gitlab.com/gitlab-org/security-products/analyzers/secrets/-/"
        "merge_requests/319",
    ),
    _format(
        "Hugging Face",
        "hf_",
        r"hf_(?<![A-Za-z0-9_]hf_)([A-Za-z0-9]{34})(?![A-Za-z0-9_])",
        _TWO,
        _unchecked,
        "https://huggingface.co/docs/hub/security-tokens",
    ),
    _format(
        "Telegram",
        ":AA",
        r"(?<![A-Za-z0-9])[0-9]{8,10}:(AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "https://core.telegram.org/bots/features#botfather",
    ),
    _format(
        "Discord",
        "iscord ISCORD",
        r"(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9]{22,27}\.[A-Za-z0-9_-]{6}\.([A-Za-z0-9_-]{27,38})(?![A-Za-z0-9_-])",
        _MIXED,
        _snowflake,
        "https://discord.com/developers/docs/reference#authentication; parts: docs/token.rst of discord.py",
        beside=True,
    ),
    _format(
        "Discord",
        "/api/webhooks/",
        r"/api/webhooks/[0-9]{17,20}/([A-Za-z0-9_-]{68})(?![A-Za-z0-9_-])",
        _MIXED,
        _unchecked,
        "https://discord.com/developers/docs/resources/webhook",
    ),
    _format(
        "DigitalOcean",
        "_v1_",
        r"do[opr]_v1_([0-9a-f]{64})(?![A-Za-z0-9])",
        _TWO,
        _unchecked,
        "https://docs.digitalocean.com/notes/2022/api-token-format",
    ),
    _format(
        "Databricks",
        "dapi",
        r"dapi(?<![A-Za-z0-9_-]dapi)([0-9a-f]{32})(?![A-Za-z0-9_])",
        _TWO,
        _unchecked,
        "https://learn.microsoft.com/azure/databricks/archive/dev-tools/cli/tokens-cli",
    ),
    _format(
        "JWT",
        "eyJ",
        r"eyJ(?<![A-Za-z0-9_-]eyJ)[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,6000}\.([A-Za-z0-9_-]{43,1366})"
        r"(?![A-Za-z0-9_-])",
        _MIXED,
        _live_jwt,
        "RFC 7519, RFC 7518 (sizes of signatures)",
    ),
)
"""The formats, each from its vendor's documentation."""

_HINTS_INSIDE = frozenset(hint for each in FORMATS if not each.beside for hint in each.hints)
_HINTS_BESIDE = frozenset(hint for each in FORMATS if each.beside for hint in each.hints)
