"""A table from (method, path template) to handler; several small tables make one emulator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .messages import Answer, Request

Handler = Callable[[Any, Request], Answer]


@dataclass(frozen=True)
class Route:
    """One operation. `details` is what the emulator wants to know beside it: a request shape, a limit, `open=True`."""

    method: str
    template: str
    handler: Handler
    details: dict[str, Any]

    @property
    def pattern(self) -> re.Pattern[str]:
        parts = re.split(r"\{(\w+)\}", self.template)
        text = "".join(re.escape(part) if n % 2 == 0 else f"(?P<{part}>[^/]+)" for n, part in enumerate(parts))
        return re.compile(f"{text}$")


class Routes:
    """Collects handlers in one module: `routes = Routes()` and then `@routes.post("/v1/roles")`."""

    def __init__(self) -> None:
        self.table: list[Route] = []

    def add(self, method: str, template: str, **details: Any) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.table.append(Route(method, template, handler, details))
            return handler

        return register

    def get(self, template: str, **details: Any) -> Callable[[Handler], Handler]:
        return self.add("GET", template, **details)

    def post(self, template: str, **details: Any) -> Callable[[Handler], Handler]:
        return self.add("POST", template, **details)


class RouteTable:
    """Finds the route of a path: plain paths by one look-up, templates in the order of registration."""

    def __init__(self, groups: Iterable[Routes]) -> None:
        self._plain: dict[str, dict[str, Route]] = {}
        self._templates: list[tuple[re.Pattern[str], Route]] = []
        for route in (route for group in groups for route in group.table):
            if "{" in route.template:
                self._templates.append((route.pattern, route))
            else:
                self._plain.setdefault(route.template, {})[route.method] = route

    def find(self, method: str, path: str) -> tuple[Route | None, dict[str, str], bool]:
        """The route, its path parameters, and whether the path exists at all (405 instead of 404)."""
        here = self._plain.get(path)
        if here is not None:
            return here.get(method), {}, True
        known = False
        for pattern, route in self._templates:
            if match := pattern.match(path):
                known = True
                if route.method == method:
                    return route, match.groupdict(), True
        return None, {}, known
