"""What enters beside files and variables: the clock, random values, test clients, and other code of tests."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.patterns import lazy
from flake8_testsec.review import brought, read_elsewhere
from flake8_testsec.review.document import Fact, capped, code, counted, fact
from flake8_testsec.review.fixtures import asked, decorated
from flake8_testsec.source.calls import argument, last_word, spelt, unpacks
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

_CLOCK = frozenset(
    {
        *(f"time.{name}{unit}" for name in ("time", "monotonic", "perf_counter") for unit in ("", "_ns")),
        *("time.localtime", "time.gmtime", "time.process_time", "datetime.date.today"),
        *("time.asctime", "time.ctime", "time.strftime", "time.clock", "time.thread_time"),
        *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
        *("django.utils.timezone.now", "django.utils.timezone.localdate", "asyncio.get_running_loop().time"),
        *(
            "trio.current_time",
            "anyio.current_time",
            "timeit.timeit",
            "timeit.repeat",
            "timeit.default_timer",
        ),
    }
)
_FUZZY = (*("Text", "Choice", "Integer", "Decimal", "Float", "Date", "DateTime", "NaiveDateTime"),)
_CHANCE = frozenset(
    {
        *(
            f"random.{name}"
            for name in (
                *("random", "randint", "randrange", "choice", "choices", "sample", "shuffle", "uniform"),
                *("getrandbits", "randbytes", "gauss"),
            )
        ),
        *(f"secrets.{name}" for name in ("token_bytes", "token_hex", "token_urlsafe", "choice", "randbelow")),
        *("uuid.uuid4", "os.urandom"),
        *(
            "faker.Faker",
            "factory.Faker",
            "factory.faker.Faker",
            "mimesis.Generic",
            "model_bakery.baker.make",
        ),
        *(f"factory.fuzzy.Fuzzy{each}" for each in _FUZZY),
        *(f"numpy.random.{name}" for name in ("rand", "randn", "randint", "random", "choice", "default_rng")),
    }
)
_SEEDED = frozenset(
    each for each in _CHANCE if each.startswith(("random.", "numpy.random.")) and "default" not in each
)
_MADE_UP = frozenset(each for each in _CHANCE if each.partition(".")[0] in ("faker", "factory", "mimesis"))
"""Libraries that make values up, which a seed makes repeat."""
_CLIENTS = lazy(
    r"(?:Async|API|Requests|Test|Core|Live|Fast)*(?:API|Test|Requests)?Client\Z|test_client\Z|(?:Async|API)?RequestFactory\Z|TestApp\Z"
)
_OF_TESTS = frozenset(
    {
        *("django.test", "rest_framework.test", "fastapi.testclient", "starlette.testclient"),
        *("webtest", "webtest.app"),
    }
)
_VERBS = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "login", "force_login", "logout"}
)


def facts(module: Module) -> Iterator[Fact]:
    """Clocks, random values, test clients, then variables that other code of tests reads.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_clocks(module), "readings of the clock", 4)
    yield from capped(_machine_ids(module), "such ids", 4)
    yield from capped(_named(module, _CHANCE, "chance", _RANDOM), "random values", 4)
    yield from _seeds(module)
    yield from _generated(module)
    yield from capped(_local(module), "readings of the local clock", 4)
    yield from _clients(module)
    yield from read_elsewhere.facts(module)
    yield from brought.facts(module)


_RANDOM = "A random value: "


def passing(module: Module) -> Iterator[Fact]:
    """What is another one at each run: the clock, and random values, but for libraries that make data up.

    Args:
        module: the module.

    Yields:
        The facts, however many there are.
    """
    yield from _clocks(module)
    yield from _named(module, _CHANCE - _MADE_UP, "chance", _RANDOM)


def _clocks(module: Module) -> Iterator[Fact]:
    yield from _named(module, _CLOCK, "clock", "The clock is read: ")


