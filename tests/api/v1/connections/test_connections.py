"""Connecting a shop by program: three verdicts, keys exchanged, paused, resumed, switched, disconnected."""

from __future__ import annotations

from typing import Any

import pytest

from marketplaces.framework import registry
from marketplaces.models import ApiCall, Connection, MarketplaceCredential
from marketplaces.sandbox.server import Running
from marketplaces.services import connect, credentials
from sync.models import ScheduledJob
from tests.api.conftest import PROBLEM, Answer, Program, program
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/connections/"
WRONG = "planted-secret-0123456789"
OZON = {"marketplace": "ozon", "sandbox": True, "credentials": shops.OZON_KEYS}


def keys_of(shop: Connection) -> dict[str, str]:
    return credentials.read(shop, registry.connector_class(shop.marketplace.code))


def verdicts(answer: Answer) -> list[str]:
    return [verdict["state"] for verdict in answer.body["verdicts"]]


def test_passing_keys_connect_a_shop(owner: Program, cast: Cast, practice: Running) -> None:
    answer = owner.post(PATH, {**OZON, "name": "Ozon Урал"})
    assert answer.status == 201 and verdicts(answer) == ["passed"] * 3
    shop = Connection.objects.get(store=cast.store)
    told = answer.body["connection"]
    assert (told["id"], told["name"], told["status"]) == (str(shop.pk), "Ozon Урал", "active")
    assert told["switches"]["stock_out"] is told["switches"]["price_out"] is False
    assert told["secrets"] == {"api_key": credentials.hint(shops.OZON_KEYS["api_key"])}
    assert shops.OZON_KEYS["api_key"].encode() not in answer.raw
    assert keys_of(shop) == shops.OZON_KEYS
    assert ScheduledJob.objects.filter(connection=shop).count() == 6


def test_refused_keys_are_answered_with_three_verdicts_and_saved_nowhere(owner: Program, practice: Running) -> None:
    answer = owner.post(PATH, {**OZON, "credentials": {"client_id": "1001", "api_key": WRONG}})
    assert (answer.status, answer.kind) == (422, PROBLEM)
    assert verdicts(answer) == ["passed", "refused", "not_tried"]
    assert "Nothing was saved." in answer.body["detail"] and WRONG.encode() not in answer.raw
    assert not Connection.objects.exists()


def test_without_a_test_it_is_saved_as_it_is(owner: Program, practice: Running) -> None:
    answer = owner.post(PATH, {**OZON, "credentials": {"client_id": "7", "api_key": WRONG}, "test": False})
    assert answer.status == 201 and answer.body["verdicts"] == []
    assert answer.body["connection"]["last_tested_at"] is None
    assert owner.post(f"{PATH}{answer.body['connection']['id']}/test/").body["passed"] is False


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"marketplace": "nowhere", "credentials": {}}, "marketplace"),
        ({"marketplace": "ozon", "credentials": {}, "sandbox": True}, "credentials.client_id"),
        ({"marketplace": "ozon", "credentials": {**shops.OZON_KEYS, "x": "1"}}, "credentials.x"),
        ({"marketplace": "ozon", "credentials": {**shops.OZON_KEYS, "api_key": ["a"]}}, "credentials.api_key"),
        ({"marketplace": "ozon", "credentials": shops.OZON_KEYS, "base_url": "http://ozon.example"}, "base_url"),
        ({"marketplace": "ozon", "credentials": shops.OZON_KEYS, "base_url": "https://a@b"}, "base_url"),
        ({"credentials": {}}, "marketplace"),
    ],
    ids=str,
)
def test_a_field_that_cannot_be_is_named(owner: Program, practice: Running, body: dict[str, Any], field: str) -> None:
    answer = owner.post(PATH, body)
    assert (answer.status, answer.kind) == (400, PROBLEM)
    assert field in [error["field"] for error in answer.body["errors"]]
    assert not Connection.objects.exists()


def test_an_address_in_a_private_network_is_not_called(owner: Program, practice: Running) -> None:
    answer = owner.post(PATH, {**OZON, "sandbox": False, "base_url": "https://127.0.0.1:1"})
    assert answer.status == 422 and verdicts(answer)[0] == "refused"
    assert "private" in answer.body["detail"]


def test_connecting_again_gives_the_same_shop_the_new_name(owner: Program, practice: Running) -> None:
    first, second = owner.post(PATH, OZON), owner.post(PATH, {**OZON, "name": "Again"})
    assert first.body["connection"]["id"] == second.body["connection"]["id"]
    assert second.body["connection"]["name"] == "Again"


