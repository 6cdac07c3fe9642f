"""Buyers: the list, one of them with everything bought, and who may be the same person (F79)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Count, Max, Min, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from core.keyset import Key, Keyset, Page
from core.models import Store
from orders.models import Customer, Order
from orders.selectors.standing import REFUND

#: Buyers who were first seen last come first; sums of a page are added up for its rows alone.
NEWEST = Keyset((Key("created_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
BY_DATE = Keyset((Key("ordered_at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
#: What is not worth counting as bought.
NOT_BOUGHT = (Order.Status.CANCELLED, Order.Status.UNKNOWN)
MOST_ALIKE = 10
#: As the index is written, or it is not used.
SEARCHED = (
    "tri(customers.name || ' ' || customers.email || ' ' || customers.phone || ' ' || customers.remote_id) @> tri(%s)"
)
COLUMNS = (
    "id", "number", "status", "currency", "total", "ordered_at", "channel", "connection__name",
    "connection__marketplace__name", "archived_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bought:
    """What a buyer has bought in one currency; cancelled orders are counted in no sum."""

    currency: str
    orders: int
    total: Decimal
    refunds: Decimal = Decimal(0)
    is_estimated: bool = False

    @property
    def sales(self) -> Decimal:
        """Less what went back."""
        return self.total - self.refunds

    def __add__(self, other: Bought) -> Bought:
        """Of two buyers, in the same currency."""
        return Bought(
            self.currency, self.orders + other.orders, self.total + other.total, self.refunds + other.refunds,
            self.is_estimated or other.is_estimated,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one buyer. `placed` counts cancelled orders, too."""

    placed: int = 0
    first: datetime | None = None
    last: datetime | None = None
    bought: Sequence[Bought] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """Another buyer and why it may be the same person: a suggestion, nothing is merged by it."""

    customer: Customer
    by_email: bool
    by_phone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerList:
    """One page with the figures of its rows."""

    page: Page
    figures: Mapping[uuid.UUID, Figures] = field(default_factory=dict)


def customer_list(
    store: Store,
    q: str = "",
    *,
    connections: Collection[uuid.UUID] | None = None,
    contacts: bool = True,
    after: str = "",
    before: str = "",
    size: int = 25,
) -> CustomerList:
    """Three queries, however many buyers there are; of all shops unless some are named.

    Without `contacts` nobody is found by e-mail or phone.
    """
    rows = Customer.objects.filter(store=store).select_related("connection__marketplace")
    rows = rows if connections is None else rows.filter(connection__in=connections)
    rows = search(rows, q.strip(), contacts=contacts) if q.strip() else rows
    page = NEWEST.page(rows, after=after, before=before, size=size)
    return CustomerList(page=page, figures=figures([row.pk for row in page.rows]))


def search(rows: QuerySet[Customer], q: str, *, contacts: bool = True) -> QuerySet[Customer]:
    """By any part of the name or of the number there, of e-mail and phone where they may be seen."""
    if len(q) >= 3:
        rows = rows.filter(RawSQL(SEARCHED, [q], output_field=BooleanField()))
    wanted = Q(name__icontains=q) | Q(remote_id__icontains=q)
    return rows.filter(wanted | Q(email__icontains=q) | Q(phone__icontains=q) if contacts else wanted)


def figures(customers: Sequence[uuid.UUID]) -> dict[uuid.UUID, Figures]:
    """Of several buyers in one query."""
    kept = ~Q(status__in=NOT_BOUGHT)
    rows = (
        Order.objects.filter(customer__in=customers)
        .order_by()
        .values("customer_id", "currency")
        .annotate(
            placed=Count("pk"), bought=Count("pk", filter=kept), worth=Sum("total", filter=kept),
            refunds=Sum(REFUND, filter=kept),
            guessed=Count("pk", filter=kept & Q(refund_estimated=True)),
            first=Min("ordered_at"), last=Max("ordered_at"),
        )
    )  # fmt: skip
    found: dict[uuid.UUID, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["customer_id"], []).append(row)
    return {customer: _figures(of_one) for customer, of_one in found.items()}


def _figures(rows: Sequence[Mapping[str, Any]]) -> Figures:
    bought = [
        Bought(row["currency"], row["bought"], row["worth"], row["refunds"], bool(row["guessed"]))
        for row in rows
        if row["bought"]
    ]
    return Figures(
        placed=sum(row["placed"] for row in rows),
        first=min(row["first"] for row in rows),
        last=max(row["last"] for row in rows),
        bought=sorted(bought, key=lambda each: (-each.orders, each.currency)),
    )


def together(of_each: Iterable[Figures]) -> Figures:
    """Of several buyers as if they were one person; each currency by itself."""
    each = [found for found in of_each if found.placed]
    sums: dict[str, Bought] = {}
    for bought in (one for found in each for one in found.bought):
        sums[bought.currency] = sums[bought.currency] + bought if bought.currency in sums else bought
    return Figures(
        placed=sum(found.placed for found in each),
        first=min((found.first for found in each if found.first), default=None),
        last=max((found.last for found in each if found.last), default=None),
        bought=sorted(sums.values(), key=lambda one: (-one.orders, one.currency)),
    )


def orders_of(
    store: Store, customers: Sequence[uuid.UUID], *, after: str = "", before: str = "", size: int = 25
) -> Page:
    """The orders of these buyers, newest first, archived ones among them."""
    rows = Order.objects.filter(store=store, customer__in=customers).values(*COLUMNS)
    return BY_DATE.page(rows, after=after, before=before, size=size)


def alike(store: Store, customer: Customer) -> list[Alike]:
    """Buyers of the store with the same e-mail address or phone number; what a marketplace hides is no sign."""
    email, phone = customer.email.strip().lower(), customer.phone.strip()
    same = Q()
    if email and "*" not in email:
        same |= Q(mail=email)
    if _tells(phone):
        same |= Q(phone=phone)
    if not same:
        return []
    others = Customer.objects.filter(store=store).exclude(pk=customer.pk).annotate(mail=Lower("email"))
    found = others.filter(same).select_related("connection__marketplace").order_by("name", "id")[:MOST_ALIKE]
    return [
        Alike(
            other, bool(email) and other.email.strip().lower() == email, _tells(phone) and other.phone.strip() == phone
        )
        for other in found
    ]


def _tells(phone: str) -> bool:
    return "*" not in phone and sum(letter.isdigit() for letter in phone) >= 6
