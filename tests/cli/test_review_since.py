"""``testsec review --since`` in real repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flake8_testsec.cli import main
from flake8_testsec.review.change.entries import ASPECTS

from ..copies import ROOT
from ..doors import testsec
from ..repositories import ALONE, Repository

TESTS = """\
import pytest


class TestShop:
    def test_pay(self):
        assert pay(3) == 3
        assert paid(3)

    def test_bill(self):
        with pytest.raises(ValueError):
            bill()
"""
WEAKER = TESTS.replace("        assert pay(3) == 3\n", "        # assert pay(3) == 3\n")
FILES = {"pyproject.toml": "", "tests/test_a.py": TESTS, "tests/test_b.py": TESTS, "shop.py": "import os\n"}
SINCE = ("review", "--isolated", "--since=HEAD")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = Repository(tmp_path / "shop")
    repository.commit(FILES)
    monkeypatch.chdir(repository.folder)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    return repository


def _entries(capfd: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    files = json.loads(capfd.readouterr().out)["files"]
    return [entry for each in files for entry in each["entries"]]


def test_nothing_has_changed(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*SINCE]) == 0
    assert (
        capfd.readouterr().out == "## Tests: what has changed since `HEAD`\n\nNo file of tests has changed.\n"
    )


def test_a_check_that_is_commented_out(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.write({"tests/test_a.py": WEAKER, "tests/test_b.py": f"{TESTS}\n\n# the end\n"})
    assert main([*SINCE, "tests"]) == 1
    assert capfd.readouterr() == (
        "## Tests: what has changed since `HEAD`\n\n"
        "**1 thing to look at** (1 medium) in 1 of 2 files of tests.\n\n"
        "### `tests/test_a.py`\n\n"
        "- **Assertions (medium):** In `TestShop.test_pay`, the check `assert pay(3) == 3` is "
        "commented out (line 6; before line 6).\n\n"
        "<details><summary>1 observation of opt-in rules</summary>\n\n"
        "- **Assertions:** `TSE501` disabled assertion; restore it, delete it, or name the ticket that it "
        "waits for (line 6).\n\n</details>\n",
        "",
    )
    assert main([*SINCE, "--exit-zero", "tests"]) == 0
    assert main([*SINCE, "--min-severity=high", "tests"]) == 0
    assert "commented out" not in capfd.readouterr().out.rpartition("##")[2]


def test_the_exit_status_follows_what_is_told(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.write({"tests/test_a.py": TESTS.replace("ValueError", "Exception").replace("paid(3)", "paid(4)")})
    assert main([*SINCE, "--min-severity=medium", "--format=json"]) == 1
    assert [each["kind"] for each in _entries(capfd)] == [
        "assertion-weakened",
        "assertion-changed",
    ]
    assert main([*SINCE, "--min-severity=high", "--format=json"]) == 0
    assert [each["kind"] for each in _entries(capfd)] == ["assertion-changed"]


def test_json_is_as_its_schema_has_it(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    shop.write({"tests/test_a.py": WEAKER, "tests/test_b.py": "def test(:\n", "tests/test_c.py": TESTS})
    assert main([*SINCE, "--format=json", "--output-file=out/change.json", "tests"]) == 2
    out, err = capfd.readouterr()
    assert out == "" and err.startswith("tests/test_b.py:1: E999 SyntaxError")
    found = json.loads((shop.folder / "out" / "change.json").read_text("utf-8"))
    schema = json.loads((ROOT / "docs" / "schemas" / "change-1.json").read_text("utf-8"))
    jsonschema.validate(found, schema)
    assert [(each["path"], each["state"], each["unparsed"]) for each in found["files"]] == [
        ("tests/test_a.py", "changed", None),
        ("tests/test_b.py", "changed", "now"),
        ("tests/test_c.py", "added", None),
    ]
    assert (found["compared"], found["summary"]) == (3, {"high": 0, "medium": 1, "low": 0})
    assert schema["$defs"]["entry"]["properties"]["aspect"]["enum"] == list(ASPECTS)


def test_every_kind_is_in_the_schema() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "flake8_testsec" / "review" / "change").glob("*.py")]
    schema = json.loads((ROOT / "docs" / "schemas" / "change-1.json").read_text("utf-8"))
    kinds = schema["$defs"]["entry"]["properties"]["kind"]["enum"]
    assert [each for each in kinds if not any(f'"{each}"' in text for text in texts)] == []


def test_a_revision_that_is_none(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--isolated", "--since=nothing"]) == 2
    out, err = capfd.readouterr()
    assert out == "" and err.count("\n") == 1
    assert err.startswith("testsec review: error: argument --since nothing: there is no such commit in ")


def test_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*SINCE]) == 2
    assert "is not in a git repository" in capfd.readouterr().err


def test_what_is_staged(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.write({"tests/test_a.py": WEAKER})
    shop.git("add", "tests/test_a.py")
    shop.git("rm", "-q", "--cached", "tests/test_b.py")
    shop.write({"tests/test_a.py": TESTS})
    assert main(["review", "--isolated", "--staged"]) == 1
    out = capfd.readouterr().out
    assert "is commented out" in out and "### `tests/test_b.py` (deleted)" in out


def test_a_file_that_is_gone(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.write({"shop/gone.py": "a = 1\n"})
    shop.commit({"tests/test_d.py": "def test(:\n", "setup.py": "a = 1\n"})
    for name in ("tests/test_a.py", "tests/test_d.py", "shop/gone.py", "setup.py"):
        (shop.folder / name).unlink()
    assert main([*SINCE]) == 1
    assert capfd.readouterr().out == (
        "## Tests: what has changed since `HEAD`\n\n"
        "**2 things to look at** (2 medium) in 1 of 2 files of tests. 1 file could not be compared.\n\n"
        "### `tests/test_a.py` (deleted)\n\n"
        "- **Tests (medium):** The test `TestShop.test_pay` is deleted. It made 2 checks "
        "(before lines 5–7).\n"
        "- **Tests (medium):** The test `TestShop.test_bill` is deleted. It made 1 check "
        "(before lines 9–11).\n\n"
        "### `tests/test_d.py`\n\n"
        "Not compared: the file, as it was, does not parse.\n"
    )
    assert main([*SINCE, "shop"]) == 0
    assert main([*SINCE, "--exclude=tests"]) == 0


def test_many_deleted_tests_are_one_line(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.commit({"tests/test_m.py": "".join(f"def test_{n}():\n    assert f({n})\n" for n in range(6))})
    shop.write({"tests/test_m.py": ""})
    assert main([*SINCE]) == 1
    assert (
        "- **Tests (medium):** 6 tests are deleted: `test_0`, `test_1`, `test_2` and 3 more "
        "(before lines 1–2, 3–4, "
        "5–6, 7–8, 9–10, 11–12).\n"
    ) in capfd.readouterr().out


def test_a_file_that_was_renamed(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    more = TESTS + "".join(f"\n    def test_{n}(self):\n        assert f({n}) == {n}\n" for n in range(9))
    shop.commit({"tests/test_a.py": more})
    shop.git("mv", "tests/test_a.py", "tests/test_z.py")
    shop.write({"tests/test_z.py": more.replace("assert paid(3)", "assert paid(3) or True")})
    assert main([*SINCE]) == 1
    out = capfd.readouterr().out
    assert "### `tests/test_z.py` (was `tests/test_a.py`)" in out
    assert "`assert paid(3)` became `assert paid(3) or True`: " in out and "(deleted)" not in out


def test_a_file_that_was_moved_without_a_change(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    (shop.folder / "tests/test_a.py").rename(shop.folder / "tests/test_y.py")
    assert main([*SINCE, "--format=json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["compared"], found["files"]) == (1, [])


def test_a_file_that_did_not_parse(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.commit({"tests/test_b.py": "def test(:\n"})
    shop.write({"tests/test_b.py": TESTS})
    assert main([*SINCE]) == 0
    assert (
        "### `tests/test_b.py`\n\nNot compared: the file, as it was, does not parse.\n"
        in capfd.readouterr().out
    )


def test_findings_come_go_and_are_silenced(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    loose = TESTS + "\n    def test_loose(self):\n        pytest.raises(KeyError)\n"
    shop.write({"tests/test_a.py": loose})
    assert main([*SINCE, "--format=json"]) == 1
    new = _entries(capfd)[1]
    assert (new["kind"], new["code"], new["severity"]) == ("finding-new", "TSE407", "medium")
    shop.commit()
    shop.write(
        {"tests/test_a.py": "# moved\n" + loose.replace("        pytest.raises(K", "        pytest.raises(V")}
    )
    assert main([*SINCE, "--format=json"]) == 0
    assert _entries(capfd) == []
    shop.write({"tests/test_a.py": loose.replace("KeyError)", "KeyError)  # noqa: TSE407")})
    assert main([*SINCE, "--format=json"]) == 1
    assert [(each["kind"], each["severity"]) for each in _entries(capfd)[-1:]] == [
        ("finding-silenced", "low")
    ]
    shop.write({"tests/test_a.py": TESTS})
    assert main([*SINCE, "--format=json"]) == 1
    assert [(each["kind"], each["severity"]) for each in _entries(capfd)] == [
        ("test-deleted", "medium"),
        ("finding-gone", "none"),
    ]


def test_what_opt_in_rules_say_is_folded_up(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    loose = "import os\nos.environ['A'] = 'b'\n" + TESTS
    shop.write({"tests/test_a.py": loose})
    assert main([*SINCE]) == 0
    assert "<details><summary>1 observation of opt-in rules</summary>" in capfd.readouterr().out
    shop.commit()
    shop.write({"tests/test_a.py": loose.replace("'b'", "'b'  # noqa: TSE315")})
    assert main([*SINCE]) == 0


def test_a_long_list_is_folded_up(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    checks = "".join(f"def test_{n}():\n    assert f({n})\n    assert g({n})\n" for n in range(15))
    shop.commit({"tests/test_b.py": checks})
    shop.write({"tests/test_b.py": checks.replace("assert f", "f")})
    assert main([*SINCE]) == 1
    out = capfd.readouterr().out
    assert "<details><summary>3 more to look at</summary>" in out
    assert out.partition("<details>")[0].count("\n- ") == 12


def test_same_words_in_several_places_are_one_line(
    shop: Repository, capfd: pytest.CaptureFixture[str]
) -> None:
    loose = "import pytest\n" + "".join(f"def test_{n}():\n    pytest.raises(K)\n" for n in range(3))
    shop.write({"tests/test_b.py": loose})
    assert main([*SINCE, "tests/test_b.py"]) == 1
    assert "`pytest.raises" not in (out := capfd.readouterr().out) and "(lines 3, 5, 7)" in out


def test_files_that_are_no_tests_are_passed_over(shop: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    shop.commit({"other.py": "a = 1\n", "tests/test_q.py": "# flake8: noqa\n"})
    (shop.folder / "other.py").unlink()
    shop.write({"shop.py": "import os\nimport sys\n", "tests/test_q.py": "# flake8: noqa\n\n"})
    assert main([*SINCE]) == 0
    assert "No file of tests has changed." in capfd.readouterr().out
    assert main([*SINCE, "shop.py"]) == 0
    assert "Nothing that tests check was lost in 1 file of tests." in capfd.readouterr().out


def test_two_runs_in_several_processes_say_the_same(shop: Repository) -> None:
    big = {f"tests/test_n{number}.py": f"{TESTS}# {'x' * 9000}\n" * 6 for number in range(12)}
    shop.commit(big)
    shop.write({name: text.replace("assert paid", "paid") for name, text in big.items()})
    runs = [testsec(shop.folder, *SINCE, f"-j{jobs}", **ALONE) for jobs in (1, 2, 2)]
    assert runs[0].status == 1 and runs[0] == runs[1] == runs[2]
    assert runs[0].out.count("### ") == 12


def test_a_reader_that_leaves_is_no_error(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*arguments: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("flake8_testsec.cli.review_since.Target.write", gone)
    monkeypatch.setattr("flake8_testsec.cli.files.discard_output", lambda: None)
    assert main([*SINCE]) == 1