def test_a_repeated_connect_with_its_key_calls_nobody_again(owner: Program, practice: Running) -> None:
    first = owner.post(PATH, OZON, Idempotency_Key="c-1")
    calls = ApiCall.objects.count()
    second = owner.post(PATH, OZON, Idempotency_Key="c-1")
    assert second.status == 201 and second.body == first.body
    assert second.headers["Idempotent-Replayed"] == "true"
    assert calls and ApiCall.objects.count() == calls


def test_the_list_is_filtered_by_marketplace_and_status(owner: Program, cast: Cast, shop: Connection) -> None:
    other = world.connection(cast.store, "Shopee", "shopee", status="paused")
    world.connection(cast.elsewhere, "Foreign")

    def ids(**query: str) -> set[str]:
        return {row["id"] for row in owner.get(PATH, query).body["results"]}

    assert ids() == {str(shop.pk), str(other.pk)}
    assert ids(marketplace="shopee") == ids(status="paused") == {str(other.pk)}
    assert ids(marketplace="shopee", status="active") == set()


def test_no_answer_holds_a_secret(owner: Program, shop: Connection) -> None:
    for answer in (owner.get(PATH), owner.get(f"{PATH}{shop.pk}/"), owner.post(f"{PATH}{shop.pk}/test/")):
        assert answer.status == 200
        assert shops.OZON_KEYS["api_key"].encode() not in answer.raw
        assert shop.webhook_token.encode() not in answer.raw


def test_a_stopped_shop_that_answers_again_goes_on(owner: Program, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="stopped", status_kind="login_expired")
    answer = owner.post(f"{PATH}{shop.pk}/test/")
    assert answer.body["passed"] and answer.body["connection"]["status"] == "active"


def test_new_keys_replace_the_old_ones_only_when_they_pass(owner: Program, shop: Connection, practice: Running) -> None:
    refused = owner.post(f"{PATH}{shop.pk}/rotate/", {"credentials": {"api_key": WRONG}})
    assert refused.status == 422 and verdicts(refused)[1] == "refused"
    assert keys_of(shop) == shops.OZON_KEYS
    before = MarketplaceCredential.objects.get(connection=shop).version
    good = owner.post(f"{PATH}{shop.pk}/rotate/", {"credentials": {"api_key": shops.OZON_KEYS["api_key"]}})
    assert good.status == 200 and verdicts(good) == ["passed"] * 3
    after = MarketplaceCredential.objects.get(connection=shop)
    assert after.version > before and after.previous and after.previous_until


def test_keys_of_another_shop_do_not_take_this_one_over(owner: Program, shop: Connection, practice: Running) -> None:
    Connection.objects.filter(pk=shop.pk).update(remote_account_id="another")
    answer = owner.post(f"{PATH}{shop.pk}/rotate/", {"credentials": shops.OZON_KEYS})
    assert answer.status == 400 and "These keys belong to" in answer.body["detail"]


def test_a_paused_shop_stays_paused_when_its_keys_change(owner: Program, shop: Connection) -> None:
    owner.post(f"{PATH}{shop.pk}/pause/")
    answer = owner.post(f"{PATH}{shop.pk}/rotate/", {"credentials": shops.OZON_KEYS})
    assert answer.status == 200 and answer.body["connection"]["status"] == "paused"


def test_pause_and_resume(owner: Program, shop: Connection) -> None:
    assert owner.post(f"{PATH}{shop.pk}/pause/").body["status"] == "paused"
    assert owner.post(f"{PATH}{shop.pk}/pause/").body["status"] == "paused"
    assert owner.post(f"{PATH}{shop.pk}/resume/").body["status"] == "active"


def test_switches_turn_together_or_not_at_all(owner: Program, shop: Connection, monkeypatch: Any) -> None:
    address = f"{PATH}{shop.pk}/switches/"
    answer = owner.patch(address, {"stock_out": True, "orders_in": False})
    assert answer.status == 200 and answer.body["listings_to_tell"] == 0
    assert answer.body["switches"]["stock_out"] is True and answer.body["switches"]["orders_in"] is False
    kind = registry.connector_class("ozon")
    monkeypatch.setattr(kind, "capabilities", kind.capabilities - {"push_price"})
    refused = owner.patch(address, {"orders_in": True, "price_out": True})
    assert refused.status == 422 and refused.body["errors"][0]["field"] == "price_out"
    assert Connection.objects.get(pk=shop.pk).orders_in is False
    assert owner.patch(address, {}).status == 400
    assert owner.patch(address, {"stock_out": "perhaps"}).status == 400


