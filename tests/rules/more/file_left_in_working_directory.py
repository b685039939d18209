"""More examples of TSE318, which would make the rule's own file too long."""

bad = (
    """
    import os

    import pytest

    @pytest.fixture(scope="session")
    def data():
        if not os.path.exists("data"):
            os.mkdir("data")
            ^^^^^^^^^^^^^^^^
    """,
)
good = (
    """
    import os
    import shutil

    import pytest

    @pytest.fixture
    def data():
        os.mkdir("data")

    def teardown_module():
        shutil.rmtree(find())
    """,
)
