"""A private key is written into the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.literals import Literal, Written, literals
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.origins import leaves
from flake8_testsec.vocabulary.network import hosts
from flake8_testsec.vocabulary.network.hosts import HostKind
from flake8_testsec.vocabulary.secrets import private_keys

rule = Rule(
    code="TSE101",
    summary="private key in the source: every reader can use it; generate it, or read it at run time",
    roles=Role.ANY,
    cwe=321,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Whoever can read the repository, its forks or its packages has the key, and it stays in the history after
    it is deleted. Keys made "only for tests" end up on test servers, in images and in trust stores. Secret
    scanners cannot tell them from live ones either, so every key in the tree hides the one that matters.

    By default, keys in production code and settings are reported unless they are encrypted, and keys of tests
    that are handed to a call together with the name of a public host. Where the rule is enabled by name, so
    are all others in tests, but for those that belong to something written beside them: a certificate, a
    request for one, an expected output.
    """,
    fix="""
    Generate the key in a fixture when the test runs, or read it from a file that is not under version
    control.
    """,
    fixable="Nothing, because a key that is used has to be replaced wherever it is trusted.",
    bad=(
        '''
        from shop.tls import load_key

        KEY = """
        -----BEGIN RSA PRIVATE KEY-----
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        MIIBOwIBAAJBAMaQBC5johDoas3MXig32Z5fqvh7ZSihNV4ofraFUlK/LN4nBd4g
        z+o8I5oH+X9U3hrF5rlcumD7k01JU2PoO6UCAwEAAQJARVxXaZD6MufNLzh9h5UC
        2rTWd1g7XPb7Onnw0Xc+65IosbAJP8suD28Eyc/O+YMZUnASInaxgUxjfHTzPyhU
        fQIhAO2f8HXDTW27UfHwepEd3w8IN3E9UA+ud5PqxzdGTlxXAiEA1erLhm8Rzj5h
        GDaDAqwz8jDKGYlTMeSxRxxd8vaF6mMCIQC8+i2p+iBh3E9XMgDH2BHFSquNC03Y
        qs++e0Dj3K4FEQIgLW3ltzETWPeKazf4brLffUm7Qd0WG/xzYaS2lwifu/0CIQCD
        iQ+ePkV9SYwrDVOmZtVfWJQRwmMX5R0m0Ilzdvoc/Q==
        -----END RSA PRIVATE KEY-----
        """

        def test_load():
            assert load_key(KEY).bits == 512
        ''',
        """
        import unittest

        from shop.tls import load_key

        class LoadKeyTest(unittest.TestCase):
            def test_load(self):
                key = (
                    b"-----BEGIN PRIVATE KEY-----\\n"
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                    b"ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg\\n"
                    b"Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=\\n"
                    b"-----END PRIVATE KEY-----\\n"
                )
                self.assertTrue(load_key(key))
        """,
        '''
        # file: shop/tls.py
        KEY = """
        -----BEGIN PRIVATE KEY-----
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
        """
        ''',
        '''
        # file: shop/tls.py
        def load_key(text):
            "Read a key."
            """
        -----BEGIN PRIVATE KEY-----
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
            """
            if text:
                """
        -----BEGIN PRIVATE KEY-----
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
                """
        ''',
        '''
        # file: tests/test_hosts.py
        from io import StringIO

        import paramiko

        CERTIFICATE = "-----BEGIN CERTIFICATE-----"
        KEY = """
        -----BEGIN PRIVATE KEY-----
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
        """

        def test_host():
            client = paramiko.SSHClient()
            client.connect("build.acme.io", pkey=paramiko.ECDSAKey.from_private_key(StringIO(KEY)))
        ''',
    ),
    good=(
        '''
        # file: shop/tls.py
        def load_key(text):
            """Read a key such as

            -----BEGIN PRIVATE KEY-----
            ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
            Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
            -----END PRIVATE KEY-----
            """
        ''',
        '''
        from shop.tls import is_key

        def test_marker_alone():
            assert is_key("-----BEGIN RSA PRIVATE KEY-----")

        def test_elided():
            assert is_key("""
                -----BEGIN RSA PRIVATE KEY-----
                MIIBOgIBAAJBAKx1...
                -----END RSA PRIVATE KEY-----
            """)
        ''',
        """
        from shop.tls import load_key

        def test_broken_key():
            assert load_key("-----BEGIN PRIVATE KEY-----\\nbm90IGEga2V5\\n-----END PRIVATE KEY-----") is None
        """,
        '''
        import unittest

        from shop.tls import load_key

        KNOWN = """
        -----BEGIN PRIVATE KEY-----
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
        """

        class TestKeys(unittest.TestCase):
            def test_written_as_ever(self):
                self.assertEqual(KNOWN, load_key("ann").dump())
        ''',
        '''
        from shop.tls import load_key

        def test_written_as_ever():
            assert load_key("ann").dump() == """
        -----BEGIN PRIVATE KEY-----
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
        """
        ''',
        '''
        from shop.tls import load_key

        OURS = """
        -----BEGIN PRIVATE KEY-----
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
        """
        THEIRS = """
        -----BEGIN OPENSSH PRIVATE KEY-----
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAEXRocm93
        LWF3YXkgcHVibGljAAAAPHRocm93LWF3YXkgcHJpdmF0ZSBwYXJ0IG9mIGEgc2Ft
        cGxlIHRoYXQgbm8gcHJvZ3JhbSBhY2NlcHRzLg==
        -----END OPENSSH PRIVATE KEY-----
        """

        def test_reads_what_every_program_writes():
            assert load_key(OURS) and load_key(THEIRS)
        ''',
        '''
        import paramiko

        from shop.tls import load_pair

        CERTIFICATE = """
        -----BEGIN CERTIFICATE-----
        MIIBGTCBwQIUBz
        -----END CERTIFICATE-----
        """
        KEY = """
        -----BEGIN PRIVATE KEY-----
        ME4CAQAwEAYHKoZIzj0CAQYFK4EEAAYENzA1AgEBBA5fTTxmxOJf5vNkNGcSc6Eg
        Ax4ABKCOE3EqM9OPD32EVVdkeidW662h3U4jqE0AlFc=
        -----END PRIVATE KEY-----
        """

        def test_pair():
            assert load_pair(CERTIFICATE, KEY)
            paramiko.SSHClient().connect("localhost", pkey=KEY)
            paramiko.SSHClient().connect("build.acme.io", pkey=CERTIFICATE)
        ''',
        '''
        from shop.tls import load_key

        def test_reads_what_nobody_writes_any_more():
            assert load_key("""
                -----BEGIN DSA PRIVATE KEY-----
                MGUCAQACFCpNyhglMLsdbRMs3tYjey7ZHj9yAg5RH8sZcRdElNZJPJ1cNAIUS2C+
                MSAeaf7aoO7ouZl/XHwpmf0CFHGv5ZMlPNZUr0361xQnoK6z/ukjAg5sL4ryIR+e
                5JHFsQvstQ==
                -----END DSA PRIVATE KEY-----
            """)
        ''',
        """
        from cryptography.hazmat.primitives.asymmetric import ec
        from shop.tls import export

        def test_export():
            key = ec.generate_private_key(ec.SECP256R1())
            assert "PRIVATE KEY" in export(key)
        """,
    ),
)

