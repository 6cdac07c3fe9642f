"""What is done to many orders from the list: ticked ones and whole views, an answer for each."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.utils import timezone

from marketplaces.models import Connection, OutboundChange
from orders.models import BulkAct, Order, SavedView
from sync import bulk, tasks
from tests.dashboard import world
from tests.dashboard.conftest import Cast


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn a short act into a long one."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


def press(client: Client, what: str, *orders: Order, follow: bool = True, **more: object) -> str:
    answer = client.post("/orders/act/", {"do": what, "order": [each.pk for each in orders], **more}, follow=follow)
    return answer.content.decode()


def hidden(html: str) -> dict[str, list[str]]:
    """What the form on the page sends by itself."""
    found: dict[str, list[str]] = {}
    body = html[html.index('action="/orders/act/"') :]
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body):
        found.setdefault(name, []).append(value.replace("&amp;", "&"))
    return found


def held(*orders: Order) -> list[bool]:
    return [Order.objects.get(pk=each.pk).held_at is not None for each in orders]


def test_hold_answers_per_order_and_the_refused_one_stays_ticked(owner: Client, shop: Connection) -> None:
    fine, gone = world.order(shop), world.order(shop, status="shipped")
    html = press(owner, "hold", fine, gone, next="/orders/?view=all")
    assert f"Held 1 of 2. {gone.number} is closed: there is nothing to hold." in html
    assert held(fine, gone) == [True, False]
    ticked = re.findall(r'value="([0-9a-f-]{36})" checked', html)
    assert ticked == [str(gone.pk)]


def test_all_of_them_is_good_news_in_one_sentence(owner: Client, shop: Connection) -> None:
    assert "2 orders are held." in press(owner, "hold", world.order(shop), world.order(shop))


def test_many_refusals_are_named_three_by_three(owner: Client, shop: Connection) -> None:
    gone = [world.order(shop, status="shipped") for _each in range(5)]
    html = press(owner, "hold", *gone)
    assert "Held 0 of 5." in html and "2 more were refused; they are ticked, too." in html


def test_a_tag_is_asked_for_and_then_added(owner: Client, shop: Connection) -> None:
    one, two = world.order(shop), world.order(shop)
    asked = press(owner, "tag", one, two)
    assert "Tag 2 orders" in asked and one.number in asked
    html = owner.post("/orders/act/", {**hidden(asked), "tag": "gift wrap"}, follow=True).content.decode()
    assert "2 orders are tagged." in html
    assert [Order.objects.get(pk=each.pk).tags for each in (one, two)] == [["gift wrap"], ["gift wrap"]]
    assert one.number in owner.get("/orders/?tag=gift+wrap").content.decode()


def test_no_tag_is_asked_for_again_with_the_orders_still_there(owner: Client, shop: Connection) -> None:
    asked = press(owner, "tag", made := world.order(shop))
    answer = owner.post("/orders/act/", {**hidden(asked), "tag": " "})
    assert answer.status_code == 422
    assert "Enter the tag" in answer.content.decode() and str(made.pk) in answer.content.decode()
    assert not BulkAct.objects.exists()


def test_archiving_asks_first_and_bringing_back_is_found_in_the_archive(owner: Client, shop: Connection) -> None:
    closed = world.order(shop, status="delivered")
    asked = press(owner, "archive", closed)
    assert "Archive 1 order" in asked
    owner.post("/orders/act/", hidden(asked))
    assert closed.number not in owner.get("/orders/?view=all").content.decode()
    html = owner.get("/orders/?view=all&archived=only").content.decode()
    assert closed.number in html and "Archived only" in html
    assert "1 archived order matches." in owner.get(f"/orders/?q={closed.number}").content.decode()
    owner.post("/orders/act/", hidden(press(owner, "bring_back", closed)))
    assert closed.number in owner.get("/orders/?view=all").content.decode()


def test_all_that_a_search_finds_is_counted_by_the_page_that_asks(owner: Client, shop: Connection) -> None:
    for number in range(30):
        world.order(shop, search_text=f"lamp {number}")
    page = owner.get("/orders/?view=open&q=lamp").content.decode()
    assert "All orders that this finds" in page and 'data-every="25+"' in page
    assert "Hold 30 orders" in press(owner, "hold", all="1", query="view=open&q=lamp")


def test_a_whole_view_is_asked_about_with_its_number(owner: Client, shop: Connection) -> None:
    made = [world.order(shop) for _each in range(30)]
    other = world.order(shop, status="shipped")
    page = owner.get("/orders/?view=open").content.decode()
    assert "All 30 orders of this view" in page
    asked = press(owner, "hold", all="1", query="view=open")
    assert "Hold 30 orders" in asked and "and 18 more" in asked
    html = owner.post("/orders/act/", {**hidden(asked), "reason": "stocktaking"}, follow=True).content.decode()
    assert "30 orders are held." in html
    assert held(*made) == [True] * 30 and held(other) == [False]
    assert Order.objects.get(pk=made[0].pk).held_reason == "stocktaking"


def test_a_view_that_grew_meanwhile_is_asked_about_again(owner: Client, shop: Connection) -> None:
    first = world.order(shop)
    asked = press(owner, "hold", all="1", query="view=open")
    world.order(shop)
    answer = owner.post("/orders/act/", hidden(asked))
    assert answer.status_code == 422
    assert "another number of orders" in answer.content.decode()
    assert held(first) == [False]


def test_a_view_of_too_many_is_narrowed_first(owner: Client, shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(3):
        world.order(shop)
    monkeypatch.setattr("dashboard.views.orders.bulk.MOST", 2)
    html = press(owner, "hold", all="1", query="view=open")
    assert "The view holds more than 2 orders" in html and 'name="confirmed"' not in html


def test_a_long_act_has_a_page_that_follows_it(
    owner: Client, stranger: Client, shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, gone = world.order(shop), world.order(shop, status="shipped")
    monkeypatch.setattr(bulk, "PATIENCE", -1.0)
    html = press(owner, "hold", made, gone)
    act = BulkAct.objects.get()
    assert "0 of 2 done" in html and 'hx-trigger="every 1s"' in html
    assert stranger.get(f"/orders/acts/{act.pk}/").status_code == 404
    tasks.act_on_orders(str(act.pk))
    html = owner.get(f"/orders/acts/{act.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "Held 1 of 2." in html and "every 1s" not in html and "<html" not in html
    assert f"/orders/{gone.pk}/" in html and f"ticked={act.pk}" in html


def test_pressing_twice_is_one_act(owner: Client, shop: Connection) -> None:
    made = world.order(shop)
    sent = {**hidden(press(owner, "tag", made)), "tag": "gift"}
    owner.post("/orders/act/", sent)
    owner.post("/orders/act/", sent)
    assert BulkAct.objects.count() == 1


def test_trying_again_makes_what_was_refused_due(owner: Client, shop: Connection) -> None:
    made = world.order(shop)
    change = OutboundChange.objects.create(
        store=shop.store, connection=shop, kind="cancel", subject_id=made.marketplace_orders.get().pk, state="refused",
        wanted_at=world.hours(-1), due_at=world.hours(-1),
    )  # fmt: skip
    assert "1 order is sent again at once." in press(owner, "retry", made)
    change.refresh_from_db()
    assert change.state == "waiting"


@pytest.mark.parametrize("what", ["slips", "pick"])
def test_sheets_are_of_the_ticked_orders_or_of_the_view(owner: Client, shop: Connection, what: str) -> None:
    made = world.order(shop)
    where = owner.post("/orders/act/", {"do": what, "order": [made.pk]})["Location"]
    assert where == f"/fulfilment/print/?what={what}&order={made.pk}"
    where = owner.post("/orders/act/", {"do": what, "all": "1", "query": "view=late&status=confirmed"})["Location"]
    assert where == f"/fulfilment/print/?what={what}&view=late&status=confirmed"


def test_a_view_is_not_shipped_by_the_thousand(
    owner: Client, shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        world.order(shop)
    where = owner.post("/orders/act/", {"do": "ship", "all": "1", "query": "view=open"})["Location"]
    assert where.count("order=") == 3
    monkeypatch.setattr("dashboard.views.orders.acts.MOST", 2)
    assert "At most 2 orders are marked shipped at once." in press(owner, "ship", all="1", query="view=open")


def rows(answer: object) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_the_file_holds_the_ticked_orders_or_the_whole_view(owner: Client, shop: Connection) -> None:
    one, two = world.order(shop, tags=["gift", "vip"], customer_name="=1+1"), world.order(shop)
    found = rows(owner.post("/orders/act/", {"do": "csv", "order": [one.pk]}))
    assert len(found) == 2
    line = dict(zip(*found, strict=True))
    assert (line["Order"], line["Tags"], line["Total"], line["Currency"]) == (
        one.number,
        "gift, vip",
        "6200.0000",
        "RUB",
    )
    assert line["Buyer"] == "'=1+1"
    numbers = {row[0] for row in rows(owner.get("/orders/export.csv?view=open"))[1:]}
    assert numbers == {one.number, two.number}


def test_a_strangers_file_is_empty_and_the_reader_gets_only_the_one_of_the_list(
    stranger: Client, reader: Client, shop: Connection
) -> None:
    made = world.order(shop)
    assert len(rows(stranger.post("/orders/act/", {"do": "csv", "order": [made.pk]}))) == 1
    assert len(rows(stranger.get("/orders/export.csv?view=all"))) == 1
    assert reader.post("/orders/act/", {"do": "csv", "order": [made.pk]}).status_code == 403
    assert len(rows(reader.get("/orders/export.csv"))) == 2


def test_a_packers_file_has_no_amounts_and_nobodys_has_phone_numbers(
    owner: Client, packer: Client, shop: Connection
) -> None:
    world.order(shop)
    packers, owners = rows(packer.get("/orders/export.csv")), rows(owner.get("/orders/export.csv"))
    assert "Total" not in packers[0] and "6200.0000" not in packers[1]
    assert len(owners) == len(packers) == 2
    assert not any("555" in cell for row in (*packers, *owners) for cell in row)


@pytest.mark.parametrize("what", ["tag", "untag", "release", "confirm", "archive", "bring_back", "slips"])
def test_the_reader_may_do_none_of_it_and_the_stranger_reaches_nothing(
    reader: Client, stranger: Client, shop: Connection, what: str
) -> None:
    made = world.order(shop)
    assert reader.post("/orders/act/", {"do": what, "order": [made.pk]}).status_code == 403
    html = press(stranger, what, made, confirmed="1", tag="x")
    assert made.number not in html
    assert Order.objects.get(pk=made.pk).tags == []


def test_nonsense_does_nothing(owner: Client, shop: Connection) -> None:
    made = world.order(shop)
    assert "There is nothing of that kind to do." in press(owner, "explode", made)
    assert "None of these orders is in this view" in press(owner, "hold", all="1", query="view=late&q=%00nothing")
    assert owner.get("/orders/?ticked=nonsense").status_code == 200


# The rarer filters ------------------------------------------------------------------------------------------------


def test_more_filters_narrow_and_become_chips(owner: Client, shop: Connection) -> None:
    french = world.order(shop, shipping_address={"country": "FR"}, tags=["gift"], paid_at=timezone.now())
    digital = world.order(shop, is_fully_digital=True, requires_shipping=False, held_at=timezone.now())

    def shown(query: str) -> list[bool]:
        html = owner.get(f"/orders/?view=all&{query}").content.decode()
        return [each.number in html for each in (french, digital)]

    assert shown("destination=fr") == shown("destination=France") == shown("tag=gift") == [True, False]
    assert shown("paid=yes") == shown("held=no") == shown("goods=physical") == [True, False]
    assert shown("paid=no") == shown("held=yes") == shown("goods=digital") == [False, True]
    assert shown("held=nonsense&destination=%00&tag=%00x") == [True, True]  # what cannot be read is left out
    html = owner.get("/orders/?view=all&destination=fr&paid=yes").content.decode()
    assert "Remove filter: To France" in html and "Remove filter: Paid" in html


# Views that are kept ----------------------------------------------------------------------------------------------


def keep(client: Client, name: str, query: str = "view=late&status=confirmed", **more: str) -> str:
    return client.post("/orders/views/", {"name": name, "query": query, **more}, follow=True).content.decode()


def test_a_view_is_kept_with_its_count_and_found_as_a_tab(owner: Client, shop: Connection) -> None:
    world.order(shop, ship_by=world.hours(-1))
    assert "Save view" in owner.get("/orders/?view=late&status=confirmed").content.decode()
    html = keep(owner, "Late in Moscow")
    assert "is kept as a view" in html
    assert re.search(
        r'view=late&amp;status=confirmed" aria-current="page">Late in Moscow <span class="n">1</span>', html
    )
    assert "Change view" in html


def test_it_is_shared_only_where_its_owner_says_so(owner: Client, packer: Client, stranger: Client) -> None:
    keep(owner, "Mine alone")
    keep(owner, "For all", shared="on")
    for client, seen in ((owner, [True, True]), (packer, [False, True]), (stranger, [False, False])):
        html = client.get("/orders/?view=open").content.decode()
        assert [name in html for name in ("Mine alone", "For all")] == seen


def test_a_name_is_needed_and_kept_once(owner: Client) -> None:
    answer = owner.post("/orders/views/", {"name": " ", "query": "view=late"})
    assert answer.status_code == 422 and "Enter a name for the view" in answer.content.decode()
    keep(owner, "Gifts")
    assert "You keep a view “Gifts” already." in keep(owner, "Gifts")


def test_only_its_owner_renames_and_deletes_it(owner: Client, packer: Client, stranger: Client) -> None:
    keep(owner, "Gifts", shared="on")
    kept = SavedView.objects.get()
    where = f"/orders/views/{kept.pk}/"
    assert "keeps this view" in packer.get(where).content.decode()
    packer.post(where, {"name": "Stolen"})
    packer.post(f"{where}forget/")
    assert stranger.post(f"{where}forget/").status_code == stranger.get(where).status_code == 404
    kept.refresh_from_db()
    assert (kept.name, kept.deleted_at) == ("Gifts", None)
    owner.post(where, {"name": "Presents", "shared": "on"})
    kept.refresh_from_db()
    assert kept.name == "Presents"
    assert owner.get(f"{where}forget/").status_code == 405
    assert "is deleted" in owner.post(f"{where}forget/", follow=True).content.decode()
    assert "Presents" not in owner.get("/orders/").content.decode()


def test_what_a_reader_keeps_is_for_themselves(reader: Client, owner: Client) -> None:
    keep(reader, "Reading list", shared="on")
    assert "Reading list" in reader.get("/orders/?view=open").content.decode()
    assert "Reading list" not in owner.get("/orders/").content.decode()


# Columns ----------------------------------------------------------------------------------------------------------


def test_columns_are_a_members_own_and_three_always_show(
    owner: Client, cast: Cast, packer: Client, shop: Connection
) -> None:
    made = world.order(shop)
    owner.post("/orders/columns/", {"column": ["items"], "next": "/orders/"})
    html = owner.get("/orders/").content.decode()
    assert 'class="c-buyer"' not in html and "₽" not in html and 'class="c-items"' in html
    for column in ("c-order", "c-due", "c-status"):
        assert f'class="{column}"' in html
    assert 'class="c-buyer"' in packer.get("/orders/").content.decode()
    assert "Total" not in packer.get("/orders/columns/").content.decode()
    assert made.number in html


# Practice ---------------------------------------------------------------------------------------------------------


def test_a_practice_order_needs_a_sandbox_that_answers(
    owner: Client, reader: Client, shop: Connection, settings
) -> None:
    assert "No sandbox is connected" in owner.get("/orders/practice/").content.decode()
    Connection.objects.filter(pk=shop.pk).update(is_sandbox=True)
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    assert "Place a practice order" in owner.get("/orders/").content.decode()
    answer = owner.post("/orders/practice/", {"shop": str(shop.pk), "quantity": "1"})
    assert answer.status_code == 422 and "do not answer" in answer.content.decode()
    answer = owner.post("/orders/practice/", {"shop": str(shop.pk), "quantity": "0"})
    assert "Enter a number of units from 1 to 99." in answer.content.decode()
    assert reader.post("/orders/practice/", {"shop": str(shop.pk)}).status_code == 403
