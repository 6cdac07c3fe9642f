"""The state of a store's connections in one line and three counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from marketplaces.models import Connection


@dataclass(frozen=True, slots=True)
class Channels:
    """How many connections there are, how many of them read, how many need a person, how many are sandboxes."""

    total: int = 0
    reading: int = 0
    stopped: int = 0
    practice: int = 0

    @classmethod
    def of(cls, store: Store | None) -> Channels:
        """Count a store's connections in one query; no store has none."""
        if store is None:
            return cls()
        status = Connection.Status
        counts = (
            Connection.objects.filter(store=store)
            .exclude(status=status.DISCONNECTED)
            .aggregate(
                total=Count("pk"),
                reading=Count("pk", filter=Q(status=status.ACTIVE)),
                stopped=Count("pk", filter=Q(status=status.STOPPED)),
                practice=Count("pk", filter=Q(is_sandbox=True)),
            )
        )
        return cls(**counts)

    def line(self, url: str) -> dict[str, str] | None:
        """The line in the top bar; nothing to say without connections or a page about them."""
        if not self.total or not url:
            return None
        if self.reading == self.total:
            words = ngettext("%(n)d channel reading", "%(n)d channels reading", self.total) % {"n": self.total}
            return {"tone": "green", "icon": "check", "words": words, "url": url}
        words = _("%(n)d of %(all)d channels reading") % {"n": self.reading, "all": self.total}
        tone, icon = ("red", "alert-circle") if self.stopped else ("amber", "player-pause")
        return {"tone": tone, "icon": icon, "words": words, "url": url}
