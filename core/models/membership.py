"""Who may do what in a store."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from core import roles
from core.models.base import Record
from core.roles import Role


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
    def can(self) -> dict[str, bool]:
        """What this member may do, by the acts of `core.roles`: `{% if member.can.manage_tokens %}`."""
        return roles.rights(self)

    @property
    def can_write(self) -> bool:
        """Everybody but the read-only member may press buttons."""
        return roles.may(self, "write")

    @property
    def can_manage(self) -> bool:
        """Connections, schedules, prices and links are for owners and managers."""
        return roles.may(self, "manage")
