"""Files of a commit: the same answers as from the folder that a checkout makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_testsec.cli import snapshots
from flake8_testsec.cli.git import GitError
from flake8_testsec.cli.snapshots import Snapshot, opened
from flake8_testsec.project.files import LARGEST, Folder

from ..repositories import Repository

FILES: dict[str, str | bytes] = {
    "a.py": "a",
    "b/c.py": "c",
    "b/d.txt": "d",
    "b/.hidden/e.py": "e",
    "b/node_modules/f.py": "f",
    "b/env/pyvenv.cfg": "",
    "b/env/g.py": "g",
    "b/env/lib/h.py": "h",
    "bc/i.py": "i",
    "large.py": b"#" * (LARGEST + 1),
    "x.py/j.py": "j",
}
LINKS = {
    "b/link.py": "../a.py",
    "b/folder.py": "../bc",
    "bc/up": "..",
    "b/out.py": "../../outside.py",
    "b/absolute.py": "/etc/passwd.py",
    "b/circle.py": "circle.py",
    "b/gone.py": "gone",
    "top.py": "b/..",
}
PATHS = (
    *FILES,
    *(path for path in LINKS if path != "b/out.py"),
    *(
        "b",
        "gone.py",
        "bc/up/a.py",
        "bc/up/b/c.py",
        "b/folder.py/i.py",
        "./a.py",
        "b/../a.py",
        "bc/up/bc/up/a.py",
    ),
)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "links"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Folder]:
    folder = tmp_path_factory.mktemp("snapshot") / "top"
    (folder.parent / "outside.py").write_text("x")
    made = Repository(folder)
    made.write(FILES)
    for name, target in LINKS.items() if request.param else ():
        (folder / name).symlink_to(target)
    made.commit()
    return Snapshot(opened(str(folder)), "HEAD"), Folder(str(folder))


def test_what_is_there_is_there_in_both(both: tuple[Snapshot, Folder]) -> None:
    snapshot, folder = both
    for path in PATHS:
        assert (snapshot.stamp(path) is None) == (folder.stamp(path) is None), path
        assert snapshot.read(path) == folder.read(path), path


def test_walks_meet_the_same(both: tuple[Snapshot, Folder]) -> None:
    snapshot, folder = both
    for each in ("", "b", "bc", "b/env", "gone"):
        assert sorted(snapshot.modules(each)) == sorted(folder.modules(each)), each
    assert sorted(snapshot.modules("")) == sorted(snapshot.modules(""))


def test_a_link_out_of_the_commit_leads_nowhere(both: tuple[Snapshot, Folder]) -> None:
    snapshot, _ = both
    assert snapshot.stamp("b/out.py") is None and snapshot.read("b/out.py") is None
    for path in ("b/out.py", "b/absolute.py", "b/circle.py", "b/gone.py", "gone"):
        with pytest.raises(OSError):
            snapshot.content(path)
        assert snapshot.size(path) == 0


def test_contents_in_memory_are_bounded(
    both: tuple[Snapshot, Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "_KEPT", 3)
    monkeypatch.setattr(snapshots, "_AHEAD", 2)
    snapshot = both[0]
    for _ in range(2):
        for path in ("a.py", "b/c.py", "b/env/g.py", "bc/i.py"):
            assert snapshot.content(path) == str(FILES[path]).encode()
            assert snapshot._held == sum(map(len, snapshot._contents.values())) <= 3
    assert len(snapshot.content("large.py")) == LARGEST + 1
    assert list(snapshot._contents) == [snapshot._entries["large.py"].oid]


def test_a_blob_that_was_left_out_is_refused(tmp_path: Path) -> None:
    made = Repository(tmp_path / "whole")
    made.commit({"a.py": "a", "b.py": "b"})
    made.git("config", "uploadpack.allowFilter", "true")
    clone = str(tmp_path / "part")
    made.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{made.folder}", clone)
    with pytest.raises(GitError):  # as soon as sizes are asked for, or, with an older git, contents
        Snapshot(opened(clone), "HEAD").content("a.py")


def test_a_submodule_is_a_folder_without_files(tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit({"a.py": "a"})
    made = Repository(tmp_path / "outer")
    made.git("submodule", "--quiet", "add", str(inner.folder), "sub.py")
    (made.folder / "link.py").symlink_to("sub.py")
    made.commit({"b.py": "b"})
    snapshot = Snapshot(opened(str(made.folder)), "HEAD")
    assert snapshot.files() == [".gitmodules", "b.py"]
    assert snapshot.stamp("sub.py/a.py") is None
