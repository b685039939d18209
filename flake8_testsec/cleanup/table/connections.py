"""Connections to databases, and sessions and responses of HTTP."""

from __future__ import annotations

import ast

from flake8_testsec.cleanup.table.row import Resource
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, string
from flake8_testsec.source.module import Module


def _in_memory(call: ast.Call, module: Module) -> bool:
    given = argument(call, 0, "database")
    values = [given]
    if isinstance(given, ast.Name):
        values = [each.value if isinstance(each, Bound) else None for each in module.bindings(given)]
    return bool(values) and all(string(each) in (":memory:", "") for each in values)


def _is_simulated(call: ast.Call, module: Module) -> bool:
    """Whether a session has a transport of its own, which in tests opens nothing."""
    return keyword(call, "transport") is not None


CONNECTIONS: tuple[Resource, ...] = (
    Resource(
        "database connection",
        ("sqlite3.connect",),
        "TSE316",
        ("close",),
        needless=_in_memory,
        arguments='"orders.db"',
        remedy="use contextlib.closing",
    ),
    Resource(
        "database connection",
        (
            "psycopg2.connect",
            "psycopg.connect",
            "pymysql.connect",
            "MySQLdb.connect",
            "mysql.connector.connect",
        ),
        "TSE316",
        ("close",),
        remedy="use contextlib.closing",
    ),
    Resource(
        "database connection",
        ("oracledb.connect", "cx_Oracle.connect", "pyodbc.connect"),  # which end once nothing names them
        "TSE316",
        ("close",),
        unread=True,
        remedy="use contextlib.closing",
    ),
    Resource(
        "session",
        ("aiohttp.ClientSession",),
        "TSE316",
        ("close",),
        awaited=True,
        remedy="use async with",
    ),
    Resource(
        "connector",
        ("aiohttp.TCPConnector", "aiohttp.UnixConnector"),
        "TSE316",
        ("close",),
        awaited=True,
        remedy="use async with",
    ),
    Resource("session", ("httpx.Client",), "TSE316", ("close",), needless=_is_simulated, unread=True),
    Resource(
        "session",
        ("httpx.AsyncClient",),
        "TSE316",
        ("aclose",),
        awaited=True,
        needless=_is_simulated,
        unread=True,
        remedy="use async with",
    ),
    Resource("session", ("requests.Session", "requests.session"), "TSE316", ("close",), unread=True),
    Resource(
        "response",
        ("urllib.request.urlopen",),
        "TSE316",
        ("close",),
        unread=True,
        arguments='"http://127.0.0.1:8080/"',
    ),
)

RESPONSES = Resource(
    "response",
    tuple(
        f"aiohttp.ClientSession().{verb}"
        for verb in ("request", "get", "post", "put", "patch", "delete", "head", "options", "ws_connect")
    ),
    "",
    ("close", "release"),
    awaited=True,
    remedy="use async with",
)
"""What is awaited from a session: it ends with the session, and counts only where that may be left open."""
