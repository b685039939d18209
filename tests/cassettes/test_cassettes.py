"""Recorded cassettes: what is a credential in them, broken and hostile files, and the door."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import string
import subprocess
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from flake8_testsec import cassette_engine, cli
from flake8_testsec.cassettes import redactions, yaml_events
from flake8_testsec.cassettes.recordings import DEEPEST, Unreadable

from ..doors import DEFECT, lay_out, testsec

WORDS = ", so every reader of the cassette can use it; filter it when recording"

DRAWN = random.Random(106)


def drawn(size: int = 20) -> str:
    """Characters that no vendor ever issued."""
    return "".join(DRAWN.choices(string.ascii_letters + string.digits, k=size - 2)) + "7k"


VALUE = drawn()
PAIR = base64.b64encode(f"ops:{drawn(12)}".encode()).decode()


def cassette(**sides: object) -> bytes:
    """As JSON, which is YAML too."""
    return json.dumps({"interactions": [sides]}).encode()


def messages(content: bytes | str, path: str = "cassettes/a.yaml") -> list[str]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return [finding.message for finding in cassette_engine.check(path, stream)]


def said(*fields: str) -> list[str]:
    return [f"recorded {field} is not redacted{WORDS}" for field in fields]


# values


NO_CREDENTIALS = {
    "nothing": "",
    "a scheme alone": "Bearer",
    "fifteen characters": drawn(15),
    "fifteen characters behind a scheme": f"Bearer {drawn(15)}",
    "redacted": f"Bearer REDACTED{VALUE}",
    "dummy": f"dummy-{VALUE}",
    "fake": f"fake_{VALUE}",
    "a test's own": f"Token test{VALUE}",
    "a placeholder": f"PLACEHOLDER{VALUE}",
    "angle brackets": f"Bearer <{VALUE}>",
    "stars": f"Bearer {VALUE}***",
    "one character": "Bearer " + "x" * 40,
    "one character and dashes": "00000000-0000-0000-0000-000000000000",
    "a template": "Bearer {{ token_of_the_shop_9 }}",
    "words": "Bearer MY_OWN_ACCESS_KEY",
    "basic without base64": f"Basic !{VALUE}",
    "basic without a colon": "Basic " + base64.b64encode(VALUE.encode()).decode(),
    "basic of a fake": "Basic " + base64.b64encode(b"tester:fake-password").decode(),
    "basic of a name twice": "Basic " + base64.b64encode(b"operator:operator").decode(),
    "basic of a short pair": "Basic " + base64.b64encode(b"ops:ops1").decode(),
}
CREDENTIALS = {
    "a bearer": f"Bearer {VALUE}",
    "sixteen characters": drawn(16),
    "another scheme": f"token  {VALUE}",
    "a pair": f"Basic {PAIR}",
    "a long one with a run of letters": "Bearer " + drawn(60) + "AAAAAAAA" + drawn(60),
}


@pytest.mark.parametrize("case", NO_CREDENTIALS)
def test_headers_without_credentials(case: str) -> None:
    assert not redactions.in_header(NO_CREDENTIALS[case])


@pytest.mark.parametrize("case", CREDENTIALS)
def test_headers_with_credentials(case: str) -> None:
    assert redactions.in_header(CREDENTIALS[case])


@pytest.mark.parametrize(
    ("cookies", "live"),
    [
        ("", False),
        (f"_ga=GA1.{VALUE}", False),
        (f"theme={VALUE}", False),
        (f"session_tracker={VALUE}", False),
        (f"lang=en; sessionid=<{VALUE}>", False),
        (f"session {VALUE}", False),
        (f"lang=en; sessionid={VALUE}", True),
        (f"PHPSESSID={VALUE}; lang=en", True),
    ],
)
def test_cookies(cookies: str, live: bool) -> None:
    assert redactions.in_cookies(cookies) is live


# places

SILENT: dict[str, bytes] = {
    "no cassette": json.dumps({"headers": {"Authorization": VALUE}}).encode(),
    "another header": cassette(request={"headers": {"ETag": VALUE, "X-Token-Count": VALUE}}),
    "a token against forgery": cassette(request={"headers": {"X-CSRF-Token": VALUE}}),
    "truth values": cassette(request={"headers": {"Authorization": True}, "body": {"access_token": 1}}),
    "cookies that are set": cassette(response={"headers": {"Set-Cookie": f"session={VALUE}"}}),
    "the answer's headers": cassette(response={"headers": {"Authorization": f"Bearer {VALUE}"}}),
    "another parameter": cassette(request={"uri": f"https://shop.com/?page={VALUE}&asig={VALUE}"}),
    "a parameter taken out": cassette(request={"uri": f"https://shop.com/?sig=%3C{VALUE}%3E"}),
    "a form in an answer": cassette(response={"body": f"client_secret={VALUE}"}),
    "prose in JSON": cassette(response={"body": '{"access_token": "what the server gave to the client"}'}),
    "bytes that are no base64": cassette(response={"body": {"base64_string": "A"}}),
    "bytes that are no gzip": cassette(response={"body": {"base64_string": "H4sIAAAA"}}),
    "a picture": cassette(response={"body": {"base64_string": base64.b64encode(b"\x89PNG\0\xff").decode()}}),
    "an alias": b"request:\n  headers: {Accept: &a x, Authorization: *a}\n",
    "a list at the top": b"- request\n- [Authorization]\n",
    "a collection as a key": b"request:\n  ? [headers, Authorization]\n  : {Authorization: "
    + VALUE.encode()
    + b"}\n",
    "nothing at all": b"",
}


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str, name: str) -> None:
    assert messages(SILENT[case], name) == []


def packed(text: str, how: str) -> str:
    data = text.encode()
    form = {"plain": data, "gzip": gzip.compress(data), "zlib": zlib.compress(data)}[how]
    return base64.b64encode(form).decode()


HEADERS = (
    *("Authorization", "proxy-authorization", "X-Auth-Token", "X-Amz-Security-Token", "Private-Token"),
    *("Api-Key", "X-API-Key", "x-goog-api-key", "Ocp-Apim-Subscription-Key"),
)
ANSWER = json.dumps({"token": {"access_token": VALUE}})
FOUND: dict[str, tuple[bytes, list[str]]] = {
    **{name: (cassette(request={"headers": {name: [VALUE]}}), said(name)) for name in HEADERS},
    "a header once for all its values": (
        cassette(request={"headers": {"Authorization": [VALUE, drawn()]}}),
        said("Authorization"),
    ),
    "a plain value": (cassette(request={"headers": {"Authorization": VALUE}}), said("Authorization")),
    "a cookie": (cassette(request={"headers": {"Cookie": f"sessionid={VALUE}"}}), said("Cookie")),
    "a query": (
        cassette(request={"uri": f"https://shop.com/?api_key={VALUE}&X-Amz-Signature={VALUE}"}),
        said("api_key", "X-Amz-Signature"),
    ),
    "the answer's address": (
        cassette(response={"url": f"https://shop.com/#access_token={VALUE}"}),
        said("access_token"),
    ),
    "a form": (
        cassette(request={"body": f"client_secret={VALUE}&refresh_token={VALUE}"}),
        said("client_secret", "refresh_token"),
    ),
    "JSON that was sent": (cassette(request={"body": ANSWER}), said("access_token")),
    "JSON of an answer": (cassette(response={"body": {"string": ANSWER}}), said("access_token")),
    "JSON that is not in a string": (cassette(response={"body": json.loads(ANSWER)}), said("access_token")),
    **{
        f"bytes, {how}": (
            cassette(response={"body": {"base64_string": packed(ANSWER, how)}}),
            said("access_token"),
        )
        for how in ("plain", "gzip", "zlib")
    },
    "tagged bytes": (
        f"response:\n  body:\n    string: !!binary |\n      {packed(ANSWER, 'gzip')}\n".encode(),
        said("access_token"),
    ),
    "objects of Python, which are not built": (
        b"request: !!python/object/apply:os.abort\n"
        b"  headers: {Authorization: !!python/unicode " + VALUE.encode() + b"}",
        said("Authorization"),
    ),
    "the proxy of Azure's SDKs": (
        json.dumps(
            {"Entries": [{"RequestUri": f"https://a/?sig={VALUE}", "ResponseBody": json.loads(ANSWER)}]}
        ).encode(),
        said("sig", "access_token"),
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_found(case: str) -> None:
    content, expected = FOUND[case]
    assert messages(content) == expected
    assert VALUE not in "".join(expected)


@pytest.mark.parametrize(
    ("sides", "field"),
    [
        ({"request": {"headers": {"X-Shop": "{}"}}}, "X-Shop"),
        ({"request": {"headers": {"no name ": "{}"}}}, "header"),
        ({"request": {"uri": "https://shop.com/{}"}}, "uri"),
        ({"response": {"body": {"string": "<p>{}</p>"}}}, "body"),
        ({"response": {"headers": {"X-Shop": ["{}"]}}}, "X-Shop"),
    ],
)
def test_a_vendors_token_is_found_wherever_it_is(sides: Mapping[str, object], field: str) -> None:
    token = "dapi" + "".join(random.Random(5).choices("0123456789abcdef", k=32))
    text = json.dumps(sides).replace("{}", token)
    assert messages(text) == said(field)


def test_places_are_those_of_the_keys_in_characters() -> None:
    text = f'{{"é": 1,\n "request": {{"headers": {{"\\ud83d\\ude00 é": 1, "Authorization": "{VALUE}"}}}}}}'
    (finding,) = cassette_engine.check("a.json", io.BytesIO(text.encode()))
    assert text.splitlines()[1][finding.column : finding.end_column] == '"Authorization"'
    assert (finding.line, finding.end_line, finding.code) == (2, 2, "TSE106")


# files


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


KEPT = f'"request": {{"headers": {{"Authorization": "{VALUE}"}}}}'
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


# the door

TEXT = f"""\
interactions:
- request:
    headers:
      Authorization:
      - Bearer {VALUE}
