"""The option ``--testsec-evidence`` of pytest, which loads this module in every run: it imports nothing."""


def pytest_addoption(parser):  # type: ignore[no-untyped-def]  # naming pytest's types would import it
    """Offer the options."""
    group = parser.getgroup("testsec")
    group.addoption(
        "--testsec-evidence",
        metavar="FILE",
        help="Write down what tests leave behind, for 'testsec check --evidence FILE'.",
    )
    group.addoption(
        "--testsec-lines",
        action="store_true",
        help="With --testsec-evidence: note also which lines of the project ran.",
    )


def pytest_configure(config):  # type: ignore[no-untyped-def]
    """Begin if that is asked for."""
    if config.getoption("testsec_evidence", None) is not None or config.getoption("testsec_lines", False):
        from flake8_testsec.evidence.pytest_plugin import begin

        begin(config)
