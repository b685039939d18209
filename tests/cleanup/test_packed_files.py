"""What unpacks a file that somebody else has opened holds nothing itself, unless it has yet to write."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import bz2, gzip, io, lzma, tarfile, tempfile, zipfile\n\n\ndef test_it(path, given, mode):\n"
OPENED = "    with path.open('rb') as file:\n        "
OTHERS = "    with {} as file:\n        assert gzip.open(file).read()\n"
SILENT = {
    "read": f"{OPENED}assert gzip.open(file).read()\n",
    "read by its mode": f"{OPENED}assert lzma.open(file, 'rt').read()\n",
    "read by the keyword of the mode": f"{OPENED}assert bz2.open(file, mode='rb').read()\n",
    "under another name": f"    read = gzip.open\n{OPENED}assert read(file, 'rb').read()\n",
    "wrapped": f"{OPENED}assert io.TextIOWrapper(file).read()\n",
    "an archive": f"{OPENED}assert tarfile.open(fileobj=file).getnames()\n",
    "an archive by its place": f"{OPENED}assert zipfile.ZipFile(file).namelist()\n",
    "opened by the function": OTHERS.format("open(path, 'rb')"),
    "a temporary one": OTHERS.format("tempfile.TemporaryFile()"),
}
FOUND = {
    "a path": "    assert gzip.open(path).read()\n",
    "what is not known": "    file = given\n    assert gzip.open(file).read()\n",
    "a path that is lent": OTHERS.format("given.path()"),
    "written": f"{OPENED}gzip.open(file, 'wb').write(b'1')\n",
    "written by the keyword of the mode": f"{OPENED}gzip.open(file, mode='wb').write(b'1')\n",
    "in a mode that is not known": f"{OPENED}gzip.open(file, mode).write(b'1')\n",
    "the file itself, which nobody closes": "    assert gzip.open(path.open('rb')).read()\n",
    "in one branch a path": (
        "    file = open(path, 'rb')\n    if mode:\n        file.close()\n        file = path\n"
        "    assert gzip.open(file).read()\n    file.close()\n"
    ),
}


def found(body: str) -> list[str]:
    every = engine.check(f"{HEAD}{body}", "tests/test_it.py", Settings())
    return [each.code for each in every if each.code == "TSE301"]


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
def test_who_only_reads_holds_nothing(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize("body", FOUND.values(), ids=FOUND)
def test_a_path_is_opened_and_what_is_written_is_to_be_closed(body: str) -> None:
    assert found(body) == ["TSE301"]
