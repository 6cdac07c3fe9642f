"""Finds connectors by their folder. Nobody else names one."""

import importlib
import pkgutil
from functools import cache

from marketplaces.framework.base import Connector


@cache
def codes() -> tuple[str, ...]:
    """Codes of all connectors, alphabetically: the folders under marketplaces/connectors that hold one."""
    package = importlib.import_module("marketplaces.connectors")
    return tuple(sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg))


@cache
def connector_class(code: str) -> type[Connector]:
    """The connector of a marketplace. Raises LookupError with a sentence for an unknown code."""
    if code not in codes():
        raise LookupError(f"There is no marketplace “{code}”. Known: {', '.join(codes())}.")
    found: type[Connector] = importlib.import_module(f"marketplaces.connectors.{code}").connector
    return found


def connectors() -> tuple[type[Connector], ...]:
    """All of them, by name."""
    return tuple(sorted((connector_class(code) for code in codes()), key=lambda each: each.name.lower()))
