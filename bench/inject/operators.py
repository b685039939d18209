"""All operators: one module a family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bench.inject import (
    assertions,
    coroutines,
    disabled,
    disclosure,
    doubles,
    errors,
    execution,
    handles,
    hooks,
    inputs,
    markers,
    naming,
    patchers,
    production,
    state,
)
from bench.inject.mutation import Operator

FAMILIES: Mapping[str, tuple[Operator, ...]] = MappingProxyType(
    {
        "input": inputs.OPERATORS,
        "handles": handles.OPERATORS,
        "state": state.OPERATORS,
        "hooks": hooks.OPERATORS,
        "patchers": patchers.OPERATORS,
        "errors": errors.OPERATORS,
        "assertions": assertions.OPERATORS,
        "disabled checks": disabled.OPERATORS,
        "markers": markers.OPERATORS,
        "names": naming.OPERATORS,
        "coroutines": coroutines.OPERATORS,
        "doubles": doubles.OPERATORS,
        "production": production.OPERATORS,
        "execution": execution.OPERATORS,
        "disclosure": disclosure.OPERATORS,
    }
)
"""The operators of each family, in the order of the table."""

OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {each.name: each for family in FAMILIES.values() for each in family}
)
"""All operators by their names."""
