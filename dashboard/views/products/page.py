"""One product: texts by language, variants with their stock, listings with ours beside theirs, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import may, membership_of, sees_money, store_of, store_page
from dashboard.forms.products import TextsForm
from dashboard.languages import name_of, own_name_of
from dashboard.views.inventory.listing import Shown, shown
from dashboard.views.products.listing import ICONS, state_of
from dashboard.views.products.publish import offered
from inventory.models import MarketplaceProduct, Product
from inventory.selectors.figures import Counted, counted_lately
from inventory.selectors.product_history import Event, product_history
from inventory.selectors.product_page import Listed, ProductDetail, listings_of, product_detail
from inventory.selectors.texts import reading
from marketplaces.services.abilities import figures_of_cards
from sync.sending import waiting_for

FIELDS = {"title": lazy("Title"), "description": lazy("Description")}
WORDS = {
    "title": lazy("title"), "description": lazy("description"), "brand": lazy("brand"), "category": lazy("category"),
    "kind": lazy("kind"), "status": lazy("state"), "images": lazy("pictures"), "sku": lazy("SKU"),
    "gtin": lazy("GTIN"), "price": lazy("price"), "currency": lazy("currency"), "cost": lazy("cost"),
    "options": lazy("options"), "weight_g": lazy("weight"), "low_stock_at": lazy("reorder at"),
    "variant_id": lazy("link"), "price_override": lazy("own price"), "stock_override": lazy("own stock"),
}  # fmt: skip
ACTS = {
    ("product", "made"): lazy("Product made"), ("product", "changed"): lazy("Product changed"),
    ("texts", "made"): lazy("Texts written: %(name)s"), ("texts", "changed"): lazy("Texts changed: %(name)s"),
    ("variant", "made"): lazy("Variant made: %(name)s"), ("variant", "changed"): lazy("Variant changed: %(name)s"),
    ("listing", "made"): lazy("Listing first seen: %(name)s"),
    ("listing", "changed"): lazy("Listing changed: %(name)s"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A text as its tab draws it: own or borrowed, as typed or as it is, with what is wrong."""

    name: str
    word: str
    value: str
    own: str
    language: str
    source: str
    error: str
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """A listing with its stock as it is drawn, and what its marketplace counted of it."""

    listed: Listed
    stock: Shown
    counted: Counted | None
    of_card: bool


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one product; `lang` is the tab."""
    return drawn(request, get_for_store(Product.objects.select_related("store"), store_of(request), pk=pk))


@store_page
@require_GET
def offers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the offers of a product have come, asked for again while one is on its way; in the end with listings."""
    product = get_for_store(Product.objects.select_related("store"), store_of(request), pk=pk)
    context = {"product": product, **offered(product)}
    if request.headers.get("HX-Request") and not context["offers_going"]:
        context |= {"swapped": True, "rows": _rows(product.store, listings_of(product))}
    return render(request, "dashboard/products/_offers.html", context)


def _rows(store: Store, listings: Sequence[Listed]) -> list[Row]:
    today = timezone.now().astimezone(store.zone).date()
    counted = counted_lately(store, [each.listing.pk for each in listings], today=today)
    return [
        Row(
            listed=each, stock=shown([each.channel])[0], counted=counted.get(each.listing.pk),
            of_card=figures_of_cards(each.listing.connection),
        )
        for each in listings
    ]  # fmt: skip


def drawn(request: HttpRequest, product: Product, typed: TextsForm | None = None) -> HttpResponse:
    """The page, with what was typed and refused where there is such."""
    detail, money = product_detail(product), sees_money(membership_of(request))
    language = _tab(request, detail)
    rows = _rows(product.store, detail.listings)
    live = [each.listed.listing for each in rows if each.listed.listing.status != MarketplaceProduct.Status.DELETED]
    sale = sum(each.status == MarketplaceProduct.Status.ACTIVE for each in live)
    context = {
        "product": product, "detail": detail, "language": language, "fields": _fields(detail, language, typed),
        "heading": detail.texts(reading(get_language() or "", detail.languages))["title"],
        "tabs": _tabs(detail, language), "order": [name_of(each) for each in _order(detail, language)],
        "rows": rows, "state": state_of(product.status, sale, len(live)), "icon": ICONS.get(product.kind) or "package",
        "shops": len({each.connection_id for each in live}), "typed": typed, "language_name": name_of(language),
        "overridden": [each.listed for each in rows if each.listed.has_override],
        "sees_costs": may(request, "see_costs"),
        "differing": sum(each.stock.channel.state == "drift" or each.listed.price_differs for each in rows),
        "lacking": [(name_of(each), number) for each, number in detail.missing.items() if number],
        "waiting": len(waiting_for(store=product.store, listing_ids=[each.pk for each in live])),
        **offered(product),
        "history": [told(event, money) for event in product_history(product, money=money)],
    }  # fmt: skip
    return render(request, "dashboard/products/page.html", context, status=422 if typed is not None else 200)


def _tab(request: HttpRequest, detail: ProductDetail) -> str:
    """The language asked for; else the first in which a text is missing; else the member's."""
    asked = request.POST.get("language") or request.GET.get("lang", "")
    if asked in detail.languages:
        return asked
    lacking = [each for each, number in detail.missing.items() if number]
    return next(iter(lacking), reading(get_language() or "", detail.languages))


def _tabs(detail: ProductDetail, language: str) -> list[dict[str, Any]]:
    return [
        {"code": each, "word": own_name_of(each), "missing": detail.missing.get(each, 0), "current": each == language}
        for each in detail.languages
    ]


def _order(detail: ProductDetail, language: str) -> Sequence[str]:
    return list(dict.fromkeys([language, *detail.languages]))


def _fields(detail: ProductDetail, language: str, typed: TextsForm | None) -> list[Field]:
    texts, own = detail.texts(language), detail.words.get(language, {})
    found = []
    for name, word in FIELDS.items():
        text = texts[name]
        errors: Any = typed.errors.get(name, []) if typed is not None else []
        value = typed.data.get(name, "") if typed is not None else text.value
        borrowed = text.borrowed and value == text.value
        found.append(
            Field(
                name=name, word=str(word), value=value, own=own.get(name, ""), error=" ".join(map(str, errors)),
                language=text.language if borrowed else language, source=name_of(text.language) if borrowed else "",
                rows=1 if name == "title" else max(4, min(14, value.count("\n") + len(value) // 90 + 1)),
            )
        )  # fmt: skip
    return found


def told(event: Event, money: bool) -> dict[str, Any]:
    """An event of the history in words."""
    name = name_of(event.name) if event.kind == "texts" else event.name
    words = str(ACTS.get((event.kind, event.act), _("Changed"))) % {"name": name}
    changes = [
        {"word": str(WORDS[change.field]), "before": _value(change.before), "after": _value(change.after)}
        for change in event.changes
        if change.field != "variant_id"
    ]
    links = [change for change in event.changes if change.field == "variant_id"]
    if links:
        words = (_("Listing linked: %(name)s") if links[0].after else _("Link removed: %(name)s")) % {"name": name}
    icons = {"texts": "language", "variant": "tags", "listing": "link"}
    return {
        "at": event.at, "words": words, "who": event.who, "changes": changes,
        "icon": icons.get(event.kind, "package"),
    }  # fmt: skip


def _value(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, dict):
        return ", ".join(f"{key} {text}" for key, text in value.items())
    text = f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
