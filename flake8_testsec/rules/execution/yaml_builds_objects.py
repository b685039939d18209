"""YAML is read by a loader that builds whatever objects the text names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import renamed, replaced, without_argument
from flake8_testsec.project.dependencies import is_held_below
from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.project.written import is_written
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import argument, keyword, last_word, string, unpacks
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.origins import Leaf
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.downloads import origins
from flake8_testsec.vocabulary.testing.assertions import BROAD, caught, expecting_around
from flake8_testsec.vocabulary.testing.idle_functions import is_never_run, is_of_runners
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

_LOADS = ("yaml.load", "yaml.load_all", "ruamel.yaml.load", "ruamel.yaml.load_all")
_NAMED = {
    f"yaml.{how}_load{end}": f"{how.title()}Loader" for how in ("unsafe", "full") for end in ("", "_all")
}
_OF_PYYAML = frozenset(_LOADS[:2])
_WORDS = frozenset({"load", "load_all"})
_REPLACING = frozenset({"multiple", "object", "patch", "setattr"})
_EXTENDING = frozenset({"add_constructor", "add_multi_constructor"})
_DRAWN = frozenset({"choice", "choices", "hex", "randint", "random", "token_hex", "uuid1", "uuid4"})
_UNSAFE = frozenset(
    f"{module}.{c}{loader}"
    for module in ("yaml", "yaml.loader", "yaml.cyaml", "ruamel.yaml")
    for c in ("", "C")
    for loader in ("Loader", "FullLoader", "UnsafeLoader")
)
_FULL = frozenset(each for each in _UNSAFE if each.endswith("FullLoader"))
_FAILING = 6
"""The release of PyYAML in which a call without a loader is an error."""
_NONE = "no loader"
_OBJECTS = "builds arbitrary objects"
_ERROR = "is an error in PyYAML 6, and builds arbitrary objects before"
_OF_PYTHON = ("tag:yaml.org,2002:python/", "!!python/")

rule = Rule(
    code="TSE707",
    summary="yaml.load() with an unsafe loader builds arbitrary objects; use yaml.safe_load()",
    message="yaml.load() with {loader} {consequence}; use {instead}",
    roles=Role.TEST,
    cwe=502,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    YAML has tags that name Python classes and functions, and these loaders act on them: a configuration, an
    answer or a fixture file that says ``!!python/object/apply:os.system`` runs a command in the test run.
    Without a loader the call means the unsafe one in old releases and is an error in PyYAML 6.
    ``FullLoader`` was meant to be safe and had to be repaired twice.

    Silence where the text is written in the tests, where the module teaches the loader tags of its own, and
    where it teaches another loader Python's tags, which ``FullLoader`` knows: its texts carry them; and where
    it replaces ``yaml.load``, or a branch around the call asks for the release of PyYAML. By default only a
    call of PyYAML without a loader is reported, that a test or somebody in the project comes to, where the
    project does not hold PyYAML below release 6. The others work, and most of what tests read lies beside
    them and is trusted, so they are reported where the rule is enabled by name.
    """,
    fix="Use ``yaml.safe_load`` (``YAML(typ='safe')`` of ruamel), which knows plain data only.",
    fixable="""
    ``yaml.safe_load`` or ``YAML(typ="safe")`` takes the place of the loader; unsafe, because it refuses the
    tags that name objects.
    """,
    bad=(
        """
        import unittest

        import yaml

        class TestConfig(unittest.TestCase):
            def test_writes(self):
                with open(self.path) as config:
                    raw = yaml.load(config)
                          ^^^^^^^^^^^^^^^^^
                self.assertIn("shop", raw)
                self.assertTrue(yaml.unsafe_load(self.text))
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import yaml

        def test_reads(text):
            assert yaml.load(text, Loader=yaml.FullLoader) == {}
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert list(yaml.load_all(text, yaml.UnsafeLoader)) == []
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import yaml

        try:
            from yaml import CLoader as Loader
        except ImportError:
            from yaml import Loader

        def test_reads(text):
            assert yaml.load(text, Loader) == {}
                   ^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import yaml

        yaml.add_constructor("!Ref", lambda loader, node: node, Loader=yaml.SafeLoader)

        def test_reads(path, text):
            assert yaml.load("shop: " + text, Loader=yaml.Loader) == {}
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            assert yaml.load("" + path.read_text(), yaml.FullLoader) == {}
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import yaml

        class PlainLoader(yaml.SafeLoader):
            pass

        PlainLoader.add_constructor("tag:yaml.org,2002:python/tuple", PlainLoader.construct_sequence)

        def test_reads(text):
            assert yaml.load(text, Loader=yaml.UnsafeLoader) == {}
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from ruamel.yaml import YAML

        def test_reads(text):
            assert YAML(typ="unsafe").load(text) == {}
                   ^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import yaml
        from ruamel.yaml import YAML
        from shop.config import OrderLoader

        class Plain(yaml.SafeLoader):
            pass

        def test_reads(text, options):
            assert yaml.safe_load(text) == {}
            assert yaml.load(text, Loader=yaml.SafeLoader) == {}
            assert yaml.load(text, yaml.CSafeLoader) == {}
            assert yaml.load(text, Plain) == {}
            assert yaml.load(text, OrderLoader) == {}
            assert yaml.load(text, **options) == {}
            assert YAML().load(text) == {}
            assert YAML(typ="safe").load(text) == {}
        """,
        """
        import yaml

        try:
            from yaml import CSafeLoader as Loader
        except ImportError:
            from yaml import SafeLoader as Loader

        def test_reads(text):
            assert yaml.load(text, Loader=Loader) == {}
            assert yaml.load() is None
        """,
        """
        import yaml

        def test_round_trip(order):
            text = yaml.dump(order)
            assert yaml.load(text, Loader=yaml.UnsafeLoader) == order
            assert yaml.full_load(yaml.dump(order)) == order
        """,
        """
        import uuid

        import yaml

        TEMPLATE = "name: {0}\\nsize: {1}".strip()

        def size():
            return "4" + "2"

        def test_own_text():
            text = TEMPLATE.format(uuid.uuid4(), size())
            assert yaml.load(text, Loader=yaml.FullLoader)["size"] == 42
            assert yaml.unsafe_load("name: Ann")
        """,
        """
        import yaml

        class OrderLoader(yaml.FullLoader):
            pass

        yaml.add_multi_constructor("", lambda loader, suffix, node: node, Loader=yaml.Loader)
        yaml.FullLoader.add_constructor("!Ref", lambda loader, node: node)

        def test_own_tags(text):
            assert yaml.load(text, Loader=yaml.Loader) == {}
            assert yaml.load(text, Loader=yaml.FullLoader) == {}
        """,
        """
        import yaml

        class PlainLoader(yaml.SafeLoader):
            pass

        PlainLoader.add_constructor("tag:yaml.org,2002:python/tuple", PlainLoader.construct_sequence)

        def test_reads_tuples(path):
            with path.open() as stream:
                try:
                    orders = yaml.load(stream, Loader=yaml.FullLoader)
                except RuntimeError:
                    orders = yaml.load(stream, Loader=PlainLoader)
            assert orders == yaml.full_load(path.read_text()) == {}
        """,
        """
        import yaml

        def test_reads_double(mocker, path):
            mocker.patch("yaml.load", return_value={})
            assert yaml.load(path) == {}
        """,
        """
        from shop import yaml

        def test_own_parser(text):
            assert yaml.load(text) == {}
        """,
    ),
)