def _named(module: Module, names: frozenset[str], kind: str, words: str) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in names)):
        if module.names(call.func) & names:
            found[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in found.items():
        yield fact(kind, nodes, words, code(shown), ".", subject=shown)


def _machine_ids(module: Module) -> Iterator[Fact]:
    """Ids that are made of the clock, and of the machine's address where no other is given."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset({"uuid1"})):
        if "uuid.uuid1" in module.names(call.func):
            node = argument(call, 0, "node")
            is_own = not unpacks(call) and (
                node is None or (isinstance(node, ast.Constant) and node.value is None)
            )
            found[_OWN_NODE if is_own else _GIVEN_NODE, f"{spelt(call.func)}()"].append(call)
    for (words, shown), nodes in found.items():
        yield fact("machine-id", nodes, words, code(shown), ".", subject=shown)


_OWN_NODE = "An id is made of this machine's address and the clock: "
_GIVEN_NODE = "An id is made of the clock: "


def _seeds(module: Module) -> Iterator[Fact]:
    calls = [
        each
        for each in module.calls({"seed"})
        if module.names(each.func) & {"random.seed", "numpy.random.seed"} and each.args
    ]
    if not calls and any(_named(module, _SEEDED | _MADE_UP, "", "")) and not _sets_seed(module):
        yield fact("unseeded", [], "No call in this file sets a seed for these random values.")
    if calls:
        shown = spelt(calls[0])
        yield fact("seed", calls, "Random values are made to repeat: ", code(shown), ".", subject=shown)


def _generated(module: Module) -> Iterator[Fact]:
    """Parameters whose values a library makes up for each run."""
    marks = [each for each in module.calls({"given"}) if "hypothesis.given" in module.names(each.func)]
    if marks:
        shown = marks[:_GIVEN]
        first = f", {len(marks)} times, the first {_GIVEN} named" if len(marks) > _GIVEN else ""
        parts = ("Hypothesis makes up values for parameters: ", code("given()"), f"{first}.")
        yield fact("generated", shown, *parts, subject="given")


_GIVEN = 6


def _sets_seed(module: Module) -> bool:
    """Whether a call of a library that makes values up, or of what it has made, sets a seed by its name."""
    return any(True for _ in module.calls({"reseed_random", "seed_instance", "set_random_state", "seed"}))


def _local(module: Module) -> Iterator[Fact]:
    """The local time without a zone, and where it is called the time of another zone."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.scopes.calls(frozenset({"now", "today"})):
        is_local = not (call.args or call.keywords) and module.names(call.func) & _LOCAL
        if not is_local or _is_frozen(call, module):
            continue
        outer = module.parent(module.parent(call) or call)
        match outer:
            case ast.Call(func=ast.Attribute(attr="replace", value=value)) if value is call:
                if any(each.arg == "tzinfo" for each in outer.keywords):
                    found[spelt(outer), ", and called that of a zone without being converted: "].append(outer)
                    continue
        found[spelt(call), ": "].append(call)
    for (shown, how), nodes in found.items():
        words = f"The time is that of the machine's zone, without the zone{how}"
        yield fact("local-time", nodes, words, code(shown), ".", subject=shown)


def _is_frozen(call: ast.Call, module: Module) -> bool:
    """Whether a decorator, a ``with`` or a fixture around a call puts another clock in its place."""
    return any(_freezes(each, module) for each in module.ancestors(call))


def _freezes(around: ast.AST, module: Module) -> bool:
    match around:
        case ast.ClassDef(decorator_list=every):
            pass
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            if any(each.arg in _FREEZING for each in _parameters(around)):
                return True
            every = around.decorator_list
        case ast.With() | ast.AsyncWith():
            every = [each.context_expr for each in around.items]
        case _:
            return False
    called = (each.func if isinstance(each, ast.Call) else each for each in every)
    return any(module.names(each) & _FREEZERS for each in called)


def _parameters(function: Function) -> Sequence[ast.arg]:
    return (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)


_FREEZERS = frozenset(
    {
        *("freezegun.freeze_time", "freezegun.api.freeze_time", "time_machine.travel"),
        *("pytest.mark.freeze_time", "pytest.mark.time_machine"),
    }
)
_FREEZING = frozenset({"freezer", "time_machine"})
"""The fixtures of pytest-freezer, pytest-freezegun and time-machine."""
_LOCAL = frozenset({"datetime.datetime.now", "datetime.datetime.today"})


def _clients(module: Module) -> Iterator[Fact]:
    """Requests by a client of a web framework's tests, which asks the application itself."""
    made: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls([word for word in module.called if _CLIENTS.match(word)]):
        word = last_word(call.func)
        if _is_of_tests(call, module) or word in ("test_client", "TestClient"):
            made[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in made.items():
        what = "A factory of requests for tests" if "Factory" in shown else "A client of tests"
        parts = (f"{what} is made, by its name: ", code(shown), ".")
        yield fact("test-client", nodes, *parts, subject=shown)
    used: dict[str, list[ast.AST]] = defaultdict(list)
    owners = _owners(module)
    for call in module.calls(_VERBS) if owners else ():
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if owner is not None and spelt(owner) in owners:
            used[spelt(owner)].append(call)
    for call in module.calls(_VERBS):
        is_made = any(_of_made_client(name) for name in module.names(call.func))
        if is_made and isinstance(call.func, ast.Attribute) and spelt(call.func.value) not in owners:
            used[spelt(call.func.value)].append(call)
    fetching = {each.name for each in asked(module) if each.name.endswith("fetch")}
    for call in module.calls(fetching):
        if isinstance(call.func, ast.Name):
            used[call.func.id].append(call)
    for owner_, nodes in used.items():
        ends = [nodes[0], nodes[-1]] if len(nodes) > 5 else nodes
        where = ", from the first to the last line named" if len(nodes) > 5 else ""
        who = "a client of tests, or of a service, by its name: "
        if all(_is_of_factory(each, module) for each in nodes):
            who = "a factory for tests, which makes requests and sends none: "
        words = f"{counted(len(nodes), 'call')} by {who}"
        yield fact("client-call", ends, words, code(owner_), f"{where}.", subject=owner_)


def _is_of_factory(node: ast.AST, module: Module) -> bool:
    """Whether a method is one of what makes requests that nobody has sent."""
    names = module.names(node.func) if isinstance(node, ast.Call) else ()
    return bool(names) and all("RequestFactory()." in each for each in names)


def _of_made_client(name: str) -> bool:
    """Whether a method is one of a client of tests that is made here: ``django.test.Client().get``."""
    maker, call, method = name.rpartition("().")
    return bool(call) and method in _VERBS and maker.rpartition(".")[0] in _OF_TESTS


def _is_of_tests(call: ast.Call, module: Module) -> bool:
    return any(name.rpartition(".")[0] in _OF_TESTS for name in module.names(call.func))


def _owners(module: Module) -> frozenset[str]:
    """What clients of tests are called here: the fixtures, and the attribute of Django's cases."""
    named = {each.name for each in (*asked(module), *decorated(module))}
    fixtures = {each for each in named if each == "client" or each.endswith("_client")}
    return frozenset({*fixtures, *(("self.client", "self.async_client") if _has_django(module) else ())})


def _has_django(module: Module) -> bool:
    if not module.mentions("client"):
        return False
    classes = [*module.nodes(ast.ClassDef)]
    named = (names for each in classes for names in module.bases(each))
    above = (lineage(each, module).outside for each in classes)
    of_tests = ("django.test.", "rest_framework.test.")
    return any(each.startswith(of_tests) for names in chain(named, above) for each in names)
