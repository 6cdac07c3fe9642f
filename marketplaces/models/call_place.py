"""One of the calls that may be under way at the same time, shared by all processes."""

from django.db import models


class CallPlace(models.Model):
    """Taken until it is given back, or until `until` where its process was killed meanwhile."""

    key = models.CharField(max_length=210, primary_key=True)  # the limit's key and the number of the place
    holder = models.UUIDField()
    until = models.DateTimeField()

    class Meta:
        db_table = "call_places"

    def __str__(self) -> str:
        return self.key
