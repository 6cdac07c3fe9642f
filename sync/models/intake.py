"""What shops that send their orders by themselves told us: each call's key with its answer, each order as told."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntakeKey(models.Model):
    """A call's idempotency key and the answer it had; without one the first call is still running.

    The id is the claim: whoever takes an abandoned key over puts another, and the former holder changes nothing more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text=_("Of method, target and body."))
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    reply = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "intake_keys"
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="one_answer_per_intake_key")]
        indexes = [models.Index(fields=["expires_at"], name="intake_keys_by_end")]

    def __str__(self) -> str:
        return self.key


class ReceivedOrder(models.Model):
    """An order as its shop told it last, with the payments, refunds and cancellation that were told apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    remote_id = models.CharField(max_length=100)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    document = models.JSONField(help_text=_("In the connector's own form."))
    received_at = models.DateTimeField()

    class Meta:
        db_table = "received_orders"
        constraints = [
            models.UniqueConstraint(fields=["connection", "remote_id"], name="one_document_per_received_order")
        ]

    def __str__(self) -> str:
        return self.remote_id
