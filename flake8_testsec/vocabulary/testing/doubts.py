"""What says in words that an error is raised, and that it may stay away."""

from __future__ import annotations

from flake8_testsec.patterns import lazy

TELLS = lazy(
    r"(?<![a-z])(raises?|raised|rejects?|rejected|refuses?|refused|must fail|should fail|fails with|"
    r"error for|error if|error thrown|an error|an exception|expect(s|ed)?( an?)? (error|exception)|"
    r"assert_?raises(\(\))?)(?![a-z])"
)
_DOUBTS = lazy(
    r"(?<![a-z])(may|might|can|could|either|or|whether|unless|possibly|sometimes|depend\w*|depending|"
    r"ignor\w*|swallow\w*|handl\w*|toler\w*|surviv\w*|recover\w*|retr(y|ies|ied)|works?|care|"
    r"hang\w*|crash\w*|leak\w*|segfault\w*|deadlock\w*|still|skip\w*|only|"
    r"(no|not|never|without|[a-z]{1,9}n't)\s+(\w+\s+){0,2}(abort|break|complain|error|exception|explode|fail|"
    r"matter|problem|rais|refus|reject|throw)\w*)(?![a-z])"
)
"""What is absent, or wrong, may be why the error comes; that the error is absent is a doubt."""
_CHANCE = lazy(
    r"(?<![a-z])(may|might|either|or|whether|unless|possibly|sometimes|depend\w*|depending|ignor\w*|toler\w*|"
    r"swallow\w*|surviv\w*|retr(y|ies|ied)|care|flak\w*)(?![a-z])"
)
"""What is a doubt also where it comes after the word that an error is raised."""
_IF = lazy(r"(?<![a-z])if(?![a-z])")
_DENIED = lazy(
    r"(?<![a-z])((no|not|never|without|[a-z]{1,9}n't)\s+(\w+\s+){0,2}(error|exception|fail|rais|refus|reject|throw)\w*|"
    r"(rais|reject|refus)\w{0,4}\s+(no|none|nothing|nobody|neither|never|not)|no\s+(longer|more)|any\s?more)(?![a-z])"
)
"""What says at the word itself that no error is raised."""
_AT_TIMES = lazy(
    r"(?<![a-z])(only|(can|could)(?!'t|\s*not)|on\s+([\w-]+\s+)?(windows|win32|linux|mac\w*|os\s?x|darwin|bsd|posix|unix|"
    r"jython|cpython|pypy|python\w*|py\d+|platforms?|systems?|machines?)|(if|when)(?!\s+[^.;\n]{0,60}(?<![a-z])"
    r"(no|non|none|not|nothing|never|nobody|without|\w{1,9}n't|cannot|missing|lack\w*|absent|empty|unknown|wrong|bad|"
    r"(in|il|un|mis|dis)[a-z]{4,20}|(mal|dupl|conflict|corrupt|broken|expir|clos|exceed|fail|negat)\w*|already|"
    r"twice|again|too|both|neither|zero|outside|out|than|beyond|more|less)(?![a-z])))(?![a-z])"
)
"""What says behind it that the error comes somewhere, or somehow, only; that something absent or wrong brings
it is no doubt."""


def is_doubted(words: str, is_told: bool = False) -> bool:
    """Whether words say that the error may stay away; that something absent or wrong brings it is no doubt.

    Args:
        words: of a docstring, a comment or a name, in small letters.
        is_told: whether something else says that the error is raised, so that of other words than those
            which tell it a chance alone is a doubt.

    Returns:
        ``True`` also for a denial at the word that tells, and for a place where alone it is so.
    """
    told = TELLS.search(words)
    if told and (_AT_TIMES.search(words, told.start()) or _is_denied(words, told.start())):
        return True
    end = 0 if is_told else told.start() if told else len(words)
    return bool(_CHANCE.search(words) or _DOUBTS.search(words, 0, end) or _IF.search(words, 0, end))


def _is_denied(words: str, start: int) -> bool:
    """Whether a denial reaches to the word at which it is told that an error is raised, or stands behind."""
    return any(each.end() > start for each in _DENIED.finditer(words))
