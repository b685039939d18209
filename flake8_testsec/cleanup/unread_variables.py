"""Variables of the environment that nobody but the file that sets them is known to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.patterns import lazy
from flake8_testsec.project import locations
from flake8_testsec.project.importers import QUOTE
from flake8_testsec.project.views import view_of
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.roles import is_called_after_tests

EVERYBODYS = lazy(
    r"(HOME|USERPROFILE|APPDATA|LOCALAPPDATA|PATH|PWD|SHELL|TERM|EDITOR|PAGER|BROWSER|DISPLAY|COLUMNS|LINES|TZ)\Z"
    r"|(LANG|LANGUAGE|USER|USERNAME|LOGNAME|HOSTNAME|TMP|TEMP|TMPDIR|CI|DEBUG|NO_COLOR)\Z|(LC|XDG|PYTHON|PYTEST)"
)
"""Variables that much else in a process reads."""

_LIBRARYS = lazy(
    r"(AZURE|DJANGO|DOCKER|FLASK|GIT|OAUTHLIB|PG|PIP)_?[A-Z]|(HTTPS?|ALL|NO)_PROXY\Z|KUBECONFIG\Z|SSLKEYLOGFILE\Z"
    r"|(ANSIBLE|ANTHROPIC|AWS|BOTO|CELERY|CONDA|CUDA|DASK|DATABASE|GCP|GITHUB|GITLAB|GOOGLE|HF|HUGGINGFACE|JAVA)_"
    r"|(KUBERNETES|MKL|MPL|MYSQL|NCCL|NUMBA|NUMEXPR|OMP|OPENAI|OPENBLAS|OS|OTEL|POETRY|POSTGRES|PYSPARK|QT|RAY)_"
    r"|(REDIS|SDL|SENTRY|SLURM|SPARK|SSH|SSL|TF|TOKENIZERS|TORCH|TRANSFORMERS|UV|VIRTUAL|WANDB|XLA)_"
    r"|(CURL|REQUESTS)_CA_BUNDLE\Z|MPLBACKEND\Z|GOROOT\Z|GOPATH\Z"
)
"""Variables that widely used libraries and programs read, by what these document."""

_NAMED = lazy(r"[A-Z][A-Z0-9_]{2,}\Z")
"""What a search through the other files can find."""


def is_unread(change: Touch, module: Module) -> bool:
    """Whether nobody but the file that sets a variable is known to read it, so that nobody can be disturbed.

    Args:
        change: a change.
        module: its module.

    Returns:
        ``False`` also where the name is not known or cannot be searched for, and where the project has no
        files but those of tests: who reads it then lies elsewhere.
    """
    kind, _, name = change.tag.partition(":")
    if kind != "environ" or not _NAMED.match(name) or EVERYBODYS.match(name) or _LIBRARYS.match(name):
        return False
    return not any(_is_named_elsewhere(each, module) for each in _told_by(name)) and _has_code(module)


def _told_by(name: str) -> Iterator[str]:
    """What others may have in quotes who read a variable: its name, or what it begins with (``SHOP_``)."""
    yield name
    yield from (name[: end + 1] for end, letter in enumerate(name) if letter == "_" and end > 1)


def _is_named_elsewhere(name: str, module: Module) -> bool:
    """Whether another file of the distribution has a word in quotes."""
    view, own = view_of(module), locations.normal(module.path)
    return view is not None and any(each != own for each in view.speaking_of(f"{QUOTE}{name}"))


@once
def _has_code(module: Module) -> bool:
    """Whether the distribution has any other module that is neither a test nor what only tests import."""
    view, own = view_of(module), locations.normal(module.path)
    files = view.speaking_of(QUOTE) if view is not None else ()
    return any(each != own for each in _code(tuple(files), module.settings))


@lru_cache(maxsize=16)
def _code(files: tuple[str, ...], settings: Settings) -> Sequence[str]:
    """The first of the files that are not of tests, and the next, should the first be the one that asks: each
    module of a project asks, mostly about the same files."""
    return tuple(islice((each for each in files if not _is_of_tests(PurePosixPath(each), settings)), 2))


def _is_of_tests(path: PurePosixPath, settings: Settings) -> bool:
    return path.name == "setup.py" or any(
        is_called_after_tests(each, settings) for each in (*path.parts[:-1], path.stem)
    )
