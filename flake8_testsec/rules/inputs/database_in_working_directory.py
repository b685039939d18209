"""A database of a test that lies in the working directory under a fixed name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock

rule = Rule(
    code="TSE221",
    summary="database lies in the working directory under a fixed name",
    message="database {name} lies in the working directory; put it below tmp_path, or keep it in memory",
    roles=Role.TEST,
    cwe=377,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Each run finds what the last one left, and two runs at the same time (``pytest -n``, another checkout of
    a build server that shares the folder) write into the same tables and lock each other out. Which folder
    it is depends on where the tests are started.
    """,
    fix='Use ``sqlite://`` (in memory) or ``f"sqlite:///{tmp_path}/shop.db"``.',
    fixable="Nothing, because what else opens the same file is for a person to find.",
    bad=(
        """
        import sqlite3
        from sqlalchemy import create_engine

        ENGINE = create_engine("sqlite:///./shop.db")
                               ^^^^^^^^^^^^^^^^^^^^^

        def test_orders(jobs):
            store = jobs.SQLAlchemyJobStore(url="sqlite:///jobs.sqlite")
                                                ^^^^^^^^^^^^^^^^^^^^^^^
            database = sqlite3.connect("orders.db")
                                       ^^^^^^^^^^^
            assert store.load(database)

        DATABASE_URL = "sqlite+aiosqlite:///test.db"
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import sqlite3
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url

        ENGINE = create_engine("sqlite://")

        def test_orders(tmp_path, path, connect):
            create_engine("sqlite:///:memory:")
            create_engine("sqlite:////var/lib/shop.db")
            create_engine("sqlite:///" + path)
            create_engine(f"sqlite:///{tmp_path}/shop.db")
            create_engine("sqlite:///file::memory:?cache=shared")
            sqlite3.connect(":memory:")
            sqlite3.connect("file:shop?mode=memory", uri=True)
            sqlite3.connect(tmp_path / "shop.db")
            assert make_url("sqlite:///shop.db").database == "shop.db"
            assert parse("sqlite:///shop.db")
            connect.assert_called_with("sqlite:///shop.db")
            assert url == "sqlite:///shop.db"
            assert read(url="sqlite:///shop.db") == 3
        """,
        """
        from sqlalchemy import create_engine

        def test_orders(tmp_path, monkeypatch):
            monkeypatch.chdir(tmp_path)
            create_engine("sqlite:///shop.db")
        """,
    ),
)

_URL = lazy(r"sqlite(\+\w+)?:///(?!/)(\./)?(?P<name>[^:{?/\\]+(/[^:{?/\\]+)*)(\?|\Z)")
_OPENING = lazy(r"(?i)engine|connect|store|database|session|storage|repository|backend|open|init|broker")
_NAME = lazy(r"(?i)(\w+_)?(url|uri|dsn)\Z|(\w*_)?(database|db)(_\w+)?\Z")
_MOVES = (
    "chdir",
    "isolated_filesystem",
    "in_tempdir",
    "tmpcwd",
    "tmp_cwd",
    "pushd",
    "working_directory",
    "pyfakefs",
)


@rule.on(ast.Constant, hints=("sqlite:///", "sqlite+"))
def url(constant: ast.Constant, module: Module) -> Iterator[Hit]:
    """Report the address of such a database where something is opened with it, or a setting is made of it."""
    found = _URL.match(constant.value) if isinstance(constant.value, str) else None
    if found and _is_opened(constant, module) and not module.mentions(*_MOVES):
        yield rule.at(constant, name=found["name"])


@rule.call("sqlite3.connect", "aiosqlite.connect", "apsw.Connection")
def connected(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the database that is opened by a plain name."""
    given = argument(call, 0, "database")
    name = string(given)
    if given is not None and name and not (set(name) & set(":/\\")) and not module.mentions(*_MOVES):
        yield rule.at(given, name=name)


def _is_opened(constant: ast.Constant, module: Module) -> bool:
    """Whether an address is given to what opens something by its name, or kept for that at the top."""
    match module.parent(constant):
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return module.function(constant) is None and bool(_NAME.match(name))
        case ast.Call() as call:
            return _opens(call, module)
        case ast.keyword() as given:
            above = module.parent(given)
            return isinstance(above, ast.Call) and _opens(above, module)
        case _:
            return False


def _opens(call: ast.Call, module: Module) -> bool:
    word = last_word(call.func)
    is_opener = bool(_OPENING.search(word)) and not word.startswith("assert")
    return is_opener and not is_likely_mock(call.func, module)
