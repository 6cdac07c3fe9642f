"""Who may do what in a store."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models.base import Record


class Role(models.TextChoices):
    """What a member may do; see UX.md section 1."""

    OWNER = "owner", _("owner")  # everything
    MANAGER = "manager", _("manager")  # everything but members, tokens, erasure
    PACKER = "packer", _("packer")  # orders, fulfilment, stock counts; no money
    READ_ONLY = "read_only", _("read-only")  # sees all, presses nothing


class Membership(Record):
    """A person's role in one store. A partner is a person with several memberships."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    store = models.ForeignKey("core.Store", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        db_table = "memberships"
        constraints = [models.UniqueConstraint(fields=["user", "store"], name="one_membership_per_person_and_store")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.store}"

    @property
    def can_write(self) -> bool:
        """Everybody but the read-only member may press buttons."""
        return self.role != Role.READ_ONLY

    @property
    def can_manage(self) -> bool:
        """Connections, schedules, prices and links are for owners and managers."""
        return self.role in (Role.OWNER, Role.MANAGER)
