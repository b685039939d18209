"""More states of the whole process: of the standard library, and of libraries that have one for all tests."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_testsec.cleanup.table.row import REGISTERED, RESTORED, Remedy, State


def _set_by(what: str, setter: str, value: str, getter: str, neutral: tuple[str, ...] = ()) -> State:
    """A state that one function sets, and another tells."""
    restore = f"{setter}(saved)"
    return State(
        what,
        "TSE314",
        "call:{}",
        f"{setter}({value})",
        f"{getter}()",
        restore,
        RESTORED,
        REGISTERED,
        changed_by=(setter,),
        read_by=(getter,),
        neutral=neutral,
    )


def _switched(what: str, on: str, off: str, asks: str, value: str = "") -> State:
    """A state that one function switches on, and another off."""
    return State(
        what,
        "TSE314",
        "call:{}",
        f"{on}({value})",
        f"{asks}()",
        f"{off}()",
        Remedy(f"call {off}() in finally"),
        Remedy(f"add self.addCleanup({off})"),
        changed_by=(on,),
        undone_by=(off,),
    )


def _of_clocks() -> Iterator[State]:
    # https://docs.python.org/3/library/signal.html
    for what, setter, values in (
        ("alarm", "signal.alarm", "9"),
        ("interval timer", "signal.setitimer", "0, 9"),
    ):
        off = f"{setter}({values.replace('9', '0')})"
        yield State(
            what,
            "TSE314",
            "call:{}",
            f"{setter}({values})",
            off,
            off,
            Remedy(f"call {off} in finally"),
            Remedy(f"add self.addCleanup({off.replace('(', ', ')}"),
            changed_by=(setter,),
            value=values.count(","),
            neutral=("0", "0.0"),
        )


def _of_python() -> Iterator[State]:
    # https://docs.python.org/3/library/: sys, threading, decimal, csv, gc, multiprocessing, faulthandler
    yield _set_by("trace function", "sys.settrace", "print", "sys.gettrace", ("None",))
    yield _set_by("profile function", "sys.setprofile", "print", "sys.getprofile", ("None",))
    yield _set_by("switch interval", "sys.setswitchinterval", "0.1", "sys.getswitchinterval")
    yield _set_by(
        "limit of digits", "sys.set_int_max_str_digits", "0", "sys.get_int_max_str_digits", ("4300",)
    )
    yield _set_by("trace function of threads", "threading.settrace", "print", "threading.gettrace", ("None",))
    context = _set_by("decimal context", "decimal.setcontext", "print", "decimal.getcontext")
    parts = ("prec", "rounding", "Emax", "Emin", "capitals", "clamp")
    yield context._replace(targets=tuple(f"decimal.getcontext().{each}" for each in parts))
    yield _set_by("field size limit of csv", "csv.field_size_limit", "9", "csv.field_size_limit")
    yield _set_by("thresholds of the collector", "gc.set_threshold", "9", "gc.get_threshold")
    # https://docs.python.org/3/library/resource.html
    yield State(
        "limit of resources",
        "TSE314",
        "call:{}",
        "resource.setrlimit(0, (1, 1))",
        "resource.getrlimit(0)",
        "resource.setrlimit(0, saved)",
        RESTORED,
        REGISTERED,
        changed_by=("resource.setrlimit",),
        read_by=("resource.getrlimit",),
        value=1,
    )
    yield _set_by(
        "start method of processes",
        "multiprocessing.set_start_method",
        '"spawn"',
        "multiprocessing.get_start_method",
    )
    yield _set_by(
        "current event loop", "asyncio.set_event_loop", "print", "asyncio.get_event_loop", ("None",)
    )
    yield _switched("tracing of memory", "tracemalloc.start", "tracemalloc.stop", "tracemalloc.is_tracing")
    yield _switched("fault handler", "faulthandler.enable", "faulthandler.disable", "faulthandler.is_enabled")


def _of_loggers() -> Iterator[State]:
    # https://docs.python.org/3/library/logging.html#logger-objects
    for what, word in (("propagation of a logger", "propagate"), ("switch of a logger", "disabled")):
        target = f"logging.getLogger().{word}"
        yield State(
            what,
            "TSE314",
            "set:{}",
            f"{target} = 1",
            target,
            f"{target} = saved",
            RESTORED,
            REGISTERED,
            targets=(target,),
        )


def _of_libraries() -> Iterator[State]:
    # https://docs.djangoproject.com/en/stable/ref/utils/
    yield _switched(
        "language",
        "django.utils.translation.activate",
        "django.utils.translation.deactivate",
        "django.utils.translation.get_language",
        '"de"',
    )
    yield _switched(
        "time zone",
        "django.utils.timezone.activate",
        "django.utils.timezone.deactivate",
        "django.utils.timezone.get_current_timezone",
        '"Europe/Berlin"',
    )
    # https://github.com/gabrielfalcao/HTTPretty, https://github.com/getsentry/responses
    yield _switched("intercepted sockets", "httpretty.enable", "httpretty.disable", "httpretty.is_enabled")
    yield _switched("intercepted requests", "responses.start", "responses.stop", "responses.calls")
    # https://docs.ray.io/en/latest/ray-core/api/
    yield _switched("cluster of ray", "ray.init", "ray.shutdown", "ray.is_initialized")
    # https://docs.pytorch.org/docs/stable/torch.html
    yield _set_by(
        "type of new tensors",
        "torch.set_default_dtype",
        "print",
        "torch.get_default_dtype",
        ("torch.float32",),
    )
    yield _set_by(
        "device of new tensors", "torch.set_default_device", "print", "torch.get_default_device", ("None",)
    )
    # https://numpy.org/doc/stable/reference/generated/numpy.seterr.html
    yield _set_by("answer to numeric errors", "numpy.seterr", '"raise"', "numpy.geterr")
    yield _set_by("print options of numpy", "numpy.set_printoptions", "4", "numpy.get_printoptions")


FURTHER_STATES: tuple[State, ...] = (*_of_python(), *_of_loggers(), *_of_clocks(), *_of_libraries())
"""What one function sets or switches on, and the same or another puts back."""
