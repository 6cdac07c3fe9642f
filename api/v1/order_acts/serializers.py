"""An act on many orders as programs follow it: how far it is, and what became of each order."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.order_acts.bodies import KINDS
from orders.models import BulkAct, Order
from sync.bulk import FAULT, GONE, REFUSED

DONE = 200
STATUSES = {GONE: 404, REFUSED: 422, FAULT: 500}
ACTS = {kind: act for act, kind in KINDS.items()}


class OrderResultErrorSerializer(serializers.Serializer[Any]):
    """Why an order was left as it was."""

    message = serializers.CharField()


class OrderResultSerializer(serializers.Serializer[Any]):
    """What became of one order: 200 done, 404 not there, 422 refused, 500 our fault; null while it waits."""

    order = serializers.UUIDField()
    number = serializers.CharField(help_text="Blank for an order that is not there.")
    status = serializers.ChoiceField(choices=[DONE, *STATUSES.values()], allow_null=True)
    errors = OrderResultErrorSerializer(many=True)  # type: ignore[assignment]


class OrderActSerializer(serializers.Serializer[BulkAct]):
    """An act and its answers, in the order in which the orders were named."""

    id = serializers.UUIDField()
    act = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=BulkAct.Status.values)
    total = serializers.IntegerField()
    done = serializers.SerializerMethodField(help_text="So many took it.")
    refused = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_act(self, act: BulkAct) -> str:
        """The word it was asked for with."""
        return ACTS.get(act.kind, act.kind)

    def get_done(self, act: BulkAct) -> int:
        """Refused ones are behind it too, but did not take it."""
        return act.succeeded

    @extend_schema_field(OrderResultSerializer(many=True))
    def get_results(self, act: BulkAct) -> list[dict[str, Any]]:
        """One for each order."""
        found: Any = results_of(act)
        return list(OrderResultSerializer(found, many=True).data)

    def get_refused(self, act: BulkAct) -> int:
        """Those that are as they were."""
        return len(act.refused)


def results_of(act: BulkAct) -> list[dict[str, Any]]:
    """An answer for each order; the numbers by one query."""
    numbers = dict(Order.objects.filter(store=act.store_id, pk__in=act.order_ids).values_list("pk", "number"))
    named = {str(pk): number for pk, number in numbers.items()}
    refused = {row["order"]: row for row in act.refused}
    return [
        {"order": pk, "number": named.get(pk, ""), **_answer(refused.get(pk), place < act.done)}
        for place, pk in enumerate(act.order_ids)
    ]


def _answer(refused: dict[str, str] | None, is_behind: bool) -> dict[str, Any]:
    if refused is not None:
        status = STATUSES.get(refused.get("kind", ""), STATUSES[REFUSED])
        return {"status": status, "errors": [{"message": refused["reason"]}]}
    return {"status": DONE if is_behind else None, "errors": []}
