"""How many calls of a group Wildberries lets go, by the kind of token."""

from dataclasses import replace

from marketplaces.framework.limits import Limit

from .client import (
    CANCEL,
    CARD_CHANGES,
    CARD_FAULTS,
    CARDS,
    CONTENT,
    DISCOUNTS,
    FUNNEL,
    MARKETPLACE,
    MARKING,
    MARKS_READ,
    ORDERS,
    PRICES,
    SALES,
    SELLER,
    STATISTICS,
    STOCKS,
    WAREHOUSES,
    ping_group,
)
from .to_door.client import DBW_CANCEL, STEPS, marking, marks_read
from .to_door.ways import DBS, DBW

REFUSAL = 10
MINUTE, HOUR = 60, 3600
#: Of the seller, whichever token asks. A little fewer at once than documented: calls overtake each other on the way.
LIMITS = (
    Limit(group="*", rate=20, burst=20),  # ours: more than all groups together, so it never holds anybody up
    Limit(group=ORDERS, rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=CANCEL, rate=100, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=MARKING, rate=1000, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=MARKS_READ, rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=STOCKS, rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=WAREHOUSES, rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    *(Limit(group=way.name, rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL) for way in (DBS, DBW)),
    # Whether each step has its own is not told, so all of them share one.
    Limit(group=STEPS, rate=1, per=1, burst=8, refusal_cost=REFUSAL),
    Limit(group=marks_read(DBS), rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=marking(DBS), rate=500, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=marking(DBW), rate=1000, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=DBW_CANCEL, rate=300, per=MINUTE, burst=18, refusal_cost=REFUSAL),
    Limit(group=CARDS, rate=100, per=MINUTE, burst=4),
    Limit(group=CARD_CHANGES, rate=10, per=MINUTE, burst=4),
    Limit(group=CARD_FAULTS, rate=10, per=MINUTE, burst=4),
    Limit(group=PRICES, rate=10, per=6, burst=4),
    Limit(group=SALES, rate=1, per=MINUTE, burst=1),
    Limit(group=FUNNEL, rate=3, per=MINUTE + 1, burst=2),
    Limit(group=SELLER, rate=1, per=MINUTE, burst=10),
    *(Limit(group=ping_group(host), rate=3, per=30, burst=3) for host in (MARKETPLACE, CONTENT, DISCOUNTS, STATISTICS)),
)
#: Rate, seconds and burst of base tokens, where they have less.
BASE = {
    ORDERS: (150, MINUTE, 8), STOCKS: (150, MINUTE, 8), WAREHOUSES: (150, MINUTE, 8), PRICES: (4, HOUR, 1),
    SALES: (1, 2 * HOUR, 1), FUNNEL: (2, HOUR + 20, 1), SELLER: (1, 24 * HOUR, 1),
    DBS.name: (150, MINUTE, 8), DBW.name: (150, MINUTE, 8), marking(DBS): (10, HOUR, 1), DBW_CANCEL: (10, HOUR, 1),
}  # fmt: skip
BASE_LIMITS = tuple(
    replace(limit, rate=BASE[limit.group][0], per=BASE[limit.group][1], burst=BASE[limit.group][2])
    if limit.group in BASE
    else limit
    for limit in LIMITS
)