@rule.call(*_LOADS)
def unsafe(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a load without a loader, or with one that is certainly unsafe."""
    if not call.args or unpacks(call) or _is_replaced(module) or _asks_for_version(call, module):
        return
    loader = argument(call, 1, "Loader")
    if loader is None:
        if module.settings.enables(rule.code) or _is_an_error(call, module):
            yield _reported(call, _NONE, module)
    elif not module.settings.enables(rule.code):
        return
    elif _is_unsafe(names := module.names(loader), module) and not _is_meant(call, names, module):
        yield _reported(call, min(names).rpartition(".")[2], module)


def _is_an_error(call: ast.Call, module: Module) -> bool:
    """Whether a call of PyYAML is run, and fails in release 6 with an error that nobody waits for."""
    if expecting_around(call, module) is not None or not module.names(call.func) <= _OF_PYYAML:
        return False
    function = module.function(call)
    is_run = function is None or _is_run(function, module)
    if not is_run or is_held_below("pyyaml", _FAILING, module):
        return False
    tries = (above for above in module.ancestors(call) if isinstance(above, ast.Try))
    handlers = (each for above in tries for each in above.handlers)
    return not any(caught(each, module) & {"TypeError", *BROAD} for each in handlers)


def _is_run(function: Function, module: Module) -> bool:
    """Whether a runner, or somebody in the project, calls a function."""
    name = function.name
    if is_never_run(function, module):
        return False
    if is_test(function, module) or is_fixture(function, module) or is_of_runners(name):
        return True
    return bool(module.named(name) or module.attributes({name})) or is_spoken_of(name, module)


@once
def _is_replaced(module: Module) -> bool:
    """Whether a module puts something else into the place of a function of PyYAML, in any of its tests."""
    assigned = (each for word in _WORDS for each in module.stored(word, module.tree))
    return any(module.names(each) & _OF_PYYAML for each in assigned) or any(
        _replaces(call, module) for call in module.calls(_REPLACING)
    )


def _replaces(call: ast.Call, module: Module) -> bool:
    """Whether a call is ``patch("yaml.load")``, ``setattr(yaml, "load", ...)`` or one of their kin."""
    owner = argument(call, 0)
    named = string(owner) or ""
    if owner is None or named.endswith(_LOADS):
        return owner is not None
    words = {string(argument(call, 1)), *(each.arg for each in call.keywords)}
    return bool(words & _WORDS) and (named == "yaml" or "yaml" in module.names(owner))


def _asks_for_version(call: ast.Call, module: Module) -> bool:
    """Whether a branch around a call is taken for the version of PyYAML that is there."""
    above = (each for each in module.ancestors(call) if isinstance(each, (ast.If, ast.IfExp)))
    return any(_holds_version(each.test, module) for each in above)


@once
def _holds_version(test: ast.expr, module: Module) -> bool:
    return any(_is_version(each, module) or _is_bound_to_version(each, module) for each in walk(test))


def _is_bound_to_version(node: ast.AST, module: Module) -> bool:
    bindings = module.bindings(node) if isinstance(node, ast.Name) else ()
    values = (each.value for each in bindings if isinstance(each, Bound))
    return any(_is_version(part, module) for value in values for part in walk(value))


def _is_version(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Attribute():
            return "yaml.__version__" in module.names(node)
        case ast.Call(func=ast.Name(id="hasattr"), args=[asked, _]):
            return "yaml" in module.names(asked)
        case ast.Call(func=func, args=[asked, *_]) if last_word(func) in ("version", "get_distribution"):
            return (string(asked) or "").lower() == "pyyaml"
        case _:
            return False


@rule.call(*_NAMED)
def unsafe_by_name(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the functions that choose an unsafe loader themselves, where the rule is enabled by name."""
    if not module.settings.enables(rule.code):
        return
    loader = _NAMED[min(module.names(call.func) & _NAMED.keys())]
    if not _is_meant(call, frozenset({f"yaml.{loader}"}), module):
        yield _reported(call, loader, module)


def _reported(call: ast.Call, loader: str, module: Module) -> Hit:
    """The hit; of PyYAML, the function that knows plain data only takes the place of the other one."""
    names = module.names(call.func)
    consequence = _ERROR if loader == _NONE and names <= _OF_PYYAML else _OBJECTS
    instead = 'YAML(typ="safe")' if all(each.startswith("ruamel.") for each in names) else "yaml.safe_load()"
    hit = rule.at(call, loader=loader, consequence=consequence, instead=instead)
    if not isinstance(call.func, ast.Attribute) or not module.names(call.func.value) <= {"yaml"}:
        return hit
    given = argument(call, 1, "Loader")
    dropped = () if given is None else without_argument(call, given, module)
    name = "safe_load_all" if call.func.attr.endswith("_all") else "safe_load"
    edits = (*renamed(call.func, name, module), *dropped)
    return hit if given is not None and not dropped else hit.fixed(*edits)


def _is_meant(call: ast.Call, loaders: frozenset[str], module: Module) -> bool:
    """Whether the text comes from the test itself, which then knows what it names, or has tags that the
    loader is needed for."""
    if loaders <= _FULL and _knows_tags(module):
        return True
    return _is_round_trip(call, module) or any(is_written(arg, module, _is_drawn) for arg in call.args[:1])


@once
def _knows_tags(module: Module) -> bool:
    """Whether the module teaches a loader the tags of Python's own types: its texts carry them."""
    taught = (argument(call, 0, "tag") for call in module.calls(_EXTENDING))
    return any((string(tag) or "").startswith(_OF_PYTHON) for tag in taught if tag is not None)


def _is_drawn(leaf: Leaf) -> bool:
    """Whether a part is filled in that is drawn at random."""
    return isinstance(leaf, ast.Call) and last_word(leaf.func) in _DRAWN


def _is_unsafe(loaders: frozenset[str], module: Module) -> bool:
    return bool(loaders) and loaders <= _UNSAFE and not _is_extended(loaders, module)


def _is_extended(loaders: frozenset[str], module: Module) -> bool:
    """Whether the module teaches a loader tags of its own, which no safe loader knows."""
    for call in module.calls(_EXTENDING):
        given = argument(call, 2, "Loader")
        owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        taught = module.names(given if given is not None else owner)
        if taught & loaders or (given is None and "yaml" in taught):
            return True
    return False


def _is_round_trip(call: ast.Call, module: Module) -> bool:
    """Whether the module has written the text itself and asks for this loader to read its objects back."""
    return any(
        last_word(each.func) in ("dump", "dump_all") for arg in call.args[:1] for each in origins(arg, module)
    )


@rule.call("ruamel.yaml.YAML", "ruamel.yaml.main.YAML")
def unsafe_by_type(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the reader of ruamel that is asked to be unsafe, where the rule is enabled by name."""
    kind = keyword(call, "typ") if module.settings.enables(rule.code) else None
    if kind is not None and string(kind.value) == "unsafe":
        hit = rule.at(call, loader='typ="unsafe"', consequence=_OBJECTS, instead='typ="safe"')
        yield hit.fixed(*replaced(kind.value, '"safe"', module))
