"""Reads the endpoints into the OpenAPI description; every error is declared once and referred to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from api.aliases import health_described as health_described  # it makes itself known by being loaded
from api.endpoint import Endpoint
from api.examples import add_examples
from api.idempotency import HEADER, LONGEST_KEY
from api.versions import HEADER as IF_MATCH
from api.views import StoreViews, query_reader
from core.roles import PERMISSIONS

PROBLEM_MEDIA_TYPE = "application/problem+json"
#: Every error an operation may answer with: its name among the components, and when it comes.
ERRORS: dict[int, tuple[str, str]] = {
    400: ("Invalid", "The request is not right: an unknown or wrong field, parameter, cursor or date, or no JSON."),
    401: ("TokenNeeded", "No token, or one that is unknown, has ended, was revoked or whose user left the store."),
    403: ("Forbidden", "The token's scope or its user's role is too small; the detail names what is needed."),
    404: ("NotFound", "There is no such thing in the token's store."),
    409: ("Conflict", "The first request with this Idempotency-Key is still running, or the shop's account needs you."),
    412: ("ChangedMeanwhile", "Another version was read than there is now. Nothing was changed."),
    413: ("TooLarge", "The body is larger than 1 MB."),
    415: ("MediaType", "The body is not application/json."),
    422: ("Refused", "Understood and refused: nothing was changed; the detail says what to do."),
    429: ("TooMany", "The token calls too often; Retry-After says when to go on."),
    502: ("MarketplaceStrange", "The marketplace answered something we do not know."),
    503: ("MarketplaceAway", "The marketplace does not answer; Retry-After says when to try again."),
}
PROBLEM = {
    "type": "object",
    "description": "An error (RFC 9457). May also hold scope, kind, marketplace, tried, said, fix, reference.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "Stays the same for the same kind of error."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened and what to do."},
        "instance": {"type": "string", "description": "The path that was called."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class BearerScheme(OpenApiAuthenticationExtension):
    """How the token travels."""

    target_class = "api.auth.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A token of one store: `orion_…`."}


class EndpointSchema(AutoSchema):
    """One operation out of one `@endpoint` and the docstring of its method."""

    @property
    def told(self) -> Endpoint:
        """The endpoint of the method."""
        assert self._views.about is not None
        return self._views.about

    @property
    def _views(self) -> StoreViews:
        assert isinstance(self.view, StoreViews)
        return self.view

    def get_operation_id(self) -> str:
        return f"{self._resource}_{self._views.action}"

    def get_tags(self) -> list[str]:
        return [self._views.tag or self._resource]

    @property
    def _resource(self) -> str:
        return str(self._views.resource or self._views.area)

    def get_summary(self) -> str | None:
        return _first_sentence(self._docstring)

    def get_description(self) -> str:  # type: ignore[override]
        """The docstring, and what a token must have."""
        rest = self._docstring.removeprefix(_first_sentence(self._docstring)).lstrip(". \n")
        scope = "" if self.told.public else f"Needs the scope `{self._scope}`."
        role = "" if self.told.need == "see" else f"For whoever may {PERMISSIONS[self.told.need].what}."
        return "\n\n".join(part for part in (rest, " ".join(part for part in (scope, role) if part)) if part)

    @property
    def _docstring(self) -> str:
        text = getattr(self.view, self._views.action).__doc__ or ""
        return "\n".join(line.strip() for line in text.strip().splitlines())

    @property
    def _scope(self) -> str:
        act = "read" if self.method in ("GET", "HEAD") else "write"
        return self.told.scope or f"{self._views.area}:{act}"

    def get_auth(self) -> list[dict[str, list[str]]]:
        """A token; where the address is public, none will do."""
        return [*super().get_auth(), *([{}] if self.told.public else [])]

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = [query_reader(self.told)] if self.told.query or self.told.paged else []
        if self.method == "POST" and not self.told.public:
            found.append(
                OpenApiParameter(
                    HEADER,
                    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
                    OpenApiParameter.HEADER,
                    description="Sent again with the same body, it answers the same and does nothing twice.",
                )
            )
        if self.told.versioned and self.method not in ("GET", "HEAD"):
            found.append(
                OpenApiParameter(
                    IF_MATCH,
                    str,
                    OpenApiParameter.HEADER,
                    description="The ETag that was read; of no other is it changed.",
                )
            )
        return found

    def get_request_serializer(self) -> Any:
        return self.told.body

    def get_response_serializers(self) -> Any:
        if self.told.answer is None:
            return {self.told.status: OpenApiResponse(description="Done.")}
        answer = page_of(self.told.answer) if self.told.paged else self.told.answer
        return {self.told.status: OpenApiResponse(answer, description=self.get_summary() or "")}

    def get_filter_backends(self) -> list[Any]:
        return []

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Every answer is written as its endpoint says; a list is an envelope."""
        return False

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            answers = operation["responses"]
            if self.told.versioned and self.told.answer is not None:
                answers[str(self.told.status)]["headers"] = {
                    "ETag": {"schema": {"type": "string"}, "description": "Its version."}
                }
            for status in sorted({*self._errors()}):
                answers[str(status)] = {"$ref": f"#/components/responses/{ERRORS[status][0]}"}
            operation["responses"] = dict(sorted(answers.items()))
        return operation

    def _errors(self) -> Iterator[int]:
        yield 400
        yield from (401, 429)
        if not self.told.public:
            yield 403
        if "{" in self.path:
            yield 404
        if self.method not in ("GET", "HEAD"):
            yield from (413, 415)
        if self.method == "POST":
            yield from (409, 422)
        if self.told.versioned and self.method not in ("GET", "HEAD"):
            yield 412
        yield from self.told.errors


@cache
def page_of(answer: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The envelope of a list of these."""
    name = answer.__name__.removesuffix("Serializer")
    fields = {"results": answer(many=True), "next": _neighbour(), "previous": _neighbour()}
    return type(f"{name}PageSerializer", (serializers.Serializer,), fields)


def _neighbour() -> serializers.URLField:
    return serializers.URLField(allow_null=True, help_text="The full address of the neighbouring page.")


def declare_errors(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """The hook that puts the problem and the answers that carry it among the components, once."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    content = {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        name: {"description": text, "content": content, **_headers(status)} for status, (name, text) in ERRORS.items()
    }
    _forget(result, "x-spec-enum-id")
    add_examples(result)
    return result


def _forget(part: Any, name: str) -> None:
    """Take a mark of the generator's own out of the description."""
    if isinstance(part, dict):
        part.pop(name, None)
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _forget(inner, name)


def _headers(status: int) -> dict[str, Any]:
    """What a program needs besides the sentence."""
    if status == 401:
        return {"headers": {"WWW-Authenticate": {"schema": {"type": "string"}}}}
    if status in (429, 503):
        return {"headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}}
    return {}


def _first_sentence(text: str) -> str:
    """Up to the first full stop; a docstring's first line holds it whole."""
    return text.partition("\n")[0].partition(". ")[0].rstrip(".")
