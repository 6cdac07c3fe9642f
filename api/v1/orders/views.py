"""`/api/v1/orders/`: read them, ship them, cancel, hold, note and try again. The pages' services, one call each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.orders import answers, bodies
from api.v1.orders.serializers import OrderDetailSerializer, OrderSerializer, WholeOrder
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from fulfillment.models import Label
from fulfillment.selectors.order_page import order_page
from fulfillment.selectors.shipments import parcels
from fulfillment.services.marks import keep_marks
from fulfillment.services.parcels import ship_parcels
from marketplaces.canonical.refunds import RefundReason
from marketplaces.canonical.shipments import CancelReason
from marketplaces.services.abilities import able
from orders.models import Order, OrderReturn
from orders.selectors.narrowing import More
from orders.selectors.order_list import Filters, listed
from orders.selectors.phones import check_may_show_phone
from orders.services import acceptance, archive, desk, lifecycle, money_back
from orders.services.answers import answer_cancellation
from orders.services.cancellation import cancel, check_cancellable
from orders.services.refund import refund
from sync.cancel_reasons import chosen, reasons_for
from sync.labels import label_for
from sync.push.again import try_orders_again
from sync.reasons import Reasons
from sync.refund_reasons import chosen_refund_reason, refund_reasons_for

#: Filters of the page that are asked for under the same name.
SHARED = ("q", "marketplace", "connection", "status", "scheme")
MOMENTS = {
    "since": "placed_from", "until": "placed_before", "updated_since": "changed_from",
    "updated_until": "changed_before",
}  # fmt: skip


class Orders(StoreViews):
    """Orders of every channel in one form."""

    area = resource = "orders"

    @endpoint(answer=OrderSerializer, paged=True, query=bodies.OrderQuery)
    def list(self, request: Request) -> Listing:
        """Orders of a view, narrowed and searched.

        With `updated_since` or `updated_until` they come in the order of their change, the oldest first: what changes
        while you read comes once more at the end, and nothing is missed.
        """
        asked, now = self.asked, timezone.now()
        more = More(tag=asked.get("tag", ""), archived=asked.get("archived", ""))
        moments = {name: asked[told] for told, name in MOMENTS.items() if told in asked}
        filters = Filters(more=more, **moments, **{name: asked[name] for name in SHARED if name in asked})
        keys, rows = listed(self.store, asked["view"], filters, now)
        return Listing(rows.prefetch_related("items"), keys)

    @endpoint(answer=OrderDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> WholeOrder:
        """One order: lines with what is held for them, money, postings, parcels, history and news."""
        return self._whole(pk)

    @endpoint(answer=answers.ShippedSerializer, body=bodies.ShipOrder, status=201, need="write")
    def ship(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Ship an order, whole or in part, in one parcel or several.

        All parcels leave or none. Units leave the shelf at once, and the marketplace is told. With an Idempotency-Key
        the same request never ships twice, also when its first answer was lost.
        """
        shipped = ship_parcels(
            order=self.find(Order, pk), parcels=bodies.parcels_of(self.given), request_key=self.request_key(),
            actor=self.user, actor_label=str(self.user),
        )  # fmt: skip
        return {"shipments": parcels(shipped), "order": self._whole(pk)}

    @endpoint(answer=OrderDetailSerializer, body=bodies.KeepCodes, need="write")
    def marks(self, request: Request, pk: UUID) -> WholeOrder:
        """Keep marking codes of units. They go to the marketplace with the parcel; what waits there is told anew.

        All codes are kept or none. A code without which the marketplace lets no unit go is needed before shipping.
        """
        keep_marks(order=self.find(Order, pk), given=bodies.codes_of(self.given), actor=self.user)
        return self._whole(pk)

    @endpoint(answer=answers.CancelReasonsSerializer)
    def cancel_reasons(self, request: Request, pk: UUID) -> Reasons[CancelReason]:
        """The reasons that the marketplace accepts for cancelling this order, asked there now.

        Where it does not answer, `error` says why and the list is empty.
        """
        return reasons_for(self.find(Order.objects.select_related("connection"), pk))

    @endpoint(answer=OrderDetailSerializer, body=bodies.CancelOrder, need="manage", errors=(502, 503))
    def cancel(self, request: Request, pk: UUID) -> WholeOrder:
        """Cancel an order of which nothing has left. Its units are free again, and the marketplace is told."""
        order = self.find(Order.objects.select_related("connection"), pk)
        check_cancellable(order)
        reason = chosen(order, code=self.given["reason"], message=self.given["message"])
        cancel(
            order=order, reason_code=reason.code, message=self.given["message"], actor=self.user,
            actor_label=str(self.user),
        )  # fmt: skip
        return self._whole(pk)

    @endpoint(answer=answers.LabelSerializer, body=bodies.PrintLabel, need="write", errors=(502, 503))
    def label(self, request: Request, pk: UUID) -> Label:
        """The label of a posting as a PDF, to print. The marketplace is asked once; after that the kept one answers.

        One that has no label yet says so, and what to do. Each answer counts as a printing and is audited.
        """
        order = self.find(Order.objects.select_related("connection__marketplace"), pk)
        return label_for(order, by=self.user, **self.given)

    @endpoint(answer=OrderDetailSerializer, body=bodies.AnswerBuyer, need="manage")
    def answer_cancellation(self, request: Request, pk: UUID) -> WholeOrder:
        """Answer a buyer who wants to cancel. The order moves when the marketplace says what it made of it."""
        order = self.find(Order.objects.select_related("connection"), pk)
        answer_cancellation(order=order, accept=self.given["accept"], actor=self.user, actor_label=str(self.user))
        return self._whole(pk)

    @endpoint(answer=OrderDetailSerializer, body=bodies.RefundOrder, need="manage")
    def refund(self, request: Request, pk: UUID) -> WholeOrder:
        """Give the buyer money back, by the marketplace's own call. The order moves when the marketplace says so.

        Without `reason` it is the refund of a return; with one, money of lines or of the shipping without a return.
        A marketplace without such a call, and an amount where returns are refunded whole, are refused with the reason.
        With an Idempotency-Key the same request never gives money back twice, also when its first answer was lost.
        """
        order, named = self.find(Order.objects.select_related("connection"), pk), self.given.get("order_return")
        if self.given.get("reason"):
            self._give_back(order)
            return self._whole(pk)
        refund(
            order=order, order_return=self.find(OrderReturn.objects.filter(order=order), named) if named else None,
            amount=self.given.get("amount"), actor=self.user, actor_label=str(self.user),
        )  # fmt: skip
        return self._whole(pk)

    def _give_back(self, order: Order) -> None:
        money_back.check_possible(order)
        parts = bodies.parts_of(self.given, order)
        reason = chosen_refund_reason(order, code=self.given["reason"], message=self.given["message"])
        money_back.give_back(
            order=order, request_key=self.request_key(), reason=reason.code, reason_title=reason.title, parts=parts,
            shipping=self.given["shipping"], message=self.given["message"], actor=self.user,
            actor_label=str(self.user),
        )  # fmt: skip

    @endpoint(answer=answers.CancelReasonsSerializer)
    def refund_reasons(self, request: Request, pk: UUID) -> Reasons[RefundReason]:
        """The reasons for which the marketplace takes a refund by the seller. Empty where it has no call for one.

        Where it does not answer, `error` says why and the list is empty.
        """
        order = self.find(Order.objects.select_related("connection"), pk)
        if not able(order.connection, money_back.ABILITY):
            return Reasons()
        return refund_reasons_for(order)

    @endpoint(answer=OrderDetailSerializer, body=bodies.HoldOrder, need="write")
    def hold(self, request: Request, pk: UUID) -> WholeOrder:
        """Keep an open order from being shipped. What is reserved for it stays reserved."""
        lifecycle.hold(order=self.find(Order, pk), reason=self.given["reason"], actor_label=str(self.user))
        return self._whole(pk)

    @endpoint(answer=OrderDetailSerializer, need="write")
    def release(self, request: Request, pk: UUID) -> WholeOrder:
        """Let a held order go on."""
        lifecycle.unhold(order=self.find(Order, pk), actor_label=str(self.user))
        return self._whole(pk)

    @endpoint(answer=OrderDetailSerializer, need="write")
    def confirm(self, request: Request, pk: UUID) -> WholeOrder:
        """Accept a pending order. Marketplaces that ask for it are told; with others it must be paid, and nobody is."""
        acceptance.confirm(order=self.find(Order, pk), actor=self.user, actor_label=str(self.user))
        return self._whole(pk)

    @endpoint(answer=OrderDetailSerializer, need="write")
    def archive(self, request: Request, pk: UUID) -> WholeOrder:
        """Put a closed order away before its six months are over."""
        archive.archive(order=self.find(Order, pk), by=str(self.user))
        return self._whole(pk)

    @endpoint(answer=OrderDetailSerializer, need="write")
    def restore(self, request: Request, pk: UUID) -> WholeOrder:
        """Bring an archived order back among the others."""
        archive.bring_back(order=self.find(Order, pk), by=str(self.user))
        return self._whole(pk)

    @endpoint(answer=answers.SentAgainSerializer, need="write")
    def retry(self, request: Request, pk: UUID) -> dict[str, int]:
        """Send again what the marketplace refused of this order, or what waits for its next try."""
        return {"sent_again": try_orders_again(store=self.store, orders=[self.find(Order, pk)], by=str(self.user))}

    @endpoint(answer=answers.NotesSerializer, versioned=True)
    def notes(self, request: Request, pk: UUID) -> Tagged:
        """The team's note and tags."""
        return _noted(self.find(Order, pk))

    @endpoint(answer=answers.NotesSerializer, body=bodies.OrderNotes, need="write", versioned=True)
    def write_notes(self, request: Request, pk: UUID) -> Tagged:
        """Replace the note, the tags, or both."""
        order = self.find(Order, pk)
        must_match(request, _noted(order).tag)
        expected = {"notes": order.notes, "tags": order.tags} if versions.is_asked(request) else None
        desk.note(order, by=str(self.user), expected=expected, **self.given)
        return _noted(self.find(Order, pk))

    @endpoint(answer=answers.PhoneSerializer, need="write")
    def phone(self, request: Request, pk: UUID) -> dict[str, str]:
        """Show the buyer's number in full. That it was shown, and to whom, is kept in the order's history.

        To a packer only while the order can be packed.
        """
        order = self.find(Order, pk)
        check_may_show_phone(order, self.membership)
        return {"phone": desk.show_phone(order, by=str(self.user))}

    def _whole(self, pk: UUID) -> WholeOrder:
        return WholeOrder(order_page(self.store, pk))


def _noted(order: Order) -> Tagged:
    return Tagged(order, tag_of(order.notes, order.tags))
