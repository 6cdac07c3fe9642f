"""Status words: one table per kind, each state with its word, tone and icon; pages know no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words
else:
    Words = str

# grey nobody acts · blue, violet, teal it moves · green done · amber you, soon · red you, now
TONES = ("grey", "blue", "violet", "teal", "green", "amber", "red")


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown; colour is never the only sign."""

    word: str | Words
    tone: str
    icon: str


ORDER: Mapping[str, Look] = {
    "pending": Look(_("Pending"), "grey", "circle-dashed"),
    "confirmed": Look(_("Confirmed"), "blue", "circle-dot"),
    "processing": Look(_("Processing"), "violet", "circle-half-2"),
    "ready_for_shipment": Look(_("Ready to ship"), "teal", "package"),
    "shipped": Look(_("Shipped"), "teal", "truck"),
    "delivered": Look(_("Delivered"), "green", "circle-check"),
    "fulfilled": Look(_("Fulfilled"), "green", "circle-check"),
    "cancelled": Look(_("Cancelled"), "grey", "circle-x"),
    "refunded": Look(_("Refunded"), "grey", "receipt-refund"),
    "partially_refunded": Look(_("Part refunded"), "amber", "receipt-refund"),
    "unknown": Look(_("Unknown status"), "amber", "help-circle"),
}

RETURN: Mapping[str, Look] = {
    "requested": Look(_("Asked for"), "amber", "clock"),
    "accepted": Look(_("Accepted"), "blue", "arrow-back-up"),
    "disputed": Look(_("Disputed"), "amber", "alert-triangle"),
    "refunded": Look(_("Refunded"), "grey", "receipt-refund"),
    "cancelled": Look(_("Taken back"), "grey", "circle-x"),
    "closed": Look(_("Closed"), "grey", "circle-check"),
    "unknown": Look(_("Unknown status"), "amber", "help-circle"),
}

SYNC: Mapping[str, Look] = {
    "synced": Look(_("Synced"), "green", "check"),
    "waiting": Look(_("Waiting to send"), "grey", "hourglass"),
    "sending": Look(_("Sending"), "blue", "refresh"),
    "accepted": Look(_("Accepted, not visible yet"), "blue", "clock"),
    "retry": Look(_("Trying again"), "amber", "refresh"),
    "refused": Look(_("Refused"), "red", "alert-circle"),
    "held": Look(_("Held back"), "amber", "player-pause"),
    "paused": Look(_("Paused"), "amber", "player-pause"),
    "drift": Look(_("Differs"), "red", "arrows-diff"),
    "unlinked": Look(_("Not linked"), "amber", "link-off"),
    "not_sent": Look(_("Not sent"), "grey", "minus"),
}

RUN: Mapping[str, Look] = {
    "pending": Look(_("Waiting"), "grey", "hourglass"),
    "in_progress": Look(_("Running"), "blue", "refresh"),
    "downloading": Look(_("Downloading"), "blue", "download"),
    "parsing": Look(_("Reading"), "blue", "refresh"),
    "upserting": Look(_("Storing"), "blue", "refresh"),
    "checking": Look(_("Checking"), "blue", "eye"),
    "completed": Look(_("Done"), "green", "circle-check"),
    "partially_completed": Look(_("Partly done"), "amber", "alert-triangle"),
    "failed": Look(_("Failed"), "red", "alert-circle"),
    "stopped": Look(_("Stopped"), "grey", "player-pause"),
}

CONNECTION: Mapping[str, Look] = {
    "active": Look(_("Healthy"), "green", "check"),
    "new": Look(_("Not read yet"), "grey", "circle-dashed"),
    "untested": Look(_("Not tested yet"), "amber", "help-circle"),
    "slow": Look(_("Slow answers"), "amber", "clock"),
    "token_ends": Look(_("Token ends soon"), "amber", "key"),
    "attention": Look(_("Needs a look"), "amber", "alert-triangle"),
    "stopped": Look(_("Stopped"), "red", "alert-circle"),
    "paused": Look(_("Paused by you"), "amber", "player-pause"),
    "disconnected": Look(_("Disconnected"), "grey", "minus"),
    "experimental": Look(_("Experimental"), "grey", "flask"),
    "catalogue_only": Look(_("Catalogue only"), "grey", "info-circle"),
}

