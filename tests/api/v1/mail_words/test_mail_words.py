"""The words of mails by program: looked at with an order's data, kept, given up; nonsense is refused."""

from __future__ import annotations

import pytest

from core.models import EmailTemplate, OutgoingMail
from sync.news import texts
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

ALL = "/api/v1/mails/"
ONE = f"{ALL}order_confirmation/in/de/"
WORDS = {"subject": "Bestellung {number}", "body": "Danke, {customer}.\n\n{lines}"}


@pytest.fixture(autouse=True)
def languages(cast: Cast) -> None:
    cast.store.languages = ["de", "en"]
    cast.store.save()


def test_every_mail_is_told_in_every_language_with_whose_words_it_has(owner: Program, cast: Cast) -> None:
    rows = owner.get(ALL).body["results"]
    assert len(rows) == 2 * len(texts.MAILS) and {row["whose"] for row in rows} == {""}
    keys = next(row for row in rows if row["letter"] == "keys")
    assert "link" in keys["placeholders"] and keys["needs"] == ["link"]


def test_words_are_kept_and_given_up(owner: Program) -> None:
    wrote = owner.put(ONE, WORDS)
    assert (wrote.status, wrote.body["whose"], wrote.body["subject"]) == (200, "de", "Bestellung {number}")
    assert EmailTemplate.objects.get().body == WORDS["body"]
    assert [owner.delete(ONE).status for _ in range(2)] == [204, 204]
    assert owner.get(ONE).body["whose"] == ""


def test_a_placeholder_that_stands_for_nothing_is_refused_with_those_that_do(owner: Program) -> None:
    for send, path in ((owner.put, ONE), (owner.post, f"{ONE}preview/")):
        answer = send(path, WORDS | {"body": "{number} {price_of_everything}"})
        (error,) = answer.body["errors"]
        assert (answer.status, error["field"]) == (422, "body")
        assert "{price_of_everything}" in error["message"] and "{customer}" in error["message"]
    assert not EmailTemplate.objects.exists()


def test_a_look_has_the_data_of_the_order_that_is_named_and_keeps_nothing(owner: Program, cast: Cast) -> None:
    shop = world.connection(cast.store)
    first, newest = world.order(shop), world.order(shop)
    named = owner.post(f"{ONE}preview/", WORDS | {"order": str(first.pk)})
    assert named.body["subject"] == f"Bestellung {first.channel_order_id}"
    other = owner.post(f"{ONE}preview/", WORDS).body["subject"]
    assert other in (f"Bestellung {each.channel_order_id}" for each in (first, newest))
    assert not EmailTemplate.objects.exists() and not OutgoingMail.objects.exists()


def test_who_does_not_manage_the_store_reads_and_writes_none(
    packer: Program, reader: Program, stranger: Program, cast: Cast
) -> None:
    order = world.order(world.connection(cast.store))
    for who in (packer, reader):
        assert who.get(ALL).status == who.put(ONE, WORDS).status == who.post(f"{ONE}preview/", WORDS).status == 403
    assert stranger.put(ONE, WORDS).status == 404, "a language that their store does not speak"
    cast.elsewhere.languages = ["de"]
    cast.elsewhere.save()
    assert stranger.post(f"{ONE}preview/", WORDS | {"order": str(order.pk)}).status == 404
    stranger.put(ONE, WORDS)
    assert [row.store for row in EmailTemplate.objects.all()] == [cast.elsewhere]


def test_there_are_no_other_mails_nor_languages(owner: Program) -> None:
    assert owner.get(f"{ALL}order_confirmation/in/xx/").status == 404
    assert owner.get(f"{ALL}newsletter/in/de/").status == 404
