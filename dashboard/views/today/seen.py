"""Why so much of the stock is seen right: what was told, and what the shop shows of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboard.formats.numbers import number, percent
from dashboard.formats.region import Region
from dashboard.why import Line, Why
from inventory.selectors.seen import Seen
from marketplaces.models import Connection


def seen_why(id: str, seen: Seen, region: Region, *, shop: Connection | None = None, differ: int | None = None) -> Why:
    """Of one shop, or of all of them together."""
    asked = {"type": "stock", **({"connection": shop.pk} if shop else {})}
    waiting = f"{reverse('dashboard:syncs_waiting')}?{urlencode(asked)}"
    lines = [
        Line("send", _("Listings that were told their stock"), number(seen.told, region)),
        Line("hourglass", _("Not seen there as told"), number(seen.told - seen.right, region), url=waiting),
        Line("alert-circle", _("Of them refused"), number(seen.refused, region), url=f"{waiting}&state=refused"),
    ]
    if differ is not None:
        there = f"{reverse('dashboard:inventory')}?view=differs"
        lines.append(Line("arrows-diff", _("Of them known to differ"), number(differ, region), url=there))
    words = _("%(right)s of %(told)s") % {"right": number(seen.right, region), "told": number(seen.told, region)}
    about = [_("A number counts as seen once the shop was read again and showed what we told it.")]
    lines.append(Line("check", words, percent(seen.share, region), result=True))
    return Why(id, shop.name if shop else _("How stock seen right is counted"), lines, about)
