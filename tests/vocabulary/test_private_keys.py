"""Private keys: what only looks like one first, then every form; all are made here, at run time."""

from __future__ import annotations

import base64
import random
import textwrap

import pytest

from flake8_testsec.vocabulary.secrets.private_keys import keys

_RANDOM = random.Random(20)


def drawn(size: int) -> bytes:
    return bytes([1, *(_RANDOM.randrange(256) for _ in range(size - 1))])


def element(tag: int, contents: bytes) -> bytes:
    count = len(contents)
    size = bytes([count]) if count < 0x80 else b"\x82" + count.to_bytes(2, "big")
    return bytes([tag]) + size + contents


def integers(count: int, size: int = 20) -> bytes:
    return b"".join(element(2, drawn(size)) for _ in range(count))


def sequence(*parts: bytes) -> bytes:
    return element(0x30, b"".join(parts))


ALGORITHM = sequence(element(6, drawn(8)), element(5, b""))
RSA = sequence(integers(9))
PKCS8 = element(2, b"\0"), ALGORITHM, element(4, RSA)
EC = element(2, b"\1"), element(4, drawn(32)), element(0xA0, element(6, drawn(8)))


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def openssh(count: int = 1, tail: bytes = b"") -> bytes:
    head = b"openssh-key-v1\0" + string(b"none") + string(b"none") + string(b"")
    return head + count.to_bytes(4, "big") + string(drawn(51)) + string(drawn(144)) + tail


def pem(label: str, data: bytes, headers: str = "", indent: str = "") -> str:
    body = headers + "\n".join(textwrap.wrap(base64.b64encode(data).decode(), 64))
    text = f"-----BEGIN {label}PRIVATE KEY-----\n{body}\n-----END {label}PRIVATE KEY-----\n"
    return textwrap.indent(text, indent)


def putty(version: int = 2, lines: int = 3, data: bytes = b"") -> str:
    private = "\n".join(textwrap.wrap(base64.b64encode(data or drawn(140)).decode(), 64)[:lines])
    return (
        f"PuTTY-User-Key-File-{version}: ssh-rsa\nEncryption: none\nComment: mine\nPublic-Lines: 1\n"
        f"AAAA\nPrivate-Lines: {lines}\n{private}\nPrivate-MAC: 00\n"
    )


SILENT = {
    "nothing": "",
    "the marker alone": "-----BEGIN RSA PRIVATE KEY-----",
    "an end without a begin": "-----END RSA PRIVATE KEY-----",
    "no body": "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----",
    "an elided body": pem("RSA ", RSA).replace("M", "...", 1),
    "a template": "-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----",
    "something filled in": pem("RSA ", RSA).replace("\n-----END", "\0\n-----END"),
    "letters that are no base64": pem("RSA ", RSA).replace("M", "ü"),
    "base64 of something else": pem("RSA ", b"this is certainly not a key, nor is it DER"),
    "a short body": pem("", b"\x30\3\2\1\1"),
    "a body of zeros": pem("RSA ", bytes(200)),
    "the end is cut off": pem("RSA ", RSA[:-20]),
    "something follows": pem("RSA ", RSA + b"\0"),
    "an inner length that is wrong": pem("RSA ", sequence(integers(8), b"\2\x7f\1")),
    "too few numbers": pem("RSA ", sequence(integers(8))),
    "another kind's label": pem("EC ", RSA),
    "a label nobody knows": pem("FANCY ", RSA),
    "another end": pem("RSA ", RSA).replace("END RSA", "END EC"),
    "a public key": pem("RSA ", RSA).replace("PRIVATE", "PUBLIC"),
    "a body that is far too long": pem("RSA ", sequence(integers(9, 3000))),
    "an encrypted body that is no whole number of blocks": pem("RSA ", drawn(99), "Proc-Type: 4,ENCRYPTED\n"),
    "an encrypted body under a label nobody knows": pem("FANCY ", drawn(96), "Proc-Type: 4,ENCRYPTED\n"),
    "OpenSSH's label on something else": pem("OPENSSH ", RSA),
    "OpenSSH with two keys": pem("OPENSSH ", openssh(count=2)),
    "OpenSSH with something behind": pem("OPENSSH ", openssh(tail=b"\0")),
    "PuTTY's head alone": "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n",
    "PuTTY with an elided body": "PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 2\n...\n...\n",
    "PuTTY with a short body": putty(data=b"short"),
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_no_key_is_silent(text: str) -> None:
    assert [*keys(text)] == []


FOUND = {
    "PKCS#1": pem("RSA ", RSA),
    "PKCS#8": pem("", sequence(*PKCS8)),
    "PKCS#8 with attributes": pem("", sequence(*PKCS8, element(0xA0, b""))),
    "encrypted PKCS#8": pem("ENCRYPTED ", sequence(ALGORITHM, element(4, drawn(64)))),
    "SEC1": pem("EC ", sequence(*EC)),
    "SEC1 with the public point": pem("EC ", sequence(*EC, element(0xA1, drawn(66)))),
    "DSA": pem("DSA ", sequence(integers(6))),
    "OpenSSH": pem("OPENSSH ", openssh()),
    "encrypted PKCS#1": pem("RSA ", drawn(96), "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\n"),
    "indented": pem("RSA ", RSA, indent="    "),
    "Windows line ends": pem("RSA ", RSA).replace("\n", "\r\n"),
    "on one line in JSON": pem("RSA ", RSA).replace("\n", "\\n"),
    "all in one line": pem("RSA ", RSA).replace("\n", ""),
    "PuTTY 2": putty(),
    "PuTTY 3": putty(3).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_keys_are_found(text: str) -> None:
    (key,) = keys(text)
    assert text[key.start : key.marker_end].startswith(("-----BEGIN ", "PuTTY-User-Key-File-"))
    assert key.number == 0


def test_the_whole_key_is_its_place() -> None:
    text = f"key:\n{pem('RSA ', RSA)}and\n{putty()}"
    first, second = keys(text)
    assert text[first.start : first.end] == pem("RSA ", RSA).strip()
    assert text[second.start : second.end].count("\n") == 9


def test_several_keys_are_counted_by_their_markers() -> None:
    marker = "-----BEGIN RSA PRIVATE KEY-----"
    text = f"{marker}\n{pem('RSA ', RSA)}{pem('EC ', sequence(*EC))}{pem('RSA ', RSA)}"
    assert [(text[key.start : key.marker_end], key.number) for key in keys(text)] == [
        (marker, 1),
        ("-----BEGIN EC PRIVATE KEY-----", 0),
        (marker, 2),
    ]
    assert [key.number for key in keys(putty() + putty(lines=1, data=b"short") + putty())] == [0, 2]
