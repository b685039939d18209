"""What is written into the log, what reaches it, and what of that is a secret."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import outputs

HEAD = "import logging, os, sys\nfrom pprint import pprint\nfrom unittest import mock\n"


def read(text: str, path: str = "tests/test_x.py") -> Module:
    return Module.parse(HEAD + textwrap.dedent(text).strip("\n"), path, Settings())


def written(text: str, path: str = "tests/test_x.py") -> list[str]:
    module = read(text, path)
    return [ast.unparse(node) for call in outputs.outputs(module) for node in outputs.reaching(call)]


SILENT = {
    "nothing of the kind": "run(x)",
    "a method that is called alike": "shop.info(x)\nshop.write(x)\nself.catalog.log(x)",
    "a print of one's own": "from shop import print\nprint(x)",
    "a file": "print(x, file=out)\npprint(x, stream=open('o', 'w'))\nout.write(x)",
    "a mock": "log = mock.Mock()\nlog.info(x)",
    "a literal": "print('x', 1, f'x', *(), sep=x, end=x)",
    "what only tells about it": "print(x is None, x and 'x', x[:2], lambda: x)",
}


@pytest.mark.parametrize("case", SILENT)
def test_nothing_reaches_the_log(case: str) -> None:
    assert written(SILENT[case]) == []


@pytest.mark.parametrize("path", ["tests/echo.py", "tests/helpers/server.py"])
def test_a_helper_program_answers_the_test_that_started_it(path: str) -> None:
    assert written("print(x)", path) == []
    assert written("def main():\n    print(x)", path) == ["x"]
    assert written("print(x, file=sys.stderr)", path) == ["x"]


@pytest.mark.parametrize("path", ["tests/test_x.py", "tests/conftest.py", "tests/__init__.py"])
def test_tests_and_their_configuration_are_no_programs(path: str) -> None:
    assert written("print(x)", path) == ["x"]


WRITTEN = {
    "a print": ("print(x, y.z)", ["x", "y.z"]),
    "a stream": ("print(x, file=sys.stderr)\nsys.stdout.write(y)", ["x", "y"]),
    "loggers": ("LOG.info('%s', x)\nself._logger.debug(y)\nlogging.getLogger().error(z)", ["x", "y", "z"]),
    "a logger with context": ("logger.bind(a=1).info(x)\nget_logger().info(k=y, **z)", ["x", "y", "z"]),
    "a renamed one": ("from pprint import pprint as show\nshow(x)", ["x"]),
    "text around it": (
        "print(f'{x}' + '%s' % y + '{}'.format(z) + '%(k)s' % {'k': w})",
        ["x", "y", "z", "w"],
    ),
    "displays": ("print([x, (y,)], {z}, {'k': w, **v})", ["x", "y", "z", "w", "v"]),
    "a choice": ("print(x if c else y, z or w)", ["x", "y", "z", "w"]),
    "what is awaited, named, starred": ("print(await x, (y := z), *w)", ["x", "z", "w"]),
    "the same in another form": ("print(str(x), json.dumps(y), dict(z), w.decode(), v.items())", [*"xyzwv"]),
    "each of them": ("print(', '.join(f'{x}' for n in y), ', '.join([z]), sorted(w.items()))", [*"xzw"]),
    "a call, whole": (
        "print(load(x), y.keys(), z['k'], ', '.join(w))",
        ["load(x)", "y.keys()", "z['k']", "', '.join(w)"],
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_this_reaches_the_log(case: str) -> None:
    text, expected = WRITTEN[case]
    assert written(text) == expected


def named(expression: str, text: str = "") -> str:
    module = read(f"{text}\nprint({expression})")
    (call,) = outputs.outputs(module)
    return next(filter(None, (outputs.secret(node, module) for node in outputs.reaching(call))), "")


NO_SECRETS = [
    *(
        "token",
        "secret",
        "key",
        "keys",
        "next_token",
        "password_file",
        "password_count",
        "secret_id",
        "tokens",
    ),
    *("has_password", "masked_password", "fake_api_key", "change_password", "secret_current", "passwords"),
    *(
        "config['port']",
        "config[0]",
        "config.get()",
        "config.get('a password')",
        "load(password)",
        "get_password()",
    ),
    *("os.environ['HOME']", "os.environ.get('TOKEN_FILE')", "os.getenv('PATH')", "os.getenv()"),
    "config['one password']",
]


@pytest.mark.parametrize("expression", NO_SECRETS)
def test_no_secret(expression: str) -> None:
    assert named(expression) == ""


@pytest.mark.parametrize(
    "text",
    [
        "password = 'x'",
        "import password",
        "def password(): ...",
        "for password in ('x', 'y'): pass",
        "cases = ['x']\nfor password in cases: pass",
        "password = {'a': ['x']}",
    ],
)
def test_what_stands_in_the_source_is_no_secret(text: str) -> None:
    assert named("password", text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "password = load()",
        "for password in load(): pass",
        "for password in cases: pass",
        "for name, password in (('x', 'y'),): pass",
        "password = 'x'\npassword = load()",
        "password = other",
    ],
)
def test_what_the_source_does_not_tell_may_be_one(text: str) -> None:
    assert named("password", text) == "password"


SECRETS = {
    **{word: word for word in ("password", "db_password", "PASSWORD", "password2", "passphrase", "_passwd")},
    **{word: word for word in ("api_key", "apiKey", "privateKey", "access_token", "clientSecret", "apikey")},
    **{
        word: word
        for word in ("secrets", "secretdict", "secrets_by_name", "all_secrets", "creds", "aws_credentials")
    },
    "self.shop.password": "password",
    "config['api_key']": "api_key",
    "config.get('api_key')": "api_key",
    "os.environ['SHOP_TOKEN']": "SHOP_TOKEN",
    "os.getenv('CLIENT_SECRET', '')": "CLIENT_SECRET",
}


@pytest.mark.parametrize("expression", SECRETS)
def test_secret(expression: str) -> None:
    assert named(expression) == SECRETS[expression]


def test_a_name_for_a_variable_of_the_environment() -> None:
    assert named("key", "key = os.environ['API_KEY']") == "API_KEY"
    assert named("key", "key = os.environ['API_KEY']\nkey = os.environ['HOME']") == ""
    assert named("key", "key = other\nother = os.environ['API_KEY']") == ""


def test_modules_without_any_such_word_are_not_looked_at() -> None:
    assert not outputs.may_name_secrets(read("print(1)"))
    assert outputs.may_name_secrets(read("print(PASSWORD)"))


@pytest.mark.parametrize(
    "text",
    ["def test_x(capsys):", "def test_x(self):\n  self.assertLogs()", "def test_x(s):\n  redirect_stdout(s)"],
)
def test_captured(text: str) -> None:
    module = read(f"{text}\n  print(1)\nprint(2)")
    assert [outputs.is_captured(call, module) for call in outputs.outputs(module)] == [True, False]


@pytest.mark.parametrize("word", ["password", "secret", "a_", "credentials", "_" * 9, "a9"])
def test_long_words_take_no_long_time(word: str) -> None:
    assert not outputs.SECRET.match(word * 20_000 + "!")
    assert not outputs.SECRETS.match(word * 20_000 + "!")
