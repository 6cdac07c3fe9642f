"""What a category of a shop asks of goods, and what goods of ours say to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from dashboard.access import managing, may, store_page
from dashboard.views.connections.page import shop_of
from inventory.selectors.attribute_map import AttributeMap, attribute_map
from inventory.services.attribute_map import choose_attribute, keep_attributes
from marketplaces.framework.errors import ConnectorError
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_attributes
from marketplaces.services.connectors import open_connector


@store_page
@require_safe
def attributes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The attributes of one category of theirs, what must be said and is not first."""
    shop = shop_of(request, pk)
    found = _map(shop, request.GET.get("category", ""))
    return _page(request, shop, found) if found else _to_choose_first(request, pk)


@managing
@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what goods in this category say to one attribute: the same words, a fact of each, or nothing any more."""
    shop, said = shop_of(request, pk), request.POST
    if (found := _map(shop, said.get("category", ""))) is None:
        return _to_choose_first(request, pk)
    kept = {name: "" if "take_back" in said else said.get(name, "") for name in ("words", "fact")}
    try:
        row = choose_attribute(
            shop=shop, category=found.category, name=said.get("name", ""), by=str(request.user), **kept
        )
    except DomainError as refused:
        typed = {"name": said.get("name", ""), **kept, "error": str(refused)}
        return _page(request, shop, found, typed=typed, status=422)
    chosen = row.words or row.fact
    words = _("%(name)s is said now: %(words)s.") if chosen else _("Nothing is chosen for %(name)s any more.")
    messages.success(request, words % {"name": row.name, "words": chosen})
    return redirect(address(shop, found.category))


@managing
@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the marketplace what this category asks."""
    shop = shop_of(request, pk)
    if (found := _map(shop, request.POST.get("category", ""))) is None:
        return _to_choose_first(request, pk)
    category = found.category
    try:
        row = keep_attributes(shop=shop, category=category, attributes=open_connector(shop).attributes(category))
    except (ConnectorError, DomainError) as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(n)d attribute is read.", "%(n)d attributes are read.", len(row.attributes))
        messages.success(request, words % {"n": len(row.attributes)})
    return redirect(address(shop, category))


def address(shop: Connection, category: str) -> str:
    """Of the page of one category."""
    return f"{reverse('dashboard:connection_attributes', args=[shop.pk])}?{urlencode({'category': category})}"


def _map(shop: Connection, category: str) -> AttributeMap | None:
    """Only of a category that one of ours goes into."""
    found = attribute_map(shop, category) if category and has_own_attributes(shop) else None
    return found if found and found.ours else None


def _to_choose_first(request: HttpRequest, pk: UUID) -> HttpResponse:
    messages.error(request, _("None of your categories goes into this one. Choose it first."))
    return redirect("dashboard:connection_categories", pk)


def _page(
    request: HttpRequest, shop: Connection, found: AttributeMap, *, typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {
        "shop": shop, "map": found, "open": sum(each.is_open for each in found.asked), "typed": typed or {},
        "decides": may(request, "manage") and shop.status != shop.Status.DISCONNECTED,
    }  # fmt: skip
    return render(request, "dashboard/connections/attributes.html", context, status=status)
