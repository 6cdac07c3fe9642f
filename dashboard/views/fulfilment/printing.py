"""Print sheets of many orders: to look at and print from the page, or as one PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from dashboard.access import membership_of, store_of, store_page
from dashboard.context import region_of
from dashboard.formats.addresses import address_lines
from dashboard.formats.region import Region
from dashboard.sheets.barcodes import code128_svg, qr_svg
from dashboard.views.fulfilment.packing import PickRow
from dashboard.views.orders.asked import asked_for
from dashboard.views.orders.rows import Shop
from fulfillment.selectors.picking import MOST, pick_list
from fulfillment.selectors.slips import Slip, slips
from fulfillment.selectors.to_pack import packable
from inventory.selectors.texts import languages_of
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.order_list import by_urgency, filtered

WHAT = ("both", "slips", "pick")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Which sheets, of which orders; `more` says that there are others than these."""

    what: str
    orders: list[Order]
    more: bool


@store_page
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The sheets on one page; the browser prints each slip on paper of its own."""
    store, now = store_of(request), timezone.now()
    job = _job(request, store, now)
    if not job.orders:
        messages.warning(request, _("None of these orders has anything to pack, so there is nothing to print."))
        return redirect("dashboard:fulfilment")
    context: dict[str, Any] = {"job": job, "most": MOST, "query": request.GET.urlencode()}
    if job.what != "slips":
        picks = pick_list(store, job.orders, language=get_language() or "en")
        context["picks"] = [
            (PickRow(pick, [Shop(*shop) for shop in pick.channels.items()], ""), code128_svg(pick.gtin or pick.sku))
            for pick in picks
        ]
    if job.what != "pick":
        context |= {"slips": _drawn(slips(job.orders), store), "slip_language": _language(store)}
    return render(request, "dashboard/fulfilment/print.html", context)


@store_page
@require_GET
def pdf(request: HttpRequest) -> HttpResponse:
    """The same as a file. Slips speak the store's language, since the buyer reads them; the list the member's."""
    from dashboard.sheets.paper import Paper  # reportlab is read with the first sheet: it would be a tenth of the start
    from dashboard.sheets.pick import draw_pick_list
    from dashboard.sheets.slip import draw_slips

    store, now = store_of(request), timezone.now()
    job = _job(request, store, now)
    if not job.orders:
        messages.warning(request, _("None of these orders has anything to pack, so there is nothing to print."))
        return redirect("dashboard:fulfilment")
    paper = Paper(_("Packing slips") if job.what == "slips" else _("Pick list"), store.name)
    if job.what != "slips":
        picks = pick_list(store, job.orders, language=get_language() or "en")
        region = region_of(membership_of(request))
        draw_pick_list(paper, picks, store=store, orders=len(job.orders), region=region, now=now)
    if job.what != "pick":
        with translation.override(_language(store)):
            draw_slips(paper, slips(job.orders), store=store, region=_buyers_region(store), now=now)
    answer = HttpResponse(paper.finished(), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{job.what}-{now.astimezone(store.zone):%Y-%m-%d-%H%M}.pdf"'
    return answer


def _job(request: HttpRequest, store: Store, now: datetime) -> Job:
    what = request.GET.get("what", "")
    rows = _rows(request, store, now).filter(requires_shipping=True).select_related("connection__marketplace")
    found = list(rows[: MOST + 1])
    return Job(what=what if what in WHAT else "both", orders=found[:MOST], more=len(found) > MOST)


def _rows(request: HttpRequest, store: Store, now: datetime) -> Any:
    """The orders named, else those of a view of the order list, else what is to be packed."""
    if "order" in request.GET:
        ids = [pk for pk in map(_uuid, request.GET.getlist("order")[:MOST]) if pk]
        return by_urgency(Order.objects.filter(store=store, pk__in=ids))
    if "view" in request.GET:
        shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
        asked = asked_for(request, shops)
        return by_urgency(filtered(store, asked.view, asked.filters, now))
    return packable(store, now, today=request.GET.get("until") == "today")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _language(store: Store) -> str:
    return languages_of(store)[0]


def _buyers_region(store: Store) -> Region:
    return Region(locale=store.locale, zone=store.zone, language=_language(store))


def _drawn(found: list[Slip], store: Store) -> list[dict[str, Any]]:
    region = _buyers_region(store)
    return [
        {
            "slip": slip,
            "address": address_lines(slip.order.shipping_address, region),
            "code": code128_svg(slip.order.number),
            "qr": qr_svg(slip.remote[:200]),
        }
        for slip in found
    ]
