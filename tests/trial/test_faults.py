"""The marketplace breaks in the middle of a read: what was stored stays, the run says why, the next one goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplaces.models import Connection, MarketplaceCredential
from orders.models import Order, OrderItem
from sync.models import Cursor
from tests.trial.conftest import Customer
from tests.trial.ozon import ozon, posting, product
from tests.trial.shopee import line, order, shopee
from tests.trial.stub import Asked, Reply, Script

LIST = "/v4/posting/fbs/list"
DETAILS = "/api/v2/order/get_order_detail"


def pages(script: Script, cursors: Callable[[int], str]) -> None:
    """A change list of which each page holds a posting of its own; `cursors` says where page n leads."""
    count = iter(range(10**6))

    def listed(_asked: Asked) -> dict:
        at = next(count)
        return {"postings": [posting(f"{at}-1-1")], "cursor": cursors(at), "has_next": True}

    script.routes[LIST] = listed


@pytest.mark.parametrize("cursors", [lambda at: "ab"[at % 2], lambda at: "same", lambda at: ""], ids=["ab", "same", ""])
def test_a_list_that_never_ends_is_noticed_and_the_next_run_begins_anew(customer: Customer, cursors: Callable) -> None:
    script = ozon()
    shop = customer.connect("ozon", script)
    pages(script, cursors)
    said = customer.sync(shop)
    assert said.code == 2
    assert "cursor" in said.line["errors"][0]["reason"]
    assert 1 <= Order.objects.count() <= 4
    assert Cursor.objects.get().walk.keys() <= {"read_at"}
    script.routes[LIST] = lambda _asked: {"postings": [posting("9-9-9")], "cursor": "", "has_next": False}
    assert customer.sync(shop).code == 0
    assert customer.order("9-9-9")


def test_shopees_list_that_never_ends_is_noticed(customer: Customer) -> None:
    script = shopee(order())
    shop = customer.connect("shopee", script)
    count = iter(range(10**6))

    def listed(_asked: Asked) -> dict:
        rows = [{"order_sn": "2611205ABCDEFG"}]
        return {"error": "", "response": {"more": True, "next_cursor": "ab"[next(count) % 2], "order_list": rows}}

    script.routes["/api/v2/order/get_order_list"] = listed
    assert customer.sync(shop).code == 2
    assert Order.objects.count() == 1


STORMS = {
    "429": Reply({"code": 8, "message": "You have reached request rate limit"}, 429, headers={"retry-after": "0"}),
    "500": Reply({"code": 13, "message": "internal error"}, 500),
    "502 page": Reply(body=b"<html>502 Bad Gateway</html>", status=502, headers={"content-type": "text/html"}),
    "torn": Reply(body=b'{"postings": [{"posting_number": "1-'),
    "a page": Reply(body=b"<html>maintenance</html>", headers={"content-type": "text/html"}),
    "redirect": Reply({}, 302, headers={"location": "https://elsewhere.example/"}),
}  # fmt: skip


@pytest.mark.parametrize("storm", STORMS.values(), ids=STORMS.keys())
def test_a_storm_in_the_second_page_keeps_the_first_and_the_next_run_goes_on(customer: Customer, storm: Reply) -> None:
    script = ozon()
    shop = customer.connect("ozon", script)
    script.routes[LIST] = lambda asked: (
        storm if asked.json.get("cursor") else {"postings": [posting("1-1-1")], "cursor": "b", "has_next": True}
    )
    said = customer.sync(shop)
    assert said.code == 2
    assert len(said.line["errors"][0]["reason"]) > 30
    assert Order.objects.count() == 1
    script.routes[LIST] = lambda asked: {"postings": [posting("2-2-2")], "cursor": "", "has_next": False}
    assert customer.sync(shop).code == 0
    assert Order.objects.count() == 2


def test_one_hiccup_is_got_over_within_the_run(customer: Customer) -> None:
    script = ozon(posting("1-1-1"))
    shop = customer.connect("ozon", script)
    hiccups = iter([STORMS["500"], STORMS["429"]])
    script.before = lambda asked: next(hiccups, None) if asked.path == LIST else None
    assert customer.sync(shop).code == 0
    assert Order.objects.count() == 1


def token(script: Script, answer: Reply | dict) -> None:
    """The access token at-1 has ended; the token call answers so."""
    ended = Reply({"error": "error_auth", "message": "Invalid access_token.", "request_id": "x"}, 403)
    script.before = lambda asked: ended if asked.query.get("access_token") == "at-1" else None
    script.routes["/api/v2/auth/access_token/get"] = lambda _asked: answer


def test_an_ended_token_is_renewed_and_the_new_pair_is_stored(customer: Customer) -> None:
    script = shopee(order())
    shop = customer.connect("shopee", script)
    token(script, {"access_token": "at-2", "refresh_token": "rt-2", "expire_in": 14400, "error": "", "message": ""})
    said = customer.sync(shop)
    assert said.code == 0, said
    assert Order.objects.count() == 1
    kept = MarketplaceCredential.objects.get(connection=shop)
    assert (kept.access_token, kept.refresh_token) == ("at-2", "rt-2")
    assert script.count("/api/v2/auth/access_token/get") == 1
    assert customer.sync(shop).code == 0
    assert script.count("/api/v2/auth/access_token/get") == 1


def test_a_refused_renewal_asks_to_sign_in_again_and_loses_nothing(customer: Customer) -> None:
    script = shopee(order())
    shop = customer.connect("shopee", script)
    token(script, Reply({"error": "error_auth", "message": "Invalid refresh_token.", "request_id": "x"}, 403))
    said = customer.sync(shop)
    assert said.code == 2
    assert "ign in" in said.line["errors"][0]["reason"], said.line
    shop.refresh_from_db()
    assert shop.status == Connection.Status.STOPPED
    script.before = None
    assert customer.sync(shop).code == 0
    assert Order.objects.count() == 1


def test_a_gap_of_sixteen_days_is_read_in_windows(customer: Customer) -> None:
    script = shopee()
    shop = customer.connect("shopee", script)
    assert customer.sync(shop).code == 0
    gap = timezone.now() - timedelta(days=16)
    Cursor.objects.update(position=gap)
    script.asked.clear()
    script.orders = [  # type: ignore[attr-defined]
        order(f"26112{days:02}ABCDEFG", update_time=int((timezone.now() - timedelta(days=days)).timestamp()))
        for days in (1, 8, 14, 15)
    ]
    said = customer.sync(shop)
    assert (said.code, said.line["total_records"]) == (0, 4)
    assert script.count("/api/v2/order/get_order_list") >= 2


def test_a_split_whose_part_is_on_no_page_yet_frees_nothing(customer: Customer) -> None:
    """The list tells the parent with fewer units; the part comes with it, because the parent is read by number."""
    script = ozon(posting("1-1-1", products=[product(quantity=3)]))
    shop = customer.connect("ozon", script)
    assert customer.sync(shop).code == 0
    parent = posting("1-1-1", products=[product()], related_postings={"related_posting_numbers": ["1-1-2"]})
    part = posting("1-1-2", products=[product(quantity=2)], parent_posting_number="1-1-1")
    script.routes[LIST] = lambda _asked: {"postings": [parent], "cursor": "", "has_next": False}
    script.postings = [parent, part]  # type: ignore[attr-defined]
    assert customer.sync(shop).code == 0
    assert Order.objects.count() == 1
    rows = OrderItem.objects.order_by("marketplace_order__marketplace_order_id").values_list("quantity", flat=True)
    assert list(rows) == [1, 2]


def test_a_part_told_after_its_parent_leaves_the_parent_what_it_says(customer: Customer) -> None:
    """The parent was first read after the split: it is read once more within the same run."""
    parent = posting("1-1-1", products=[product()])
    part = posting("1-1-2", products=[product(quantity=2)], parent_posting_number="1-1-1")
    script = ozon(parent)
    shop = customer.connect("ozon", script)
    assert customer.sync(shop).code == 0
    script.postings = [parent, part]  # type: ignore[attr-defined]
    script.routes[LIST] = lambda _asked: {"postings": [part], "cursor": "", "has_next": False}
    assert customer.sync(shop).code == 0
    rows = OrderItem.objects.order_by("marketplace_order__marketplace_order_id").values_list("quantity", flat=True)
    assert list(rows) == [1, 2]


def test_a_line_without_a_known_sku_keeps_the_order(customer: Customer) -> None:
    shop = customer.connect("shopee", shopee(order(item_list=[line(), line(5, item_sku="")])))
    said = customer.sync(shop)
    assert (said.code, said.line["parked"]) == (0, 1)
    assert Order.objects.get().unlinked_lines == 2
