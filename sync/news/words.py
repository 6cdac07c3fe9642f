"""What an event is news of: its kind, its cause, and the words for whoever is told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou, Store
from core.services.notifications import KINDS
from marketplaces.framework.errors import AccountSuspended, LoginExpired, PermissionMissing, SwitchedOff
from orders.models import Order
from sync.models import SyncType
from sync.news import links
from sync.news.amounts import amount
from sync.news.feed import Event

#: The kinds of events that members are told of.
TOLD = (
    "order.created", "order.status_changed", "stock.low", "listing.refused", "needs_you.raised", "needs_you.settled",
    "sync.failed", "sync.recovered", "connection.mended",
)  # fmt: skip
Need = NeedsYou.Kind
#: Under which heading a thing that needs a person is told.
NEEDS: dict[str, str] = {
    Need.REFUSED: "refused", Need.SIGNED_OUT: "connection", Need.TOKEN_ENDS: "connection", Need.SHORT: "short",
    Need.DIFFERS: "odd", Need.NOT_LINKED: "not_linked", Need.UNKNOWN_STATUS: "odd", Need.IMPOSSIBLE_MOVE: "odd",
    Need.MONEY: "money", Need.UNREADABLE: "odd", Need.HELD_PUSH: "refused", Need.CANCEL_ASKED: "cancel_asked",
    Need.FORGED: "odd", Need.RETURN: "cancel_asked", Need.BALANCE: "money", Need.LATE: "sync_failed",
}  # fmt: skip
#: The account of a shop: told as something that needs a person, so its failed runs are not told beside it.
ACCOUNT = {LoginExpired.kind, PermissionMissing.kind, AccountSuspended.kind, SwitchedOff.kind}
BACK = {"cancelled", "refunded", "partially_refunded"}
#: An order that is over when it is first seen is no order to pack.
OVER = BACK | {"delivered", "fulfilled"}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the words are: packers read no amounts."""

    store: Store
    sees_money: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What a notification says, and where it leads."""

    title: str
    body: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told of one event. `say` takes how often the cause was met.

    `repeats`: it only counts on what is unread, and is no news by itself. `by`: the person who did it, who knows.
    """

    kind: str
    cause_key: str
    event: Event
    say: Callable[[Reader, int], Words]
    repeats: bool = False
    by: str = ""


def notice_of(event: Event, first_runs: Collection[str] = ()) -> Notice | None:
    """What members are told of it; nothing where it is no news. `first_runs`: first syncs of a shop."""
    sort = _SORTED.get(event.kind)
    return sort(event, first_runs) if sort else None


def over_of(event: Event) -> str:
    """The cause that this event ends; empty for others."""
    if event.kind == "needs_you.settled":
        return need_cause(event.data["cause_key"])
    if event.kind == "connection.mended":
        return need_cause(f"account:{event.subject_id}")
    if event.kind == "sync.recovered":
        return _sync_cause(event)
    return ""


def need_cause(cause_key: str) -> str:
    """The cause of what needs a person."""
    return f"need:{cause_key}"


def more(kind: str, times: int) -> Words:
    """One line for many causes of one kind."""
    words = _("%(n)d more: %(kind)s")
    page = {"new_order": links.orders(None), "cancelled": links.orders(None), "order_moved": links.orders(None)}
    url = page.get(kind) or (links.low_stock() if kind == "low_stock" else links.needs())
    return Words(words % {"n": times, "kind": str(KINDS[kind].word).lower()}, url=url)


def good_news_of(event: Event) -> Notice | None:
    """What is told of an end to whoever has heard of the bad news."""
    if event.kind == "connection.mended":
        words = Words(
            _("%s works again") % event.data["connection"], _("What was waiting is read and sent now."),
            links.connection(event.subject_id),
        )  # fmt: skip
        return Notice("connection", f"mended:{event.subject_id}", event, lambda _reader, _times: words)
    if event.kind == "sync.recovered":
        name = sync_name(event.data["sync_type"], event.data.get("connection") or "")
        words = Words(_("%s goes through again") % name, url=links.run(event.subject_id))
        return Notice("sync_failed", f"mended:{_sync_cause(event)}", event, lambda _reader, _times: words)
    return None


# Orders -----------------------------------------------------------------------------------------------------------


def _created(event: Event, first_runs: Collection[str]) -> Notice | None:
    data, shop = event.data, event.data["connection_id"]
    if data.get("run") in first_runs:
        return Notice("new_order", f"first_orders:{shop}", event, lambda _reader, times: _first(event, times))
    if data["to"] in OVER:
        return None
    return Notice("new_order", f"new_orders:{shop}", event, lambda reader, times: _new(event, reader, times))


def _first(event: Event, times: int) -> Words:
    words = ngettext("%(n)d order was read from %(shop)s", "%(n)d orders were read from %(shop)s", times)
    body = _("The first sync of this shop. From now on you are told of new orders.")
    return Words(words % {"n": times, "shop": _shop(event)}, body, links.orders(event.data["connection_id"]))


