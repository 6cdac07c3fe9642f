"""Wildberries' own figures: the sales funnel of each card, the newest day first."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.connectors.wildberries import figures
from marketplaces.connectors.wildberries.reading import MOSCOW
from marketplaces.framework.errors import PermissionMissing, UnexpectedPayload
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

FUNNEL = "POST /api/analytics/v3/sales-funnel/products"
FIRST, LAST = date(2026, 11, 18), date(2026, 11, 20)


def card(number: int = 12345678, **selected: Any) -> dict[str, Any]:
    counted = {
        "period": {"start": "2026-11-20", "end": "2026-11-20"}, "openCount": 45, "cartCount": 34, "orderCount": 19,
        "orderSum": 12620, "buyoutCount": 12, "buyoutSum": 8000, "cancelCount": 3, "cancelSum": 1900, "avgPrice": 664,
    } | selected  # fmt: skip
    product = {"nmId": number, "title": "Кружка", "vendorCode": "mug-red", "brandName": "Lumen", "subjectId": 64}
    return {"product": product, "statistic": {"selected": counted, "past": counted}}


def answer(*cards: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"products": list(cards), "currency": "RUB"}}


def asked(remote: Remote) -> list[tuple[str, int]]:
    return [(each.body["selectedPeriod"]["start"], each.body["offset"]) for each in remote.asked(FUNNEL)]


def test_a_day_of_a_card_is_read_whole(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(FUNNEL, answer(card()))
    (page,) = wildberries.pull_figures(since=LAST, until=LAST)
    (found,) = page.items
    assert (found.remote_product_id, found.remote_variant_id, found.sku, found.day) == ("12345678", "", "mug-red", LAST)
    assert (found.revenue, found.currency, found.ordered_units) == (Decimal(12620), "RUB", 19)
    assert (found.views, found.cart_adds, found.cancelled_units, found.delivered_units) == (45, 34, 3, 12)
    assert (found.sessions, found.returned_units) == (None, None)


def test_days_come_the_newest_first_and_a_full_page_is_followed(
    wildberries: wildberries_connector, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "FIGURES_PER_PAGE", 2)
    remote.answers(FUNNEL, answer(card(1), card(2)), answer(card(3)), answer(card(1)), answer(card(1)))
    pages = list(wildberries.pull_figures(since=FIRST, until=LAST))
    assert asked(remote) == [("2026-11-20", 0), ("2026-11-20", 2), ("2026-11-19", 0), ("2026-11-18", 0)]
    assert [page.cursor for page in pages][0] == {"day": "2026-11-20", "offset": 2}
    assert pages[-1].cursor is None


def test_a_walk_goes_on_where_it_was_cut_off(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(FUNNEL, answer())
    list(wildberries.pull_figures(since=FIRST, until=LAST, cursor={"day": "2026-11-18", "offset": 1000}))
    assert asked(remote) == [("2026-11-18", 1000)]


def test_a_card_that_nobody_looked_at_leaves_no_day(wildberries: wildberries_connector, remote: Remote) -> None:
    zeros = dict.fromkeys(("openCount", "cartCount", "orderCount", "orderSum", "buyoutCount", "cancelCount"), 0)
    remote.answers(FUNNEL, answer(card(1, **zeros), card(2, **zeros | {"openCount": 1})))
    (page,) = wildberries.pull_figures(since=LAST, until=LAST)
    assert [each.remote_product_id for each in page.items] == ["2"]


def test_a_torn_card_is_refused_and_the_others_are_read(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(FUNNEL, answer(card(1, orderSum=None), card(2)))
    (page,) = wildberries.pull_figures(since=LAST, until=LAST)
    assert [each.remote_product_id for each in page.items] == ["2"]
    (refused,) = page.refused
    assert isinstance(refused.error, UnexpectedPayload)


def test_a_token_without_the_category_is_told_what_it_lacks(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.answers(FUNNEL, (403, {"title": "access denied", "detail": "token scope not allowed"}))
    with pytest.raises(PermissionMissing, match=r"category Analytics.*all else goes on without it"):
        list(wildberries.pull_figures(since=LAST, until=LAST))


def test_the_practice_shop_counts_what_was_sold_and_what_was_cancelled(shop: Shop) -> None:
    sold, cancelled = shop.sold(), shop.sold()
    shop.control("move", {"order": sold.remote_id, "status": "sold"})
    shop.control("cancel", {"order": cancelled.remote_id})
    _since, until = shop.window()
    day = until.astimezone(MOSCOW).date()
    (page,) = shop.connector.pull_figures(since=day, until=day)
    told = {each.remote_product_id: each for each in page.items}
    row = told[sold.lines[0].remote_product_id]
    assert row.ordered_units and row.delivered_units and row.cancelled_units and row.revenue
    assert row.views and row.views > row.ordered_units
