"""The language of whoever reads: their own choice before what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.models import User


class ReadersLanguage:
    """After the one of sign-in; programs, who bring no session, are answered as their header says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            if isinstance(user, User) and user.language in self.known:
                translation.activate(user.language)
                request.LANGUAGE_CODE = user.language
        return self.get_response(request)
