"""Which files are cassettes, and how they are read: long, broken and hostile ones."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec import cassette_engine
from flake8_testsec.cassettes.recordings import DEEPEST, Unreadable

from .recorded import ANSWER, KEPT, VALUE, cassette, drawn, messages, packed, said


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/cassettes/a.yaml", True),
        ("tests/cassettes/module/a.YML", True),
        ("vcr_cassettes/a.json", True),
        ("tests\\betamax\\a.json", True),
        ("Recordings/a.json", True),
        ("tests/cassettes/a.txt", False),
        ("tests/cassettes.yaml", False),
        ("tests/data/a.yaml", False),
        ("my-recordings/a.yaml", False),
    ],
)
def test_which_files_are_cassettes(path: str, expected: bool) -> None:
    assert cassette_engine.is_cassette(path) is expected


def test_recorders_give_either_format_any_name() -> None:
    as_yaml = f"request:\n  headers:\n    Authorization: {VALUE}\n"
    as_json = cassette(request={"headers": {"Authorization": VALUE}})
    for name in ("a.json", "a.yaml", "a"):
        assert messages(as_yaml, name) == messages(as_json, name) == said("Authorization")
    assert messages(b"\xef\xbb\xbf" + as_json, "a.json") == said("Authorization")


def test_tabs_and_old_line_ends_are_json() -> None:
    text = f'{{\t"request":\r\n\t{{"headers"\t:\t{{"Authorization":"{VALUE}"}}}}}}\r\n'
    (finding,) = cassette_engine.check("a.json", io.BytesIO(text.encode()))
    assert (finding.line, finding.column) == (2, 15)


def test_values_longer_than_a_window_are_read_whole() -> None:
    for size in range(64 * 1024 - 40, 64 * 1024 + 8, 3):
        padding = '\\"\\u00e9é ' * (size // 11) + " " * (size % 11)
        text = f'{{"x": "{padding}",    "request": {{"headers": {{"Authorization": "{VALUE}"}}}}}}'
        assert messages(text, "a.json") == said("Authorization")


def test_of_very_long_values_the_beginning_is_read() -> None:
    body = ANSWER.replace('"', '\\"') + " " * 5_000_000 + ANSWER.replace('"', '\\"')
    assert messages(f'{{"response": {{"body": "{body}"}}}}', "a.json") == said("access_token")


def test_bytes_are_unpacked_within_bounds() -> None:
    bomb = packed(ANSWER + " " * 100_000_000, "zlib")
    assert messages(cassette(response={"body": {"base64_string": bomb}})) == said("access_token")
    long = base64.b64encode(ANSWER.encode() + b" " * 9_000_000).decode()
    assert messages(cassette(response={"body": {"base64_string": long}}), "a.json") == []


BROKEN_JSON = {
    "cut off": (f"{{{KEPT}", "it ends too early"),
    "cut off in a string": (f'{{{KEPT}, "b', "a string is not closed"),
    "cut off behind a key": (f'{{{KEPT}, "b"', "it ends too early"),
    "a comma too many": (f"{{{KEPT},}}", "something is out of place"),
    "the wrong bracket": (f"{{{KEPT}]", "something is out of place"),
    "a number as a key": (f"{{{KEPT}, 1: 2}}", "something is out of place"),
    "a bare word": (f"{{{KEPT}, b: 2}}", "something is out of place"),
    "a lone sign": (f'{{{KEPT}, "b": ?}}', "something is out of place"),
    "a number that never ends": (f'{{{KEPT}, "b": {"1" * 1001}}}', "something is out of place"),
    "an escape that is none": (f'{{{KEPT}, "b": "\\x"}}', "an escape that is none"),
    "more behind the end": (f"{{{KEPT}}} {{}}", "there is more behind the end"),
    "no UTF-8": (f'{{{KEPT}, "b": "\udcff"}}', "it is not all UTF-8"),
    "half a character": (f'{{{KEPT}, "b": "\udcc3', "it is not all UTF-8"),
}


@pytest.mark.parametrize("case", BROKEN_JSON)
def test_broken_json(case: str) -> None:
    text, problem = BROKEN_JSON[case]
    assert _broken(text.encode("utf-8", "surrogateescape"), "a.json") == f"not valid JSON: {problem}"


BROKEN_YAML = {
    "tabs": b"a:\n\t- b\n",
    "two values": b"a: b: c\n",
    "cut off": b'a: "b',
    "invalid UTF-8": b"a: \xff\n",
    "null bytes": b"\x00\x01\x02",
    "an unknown handle": b"a: !x!y z\n",
}


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("case", BROKEN_YAML)
def test_broken_yaml(case: str, loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if loader == "SafeLoader":
        monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    problem = _broken(BROKEN_YAML[case], "a.yaml")
    assert problem.startswith("not valid YAML: ")
    assert "\n" not in problem


def _broken(content: bytes, path: str) -> str:
    with pytest.raises(Unreadable) as caught:
        messages(content, path)
    assert caught.value.line >= 1
    assert VALUE not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.yaml", b"[" * 1_000_000),
        ("a.yaml", b"a: " + b"{b: " * 100_000),
        ("a.yaml", b"- " * 100_000),
        ("a.json", b"[" * 1_000_000),
        ("a.json", b'{"a": ' * 1_000_000),
    ],
)
def test_deep_nesting_is_refused(path: str, content: bytes) -> None:
    assert _broken(content, path) == "nested too deeply"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nesting_is_refused_at_its_place_whoever_notices_first(encoding: str) -> None:
    """PyYAML looks ahead in a line of brackets, and may refuse it before it gives the first."""
    text = f"é: 1\nrequest: {{headers: {{Authorization: {VALUE}}}}}\nb: [{{ü: {'[' * 1_000_000}"
    found, error = _until_broken(text.encode(encoding))
    assert found == said("Authorization")
    assert (str(error), error.line, error.column) == ("nested too deeply", 3, 5)


def test_what_stands_before_the_break_is_read_though_the_parser_looked_ahead() -> None:
    found, error = _until_broken(f"{{request: {{headers: {{Authorization: {VALUE}}}}}, {{}}: @}}".encode())
    assert found == said("Authorization")
    assert error.line == 1


def _until_broken(content: bytes) -> tuple[list[str], Unreadable]:
    found = []
    with pytest.raises(Unreadable) as caught:
        for finding in cassette_engine.check("a.yaml", io.BytesIO(content)):
            found.append(finding.message)
    return found, caught.value


def test_moderate_nesting_is_read() -> None:
    depth = DEEPEST - 10
    text = '{"request": {"body": ' + '{"a": ' * depth + ANSWER + "}" * depth + "}}"
    assert messages(text, "a.json") == messages(text, "a.yaml") == said("access_token")


def test_aliases_are_not_expanded() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    lines += ["request:", "  headers:", "    <<: *a39", f"    Authorization: {VALUE}"]
    assert messages("\n".join(lines)) == said("Authorization")


MEASURE = """
import resource, sys
from flake8_testsec import cassette_engine
with open(sys.argv[1], "rb") as stream:
    found = sum(1 for finding in cassette_engine.check(sys.argv[1], stream))
print(found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_memory_does_not_grow_with_the_cassette(suffix: str, tmp_path: Path) -> None:
    peaks = []
    for megabytes in (5, 50):
        path = tmp_path / f"{megabytes}.{suffix}"
        _write(path, megabytes)
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True
        )
        path.unlink()
        found, peak = map(int, done.stdout.split())
        assert found == 1
        peaks.append(peak)
    assert peaks[1] < peaks[0] * 1.25


def _write(path: Path, megabytes: int) -> None:
    """Interactions with bodies of 20 kB, the last with a credential."""
    body = json.dumps({"items": [{"id": n, "name": "\N{SNOWMAN} of " + drawn(8)} for n in range(400)]})
    plain, last = (
        json.dumps({"request": {"headers": headers, "uri": "/"}, "response": {"body": {"string": body}}})
        for headers in ({"Accept": "*/*"}, {"Authorization": VALUE})
    )
    with path.open("w", encoding="utf-8") as file:
        file.write('{"http_interactions": [')
        while file.tell() < megabytes * 1_000_000:
            file.write(plain + ",\n")
        file.write(last + "]}\n")
