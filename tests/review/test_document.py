"""The document: verdicts, the conclusion, what could not be decided, and secrets masked everywhere."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.finding import Finding
from flake8_testsec.review.conclusion import conclusion
from flake8_testsec.review.document import UNJUDGED, Document, Lines, code, fact, listed, masked, plain, quote
from flake8_testsec.review.markdown import markdown, sentence
from flake8_testsec.review.reviewing import PARTS, Told, review

from ..vocabulary.test_secrets import key_id
from .asking import PATH, module_of, reviewed

DEFECT = """
    import pytest

    def test_a():
        pytest.raises(ValueError)
        pytest.raises(ValueError)
        with pytest.raises(ValueError):
            run(1)
            run(2)
"""


def test_a_clean_file_has_a_clean_verdict() -> None:
    document = reviewed("def test_a():\n    assert run()\n")
    assert [each.verdict for each in document.aspects] == [UNJUDGED] + ["No rule found a defect."] * (
        len(PARTS) - 1
    )
    assert conclusion(document) == (
        "No security defect was detected.",
        "Examined: 2 lines for structure, inputs, hard-coded values, resources, exceptions, known "
        "bugs, doubles and "
        "controls, execution, disclosure.",
    )


def test_defects_and_observations_are_counted_apart() -> None:
    document = reviewed(DEFECT)
    verdicts = {each.name: each.verdict for each in document.aspects}
    assert verdicts["Exceptions"] == "2 defects (2 medium). 1 observation of opt-in rules."
    assert conclusion(document)[:2] == (
        "2 defects: 2 medium.",
        "1 observation by opt-in rules, or strict forms of others: TSE404.",
    )
    text = "\n".join(markdown([document]))
    assert "- **Defect** (TSE407, medium, CWE-1164): " in text and " (lines 4, 5).\n" in text
    assert "- **Observation** (TSE404, low, CWE-396, opt-in): " in text
    assert "(line 6). See also lines 7, 8.\n" in text


def test_every_finding_is_in_the_aspect_of_its_family() -> None:
    document = reviewed(DEFECT)
    families = {part.name: part.family for part in PARTS}
    told = [(aspect.name, each) for aspect in document.aspects for each in aspect.defects]
    assert {each.finding.code for _, each in told} == {"TSE404", "TSE407"}
    assert all(families[name] == each.rule.family for name, each in told)


def test_a_fault_of_ours_is_no_verdict() -> None:
    fault = Finding(1, 0, "TSE000", "internal error", 1, 0)
    document = review(module_of("assert 1\n"), PATH, Told((), [fault], 2))
    assert document.defects == ()
    assert conclusion(document)[0] == "The review is not complete: an internal error is told below."
    assert conclusion(document)[-1] == "2 findings are silenced by a comment or the configuration."
    assert "- TSE000: internal error" in [*markdown([document])]


def test_one_silenced_finding_and_the_files_that_were_read() -> None:
    module = module_of(
        "from a import B\nclass TestA(B):\n    pass\n", {"a.py": "from c import D as B\n", "c.py": ""}
    )
    document = review(module, PATH, Told((), (), 1), shown=lambda path: f"x/{path}")
    assert document.read == ("x/a.py", "x/c.py")
    lines = conclusion(document)
    assert lines[-1] == "1 finding is silenced by a comment or the configuration."
    assert lines[-2].endswith(" 2 other files of the project were read for it.")


def undecided(text: str, **files: str) -> list[str]:
    named = {f"{name}.py": each for name, each in files.items()}
    return [sentence(each) for each in reviewed(text, named).undecided]


def test_what_is_known_is_decided() -> None:
    text = "import unittest\nclass TestA(unittest.TestCase):\n    def test_a(self): ...\nclass B: ...\n"
    assert undecided(text) == []


def test_bases_that_cannot_be_read() -> None:
    text = """
        from shop.testing import Base
        from base import Own

        class TestA(Base): ...
        class TestB(make()): ...
        class TestC(Own): ...
    """
    assert undecided(text, base="from far import Base\nclass Own(Base): ...\n") == [
        "What the bases of `TestA` give back or check is not known: `shop.testing.Base` could not be "
        "read (line 4).",
        "What the bases of `TestB` give back or check is not known: `make()` could not be read (line 5).",
        "What the bases of `TestC` give back or check is not known: `far.Base` could not be read (line 6).",
    ]


def test_more_classes_than_are_followed() -> None:
    chain = "class TestA0: ...\n" + "".join(
        f"class TestA{number}(TestA{number - 1}): ...\n" for number in range(1, 120)
    )
    assert undecided(chain)[-1].endswith(
        "not known: more classes than are followed could not be read (line 120)."
    )


def test_star_imports_and_fixtures_of_nobody() -> None:
    text = "from ..shop import *\n" + "".join(
        f"def test_{n}(f{n}, tmp_path, mocker): ...\n" for n in range(10)
    )
    assert undecided(text) == [
        "Names may come from `from ..shop import *`, so builtins may mean something else (line 1).",
        "No file that was read defines the fixtures `f0`, `f1`, `f2`, `f3`, `f4`, `f5`, `f6`, `f7` "
        "and 2 more "
        "(lines 2, 3, 4, 5, 6, 7, 8, 9).",
    ]
    assert undecided("def test_a(shop): ...\n") == [
        "No file that was read defines the fixture `shop` (line 1)."
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a plain text with a token in it", "a plain text with a token in it"),
        ("password=self.password, name='ann'", "password=self.password, name='ann'"),
        ("login('ann', password='hunter2')", "login('ann', password='…')"),
        ("{'api_key': b'hunter2', 'a': 'b'}", "{'api_key': b'…', 'a': 'b'}"),
        ("setenv('SHOP_TOKEN', 'hunter2')", "setenv('SHOP_TOKEN', '…')"),
        ("get('https://ann:hunter2@shop.test/')", "get('https://ann:…@shop.test/')"),
    ],
)
def test_secrets_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_tokens_of_vendors_are_masked_wherever_they_stand() -> None:
    token = "AKIA" + key_id(609629065308)
    assert code(f"print('{token}', '{token}')") == "print('…', '…')"
    assert masked("AKIA alone") == "AKIA alone"


def test_long_texts_are_cut_and_lines_joined() -> None:
    assert code("x" * 200) == "x" * 89 + "…"
    assert quote("one\n   two.") == "one two"
    assert plain(("a ", code("b"), " c ", quote("d"))) == "a `b` c “d”"
    assert listed(["a", "b", "c"]) == ("a", ", ", "b", " and ", "c")


def test_places_are_in_order_and_told_once() -> None:
    node = ast.parse("a\n\nb\n").body
    found = fact("kind", [node[1], Lines(1, 1), node[0], Lines(2, 3, "other.py")], "It is so.")
    assert found.lines == (Lines(1, 1), Lines(3, 3), Lines(2, 3, "other.py"))
    assert sentence(found) == "It is so (lines 1, 3; `other.py` lines 2–3)."
    assert fact("kind", [ast.arguments()], "x").lines == (Lines(1, 1),)


def test_words_of_strangers_make_no_markdown() -> None:
    text = '''
        """# <script>alert(1)</script> [a](http://b) @ann | *x* `y`."""
        class TestA:
            name = "`` ` ``"

            @skip_if("\\x1b[0m")
            def test_a(self):
                print("``", self)
                print("`", self)
    '''
    lines = [*markdown([reviewed(text), reviewed("assert 1\n")])]
    said = next(each for each in lines if "says of itself" in each)
    assert said == (
        "- The file says of itself: “\\# \\<script\\>alert(1)\\</script\\> \\[`a](http://b`) "
        "`@ann` \\| \\*x\\* \\`y\\`” "
        "(line 1)."
    )
    assert "- Written to the output or the log: ```print('``', self)``` (line 7)." in lines
    assert lines.count("# Review of `tests/test_shop.py`") == 2
    assert "\x1b" not in "".join(lines)


def test_code_that_begins_or_ends_with_a_backtick_and_code_of_nothing() -> None:
    assert sentence(fact("kind", [], code("`a"), code(""))) == "`` `a ```  `"


def test_a_review_is_the_same_every_time() -> None:
    first, second = (reviewed(DEFECT) for _ in range(2))
    assert isinstance(first, Document)
    assert first == second
