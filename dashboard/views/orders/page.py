"""The page of one order: what to ship, what it is worth, what happened, where it stands with the marketplace."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Store
from core.tenancy import get_for_store
from dashboard.access import membership_of, sees_money, store_of, store_page
from dashboard.context import region_of
from dashboard.formats.addresses import address_lines
from dashboard.forms.arrival import ArrivalForm
from dashboard.forms.invoices import CreditForm
from dashboard.forms.returned import FoundForm
from dashboard.forms.ship import ShipForm
from dashboard.forms.tracking import TrackingForm
from dashboard.views.orders.accepting import acceptance_words
from dashboard.views.orders.asked import asked_for
from dashboard.views.orders.money import money_context
from dashboard.views.orders.parcel_words import parcels_hint, takes_boxes
from dashboard.views.orders.returns import buyers_words
from dashboard.views.orders.rows import Shop, flags, settled
from dashboard.views.orders.timeline import KINDS, timeline
from fulfillment.selectors.order_page import OrderPage, Parcel, order_page
from marketplaces.models import Connection
from orders.models import Invoice, Order
from orders.selectors.order_list import neighbours
from orders.selectors.phones import may_show_phone, phone_for
from orders.services.invoicing import can_invoice
from sync.labels import has_labels

#: The forms that stand on the page itself.
Wrong = FoundForm | CreditForm | TrackingForm | ArrivalForm


@store_page
@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One order; htmx asks for its timeline alone."""
    return drawn(request, pk)


def drawn(request: HttpRequest, pk: UUID, wrong: Wrong | None = None) -> HttpResponse:
    """The page; with `wrong` as the answer to a form of it that was not taken."""
    store, now = store_of(request), timezone.now()
    found = order_page(store, pk)
    kind = request.GET.get("show", "")
    context = context_of(request, found, wrong) | _around(request, store, found.order, now)
    context |= {"kind": kind if kind in KINDS else "", "wrong": wrong}
    context["events"] = timeline(found, now, context["kind"])
    if request.headers.get("HX-Target") == "timeline":
        return render(request, "dashboard/orders/_timeline.html", context)
    return render(request, "dashboard/orders/order.html", context, status=422 if wrong else 200)


def _around(request: HttpRequest, store: Store, order: Order, now: datetime) -> dict[str, Any]:
    """The list one came from and the orders beside this one in it; nothing for who came from elsewhere."""
    if "view" not in request.GET or request.headers.get("HX-Request"):
        return {}
    asked = asked_for(request, list(Connection.objects.filter(store=store)))
    beside = neighbours(store, asked.view, asked.filters, order, now=now)
    urls = [pk and f"{reverse('dashboard:order', args=[pk])}?{asked.query}" for pk in beside]
    return {"asked": asked, "earlier_url": urls[0], "next_url": urls[1]}


def context_of(request: HttpRequest, found: OrderPage, wrong: Wrong | None = None) -> dict[str, Any]:
    """What every page about one order draws; also the pages of its dialogs."""
    order, now, member = found.order, timezone.now(), membership_of(request)
    region = region_of(member)
    facts = _facts(order)
    return {
        "found": found,
        "order": order,
        "shop": Shop(order.channel, facts["connection__marketplace__name"]),
        "settled": settled(facts, now, region),
        "flags": flags(facts),
        "notices": notices(found),
        "address": address_lines(order.shipping_address, region),
        "phone": phone_for(order, member),
        "shows_phone": may_show_phone(order, member),
        "ship_form": ShipForm.of(found, boxed=takes_boxes(order)) if found.can_ship and not found.is_joined else None,
        "parcels": [(parcel, _tracking(parcel, wrong), _arrival(parcel, wrong)) for parcel in found.parcels],
        "parcels_hint": parcels_hint(order),
        "label_of": [remote for remote in found.remotes if not remote.replaced_by_split] if has_labels(order) else [],
        "invoices": _invoices(order, wrong) if sees_money(member) else {},
        **acceptance_words(found),
        **buyers_words(found, wrong if isinstance(wrong, FoundForm) else None),
        **money_context(found, region, sees_money=sees_money(member)),
    }


