"""Keys are owed, assigned, bought once and handed over: at the real practice supplier, in the real database."""

import pytest

from core.errors import DomainError
from core.models import NeedsYou, OutgoingMail
from fulfillment.models import KeyDelivery, LicenseKey, SupplierOrder
from fulfillment.services.keys import assigning, delivering, files, pool, purchases, withdrawing
from sync.keys import working
from sync.news import letters
from tests.sync.keys.supply import Supply

State = SupplierOrder.State


def loaded(supply: Supply, variant, *keys: str) -> pool.Loaded:
    rows = files.read("\n".join(keys).encode(), zone=supply.store.zone)
    return pool.load(store=supply.store, rows=rows, variant=variant, by="Anna")


def needs(supply: Supply) -> list[str]:
    rows = NeedsYou.objects.filter(store=supply.store, settled_at=None, cause_key__startswith="keys:")
    return list(rows.order_by("cause_key").values_list("cause_key", flat=True))


def test_the_own_pool_comes_first_and_only_what_lacks_is_bought(supply: Supply) -> None:
    variant = supply.product()
    assert loaded(supply, variant, "OWN-1").added == 1
    order = supply.order(variant, 3)
    working.work()
    assert supply.bought_there()[supply.purchase(order).reference] == 2
    working.work()
    order.refresh_from_db()
    assert [key.position for key in supply.keys(order)] == [1, 2, 3]
    assert supply.keys(order)[0].key == "OWN-1"
    assert (order.status, supply.purchase(order).state) == ("fulfilled", State.RECEIVED)
    item = supply.item(order)
    assert item.digital_fulfilled_at and item.supplier_order_id and item.supplier_cost
    assert needs(supply) == []


def test_working_again_and_again_buys_and_tells_nothing_twice(supply: Supply) -> None:
    order = supply.order(supply.product(), 2)
    for _ in range(4):
        working.work()
        supply.now_due()
    assert supply.bought_there()[supply.purchase(order).reference] == 2
    assert OutgoingMail.objects.filter(store=supply.store, kind="keys").count() == 1
    assert LicenseKey.objects.filter(store=supply.store).count() == 2


@pytest.mark.parametrize("way", ["nothing", "error500", "html_page", "torn", "limit"])
@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_is_looked_for_and_never_sent_again_by_itself(supply: Supply, way: str, done: bool) -> None:
    order = supply.order(supply.product(), 1)
    supply.desk("lose", {"how": way, "done": done})
    for _ in range(5):
        working.work()
        supply.now_due()
    row = supply.purchase(order)
    assert supply.bought_there().get(row.reference, 0) == (1 if done else 0)
    order.refresh_from_db()
    if done:
        assert (row.state, order.status) == (State.RECEIVED, "fulfilled")
        return
    assert (row.state, order.status) == (State.IN_DOUBT, "confirmed")
    assert needs(supply) == [f"keys:purchase:{row.pk}"]
    purchases.decide(row, what="again", by="Anna")
    for _ in range(2):
        working.work()
        supply.now_due()
    order.refresh_from_db()
    assert (supply.bought_there()[row.reference], order.status, needs(supply)) == (1, "fulfilled", [])


def test_too_dear_or_for_another_region_waits_for_a_person(supply: Supply) -> None:
    order = supply.order(supply.product(), 1, price="0.01")
    working.work()
    row = supply.purchase(order)
    assert (row.state, row.sent_at) == (State.HELD, None)
    assert "was sold for" in row.error
    assert supply.bought_there().get(row.reference) is None
    purchases.decide(row, what="agree", by="Anna")
    working.work()
    assert supply.bought_there()[row.reference] == 1


def test_a_key_for_some_countries_waits_for_a_person_where_the_order_names_none(supply: Supply) -> None:
    order = supply.order(supply.product("image"), 1, country="")
    working.work()
    row = supply.purchase(order)
    assert (row.state, row.sent_at) == (State.HELD, None)
    assert "does not say which country" in row.error
    assert needs(supply) == [f"keys:purchase:{row.pk}"]
    purchases.decide(row, what="agree", by="Anna")
    working.work()
    assert supply.bought_there()[row.reference] == 1


