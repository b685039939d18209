"""Test modules as Hypothesis draws them, and what must not change what is found in them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from textwrap import indent
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bench.fuzz import Broken, codes, doors_agree
from flake8_testsec.cleanup import resources

MAKERS = sorted(each for each in resources.makers() if re.fullmatch(r"[a-z_]\w*(\.\w+)+", each))
NAMES = st.sampled_from(["a", "b", "client", "path", "self.a", "password", "error"])
VALUES = st.sampled_from(
    (
        "1",
        "''",
        "'/tmp/a'",
        "a",
        "self.a",
        "None",
        "[]",
        "f'{a} {b!r}'",
        "lambda: a",
        "call(1)",
        "a.b(c)[0]",
        "'http://shop.org/?token=' + a",
        "b'\\x00'",
        "(yield)",
        "{**a}",
        "(a := 1)",
        "mock.Mock()",
        "not a",
    )
)
HEADS = (
    "if {value}:",
    "while {value}:",
    "for {name} in {value}:",
    "with {value} as {name}:",
    "with {maker}('a') as {name}, pytest.raises(ValueError):",
    "with self.assertRaises(Exception):",
    "with self.subTest():",
    "def inner(a, *b, c=1, **d):",
    "class Inner:",
)
LINES = (
    "{name} = {maker}({value})",
    "{name} = {value}",
    "{maker}({value})",
    "{name}.close()",
    "assert {value}, {value}",
    "assert {name} == {value}",
    "self.assertEqual({name}, {value})",
    "self.addCleanup({name}.close)",
    "os.environ['A'] = {value}",
    "monkeypatch.setattr(os, 'a', {value})",
    "pytest.raises({value})",
    "del {name}",
    "return",
    "raise ValueError({value})",
    "pass",
    "# assert {name} == {value}",
    "subprocess.run({value}, shell=True)",
    "print({name}, {value})",
    "mock.patch({value}).start()",
    "{name}.assert_called_once_with({value})",
)
DECORATORS = ("", "@pytest.mark.skip\n", "@mock.patch('a.b')\n", "@pytest.fixture\n", "@staticmethod\n")


@st.composite
def lines(draw: st.DrawFn) -> str:
    """One statement on one line."""
    form: str = draw(st.sampled_from(LINES))
    return form.format(name=draw(NAMES), value=draw(VALUES), maker=draw(st.sampled_from(MAKERS))) + "\n"


@st.composite
def nested(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """A statement with others inside."""
    body = indent(draw(inner), "    ") + "    pass\n"
    if draw(st.booleans()):
        rest = indent(draw(inner), "    ") + "    pass\n"
        return f"try:\n{body}except ValueError as error:\n{rest}finally:\n{rest}"
    form: str = draw(st.sampled_from(HEADS))
    head = form.format(name="a", value=draw(VALUES), maker=draw(st.sampled_from(MAKERS)))
    return f"{head}\n{body}"


BODIES = st.recursive(
    st.lists(lines(), max_size=5).map("".join),
    lambda inner: st.lists(st.one_of(lines(), nested(inner)), max_size=4).map("".join),
    max_leaves=8,
)


@st.composite
def functions(draw: st.DrawFn, number: int, given: str) -> str:
    """A test, a fixture or a helper, with a name of its own."""
    decorator = draw(st.sampled_from(DECORATORS))
    kind = draw(st.sampled_from(["def", "def", "async def"]))
    name = draw(st.sampled_from(["test_{}", "helper_{}", "fixture_{}", "check_{}"])).format(number)
    return f"{decorator}{kind} {name}({given}):\n{indent(draw(BODIES), '    ')}    pass\n"


@st.composite
def parts(draw: st.DrawFn) -> list[str]:
    """The parts of a module, of which each can stand anywhere: plain functions, or a class with methods."""
    count = draw(st.integers(1, 4))
    if draw(st.booleans()):
        return [draw(functions(number, "self, monkeypatch")) for number in range(count)]
    methods = "".join(draw(functions(number, "self")) for number in range(count))
    special = draw(st.sampled_from(["setUp", "tearDown", "setUpClass", "helper"]))
    return [
        f"class TestA(unittest.TestCase):\n    def {special}(self):\n        pass\n{indent(methods, '    ')}"
    ]


def head() -> str:
    """The imports of all that a drawn module may use."""
    roots = sorted({each.rpartition(".")[0] for each in MAKERS} | {"os", "subprocess", "pytest", "unittest"})
    return "".join(f"import {each}\n" for each in roots) + "from unittest import mock\n"


HEAD = head()


def is_python(source: str) -> bool:
    """Whether the interpreter takes a source, with what only its compiler refuses."""
    with suppress(SyntaxError, ValueError):
        compile(source, "test_drawn.py", "exec", dont_inherit=True)
        return True
    return False


def commented(source: str) -> str:
    """The same with an empty line and a comment above each definition; what it says might be a reason."""
    return re.sub(r"(?m)^( *)(?=(?:async )?def |class |@)", r"\n\1#\n\1", source)


def renamed(source: str) -> str:
    """The same with another name for a module."""
    return source.replace("import subprocess\n", "import subprocess as sp\n").replace("subprocess.", "sp.")


def blackened(source: str) -> str:
    """The same as black writes it, who takes not all that Python does."""
    import black
    import black.parsing

    with suppress(black.parsing.InvalidInput):
        return str(black.format_str(source, mode=black.Mode()))
    return source


SAME: dict[str, Callable[[str], str]] = {
    "no last line end": lambda source: source.rstrip("\n"),
    "the line ends of Windows": lambda source: source.replace("\n", "\r\n"),
    "more at the end": lambda source: source + "\n\n",
    "another name": renamed,
    "comments and empty lines": commented,
    "black": blackened,
}
"""What must not change what is found."""


def holds(pieces: list[str]) -> None:
    """Hold a module against all properties.

    Args:
        pieces: its parts.

    Raises:
        AssertionError: one does not hold.
    """
    source = HEAD + "\n\n".join(pieces)
    before = codes(source)
    doors_agree(source)
    for name, change in SAME.items():
        after = codes(change(source))
        assert after == before, f"{name}: {before - after} {after - before}"
    turned = codes(HEAD + "\n\n".join(reversed(pieces)))
    assert turned == before, f"other order: {before - turned} {turned - before}"


def run(seconds: float, number: int) -> tuple[int, list[Broken]]:
    """Draw modules until the time is over.

    Args:
        seconds: how long.
        number: what is drawn.

    Returns:
        How many were drawn, and what broke.
    """
    until = time.monotonic() + seconds
    counts: list[int] = []
    broken = []
    while time.monotonic() < until:
        broken += [*_round(number + len(counts), until, counts)]
        counts.append(0)
        if broken:
            break
    return sum(counts), broken


def _round(number: int, until: float, counts: list[int]) -> Iterator[Broken]:
    last: list[str] = []

    @seed(number)
    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate, Phase.shrink],
    )
    @given(parts())
    def hold(pieces: list[str]) -> None:
        source = HEAD + "\n\n".join(pieces)
        if time.monotonic() < until and is_python(source):
            counts.append(1)
            last[:] = [source]
            holds(pieces)

    drawn: Any = hold
    try:
        drawn()
    except Exception as error:
        yield Broken(f"{type(error).__name__}: {error}", last[0].removeprefix(HEAD))