LISTING: Mapping[str, Look] = {
    "active": Look(_("Active"), "green", "check"),
    "inactive": Look(_("Inactive"), "grey", "minus"),
    "out_of_stock": Look(_("Out of stock"), "amber", "alert-triangle"),
    "deleted": Look(_("Deleted there"), "grey", "circle-x"),
    "refused": Look(_("Refused"), "red", "alert-circle"),
    "unknown": Look(_("Unknown status"), "amber", "help-circle"),
}

PRODUCT: Mapping[str, Look] = {
    "on_sale": Look(_("On sale"), "green", "check"),
    "listed": Look(_("Listed"), "grey", "circle-dot"),
    "unlisted": Look(_("Not listed"), "grey", "minus"),
    "active": Look(_("Active"), "green", "check"),
    "draft": Look(_("Draft"), "grey", "circle-dashed"),
    "archived": Look(_("Archived"), "grey", "box"),
}

SHIPMENT: Mapping[str, Look] = {
    "ready": Look(_("Ready"), "teal", "package"),
    "handed_over": Look(_("Handed over"), "teal", "truck"),
    "on_the_way": Look(_("On the way"), "teal", "truck-delivery"),
    "delivered": Look(_("Delivered"), "green", "circle-check"),
    "returned": Look(_("Returned"), "grey", "arrow-back-up"),
}

SUPPLY: Mapping[str, Look] = {
    "open": Look(_("Open"), "blue", "circle-dot"),
    "leaving": Look(_("Being handed over"), "teal", "truck"),
    "gone": Look(_("Handed over"), "green", "circle-check"),
}

DISPATCH: Mapping[str, Look] = {
    "forming": Look(_("Being put together"), "grey", "hourglass"),
    "ready": Look(_("To be confirmed"), "amber", "circle-dot"),
    "confirmed": Look(_("Confirmed"), "blue", "truck"),
    "accepted": Look(_("Handed over"), "green", "circle-check"),
    "differs": Look(_("Counted otherwise"), "red", "alert-circle"),
    "failed": Look(_("Called off there"), "red", "x"),
    "unknown": Look(_("Unknown"), "grey", "alert-circle"),
}

VERDICT: Mapping[str, Look] = {
    "passed": Look(_("Passed"), "green", "check"),
    "refused": Look(_("Refused"), "red", "x"),
    "not_tried": Look(_("Not tried"), "grey", "minus"),
}

#: A program of the merchant's own that is told what happens.
ENDPOINT: Mapping[str, Look] = {
    "told": Look(_("Is told"), "green", "check"),
    "new": Look(_("Nothing sent yet"), "grey", "circle-dashed"),
    "failing": Look(_("Trying again"), "amber", "refresh"),
    "paused": Look(_("Paused by you"), "amber", "player-pause"),
    "off": Look(_("Switched off"), "red", "alert-circle"),
}

DELIVERY: Mapping[str, Look] = {
    "waiting": Look(_("Waiting to send"), "grey", "hourglass"),
    "retry": Look(_("Trying again"), "amber", "refresh"),
    "delivered": Look(_("Arrived"), "green", "check"),
    "given_up": Look(_("Given up"), "red", "alert-circle"),
}

TABLES: Mapping[str, Mapping[str, Look]] = {
    "order": ORDER,
    "return": RETURN,
    "sync": SYNC,
    "run": RUN,
    "connection": CONNECTION,
    "listing": LISTING,
    "product": PRODUCT,
    "shipment": SHIPMENT,
    "supply": SUPPLY,
    "dispatch": DISPATCH,
    "verdict": VERDICT,
    "endpoint": ENDPOINT,
    "delivery": DELIVERY,
}

STRANGE = Look(_("Unknown status"), "amber", "help-circle")


def look(kind: str, state: str) -> Look:
    """The look of a state; one that no table knows is shown as unknown rather than guessed."""
    return TABLES[kind].get(state.lower(), STRANGE)