def test_too_little_money_there_buys_nothing_until_it_is_topped_up(supply: Supply) -> None:
    order = supply.order(supply.product(), 1)
    supply.desk("balance", {"balance": "0.00", "credit": "0.00"})
    working.work()
    row = supply.purchase(order)
    assert row.state == State.HELD
    need = NeedsYou.objects.get(store=supply.store, settled_at=None, cause_key=f"keys:purchase:{row.pk}")
    assert "Top up" in need.fix
    supply.desk("balance", {"balance": "2500.00", "credit": "500.00"})
    purchases.decide(row, what="retry", by="Anna")
    working.work()
    assert supply.bought_there()[row.reference] == 1
    assert needs(supply) == []


def test_a_supplier_that_gives_fewer_keys_than_were_paid_is_told_of_and_bought_from_no_second_time(
    supply: Supply,
) -> None:
    order = supply.order(supply.product(), 2)
    supply.desk("short", {"keys": 1})
    for _ in range(3):
        working.work()
        supply.now_due()
    row = supply.purchase(order)
    order.refresh_from_db()
    assert (row.state, order.status, len(supply.keys(order))) == (State.PAID, "confirmed", 1)
    assert supply.bought_there()[row.reference] == 2
    assert needs(supply) == [f"keys:purchase:{row.pk}"]
    assert delivering.complete_lines(order) == []


def test_what_the_supplier_gave_up_is_bought_anew_by_a_person_alone(supply: Supply) -> None:
    supply.desk("pace", {"seconds": 3600})
    order = supply.order(supply.product(), 1)
    working.work()
    row = supply.purchase(order)
    supply.desk("move", {"order": row.remote_id, "status": "Cancelled"})
    for _ in range(3):
        supply.now_due()
        working.work()
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert needs(supply) == [f"keys:lack:{supply.item(order).pk}"]
    supply.desk("pace", {"seconds": 0})
    again = purchases.decide(row, what="buy", by="Anna")
    assert again.reference != row.reference
    for _ in range(2):
        working.work()
        supply.now_due()
    order.refresh_from_db()
    assert (order.status, needs(supply)) == ("fulfilled", [])


def test_a_unit_cancelled_after_its_key_was_assigned_gives_it_back(supply: Supply) -> None:
    variant = supply.product()
    purchases.switch(supply.supplier, on=False, by="Anna")
    loaded(supply, variant, "ONE", "TWO")
    order = supply.order(variant, 2)
    item = supply.item(order)
    assigning.assign(item.pk)
    item.cancelled_quantity = 1
    item.save()
    working.work()
    order.refresh_from_db()
    states = sorted(LicenseKey.objects.filter(store=supply.store).values_list("state", flat=True))
    assert (order.status, states) == ("fulfilled", ["pool", "sent"])


def test_a_pre_order_waits_for_its_key(supply: Supply) -> None:
    supply.supplier.settings = {**supply.supplier.settings, "preorders": "on"}
    supply.supplier.save()
    order = supply.order(supply.product("preorder"), 1)
    working.work()
    row = supply.purchase(order)
    assert (row.state, supply.keys(order), needs(supply)) == (State.PAID, [], [])
    supply.desk("assign", {"order": row.remote_id})
    supply.now_due()
    working.work()
    order.refresh_from_db()
    assert order.status == "fulfilled"


def test_a_key_that_is_a_picture_is_kept_whole(supply: Supply) -> None:
    order = supply.order(supply.product("image"), 1)
    working.work()
    (key,) = supply.keys(order)
    assert key.media_type == "image/png"
    assert key.key.startswith("iVBOR")


