"""A digital key: loaded by the store or bought from a supplier, assigned once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SecretField
from core.models import Record


class LicenseKey(Record):
    """The key is encrypted and has no history column; its fingerprint makes a duplicate impossible (law 7)."""

    class State(models.TextChoices):
        POOL = "pool", _("In pool")
        RESERVED = "reserved", _("Reserved")
        SENT = "sent", _("Sent")
        OPENED = "opened", _("Opened")
        REPLACED = "replaced", _("Replaced")
        REVOKED = "revoked", _("Revoked")

    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="license_keys")
    variant = models.ForeignKey("inventory.Variant", on_delete=models.PROTECT, related_name="license_keys")
    key = SecretField(help_text=_("The text, or a picture in base64."))
    media_type = models.CharField(max_length=50, blank=True, help_text=_("Of a picture; empty for a text."))
    fingerprint = models.CharField(max_length=64, help_text=_("Keyed hash of the key."))
    state = models.CharField(max_length=10, choices=State.choices, default=State.POOL)
    order_item = models.ForeignKey(
        "orders.OrderItem", null=True, blank=True, on_delete=models.PROTECT, related_name="license_keys"
    )
    position = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("1 … quantity of the line."))
    supplier_order = models.ForeignKey(
        "fulfillment.SupplierOrder", null=True, blank=True, on_delete=models.PROTECT, related_name="keys"
    )
    delivery = models.ForeignKey(
        "fulfillment.KeyDelivery", null=True, blank=True, on_delete=models.SET_NULL, related_name="keys"
    )
    remote_id = models.CharField(max_length=100, blank=True, help_text=_("What the supplier calls it."))
    cost = models.DecimalField(
        max_digits=15, decimal_places=4, null=True, blank=True,
        help_text=_("What a key of the pool had cost when it was given to its line; later prices do not change it."),
    )  # fmt: skip
    currency = models.CharField(max_length=3, blank=True, default="", help_text=_("Of that cost."))
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["key"])

    class Meta(Record.Meta):
        db_table = "license_keys"
        constraints = [
            models.UniqueConstraint(fields=["store", "fingerprint"], name="one_row_per_key"),
            models.UniqueConstraint(fields=["order_item", "position"], name="one_key_per_unit"),
        ]
        indexes = [
            models.Index(
                fields=["variant", "expires_at"], condition=models.Q(state="pool", deleted_at__isnull=True),
                name="keys_in_pool",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Key {self.fingerprint[:6]}"
