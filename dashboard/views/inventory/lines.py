"""The orders behind lines, with the way there."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from core.models import Store
from orders.models import OrderItem


def orders_of(store: Store, lines: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """Number and address of the order of each line: one query."""
    rows = OrderItem.objects.filter(pk__in=lines, order__store=store).values_list("pk", "order_id", "order__number")
    return {line: {"word": number, "url": reverse("dashboard:order", args=[order])} for line, order, number in rows}
