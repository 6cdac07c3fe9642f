"""What a card says about a shop: the worst thing first, with the one act that mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from dashboard.formats import moments
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import ApiCall, Connection, OutboundChange
from marketplaces.services.abilities import abilities_of

Status = Connection.Status
State = OutboundChange.State
SOON, NOW = timedelta(days=14), timedelta(days=2)
#: The call meter looks at this much of the past.
LAST_MINUTE = timedelta(minutes=1)
#: Either way in which orders come.
ORDERS_IN = frozenset({Capability.PULL_ORDERS, Capability.RECEIVE_ORDERS})


@dataclass(frozen=True, slots=True)
class Mood:
    """How a shop is: its place in the order, its badge, and the act that mends it."""

    rank: int
    state: str
    word: str = ""
    act_url: str = ""
    act_word: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """Calls of the last minute against what the marketplace allows."""

    calls: int
    most: int

    @property
    def share(self) -> float:
        return self.calls / self.most if self.most else 0.0

    @property
    def tone(self) -> str:
        return "amber" if self.share > 0.8 else "blue"


@dataclass(frozen=True, slots=True)
class Card:
    """One shop as it is drawn."""

    shop: Connection
    mood: Mood
    pace: Pace
    ends: Ends
    about: str
    experimental: bool

    @property
    def gives_orders(self) -> bool:
        """Whether orders come from there, as it is set up."""
        return not abilities_of(self.shop).isdisjoint(ORDERS_IN)

    @property
    def calls_url(self) -> str:
        """The calls that its share of the limit is made of."""
        return f"{reverse('dashboard:syncs_calls')}?connection={self.shop.pk}"


@dataclass(frozen=True, slots=True)
class Ends:
    """When the keys or the grant end."""

    words: str
    tone: str = "grey"
    at: datetime | None = None


def cards_of(store: Store, now: datetime) -> list[Card]:
    """All shops of a store, worst first; three queries however many there are."""
    shops = list(Connection.objects.filter(store=store).select_related("marketplace", "credential").order_by("name"))
    troubled = _troubled(shops)
    calls = _calls(shops, now)
    cards = [card_of(shop, now, troubled.get(shop.pk, {}), calls.get(shop.pk, 0)) for shop in shops]
    return sorted(cards, key=lambda card: (card.mood.rank, card.shop.name.lower()))


def card_of(shop: Connection, now: datetime, troubled: Mapping[str, int], calls: int) -> Card:
    """One card."""
    kind = registry.connector_class(shop.marketplace.code)
    parts = [shop.marketplace.name, shop.remote_account_name or shop.remote_account_id, shop.country]
    most = next((round(limit.rate * 60 / limit.per) for limit in kind.limits if limit.group == "*"), 0)
    return Card(
        shop=shop,
        mood=mood_of(shop, now, troubled),
        pace=Pace(calls=calls, most=most),
        ends=ends_of(shop, now),
        about=" · ".join(part for part in parts if part),
        experimental=kind.experimental,
    )


def mood_of(shop: Connection, now: datetime, troubled: Mapping[str, int]) -> Mood:
    """The worst thing about a shop."""
    keys = reverse("dashboard:connection_keys", args=[shop.pk])
    if shop.status == Status.DISCONNECTED:
        return Mood(9, "disconnected", act_url=keys, act_word=_("Connect again"))
    if shop.status == Status.STOPPED:
        signed_out = shop.status_kind == "login_expired"
        word = _stopped().get(shop.status_kind, _("Stopped"))
        act = _("Sign in again") if signed_out else _("See why")
        return Mood(0, "stopped", word, keys if signed_out else _page(shop), act)
    if shop.status == Status.PAUSED:
        return Mood(4, "paused")
    left = shop.login_ends_at - now if shop.login_ends_at else None
    if left is not None and left < NOW:
        word = _("Keys end in %(span)s") % {"span": moments.span(left)} if left > timedelta(0) else _("Keys ended")
        return Mood(1, "stopped", word, keys, _("Change keys"))
    waiting = _waiting(shop, troubled)
    if waiting is not None:
        return waiting
    if left is not None and left < SOON:
        word = ngettext("Keys end in %(n)d day", "Keys end in %(n)d days", left.days) % {"n": left.days}
        return Mood(3, "token_ends", word, keys, _("Change keys"))
    if shop.is_untested:
        return Mood(4, "untested", act_url=_page(shop), act_word=_("Test it"))
    return Mood(6, "active") if shop.orders_read_at or shop.products_read_at else Mood(5, "new")


def _stopped() -> Mapping[str, str]:
    """Why, by the kind of the error."""
    return {
        "login_expired": _("Stopped: sign-in expired"), "permission_missing": _("Stopped: a right is missing"),
        "account_suspended": _("Stopped: the shop is closed there"),
        "switched_off": _("Stopped: switched off by who runs Orion"),
    }  # fmt: skip


def _waiting(shop: Connection, troubled: Mapping[str, int]) -> Mood | None:
    there = f"{reverse('dashboard:syncs_waiting')}?connection={shop.pk}"
    held, refused = troubled.get(State.HELD, 0), troubled.get(State.REFUSED, 0)
    if held:
        word = ngettext("%(n)d number held back", "%(n)d numbers held back", held) % {"n": held}
        return Mood(2, "attention", word, _page(shop) + "#held", _("Check them"))
    if refused:
        word = ngettext("%(n)d thing refused", "%(n)d things refused", refused) % {"n": refused}
        return Mood(2, "attention", word, f"{there}&state=refused", _("See refusals"))
    return None


def ends_of(shop: Connection, now: datetime) -> Ends:
    """The end of keys or grant, in words where there is none."""
    if shop.status == Status.DISCONNECTED:
        return Ends(_("Keys forgotten"))
    if shop.status == Status.STOPPED and shop.status_kind == "login_expired":
        return Ends(_("Expired"), "red")
    if shop.login_ends_at:
        left = shop.login_ends_at - now
        return Ends("", "red" if left < NOW else "amber" if left < SOON else "grey", shop.login_ends_at)
    credential = getattr(shop, "credential", None)
    return Ends(_("Renews itself") if credential and credential.token_expires_at else _("No end is known"))


def troubled_of(shop: Connection) -> Mapping[str, int]:
    """Refused and held-back changes of one shop."""
    return _troubled([shop]).get(shop.pk, {})


def _troubled(shops: Sequence[Connection]) -> dict[UUID, dict[str, int]]:
    rows = (
        OutboundChange.objects.filter(connection__in=shops, state__in=[State.REFUSED, State.HELD])
        .order_by()
        .values("connection_id", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["connection_id"], {})[row["state"]] = row["n"]
    return found


def calls_of(shop: Connection, now: datetime) -> int:
    """Calls of one shop in the last minute."""
    return _calls([shop], now).get(shop.pk, 0)


def _calls(shops: Sequence[Connection], now: datetime) -> dict[UUID, int]:
    rows: Any = (
        ApiCall.objects.filter(connection__in=shops, at__gt=now - LAST_MINUTE)
        .order_by()
        .values_list("connection_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def _page(shop: Connection) -> str:
    return reverse("dashboard:connection", args=[shop.pk])
