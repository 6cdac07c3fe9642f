"""What is done to several products at once: each act shows first what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.models import Store
from dashboard.access import managing, may, store_of
from dashboard.forms.products import PriceForm
from dashboard.views.products.listing import picked
from dashboard.views.products.publish import channels_of, sent
from inventory.models import Product
from inventory.selectors.offering import variants_of
from inventory.services.archive import archive, restore
from inventory.services.repricing import Plan, PriceChange, change_prices, plan_prices

MOST = 500
PAGES = {
    "prices": "dashboard:products_prices", "archive": "dashboard:products_archive",
    "publish": "dashboard:products_publish",
}  # fmt: skip


@managing
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """To the page that shows what the act would do."""
    page, ids = PAGES.get(request.POST.get("do", "")), picked(request, MOST)
    if page is None or not ids:
        messages.warning(request, _("No product was ticked. Tick at least one, then press the button again."))
        return redirect("dashboard:products")
    return redirect(f"{reverse(page)}?{urlencode([('product', str(pk)) for pk in ids])}")


@managing
@require_http_methods(["GET", "POST"])
def archiving(request: HttpRequest) -> HttpResponse:
    """Which products would be put away, and where each is still on sale."""
    store = store_of(request)
    rows = _products(store, picked(request, MOST))
    if not rows:
        messages.warning(request, _("No product was ticked. Tick at least one, then press the button again."))
        return redirect("dashboard:products")
    if request.method == "POST":
        away, ids = "restore" not in request.POST, [row.pk for row in rows]
        does = archive if away else restore
        number = does(store=store, product_ids=ids, by=str(request.user), user_id=request.user.pk)
        words = (
            ngettext("%(n)d product is archived.", "%(n)d products are archived.", number)
            if away
            else ngettext("%(n)d product is back.", "%(n)d products are back.", number)
        )
        messages.success(request, words % {"n": number})
        return redirect("dashboard:products")
    archived = sum(row.status == Product.Status.ARCHIVED for row in rows)
    listed = sum(row.offers > 0 for row in rows)  # type: ignore[attr-defined]
    context = {"rows": rows, "archived": archived, "back": archived == len(rows), "listed": listed}
    return render(request, "dashboard/products/archive.html", context)


@managing
@require_http_methods(["GET", "POST"])
def publishing_many(request: HttpRequest) -> HttpResponse:
    """What would go to each shop, and what stays; a POST sends it. One run alone is followed on its page."""
    store = store_of(request)
    products = _products(store, picked(request, MOST))
    if not products:
        messages.warning(request, _("No product was ticked. Tick at least one, then press the button again."))
        return redirect("dashboard:products")
    variants = list(variants_of(store, [row.pk for row in products]))
    wrong: dict[UUID, dict[str, str]] = {}
    if request.method == "POST" and (published := sent(request, store, variants, wrong)) is not None:
        if len(published.runs) == 1:
            return redirect("dashboard:sync_run", published.runs[0].pk)
        return redirect("dashboard:syncs" if published.runs else "dashboard:products")
    context = {"products": products, "channels": channels_of(request, store, variants, wrong)}
    return render(request, "dashboard/products/publish_many.html", context, status=422 if wrong else 200)


def _products(store: Store, ids: Sequence[UUID]) -> list[Product]:
    offers = Count("listings", filter=Q(listings__deleted_at__isnull=True) & ~Q(listings__status="deleted"))
    rows = Product.objects.filter(store=store, pk__in=list(ids)).annotate(offers=offers)
    return list(rows.order_by("title"))


@managing
@require_http_methods(["GET", "POST"])
def prices(request: HttpRequest) -> HttpResponse:
    """A change of prices: first every price as it is and as it would be, then exactly that."""
    store = store_of(request)
    products = _products(store, picked(request, MOST))
    if not products:
        messages.warning(request, _("No product was ticked. Tick at least one, then press the button again."))
        return redirect("dashboard:products")
    form = PriceForm(request.POST or None)
    plan: Plan | None = None
    if request.method == "POST" and "change" in request.POST:
        return _changed(request, store)
    if request.method == "POST" and form.is_valid():
        try:
            plan = plan_prices(store=store, product_ids=[row.pk for row in products], **form.cleaned_data)
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    context = {"form": form, "products": products, "plan": plan, "sees_costs": may(request, "see_costs")}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "dashboard/products/prices.html", context, status=status)


def _changed(request: HttpRequest, store: Store) -> HttpResponse:
    """Carry out what was shown: a price that is no longer as it was shown is left alone and named."""
    shown = [found for text in request.POST.getlist("change")[: MOST * 20] if (found := _read(text)) is not None]
    number, left = change_prices(store=store, changes=shown, by=str(request.user), user_id=request.user.pk)
    words = ngettext("%(n)d price is changed.", "%(n)d prices are changed.", number) % {"n": number}
    if left:
        words += " " + " ".join(f"{sku}: {why}" for sku, why in left[:5])
        messages.warning(request, words)
    else:
        messages.success(request, words)
    return redirect("dashboard:products")


def _read(text: str) -> PriceChange | None:
    """A line of the preview as it comes back: variant, before, after."""
    try:
        variant, before, after = text.split("|")
        amounts = Decimal(before), Decimal(after)
        if not all(amount.is_finite() and 0 <= amount < Decimal(10) ** 11 for amount in amounts):
            return None
        blank: dict[str, Any] = {"sku": "", "title": "", "currency": ""}
        return PriceChange(variant_id=UUID(variant), before=amounts[0], after=amounts[1], **blank)
    except (ValueError, InvalidOperation):
        return None
