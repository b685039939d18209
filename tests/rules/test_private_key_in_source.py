"""Which keys are reported by default, and which only where the rule is enabled by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

BODY = (
    "ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg\n"
    "Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=\n"
)
KEY = f"KEY = '''\n-----BEGIN PRIVATE KEY-----\n{BODY}-----END PRIVATE KEY-----\n'''\n"
ENCRYPTED = (
    "KEY = '''\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0123\n\n"
    f"{'MDEyMzQ1' * 8}\n-----END RSA PRIVATE KEY-----\n'''\n"
)
OUT = "key = load(KEY)\nconnect('build.acme.io', pkey=key)\n"
HERE = "key = load(KEY)\nconnect('localhost', pkey=key)\n"
OTHER = "key = load(KEY)\nconnect('build.acme.io')\n"
FILE = "create_file('build.pem', KEY)\n"
NAMED = "Shop(KEY, host='build.acme.io')\nFile(KEY, name='build.acme.io')\n"
ITSELF = "key = load(key)\nconnect('https://build.acme.io/', key, load(key))\n"
CASES = {
    "production code": ("shop/a.py", KEY, 1, 1),
    "settings": ("shop/settings.py", KEY, 1, 1),
    "an encrypted key of production code": ("shop/a.py", ENCRYPTED, 0, 1),
    "a test": ("tests/test_a.py", KEY, 0, 1),
    "test support": ("shop/testing/a.py", KEY, 0, 1),
    "a test that uses it elsewhere": ("tests/test_a.py", KEY + OUT, 1, 1),
    "a test that uses it here": ("tests/test_a.py", KEY + HERE, 0, 1),
    "a test that uses something else": ("tests/test_a.py", KEY + OTHER, 0, 1),
    "a test that names a host": ("tests/test_a.py", KEY + NAMED, 1, 1),
    "a test that names a file": ("tests/test_a.py", KEY + FILE, 0, 1),
    "something that is made of itself": ("tests/test_a.py", KEY + ITSELF, 0, 1),
    "documentation": ("docs/conf.py", KEY, 0, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_by_default_and_when_enabled(case: str) -> None:
    path, source, default, enabled = CASES[case]
    for settings, count in ((Settings(), default), (Settings(enable=("TSE101",)), enabled)):
        codes = [each.code for each in engine.check(source, path, settings)]
        assert codes == ["TSE101"] * count