_HOSTS = frozenset({"address", "host", "hostname", "server"})
_CONNECTS = lazy(r"(open_?)?connect(ion)?\Z|(create_)?session\Z|ssh\Z|sftp\Z|transport\Z", re.IGNORECASE)
_CERTIFICATE = lazy("-----BEGIN (X509 |TRUSTED |NEW )?CERTIFICATE( REQUEST)?-----")


@rule.text(*private_keys.HINTS)
def embedded(module: Module) -> Iterator[Hit]:
    """Report every marker that begins a key whose body is one."""
    found = [(each, key) for each in literals(module) for key in private_keys.keys(each.text)]
    is_for_tests = bool(module.role & (Role.TEST | Role.SUPPORT))
    wanted = _is_wanted_in_tests if is_for_tests else _is_open
    if is_for_tests and _holds_samples(found):
        return
    for literal, key in found:
        if _is_docstring(literal, module) or _is_known_answer(literal, module):
            continue
        if wanted(literal, key, module):
            marker = literal.text[key.start : key.marker_end]
            yield rule.at(Written(literal, module).at(marker, key.number))


def _is_open(literal: Literal, key: private_keys.Key, module: Module) -> bool:
    """Whether a key can be used without a passphrase, as far as its marker and its first lines tell."""
    return module.settings.enables(rule.code) or "ENCRYPTED" not in literal.text[key.start : key.end]


