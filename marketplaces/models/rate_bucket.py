"""The state of one rate limit, shared by all processes."""

from django.db import models


class RateBucket(models.Model):
    """GCRA: `tat` is the theoretical arrival time of the next call, on the database clock."""

    key = models.CharField(max_length=200, primary_key=True)
    tat = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "rate_buckets"

    def __str__(self) -> str:
        return self.key
