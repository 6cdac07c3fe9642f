"""What a supplier adds to the number of digital goods, and what keeps its keys from counting, in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from inventory.selectors.why import Part

#: By what is said of an offer; `n` is what the supplier says it has.
WHY_NOT = {
    "paused": lazy("its account does not work: none of its %(n)d count"),
    "unread": lazy("its list was not read for three hours: none of its %(n)d count"),
    "sold_out": lazy("sold out there"),
    "gone": lazy("not offered there any more"),
    "dear": lazy("costs more than it is sold for: none of its %(n)d count"),
    "region": lazy("does not work where this shop sells: none of its %(n)d count"),
    "currency": lazy("costs another currency and no cost is known in it: none of its %(n)d count"),
    "money": lazy("has %(n)d; the money there, less what open orders lack, is shared with what else is bought there"),
    "other": lazy("has %(n)d; a purchase goes to one supplier, the first has more"),
}


def supplier_part(part: Part) -> dict[str, Any]:
    """Name, how many count, when its list was read and why some do not."""
    note = str(WHY_NOT[part.why]) % {"n": part.rows} if part.why else ""
    url = reverse("dashboard:connection", args=[part.id])
    return {"word": part.name, "n": part.amount, "url": url, "note": note, "read_at": part.read_at}
