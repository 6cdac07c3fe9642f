"""The state of one rate limit, shared by all processes."""

from django.db import models


class RateBucket(models.Model):
    """GCRA: `tat` is the theoretical arrival time of the next call, on the database clock.

    A limit of fixed windows keeps its present one in the last three columns instead.
    """

    key = models.CharField(max_length=200, primary_key=True)
    tat = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True, blank=True)
    window_ends = models.DateTimeField(null=True, blank=True)
    window_spent = models.BigIntegerField(null=True, blank=True)
    window_most = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "rate_buckets"

    def __str__(self) -> str:
        return self.key
