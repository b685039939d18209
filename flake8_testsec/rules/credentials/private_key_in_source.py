"""A private key is written into the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.literals import Literal, Written, literals
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.secrets import private_keys

rule = Rule(
    code="TSE101",
    summary="private key embedded in source; generate it at run time or load it from an ignored file",
    roles=Role.ANY,
    cwe=321,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Whoever can read the repository, its forks or its packages has the key, and it stays in the history after
    it is deleted. Keys made "only for tests" end up on test servers, in images and in trust stores. Secret
    scanners cannot tell them from live ones either, so every key in the tree hides the one that matters.
    """,
    fix="""
    Generate the key in a fixture when the test runs, or read it from a file that is not under version
    control.
    """,
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
    ),
    good=(
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


@rule.text(*private_keys.HINTS)
def embedded(module: Module) -> Iterator[Hit]:
    """Report every marker that begins a key whose body is one."""
    found = [(each, key) for each in literals(module) for key in private_keys.keys(each.text)]
    if module.role is Role.TEST and _holds_samples(found):
        return
    for literal, key in found:
        marker = literal.text[key.start : key.marker_end]
        if not (_is_past_use(marker, module) or _is_known_answer(literal, module)):
            yield rule.at(Written(literal, module).at(marker, key.number))


def _holds_samples(found: Sequence[tuple[Literal, private_keys.Key]]) -> bool:
    """Whether keys stand in the containers of several programs: then reading these very bytes is tested."""
    markers = (literal.text[key.start : key.marker_end] for literal, key in found)
    return len({"OPENSSH" in marker for marker in markers}) > 1


def _is_past_use(marker: str, module: Module) -> bool:
    """Whether a test keeps a key that opens nothing any more: neither TLS 1.3 nor OpenSSH 10 takes DSA."""
    return module.role is Role.TEST and "DSA PRIVATE" in marker.replace("ECDSA", "")


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
