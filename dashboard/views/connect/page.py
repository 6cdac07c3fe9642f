"""The page of keys as it is drawn: whole, or for htmx its answer alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboard.forms.connect import KeysForm
from dashboard.kinds import Kind
from dashboard.views.connect.troubles import troubles_of
from dashboard.views.connect.verdicts import verdicts_of
from marketplaces.framework.base import Connector
from marketplaces.models import Connection
from marketplaces.services.trial import Tested


def offers(kind: type[Connector]) -> bool:
    """Whether merchants can sign in by link there."""
    return kind.authorisation_url is not Connector.authorisation_url


def way_back(kind: type[Connector]) -> str:
    """Where the marketplace sends merchants after they signed in; its app must know this address."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('dashboard:connect_callback', args=[kind.code])}"


def refused(
    request: HttpRequest, kind: type[Connector], form: KeysForm, tested: Tested, shop: Connection | None = None
) -> HttpResponse:
    """The same page with the verdicts. With script only the answer is swapped, so typed secrets stay where they are."""
    form.refuse(tested.problems)
    verdicts = verdicts_of(tested, kind.name)
    return drawn(request, kind, form, shop=shop, verdicts=verdicts, status=422)


def drawn(
    request: HttpRequest, kind: type[Connector], form: KeysForm, *, shop: Connection | None = None, **more: Any
) -> HttpResponse:
    """The page, or for htmx the answer alone (which it takes only with a good status)."""
    status = more.pop("status", 200)
    context = {
        "kind": Kind.of(kind), "form": form, "shop": shop, "signs_in": offers(kind),
        "troubles": troubles_of(kind, signs_in=offers(kind)),
        "way_back": way_back(kind) if offers(kind) else "", "tested_at": timezone.now(),
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/connect/_answer.html", context | more | {"swapped": True})
    return render(request, "dashboard/connect/keys.html", context | more, status=status)
