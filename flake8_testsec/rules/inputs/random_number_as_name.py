"""A random number, or the time in seconds, that is taken for a port or for a name that nobody else has."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import pairwise

from flake8_testsec.patterns import lazy, short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, once, walk

rule = Rule(
    code="TSE225",
    summary="random number, or time in seconds, taken for a port or a name that must be free",
    message="{what} is drawn by {name} and may be taken; {remedy}",
    roles=Role.TEST | Role.SUPPORT | Role.SETTINGS,
    cwe=362,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    One of a thousand runs draws what another one, or another program, has taken. That run fails, nobody can
    repeat it, and a run that draws the same name as one beside it reads what the other has written. A clock
    in whole seconds gives the same name to all that begin in one second: tests of several processes, or two
    tests that are quick.
    """,
    fix="Bind port 0 and ask which port it is; for names use ``uuid.uuid4()``, ``tmp_path`` or ``tempfile``.",
    fixable="Nothing, because how the server tells its port is for a person to say.",
    bad=(
        """
        import random
        from random import randint

        PORT = random.randint(10000, 20000)
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_orders(shop):
            server = shop.serve(port=random.randrange(2000, 9000))
                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            shop.own_port = randint(2000, 9000)
                            ^^^^^^^^^^^^^^^^^^^
            shop.open(database=f"orders_{random.randint(0, 1000)}")
                                         ^^^^^^^^^^^^^^^^^^^^^^^
            db_name = "orders_%d" % random.randint(0, 1000)
                                    ^^^^^^^^^^^^^^^^^^^^^^^
            shop.open(table="orders_{}".format(random.randint(0, 99)))
                                               ^^^^^^^^^^^^^^^^^^^^^
            queue_name = "orders" + str(randint(0, 99))
                                        ^^^^^^^^^^^^^^

        DATABASES = {"NAME": f"shop_{random.randint(0, 1000)}"}
                                     ^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import time
        from datetime import datetime

        PREFIX = "orders"

        def test_orders(shop):
            shop.open(bucket=f"orders-{int(time.time())}")
                                           ^^^^^^^^^^^
            table_name = "orders_%d" % time.time()
                                       ^^^^^^^^^^^
            queue_name = "orders" + str(round(time.time()))
                                              ^^^^^^^^^^^
            shop.open(topic=PREFIX + "_{}".format(int(time.time())))
                                                      ^^^^^^^^^^^
            file_name = f"orders_{time.time():.0f}.txt"
                                  ^^^^^^^^^^^
            index = time.strftime("orders-%c")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^
            index = time.strftime("orders-%Y%m%d-%H%M%S")
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            db_name = f"{PREFIX}_{datetime.now().strftime('%H%M%S')}"
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import random
        import uuid

        def test_orders(shop):
            price = random.randint(1, 99)
            shop.order(number=random.randint(1, 99))
            name = f"orders_{uuid.uuid4()}"
            port = shop.port()
            user = f"ann {random.randint(0, 99)}"
            shop.tell(f"price {random.randint(0, 99)}")
            file_name = f"orders_{random.getrandbits(128)}"
            database = f"orders_{random.randint(0, 2**64)}"
            assert shop.port != random.randint(1, 9)
        """,
        """
        import random

        def test_orders(shop):
            shop.order(str(random.randint(1, 9)))
            shop.port = shop.ask(random.randint(1, 9))
            random.randint(1, 9)
            shop.database = random.choice(["one", "other"])
        """,
        """
        import os
        import time
        import uuid
        from datetime import datetime

        def test_orders(shop, request, form):
            shop.open(bucket=f"orders-{time.time()}")
            shop.open(bucket=f"orders-{time.time_ns()}")
            shop.open(bucket=f"orders-{os.getpid()}-{int(time.time())}")
            shop.open(bucket=f"{request.node.name}-{int(time.time())}")
            shop.open(bucket=f"{shop}-{int(time.time())}")
            shop.open(bucket="%s-%d" % (shop.name, time.time()))
            shop.open(bucket=uuid.uuid4().hex + str(int(time.time())))
            shop.open(text=f"orders-{int(time.time())}")
            shop.open(bucket=int(time.time()))
            shop.open(bucket="orders-%s" % time.time())
            shop.open(bucket=f"orders-{time.time():.3f}")
            shop.open(bucket=f"orders-{time.time():{form}}")
            shop.open(bucket=f"orders-{datetime.now().strftime('%H%M%S%f')}")
            shop.open(bucket=datetime.now().strftime(form))
            shop.open(bucket=shop.name(int(time.time())))
            shop.open(time.strftime("%H"))
            index = time.strftime("logs-%Y-%m-%d")
            index = time.strftime("logs-%Y%m%d-%H%%S")
            index = time.strftime("logs-%H%M%S", shop.began)
            index = time.strftime("logs-%H%M%S", time.gmtime(0))
            index = f"logs-{datetime.now().strftime('%Y-%m-%d %H:%M')}"
            index = "orders-%s-%%d" % time.time()
            bucket = f"orders-{int(time.time() * 1000)}"
            bucket = f"orders-{round(time.time(), 3)}"
        """,
    ),
)

