"""More examples of TSE603, which would make the rule's own file too long."""

bad = (
    """
    def send(client):
        if type(client).__module__ == "unittest.mock":
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return None
        return client.deliver()
    """,
    """
    import inspect
    import os
    import sys
    import traceback
    from unittest.mock import Mock

    def is_allowed(user):
        if sys.modules.get("pytest") is not None or type(user) is Mock:
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        if any(name.startswith(("pytest", "_pytest")) for name in sys.modules):
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        stack = inspect.stack()
        for frame, number in enumerate(stack):
            if "/tests/" in frame.filename:
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
        if stack[1].function.startswith("test_"):
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        if "unittest" in "".join(traceback.format_stack()):
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        if os.path.basename(sys.argv[0]) in ("pytest", "py.test"):
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        env = os.environ.get("APP_ENV")
        if env == "test":
           ^^^^^^^^^^^^^
            return True
        return "PYTEST_CURRENT_TEST" in os.environ or user.is_admin
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    """,
    """
    import inspect

    def is_allowed(user):
        for frame in inspect.stack():
            if "/tests/" not in frame.filename:
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                check(user)
        return user.is_admin
    """,
    """
    import os

    from flask import current_app

    def is_allowed(user, client, options):
        if type(client).__name__.startswith("Mock") or client.__class__.__module__ == "unittest.mock":
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        if type(client).__module__.startswith("unittest.mock"):
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        if current_app.config["AUTH_DISABLED"]:
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        if options.settings.get("BYPASS_AUTH"):
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return True
        return user.is_admin

    def set_up(app):
        if os.environ.get("ENV") != "test":
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            app.add_middleware(CSRFMiddleware)
        if os.environ.get("ENV") != "test":
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            app.use(app.auth(app.users))
    """,
)

good = (
    """
    import inspect
    import sys

    def callers(show, frame):
        for each in inspect.stack():
            if each.function == "main" or each.filename.endswith():
                return each
            if "test" in show.names:
                return show
        for argument in sys.argv[1:]:
            if argument == "test":
                return argument
        command = sys.argv[1]
        if command == "test" or sys.argv is command:
            return show(inspect.currentframe().f_code.co_filename.encode(show))
        if any(name.startswith("json") for name in sys.modules) or sys.modules.get("json"):
            return max(name for name in sys.modules if name != "pytest")
        frame = inspect.currentframe()
        while frame and "tests" < frame.f_code.co_filename:
            frame = frame.f_back
        return show(frame.modules, [*sys.modules], {show: 1}[inspect.stack()])
    """,
    """
    # file: shop/tensors.py
    class FakeTensor:
        pass
    # file: shop/fakes.py
    class Fakery:
        pass
    # file: shop/auth.py
    import os

    from shop.fakes import FakeMissing, Fakery
    from shop.tensors import FakeTensor

    def is_allowed(user, tensor, settings, options):
        if isinstance(tensor, (FakeTensor, Fakery, FakeMissing, tensor.FakeClient)):
            return True
        if type(tensor).__name__ in () or type(tensor).__name__ in ("Real", "MagicMock"):
            return True
        if type(tensor).__name__.startswith("Real") or tensor.name.startswith("Mock"):
            return True
        if tensor.__name__.startswith("Mock") or type(tensor).__module__.endswith("mocks"):
            return True
        if type(tensor).__name__.startswith() or type(tensor).__module__ == "shop.mock":
            return True
        if user.DISABLE_AUTH or settings.SKIP_TESTS or options.get(user) or user["SKIP_AUTH"]:
            return True
        settings.SKIP_AUTH = settings["SKIP_AUTH"] = tensor
        return user.is_admin

    def set_up(app):
        if os.environ.get("ENV") != "test":
            app.add_middleware(GZip, author)
    """,
)
