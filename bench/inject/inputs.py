"""Credentials, addresses, paths and limits of time that a test should not have."""

from __future__ import annotations

import ast
import hashlib
import re
import zlib
from collections.abc import Iterator

from bench.inject.edits import before, dropped, replaced, rewritten
from bench.inject.finders import calls, importing, in_test, is_plain, is_refused, keyword, without
from bench.inject.mutation import Edit, Mutation, Operator, mutation
from bench.inject.text import Text

_DIGITS = "0123456789"
_ALPHABET = _DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORMS = ("ghp_{30}", "glpat-{20}", "sk_live_{24}", "xoxb-{d12}-{d12}-{24}", "AIza{35}")
"""The forms of vendors: so many letters and digits, or so many digits."""
_SECRETS = ("token", "api_key", "apikey", "secret", "password", "access_key", "auth_token")


def vendor_token(seed: str) -> str:
    """A token in the form of a vendor, the same one for the same seed.

    Args:
        seed: any text.

    Returns:
        The token; nobody has given it out.
    """
    digest = hashlib.sha512(seed.encode()).digest()
    drawn = iter(digest[1:])

    def part(match: re.Match[str]) -> str:
        alphabet = _DIGITS if match[1] else _ALPHABET
        return "".join(alphabet[next(drawn) % len(alphabet)] for _ in range(int(match[2])))

    token = re.sub(r"\{(d?)([0-9]+)\}", part, _FORMS[digest[0] % len(_FORMS)])
    return token + _check(token) if token.startswith("ghp_") else token


