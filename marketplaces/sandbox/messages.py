"""What comes in and what goes out of an emulator: one request, one answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl


class Headers(dict[str, str]):
    """Header names without case; stored in lower case."""

    def __init__(self, pairs: Mapping[str, str] | None = None) -> None:
        super().__init__({name.lower(): value for name, value in (pairs or {}).items()})

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())


class NotJson(ValueError):
    """The body of a request could not be read as JSON."""


@dataclass
class Request:
    """One request, its path relative to the emulator's mount point. `params` are filled by the path template."""

    method: str
    path: str
    query_string: str = ""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    base_url: str = ""
    params: dict[str, str] = field(default_factory=dict)
    account: str = ""

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The query as it came, repeated keys and empty values kept in order."""
        return parse_qsl(self.query_string, keep_blank_values=True)

    @cached_property
    def query(self) -> dict[str, str]:
        """The query with the last value of each key."""
        return dict(self.pairs)

    def values(self, name: str) -> list[str]:
        """Every value of a repeated query key."""
        return [value for key, value in self.pairs if key == name]

    @cached_property
    def json(self) -> Any:
        """The parsed body; an empty body is None. Raises NotJson."""
        if not self.body:
            return None
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise NotJson(str(error)) from error

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of an urlencoded body."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass
class Answer:
    """One answer, ready to be sent."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """Raised inside a handler to answer at once; everything the handler wrote is rolled back."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"refused with {answer.status}")
        self.answer = answer


def json_answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """A JSON answer in UTF-8, letters of every script left as they are."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


def html_answer(page: str, status: int = 200) -> Answer:
    """A page for a person, or for a client that expected something else."""
    return Answer(status, page.encode(), {"Content-Type": "text/html; charset=utf-8"})


def redirect(address: str) -> Answer:
    """Sends the browser on."""
    return Answer(302, b"", {"Location": address})
