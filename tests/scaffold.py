"""A new rule: a file that says everything a rule must say, and works until its author replaces that."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from string import Template

from flake8_testsec import __version__
from flake8_testsec.announcements import changelog, mentioned
from flake8_testsec.catalogue import RULES

from .commands import Refused

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 40
"""Characters of a name: lines with it must not grow too long."""

TEMPLATE = Template('''\
"""$sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module

rule = Rule(
    code="$code",
    summary="$words; say what to do instead",
    message="{name}() is called; say what to do instead",
    roles=Role.TEST,
    cwe=$cwe,
    since="$since",
    default=False,
    severity=Severity.LOW,
    why="""
    Say what goes wrong, and why nobody notices.
    """,
    fix="""
    Say what to write instead.
    """,
    fixable="Say what of it a program can do and whether that is safe, or why it cannot.",
    bad=(
        """
        import placeholder

        def test_order():
            placeholder.$name()
            $carets
        """,
    ),
    good=(
        """
        import placeholder

        def test_near_miss():
            placeholder.$name("reaches the check, which says nothing")
        """,
        """
        def test_parameter_of_the_same_name(placeholder):
            placeholder.$name()
        """,
    ),
    options=(),
)


@rule.call("placeholder.$name")
def called(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a call without arguments."""
    if not call.args and not call.keywords:
        yield rule.at(call, name="$name")
''')


def new(code: str, place: str, root: Path = ROOT) -> int:
    """Make a rule, and have made whatever is made from the rules.

    Args:
        code: the rule's code.
        place: its family and the name of its file, with a slash between.
        root: the project's top folder.

    Returns:
        0, or 1 if the documentation could not be written.

    Raises:
        Refused: the code or the place cannot be a new rule's.
    """
    family, name = _checked(code, place, root)
    path = root / "flake8_testsec" / "rules" / family / f"{name}.py"
    with open(path, "x", encoding="utf-8") as file:
        file.write(text(code, name))
    print(f"made: {path.relative_to(root).as_posix()}", flush=True)
    environment = {**os.environ, "PYTHONPATH": str(root)}
    status = subprocess.run([sys.executable, "docs/generate.py"], cwd=root, env=environment).returncode
    print(f"next: replace what it says, and run: python -m tests rule {code}")
    return int(status != 0)


def text(code: str, name: str) -> str:
    """The file of a rule whose tests pass."""
    words = name.replace("_", " ")
    numbers = Counter(rule.cwe for rule in RULES.values() if rule.code[:4] == code[:4])
    return TEMPLATE.substitute(
        code=code,
        name=name,
        words=words,
        sentence=words.capitalize(),
        carets="^" * len(f"placeholder.{name}()"),
        cwe=numbers.most_common(1)[0][0],
        since=".".join(__version__.split(".")[:2]),
    )


def _checked(code: str, place: str, root: Path) -> tuple[str, str]:
    """The family and the name, if they and the code can be those of a new rule."""
    families = {rule.code[:4]: rule.family for rule in RULES.values()}
    family, slash, name = place.partition("/")
    if not re.fullmatch(r"TSE\d{3}", code) or code[:4] not in families:
        raise Refused(
            f"{code!r} is no code: it is TSE, the digit of a family, 1 to {len(families)}, and two more"
        )
    if not slash or family not in families.values():
        raise Refused(f"{place!r} is not FAMILY/NAME with a family of {', '.join(families.values())}")
    if families[code[:4]] != family:
        raise Refused(f"{code} is a code of {families[code[:4]]}, not of {family}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", name) or len(name) > LONGEST:
        raise Refused(
            f"{name!r} is no name: at least two words of a-z and 0-9 with _ between, at most {LONGEST} long"
        )
    _require_unused(code, name, root)
    return family, name


def _require_unused(code: str, name: str, root: Path) -> None:
    if code in RULES:
        raise Refused(f"{code} is taken by {RULES[code].file}; the next is {_next(code)}")
    if code in mentioned(changelog((root / "CHANGELOG.md").read_text(encoding="utf-8"), RULES.values())):
        raise Refused(
            f"{code} was taken, says CHANGELOG.md, and no code is used twice; the next is {_next(code)}"
        )
    for rule in RULES.values():
        if rule.name == name.replace("_", "-"):
            raise Refused(f"{name} is taken by {rule.file}")


def _next(code: str) -> str:
    return f"TSE{max(int(each[3:]) for each in RULES if each[:4] == code[:4]) + 1}"