def _tracking(parcel: Parcel, wrong: Wrong | None) -> TrackingForm | None:
    """Nothing where its number is not ours to give any more."""
    if not parcel.can_track:
        return None
    if isinstance(wrong, TrackingForm) and wrong.parcel == parcel.shipment.pk:
        return wrong
    form: TrackingForm = TrackingForm.drawn(parcel.shipment, parcel=parcel.shipment.pk)
    return form


def _arrival(parcel: Parcel, wrong: Wrong | None) -> ArrivalForm:
    if isinstance(wrong, ArrivalForm) and wrong.parcel == parcel.shipment.pk:
        return wrong
    return ArrivalForm(parcel=parcel.shipment.pk)


def _invoices(order: Order, wrong: Wrong | None) -> dict[str, Any]:
    """What was issued for it, newest first; one query."""
    rows = list(Invoice.objects.filter(order=order).order_by("-issued_at", "-id"))
    newest = next((row for row in rows if row.kind == Invoice.Kind.INVOICE), None)
    left = sum(row.total for row in rows if newest and newest.pk in (row.pk, row.corrects_id))
    standing = newest if newest is not None and left > 0 else None
    credit = wrong if isinstance(wrong, CreditForm) else CreditForm(currency=order.currency)
    return {
        "rows": rows, "standing": standing, "credit": credit, "can_issue": standing is None and can_invoice(order)
    }  # fmt: skip


def _facts(order: Order) -> dict[str, Any]:
    """The order as a row of the list, for the words both share."""
    names = (
        "status", "scheme", "remote_scheme", "channel", "requires_shipping", "short_units", "unlinked_lines",
        "cancel_requested", "held_at", "shipped_at", "delivered_at", "archived_at",
    )  # fmt: skip
    name = order.connection.marketplace.name if order.connection else order.channel.title()
    return {field: getattr(order, field) for field in names} | {"connection__marketplace__name": name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An error in its four parts, with the change that can be tried again where trying again can help."""

    tone: str
    title: str
    tried: str = ""
    said: str = ""
    cost: str = ""
    fix: str = ""
    reference: str = ""
    change: UUID | None = None
    url: str = ""


def notices(found: OrderPage) -> list[Notice]:
    """What stands between this order and its buyer: what waits for a person, then what was refused."""
    told = {
        need.subject_id: Notice(
            tone="red" if need.kind in {"refused", "short"} else "amber",
            title=need.title, tried=need.tried, said=need.said, cost=need.cost, fix=need.fix, reference=need.reference,
            change=_change_of(found, need.subject_id),
        )
        for need in found.needs
    }  # fmt: skip
    refused = [
        Notice(
            tone="red",
            title=_("%(shop)s did not take the shipment of parcel %(k)d")
            % {"shop": found.order.connection or found.order.channel, "k": parcel.shipment.number},
            tried=parcel.change.error, said=parcel.change.error_said, fix=parcel.change.error_fix,
            reference=parcel.change.request_id, change=parcel.change.pk,
        )
        for parcel in found.parcels
        if parcel.change and parcel.change.state == "refused" and parcel.change.pk not in told
    ]  # fmt: skip
    return [*told.values(), *refused]


def _change_of(found: OrderPage, subject: UUID | None) -> UUID | None:
    changes = [*(parcel.change for parcel in found.parcels), *found.cancels, *found.answers]
    refused = (change for change in changes if change and change.state == "refused")
    return next((change.pk for change in refused if change.pk == subject), None)


@store_page
@require_GET
def raw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The data as received, to read or to keep."""
    if not sees_money(membership_of(request)):
        raise PermissionDenied(_("The data as received shows prices and buyers; it is not for packers."))
    order = get_for_store(Order, store_of(request), pk=pk)
    data = {remote.marketplace_order_id: remote.raw for remote in order.marketplace_orders.order_by("created_at")}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    if "download" in request.GET:
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{order.number}.json"'
        return answer
    return render(request, "dashboard/orders/raw.html", {"order": order, "text": text})