def _new(event: Event, reader: Reader, times: int) -> Words:
    data = event.data
    if times > 1:
        words = _("%(n)d new orders from %(shop)s, the latest %(number)s")
        url = links.orders(data["connection_id"])
        return Words(words % {"n": times, "shop": _shop(event), "number": data["number"]}, _sum(event, reader), url)
    words = _("New order %(number)s from %(shop)s") % {"number": data["number"], "shop": _shop(event)}
    return Words(words, _sum(event, reader), links.order(event.subject_id))


def _sum(event: Event, reader: Reader) -> str:
    data = event.data
    if not reader.sees_money:
        return ""
    return _("%(number)s: %(total)s") % {
        "number": data["number"], "total": amount(data["total"], data["currency"], reader.store.locale),
    }  # fmt: skip


def _moved(event: Event, _first_runs: Collection[str]) -> Notice | None:
    data = event.data
    by = data["by"].partition("person:")[2]
    if data["to"] in BACK:
        shop = data["connection_id"]
        return Notice("cancelled", f"cancelled:{shop}", event, lambda _r, times: _back(event, times), by=by)
    return Notice("order_moved", f"moved:{event.subject_id}", event, lambda _r, _times: _step(event), by=by)


def _back(event: Event, times: int) -> Words:
    data = event.data
    parts = {"number": data["number"], "status": _status(data["to"]), "shop": _shop(event)}
    if times > 1:
        words = _("%(number)s is %(status)s at %(shop)s, and %(n)d more")
        return Words(words % (parts | {"n": times - 1}), data["reason"], links.orders(data["connection_id"]))
    return Words(_("%(number)s is %(status)s at %(shop)s") % parts, data["reason"], links.order(event.subject_id))


def _step(event: Event) -> Words:
    parts = {"number": event.data["number"], "status": _status(event.data["to"])}
    return Words(_("%(number)s is %(status)s") % parts, event.data["reason"], links.order(event.subject_id))


def _status(word: str) -> str:
    return str(dict(Order.Status.choices).get(word, word)).lower()


def _shop(event: Event) -> str:
    return event.data.get("connection") or _("a shop that is gone")


# Stock and listings -----------------------------------------------------------------------------------------------


def _low(event: Event, _first_runs: Collection[str]) -> Notice:
    return Notice("low_stock", f"low:{event.subject_id}", event, lambda _reader, _times: _low_words(event))


def _low_words(event: Event) -> Words:
    data = event.data
    title = _("%(free)d free of %(sku)s")
    body = _("%(title)s. You reorder at %(at)d.") % {"title": data["title"], "at": data["low_stock_at"]}
    days = data.get("cover_days")
    if days is not None and data["free"] > 0:
        lasts = ngettext("They last about %(n)d day.", "They last about %(n)d days.", days) % {"n": days}
        body = f"{body} {lasts if days else _('They last less than a day.')}"
    return Words(title % data, body, links.stock(event.subject_id))


def _refused(event: Event, _first_runs: Collection[str]) -> Notice | None:
    """A refused price or stock needs a person and is told as that; a listing refused there is told here."""
    data = event.data
    if data["what"] != "listing":
        return None
    title = _("%(shop)s refused the listing %(sku)s") % {"shop": _shop(event), "sku": data["sku"]}
    words = Words(title, data["said"], links.listing(event.subject_id))
    return Notice("refused", f"listing:{event.subject_id}", event, lambda _reader, _times: words)


# What needs a person, and runs --------------------------------------------------------------------------------------


def _raised(event: Event, _first_runs: Collection[str]) -> Notice:
    data = event.data
    kind = NEEDS.get(data["kind"], "odd")
    if data["cause_key"].startswith("account:"):
        kind = "connection"
    body = data["said"] or data["cost"] or data["fix"]
    words = Words(data["title"], body, links.need(event.subject_id))
    return Notice(kind, need_cause(data["cause_key"]), event, lambda _reader, _times: words)


def _failed(event: Event, _first_runs: Collection[str]) -> Notice | None:
    data = event.data
    if data["error_kind"] in ACCOUNT:
        return None
    return Notice(
        "sync_failed", _sync_cause(event), event, lambda _reader, times: _failed_words(event, times),
        repeats=bool(data["again"]),
    )  # fmt: skip


def _failed_words(event: Event, times: int) -> Words:
    data = event.data
    title = sync_name(data["sync_type"], data.get("connection") or "")
    if times > 1:
        said = ngettext("%(what)s failed %(n)d time", "%(what)s failed %(n)d times", times)
        title = said % {"what": title, "n": times}
    else:
        title = _("%s failed") % title
    body = " ".join(part for part in (data["error"], data["fix"]) if part)
    return Words(title, body, links.run(event.subject_id))


def sync_name(sync_type: str, shop: str) -> str:
    """ "Orders of Ozon Москва"."""
    what = str(dict(SyncType.choices).get(sync_type, sync_type))
    return _("%(what)s of %(shop)s") % {"what": what, "shop": shop} if shop else what


def _sync_cause(event: Event) -> str:
    return f"sync:{event.data['connection_id'] or ''}:{event.data['sync_type']}"


_SORTED: dict[str, Callable[[Event, Collection[str]], Notice | None]] = {
    "order.created": _created,
    "order.status_changed": _moved,
    "stock.low": _low,
    "listing.refused": _refused,
    "needs_you.raised": _raised,
    "sync.failed": _failed,
}
