"""Token refresh: raced by eight, one refresh; killed in between, a clear end; keys entered meanwhile win."""

import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection as database
from django.utils import timezone

from core.clock import SystemClock
from marketplaces.framework.base import TokenSet
from marketplaces.framework.errors import LoginExpired, Unavailable
from marketplaces.models import ApiCall, Connection, MarketplaceCredential
from marketplaces.services import credentials, leased
from marketplaces.services.connect import disconnect
from marketplaces.services.connectors import open_connector
from marketplaces.services.leased import LeasedCredentials
from tests.marketplaces.services.toy import ToyConnector

CHILD = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from marketplaces.framework import registry
from tests.marketplaces.services.toy import ToyConnector
registry.connector_class = lambda code: ToyConnector
from marketplaces.models import Connection
from marketplaces.services.connectors import open_connector
connection = Connection.objects.select_related("marketplace", "store").get(pk=sys.argv[2])
connector = open_connector(connection)
print("ready", flush=True)
sys.stdin.readline()
print(connector.account().remote_account_id)
"""


@pytest.mark.django_db(transaction=True)
def test_eight_workers_make_one_refresh(signed_in, token_server):
    command = [sys.executable, "-c", CHILD, str(database.settings_dict["NAME"]), str(signed_in.pk)]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
        for _ in range(8)
    ]
    try:
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        answers = [child.communicate(timeout=60)[0].strip() for child in children]
    finally:
        for child in children:
            child.kill()
    assert answers == ["shop-7"] * 8
    assert token_server.refreshes == ["refresh-000001"]
    row = MarketplaceCredential.objects.get(connection=signed_in)
    assert (row.refresh_token, row.version, row.lease_until) == ("refresh-000002", 2, None)
    assert ApiCall.objects.filter(connection=signed_in, operation="token", outcome="ok").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_threads_of_one_connector_make_one_refresh(signed_in, token_server):
    connector = open_connector(signed_in)
    found: list[str] = []

    def work() -> None:
        try:
            found.append(connector.account().remote_account_id)
        finally:
            database.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert found == ["shop-7"] * 8
    assert len(token_server.refreshes) == 1


@pytest.mark.django_db
def test_a_token_that_was_refused_is_renewed_and_stored(signed_in, token_server):
    MarketplaceCredential.objects.update(token_expires_at=timezone.now() + timedelta(hours=4))
    assert open_connector(signed_in).account().name == "Toy shop"
    row = MarketplaceCredential.objects.get(connection=signed_in)
    assert (row.access_token, row.hints["refresh_token"]) == ("access-000002", "…02")
    assert row.token_expires_at > timezone.now() + timedelta(hours=3)


@pytest.mark.django_db
def test_a_connection_that_holds_only_a_refresh_token_signs_itself_in(signed_in, token_server):
    credentials.save(signed_in, ToyConnector, {"access_token": ""}, expires_at=None)
    assert open_connector(signed_in).account().name == "Toy shop"
    assert token_server.refreshes == ["refresh-000001"]


@pytest.mark.django_db
def test_another_workers_refresh_will_do(signed_in, token_server):
    source = source_of(signed_in)
    rejected = dict(credentials.read(signed_in, ToyConnector))
    credentials.save(signed_in, ToyConnector, {"access_token": token_server.access})
    assert source.refreshed(rejected)["access_token"] == token_server.access
    assert token_server.refreshes == []


@pytest.mark.django_db
def test_a_worker_killed_between_their_answer_and_our_commit_ends_in_a_signed_out_connection(signed_in, token_server):
    token_server.refreshes.append("refresh-000001")
    token_server.valid = "refresh-the-dead-worker-got"
    stale = timezone.now() - timedelta(seconds=1)
    MarketplaceCredential.objects.update(lease_owner=signed_in.pk, lease_until=stale)
    with pytest.raises(LoginExpired, match="Sign in again"):
        open_connector(signed_in).account()
    row = MarketplaceCredential.objects.get(connection=signed_in)
    assert not row.is_valid
    assert (row.lease_until, row.api_key) == (None, "app-key-123")


@pytest.mark.django_db
def test_a_living_lease_is_waited_for_but_not_for_ever(signed_in, monkeypatch):
    monkeypatch.setattr(leased, "PATIENCE", 0.3)
    MarketplaceCredential.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(Unavailable, match="Another worker"):
        source_of(signed_in).current()


@pytest.mark.django_db
def test_keys_that_a_person_entered_during_the_refresh_win(signed_in):
    def refresh(values: object) -> TokenSet:
        credentials.save(signed_in, ToyConnector, {"access_token": "typed-by-hand"})
        return TokenSet(values={"access_token": "from-the-refresh"})

    source = LeasedCredentials(signed_in, ToyConnector, SystemClock())
    source.renew_with(refresh)
    assert source.current()["access_token"] == "typed-by-hand"
    assert credentials.read(signed_in, ToyConnector)["access_token"] == "typed-by-hand"


@pytest.mark.django_db
def test_a_refusal_of_who_came_too_late_does_not_throw_away_the_tokens_of_who_was_first(signed_in):
    """Our lease ran out while our call was on its way; the next worker's call found the refresh token used up."""

    def refused(values: object) -> TokenSet:
        raise LoginExpired("This refresh token was used before")

    def slow(values: object) -> TokenSet:
        stale = timezone.now() - timedelta(seconds=1)
        MarketplaceCredential.objects.update(lease_until=stale)
        late = LeasedCredentials(signed_in, ToyConnector, SystemClock())
        late.renew_with(refused)
        with pytest.raises(LoginExpired):
            late.current()
        return TokenSet(values={"access_token": "access-good", "refresh_token": "refresh-good"})

    source = LeasedCredentials(signed_in, ToyConnector, SystemClock())
    source.renew_with(slow)
    assert source.current()["access_token"] == "access-good"
    row = MarketplaceCredential.objects.get(connection=signed_in)
    assert row.is_valid and row.refresh_token == "refresh-good"


