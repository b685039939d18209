"""What a review says that it read: files of the project, and of installed packages apart."""

from __future__ import annotations

import pytest

from flake8_testsec.review.conclusion import conclusion

from .asking import reviewed


@pytest.mark.parametrize(
    ("installed", "words"),
    [
        (0, "3 other files of the project were read for it."),
        (1, "2 other files of the project and 1 of an installed package were read for it."),
        (2, "1 other file of the project and 2 of installed packages were read for it."),
        (3, "3 files of installed packages were read for it."),
    ],
)
def test_files_of_packages_are_counted_apart(installed: int, words: str) -> None:
    document = reviewed("def test_a():\n    assert run()\n")
    read = document._replace(read=("a.py", "b.py", "c.py"), installed=installed)
    assert conclusion(read)[-1].endswith(words)
