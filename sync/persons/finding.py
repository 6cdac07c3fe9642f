"""Whose data it is: by e-mail, by the id of a buyer, or by the number of an order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from core.models import Store
from orders.models import Customer, Order


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the channels know them: rows of buyers, and the orders that are theirs."""

    store: Store
    customers: tuple[UUID, ...]
    orders: tuple[UUID, ...]

    def __bool__(self) -> bool:
        return bool(self.customers or self.orders)


def find(store: Store, word: str) -> Person:
    """Everything of whoever is meant; empty where nobody is."""
    word = word.strip()
    if "@" in word:
        buyers = Q(email__iexact=word)
        orders = Q(customer_email__iexact=word)
    elif (pk := _uuid(word)) is not None:
        buyers, orders = Q(pk=pk), Q()
    else:
        return _of_order(store, word)
    customers = tuple(Customer.all_objects.filter(buyers, store=store).values_list("pk", flat=True))
    theirs = Q(customer__in=customers) | orders if orders else Q(customer__in=customers)
    return Person(store, customers, tuple(Order.all_objects.filter(theirs, store=store).values_list("pk", flat=True)))


def _of_order(store: Store, number: str) -> Person:
    """An order stands for its buyer with all their orders; one whose buyer is nobody we know for itself."""
    row = Order.all_objects.filter(store=store, number=number).first() if number else None
    if row is None:
        return Person(store, (), ())
    return find(store, str(row.customer_id)) if row.customer_id else Person(store, (), (row.pk,))


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
