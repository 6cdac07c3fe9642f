"""The first page of the day: the sentence, the lanes, the nearest orders, what waits, the channels, the chart."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from core.models import NeedsYou
from inventory.models import MarketplaceProduct
from marketplaces.models import Connection, OutboundChange
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast

#: A Friday, 10:40 in Luxembourg.
NOW = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def friday() -> Iterator[datetime]:
    """The moment of every test: deadlines and weekdays depend on it."""
    with patch("django.utils.timezone.now", return_value=NOW):
        yield NOW


@pytest.fixture
def late(friday: datetime) -> Iterator[datetime]:
    """The same Friday, 23:40 in Luxembourg."""
    evening = friday + timedelta(hours=13)
    with patch("django.utils.timezone.now", return_value=evening):
        yield evening


@pytest.fixture
def shop(cast: Cast) -> Connection:
    return world.connection(cast.store)


def order(shop: Connection, hours: float = 2, total: object = 100, **fields: object) -> Order:
    now = timezone.now()
    values = {"ship_by": now + timedelta(hours=hours), "total": total, "currency": "EUR", "ordered_at": now}
    return world.order(shop, **{**values, **fields})


def page(client: Client, query: str = "") -> str:
    return html.unescape(client.get(f"/{query}").content.decode())


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")


def lede(client: Client) -> str:
    return words(re.search(r'<p class="lede">(.*?)</p>', page(client)).group(1)).strip()


def lanes(client: Client) -> list[str]:
    found = re.search(r'<ul class="lanes">(.*?)</ul>', page(client), re.DOTALL).group(1)
    return [words(lane).strip() for lane in re.findall(r"<li.*?</li>", found, re.DOTALL)]


def test_the_sentence_says_the_worst_first_with_number_money_and_time(owner: Client, shop: Connection) -> None:
    order(shop, -1.2, 74)
    for _n in range(2):
        order(shop, 3)
    NeedsYou.objects.create(
        store=shop.store, kind="refused", cause_key="a", title="Ozon refused 1 shipment", money=74, currency="EUR"
    )
    assert lede(owner) == (
        "1 order is late by 1 h 12 min, worth €74.00. 2 more leave today. The next is due today 13:40, in 3 h. "
        "1 thing waits for you; the costliest is “Ozon refused 1 shipment”, €74.00."
    )


def test_late_in_the_evening_nothing_is_said_to_leave_today_that_is_due_tomorrow(
    owner: Client, packer: Client, shop: Connection, late: datetime
) -> None:
    order(shop, 2)
    assert lede(owner).startswith("1 order leaves in the next 4 hours, worth €100.00. The next is due tomorrow 01:40")
    assert "Leaves within 4 hours" in page(packer) and "Leaves today" not in page(packer)


def test_a_quiet_day_says_so_and_when_the_next_is_due(owner: Client, shop: Connection) -> None:
    order(shop, 75)
    assert lede(owner) == ("Nothing more has to leave today. The next is due Mon 23 Nov 13:40. Nothing waits for you.")


def test_the_lanes_carry_their_money_by_currency_and_lead_to_their_orders(owner: Client, shop: Connection) -> None:
    late, soon = order(shop, -1, 74), order(shop, 2, 10)
    thai = order(shop, 3, 5, currency="THB")
    order(shop, 8, 20)
    order(shop, 70, 30)
    assert lanes(owner) == [
        "1 Late €74.00 at risk", "2 Next 4 hours €10.00 and ฿5.00", "1 Rest of today €20.00", "1 Monday €30.00",
    ]  # fmt: skip
    listed = {
        term: set(re.findall(r">(O-\d+)<", page(owner, f"orders/?view=open&term={term}"))) for term in ("late", "soon")
    }
    assert listed == {"late": {late.number}, "soon": {soon.number, thai.number}}


def test_packing_starts_at_the_pick_list(owner: Client, reader: Client, shop: Connection) -> None:
    made = order(shop)
    there = re.search(r'btn-primary" href="([^"]+)">', page(owner)).group(1)
    assert made.items.get().product_name in page(owner, there.lstrip("/"))
    assert "Start packing" not in page(reader)


@pytest.mark.parametrize(
    ("fields", "ready", "step"),
    [
        ({"sync_status": "error"}, "Refused", "See why"),
        ({"cancel_requested": True}, "Buyer wants to cancel", "Answer"),
        ({"unlinked_lines": 1}, "Not linked", "Link"),
        ({"short_units": 1}, "Short by 1", "Find stock"),
        ({"requires_shipping": False}, "Digital", "Open"),
        ({}, "Nothing held", "Ship"),
    ],
)
def test_each_of_the_nearest_has_its_one_next_step(
    owner: Client, reader: Client, shop: Connection, fields: dict, ready: str, step: str
) -> None:
    made = order(shop, **fields)
    row = re.search(r"<tbody.*?</tbody>", page(owner), re.DOTALL).group(0)
    assert ready in words(row)
    link = re.search(rf'data-next href="([^"]+)">{step}<span class="sr"> {made.number}', row).group(1)
    assert owner.get(link).status_code == 200
    assert f'>Open<span class="sr"> {made.number}' in page(reader)


def test_what_is_reserved_is_said(owner: Client, shop: Connection) -> None:
    made = order(shop, quantity=2)
    world.reserve(made.items.get(), world.variant(shop.store), granted=2)
    assert "2 of 2 reserved" in page(owner)


def test_six_are_shown_the_nearest_and_dearest_first(owner: Client, shop: Connection) -> None:
    never = order(shop, ship_by=None)
    cheap, dear = order(shop, 3, 5), order(shop, 3, 500)
    late = order(shop, -2)
    others = [order(shop, 5 + n) for n in range(4)]
    shown = re.findall(r'class="go num" href="[^"]+">(O-\d+)<', page(owner))
    assert shown == [made.number for made in (late, dear, cheap, *others[:3])]
    assert never.number not in shown


def test_the_four_costliest_things_stand_there_with_a_button(owner: Client, shop: Connection) -> None:
    for at in range(5):
        NeedsYou.objects.create(
            store=shop.store, kind="short", cause_key=str(at), title=f"Thing {at}", money=at, currency="EUR"
        )
    part = re.search(r'id="b-need".*?</section>', page(owner), re.DOTALL).group(0)
    assert re.findall(r"<h3>(.*?)</h3>", part) == ["Thing 4", "Thing 3", "Thing 2", "Thing 1"]
    assert "All 5" in part and "€4.00" in part
    assert part.count("Find stock") == 4


def test_a_channel_says_its_word_when_it_was_read_and_what_is_seen(owner: Client, shop: Connection, friday) -> None:
    Connection.objects.filter(pk=shop.pk).update(stock_out=True, orders_read_at=friday - timedelta(minutes=2))
    for seen in (1, 1, 1, 0):
        OutboundChange.objects.create(
            store=shop.store,
            connection=shop,
            kind="stock",
            subject_id=uuid4(),
            sent_version=1,
            seen_version=seen,
            wanted_at=friday,
            due_at=friday,
            state="synced" if seen else "accepted",
        )
    part = words(re.search(r'id="b-health".*?</section>', page(owner), re.DOTALL).group(0))
    assert "Healthy Orders 2 min ago · stock seen 75%" in part
    assert "75% : why" in words(page(owner)) and "1 not seen yet" in page(owner)


def test_a_shop_that_refused_a_number_is_not_counted_as_showing_it(owner: Client, shop: Connection, friday) -> None:
    Connection.objects.filter(pk=shop.pk).update(stock_out=True)
    for state, sent in (("synced", 1), ("refused", 0), ("refused", 1), ("synced", 1)):
        OutboundChange.objects.create(
            store=shop.store,
            connection=shop,
            kind="stock",
            subject_id=uuid4(),
            sent_version=sent,
            seen_version=sent,
            wanted_at=friday,
            due_at=friday,
            state=state,
        )
    said = words(page(owner))
    assert "50% : why" in said and "2 of 4 listings refused" in said


def test_the_figures_compare_with_the_same_weekday_until_the_same_time(owner: Client, shop: Connection, friday) -> None:
    for _n in range(3):
        order(shop, total=50, fees=Decimal(5), ordered_at=friday - timedelta(hours=1))
    order(shop, total=70, ordered_at=friday - timedelta(days=7, minutes=1))
    order(shop, total=999, ordered_at=friday - timedelta(days=7, minutes=-1))
    order(shop, status="cancelled", ordered_at=friday)
    said = words(page(owner))
    assert "2 more than last Friday by 10:40" in said
    assert "€150.00" in said and "114% more" in said and "€135.00" in said and "10% fees" in said


def test_sales_in_two_currencies_are_two_figures(owner: Client, shop: Connection) -> None:
    order(shop, total=50)
    order(shop, total=60, currency="THB")
    part = words(re.search(r'aria-label="Today so far".*?</section>', page(owner), re.DOTALL).group(0))
    assert "€50.00 : why" in part and "฿60.00 : why" in part and "110.00" not in part


def test_the_chart_has_a_sentence_a_title_for_each_bar_and_its_table(owner: Client, shop: Connection, friday) -> None:
    order(shop, total=100, fees=Decimal(20), ordered_at=friday - timedelta(days=2))
    order(shop, total=50, ordered_at=friday - timedelta(days=20))
    text = page(owner)
    assert "€100.00 in 14 days, 100% more than in the 14 before. Best day: Wednesday 18 November, €100.00." in text
    assert "Wednesday 18 November: net €80.00, fees €20.00" in text
    foot = words(re.search(r"<tfoot>.*?</tfoot>", text, re.DOTALL).group(0))
    assert foot.replace(": why", "").split() == ["All", "1", "€100.00", "€20.00", "€80.00"]
    assert "Sales, last 30 days" in page(owner, "?days=30")


def test_the_chart_comes_alone_and_after_the_page_where_there_is_much(
    owner: Client, shop: Connection, monkeypatch
) -> None:
    order(shop)
    order(shop)
    part = owner.get("/?days=90", headers={"HX-Request": "true", "HX-Target": "b-sales"}).content.decode()
    assert "last 90 days" in part and "<html" not in part and "<svg" in part
    monkeypatch.setattr("dashboard.views.today.sales.QUICK", 1)
    assert "Adding up what was sold" in page(owner) and '<svg class="chart"' not in page(owner)
    assert '<svg class="chart"' in page(owner, "?whole=1")


def test_a_packer_sees_no_money(packer: Client, shop: Connection) -> None:
    order(shop, -1, fees=Decimal(5))
    NeedsYou.objects.create(store=shop.store, kind="short", cause_key="a", title="Short", money=74, currency="EUR")
    text = page(packer)
    for sign in ("€", "74", "Analytics", "Net after fees", "Sales"):
        assert sign not in words(text), sign
    assert "Leaves today" in text and "Waits for you" in text and "1 is late" in text
    part = packer.get("/", headers={"HX-Request": "true", "HX-Target": "b-sales"}).content.decode()
    assert "€" not in part


def test_the_stranger_sees_nothing_of_it(stranger: Client, shop: Connection, cast: Cast) -> None:
    made = order(shop)
    world.connection(cast.elsewhere, "Elsewhere")
    assert made.number not in page(stranger) and "€100" not in page(stranger)


def test_getting_it_changes_nothing_and_posting_is_refused(owner: Client, shop: Connection) -> None:
    made = order(shop)
    before = Order.objects.filter(pk=made.pk).values().get()
    page(owner)
    assert Order.objects.filter(pk=made.pk).values().get() == before
    assert owner.post("/").status_code == 405


def test_a_first_visit_shows_five_steps_and_one_button(owner: Client, reader: Client, cast: Cast) -> None:
    text = page(owner)
    assert [words(step).split()[0] for step in re.findall(r"<li.*?</li>", steps(text))] == ["Next", *["Later"] * 4]
    assert text.count("btn-primary") == 1 and 'href="/connect/"' in text
    assert "btn-primary" not in page(reader)


def steps(text: str) -> str:
    found = re.search(r'id="h-steps".*?</section>', text, re.DOTALL)
    return re.sub(r"\n", " ", found.group(0)) if found else ""


def test_the_steps_tick_themselves_and_disappear(owner: Client, shop: Connection, friday) -> None:
    def done() -> int:
        return steps(page(owner)).count(">Done<")

    assert done() == 1
    shop.last_tested_at = friday
    shop.save()
    assert done() == 2
    shop.orders_read_at = friday
    shop.save()
    assert done() == 3
    variant = world.variant(shop.store)
    MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id="1", status="active",
        variant=variant, product=variant.product, last_sync_at=friday,
    )  # fmt: skip
    assert done() == 4
    shop.stock_sent_at = friday
    shop.save()
    assert steps(page(owner)) == ""


def test_it_takes_as_many_queries_for_many_orders_as_for_one(owner: Client, shop: Connection) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            owner.get("/")
        return len(queries)

    order(shop)
    asked()
    few = asked()
    for at in range(9):
        order(shop, at, lines=2)
    assert asked() == few <= 33


def part(client: Client, label: str) -> str:
    """One of the four figures, whole."""
    return re.search(rf'<span class="small muted">{label}</span>.*?(?=<span class="small muted">|</section>)',
                     page(client), re.DOTALL).group(0)  # fmt: skip


def test_many_currencies_are_folded_behind_the_stores_own_and_each_keeps_its_sum(
    owner: Client, shop: Connection
) -> None:
    for currency, count in (("THB", 3), ("UZS", 2), ("RUB", 2), ("EUR", 1), ("USD", 1)):
        for _n in range(count):
            order(shop, 2, 100, currency=currency)
    sales = part(owner, "Sales today")
    first, folded = sales.split("<details", 1)
    assert "€100.00" in first and "฿" not in first and sales.count('class="stat"') == 1
    inside = words(folded.split("</details>")[0])
    assert "4 other currencies" in inside
    assert all(each in inside for each in ("฿300.00", "UZS 200", "₽200.00", "US$100.00"))
    for currency in ("EUR", "THB", "UZS", "RUB", "USD"):
        assert f'popovertarget="why-sales-{currency}"' in sales and f'id="why-sales-{currency}"' in sales
    mine = re.search(r'id="why-sales-THB".*?</div>\n<ul.*?</ul>', sales, re.DOTALL).group(0)
    assert "Totals of 3 orders" in mine and "€" not in mine
    assert lanes(owner)[1].startswith("9 Next 4 hours €100.00 4 other currencies : Next 4 hours ฿300.00")
    assert lede(owner).startswith("9 orders leave today, worth €100.00 and 4 other currencies.")


def test_two_currencies_stand_open_beside_each_other(owner: Client, shop: Connection) -> None:
    order(shop, 2, 100)
    order(shop, 2, 100, currency="THB")
    sales = part(owner, "Sales today")
    assert sales.count('class="stat"') == 2 and "<details" not in sales
    assert 'popovertarget="why-sales-THB"' in sales


def test_one_currency_has_one_sum(owner: Client, shop: Connection) -> None:
    order(shop, 2, 100)
    assert re.findall(r'id="(why-sales[^"]*)"', part(owner, "Sales today")) == ["why-sales"]
