"""What one method of a view takes and gives, said once: the view, the permissions and the schema all read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from api.serializers import Strict
from core.roles import Act

if TYPE_CHECKING:
    from api.views import StoreViews


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A row of the table that a view is.

    `answer` renders what the method returns (None: 204). `paged` says that it returns a `Listing`. `query` and `body`
    are strict: what they do not name is refused. `versioned` says that it returns a `Tagged`, or asks for one by
    If-Match. `errors` are further statuses it may answer with.
    """

    answer: type[Serializer[Any]] | None = None
    paged: bool = False
    status: int = 200
    query: type[Strict] | None = None
    body: type[Strict] | None = None
    need: Act = "see"
    scope: str = ""
    money: bool = False
    public: bool = False
    versioned: bool = False
    errors: tuple[int, ...] = ()


def endpoint(
    *,
    answer: type[Serializer[Any]] | None = None,
    paged: bool = False,
    status: int | None = None,
    query: type[Strict] | None = None,
    body: type[Strict] | None = None,
    need: Act = "see",
    scope: str = "",
    money: bool = False,
    public: bool = False,
    versioned: bool = False,
    errors: tuple[int, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a method of `StoreViews` an address: parsed before, rendered after, POSTs answered once per key.

    `need` is what the user's role must allow, out of `core.roles`. `scope` is `<area>:read` for GET and
    `<area>:write` else, unless named. Inside, `self.asked` is the query and `self.given` the body, both as their
    serializers read them.
    """
    told = Endpoint(
        answer=answer, paged=paged, status=status or (200 if answer else 204), query=query, body=body, need=need,
        scope=scope, money=money, public=public, versioned=versioned, errors=errors,
    )  # fmt: skip

    def decorate(method: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(method)
        def answered(view: StoreViews, request: Request, *args: Any, **kwargs: Any) -> Response:
            view.given = {}
            view.asked = view.read_query(told)
            if request.method not in ("GET", "HEAD"):
                view.given = view.read_body(told)
            return view.once(lambda: view.rendered(told, method(view, request, *args, **kwargs)))

        answered.endpoint = told  # type: ignore[attr-defined]
        return answered

    return decorate