def _is_wanted_in_tests(literal: Literal, key: private_keys.Key, module: Module) -> bool:
    """Whether a key in a test opens something elsewhere, or is asked for, and could be another as well."""
    if _is_past_use(literal.text[key.start : key.marker_end]):
        return False
    asked = module.settings.enables(rule.code) and not _has_certificate(module)
    return asked or _goes_out(literal, module)


@once
def _has_certificate(module: Module) -> bool:
    """Whether a certificate or a request for one is written in the module: the keys belong to those."""
    return any(_CERTIFICATE.search(each.text) for each in literals(module))


def _goes_out(literal: Literal, module: Module) -> bool:
    """Whether a call is given the key and the name of a public host."""
    for call in module.nodes(ast.Call):
        given = (*call.args, *(each.value for each in call.keywords))
        if _names_public_host(call) and any(_holds(each, literal, module) for each in given):
            return True
    return False


def _names_public_host(call: ast.Call) -> bool:
    """Whether an argument is an URL of a public host, or stands where hosts stand: ``key.pem`` is no host."""
    named = [each.value for each in call.keywords if each.arg in _HOSTS]
    first = call.args[:1] if _CONNECTS.match(last_word(call.func)) else []
    urls = (hosts.host_of(string(each) or "") for each in (*call.args, *(k.value for k in call.keywords)))
    texts = [*urls, *map(string, (*named, *first))]
    return any(hosts.kind(each) is HostKind.PUBLIC for each in texts if each)


def _holds(node: ast.expr, literal: Literal, module: Module) -> bool:
    """Whether a key is in a value: itself, or what calls have made of it (``load(StringIO(KEY))``)."""
    waiting, seen = [node], set[ast.AST]()
    while waiting:
        for leaf in leaves(waiting.pop(), module, lambda each: each is literal.node):
            if leaf is literal.node:
                return True
            if isinstance(leaf, ast.Call) and leaf not in seen:
                seen.add(leaf)
                waiting += leaf.args
    return False


def _holds_samples(found: Sequence[tuple[Literal, private_keys.Key]]) -> bool:
    """Whether keys stand in the containers of several programs: then reading these very bytes is tested."""
    markers = (literal.text[key.start : key.marker_end] for literal, key in found)
    return len({"OPENSSH" in marker for marker in markers}) > 1


def _is_past_use(marker: str) -> bool:
    """Whether a key opens nothing any more: neither TLS 1.3 nor OpenSSH 10 takes DSA."""
    return "DSA PRIVATE" in marker.replace("ECDSA", "")


def _is_docstring(literal: Literal, module: Module) -> bool:
    """Whether a key stands in a docstring, as an example of what is read: no code has any use for it."""
    statement = module.parent(literal.node)
    match module.parent(statement) if isinstance(statement, ast.Expr) else None:
        case (
            ast.Module(body=body)
            | ast.ClassDef(body=body)
            | ast.FunctionDef(body=body)
            | ast.AsyncFunctionDef(body=body)
        ):
            return body[0] is statement
        case _:
            return False


def _is_known_answer(literal: Literal, module: Module) -> bool:
    """Whether a key is what the output of the code under test is compared to."""
    match module.parent(literal.node):
        case ast.Assign(targets=[ast.Name(id=name)]):
            return any(_is_compared(each, module) for each in module.named(name))
        case _:
            return _is_compared(literal.node, module)


def _is_compared(node: ast.expr, module: Module) -> bool:
    match module.parent(node):
        case ast.Compare():
            return True
        case ast.Call(func=ast.Attribute(attr=word)):
            return word.startswith("assert")
        case _:
            return False