def test_a_disconnected_shop_is_connected_again_with_its_keys(owner: Program, shop: Connection) -> None:
    assert owner.post(f"{PATH}{shop.pk}/disconnect/").body["status"] == "disconnected"
    assert "api_key" not in keys_of(shop)
    for act in ("test", "pause", "resume"):
        assert owner.post(f"{PATH}{shop.pk}/{act}/").status == 422
    nothing = owner.post(f"{PATH}{shop.pk}/reconnect/")
    assert nothing.status == 422 and nothing.body["errors"][0]["field"] == "credentials"
    again = owner.post(f"{PATH}{shop.pk}/reconnect/", {"credentials": shops.OZON_KEYS})
    assert again.status == 200 and again.body["connection"]["id"] == str(shop.pk)
    assert again.body["connection"]["status"] == "active"
    assert again.body["connection"]["switches"]["stock_out"] is False


def test_a_stopped_shop_is_reconnected_with_what_is_stored(owner: Program, shop: Connection) -> None:
    connect.pause(shop)
    answer = owner.post(f"{PATH}{shop.pk}/reconnect/", {})
    assert answer.status == 200 and answer.body["connection"]["status"] == "active"


def test_the_short_word_write_does_not_reach_the_keys_of_shops(cast: Cast, shop: Connection) -> None:
    writer = program(cast.store, cast.owner, "write")
    assert writer.get(PATH).status == 200
    assert writer.post(f"{PATH}{shop.pk}/pause/").body["scope"] == "connections:write"


def test_a_shop_is_renamed_without_a_call_and_keeps_its_name_when_it_is_connected_again(
    owner: Program, cast: Cast, practice: Running
) -> None:
    shop = shops.ozon(cast.store, practice)
    calls = ApiCall.objects.count()
    answer = owner.patch(f"{PATH}{shop.pk}/", {"name": "  Ozon   Урал "})
    assert (answer.status, answer.body["name"]) == (200, "Ozon Урал")
    assert ApiCall.objects.count() == calls
    assert shop.history.first().history_change_reason == "renamed by Nadia Weber"
    assert owner.post(PATH, OZON).body["connection"]["name"] == "Ozon Урал"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, None, 5])
def test_a_name_that_is_none_is_refused(owner: Program, cast: Cast, name: Any) -> None:
    shop = world.connection(cast.store)
    answer = owner.patch(f"{PATH}{shop.pk}/", {"name": name})
    assert answer.status == 400 and answer.body["errors"][0]["field"] == "name"
    assert Connection.objects.get().name == shop.name


def test_a_new_name_may_ask_for_the_one_that_was_read(owner: Program, cast: Cast) -> None:
    shop = world.connection(cast.store)
    tag = owner.get(f"{PATH}{shop.pk}/").headers["ETag"]
    assert owner.patch(f"{PATH}{shop.pk}/", {"name": "Ozon Ural"}, If_Match=tag).status == 200
    lost = owner.patch(f"{PATH}{shop.pk}/", {"name": "Ozon Nord"}, If_Match=tag)
    assert lost.status == 412 and Connection.objects.get().name == "Ozon Ural"
    assert owner.patch(f"{PATH}{shop.pk}/", {"name": "Ozon Nord"}).status == 200


def test_keys_of_a_shop_of_ones_own_are_made_and_answered_this_once(owner: Program, cast: Cast) -> None:
    kind = next(kind for kind in registry.connectors() if any(field.made for field in kind.credential_fields))
    fields = {field.name: field.made for field in kind.credential_fields if field.made}
    asked = {"marketplace": kind.code, "name": "Our own", "credentials": {}}
    assert owner.post(PATH, asked).status == 400  # nothing that is not known there yet can pass a test
    answer = owner.post(PATH, {**asked, "test": False})
    assert answer.status == 201 and set(answer.body["made"]) == set(fields)
    assert all(value.startswith(fields[name]) for name, value in answer.body["made"].items())
    shop = Connection.objects.get(pk=answer.body["connection"]["id"])
    assert credentials.read(shop, kind)["secret"] == answer.body["made"]["secret"]
    assert answer.body["made"]["secret"].encode() not in owner.get(f"{PATH}{shop.pk}/").raw


def test_keys_that_were_sent_are_not_answered(owner: Program) -> None:
    answer = owner.post(PATH, {**OZON, "test": False})
    assert answer.status == 201 and answer.body["made"] == {}
