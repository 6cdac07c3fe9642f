"""Analytics as a page: figures, rows, whys, ranges, files, and who may not see it."""

from __future__ import annotations

import csv
import html
import io
import re
from decimal import Decimal

import pytest
from django.test import Client

from dashboard.views.analytics.blocks import MOST_ROWS
from marketplaces.models import Connection
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.analytics.conftest import sold
from tests.dashboard.conftest import Cast


def page(client: Client, query: str = "") -> str:
    return html.unescape(client.get(f"/analytics/{query}").content.decode())


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ")


def file(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/analytics/{name}.csv{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_it_shows_the_figures_the_chart_and_the_rows(owner: Client, shop: Connection) -> None:
    sold(shop, 100, fees=15)
    sold(shop, 40, fees=5, fees_estimated=True)
    sold(shop, 60, days=40, fees=6)
    said = words(page(owner))
    for expected in ("€140.00", "€20.00", "€120.00", "14% of sales, was 10%", "133% more", "€5.00 of fees estimated"):
        assert expected in said, expected
    assert '<svg class="chart wide"' in page(owner)
    assert "Net by marketplace, per day" in said


def test_each_term_of_a_sum_leads_to_exactly_its_orders(owner: Client, shop: Connection) -> None:
    kept = {
        "sold": {sold(shop, fees=1).number},
        "estimated": {sold(shop, fees=2, fees_estimated=True).number},
        "untold": {sold(shop).number},
        "refunded": {sold(shop, status="refunded", fees=3).number},
        "cancelled": {sold(shop, status="cancelled").number},
        "unknown": {sold(shop, status="unknown").number},
    }
    everything = set.union(*(kept[name] for name in ("sold", "estimated", "untold", "refunded")))
    sold(shop, currency="RUB")
    Order.objects.filter(number__in=kept["untold"]).update(archived_at="2026-01-01T00:00Z")
    links = set(re.findall(r'href="(/orders/\?[^"]*term=(\w+)[^"]*currency=EUR|/orders/\?[^"]+)"', page(owner)))
    urls = {url for url, _name in links if "currency=EUR" in url}
    assert {re.search(r"term=(\w+)", url).group(1) for url in urls} >= kept.keys()
    for url in urls:
        name = re.search(r"term=(\w+)", url).group(1)
        if name in kept:
            listed = set(re.findall(r">(O-\d+)<", owner.get(url).content.decode()))
            assert listed == (everything if name == "sold" else kept[name]), url


def test_a_currency_is_never_added_to_another(owner: Client, shop: Connection) -> None:
    sold(shop, 100)
    sold(shop, 7000, currency="RUB")
    text = page(owner)
    assert text.index("Sales in EUR") < text.index("Sales in RUB")
    assert "€100.00" in text and "₽7,000.00" in text and "7,100" not in text


def test_practice_data_is_named(owner: Client, cast: Cast) -> None:
    sold(world.connection(cast.store, is_sandbox=True))
    assert "All of it is practice data." in page(owner)


@pytest.mark.parametrize("by", ["marketplace", "connection", "product", "country"])
def test_the_rows_add_up_to_the_foot_and_the_file_has_the_same_rows(
    owner: Client, shop: Connection, cast: Cast, by: str
) -> None:
    other = world.connection(cast.store, "Second", "shopee")
    for at in range(7):
        sold((shop, other)[at % 2], Decimal(f"10.{at}3"), fees=at, status=("shipped", "refunded")[at == 3])
    rows = file(owner, "rows", f"?by={by}")
    assert [row.pop("Currency") for row in rows] == ["EUR"] * len(rows)
    *parts, foot = rows
    assert foot[by.title()] == "All"
    for name in ("Sales", "Fees", "Refunds", "Net", "Units" if by == "product" else "Orders"):
        assert sum(Decimal(row[name]) for row in parts) == Decimal(foot[name]), name
    heads = r'<th scope="row"><span class="who">[\s\S]*?<span class="clip">(.*?)</span>'
    table = page(owner, f"?by={by}").partition('id="by-EUR"')[2].partition("</table>")[0]
    shown = re.findall(heads, table)
    assert shown == [row[by.title()] for row in parts]


def test_many_rows_end_in_one_of_all_others_and_still_add_up(owner: Client, shop: Connection) -> None:
    for at in range(MOST_ROWS + 5):
        sold(shop, 10 + at, shipping_address={"country": f"{chr(65 + at // 26)}{chr(65 + at % 26)}"})
    rows = file(owner, "rows", "?by=country")
    assert len(rows) == MOST_ROWS + 1
    assert rows[-2]["Country"] == "All others (6)"
    assert sum(Decimal(row["Net"]) for row in rows[:-1]) == Decimal(rows[-1]["Net"])


def test_the_file_of_orders_has_a_line_for_each_with_what_it_counts_as(owner: Client, shop: Connection) -> None:
    made = sold(shop, 100, fees=15, customer_name="x", channel_order_id="=1+1")
    gone = sold(shop, 5, status="cancelled")
    rows = {row["Order"]: row for row in file(owner, "orders")}
    assert (rows[made.number]["Net"], rows[made.number]["Counted as"]) == ("85.0000", "sold")
    assert rows[made.number]["Number there"] == "'=1+1"
    assert rows[gone.number]["Counted as"] == "cancelled"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-02-30&until=2026-03-01", "“2026-02-30” is no day. Enter one like"),
        ("since=2026-03-02&until=2026-03-01", "The range ends before it begins. Enter 2026-03-02 or a later day."),
        ("since=2024-01-01&until=2026-03-01", "These are 791 days. Enter a range of at most 366."),
        ("since=2026-03-01", "Enter a day, for example"),
        ("since=0001-01-01&until=9999-12-31", "9999-12-31 is out of reach."),
        ("range=custom", "Enter a day, for example"),
        ("since=%00&until=x", "is no day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(owner: Client, shop: Connection, query: str, said: str) -> None:
    answer = owner.get(f"/analytics/?{query}")
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    for name in ("rows.csv", "orders.csv", "syncs/"):
        assert owner.get(f"/analytics/{name}?{query}").status_code == 422


def test_what_was_typed_stays(owner: Client, shop: Connection) -> None:
    text = page(owner, "?since=2026-03-02&until=2026-03-01")
    assert 'value="2026-03-02"' in text and 'value="2026-03-01"' in text


def test_fees_not_told_are_a_dash(owner: Client, shop: Connection) -> None:
    sold(shop)
    said = words(page(owner))
    assert "not told yet" in said and "€0.00 : why" not in said.partition("Net · ")[0].partition("Fees")[2][:40]
    assert file(owner, "rows")[0]["Fees"] == ""


@pytest.mark.parametrize("name", ["7", "30", "90", "month", "nonsense"])
def test_the_usual_ranges_need_no_day(owner: Client, shop: Connection, name: str) -> None:
    sold(shop, days=0)
    assert owner.get(f"/analytics/?range={name}").status_code == 200
    assert "€100.00" in page(owner, f"?range={name}")


def test_both_empty_faces(owner: Client, cast: Cast) -> None:
    assert "Nothing sold yet" in page(owner)
    world.connection(cast.store)
    assert "Nothing was sold in these days" in page(owner)


def test_what_takes_long_comes_after_the_page(owner: Client, shop: Connection, monkeypatch) -> None:
    sold(shop)
    sold(shop)
    monkeypatch.setattr("orders.selectors.volume.MANY", 1)
    text = page(owner)
    assert 'hx-trigger="load"' in text and "€200.00" not in text
    part = owner.get("/analytics/", headers={"HX-Request": "true", "HX-Target": "figures"}).content.decode()
    assert "€200.00" in part and "<html" not in part
    assert "€200.00" in page(owner, "?whole=1")


def test_a_packer_is_told_to_ask_and_sees_no_way_in(packer: Client, shop: Connection) -> None:
    sold(shop)
    for name in ("", "rows.csv", "orders.csv", "syncs/"):
        answer = packer.get(f"/analytics/{name}")
        assert answer.status_code == 403
        assert "€" not in answer.content.decode()
    assert "/analytics/" not in packer.get("/orders/").content.decode()


def test_the_reader_sees_it_and_the_stranger_sees_nothing_of_it(
    reader: Client, stranger: Client, shop: Connection
) -> None:
    sold(shop)
    assert "€100.00" in page(reader)
    assert "€100.00" not in page(stranger)
    assert file(stranger, "orders") == []


def test_getting_it_changes_nothing_and_posting_is_refused(owner: Client, shop: Connection) -> None:
    made = sold(shop)
    before = Order.objects.filter(pk=made.pk).values().get()
    page(owner)
    assert Order.objects.filter(pk=made.pk).values().get() == before
    assert owner.post("/analytics/").status_code == 405


def test_it_takes_as_many_queries_for_many_orders_as_for_one(owner: Client, shop: Connection) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            owner.get("/analytics/?by=product")
        return len(queries)

    sold(shop)
    asked()
    few = asked()
    for at in range(12):
        sold(shop, lines=2, days=at)
    assert asked() == few <= 16
