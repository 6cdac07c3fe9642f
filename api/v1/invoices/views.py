"""`/api/v1/invoices/`: what was issued, and issuing more."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Listing, newest
from api.v1.invoices.serializers import CreditInvoice, InvoiceQuery, InvoiceSerializer, IssueInvoice
from api.views import StoreViews
from orders.models import Invoice, Order
from orders.selectors.invoices import invoices
from orders.services import invoicing

NEWEST = newest("issued_at")


class Invoices(StoreViews):
    """Invoices and credit notes of the store. Packers see none."""

    area, resource = "orders", "invoices"

    @endpoint(answer=InvoiceSerializer, paged=True, query=InvoiceQuery, money=True)
    def list(self, request: Request) -> Listing:
        """Documents, newest first."""
        return Listing(invoices(self.store, **self.asked), NEWEST)

    @endpoint(answer=InvoiceSerializer, body=IssueInvoice, status=201, need="manage")
    def create(self, request: Request) -> Invoice:
        """Issue the invoice of an order. One that stands already is given again; numbers have no gap.

        Its tax is what the order's lines say.
        """
        made = invoicing.issue(order=self.find(Order, self.given["order"]), actor_label=str(self.user))
        return self._whole(made.pk)

    @endpoint(answer=InvoiceSerializer, money=True)
    def retrieve(self, request: Request, pk: UUID) -> Invoice:
        """One document with its lines."""
        return self._whole(pk)

    @endpoint(answer=InvoiceSerializer, body=CreditInvoice, status=201, need="manage")
    def credit(self, request: Request, pk: UUID) -> Invoice:
        """Take an invoice back by a credit note, whole or in part. With an Idempotency-Key it is taken back once."""
        made = invoicing.credit(
            invoice=self.find(Invoice, pk), amount=self.given.get("amount"), reason=self.given["reason"],
            actor_label=str(self.user),
        )  # fmt: skip
        return self._whole(made.pk)

    def _whole(self, pk: UUID) -> Invoice:
        found: Invoice = self.find(invoices(self.store), pk)
        return found
