"""Chains that are long are not looked at part by part, which costs the square of their length."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.source.calls import has_few_links


@pytest.mark.parametrize(
    ("source", "few"), [("a.b(1)[2].c", True), ("a" + ".b()" * 10, True), ("a" + "[0].b()" * 20, False)]
)
def test_links_are_counted(source: str, few: bool) -> None:
    assert has_few_links(ast.parse(source, mode="eval").body) == few
