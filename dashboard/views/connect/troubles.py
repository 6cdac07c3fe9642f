"""What may stand in the way of connecting a shop, and what helps: by verdict of the test, then what comes after it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import BRINGS_ORDERS, LISTS_PRODUCTS, TELLS_PRODUCTS


def troubles_of(kind: type[Connector], *, signs_in: bool) -> Sequence[tuple[str, str]]:
    """What is asked, and the answer; only what can happen at this marketplace."""
    name = {"kind": kind.name}
    found = [
        (_("Nothing answers (Reachable)"),
         _("%(kind)s may be away for a while: nothing is lost, test again later. If it never answers, this server may "
           "not be let out to the internet.") % name),
        (_("The keys are refused (Keys accepted)"),
         _("Copy them again, without blanks. Keys of a test application do not open a live shop, and those of another "
           "shop are not taken for this one.")),
        (_("Something may not be read (Keys accepted)"),
         _("The keys are right but may not do everything. Where you made them, tick what the answer names, then test "
           "again; some portals want a new key for it.")),
        (_("The answer has another form (Answer as expected)"),
         _("%(kind)s sent something that Orion does not know. Nothing of yours is wrong: the run keeps it whole, "
           "report it.") % name),
    ]  # fmt: skip
    if signs_in:
        found.append(
            (_("Signing in does not come back here"),
             _("The address to come back to must stand in your app at %(kind)s, letter by letter.") % name)
        )  # fmt: skip
    found.append(
        (_("It worked yesterday"),
         _("Many marketplaces end keys when the owner’s password changes, or after some months. Make new ones and "
           "exchange them on the shop’s page: nothing else is lost."))
    )  # fmt: skip
    if kind.capabilities & (BRINGS_ORDERS | LISTS_PRODUCTS):
        found.append(
            (_("It is connected and nothing comes in"),
             _("Look at the switches on the shop’s page, then at Syncs: each run says what it received, and why it "
               "waits. What is not linked to a product waits under Listings."))
        )  # fmt: skip
    if kind.capabilities & TELLS_PRODUCTS:
        found.append(
            (_("A product is refused because something is missing"),
             _("What %(kind)s asks for stands on the product’s page beside its channels. Fill it in; it is sent again "
               "by itself.") % name)
        )  # fmt: skip
    found.append(
        (_("Too many calls"),
         _("Orion keeps to the limits of %(kind)s and waits by itself. If it still happens, another tool uses the same "
           "keys: give Orion its own.") % name)
    )  # fmt: skip
    return found
