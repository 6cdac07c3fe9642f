"""What every page needs around its content: rail, counts, store, the line about syncing; read only when drawn."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import Membership, Store, User
from core.services import notifications
from dashboard import nav
from dashboard.access import membership_of, memberships_of, sees_money
from dashboard.channels import Channels
from dashboard.formats.region import Region
from inventory.selectors.listing_list import unlinked_count
from marketplaces.services import practice_shops


class Frame:
    """The frame of one request; a swapped part of a page draws none of it and so asks the database nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def membership(self) -> Membership | None:
        return membership_of(self.request)

    @cached_property
    def store(self) -> Store | None:
        return self.membership.store if self.membership else None

    @cached_property
    def channels(self) -> Channels:
        return Channels.of(self.store)

    @property
    def role(self) -> str:
        return self.membership.get_role_display() if self.membership else ""

    @property
    def other_stores(self) -> list[Store]:
        return [other.store for other in memberships_of(self.request) if other.store != self.store]

    @cached_property
    def sections(self) -> list[nav.Section]:
        if self.store is None:
            return []
        return nav.sections(self.request.path, self._counts, money=sees_money(self.membership))

    @property
    def tabs(self) -> list[nav.Item]:
        return nav.tabs(self.sections)

    @property
    def search_url(self) -> str:
        return nav.address("orders")

    @property
    def connect_url(self) -> str:
        return nav.address("connect")

    @cached_property
    def practice_url(self) -> str:
        """Where practice shops are opened, while this installation serves some; asked for by empty pages only."""
        return nav.address("connect_practice") if practice_shops.offered() else ""

    @property
    def practice(self) -> bool:
        return self.channels.practice > 0

    @property
    def sync_line(self) -> dict[str, str] | None:
        return self.channels.line(nav.address("connections"))

    @property
    def zone_note(self) -> str:
        return _("Times are %(zone)s") % {"zone": self.store.timezone.replace("_", " ")} if self.store else ""

    @property
    def themes(self) -> list[dict[str, str]]:
        user = self.request.user
        mine = (user.theme or "system") if isinstance(user, User) else "system"
        words = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
        return [_choice(value, word, mine) for value, word in words.items()]

    @property
    def densities(self) -> list[dict[str, str]]:
        user = self.request.user
        mine = user.density if isinstance(user, User) else ""
        return [
            _choice(value, word, mine) for value, word in (("comfortable", _("Comfortable")), ("compact", _("Compact")))
        ]

    @property
    def _counts(self) -> dict[str, int]:
        return {
            "needs_you": self._told.waiting,
            "connections": self.channels.stopped,
            "listings": unlinked_count(self.store) if self.store else 0,
        }

    @property
    def unread(self) -> int:
        """What the bell says."""
        return self._told.unread

    @cached_property
    def _told(self) -> notifications.Counts:
        return notifications.counts(self.membership) if self.membership else notifications.Counts(0, 0)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: `frame`, the page's `region`, one clock reading, what the member may do."""
    drawn = Frame(request)
    membership = SimpleLazyObject(lambda: drawn.membership)
    return {
        "frame": drawn,
        "member": membership,
        "sees_money": SimpleLazyObject(lambda: sees_money(drawn.membership)),
        "region": region_of(drawn.membership) if _signed_in(request) else Region(language=get_language() or "en"),
        "now": timezone.now(),
    }


def region_of(membership: Membership | None) -> Region:
    """The store's separators and zone, the reader's language."""
    language = get_language() or "en"
    if membership is None:
        return Region(language=language)
    return Region(locale=membership.store.locale, zone=membership.store.zone, language=language)


def _signed_in(request: HttpRequest) -> bool:
    return getattr(request, "user", None) is not None and request.user.is_authenticated


def _choice(value: str, word: str, mine: str) -> dict[str, str]:
    return {"value": value, "word": word, "current": "true" if value == mine else "false"}
