"""Raw bytes, guided by what of our code they reach: the engine, extents, and readers of data and settings."""

from __future__ import annotations

import ast
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from flake8_testsec import baselines, engine, pyproject
from flake8_testsec.cli import cassettes
from flake8_testsec.cli.extents import Extents
from flake8_testsec.finding import FAULT
from flake8_testsec.settings import Settings
from flake8_testsec.source.syntax import read_lines

_ALL = Settings(enable=("TSE",))
_LONGEST = 3000


def run(seconds: float, seed: int) -> int:
    """Feed bytes until the time is over.

    Args:
        seconds: how long.
        seed: what is drawn.

    Returns:
        Nothing: the fuzzer ends the process, with 0, or 77 if something broke, which it shows and keeps.
    """
    import atheris

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    arguments = [
        f"-max_total_time={int(seconds)}",
        f"-seed={seed + 1}",
        f"-max_len={_LONGEST}",
        "-verbosity=1",
    ]
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *arguments], lambda data: fed(data, folder), enable_python_coverage=True)
    atheris.Fuzz()
    return 0


def fed(data: bytes, folder: Path) -> None:
    """Hand bytes to what reads them; what it refuses it refuses in its own words.

    Args:
        data: the bytes, of which the first says who gets the others.
        folder: where files can be written.

    Raises:
        AssertionError: a rule broke.
    """
    kind, rest = data[:1], data[1:]
    match (kind or b"\x00")[0] % 4:
        case 0:
            _sources(rest)
        case 1:
            for name in ("tests/cassettes/a.yaml", "tests/cassettes/a.json"):
                found = cassettes.review_of(rest, name)
                assert not [each for each in found if "internal error" in each.finding.message], found
        case 2:
            path = folder / "baseline.json"
            path.write_bytes(rest)
            with suppress(baselines.BaselineError):
                baselines.read(str(path))
        case _:
            (folder / "pyproject.toml").write_bytes(rest)
            with suppress(pyproject.WrongTable):
                pyproject.nearest(str(folder))


def _sources(source: bytes) -> None:
    with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        found = engine.check(source, "tests/test_fuzz.py", _ALL)
        faults = [each.message for each in found if each.code == FAULT]
        assert not faults, faults
        lines = read_lines(source)
        extents = Extents(ast.parse("".join(lines)), lines)
        for each in found:
            extents.around(each.line)
