"""What is answered where a request never came to a view: a program is told in its own form, a browser by a page."""

from __future__ import annotations

import sys

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults

from api.errors import MEDIA_TYPE, Problem, problem_of

PROGRAMS = ("/api/", "/health/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if not request.path.startswith(PROGRAMS):
        return defaults.bad_request(request, exception)
    if isinstance(exception, DisallowedHost):
        sentence = _("Orion is not called by this name. Send the request to the address that its operator gave you.")
        return _plain(request, Problem(400, "unreadable", sentence))
    return _plain(request, problem_of(exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with a reference into our log."""
    broken = sys.exc_info()[1]
    if not request.path.startswith(PROGRAMS):
        return defaults.server_error(request)
    return _plain(request, problem_of(broken if isinstance(broken, Exception) else RuntimeError("unknown")))


def _plain(request: HttpRequest, problem: Problem) -> HttpResponse:
    told = problem.response(request.path)
    return JsonResponse(told.data, status=told.status_code, content_type=MEDIA_TYPE, headers=dict(problem.headers))
