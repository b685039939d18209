"""A test names a host that a cloud provider generated: most likely a real one."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.patterns import short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.literals import Written, literals
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.network.hosts import HostKind, kind
from flake8_testsec.vocabulary.secrets.placeholders import is_placeholder

rule = Rule(
    code="TSE108",
    summary="name looks like the host of a live cloud resource; use a reserved name",
    message="{host} may really exist; use a reserved name (example.com, .test)",
    roles=Role.TEST,
    cwe=200,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Such a name is not made up: the provider generated it when somebody created a load balancer, a machine or
    a database. In a test it tells strangers what runs where, and the test talks to it on the day a stub is
    forgotten. When the resource is deleted, others may get the name or the address.
    """,
    fix="Use a name that is reserved for documentation and tests: ``db.example.com``, ``balancer.test``.",
    fixable="Nothing, because other code may know the host, and which name shall stand for it is a choice.",
    bad=(
        """
        import unittest

        from shop.dns import zones

        CONFIG = {
            "DNS": "http://internal-nameserver-1093847562.eu-west-1.elb.amazonaws.com",
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }

        class ZonesTest(unittest.TestCase):
            def test_zones(self):
                self.assertEqual(zones("ec2-52-17-201-84.eu-west-1.compute.amazonaws.com"), [])
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        '''
        import pytest

        from shop.store import connect

        @pytest.mark.parametrize("host", ["orders.c7kq2xw9zt4m.us-east-1.rds.amazonaws.com"])
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def test_connect(host):
            assert connect(host, """
        [cache]
        host = carts.9f3kzq.0001.use1.cache.amazonaws.com
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        front = web-50dc6c495c0c9188.elb.us-west-2.amazonaws.com
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            """)
        ''',
    ),
    good=(
        """
        BALANCERS = (
            "internal-example-1093847562.eu-west-1.elb.amazonaws.com",
            "internal-lb-123456789.eu-west-1.elb.amazonaws.com",
            "my-load-balancer.eu-west-1.elb.amazonaws.com",
            "mydb.123456789012.us-east-1.rds.amazonaws.com",
            "mydb.cluster.us-east-1.rds.amazonaws.com",
            "ec2-192-0-2-17.eu-west-1.compute.amazonaws.com",
            "ec2-10-0-0-1.eu-west-1.compute.amazonaws.com",
            "s3.eu-west-1.amazonaws.com",
            "balancer.example.com",
        )
        """,
        """
        from shop.store import connect

        def test_connect():
            assert connect("db.example.com")
        """,
    ),
)

_SUFFIX = ".amazonaws.com"
_HOST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"
_LONGEST = 253
_REGION = r"[a-z]{2}-[a-z-]{4,20}-[0-9]"
# Each with one group: what the provider generated.
_GENERATED = tuple(
    short(form)
    for form in (
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-internet-facing-load-balancers.html
        rf"[a-z0-9.-]+-([0-9]{{9,10}})\.{_REGION}\.elb",
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
        rf"[a-z0-9-]+-([0-9a-f]{{16}})\.elb\.{_REGION}",
        # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
        rf"ec2-([0-9]{{1,3}}(?:-[0-9]{{1,3}}){{3}})\.(?:compute-1|{_REGION}\.compute)",
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_CommonTasks.Connect.html
        rf"[a-z0-9-]+\.(?:cluster-)?(?:ro-|custom-)?([a-z0-9]{{12}})\.{_REGION}\.(?:rds|redshift|docdb|neptune)",
        # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html
        r"[a-z0-9.-]+\.([a-z0-9]{6})\.(?:ng\.)?(?:(?:[0-9]{4}|cfg)\.)?[a-z]{3,4}[0-9]\.cache",
    )
)


@rule.text(_SUFFIX)
def generated(module: Module) -> Iterator[Hit]:
    """Report the generated host names in the texts of a test."""
    for literal in literals(module):
        written = Written(literal, module)
        for host in _hosts(literal.text):
            if _is_live(host.lower()):
                yield rule.at(written.around(host + _SUFFIX), host=host + _SUFFIX)


def _hosts(text: str) -> Iterator[str]:
    """What stands before each suffix, as far as it is a host's name."""
    for part in text.split(_SUFFIX)[:-1]:
        end = part[-_LONGEST:]
        yield end[len(end.rstrip(_HOST)) :]


def _is_live(host: str) -> bool:
    match = next(filter(None, (form.fullmatch(host) for form in _GENERATED)), None)
    if match is None or is_placeholder(host) or is_placeholder(match[1]):
        return False
    if host.startswith("ec2-"):
        return kind(match[1].replace("-", ".")) is HostKind.PUBLIC
    return any(map(str.isdigit, match[1]))