def test_an_empty_pool_without_a_supplier_is_a_persons_matter_until_keys_are_loaded(supply: Supply) -> None:
    purchases.switch(supply.supplier, on=False, by="Anna")
    variant = supply.product()
    order = supply.order(variant, 1)
    working.work()
    item = supply.item(order)
    assert needs(supply) == [f"keys:lack:{item.pk}"]
    loaded(supply, variant, "LATE-1")
    working.work()
    order.refresh_from_db()
    assert (order.status, needs(supply)) == ("fulfilled", [])


def test_a_cancelled_order_gives_its_keys_back_and_buys_nothing(supply: Supply) -> None:
    variant = supply.product()
    loaded(supply, variant, "BACK-1")
    order = supply.order(variant, 2)
    purchases.switch(supply.supplier, on=False, by="Anna")
    working.work()
    assert len(supply.keys(order)) == 1
    order.status = "cancelled"
    order.save()
    working.work()
    assert LicenseKey.objects.get(store=supply.store).state == "pool"
    assert supply.keys(order) == []


def test_the_link_shows_the_keys_to_the_first_browser_alone(supply: Supply) -> None:
    variant = supply.product()
    loaded(supply, variant, "LINK-1")
    order = supply.order(variant, 1)
    working.work()
    delivery = KeyDelivery.objects.get(order=order)
    mail = OutgoingMail.objects.get(order_id=order.pk, kind="keys")
    letter = letters.compose(mail)
    assert letter.to == "anna@example.org"
    assert "LINK-1" not in letter.text + letter.html
    token = next(word.rstrip("/").rpartition("/")[2] for word in letter.text.split() if "/keys/open/" in word)
    found = delivering.find_delivery(token)
    assert found is not None and found.pk == delivery.pk
    assert delivering.find_delivery(token[:-2] + "xx") is None
    (shown,) = delivering.open_delivery(delivery, browser="a")
    assert (shown.key, "LINK-1" in repr(shown)) == ("LINK-1", False)
    assert delivering.open_delivery(delivery, browser="a")[0].key == "LINK-1"
    with pytest.raises(DomainError, match="already"):
        delivering.open_delivery(delivery, browser="b")
    again = delivering.send_again(order, by="Anna")
    assert delivering.find_delivery(token) is None
    assert delivering.open_delivery(again, browser="b")[0].key == "LINK-1"


def test_a_look_is_kept_with_who_and_why_and_a_replaced_key_goes_to_nobody(supply: Supply) -> None:
    variant = supply.product()
    loaded(supply, variant, "FIRST", "SECOND")
    order = supply.order(variant, 1)
    working.work()
    (key,) = supply.keys(order)
    with pytest.raises(DomainError, match="why"):
        withdrawing.reveal(key, by="Anna", why="")
    assert withdrawing.reveal(key, by="Anna", why="buyer lost it") == key.key
    assert key.history.first().history_change_reason == "shown to Anna: buyer lost it"
    other = withdrawing.replace(key, by="Anna", why="does not work")
    assert [each.pk for each in supply.keys(order)] == [other.pk]
    key.refresh_from_db()
    assert (key.state, key.position) == ("replaced", None)
    with pytest.raises(DomainError, match="no other key"):
        withdrawing.replace(other, by="Anna", why="does not work")


def test_each_bad_line_of_a_file_gets_a_sentence_and_fails_no_other(supply: Supply) -> None:
    variant = supply.product()
    mine = variant.sku
    lines = ["sku;key;expires", f"{mine};A-1;2099-01-31", ";A-1;", "NOPE;A-2;", f"{mine};A-1;", f"{mine};;"]
    text = "\n".join([*lines, f"{mine};A-3;soon", f"{mine};A-4;2001-01-01"])
    found = pool.load(store=supply.store, rows=files.read(text.encode("utf-16"), zone=supply.store.zone), by="Anna")
    assert found.added == 1
    assert [line for line, _ in found.refused] == [3, 4, 5, 6, 7, 8]
    assert "line 2" in dict(found.refused)[5]
    assert loaded(supply, variant, "A-1").refused[0][1].startswith("This key was loaded before")
    assert all("A-" not in sentence for _, sentence in found.refused)