_PORT = lazy(r"(?i)(\w*_)?ports?\Z")
_UNIQUE = lazy(
    r"(?i)(\w*_)?(database|db|table|topic|queue|bucket|file|dir|directory|folder|container|index|schema|"
    r"collection|stream|group|keyspace|socket|session|exchange)(_?name)?\Z"
)
_PLACES = short(r"%[-0-9#]*(.)")
"""The letters behind percent signs, each of which a second one takes away."""
_NOW = ("now", "utcnow")
_TEXTS = frozenset({"str", "int", "round", "format", "hex"})
_REMEDY = "use uuid4() or tmp_path"
_THROUGH = (ast.JoinedStr, ast.FormattedValue, ast.BinOp, ast.Call)


@rule.call("random.randint", "random.randrange", "random.choice", "numpy.random.randint")
def drawn(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the number that becomes a port, or a part of a name."""
    if any(isinstance(each, ast.BinOp) for each in call.args):
        return  # a number so large that it is written as a power
    name, is_text = _goal(call, module)
    if _PORT.match(name) and not is_text and last_word(call.func) != "choice":
        drawer = f"{last_word(call.func)}()"
        yield rule.at(call, what="a port", name=drawer, remedy="bind port 0 and ask for the number")
    elif is_text and _is_unique(name):
        yield rule.at(call, what="a name", name=f"{last_word(call.func)}()", remedy=_REMEDY)


@rule.call("time.time", "time.strftime", *(f"datetime.datetime.{now}().strftime" for now in _NOW))
def told_by_clock(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the time in seconds that is all by which a name differs from others."""
    name, is_text = _goal(call, module)
    is_of_clock = any(each.endswith(".strftime") for each in module.names(call.func))
    if not _is_unique(name) or not (is_text or is_of_clock):
        return
    has_seconds = _is_in_seconds(call) if is_of_clock else _is_cut(call, module)
    if has_seconds and _is_all(call, module):
        clock = f"{last_word(call.func)}() in seconds"
        yield rule.at(call, what="a name", name=clock, remedy=_REMEDY)


def _is_unique(name: str) -> bool:
    return bool(_UNIQUE.match(name)) or name == "NAME"


def _is_in_seconds(call: ast.Call) -> bool:
    """Whether the time that it is now is written in whole seconds, and neither in more nor in less."""
    form = string(argument(call, 0))
    is_now = len(call.args) + len(call.keywords) == 1
    letters = set(_PLACES.findall(form)) if form is not None and is_now else set()
    return not letters.isdisjoint("SscXT") and "f" not in letters


def _is_cut(call: ast.Call, module: Module) -> bool:
    """Whether the fraction of a time is cut off."""
    match module.parent(call):
        case ast.Call(func=ast.Name(id="int" | "round"), args=[_]):
            return True
        case ast.BinOp(left=ast.Constant(value=str(form)), op=ast.Mod()):
            return "d" in _PLACES.findall(form)
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=form)])):
            return form in (".0f", "0.0f")
        case _:
            return False


def _is_all(call: ast.Call, module: Module) -> bool:
    """Whether nothing else in a text may be another one in each run."""
    whole: ast.AST = call
    while (above := _through(whole, module)) is not None:
        whole = above
    own = set(walk(call))
    others = (each for each in walk(whole) if each not in own)
    return all(_is_fixed(each, module) for each in others)


def _is_fixed(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Name(id=word):
            return word.isupper() or bool(module.names(node) & _TEXTS)
        case ast.Attribute(value=value):
            return isinstance(value, ast.Constant)
        case ast.Call():
            return _is_text_of(node)
        case _:
            return True


def _goal(call: ast.Call, module: Module) -> tuple[str, bool]:
    """The name of what a number becomes, and whether it becomes a part of a text."""
    known = _goals(module)
    passed: list[ast.AST] = [call]
    while passed[-1] not in known and (above := _through(passed[-1], module)) is not None:
        passed.append(above)
    if passed[-1] not in known:
        known[passed[-1]] = _held(passed[-1], module), False
    for above, inner in pairwise(reversed(passed)):
        name, is_text = known[above]
        known[inner] = name, is_text or _joins(above)
    return known[call]


@once
def _goals(module: Module) -> dict[ast.AST, tuple[str, bool]]:
    """What is known so far of the parts of long sums and texts."""
    return {}


def _through(node: ast.AST, module: Module) -> ast.AST | None:
    """What makes something else of a number, which goes on being used."""
    above = module.parent(node)
    is_part = isinstance(above, _THROUGH) and (not isinstance(above, ast.Call) or _is_text_of(above))
    return above if is_part else None


def _joins(node: ast.AST) -> bool:
    """Whether a number becomes a part of a text here."""
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Mod()) | ast.BinOp(right=ast.Call(func=ast.Name(id="str"))):
            return True
        case ast.Call(func=ast.Attribute(attr="format")):
            return True
        case _:
            return False


def _is_text_of(call: ast.Call) -> bool:
    return last_word(call.func) in _TEXTS


def _held(value: ast.AST, module: Module) -> str:
    """The name under which a value is kept or given."""
    match module.parent(value):
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return last_word(target)
        case ast.keyword(arg=str(name)):
            return name
        case ast.Dict() as display:
            return string(_keys(display, module).get(value)) or ""
        case _:
            return ""


@once
def _keys(display: ast.Dict, module: Module) -> Mapping[ast.AST, ast.expr | None]:
    """The keys of a dictionary by what they lead to."""
    return dict(zip(display.values, display.keys, strict=True))
