"""Where what is known of a project's files is kept between processes."""

from __future__ import annotations

from typing import Protocol


class Store(Protocol):
    """Where values are kept between processes; whatever it loses is worked out again."""

    def get(self, space: str, key: str) -> object | None:
        """The value that was kept under a key; ``None`` if there is none."""

    def put(self, space: str, key: str, value: object) -> None:
        """Keep a value that JSON can say."""
