"""Prose that says why something is switched off, told from prose that names the next step of a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy, short
from flake8_testsec.source.calls import last_word, truth
from flake8_testsec.vocabulary.testing.assertions import called

_SENTENCE = lazy(
    r"(?<=[.!?;])\s+(?=[A-Z`'\"(#])|\n\s*\n|\n(?=\W{0,80}(?:FIXME|TODO|XXX|HACK|BUG|NOTE|Note|NB|This|It|That)\b)"
    r"|\n(?=[ \t]{0,80}\()"
)
_CODE = lazy(
    r"\W*(?!(?:FIXME|TODO|XXX|HACK|BUG|NOTE)\b)((assert|await|del|return|with|for|if|raise|import|from)\s.*[=:(\[]"
    r"|(?:\.?\w[\w.]*|\.)\s?(\(|=|\[)\S*)",
    re.DOTALL,
)
"""A line that is code, or was: it need not be whole."""
_PHRASE = lazy(r"(?<![\w'\"])[A-Za-z][a-z]+ [a-z']+ [a-z']+\b")
_TAG = lazy(r"\W*(FIXME|TODO|XXX|HACK|BUG|NOTE)\b(\s*\([^)\n]*\))?\W*", re.IGNORECASE)
_STEP = lazy(
    r"\W*((now|then|also|and|finally|first|next|so|just|let'?s|we|step \d+\W)\s+)*"
    r"(check|verify|ensure|make\s+(sure|certain)|assert|test|confirm|validate|expect|see|look|prove|should|must)"
    r"(s|es|ing|ed)?\b",
    re.IGNORECASE,
)
_DUTY = lazy(r"\W*(we|some(body|one))\s+(should|must)\s+((probably|really|also)\s+)?(be\s+)?", re.IGNORECASE)
"""How a tag begins to tell people what is to be done to the code."""
_OBLIGES = lazy(
    r"\b(should|must|shall|ought\s+to|has\s+to|have\s+to)(n't|\s+(not|never))\b|\A\W*(when|if)\b",
    re.IGNORECASE,
)
_DOUBTS = lazy(r"(\bnot|n't)\s+(\w+\s+)?(sure|certain|know)\b|\bno idea\b", re.IGNORECASE)
_VAGUE = lazy(
    r"\b(fix(es|ed)?|todo|this|these|that|it|its|me|the|an?|is|be|to|here|later|needs?|requires?|consideration"
    r"|attention|some|more|again|add|make|work|check(s|ed)?|tests?|asserts?|assertions?|hidden|please)\b|\W|\d",
    re.IGNORECASE,
)
_WORD = lazy(r"[^\W\d_]{2,}")
_IS = (
    r"\b(is|are|was|were|be|been|being|gets?|looks?|goes|am|(it|that|this|he|she)'s|(we|they)'re)\s+(\w+\s+)?"
)

_ONLY_FOR_NOW = short(
    r"n't\b[^.]*\b(yet|any\s?more)\b"
    r"|\b(for\s+now|now\s+(allow|accept|support|work|return)(s|ed)?|(is|are)\s+now\s+(possible|\w+able)"
    r"|(?<!the )currently|at\s+the\s+moment|no\s+longer|temporar(y|ily)|in\s+(the\s+)?future"
    r"|(no|not|nothing|never)\b[^.]*\b(yet|any\s?more)|(?<!wait )until|unless|as\s+soon\s+as|some\s?day"
    r"|(flip|switch|change|turn|put)\s+((it|this|them)\s+)?back\s+(when|once|if|after|as\s+soon)"
    r"|(will|shall)\s+be\s+(tested|checked|asserted|covered|added|enabled)\s+(later|after|when|once|as\s+soon)"
    r"|waiting\s+for|waits\s+for|blocked\s+(by|on)|pending\s+(an?|the|on|upstream|release|support)"
    r"|enable\s+(this|it|them|again|once|when|after|from|if|as)|re-?enable|uncomment|re-?activate|re-?visit"
    r"|(once|when|after|if)\b[^.]*\b(fix(ed|es)?|implement(ed|s)?|support(ed|s)?|merged|resolved|released|landed"
    r"|handled|lands|available|adjusted|correct(ly)?|ready|upgraded?|works?)|would\s+be"
    r"|need(s|ed)?\s+(to|a|an|the|more|better)|requires?\s+(?!consideration|attention)\w+)\b",
    re.IGNORECASE,
)
_SWITCHES_OFF = lazy(
    r"\b((dis|in)able\s+(this|it|them)|turn(ed)?\s+(it\s+|this\s+)?off|switch(ed)?\s+(it\s+|this\s+)?off"
    r"|comment(ed|ing)?\s+(it\s+|this\s+|them\s+)?out|(is|are|was|were)\s+commented|left\s+out|leave\s+out"
    r"|skip(ped|ping)?\s+(it|this|that|the|these|for|because|on|check(s|ing)?)|obsolete|outdated|out\s+of\s+date"
    r"|(?<!be )moved\s+(to|into|later|below|above|elsewhere)"
    r"|no\s+need\s+(to|for)|non-?sensical|makes?\s+no\s+sense"
    r"|(covered|tested|checked|asserted|verified|done)\s+(by|elsewhere|separately|already)"
    r"|already\s+(covered|tested|checked|asserted|verified)"
    r"|(is|just|only)\s+(a\s+)?duplicates?\s+of|(superseded|implied|subsumed)\s+by"
    r"|\bwe\s+(really|actually)\s+want\b"
    r"|same\s+(complaint|problem|issue|trouble)s?\s+(as|here)"
    r"|see\s+(the\s+)?(above|\w+\s+above|(comment|note|remark)s?\s+(above|at|for|in|of|on))|(this|it)\s+(does|did)(n't|\s+not)\s+work"
    r"|(same|as|like)\s+(the\s+\w+\s+)?above|ditto"
    r"|(these|the\s+(following|next)|following)\s+(unit\s+)?(tests?|checks?|assert(ion)?s?)\s+(will\s+)?(fail|pass)"
    r"|tests?\s+(above|below)\s+(do(es)?|did|will)(n't|\s+not)\s+(work|pass)"
    r"|(do(es)?n't|do(es)?\s+not)\s+care\s+(about|for|to)"
    r"|deprecated|redundant|irrelevant)\b"
    r"|\A\W*(temporarily\s+)?(disabled|skipped|deactivated|ignored|false|wrong|incorrect)\b"
    r"|\A\W*([\w.]{1,60}\.)?\w{0,60}(error|exception|failed):\s"
    r"|\A\W*commented\s+(as|because|since|due)\b"
    rf"|{_IS}(disabled|skipped|deactivated|ignored)\b",
    re.IGNORECASE,
)
_OBJECTS = lazy(
    r"\b(but|however|although|though|unfortunately|sadly|alas|apparently|seems?|somehow|weird(ly)?|strange(ly)?"
    r"|expect(s|ed)?\s+\S{1,99}\s+(gets?|got|returns?|received?)"
    r"|debatable|(un|not\s+)clear|work-?around|flak(e?y|es?|iness)|racy|race\s+condition)\b|\A\W*instead\b",
    re.IGNORECASE,
)
_CAUSE = short(
    r"\b(according\s+to\s+(the\s+)?(api|docs?|documentation|manual|rfc|spec|specification|standard)"
    r"|(?P<of>responses?|results?|outputs?|answers?)\s+(is|are)\s+\S{1,40},\s+(\w+\s+){1,2}(?P=of)\s+(is|are)"
    r"|prevents?\s+(this|it|the|us)|because|due\s+to|owing\s+to|thanks\s+to|therefore|hence|otherwise\s+(it|we|this|that|they)"
    r"|since\s+(it|we|this|that|there|they|in|the\s+\w+\s+(is|are|has|have|does|do|was|were|will))"
    r"|as\s+(it|we|this|that|there|they)\s+(is|are|has|have|does|do|was|were|will)"
    r"|takes?\s+(\w+\s+){0,2}[~><]?\s?\d[\d.,]*\s?(s|secs?|seconds?|min(ute)?s?|h(ours?)?)"
    r"|(that|which)('s|\s+is)\s+why|to\s+make\s+[^.]*\b(pass|work)(es|s)?\b|reason\s+(is|why|for|being))\b",
    re.IGNORECASE,
)
_DENIES = lazy(
    r"\b(is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|may|might|am|'s|'re)\W+not\b|n't\b"
    r"|\b(not|un|in|non)[\s-]?(yet\s+|really\s+|always\s+)?(work(s|ing)?|support(s|ed)|implemented|possible"
    r"|available|returned|guaranteed|reliable|deterministic|stable|predictable|consistent|compatible|applicable"
    r"|relevant|needed|necessary|meaningful|finished|done|true|valid|accurate|async)\b"
    r"|\b(cannot|impossible|unable|hardly|rarely|never|neither)\b"
    r"|\b(is|are|was|were|has|have|had|there's|gives?|returns?)\s+no\b"
    r"|\bno\s+more\W*\Z|\bnot\s+there\s+(in|since|with)\s+(\w+\s+)?(versions?|releases?)\b"
    r"|\bonly\s+(works?|if|when|on|in|with)\b|\A\W*not\s+(able|finding|getting|hitting|passing|reaching|seeing|the\s+same)\b",
    re.IGNORECASE,
)
_NO_EFFECT = lazy(
    r"\b(B015|B018|(PL)?W010[46]|pointless-statement|expression-not-assigned|reportUnused(Expression|CallResult))\b"
)
_FAULT = lazy(
    r"\b(fail(s|ed|ing|ures?)?|raises?|broken|breaks|buggy|crash(es|ed|ing)?|segfaults?|hangs|times\s+out"
    r"|intermittent(ly)?|regression|limitations?|implementation\s+details?|known\s+(issues?|problems?)|takes\s+(too|very|so)\s+long|(issues?|problems?)\s+(with|here|when|for|on|under)"
    r"|(leads?\s+to|results?\s+in|causes?|produces?)\s+(an?\s+)?((very|too)\s+)?(large|huge|long|many|slow|infinite|errors?)"
    r"|different\s+(\w+\s+){0,2}(on|per|under|across|between)\s+(\w+\s+)?(machine|platform|system|version)s?"
    r"|incorrectly|wrongly|improperly|differs?|(shown|displayed|written|printed|sorted|named|formatted)\s+differently|var(y|ies)|depend(s|ing|ent)?\s+(up)?on|sometimes|occasionally|may|might)\b"
    rf"|{_IS}(wrong|incorrect|random|slow|expensive|different|missing|bogus|broken|off|too)\b",
    re.IGNORECASE,
)
_UNCERTAIN = lazy(
    r"\b(may|might)\b(?!\s+(not|never)\b)|\b(sometimes|occasionally|intermittent(ly)?|tends?\s+to|(un)?lucky"
    r"|by\s+chance|taken\s+for\s+granted|not\s+guaranteed|(does|do|did|can)(n't|\s+not)\s+(preserve|support"
    r"|implement|provide|handle|cope|honou?r))\b",
    re.IGNORECASE,
)
"""What is not certain, or what somebody is not able to do: no assertion says that."""
_OBLIGED = lazy(r"\b(should|must|shall|ought\s+to|has\s+to|have\s+to)\b", re.IGNORECASE)
_NOT_RAISED = lazy(
    r"(n't|\bnot|\bnever)\s+(\w+\s+)?(raise|throw|fail)|\bno\s+(error|exception)\b"
    r"|(n't|\bnot|\bnever)\s+(get|see|hit|receive)\s+(an?|any|the|this)\s+\w*(error|exception|warning)\b"
    r"|\b(should|must|shall|ought\s+to)\s+(\w+\s+){0,2}(succeed|successful(ly)?|work|pass)\b",
    re.IGNORECASE,
)
_NEGATIVE = lazy(
    r"assert_?(Not|Is_?Not(?!_?None)|False|Is_?None|Raises|Empty|No)|failIf|failUnlessRaises", re.IGNORECASE
)
_ASKS = lazy(
    r"\b(should|would|could|can|will|may|might|must|is|are|was|does|do|did|has|why|what|how|which)\b[^?]*\?",
    re.IGNORECASE,
)
_IT = (
    r"((it|this|that|they|these|((this|these|the|all)\s+)?(unit\s+)?tests?(\s+(cases?|class|suite))?)"
    r"(\s+|'s\s+))?"
)
_HOW = (
    r"((is|are|was|has|have|been|become|seems?|to|be|still|currently|just|now|also|very|too|extremely|known|often"
    r"|always|sometimes|random(ly)?|intermittent(ly)?|occasionally)\s+){0,4}"
)
_ILL = (
    r"(broken|borked|fail(s|ed|ing|ures?)?|flak(e?y|es|iness)|racy|hang(s|ing)?|crash(es|ed|ing)?|segfaults?"
    r"|intermittent|non-?functional|unstable|locks?\s+up|times?\s+out|kills?\s+the\s+(process|run)"
    r"|((does|do|did|is|are)(n't|\s+not)|not|never|no\s+longer)\s+(yet\s+|currently\s+)?(work|pass)(s|es|ing)?"
    r"|needs?\s+(to\s+be\s+|an?\s+|some\s+)?(fix|re-?work|refactor|re-?writ|repair|updat|work)(e|s|es|ed|ten|ing)?"
    r"|(fix|implement|repair|restore|re-?enable)\s+(me|this|it))"
)
_WHEN = (
    r"(\s+(tests?|(right\s+|for\s+)?now|at\s+the\s+moment|currently|again|yet|sometimes|random(ly)?|often|always"
    r"|intermittently|occasionally|for\s+(some|unknown)\s+reasons?)){0,2}"
)
_UNFINISHED = short(
    r"\A\W*(((skip(ped|ping)?|disabled?|in\s+progress)\b\W*((because|since|as)\s+)?)?"
    rf"{_IT}{_HOW}{_ILL}{_WHEN}(\s*(,|and|but|,\s*and)\s*{_IT}{_HOW}{_ILL}{_WHEN}){{0,2}}"
    r"|skip(ped|ping)?|disabled?|later|for now|not now|((skip(ped|ping)?|disabled?)\s+)?until\b[^.]*"
    r"\b(fix(ed)?(\s+(it|this|them))?|complete|works?))\W*\Z|\A\W*(TODO|FIXME|WIP)\b(\W*\Z|\s*[:(]|\s+-)",
    re.IGNORECASE,
)
"""That the test is ill, as the whole of a reason: behind it might stand where, or without what."""
_CONDITION = short(
    r"\b(requires?|unavailable|not\s+(available|supported)|unsupported|installed|credentials?|keys?|accounts?|tokens?"
    r"|manual(ly)?|by\s+design|deprecated|removed|obsolete|expected\s+(to\s+)?fail\w*|unless|only"
    r"|due\s+to\s+(an?\s+|the\s+)?(external|remote|third[-\s]party))\b",
    re.IGNORECASE,
)
"""What a test needs, who else is to blame, or that its subject is gone: no defect of the test or the code."""
_LONGEST = 500
"""Characters of a sentence that are read: nobody writes longer ones, and patterns take their time."""
_FEWEST = 4
"""Words of a question that tells what is not settled."""


def contradicts(prose: str) -> bool:
    """Whether prose above an assertion that expects an exception says that there is none.

    Args:
        prose: comments without their hash signs, each line as it stands.

    Returns:
        ``True`` if a sentence says so, whatever else it says.
    """
    return any(map(_NOT_RAISED.search, _sentences(prose)))


def gives_reason(prose: str, denies: bool = False) -> bool:
    """Whether prose beside something that is switched off says why, or until when.

    A cause, a denial, a fault, a condition under which it may come back, or an open question does; the
    name of the next step (``check the result``) and a tag alone (``TODO: fix this``) do not.

    Args:
        prose: comments without their hash signs, each line as it stands.
        denies: whether what is switched off says itself that something is not so, or fails. Then a denial
            above it only says what it asserts.

    Returns:
        ``True`` if one sentence gives a reason.
    """
    return any(_explains(each, denies) for each in _sentences(prose))


def admits_defect(reason: str) -> bool:
    """Whether the reason of a skip is that the test is broken, or the work on it unfinished.

    Args:
        reason: the reason as it is given to the skip.

    Returns:
        ``False`` for a reason that names what the test needs, or that there is nothing to test any more.
    """
    return _UNFINISHED.search(reason) is not None and _CONDITION.search(reason) is None


def tells_what_is_off(prose: str) -> bool:
    """Whether prose says plainly that something is switched off, or why it is not wanted: more than a cause,
    which may be that of a test.

    Args:
        prose: comments without their hash signs, each line as it stands.

    Returns:
        ``True`` if a sentence says so.
    """
    return any(map(_SWITCHES_OFF.search, _sentences(prose)))


def means_no_effect(prose: str) -> bool:
    """Whether prose beside a statement tells another linter that it is meant, though it seems to do nothing.

    Args:
        prose: comments without their hash signs.

    Returns:
        ``True`` for the codes and names of flake8-bugbear, ruff and pylint.
    """
    return _NO_EFFECT.search(prose) is not None


def _sentences(prose: str) -> Iterator[str]:
    if not prose or prose.isspace():
        return
    lines = ("" if _is_code(line) else line for line in prose.split("\n"))
    for text in _SENTENCE.split("\n".join(lines)):
        if text.strip():
            yield " ".join(text.split())[:_LONGEST]


def _is_code(line: str) -> bool:
    return _CODE.match(line) is not None and not _PHRASE.search(line)


def _explains(sentence: str, denies: bool) -> bool:
    tag = _TAG.match(sentence)
    said = sentence[tag.end() :] if tag else sentence
    if _DOUBTS.search(said):
        return False
    if any(each.search(said) for each in (_ONLY_FOR_NOW, _SWITCHES_OFF, _OBJECTS)) or _is_open(said):
        return True
    duty = _DUTY.match(said) if tag else None
    said = said[duty.end() :] if duty else said
    if _STEP.match(said):
        return False
    if tag and tag[1].upper() != "NOTE" and len(_WORD.findall(_VAGUE.sub(" ", said))) > 1:
        return True
    if _CAUSE.search(said) or (_UNCERTAIN.search(said) and not _OBLIGED.search(said)):
        return True
    return not denies and _is_against(said)


def _is_open(said: str) -> bool:
    return _ASKS.search(said) is not None and len(_WORD.findall(said)) >= _FEWEST


def _is_against(said: str) -> bool:
    """Whether a sentence has a denial or a fault in it, but does not say what is demanded."""
    return not _OBLIGES.search(said) and bool(_DENIES.search(said) or _FAULT.search(said))


def denies(statement: ast.stmt) -> bool:
    """Whether an assertion says that something is not so, is empty or fails.

    Args:
        statement: an assertion, or a ``with`` that expects an exception.

    Returns:
        ``True`` also where one of several conditions says so.
    """
    match statement:
        case ast.With() | ast.AsyncWith():
            return True
        case ast.Assert(test=test):
            return _is_negative(test)
    call = called(statement)
    return call is not None and (
        bool(_NEGATIVE.match(last_word(call.func))) or any(truth(each) is False for each in call.args[:2])
    )


def _is_negative(test: ast.expr) -> bool:
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return any(map(_is_negative, values))
        case ast.Compare(ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return False  # something is there
        case ast.Compare(ops=[ast.NotIn() | ast.NotEq() | ast.IsNot()]):
            return True
        case ast.Compare(left=left, comparators=[right]):
            return truth(left) is False or truth(right) is False
        case _:
            return False