def _check(token: str) -> str:
    """The six digits to the base of 62 that end a token of GitHub: the CRC-32 of the others."""
    rest, digits = zlib.crc32(token.removeprefix("ghp_").encode()), ""
    while rest:
        rest, digit = divmod(rest, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits.rjust(6, "0")


def _token(text: Text) -> Iterator[Mutation]:
    given = ((each.arg or "", each.value) for each in text.of(ast.keyword))
    bound = ((getattr(each.targets[0], "id", ""), each.value) for each in text.of(ast.Assign))
    for name, value in (*given, *bound):
        is_secret = name.lower() in _SECRETS and text.function(value) is not None
        is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
        if is_secret and is_text and value.lineno == value.end_lineno:
            new = vendor_token(f"{text.path}:{text.start(value)}")
            yield mutation(text, value, replaced(text, value, f'"{new}"'))


_VERBS = {
    f"{each}.{verb}" for each in ("requests", "httpx") for verb in ("get", "post", "put", "delete", "request")
}


def _unverified(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        is_request = text.called(call) in _VERBS and text.function(call) and call.args
        if is_request and not keyword(call, "verify") and not _is_open(call):
            last = max([*call.args, *(each.value for each in call.keywords)], key=text.end)
            yield mutation(text, call, Edit(text.end(last), text.end(last), ", verify=False"))


def _is_open(call: ast.Call) -> bool:
    """Whether more arguments may come from a mapping."""
    return any(each.arg is None for each in call.keywords)


def _unverified_context(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        is_plain = text.called(call) == "ssl.create_default_context" and not call.args + call.keywords
        if is_plain and isinstance(call.func, ast.Attribute) and in_test(text, call):
            new = f"{text.code(call.func.value)}._create_unverified_context()"
            yield mutation(text, call, replaced(text, call, new))


_LISTENERS = (
    "bind",
    "listen",
    "start_server",
    "create_server",
    "HTTPServer",
    "TCPServer",
    "UDPServer",
    "run_simple",
)
_LOCAL = ("127.0.0.1", "localhost")


def _listeners(text: Text) -> Iterator[tuple[ast.Call, ast.Constant]]:
    """The calls that listen on this machine alone, with the name of the interface."""
    for call in text.of(ast.Call):
        word = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if word.endswith(_LISTENERS) and text.function(call) and not is_refused(text, call):
            values = [*call.args[:3], *(each.value for each in call.keywords if each.arg == "host")]
            parts = [part for each in values for part in getattr(each, "elts", [each])]
            for part in parts:
                if isinstance(part, ast.Constant) and part.value in _LOCAL and _listens(text, call, word):
                    yield call, part


def _listens(text: Text, call: ast.Call, word: str) -> bool:
    """Whether somebody can connect: a socket that is only bound is not listening."""
    function = text.function(call)
    return word != "bind" or (function is not None and ".listen(" in text.code(function))


def _everywhere(text: Text) -> Iterator[Mutation]:
    for call, host in _listeners(text):
        yield mutation(text, call, replaced(text, host, '"0.0.0.0"'))


def _everywhere_empty(text: Text) -> Iterator[Mutation]:
    for call, host in _listeners(text):
        yield mutation(text, call, replaced(text, host, '""'))


def _fixed_path(text: Text) -> Iterator[Mutation]:
    """``tmp_path / "x"`` as an argument of a call that opens or makes something."""
    for node in text.of(ast.BinOp):
        match node:
            case ast.BinOp(left=ast.Name(id="tmp_path"), op=ast.Div(), right=ast.Constant(value=str(name))):
                parent = text.parent(node)
                if (
                    text.called(parent) in _WRITERS
                    and isinstance(parent, ast.Call)
                    and parent.args[0] is node
                ):
                    yield mutation(text, parent, replaced(text, node, f'"/tmp/{name}"'))


_WRITERS = ("open", "io.open", "os.mkdir", "os.makedirs", "sqlite3.connect", "shutil.copy", "zipfile.ZipFile")


def _fixed_name(text: Text) -> Iterator[Mutation]:
    """``path = tmp_path / "x"``, used to write in the test."""
    for each in text.of(ast.Assign):
        match each:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.BinOp(
                    left=ast.Name(id="tmp_path"), op=ast.Div(), right=ast.Constant(value=str(last))
                ),
            ) if function := text.function(each):
                whole, path = text.code(function), text.imported("pathlib.Path")
                is_written = any(
                    f"{name}.{word}" in whole for word in ("write_", "mkdir", "touch", 'open("w')
                )
                if path and is_written and in_test(text, each):
                    new = f'{path}("/tmp/{last}")'
                    yield mutation(text, function, replaced(text, each.value, new))


def _fixed_folder(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assign):
        if (
            text.called(each.value) == "tempfile.mkdtemp"
            and in_test(text, each)
            and isinstance(each.value, ast.Call)
        ):
            function = text.function(each)
            if not keyword(each.value, "dir") and function and text.stands_alone(each):
                more = importing(text, "os")
                if more is not None and len(each.targets) == 1:
                    target = text.code(each.targets[0])
                    lines = (f'{target} = "/tmp/work"', f"os.makedirs({target})")
                    yield mutation(text, function, rewritten(text, [each], *lines), *more)


def _name_only(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        is_shared = not keyword(call, "dir") and len(call.args) < 3 and text.function(call)
        if text.called(call) == "tempfile.mkdtemp" and is_shared and isinstance(call.func, ast.Attribute):
            owner = text.code(call.func.value)
            yield mutation(text, call, replaced(text, call.func, f"{owner}.mktemp"))


def _name_only_of_file(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.Assign):
        match each:
            case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=fd), path])], value=ast.Call() as call):
                function = text.function(each)
                closes = [
                    s
                    for s, c in calls(text)
                    if text.code(c) == f"os.close({fd})" and text.function(s) is function
                ]
                is_call = text.called(call) == "tempfile.mkstemp" and isinstance(call.func, ast.Attribute)
                is_shared = not keyword(call, "text") and not keyword(call, "dir") and len(call.args) < 3
                if (
                    is_call
                    and is_shared
                    and is_plain(text, each)
                    and len(closes) == 1
                    and function
                    and text.code(function).count(fd) == 2
                ):
                    head = Edit(text.start(each), text.start(call), f"{text.code(path)} = ")
                    word = Edit(text.end(call.func) - len("mkstemp"), text.end(call.func), "mktemp")
                    yield mutation(text, call, head, word, dropped(text, closes[0]))


_WAITING = {
    *_VERBS,
    "urllib.request.urlopen",
    "socket.create_connection",
    "subprocess.run",
    "subprocess.check_output",
}


