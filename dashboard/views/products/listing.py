"""The product list: views, filters, search, pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from dashboard.access import may, store_of, store_page
from dashboard.forms.products import ProductFilters
from inventory.models import Product
from inventory.selectors.product_list import VIEWS, Facts, ProductPage, find_exact, ordered, product_list, view_counts
from marketplaces.models import Connection

SIZE = 25
TONES = {"missing": "amber", "refused": "red"}
ICONS: Mapping[str, str] = {Product.Kind.PHYSICAL: "package", Product.Kind.DIGITAL: "key"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A product as the list draws it; `flags` are remarks beside its state, each (tone, icon, words)."""

    product: Mapping[str, Any]
    facts: Facts
    state: str
    icon: str
    flags: tuple[tuple[str, str, str], ...]


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One page of a view; htmx asks for the rows alone. One exact hit of SKU or GTIN opens at once."""
    store = store_of(request)
    shops = list(Connection.objects.filter(store=store).exclude(status="disconnected").order_by("name"))
    form = ProductFilters(request.GET, shops)
    filters = form.asked()
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "all"
    swapped = request.headers.get("HX-Target") == "rows"
    exact = find_exact(store, filters.q) if filters.q and not swapped else None
    if exact is not None:
        return redirect("dashboard:product", exact)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = product_list(store, view, filters, language=get_language() or "", size=SIZE, **places)
    context = {
        "form": form,
        "view": view,
        "rows": rows_of(found),
        "page": found.page,
        "chips": _chips(request, form),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "shops": shops,
        "elsewhere": 0,
        "acts": _acts(request),
    }
    if not found.page.rows and filters.q and view != "all":
        keys, rows = ordered(store, "all", filters)
        context["elsewhere"] = len(keys.page(rows, size=SIZE, fields=["id", "title"]).rows)
    if swapped:
        return render(request, "dashboard/products/_rows.html", context)
    return render(request, "dashboard/products/list.html", context | _counted(store, view))


def rows_of(found: ProductPage) -> list[Row]:
    """All rows of a page, each with the word of its state."""
    return [_row(product, found.facts[product["id"]]) for product in found.page.rows]


def _row(product: Mapping[str, Any], facts: Facts) -> Row:
    return Row(
        product=product, facts=facts, icon=ICONS.get(product["kind"], "package"),
        state=state_of(product["status"], facts.on_sale, len(facts.shops)), flags=tuple(_flags(product, facts)),
    )  # fmt: skip


def state_of(status: str, on_sale: int, shops: int) -> str:
    """A state of the table: on sale somewhere, listed, or nowhere."""
    if status != Product.Status.ACTIVE:
        return status
    return "on_sale" if on_sale else ("listed" if shops else "unlisted")


def _flags(product: Mapping[str, Any], facts: Facts) -> list[tuple[str, str, str]]:
    flags = []
    if facts.refused:
        words = ngettext("Refused at %(n)d listing", "Refused at %(n)d listings", facts.refused)
        flags.append(("red", "alert-circle", words % {"n": facts.refused}))
    if facts.differs:
        words = ngettext("Differs at %(n)d listing", "Differs at %(n)d listings", facts.differs)
        flags.append(("red", "arrows-diff", words % {"n": facts.differs}))
    if facts.variants and not facts.counted and product["kind"] == Product.Kind.PHYSICAL:
        flags.append(("amber", "help-circle", _("Never counted")))
    return flags


def _counted(store: Store, view: str) -> dict[str, Any]:
    counts = view_counts(store)
    words = {
        "all": _("All"), "missing": _("Missing texts"), "unlisted": _("Not listed"), "refused": _("Refused"),
        "digital": _("Digital"),
    }  # fmt: skip
    views = [
        {
            "url": f"?{urlencode({'view': name})}", "word": words[name], "count": counts[name],
            "tone": TONES.get(name, "") if counts[name] else "", "current": name == view,
        }
        for name in VIEWS
    ]  # fmt: skip
    return {"views": views, "counts": counts}


def _chips(request: HttpRequest, form: ProductFilters) -> list[dict[str, str]]:
    """The active filters, each with the address that drops it."""
    found = []
    for name in ("connection", "status"):
        value = form.cleaned_data.get(name)
        if value:
            choices: Any = form.fields[name]
            kept = [(key, text) for key, text in request.GET.items() if key not in {name, "after", "before"} and text]
            found.append({"words": str(dict(choices.choices)[value]), "url": f"?{urlencode(kept)}"})
    return found


def _acts(request: HttpRequest) -> list[dict[str, Any]]:
    """What may be done to the ticked products."""
    if not may(request, "manage"):
        return []
    return [
        {"value": "prices", "word": _("Change prices…"), "icon": "tags", "primary": True},
        {"value": "publish", "word": _("Send to channels…"), "icon": "send"},
        {"value": "archive", "word": _("Archive…"), "icon": "box"},
    ]


def picked(request: HttpRequest, most: int) -> list[UUID]:
    """The ids of ticked products that can be read as such."""
    asked = request.POST if request.method == "POST" else request.GET
    found = []
    for text in asked.getlist("product")[:most]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
