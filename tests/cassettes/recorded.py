"""Cassettes as they are recorded, and what is said of them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import string
import zlib

from flake8_testsec import cassette_engine

WORDS = ", so every reader of the cassette can use it; filter it when recording"

DRAWN = random.Random(106)


def drawn(size: int = 20) -> str:
    """Characters that no vendor ever issued."""
    return "".join(DRAWN.choices(string.ascii_letters + string.digits, k=size - 2)) + "7k"


VALUE = drawn()
KEPT = f'"request": {{"headers": {{"Authorization": "{VALUE}"}}}}'
ANSWER = json.dumps({"token": {"access_token": VALUE}})


def cassette(**sides: object) -> bytes:
    """As JSON, which is YAML too."""
    return json.dumps({"interactions": [sides]}).encode()


def messages(content: bytes | str, path: str = "cassettes/a.yaml") -> list[str]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return [finding.message for finding in cassette_engine.check(path, stream)]


def said(*fields: str) -> list[str]:
    return [f"recorded {field} is not redacted{WORDS}" for field in fields]


def packed(text: str, how: str) -> str:
    data = text.encode()
    form = {"plain": data, "gzip": gzip.compress(data), "zlib": zlib.compress(data)}[how]
    return base64.b64encode(form).decode()
