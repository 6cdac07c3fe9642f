"""What is answered for an address under /api/ that nobody has."""

from __future__ import annotations

from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.errors import Problem


class NotThere(APIView):
    """404 for every method, with or without a token; a missing slash at the end is named."""

    schema = None
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Problem(404, "not-found", _sentence(request.path))

    def get(self, request: Request) -> Response:
        """Never reached."""
        raise NotImplementedError


def _sentence(path: str) -> str:
    if not path.endswith("/"):
        try:
            there = resolve(f"{path}/")
        except Resolver404:
            there = None
        if there is not None and there.url_name != "not_there":
            return _("There is nothing at this address. Did you mean %(path)s/?") % {"path": path}
    return _("There is nothing at this address. /api/docs/ lists what there is.")
