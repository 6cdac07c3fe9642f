"""What every row has: a UUID made in Python, three timestamps, and soft delete."""

import uuid

from django.db import models
from django.utils import timezone


class AliveManager(models.Manager):
    """Rows that were not soft-deleted."""

    def get_queryset(self) -> models.QuerySet:
        """Hide what was soft-deleted; `all_objects` still sees it."""
        return super().get_queryset().filter(deleted_at__isnull=True)


class Record(models.Model):
    """Base of all domain rows. Unique constraints ignore `deleted_at`: connecting again revives the old row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    #: Set before saving: why, for the audit feed.
    _change_reason: str | None
    #: Set before saving what is no news to anybody.
    skip_history_when_saving: bool

    objects = AliveManager()
    all_objects = models.Manager()  # noqa: DJ012  (the checker knows only managers called objects)

    class Meta:
        abstract = True
        base_manager_name = "all_objects"

    def soft_delete(self) -> None:
        """Hide the row everywhere but in history; nothing is lost."""
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at", "updated_at"])
