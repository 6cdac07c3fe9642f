"""Which marketplace?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dashboard.access import managing
from dashboard.kinds import Kind
from marketplaces.framework import registry
from marketplaces.models import Marketplace


@managing
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Every marketplace that has a connector, but for those that staff have switched off."""
    off = set(Marketplace.objects.filter(is_active=False).values_list("code", flat=True))
    kinds = [Kind.of(kind) for kind in registry.connectors() if kind.code not in off]
    return render(request, "dashboard/connect/choose.html", {"kinds": kinds})
