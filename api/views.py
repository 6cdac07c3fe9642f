"""The base of every address: a token's store, strict input, one form of output."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ListField, MultipleChoiceField
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.viewsets import ViewSet

from api.auth import Access
from api.endpoint import Endpoint
from api.errors import Problem, problem_of, too_large
from api.idempotency import HEADER, answered_once
from api.pagination import PageQuery, cut
from api.serializers import Empty, FromQuery, Strict
from api.versions import Tagged
from core.errors import DomainError
from core.models import Membership, Store, User
from core.tenancy import get_for_store
from marketplaces.framework.errors import ConnectorError

M = TypeVar("M", bound=Model)
LARGEST_BODY = 1024 * 1024
#: What says no on purpose; everything else is a fault of ours.
REFUSALS = (Problem, DomainError, ConnectorError, APIException, Http404, PermissionDenied)


class StoreViews(ViewSet):
    """The addresses of one resource. A method is one row: `@endpoint(…)`, then one service or selector call.

    `area` is the word before the colon of its scopes, `resource` the first word of its operation ids, `tag` the
    heading it stands under where that is not `resource`.
    """

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    area: ClassVar[str] = ""
    resource: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    asked: dict[str, Any]
    given: dict[str, Any]

    # Who ------------------------------------------------------------------------------------------------------------
    @property
    def access(self) -> Access:
        """The token's access; only of an address that is not public."""
        assert isinstance(self.request.auth, Access)
        return self.request.auth

    @property
    def store(self) -> Store:
        """Every query starts from it."""
        return self.access.store

    @property
    def membership(self) -> Membership:
        """What the token's user may do here."""
        return self.access.membership

    @property
    def user(self) -> User:
        """Whom the token acts as."""
        return self.access.user

    @property
    def about(self) -> Endpoint | None:
        """What the method in hand takes and gives; None where there is no such method."""
        method = getattr(self, self.action, None) if getattr(self, "action", None) else None
        return getattr(method, "endpoint", None)

    def scope_of(self, about: Endpoint) -> str:
        """The scope that a method needs."""
        act = "read" if self.request.method in ("GET", "HEAD") else "write"
        return about.scope or f"{self.area}:{act}"

    def find(self, source: type[M] | QuerySet[M], pk: Any, **lookup: Any) -> M:
        """One row of this store, else 404."""
        return get_for_store(source, self.store, pk=pk, **lookup)

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What one token may read is for no cache on the way."""
        return {**super().default_response_headers, "Cache-Control": "no-store"}

    # In and out -----------------------------------------------------------------------------------------------------
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A body that is too large is not read, whoever sends it."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise too_large()
        super().initial(request, *args, **kwargs)

    def read_query(self, told: Endpoint) -> dict[str, Any]:
        """The query as its serializer reads it."""
        reader = query_reader(told)(data=_plain(self.request, query_reader(told)), context=self.context)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def read_body(self, told: Endpoint) -> dict[str, Any]:
        """The body as its serializer reads it."""
        reader = (told.body or Empty)(data=self.request.data, context=self.context)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)

    def rendered(self, told: Endpoint, found: Any) -> Response:
        """What a method returned, as its serializer writes it; a ready answer stays as it is."""
        if isinstance(found, Response):
            return found
        if isinstance(found, Tagged):
            response = self.rendered(told, found.found)
            response["ETag"] = found.tag
            return response
        if told.answer is None:
            return Response(status=told.status)
        if told.paged:
            page = cut(found, self.request, self.asked)
            rows = told.answer(page.rows, many=True, context=self.context).data
            return Response({"results": rows, "next": page.next, "previous": page.previous}, status=told.status)
        return Response(told.answer(found, context=self.context).data, status=told.status)

    def once(self, work: Callable[[], Response]) -> Response:
        """A POST with an Idempotency-Key is done once, and a refusal is an answer too."""
        if self.request.method != "POST" or HEADER not in self.request.headers or not self.request.auth:
            return work()
        return answered_once(self.request, self.access, lambda: self._settled(work))

    def _settled(self, work: Callable[[], Response]) -> Response:
        try:
            return work()
        except REFUSALS as refused:
            return problem_of(refused).response(self.request.path)

    def request_key(self) -> str:
        """Of the program's key and what it sent, so that also a request that died half-way is the same one."""
        key = self.request.headers.get(HEADER, "").strip()
        said = json.dumps(self.given, sort_keys=True, cls=JSONEncoder)
        return f"api:{self.user.pk}:{key}:{said}" if key else uuid.uuid4().hex

    @property
    def context(self) -> dict[str, Any]:
        """For serializers."""
        access = self.request.auth if isinstance(self.request.auth, Access) else None
        return {
            "request": self.request,
            "view": self,
            "access": access,
            "sees_money": bool(access and access.sees_money),
        }


@cache
def query_reader(told: Endpoint) -> type[Strict]:
    """The fields of a query: the method's own and, for lists, those of every list."""
    own: dict[str, Any] = dict(told.query._declared_fields) if told.query else {}
    shared: dict[str, Any] = dict(PageQuery._declared_fields) if told.paged else {}
    base = told.query or Strict
    return type(f"{base.__name__}Reader", (base,), {**own, **shared})


def _plain(request: Request, reader: type[Strict]) -> dict[str, Any]:
    """The last value of each name, all of them for lists; a form's rules for absent boxes are not ours."""
    fields = reader().fields
    found: dict[str, Any] = {}
    for name, texts in request.query_params.lists():
        values = [FromQuery(text) for text in texts]
        found[name] = values if isinstance(fields.get(name), ListField | MultipleChoiceField) else values[-1]
    return found
