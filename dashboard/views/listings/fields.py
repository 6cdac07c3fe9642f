"""One listing beside its product, field by field: last agreed, ours now, theirs now; settled here, alone or in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from dashboard.access import managing, may, require, store_of, store_page
from dashboard.views.listings.page import listing_of
from inventory.models import Agreement, MarketplaceProduct
from inventory.models.agreement import Decides, Field
from inventory.selectors.disagreements import fingerprint, open_fields, standings
from inventory.services.agreements.owners import set_listing_owner, set_owner
from inventory.services.agreements.settle import Choice, Settled, Side, settle

#: So many listings are settled in one go: a person is to read the list before pressing.
MOST = 200
IN_BULK = (Side.OURS, Side.THEIRS, Side.BOTH)


@store_page
@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both sides of each field with what they last agreed on; a POST settles the chosen ones, all or none."""
    listing = listing_of(request, pk)
    if request.method == "POST":
        require(request, "manage")
    if listing.variant_id is None:
        messages.info(request, _("This listing is not linked to a product. Link it first."))
        return redirect("dashboard:listing", pk)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            _settle(request, listing)
            return redirect("dashboard:listing_fields", pk)
        except DomainError as refused:
            wrong = {refused.field: str(refused)}
            listing = listing_of(request, pk)
    context = {
        "listing": listing, "rows": _rows(request, listing, wrong), "wrong": wrong,
        "manages": may(request, "manage"), "currency": listing.currency or listing.connection.currency,
    }  # fmt: skip
    return render(request, "dashboard/listings/fields.html", context, status=422 if wrong else 200)


def _rows(request: HttpRequest, listing: MarketplaceProduct, wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    post = request.POST
    return [
        {
            "standing": each, "row": each.agreement, "name": each.agreement.field,
            "seen": fingerprint(each.agreement), "wrong": wrong.get(each.agreement.field, ""),
            "side": post.get(f"side_{each.agreement.field}", _obvious(each.agreement)),
            "own": post.get(f"own_{each.agreement.field}", ""),
            "deciders": _deciders(each.agreement, each.decides, listing),
        }
        for each in standings(listing)
        if not each.is_price or may(request, "see_money")
    ]  # fmt: skip


def _obvious(row: Agreement) -> str:
    """Where one side alone has moved its word is proposed; where both have, nothing is."""
    return {Agreement.State.OURS: "ours", Agreement.State.THEIRS: "theirs"}.get(Agreement.State(row.state), "")


def _deciders(row: Agreement, decides: str, listing: MarketplaceProduct) -> list[dict[str, Any]]:
    shop = {"shop": listing.connection.name}
    words = {Decides.ASK: _("Ask me"), Decides.OURS: _("Orion decides"), Decides.THEIRS: _("%(shop)s decides") % shop}
    here = [{"value": str(value), "word": word, "chosen": decides == value} for value, word in words.items()]
    return [
        {"group": _("For this listing"), "options": here},
        {
            "group": _("For all of %(shop)s") % shop,
            "options": [{"value": f"shop:{value}", "word": word, "chosen": False} for value, word in words.items()],
        },
    ]


def _settle(request: HttpRequest, listing: MarketplaceProduct) -> None:
    by, choices = str(request.user), {}
    for name in Field.values:
        side = request.POST.get(f"side_{name}", "")
        if side:
            seen = request.POST.get(f"seen_{name}", "")
            choices[name] = Choice(side=side, text=request.POST.get(f"own_{name}", ""), seen=seen)
    done = settle(listing=listing, choices=choices, by=by) if choices else Settled()
    changed = sum(_decide(listing, name, request.POST.get(f"next_{name}", ""), by) for name in Field.values)
    if choices:
        messages.success(request, told(done, listing))
    elif changed:
        messages.success(request, _("Saved: who decides the next time."))
    else:
        messages.info(request, _("Nothing was chosen. Choose a side for each field that is to be settled."))


def _decide(listing: MarketplaceProduct, name: str, decides: str, by: str) -> bool:
    """`shop:…` holds for the whole shop; returns whether anything changed."""
    if decides.startswith("shop:"):
        set_listing_owner(listing=listing, field=name, decides="", by=by)
        set_owner(shop=listing.connection, field=name, decides=decides.removeprefix("shop:"), by=by)
        return True
    return bool(decides) and set_listing_owner(listing=listing, field=name, decides=decides, by=by)


def told(done: Settled, listing: MarketplaceProduct) -> str:
    """What was sent, taken and left, in a sentence each."""
    shop, parts = listing.connection.name, []
    if done.sent:
        words = ngettext("%(n)d field is sent to %(shop)s.", "%(n)d fields are sent to %(shop)s.", len(done.sent))
        parts.append(words % {"n": len(done.sent), "shop": shop})
    if done.taken:
        words = ngettext("%(n)d is taken from there.", "%(n)d are taken from there.", len(done.taken))
        parts.append(words % {"n": len(done.taken)})
    if done.left:
        words = ngettext("%(n)d stays as it is on both sides.", "%(n)d stay as they are on both sides.", len(done.left))
        parts.append(words % {"n": len(done.left)})
    return " ".join(parts)


@managing
@require_http_methods(["GET", "POST"])
def settle_many(request: HttpRequest) -> HttpResponse:
    """What settling the ticked listings would send and take; a POST does it, listing by listing, as it was shown."""
    store = store_of(request)
    asked = request.GET if request.method == "GET" else request.POST
    side = asked.get("side", "")
    ids = [pk for pk in map(_uuid, asked.getlist("listing")[:MOST]) if pk]
    rows = MarketplaceProduct.objects.filter(store=store, pk__in=ids, variant__isnull=False).defer("raw")
    listings = list(rows.select_related("connection__marketplace", "variant__product", "store").order_by("title", "pk"))
    disputed = open_fields([row.pk for row in listings])
    if side not in IN_BULK or not disputed:
        messages.warning(request, _("Tick listings that disagree and choose whose word counts."))
        return redirect("/listings/?view=disagree")
    if request.method == "POST":
        _settle_many(request, listings, side)
        return redirect("/listings/?view=disagree")
    shown = [
        {
            "listing": row,
            "currency": row.currency or row.connection.currency,
            "fields": [
                {"row": each, "seen": fingerprint(each), "is_price": each.field == Field.PRICE}
                for each in disputed[row.pk]
            ],
        }
        for row in listings
        if row.pk in disputed
    ]
    return render(request, "dashboard/listings/settle.html", {"rows": shown, "side": side})


def _settle_many(request: HttpRequest, listings: list[MarketplaceProduct], side: str) -> None:
    done, refused = 0, []
    for listing in listings:
        names = [name for name in Field.values if request.POST.get(f"seen_{listing.pk}_{name}")]
        choices = {
            name: Choice(side=side, seen=request.POST.get(f"seen_{listing.pk}_{name}", "")) for name in names
        }  # fmt: skip
        if not choices:
            continue
        try:
            settle(listing=listing, choices=choices, by=str(request.user))
            done += 1
        except DomainError as why:
            refused.append(f"{listing.title or listing.marketplace_sku}: {why}")
    words = ngettext("%(n)d listing is settled.", "%(n)d listings are settled.", done) % {"n": done}
    if refused:
        more = ngettext("%(n)d is not: %(why)s", "%(n)d are not; the first: %(why)s", len(refused))
        words += " " + more % {"n": len(refused), "why": refused[0]}
    (messages.warning if refused else messages.success)(request, words)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
