"""How the credentials of vendors look, each form from its vendor's documentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.vocabulary.secrets import check_digits

Check = Callable[[re.Match[str]], bool]


class Format(NamedTuple):
    """How the credentials of one vendor look.

    Args:
        vendor: the vendor, for the message.
        hints: one of them is in every file that holds such a credential; looked for before anything else.
        pattern: every quantifier is bounded and none is inside another; the one group is the random part.
        kinds: how many kinds of characters (lower case, upper case, digits) the random part must have.
        check: verifies what the form promises: a check digit, or contents that must decode.
        source: where the form is documented.
        beside: the hint stands somewhere near the credential, not in it.
    """

    vendor: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    kinds: int
    check: Check
    source: str
    beside: bool = False


_MIXED, _TWO = 3, 2


def _format(
    vendor: str, hints: str, pattern: str, kinds: int, check: Check, source: str, beside: bool = False
) -> Format:
    return Format(vendor, tuple(hints.split()), lazy(pattern), kinds, check, source, beside)


FORMATS: tuple[Format, ...] = (
    _format(
        "AWS",
        "AKIA ASIA",
        r"A[KS]IA(?<![A-Za-z0-9+/_]A[KS]IA)([A-Z2-7]{16})(?![A-Za-z0-9+_=])",
        _TWO,
        check_digits.account,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html; account number: "
        "https://labs.withsecure.com/publications/a-bitwise-analysis-of-aws-access-key-identifiers",
    ),
    _format(
        "GitHub",
        "ghp_ gho_ ghu_ ghs_ ghr_",
        r"gh[pousr]_(?<![A-Za-z0-9_]gh[pousr]_)([A-Za-z0-9]{36,251})(?![A-Za-z0-9_])",
        _MIXED,
        check_digits.crc,
        "https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/",
    ),
    _format(
        "GitHub",
        "github_pat_",
        r"github_pat_(?<![A-Za-z0-9_]github_pat_)([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9_])",
        _MIXED,
        check_digits.unchecked,  # no check digit of fine-grained tokens is documented
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/"
        "about-authentication-to-github#githubs-token-formats",
    ),
    _format(
        "GitLab",
        "glpat- gldt- glrt- glptt- gloas- glcbt- glagent-",
        r"gl(?<![A-Za-z0-9]gl)(?:pat|dt|rt|ptt|oas|cbt|agent)-([A-Za-z0-9_-]{20,64})(?!\.?[A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    _format(
        "GitLab",
        "glpat- gldt- glrt- glcbt-",
        r"gl(?<![A-Za-z0-9]gl)(?:pat|dt|rt|cbt)-([A-Za-z0-9_-]{27,300})\.(?:01\.)?[0-9a-z]{9}(?![A-Za-z0-9_.-])",
        _MIXED,
        check_digits.routable,
        "https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/",
    ),
    _format(
        "Slack",
        "xox",
        r"xox[abposr]-[0-9]{9,14}-(?:[0-9]{9,14}-)?(?:[0-9]{9,14}-)?([A-Za-z0-9]{24,34})(?![A-Za-z0-9-])",
        _TWO,
        check_digits.unchecked,
        "https://docs.slack.dev/authentication/tokens",
    ),
    _format(
        "Slack",
        "xapp-1-",
        r"xapp-1-A[A-Z0-9]{8,12}-[0-9]{9,14}-([0-9a-f]{64})(?![A-Za-z0-9-])",
        _TWO,
        check_digits.unchecked,
        "https://docs.slack.dev/authentication/tokens",
    ),
    _format(
        "Slack",
        "hooks.slack.com/services/",
        r"hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/([A-Za-z0-9]{24})(?![A-Za-z0-9])",
        _MIXED,
        check_digits.unchecked,
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    _format(
        "Stripe",
        "k_live_",
        r"[rs]k_live_(?<![A-Za-z0-9_][rs]k_live_)([A-Za-z0-9]{24,128})(?![A-Za-z0-9_])",
        _MIXED,
        check_digits.unchecked,
        "https://docs.stripe.com/keys; lengths: https://gitlab.com/gitlab-org/gitlab/-/issues/458019",
    ),
    _format(
        "Google",
        "AIza",
        r"AIza(?<![A-Za-z0-9+/_-]AIza)([A-Za-z0-9_-]{35})(?![A-Za-z0-9+/_=-])",
        _MIXED,
        check_digits.unchecked,
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    _format(
        "Google",
        "GOCSPX-",
        r"GOCSPX-([A-Za-z0-9_-]{28})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "https://developers.google.com/identity/protocols/oauth2/web-server",
    ),
    _format(
        "Azure",
        "AccountKey= SharedAccessKey=",
        r"(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)",
        _MIXED,
        check_digits.whole_key,
        "https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string",
    ),
    _format(
        "Azure",
        "sig=",
        r"[?&]sig=([A-Za-z0-9%+/_-]{43,90}(?:%3[Dd]|=)?)(?![A-Za-z0-9%])",
        _MIXED,
        check_digits.signed_url,
        "https://learn.microsoft.com/rest/api/storageservices/create-service-sas",
    ),
    _format(
        "npm",
        "npm_",
        r"npm_(?<![A-Za-z0-9_]npm_)([A-Za-z0-9]{36})(?![A-Za-z0-9_])",
        _MIXED,
        check_digits.crc,
        "https://github.blog/2021-09-23-announcing-npms-new-access-token-format/",
    ),
    _format(
        "PyPI",
        "pypi-AgEIcHlwaS5vcmc",
        r"pypi-(AgEIcHlwaS5vcmc[A-Za-z0-9_-]{60,2000})",
        _MIXED,
        check_digits.macaroon,
        "https://pypi.org/help/#apitoken; https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt",
    ),
    _format(
        "SendGrid",
        "SG.",
        r"SG\.(?<![A-Za-z0-9_.-]SG\.)([A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys (69 characters)",
    ),
    _format(
        "Twilio",
        "SK",
        r"SK(?<![A-Za-z0-9_+/-]SK)([0-9a-f]{32})(?![A-Za-z0-9_+/-])",
        _TWO,
        check_digits.unchecked,
        "https://www.twilio.com/docs/glossary/what-is-a-sid",
    ),
    _format(
        "OpenAI",
        "T3BlbkFJ",  # "OpenAI" in base64
        r"sk-(?<![A-Za-z0-9_-]sk-)([A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    _format(
        "Anthropic",
        "sk-ant-",
        r"sk-ant-[a-z]{3,5}[0-9]{2}-([A-Za-z0-9_-]{86}-[A-Za-z0-9_-]{8})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "given by the vendor: https://gitlab.com/gitlab-org/security-products/analyzers/secrets/-/"
        "merge_requests/319",
    ),
    _format(
        "Hugging Face",
        "hf_",
        r"hf_(?<![A-Za-z0-9_]hf_)([A-Za-z0-9]{34})(?![A-Za-z0-9_])",
        _TWO,
        check_digits.unchecked,
        "https://huggingface.co/docs/hub/security-tokens",
    ),
    _format(
        "Telegram",
        ":AA",
        r"(?<![A-Za-z0-9])[0-9]{8,10}:(AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "https://core.telegram.org/bots/features#botfather",
    ),
    _format(
        "Discord",
        "iscord ISCORD",
        r"(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9]{22,27}\.[A-Za-z0-9_-]{6}\.([A-Za-z0-9_-]{27,38})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.snowflake,
        "https://discord.com/developers/docs/reference#authentication; parts: docs/token.rst of discord.py",
        beside=True,
    ),
    _format(
        "Discord",
        "/api/webhooks/",
        r"/api/webhooks/[0-9]{17,20}/([A-Za-z0-9_-]{68})(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.unchecked,
        "https://discord.com/developers/docs/resources/webhook",
    ),
    _format(
        "DigitalOcean",
        "_v1_",
        r"do[opr]_v1_([0-9a-f]{64})(?![A-Za-z0-9])",
        _TWO,
        check_digits.unchecked,
        "https://docs.digitalocean.com/notes/2022/api-token-format",
    ),
    _format(
        "Databricks",
        "dapi",
        r"dapi(?<![A-Za-z0-9_-]dapi)([0-9a-f]{32})(?![A-Za-z0-9_])",
        _TWO,
        check_digits.unchecked,
        "https://learn.microsoft.com/azure/databricks/archive/dev-tools/cli/tokens-cli",
    ),
    _format(
        "JWT",
        "eyJ",
        r"eyJ(?<![A-Za-z0-9_-]eyJ)[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,6000}\.([A-Za-z0-9_-]{43,1366})"
        r"(?![A-Za-z0-9_-])",
        _MIXED,
        check_digits.live_jwt,
        "RFC 7519, RFC 7518 (sizes of signatures)",
    ),
)
"""The formats, each from its vendor's documentation."""
