"""Secrets go into their columns encrypted, come back by field name, and are never shown whole again."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from marketplaces.framework import registry
from marketplaces.models import MarketplaceCredential
from marketplaces.services import credentials

pytestmark = pytest.mark.django_db

VALUES = {"app_key": "app-key-123", "push_key": "push-key-456", "shop_id": "7", "access_token": "access-789"}


def test_values_come_back_by_field_name(connection, toy):
    credentials.save(connection, toy, VALUES)
    connection.refresh_from_db()
    assert credentials.read(connection, toy) == VALUES
    assert connection.settings["shop_id"] == "7"


def test_no_secret_lies_readable_in_the_database_or_in_the_history(connection, toy):
    credentials.save(connection, toy, VALUES)
    credentials.save(connection, toy, {"app_key": "app-key-new"})
    with database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM marketplace_credentials c")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT row_to_json(h)::text FROM marketplaces_historicalmarketplacecredential h")
        history = cursor.fetchall()
    assert len(history) == 2
    for secret in ("app-key-123", "push-key-456", "access-789", "app-key-new"):
        assert secret not in stored + str(history)
        assert secret.encode().hex() not in stored


def test_only_the_end_of_a_long_secret_is_kept_to_recognise_it_by(connection, toy):
    row = credentials.save(connection, toy, {**VALUES, "push_key": "short"})
    assert row.hints == {"app_key": "…23", "push_key": "…", "access_token": "…89"}


def test_what_the_connection_lacks_comes_from_the_environment(connection, toy, monkeypatch):
    monkeypatch.setenv("MARKETPLACE_TOY_APP_KEY", "operators-key")
    assert credentials.read(connection, toy) == {"app_key": "operators-key"}
    credentials.save(connection, toy, {"app_key": "own-key-1"})
    assert credentials.read(connection, toy)["app_key"] == "own-key-1"


def test_what_a_sign_in_brings_never_comes_from_the_environment(monkeypatch):
    for name in ("PARTNER_KEY", "ACCESS_TOKEN", "REFRESH_TOKEN", "SHOP_ID"):
        monkeypatch.setenv(f"MARKETPLACE_SHOPEE_{name}", "of-the-operator")
    assert credentials.with_environment(registry.connector_class("shopee"), {}) == {"partner_key": "of-the-operator"}


def test_two_secrets_are_valid_while_a_key_is_exchanged_and_one_afterwards(connection, toy):
    credentials.save(connection, toy, VALUES)
    credentials.save(connection, toy, {"push_key": "push-key-new"})
    sets = credentials.accepted_sets(connection, toy)
    assert [each["push_key"] for each in sets] == ["push-key-new", "push-key-456"]
    MarketplaceCredential.objects.update(previous_until=timezone.now() - timedelta(seconds=1))
    assert [each["push_key"] for each in credentials.accepted_sets(connection, toy)] == ["push-key-new"]


def test_a_host_that_a_merchant_typed_never_hears_the_operators_keys(connection, toy, monkeypatch):
    monkeypatch.setenv("MARKETPLACE_TOY_APP_KEY", "operators-key")
    assert credentials.with_environment(toy, {}, base_url="https://evil.example") == {}
    assert credentials.with_environment(toy, {}, base_url="https://api.toy.example/") == {"app_key": "operators-key"}
    connection.base_url = "https://evil.example"
    assert credentials.read(connection, toy) == {}
    connection.settings = {**connection.settings, "private_address": True}  # the operator's own, by command
    assert credentials.read(connection, toy) == {"app_key": "operators-key"}


def test_where_there_are_no_applications_the_keys_are_one_shops_and_come_from_the_operator_only(monkeypatch):
    monkeypatch.setenv("MARKETPLACE_OZON_CLIENT_ID", "1001")
    monkeypatch.setenv("MARKETPLACE_OZON_API_KEY", "key-of-one-shop")
    ozon = registry.connector_class("ozon")
    assert credentials.with_environment(ozon, {}) == {}
    assert credentials.with_environment(ozon, {}, by_operator=True)["api_key"] == "key-of-one-shop"


def test_what_the_marketplace_tells_by_itself_is_added_and_nothing_else_changes(connection, toy):
    """A refresh that runs meanwhile keeps its place, and what was valid before is believed for a while."""
    before = credentials.save(connection, toy, VALUES, expires_at=timezone.now() + timedelta(hours=1))
    credentials.add(connection, toy, {"push_key": "push-key-told"}, reason="told")
    after = MarketplaceCredential.objects.get()
    assert credentials.read(connection, toy) == {**VALUES, "push_key": "push-key-told"}
    assert (after.version, after.token_expires_at) == (before.version, before.token_expires_at)
    keys = [values["push_key"] for values in credentials.accepted_sets(connection, toy)]
    assert keys == ["push-key-told", "push-key-456"]
