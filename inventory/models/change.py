"""The stock ledger: on hand is the sum of its changes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class InventoryChange(models.Model):
    """Append-only: triggers see to it. A row is one change of on_hand, with cause, actor and the balance after it."""

    class Cause(models.TextChoices):
        OPENING = "opening", _("Opening count")
        ADJUSTED = "adjusted", _("Adjusted")
        RECOUNT = "recount", _("Counted")
        IMPORT = "import", _("Imported")
        SHIPPED = "shipped", _("Shipped")
        RETURNED = "returned", _("Returned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.CASCADE, related_name="changes")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="changes")
    delta = models.IntegerField()
    on_hand_before = models.IntegerField()
    on_hand_after = models.IntegerField()
    reserved_after = models.IntegerField()
    cause = models.CharField(max_length=10, choices=Cause.choices)
    reason = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_label = models.CharField(
        max_length=150, blank=True, help_text=_("Who, in words, also when it was no person.")
    )
    order_item_id = models.UUIDField(null=True, blank=True)
    shipment_id = models.UUIDField(null=True, blank=True)
    run_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_changes"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on_hand_after=models.F("on_hand_before") + models.F("delta")), name="ledger_adds_up"
            ),
            models.UniqueConstraint(
                fields=["shipment_id", "order_item_id", "location", "variant"],
                condition=models.Q(cause="shipped"),
                name="a_parcel_leaves_the_shelf_once",
            ),
        ]
        indexes = [
            models.Index(fields=["variant", "-created_at", "-id"], name="ledger_of_variant"),
            models.Index(fields=["store", "-created_at"], name="ledger_of_store"),
            # A rare cause, such as a feed's, is not looked for among all that was shipped.
            models.Index(fields=["store", "cause", "-created_at", "-id"], name="ledger_by_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.delta:+d} {self.cause}"
