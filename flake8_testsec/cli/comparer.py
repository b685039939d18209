"""Both sides of a changed file, taken down for ``testsec review --since``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flake8_testsec.cli.changes import Change
from flake8_testsec.cli.reading import Text
from flake8_testsec.cli.reviewer import Examined, Reviewer
from flake8_testsec.cli.reviews import Review

if TYPE_CHECKING:
    from flake8_testsec.finding import Finding
    from flake8_testsec.review.change.inventory import Found
    from flake8_testsec.source.module import Module


class Comparer(Reviewer):
    """Takes down what files hold, and what they held."""

    def _review(self, name: str, display: str) -> Review:
        from flake8_testsec.review.change.entries import Sides

        assert self.work.changes is not None
        change = self.work.changes[name]
        if not change.is_gone:
            return super()._review(name, display)
        old = self._earlier(change)
        if old is None or (old.parsed and old.inventory is None):
            return Review(display, ())
        unparsed = "" if old.parsed else "before"
        path = display.removeprefix("./")
        return Review(display, (), sides=Sides(path, path, old.inventory, None, unparsed))

    def _of_change(self, review: Review, change: Change, lines: list[str]) -> Review:
        from flake8_testsec.review.change.entries import Sides

        if review.parsed and review.inventory is None:
            return review
        old = self._earlier(change)
        path = review.name.removeprefix("./")
        unparsed = "now" if not review.parsed else "before" if old is not None and not old.parsed else ""
        before = old.inventory if old is not None else None
        return review._replace(
            inventory=None, sides=Sides(path, change.name, before, review.inventory, unparsed)
        )

    def _earlier(self, change: Change) -> Review | None:
        return None if change.before is None else self.side(change.before, change.name).review

    def _told(self, text: Text, found: Examined, module: Module) -> Review:
        from flake8_testsec.review.change.inventory import inventory

        taken = inventory(module)._replace(found=tuple(self._found(text, found, module)))
        return Review(text.display, (), inventory=taken)

    def _found(self, text: Text, found: Examined, module: Module) -> Iterator[Found]:
        from flake8_testsec.fingerprints import fingerprints
        from flake8_testsec.review.change.inventory import Found
        from flake8_testsec.review.reviewing import Told, defects

        every = [*defects(Told(found.certain, found.everything))]
        findings: Sequence[Finding] = [each.finding for each in every]
        shown = {id(each) for each in self._shown(text, module.tree, findings)}
        prints = fingerprints(findings, "", text.lines, module.tree)
        for each, known in zip(every, prints, strict=True):
            yield Found(each, known.digest, known.scope, id(each.finding) not in shown)
