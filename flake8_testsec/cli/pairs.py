"""A bad example of a rule, and what ``testsec fix`` really makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flake8_testsec import engine
from flake8_testsec.cli.mending import mended
from flake8_testsec.examples import File, default_path, read
from flake8_testsec.finding import Finding, Fix
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.pages import Pair
from flake8_testsec.project.unneeded import unneeded
from flake8_testsec.rule import Rule
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def pair_of(rule: Rule) -> Pair | None:
    """The first bad example of a rule that can be mended as a whole, with what comes of it.

    Args:
        rule: the rule.

    Returns:
        The pair; nothing if none of the rule's own examples can.
    """
    return next(filter(None, (_pair(text, rule) for text in rule.bad)), None)


def _pair(text: str, rule: Rule) -> Pair | None:
    files = read(text, default_path(rule))
    done = [_mended(file, rule) for file in files if file.path.endswith(".py")]
    fixes = [fix for each in done if each is not None for fix in each[1]]
    if not fixes or None in done or len(done) < len(files):
        return None
    texts = [each[0] for each in done if each is not None]
    return Pair(text, _joined(files, texts, rule), all(fix.safe for fix in fixes))


def _mended(file: File, rule: Rule) -> tuple[str, Sequence[Fix]] | None:
    """A file with all that was found mended, and the fixes; nothing if something is left."""
    settings = Settings(enable=(rule.code,), asyncio_auto=False)

    def read(content: bytes) -> Module:
        return file._replace(text=content.decode()).module(settings)

    def reviewed(content: bytes) -> list[Finding]:
        return engine.examine(read(content), fixes=True)

    def cleared(before: bytes, after: bytes) -> Edits:
        return unneeded(read(before), read(after))

    content = file.text.encode()
    found = reviewed(content)
    wanted = [each for each in found if each.code == rule.code]
    done = mended(content, found, wanted, reviewed, _any, cleared)
    return None if done.left else (done.content.decode(), [each.fix for each in done.fixed])


def _any(fix: Fix) -> bool:
    return True


def _joined(files: Sequence[File], texts: Iterable[str], rule: Rule) -> str:
    """Files as one example, each below its path unless it is the only one, where such examples lie."""
    usual = [file.path for file in files] == [default_path(rule)]
    heads = ("" if usual else f"# file: {file.path}\n" for file in files)
    return "\n".join(f"{head}{text}" for head, text in zip(heads, texts, strict=True))
