"""How far a connection has been read."""

from django.db import models

from core.models import Record


class Cursor(Record):
    """Committed together with the page's rows (law 6).

    `position` is the remote time up to which everything is stored; `walk` resumes an unfinished window.
    """

    connection = models.ForeignKey("marketplaces.Connection", on_delete=models.CASCADE, related_name="cursors")
    stream = models.CharField(max_length=20, help_text="orders, products …")
    position = models.DateTimeField(null=True, blank=True)
    walk = models.JSONField(default=dict, blank=True)

    class Meta(Record.Meta):
        db_table = "sync_cursors"
        constraints = [models.UniqueConstraint(fields=["connection", "stream"], name="one_cursor_per_stream")]

    def __str__(self) -> str:
        return f"{self.stream} {self.position}"
