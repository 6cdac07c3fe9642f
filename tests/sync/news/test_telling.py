"""What members are told: one line per cause, for their role, in their language; a burst is one line."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from core.models import Membership, NeedsYou, Notification, OutgoingMail, Role
from core.services import notifications
from core.services.needs_you import raise_cause, settle_cause
from core.services.notifications import KINDS, Choice
from inventory.services.stock import adjust
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import LoginExpired
from sync import accounts
from sync.models import MarketplaceSyncLog
from sync.news import words
from sync.news.lines import MOST
from sync.news.words import NEEDS
from tests.orders.world import World, line, told
from tests.sync.news.people import lines, look, member, only


@pytest.fixture
def owner(world: World) -> Membership:
    return member(world.store)


def arrives(world: World, *numbers: str, run: MarketplaceSyncLog | None = None, **more: Any) -> None:
    """Orders are read now."""
    from orders.services.intake import import_orders

    orders = [told(number, line("CUP", price="59.00"), **more) for number in numbers]
    import_orders(connection=world.shop, orders=orders, seen_at=timezone.now(), cause="poll",
                  run_id=run.pk if run else None)  # fmt: skip


def orders_run(world: World, status: str = "completed", **more: Any) -> MarketplaceSyncLog:
    now = timezone.now()
    return MarketplaceSyncLog.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, sync_type="orders",
        status=status, start_time=now, end_time=now, **more,
    )  # fmt: skip


def need(world: World, kind: str, key: str = "k", title: str = "Ozon refused the price of CUP", **more: Any) -> None:
    raise_cause(store=world.store, kind=kind, cause_key=key, title=title, **more)


def test_every_heading_is_a_kind_that_members_can_choose() -> None:
    assert set(NEEDS) == set(NeedsYou.Kind.values)
    assert set(NEEDS.values()) <= set(KINDS)
    assert KINDS.keys() - set(NEEDS.values()) == {"new_order", "cancelled", "order_moved", "low_stock"}


def test_a_new_order_is_a_line_that_leads_to_it(world: World, owner: Membership) -> None:
    world.put("CUP", 5)
    arrives(world, "9-1")
    look()
    row, order = only(owner), world.ours("9-1")
    assert row.title == f"New order {order.number} from Bazaar shop"
    assert row.body == f"{order.number}: €59.00"
    assert row.url == f"/orders/{order.pk}/"
    assert (row.kind, row.times, row.in_page, row.mail) == ("new_order", 1, True, "daily")


def test_looking_again_tells_nothing_again(world: World, owner: Membership) -> None:
    world.put("CUP", 5)
    arrives(world, "9-1")
    assert look() == 1
    assert look() == 0
    assert only(owner).times == 1


def test_more_of_the_same_count_on_the_unread_line(world: World, owner: Membership) -> None:
    world.put("CUP", 50)
    arrives(world, "9-1")
    look()
    arrives(world, *(f"9-2{n}" for n in range(14)))
    look()
    row = only(owner)
    assert row.times == 15
    assert row.title.startswith("15 new orders from Bazaar shop, the latest O-")
    assert row.url == f"/orders/?view=all&shop=c%3A{world.shop.pk}"


def test_once_read_the_next_one_is_a_new_line(world: World, owner: Membership) -> None:
    world.put("CUP", 5)
    arrives(world, "9-1")
    look()
    notifications.mark_read(owner, only(owner).pk)
    arrives(world, "9-2")
    look()
    assert len(lines(owner)) == 1
    assert Notification.objects.filter(member=owner).count() == 2


def test_five_hundred_new_orders_are_one_line_and_one_mail(
    world: World, owner: Membership, django_assert_max_num_queries: Any
) -> None:
    notifications.choose(owner, {"new_order": Choice(in_page=True, mail="at_once")})
    world.put("CUP", 900)
    orders_run(world)
    arrives(world, *(f"8-{n}" for n in range(500)), run=orders_run(world))
    with django_assert_max_num_queries(45):
        look()
    row = only(owner, kind="new_order")
    assert row.times == 500
    assert OutgoingMail.objects.filter(member=owner).count() == 1


def test_a_first_sync_is_one_sentence_however_many_pages_it_has(world: World, owner: Membership) -> None:
    world.put("CUP", 900)
    run = orders_run(world, "in_progress")
    arrives(world, *(f"8-{n}" for n in range(100)), run=run)
    look()
    arrives(world, *(f"8-{n}" for n in range(100, 214)), run=run)
    look()
    row = only(owner, kind="new_order")
    assert row.title == "214 orders were read from Bazaar shop"
    MarketplaceSyncLog.objects.filter(pk=run.pk).update(status="completed")
    arrives(world, "8-999", run=orders_run(world, "in_progress"))
    look()
    assert sorted(lines(owner, kind="new_order"))[1].startswith("New order O-")


def test_an_order_that_is_over_when_it_is_first_seen_is_no_news(world: World, owner: Membership) -> None:
    world.put("CUP", 5)
    arrives(world, "7-1", status=OrderStatus.CANCELLED)
    arrives(world, "7-2", status=OrderStatus.DELIVERED)
    look()
    assert lines(owner, kind="new_order") == []


def test_packers_read_no_amounts_and_hear_of_no_money(world: World, owner: Membership) -> None:
    packer = member(world.store, Role.PACKER)
    world.put("CUP", 5)
    arrives(world, "9-1")
    need(world, NeedsYou.Kind.MONEY, title="The sums of O-1 do not add up")
    look()
    assert "€" in only(owner, kind="new_order").body
    assert only(packer).body == ""
    assert not Notification.objects.filter(member=packer, kind="money").exists()
    assert Notification.objects.filter(member=owner, kind="money").exists()


def test_another_store_and_who_may_not_sign_in_hear_nothing(world: World, owner: Membership) -> None:
    from tests.orders.world import make_world

    stranger, gone = member(make_world("elsewhere").store), member(world.store, is_active=False)
    world.put("CUP", 5)
    arrives(world, "9-1")
    look()
    assert not Notification.objects.filter(member__in=[stranger, gone]).exists()


def test_a_kind_that_somebody_wants_nowhere_is_not_written(world: World, owner: Membership) -> None:
    notifications.choose(owner, {"new_order": Choice(in_page=False, mail="off")})
    world.put("CUP", 5)
    arrives(world, "9-1")
    look()
    assert not Notification.objects.filter(member=owner).exists()


def test_a_kind_that_is_only_mailed_does_not_ring_the_bell(world: World, owner: Membership) -> None:
    notifications.choose(owner, {"new_order": Choice(in_page=False, mail="at_once")})
    world.put("CUP", 5)
    arrives(world, "9-1")
    look()
    assert only(owner).in_page is False
    assert notifications.counts(owner).unread == 0
    assert OutgoingMail.objects.filter(member=owner).count() == 1


def test_whoever_did_it_knows(world: World, owner: Membership) -> None:
    from orders.services.lifecycle import move

    other = member(world.store)
    world.put("CUP", 5)
    arrives(world, "9-1")
    move(order=world.ours("9-1"), to="cancelled", who=f"person:{owner.user_id}", reason="Sold out")
    look()
    assert lines(owner, kind="cancelled") == []
    row = only(other, kind="cancelled")
    assert row.title == f"{world.ours('9-1').number} is cancelled at Bazaar shop"
    assert row.body == "Sold out"


def test_every_step_of_an_order_is_told_to_whoever_asks_for_it(world: World, owner: Membership) -> None:
    other = member(world.store)
    notifications.choose(owner, {"order_moved": Choice(in_page=True, mail="off")})
    world.put("CUP", 5)
    arrives(world, "9-1")
    arrives(world, "9-1", status=OrderStatus.PROCESSING, later=9)
    look()
    assert lines(owner, kind="order_moved") == [f"{world.ours('9-1').number} is processing"]
    assert lines(other, kind="order_moved") == []


def test_what_needs_a_person_leads_to_its_fix_and_is_over_when_settled(world: World, owner: Membership) -> None:
    need(world, NeedsYou.Kind.REFUSED, said="price < 100", subject_type="order", subject_id=uuid4())
    look()
    row = only(owner)
    assert (row.kind, row.title, row.body) == ("refused", "Ozon refused the price of CUP", "price < 100")
    assert row.url == f"/needs-you/{NeedsYou.objects.get().pk}/"
    settle_cause(store=world.store, cause_key="k", how="sent", by="Anna")
    look()
    row.refresh_from_db()
    assert row.read_at is not None
    assert row.over_at == NeedsYou.objects.get().settled_at
    assert lines(owner) == []


def test_what_was_raised_and_settled_between_two_looks_is_no_news(world: World, owner: Membership) -> None:
    need(world, NeedsYou.Kind.REFUSED)
    settle_cause(store=world.store, cause_key="k", how="sent", by="system")
    look()
    assert not Notification.objects.filter(member=owner).exists()


def test_the_same_cause_raised_again_after_it_was_settled_is_told_again(world: World, owner: Membership) -> None:
    need(world, NeedsYou.Kind.REFUSED)
    look()
    settle_cause(store=world.store, cause_key="k", how="sent", by="system")
    need(world, NeedsYou.Kind.REFUSED)
    look()
    assert len(lines(owner)) == 1
    assert Notification.objects.filter(member=owner).count() == 2


def test_a_hundred_causes_of_one_kind_are_five_lines_and_one_for_the_rest(world: World, owner: Membership) -> None:
    for n in range(60):
        need(world, NeedsYou.Kind.SHORT, key=f"short:{n}", title=f"O-{n} is short of 1 unit")
    look()
    for n in range(60, 100):
        need(world, NeedsYou.Kind.SHORT, key=f"short:{n}", title=f"O-{n} is short of 1 unit")
    look()
    assert len(lines(owner)) == MOST + 1
    many = only(owner, cause_key="many:short")
    assert (many.times, many.title, many.url) == (95, "95 more: orders short of stock", "/needs-you/")


def test_a_failing_sync_is_one_line_that_counts_and_good_news_when_it_was_read(world: World, owner: Membership) -> None:
    orders_run(world)
    orders_run(world, "failed", error_message="No answer.", error_fix="We try again.")
    look()
    row = only(owner)
    assert (row.kind, row.title, row.body) == (
        "sync_failed", "Orders of Bazaar shop failed", "No answer. We try again.",
    )  # fmt: skip
    orders_run(world, "failed", error_message="No answer.")
    look()
    row.refresh_from_db()
    assert (row.times, row.title) == (2, "Orders of Bazaar shop failed 2 times")
    notifications.mark_read(owner, row.pk)
    orders_run(world, "failed", error_message="No answer.")
    look()
    assert lines(owner) == [], "it goes on failing: that was read already"
    orders_run(world)
    look()
    assert lines(owner) == ["Orders of Bazaar shop goes through again"]


def test_no_good_news_for_whoever_never_heard_the_bad(world: World, owner: Membership) -> None:
    orders_run(world)
    orders_run(world, "failed")
    look()
    orders_run(world)
    look()
    assert lines(owner) == []
    assert only(owner).over_at is not None


def test_a_shop_that_signs_us_out_is_told_once_not_as_a_failed_sync_beside_it(world: World, owner: Membership) -> None:
    error = LoginExpired("the key is refused", marketplace="Bazaar", operation="pull_orders", said="invalid key")
    accounts.stop(world.shop, error)
    orders_run(world, "failed", error_kind=LoginExpired.kind)
    look()
    row = only(owner)
    assert (row.kind, row.body) == ("connection", "invalid key")
    notifications.mark_read(owner, row.pk)
    accounts.mend(world.shop, how="Signed in again", by="Anna")
    look()
    assert lines(owner) == ["Bazaar shop works again"]


def test_low_stock_is_told_with_the_number(world: World, owner: Membership) -> None:
    variant = world.put("CUP", 5)
    variant.low_stock_at = 4
    variant.save()
    arrives(world, "9-1")
    look()
    row = only(owner, kind="low_stock")
    assert (row.title, row.body) == ("4 free of CUP", "Kettle CUP. You reorder at 4.")
    assert row.url == f"/inventory/{variant.pk}/ledger/"


def test_low_stock_says_how_long_it_lasts_where_it_sells(world: World, owner: Membership) -> None:
    variant = world.put("CUP", 7)
    variant.low_stock_at, variant.opening_counted_at = 4, timezone.now()
    variant.save()
    arrives(world, "9-1")
    arrives(world, "9-1", status=OrderStatus.SHIPPED, later=1)
    adjust(store=world.store, variant=variant, location=world.place, delta=-3, reason="broken")
    look()
    row = only(owner, kind="low_stock")
    assert (row.title, row.body) == ("3 free of CUP", "Kettle CUP. You reorder at 4. They last about 21 days.")


def test_a_listing_refused_there_is_told_and_a_refused_push_is_not_told_twice(world: World, owner: Membership) -> None:
    listing = world.offer(world.put("CUP", 5))
    listing.status, listing.remote_status = "refused", "no photo"
    listing.save()
    look()
    row = only(owner)
    assert (row.kind, row.body, row.url) == ("refused", "no photo", f"/listings/{listing.pk}/")


def test_every_member_reads_their_own_language(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    french, plain = member(world.store, language="fr"), member(world.store)
    world.store.languages = ["de"]
    world.store.save()
    heard = []
    monkeypatch.setattr(words, "_low_words", lambda event: heard.append(_language()) or words.Words("x"))
    variant = world.put("CUP", 5)
    variant.low_stock_at = 4
    variant.save()
    arrives(world, "9-1")
    look()
    assert sorted(heard) == ["de", "fr"]
    assert Notification.objects.filter(member__in=[french, plain], kind="low_stock").count() == 2


def _language() -> str:
    from django.utils.translation import get_language

    return str(get_language())


def test_old_news_goes_with_the_old_mails(world: World, owner: Membership) -> None:
    from sync.news import post

    need(world, NeedsYou.Kind.REFUSED)
    look()
    Notification.objects.update(at=timezone.now() - timedelta(days=91))
    post.forget()
    assert not Notification.objects.exists()