"""
LINE = f"cassettes/a.yaml:4:7: TSE106 recorded Authorization is not redacted{WORDS}\n"
QUIET = TEXT.replace("Authorization:", "Authorization:  # noqa: TSE106 of a closed account")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return lay_out(tmp_path, {"cassettes/a.yaml": TEXT, "cassettes/test_a.py": DEFECT, "data/a.yaml": TEXT})


def test_cassettes_and_nothing_else_are_reviewed(project: Path) -> None:
    assert testsec(project, "check", "--cassettes") == (1, f"./{LINE}", "")
    assert testsec(project, "check", "--cassettes", "cassettes", "data") == (1, LINE, "")


def test_without_the_option_cassettes_are_not_reviewed(project: Path) -> None:
    assert "TSE106" not in testsec(project, "check").out


def test_a_file_that_is_named_is_a_cassette(project: Path) -> None:
    assert testsec(project, "check", "--cassettes", "data/a.yaml").out == LINE.replace("cassettes", "data")


def test_folders_above_the_project_do_not_matter(tmp_path: Path) -> None:
    lay_out(tmp_path, {"vcrpy/setup.py": "", "vcrpy/docs/a.yaml": TEXT})
    assert testsec(tmp_path / "vcrpy", "check", "--cassettes") == (0, "", "")


def test_an_answer_without_credentials_is_silent(tmp_path: Path) -> None:
    lay_out(tmp_path, {"cassettes/a.yaml": QUIET, "cassettes/b.json": "{}"})
    assert testsec(tmp_path, "check", "--cassettes") == (0, "", "")


OPTIONS = {
    "--exit-zero": (0, LINE),
    "--count": (1, LINE + "1\n"),
    "--format=%(path)s %(code)s at %(row)d": (1, "cassettes/a.yaml TSE106 at 4\n"),
    "--exclude=cassettes": (0, ""),
    "--extend-exclude=*/a.yaml": (0, ""),
    "--per-file-ignores=cassettes/*:TSE106": (0, ""),
    "--ignore=TSE1": (0, ""),
    "--jobs=2": (1, LINE),
    "--show-source": (1, f"{LINE}      Authorization\n      ^\n"),
    "--quiet": (1, "cassettes/a.yaml\n"),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_options_mean_what_they_mean_elsewhere(option: str, project: Path) -> None:
    status, out = OPTIONS[option]
    assert testsec(project, "check", "--cassettes", option, "cassettes", "data") == (status, out, "")


def test_output_goes_to_a_file(project: Path) -> None:
    assert testsec(project, "check", "--cassettes", "--output-file=out", "cassettes") == (1, "", "")
    assert (project / "out").read_text() == LINE


def test_noqa_is_disabled_on_demand_and_no_value_is_ever_shown(tmp_path: Path) -> None:
    inside = f"request:\n  headers: {{Authorization: {VALUE}}}  # noqa: E501\n"
    far = " " * 300 + KEPT.strip()
    lay_out(
        tmp_path, {"cassettes/a.yaml": QUIET, "cassettes/b.yaml": inside, "cassettes/c.json": f"{{{far}}}"}
    )
    done = testsec(tmp_path, "check", "--cassettes", "--show-source", "--disable-noqa", "--jobs=1")
    assert done.out.count(": TSE106 recorded") == 3
    assert VALUE not in done.out
    assert "\n      Authorization  # noqa: TSE106\n      ^\n" in done.out


def test_in_json_nothing_is_a_comment(tmp_path: Path) -> None:
    lay_out(tmp_path, {"cassettes/a.json": f'{{"x": "# noqa", {KEPT}}}'})
    assert testsec(tmp_path, "check", "--cassettes").status == 1


def test_lines_behind_a_very_long_one_are_found(tmp_path: Path) -> None:
    lay_out(tmp_path, {"cassettes/a.yaml": "x: " + "y" * 200_000 + "\n" + QUIET})
    assert testsec(tmp_path, "check", "--cassettes") == (0, "", "")


def test_standard_input_from_a_pipe_and_from_a_file(project: Path) -> None:
    named = ("--stdin-display-name=cassettes/a.yaml", "-")
    assert testsec(project, "check", "--cassettes", *named, stdin=TEXT) == (1, LINE, "")
    command = [sys.executable, "-m", "flake8_testsec", "check", "--cassettes", *named]
    with (project / "cassettes/a.yaml").open("rb") as file:
        done = subprocess.run(command, cwd=project, stdin=file, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, LINE)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_broken_files_get_a_line_and_cost_nothing_of_the_others(jobs: str, project: Path) -> None:
    broken = {
        "cassettes/b.yaml": "a: b: c\n",
        "cassettes/c.json": "{",
        "cassettes/d.yaml": TEXT + "  x: 1\n\tx",
    }
    lay_out(project, broken)
    done = testsec(project, "check", "--cassettes", f"--jobs={jobs}", "cassettes", "missing.yaml")
    assert (done.status, done.err) == (2, "")
    assert done.lines[0] == LINE.strip()
    assert [line.split(" ")[:2] for line in done.lines[1:]] == [
        ["cassettes/b.yaml:1:5:", "E999"],
        ["cassettes/c.json:1:2:", "E999"],
        ["cassettes/d.yaml:4:7:", "TSE106"],
        ["cassettes/d.yaml:7:1:", "E999"],
        ["missing.yaml:0:1:", "E902"],
    ]


def test_broken_files_are_told_even_if_the_options_hide_them(project: Path) -> None:
    lay_out(project, {"cassettes/b.json": "{"})
    done = testsec(project, "check", "--cassettes", "--ignore=E999,TSE106", "cassettes")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


def test_without_pyyaml_one_line_says_what_to_do(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr(yaml_events, "installed", lambda: False)
    assert cli.main(["check", "--cassettes", "cassettes"]) == 2
    assert capsys.readouterr() == (
        "",
        "testsec check: error: --cassettes needs PyYAML: pip install PyYAML\n",
    )


def test_without_pyyaml_everything_else_works(project: Path) -> None:
    trap = "import sys\nsys.modules['yaml'] = None\nfrom flake8_testsec.cli import main\n"
    trap += "sys.exit(main(['check', 'cassettes']))"
    done = subprocess.run([sys.executable, "-c", trap], cwd=project, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert "TSE407" in done.stdout
