"""Names of keys that a marketplace was asked for because a push named them."""

from django.db import models


class AskedKey(models.Model):
    """One row per name, so that nobody who invents names makes us call: see `sync.webhook_keys`."""

    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="+")
    key_id = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    again_at = models.DateTimeField()

    class Meta:
        db_table = "webhook_asked_keys"
        constraints = [models.UniqueConstraint(fields=["connection", "key_id"], name="one_row_per_asked_key")]

    def __str__(self) -> str:
        return self.key_id
