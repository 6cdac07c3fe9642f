"""Buyers: one view of each, what was bought by currency, and who may be the same person."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplaces.models import Connection
from orders.models import Customer
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.customers.conftest import buyer


def page(client: Client, address: str = "/customers/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_was_bought_by_currency_without_cancelled_orders(owner: Client, kate: Customer) -> None:
    html = page(owner)
    assert "Екатерина Соловьёва" in html and "kate@example.org" in html
    assert "₽6,200.00" in html and "฿1,180.00" in html and "99.00" not in html


def test_a_buyer_has_every_order_on_one_page(owner: Client, kate: Customer) -> None:
    html = page(owner, f"/customers/{kate.pk}/")
    for order in kate.orders.all():
        assert order.number in html
    assert "3 orders" in html and "nothing converted" in html


@pytest.mark.parametrize("q", ["соловь", "kate@EXAMPLE", "555 12", "b-1", "бё", "b-"])
def test_a_buyer_is_found_by_any_part(owner: Client, shop: Connection, kate: Customer, q: str) -> None:
    buyer(shop, "x-9", name="Anna Бёрг" if q == "бё" else "Anna", email="", phone="")
    html = page(owner, f"/customers/?q={q}")
    assert ("Anna" if q == "бё" else "Екатерина") in html


def test_nobody_found_says_so(owner: Client, kate: Customer) -> None:
    assert "No customer matches “кружка”" in page(owner, "/customers/?q=кружка")


def test_the_first_day_explains_itself(owner: Client) -> None:
    html = page(owner)
    assert "No customers yet" in html and "Connect a shop" in html


def test_who_may_be_the_same_person_is_shown_and_never_merged(owner: Client, shop: Connection, kate: Customer) -> None:
    there = world.connection(shop.store, "Lumen TH", "shopee")
    mail = buyer(there, "s-1", name="K. Solovyova", email="KATE@example.org", phone="")
    phone = buyer(there, "s-2", name="Katya", email="")
    buyer(there, "s-3", name="Somebody else", email="", phone="")
    html = page(owner, f"/customers/{kate.pk}/")
    assert mail.name in html and "Same e-mail address" in html
    assert phone.name in html and "Same phone number" in html
    assert "Somebody else" not in html
    assert Customer.objects.count() == 4


def test_what_a_marketplace_hides_makes_nobody_the_same(owner: Client, shop: Connection) -> None:
    one = buyer(shop, "h-1", name="One", email="****@example.org", phone="******18")
    buyer(shop, "h-2", name="Two", email="****@example.org", phone="******18")
    assert "Two" not in page(owner, f"/customers/{one.pk}/")
    assert "The marketplace hides the phone number." in page(owner, f"/customers/{one.pk}/")


def test_another_stores_buyer_is_never_suggested(owner: Client, cast: Cast, kate: Customer) -> None:
    buyer(world.connection(cast.elsewhere), "e-1", name="From elsewhere")
    assert "From elsewhere" not in page(owner, f"/customers/{kate.pk}/")


def test_the_number_is_masked_until_asked_for_and_the_asking_is_kept(owner: Client, kate: Customer) -> None:
    assert "555 12 18" not in page(owner, f"/customers/{kate.pk}/")
    shown = owner.post(f"/customers/{kate.pk}/phone/", headers={"HX-Request": "true"}).content.decode()
    assert "+7 843 555 12 18" in shown
    last = kate.history.first()
    assert (last.history_change_reason, last.history_user.name) == ("phone number shown to Nadia Weber", "Nadia Weber")


def test_a_packer_sees_neither_money_nor_contact(packer: Client, kate: Customer) -> None:
    for address in ("/customers/", f"/customers/{kate.pk}/"):
        html = page(packer, address)
        assert "₽" not in html and "kate@example.org" not in html and "+7 843" not in html
    assert packer.post(f"/customers/{kate.pk}/phone/").status_code == 403
    assert "Екатерина" not in page(packer, "/customers/?q=kate@example")


def test_the_reader_sees_and_presses_nothing(reader: Client, kate: Customer) -> None:
    html = page(reader, f"/customers/{kate.pk}/")
    assert "the phone number" not in html and "₽6,200.00" in html
    assert reader.post(f"/customers/{kate.pk}/phone/").status_code == 403


def test_the_stranger_gets_nothing(stranger: Client, kate: Customer) -> None:
    assert "Екатерина" not in page(stranger)
    assert stranger.get(f"/customers/{kate.pk}/").status_code == 404
    assert stranger.post(f"/customers/{kate.pk}/phone/").status_code == 404


def test_a_get_shows_no_number(owner: Client, kate: Customer) -> None:
    assert owner.get(f"/customers/{kate.pk}/phone/").status_code == 405


def test_an_order_leads_to_its_buyer(owner: Client, kate: Customer) -> None:
    order = kate.orders.first()
    assert f"/customers/{kate.pk}/" in page(owner, f"/orders/{order.pk}/")


@pytest.mark.parametrize("many", [1, 25])
def test_it_takes_the_same_queries_however_many_buyers(
    owner: Client, shop: Connection, many: int, django_assert_max_num_queries
) -> None:
    for number in range(many):
        world.order(shop, customer=buyer(shop, f"q-{number}"))
    with django_assert_max_num_queries(11):
        page(owner)


def test_pages_lead_on(owner: Client, shop: Connection) -> None:
    for number in range(30):
        buyer(shop, f"p-{number}", name=f"Buyer {number:02}")
    first = owner.get("/customers/?q=buyer")
    assert "Buyer 29" in first.content.decode() and "Buyer 04" not in first.content.decode()
    assert "Buyer 04" in page(owner, f"/customers/?q=buyer&after={first.context['page'].next}")


def test_who_may_be_one_person_is_seen_over_all_channels_together(
    owner: Client, shop: Connection, kate: Customer
) -> None:
    there = world.connection(shop.store, "Lumen TH", "shopee")
    katya = buyer(there, "s-1", name="Katya", email="KATE@example.org", phone="")
    theirs = world.order(there, customer=katya, currency="THB", total=820, status="delivered")
    alone = page(owner, f"/customers/{kate.pk}/")
    assert theirs.number not in alone and "฿1,180.00" in alone and "All channels" in alone
    everywhere = page(owner, f"/customers/{kate.pk}/?of=everywhere")
    assert theirs.number in everywhere and "฿2,000.00" in everywhere and "₽6,200.00" in everywhere
    assert "4 orders" in everywhere and "Orders and sums here are of all of them together." in everywhere
    for order in kate.orders.all():
        assert order.number in everywhere
    assert katya.orders.count() == 1


def test_everywhere_is_never_another_store_and_alone_it_is_the_buyer(
    owner: Client, stranger: Client, cast: Cast, kate: Customer
) -> None:
    elsewhere = world.connection(cast.elsewhere)
    theirs = world.order(elsewhere, customer=buyer(elsewhere, "e-1", name="From elsewhere"))
    html = page(owner, f"/customers/{kate.pk}/?of=everywhere")
    assert theirs.number not in html and "From elsewhere" not in html and "All channels" not in html
    assert stranger.get(f"/customers/{kate.pk}/?of=everywhere").status_code == 404


def test_a_packer_sees_no_sums_over_all_channels(packer: Client, shop: Connection, kate: Customer) -> None:
    buyer(world.connection(shop.store, "Lumen TH", "shopee"), "s-1", name="Katya")
    html = page(packer, f"/customers/{kate.pk}/?of=everywhere")
    assert "All channels" in html and "₽" not in html and "kate@example" not in html


def test_the_buyers_of_one_channel_are_listed_by_themselves(owner: Client, shop: Connection, kate: Customer) -> None:
    there = world.connection(shop.store, "Lumen TH", "shopee")
    second = world.connection(shop.store, "Ozon Казань")
    buyer(there, "s-1", name="Malee")
    buyer(second, "o-2", name="Pavel")
    one = page(owner, f"/customers/?shop=c:{there.pk}")
    assert "Malee" in one and "Екатерина" not in one and "Remove filter: Shopee · Lumen TH" in one
    whole = page(owner, "/customers/?shop=m:ozon")
    assert "Екатерина" in whole and "Pavel" in whole and "Malee" not in whole
    assert "Malee" in page(owner, "/customers/?shop=nonsense")


def test_a_channel_and_a_word_narrow_together_and_say_where_else_to_look(
    owner: Client, shop: Connection, kate: Customer
) -> None:
    there = world.connection(shop.store, "Lumen TH", "shopee")
    html = page(owner, f"/customers/?shop=c:{there.pk}&q=соловь")
    assert "No customer of Shopee · Lumen TH matches “соловь”" in html
    assert "Search at all marketplaces" in html and "/customers/?q=" not in html
    assert "No customer of Shopee · Lumen TH yet" in page(owner, f"/customers/?shop=c:{there.pk}")


def test_another_stores_channel_is_no_filter(owner: Client, cast: Cast, kate: Customer) -> None:
    elsewhere = world.connection(cast.elsewhere)
    buyer(elsewhere, "e-1", name="From elsewhere")
    html = page(owner, f"/customers/?shop=c:{elsewhere.pk}")
    assert "From elsewhere" not in html and "Екатерина" in html


def test_pages_of_one_channel_lead_on_within_it(owner: Client, shop: Connection) -> None:
    there = world.connection(shop.store, "Lumen TH", "shopee")
    for number in range(30):
        buyer(there, f"t-{number}", name=f"Buyer {number:02}")
        buyer(shop, f"o-{number}", name=f"Other {number:02}")
    first = owner.get(f"/customers/?shop=c:{there.pk}")
    assert f"shop=c%3A{there.pk}&amp;after=" in first.content.decode()
    second = page(owner, f"/customers/?shop=c:{there.pk}&after={first.context['page'].next}")
    assert "Buyer 04" in second and "Other" not in second
