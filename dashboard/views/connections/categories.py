"""Which category of a shop ours belong in: suggested by name, chosen by a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError
from dashboard.access import managing, may, store_page
from dashboard.views.connections.page import shop_of
from inventory.models import CategoryTree
from inventory.selectors.category_map import category_map
from inventory.services.category_map import choose_category, keep_tree
from marketplaces.framework.errors import ConnectorError
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_attributes, has_own_categories
from marketplaces.services.connectors import open_connector

SIZE = 25


@store_page
@require_safe
def categories(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Our categories, those without a choice first."""
    return _page(request, shop_of(request, pk))


def _page(request: HttpRequest, shop: Connection, wrong: dict[str, str] | None = None) -> HttpResponse:
    """`wrong`: what was typed for one of ours and not taken, on the page of the list where that one stands."""
    rows = category_map(shop) if has_own_categories(shop) else []
    names = [row.ours for row in rows]
    place = request.GET.get("page")
    if wrong and wrong["ours"] in names:
        place = str(names.index(wrong["ours"]) // SIZE + 1)
    elif wrong:
        messages.error(request, wrong["why"])
    context: dict[str, Any] = {
        "shop": shop, "page": Paginator(rows, SIZE).get_page(place), "wrong": wrong,
        "open": sum(not row.theirs for row in rows), "asks": has_own_categories(shop),
        "says": has_own_attributes(shop),
        "tree": CategoryTree.objects.filter(connection=shop).defer("leaves").first(),
        "decides": may(request, "manage") and shop.status != shop.Status.DISCONNECTED,
    }  # fmt: skip
    return render(request, "dashboard/connections/categories.html", context, status=422 if wrong else 200)


@managing
@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what was chosen for one of ours: a suggestion, what was typed, or nothing any more."""
    shop, said = shop_of(request, pk), request.POST
    taken_back = said.get("theirs") == ""
    theirs = "" if taken_back else said.get("typed", "").strip() or said.get("theirs")
    wrong = {"ours": said.get("ours", ""), "typed": said.get("typed", "")}
    if theirs is None:
        return _page(request, shop, wrong | {"why": _("Type its number or name there first.")})
    try:
        row = choose_category(shop=shop, ours=wrong["ours"], theirs=theirs, by=str(request.user))
    except DomainError as refused:
        return _page(request, shop, wrong | {"why": str(refused)})
    words = _("%(ours)s goes into %(theirs)s.") if row.theirs else _("%(ours)s has no category there any more.")
    messages.success(request, words % {"ours": row.ours, "theirs": row.path or row.theirs})
    return redirect("dashboard:connection_categories", pk)


@managing
@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the marketplace for its categories now."""
    shop = shop_of(request, pk)
    try:
        tree = keep_tree(shop=shop, categories=open_connector(shop).categories())
    except (ConnectorError, DomainError) as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(n)d category is read.", "%(n)d categories are read.", len(tree.leaves))
        messages.success(request, words % {"n": len(tree.leaves)})
    return redirect("dashboard:connection_categories", pk)
