"""Which orders count as sold: one definition for every figure, and for the list of orders behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, CharField, DecimalField, ExpressionWrapper, F, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Greatest, Least, Upper

from core.models import Store
from marketplaces.models import Connection
from orders.models import Order

#: Counts. Pending ones do, too: they were placed.
SOLD = "sold"
#: Left out, each for its reason; an order has the first one that fits.
PRACTICE = "practice"
CANCELLED = "cancelled"
UNKNOWN = "unknown"
LEFT_OUT = (PRACTICE, CANCELLED, UNKNOWN)
STANDINGS = (SOLD, *LEFT_OUT)

MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=24, decimal_places=4)
#: What the marketplace keeps: as told, or what its payout is short of the total; empty until it told either.
FEES = Coalesce(F("fees"), F("total") - F("net_amount"), output_field=MONEY)
#: What went back to the buyer: what its returns gave. The price of goods is no amount told, so it is at most the
#: total; and of an order that is refunded whole all of it went back, whatever its returns tell.
REFUND = Case(
    When(status=Order.Status.REFUNDED, refund_estimated=True, then=F("total")),
    When(status=Order.Status.REFUNDED, then=Greatest("refunded_amount", "total")),
    When(refund_estimated=True, then=Least("refunded_amount", "total")),
    default=F("refunded_amount"),
    output_field=MONEY,
)

#: What stays with the seller: nothing as long as nobody knows what the marketplace keeps.
NET = ExpressionWrapper(F("total") - REFUND - FEES, output_field=MONEY)

#: Where it goes, as the marketplace writes it; empty where it does not say.
COUNTRY = Upper(Coalesce(KeyTextTransform("country", "shipping_address"), Value(""), output_field=TextField()))


def practice_shops(store: Store) -> list[UUID]:
    """Shops whose orders do not count: the sandboxes, as soon as a real shop is connected beside them."""
    shops = list(Connection.all_objects.filter(store=store).values_list("pk", "is_sandbox"))
    if all(is_sandbox for _pk, is_sandbox in shops):
        return []
    return [pk for pk, is_sandbox in shops if is_sandbox]


def standing(practice: Sequence[UUID]) -> Case:
    """An order's standing as a column."""
    reasons = [When(reason, then=Value(name)) for name, reason in _reasons(practice).items()]
    return Case(*reasons, default=Value(SOLD), output_field=CharField())


def having(name: str, practice: Sequence[UUID]) -> Q:
    """The orders of one standing: exactly those that `standing` names so."""
    earlier = Q()
    for reason, holds in _reasons(practice).items():
        if reason == name:
            return earlier & holds
        earlier &= ~holds
    return earlier


def with_columns(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with the columns that terms and figures speak of."""
    return rows.annotate(fee=FEES, refund=REFUND, net=NET, country=COUNTRY)


def _reasons(practice: Sequence[UUID]) -> dict[str, Q]:
    """In the order in which they are asked."""
    holds = {CANCELLED: Q(status=Order.Status.CANCELLED), UNKNOWN: Q(status=Order.Status.UNKNOWN)}
    return {PRACTICE: Q(connection__in=practice), **holds} if practice else holds