@pytest.mark.django_db
def test_tokens_that_come_after_the_shop_was_disconnected_are_forgotten(signed_in):
    def refresh(values: object) -> TokenSet:
        disconnect(signed_in)
        return TokenSet(values={"access_token": "access-good", "refresh_token": "refresh-good"})

    source = LeasedCredentials(signed_in, ToyConnector, SystemClock())
    source.renew_with(refresh)
    with pytest.raises(LoginExpired):
        source.current()
    assert MarketplaceCredential.objects.get(connection=signed_in).refresh_token == ""


@pytest.mark.django_db
def test_a_refresh_without_an_answer_gives_the_lease_back(signed_in):
    def refresh(values: object) -> TokenSet:
        raise Unavailable("no answer")

    source = LeasedCredentials(signed_in, ToyConnector, SystemClock())
    source.renew_with(refresh)
    with pytest.raises(Unavailable):
        source.current()
    assert MarketplaceCredential.objects.get().lease_until is None


@pytest.mark.django_db
def test_a_refused_refresh_is_not_tried_by_everybody_in_turn(signed_in, token_server):
    token_server.valid = "something-else"
    first, second = source_of(signed_in), source_of(signed_in)
    with pytest.raises(LoginExpired):
        first.current()
    with pytest.raises(LoginExpired):
        second._by_another(second._look(again=True))
    assert len(token_server.refreshes) == 1


@pytest.mark.django_db
def test_without_keys_the_merchant_is_told(connection, toy):
    with pytest.raises(LoginExpired, match="No keys"):
        LeasedCredentials(connection, toy, SystemClock()).current()


def source_of(connection: Connection) -> LeasedCredentials:
    source = open_connector(connection).context.credentials
    assert isinstance(source, LeasedCredentials)
    return source
