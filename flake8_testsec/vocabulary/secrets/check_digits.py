"""What the credentials of vendors hold that can be verified: check digits, dates, parts that must decode.

Each check is asked about the match of its vendor's pattern, whose one group is the random part.
"""

from __future__ import annotations

import re
import time

from flake8_testsec.vocabulary.network.hosts import HostKind, host_of, kind
from flake8_testsec.vocabulary.secrets.placeholders import is_placeholder

# What few files need is imported for them alone: it takes longer than a review.


def unchecked(match: re.Match[str]) -> bool:
    """The vendor documents no check digit."""
    return True


def crc(match: re.Match[str]) -> bool:
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


def routable(match: re.Match[str]) -> bool:
    """The last seven characters are the CRC-32 of the whole token before, in base 36 with leading zeros."""
    body, check = match[0][:-7], match[0][-7:]
    return _in_base(_crc32(body), _BASE36).rjust(7, "0") == check


def _crc32(text: str) -> int:
    import zlib

    return zlib.crc32(text.encode())


def account(match: re.Match[str]) -> bool:
    """Newer key ids hold the account's number after one set bit; older ones begin with I or J."""
    import base64

    bits = int.from_bytes(base64.b32decode(match[1])[:6], "big")
    number = bits >> 7 & (1 << 40) - 1
    if not bits >> 47:
        return match[1][0] in "IJ"
    return number < 10**12 and not is_placeholder(f"{number:012}")


def macaroon(match: re.Match[str]) -> bool:
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


def whole_key(match: re.Match[str]) -> bool:
    """Keys of 512 (storage) and 256 bits (everything else) in base64."""
    return len(_base64(match[1])) in (32, 64)


def signed_url(match: re.Match[str]) -> bool:
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


def snowflake(match: re.Match[str]) -> bool:
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


_ANYBODYS = frozenset({"anon", "anonymous", "web_anon"})
"""The roles of who has not logged in: the key of that role is in every browser (Supabase, PostgREST)."""


def live_jwt(match: re.Match[str]) -> bool:
    """A known algorithm with a signature of its size, a real issuer, a life that has not ended, and a role
    that not everybody has."""
    head, payload = (_json(part) for part in match[0].split(".")[:2])
    size = len(_base64(match[1]))
    issuer, expiry = str(payload.get("iss", "")), payload.get("exp", float("inf"))
    public = kind(host_of(issuer) or "localhost") is HostKind.PUBLIC
    return (
        size in _SIGNATURES.get(str(head.get("alg")), ())
        and (issuer in _ISSUERS or public)
        and not is_placeholder(issuer)
        and str(payload.get("role")) not in _ANYBODYS
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
