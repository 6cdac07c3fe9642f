"""What was answered to a POST with an Idempotency-Key, so that sending it again answers the same."""

import uuid

from django.db import models


class IdempotencyKey(models.Model):
    """Unique per store and key; `answered_at` empty means: still running."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=250)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "idempotency_keys"
        constraints = [models.UniqueConstraint(fields=["store", "key"], name="one_answer_per_idempotency_key")]

    def __str__(self) -> str:
        return self.key