def _no_limit(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        limit = keyword(call, "timeout")
        is_waiting = text.called(call) in _WAITING and not text.called(call).startswith("httpx")
        if is_waiting and limit and text.function(call) and not _is_open(call):
            yield mutation(text, call, replaced(text, call, without(text, call, limit)))


def _open_to_all(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        is_chmod = text.called(call) == "os.chmod" or getattr(call.func, "attr", "") == "chmod"
        mode = call.args[-1] if is_chmod and call.args else None
        if (
            isinstance(mode, ast.Constant)
            and isinstance(mode.value, int)
            and mode.value in (0o600, 0o700, 0o644, 0o755)
        ) and in_test(text, call):
            yield mutation(text, call, replaced(text, mode, "0o777"))


def _left_behind(text: Text) -> Iterator[Mutation]:
    """A fixture that writes a relative path, where it wrote below ``tmp_path``."""
    for call in text.of(ast.Call):
        match call:
            case ast.Call(
                func=ast.Name(id="open"), args=[ast.BinOp(left=ast.Name(id="tmp_path")) as path, mode]
            ):
                if (
                    isinstance(path.right, ast.Constant)
                    and isinstance(mode, ast.Constant)
                    and "w" in str(mode.value)
                ):
                    yield mutation(text, call, replaced(text, path, text.code(path.right)))


def _public_host(text: Text) -> Iterator[Mutation]:
    for call in text.of(ast.Call):
        if (
            text.called(call) in _VERBS
            and call.args
            and isinstance(call.args[0], ast.Constant)
            and in_test(text, call)
        ):
            value = call.args[0].value
            if isinstance(value, str) and value.startswith(("http://localhost", "http://127.0.0.1")):
                yield mutation(text, call, replaced(text, call.args[0], '"https://www.python.org/"'))


def _loop_without_limit(text: Text) -> Iterator[Mutation]:
    """A request without a time limit in a loop that waits for a server."""
    for loop in text.of(ast.While):
        sleeps = "sleep" in text.code(loop)
        for call in ast.walk(loop) if sleeps else ():
            limit = keyword(call, "timeout") if isinstance(call, ast.Call) else None
            if isinstance(call, ast.Call) and text.called(call) in _WAITING and limit:
                yield mutation(text, call, replaced(text, call, without(text, call, limit)))


def _default_everywhere(text: Text) -> Iterator[Mutation]:
    for each in text.of(ast.arguments):
        for argument, default in zip(
            each.args[-len(each.defaults) :] if each.defaults else (), each.defaults, strict=False
        ):
            is_host = argument.arg in ("host", "hostname", "address", "bind", "interface")
            if is_host and isinstance(default, ast.Constant) and default.value in _LOCAL:
                yield mutation(text, default, replaced(text, default, '"0.0.0.0"'))


def _ticketless(text: Text) -> Iterator[Mutation]:
    for test in text.tests:
        last = test.body[-1]
        if text.stands_alone(last):
            yield Mutation(
                (before(text, last, "# FIXME: this fails now and then"),), (text.start(test), text.end(test))
            )


_ELSEWHERE = "every machine of the network can connect"
_TAKEN = "somebody else can make the file first"

OPERATORS = (
    Operator(
        "vendor-token",
        ("TSE102",),
        "the token can be used by whoever reads the source",
        _token,
        hints=_SECRETS,
    ),
    Operator(
        "verify-off",
        ("TSE201", "TSE202"),
        "any server can pretend to be this one",
        _unverified,
        certain=False,
    ),
    Operator(
        "context-unverified",
        ("TSE201", "TSE202"),
        "any server can pretend to be this one",
        _unverified_context,
        certain=False,
        hints=("create_default_context",),
    ),
    Operator("listens-everywhere", ("TSE203", "TSE211"), _ELSEWHERE, _everywhere, hints=_LOCAL),
    Operator("listens-everywhere-empty", ("TSE203", "TSE211"), _ELSEWHERE, _everywhere_empty, hints=_LOCAL),
    Operator(
        "host-default-everywhere",
        ("TSE211", "TSE203"),
        _ELSEWHERE,
        _default_everywhere,
        certain=False,
        hints=_LOCAL,
    ),
    Operator("path-in-call-fixed", ("TSE206",), _TAKEN, _fixed_path, hints=("tmp_path",)),
    Operator("path-fixed", ("TSE206",), _TAKEN, _fixed_name, hints=("tmp_path",)),
    Operator("folder-fixed", ("TSE206", "TSE318"), _TAKEN, _fixed_folder, hints=("mkdtemp",)),
    Operator("folder-name-only", ("TSE207",), _TAKEN, _name_only, hints=("mkdtemp",)),
    Operator("file-name-only", ("TSE207",), _TAKEN, _name_only_of_file, hints=("mkstemp",)),
    Operator(
        "timeout-dropped",
        ("TSE205", "TSE210", "TSE212"),
        "a silent peer stops the tests",
        _no_limit,
        certain=False,
        hints=("timeout",),
    ),
    Operator(
        "timeout-dropped-in-loop",
        ("TSE210", "TSE205"),
        "a silent peer stops the loop",
        _loop_without_limit,
        hints=("timeout",),
    ),
    Operator(
        "mode-for-everyone",
        ("TSE208",),
        "everybody can write the file",
        _open_to_all,
        certain=False,
        hints=("chmod",),
    ),
    Operator(
        "path-made-relative",
        ("TSE318", "TSE206"),
        "the file stays in the working directory",
        _left_behind,
        certain=False,
        hints=("tmp_path",),
    ),
    Operator(
        "host-made-public",
        ("TSE204",),
        "the test needs the network",
        _public_host,
        certain=False,
        hints=_LOCAL,
    ),
    Operator("fixme-added", ("TSE514",), "nobody can follow it up", _ticketless, certain=False),
)
