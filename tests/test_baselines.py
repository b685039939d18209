"""The file of a baseline: what is written is read, what is broken is refused, and git can merge it."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from flake8_testsec import baselines
from flake8_testsec.baselines import Baseline, BaselineError, Entry, read, written

HEADER = "# testsec baseline 1, fingerprints 1\n"
DIGEST = "0123456789abcdef"
LINE = f"{DIGEST} 2 tests/test_a.py TSE407 TestA.test_a\n"
ENTRY = Entry("tests/test_a.py", "TSE407", "TestA.test_a", DIGEST, 2)


def stored(folder: Path, text: str | bytes) -> str:
    path = folder / "baseline"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


NAMES = (
    "tests/test_a.py",
    "my tests/test_a.py",
    "tests/test_\nx.py",
    "tests/\\x0a.py",
    "tests/\\",
    "\ttest.py",
    "tests/\x1b[31m.py",
    os.fsdecode(b"tests/\xff.py"),
    "tests/\u202egnp.py",
    "tests/\u2028.py",
    "tests/größe_€_𝄞.py",
    "\U000e0001/a.py",
    "#.py",
    "-",
    "\xa0\x85.py",
)


def test_every_name_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = sorted(Entry(name, "TSE407", name, DIGEST, 3) for name in NAMES)
    text = written(entries)
    assert [*read(stored(tmp_path, text))] == [
        each._replace(place="" if each.place == "-" else each.place) for each in entries
    ]
    assert len(text.splitlines()) == 2 + len(NAMES)
    assert all(len(line.split()) == 5 for line in text.splitlines()[2:])
    assert "tests/größe_€_𝄞.py" in text


def test_the_text_is_the_same_in_whatever_order_findings_come() -> None:
    digests = [f"{number:016x}" for number in range(30)]
    entries = [Entry(f"tests/{int(each, 16) % 4}.py", "TSE407", "", each) for each in digests]
    text = written(entries)
    random.Random(1).shuffle(entries)
    assert written(entries) == text
    paths = [line.split()[2] for line in text.splitlines()[2:]]
    assert paths == sorted(paths)


SAME = {
    "as it is": HEADER + LINE,
    "old line ends": (HEADER + LINE).replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + HEADER + LINE,
    "comments and empty lines": HEADER + "\n# why\n" + LINE + "\n",
    "no line end at the end": (HEADER + LINE).rstrip(),
    "the same twice": HEADER + LINE + LINE,
    "a lower count besides": HEADER + LINE.replace(" 2 ", " 1 ") + LINE + LINE.replace(" 2 ", " 1 "),
}


@pytest.mark.parametrize("case", SAME)
def test_what_editors_and_merges_do_is_understood(case: str, tmp_path: Path) -> None:
    assert [*read(stored(tmp_path, SAME[case]))] == [ENTRY]


def test_an_escape_that_is_no_character_stays(tmp_path: Path) -> None:
    line = LINE.replace("test_a.py", "\\Uffffffff\\q.py")
    (entry,) = read(stored(tmp_path, HEADER + line))
    assert entry.path == "tests/\\Uffffffff\\q.py"


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "is not a baseline: it does not begin with '# testsec baseline 1, fingerprints 1'"),
    "something else": ("import os\n", "is not a baseline: it does not begin with"),
    "bytes": (b"\xff\xfe", "is not a baseline: it is not UTF-8"),
    "a later version": (HEADER.replace("baseline 1", "baseline 2"), "is of version 2, fingerprints 1; this"),
    "other fingerprints": (HEADER.replace("prints 1", "prints 9"), "is of version 1, fingerprints 9; this"),
    "a conflict": (HEADER + "<<<<<<< ours\n" + LINE, "is broken: line 2 is not an entry"),
    "half a line": (HEADER + LINE + LINE[:30], "is broken: line 3 is not an entry"),
    "a count of nothing": (HEADER + LINE.replace(" 2 ", " 0 "), "is broken: line 2 is not an entry"),
    "an endless count": (HEADER + LINE.replace(" 2 ", f" {'9' * 5000} "), "line 2 is not an entry"),
    "a short fingerprint": (HEADER + LINE[1:], "is broken: line 2 is not an entry"),
    "a fault of ours": (HEADER + LINE.replace("TSE407", "TSE000"), "is broken: line 2 is not an entry"),
    "what is not parsed": (HEADER + LINE.replace("TSE407", "E999"), "is broken: line 2 is not an entry"),
    "a word too many": (HEADER + LINE.replace("\n", " x\n"), "is broken: line 2 is not an entry"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_refused(case: str, tmp_path: Path) -> None:
    text, why = BROKEN[case]
    with pytest.raises(BaselineError) as refused:
        read(stored(tmp_path, text))
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for name, why in {
        str(tmp_path / "none"): "is missing; 'testsec baseline write' makes one",
        str(tmp_path): "cannot be read: Is a directory",
        "a\0b": "embedded null",
        "/dev/zero": "cannot be read: it is a device, not a regular file",
    }.items():
        with pytest.raises(BaselineError) as refused:
            read(name)
        assert why in str(refused.value)


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "_MOST", len(HEADER + LINE))
    assert len([*read(stored(tmp_path, HEADER + LINE))]) == 1
    with pytest.raises(BaselineError) as refused:
        read(stored(tmp_path, HEADER + LINE + LINE))
    assert str(refused.value).endswith(f"it is larger than {len(HEADER + LINE)} bytes")


def test_an_allowance_is_for_one_reader() -> None:
    listed = Baseline([ENTRY])
    listed.allowance(ENTRY.path)[DIGEST] -= 2
    assert listed.allowance(ENTRY.path) == {DIGEST: 2}
    assert listed.allowance("tests/test_b.py") == {}


# git


def test_git_merges_what_two_branches_list(tmp_path: Path) -> None:
    """In different files by itself, beside each other with ``merge=union``."""

    def git(*words: str) -> subprocess.CompletedProcess[str]:
        who = ("-c", "user.name=tester", "-c", "user.email=tester@localhost")
        return subprocess.run(
            ["git", *who, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    def commit(branch: str, *entries: Entry) -> None:
        git("checkout", "-q", "-b", branch, "start")
        (tmp_path / "baseline").write_text(written([*old, *entries]))
        git("commit", "-qam", branch)

    old = [Entry(f"tests/{each}.py", "TSE407", "", DIGEST) for each in "adgj"]
    git("init", "-q")
    (tmp_path / "baseline").write_text(written(old))
    (tmp_path / ".gitattributes").write_text("")
    git("add", ".")
    git("commit", "-qm", "start")
    git("branch", "start")
    new = [Entry(f"tests/{each}.py", "TSE407", "", DIGEST) for each in "bhi"]
    commit("one", new[0], old[3]._replace(digest="f" * 16))
    commit("two", new[1])
    assert git("merge", "-q", "one").returncode == 0
    assert {*read(str(tmp_path / "baseline"))} == {*old, *new[:2], old[3]._replace(digest="f" * 16)}
    commit("three", new[2])
    assert git("merge", "-q", "two").returncode != 0
    with pytest.raises(BaselineError):
        read(str(tmp_path / "baseline"))
    git("merge", "--abort")
    (tmp_path / ".gitattributes").write_text("baseline merge=union\n")
    assert git("merge", "-q", "two").returncode == 0
    assert {*read(str(tmp_path / "baseline"))} == {*old, *new, old[3]._replace(digest="f" * 16)}
