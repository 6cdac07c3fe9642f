"""Connecting: three verdicts, one row per remote account, nothing sent until a person says so."""

import uuid

import pytest

from core.models import NeedsYou
from core.services import needs_you
from marketplaces.models import Connection, Marketplace, MarketplaceCredential, OutboundChange
from marketplaces.services import credentials
from marketplaces.services.connect import connect, disconnect, merged_values, pause, resume
from marketplaces.services.connect import test_values as try_values
from marketplaces.services.connectors import address_of, allows_private
from marketplaces.services.trial import Tested
from tests.marketplaces.framework.transport import loopback
from tests.marketplaces.framework.transport.loopback import Loopback, says

pytestmark = pytest.mark.django_db

VALUES = {"app_key": "app-key-123", "access_token": "access-000001", "refresh_token": "refresh-000001"}


@pytest.fixture
def served(toy):
    servers = []

    def make(script) -> str:
        servers.append(Loopback([script]))
        return servers[-1].url

    yield make
    for server in servers:
        server.close()


def states(tested: Tested) -> list[str]:
    return [verdict.state for verdict in tested.verdicts]


def refused(tested: Tested):
    return next(verdict for verdict in tested.verdicts if verdict.state == "refused")


def test_good_keys_pass_all_three_and_name_the_account(toy, token_server):
    tested = try_values("toy", VALUES, base_url=token_server.url, allow_private=True)
    assert tested.passed and states(tested) == ["passed"] * 3
    assert tested.account.remote_account_id == "shop-7"


@pytest.mark.parametrize(
    ("answer", "expected", "fix"),
    [
        (says("{}", 401), ["passed", "refused", "not_tried"], "keys"),
        (says("{}", 403), ["passed", "refused", "not_tried"], "permission"),
        (says("<html>shop</html>", content_type="text/html"), ["passed", "not_tried", "refused"], "API address"),
        (says("{}", 404), ["passed", "not_tried", "refused"], "API address"),
        (says("oops", 500), ["refused", "not_tried", "not_tried"], "API address"),
        (loopback.hangs_up, ["refused", "not_tried", "not_tried"], "API address"),
    ],
)
def test_each_failure_names_what_failed_and_what_to_do(served, answer, expected, fix):
    tested = try_values("toy", VALUES, base_url=served(answer), allow_private=True)
    assert states(tested) == expected
    assert not tested.passed
    assert fix in refused(tested).fix


def test_a_host_that_nobody_answers_on_is_not_reachable(toy):
    tested = try_values("toy", VALUES, base_url="http://127.0.0.1:1", allow_private=True)
    assert states(tested) == ["refused", "not_tried", "not_tried"]
    assert "no connection" in refused(tested).said


def test_a_private_address_is_refused_from_a_page(toy):
    tested = try_values("toy", VALUES, base_url="https://127.0.0.1:1")
    assert "private network" in refused(tested).said


def test_missing_and_unknown_fields_are_told_before_any_call(toy):
    tested = try_values("toy", {"access_token": "x", "colour": "red"}, base_url="http://127.0.0.1:1")
    assert set(tested.problems) == {"app_key", "colour"}
    assert tested.verdicts == ()


def test_a_test_alone_never_spends_the_single_use_refresh_token(toy, token_server):
    tested = try_values("toy", {**VALUES, "access_token": "ended"}, base_url=token_server.url, allow_private=True)
    assert "renewed" in refused(tested).fix
    assert token_server.refreshes == []


def test_who_saves_afterwards_may_renew_and_saves_the_new_token(toy, token_server, store):
    ended = {**VALUES, "access_token": "ended"}
    tested = try_values("toy", ended, base_url=token_server.url, allow_private=True, renew=True)
    assert tested.passed
    connection = connect(store=store, code="toy", name="Toy", tested=tested, base_url=token_server.url)
    assert credentials.read(connection, toy)["refresh_token"] == "refresh-000002"


def test_a_refresh_token_alone_is_enough_to_connect(toy, token_server, store):
    alone = {"app_key": "app-key-123", "refresh_token": "refresh-000001"}
    tested = try_values("toy", alone, base_url=token_server.url, allow_private=True, renew=True)
    assert tested.passed and tested.values["access_token"] == "access-000002"
    assert tested.token_expires_at is not None


def test_a_new_connection_reads_but_sends_neither_stock_nor_prices(toy, token_server, store):
    connection = connected(store, token_server)
    assert (connection.orders_in, connection.stock_out, connection.price_out) == (True, False, False)
    assert (connection.status, connection.remote_account_name) == ("active", "Toy shop")
    assert connection.marketplace == Marketplace.objects.get(code="toy")


def test_connecting_again_updates_the_row_and_keeps_the_switches(toy, token_server, store):
    first = connected(store, token_server)
    Connection.objects.filter(pk=first.pk).update(stock_out=True)
    again = connected(store, token_server, name="Renamed")
    assert again.pk == first.pk and again.name == "Renamed" and again.stock_out


def test_connecting_a_disconnected_shop_revives_it_switched_off(toy, token_server, store):
    first = connected(store, token_server)
    first.stock_out = True
    disconnect(first)
    first.soft_delete()
    again = connected(store, token_server)
    assert (again.pk, again.status, again.stock_out, again.deleted_at) == (first.pk, "active", False, None)
    keys = MarketplaceCredential.objects.get(connection=again)
    assert keys.is_active and keys.is_valid and keys.api_key == "app-key-123"


def test_pausing_with_an_older_copy_does_not_switch_on_what_was_just_switched_off(connection):
    older = Connection.objects.get(pk=connection.pk)
    older.stock_out = True
    pause(older)
    assert not Connection.objects.get(pk=connection.pk).stock_out


def test_disconnecting_forgets_the_secrets_and_keeps_the_row(toy, token_server, store):
    connection = connected(store, token_server)
    disconnect(connection)
    assert Connection.objects.get().status == "disconnected"
    assert set(credentials.read(connection, toy)) <= {"shop_id"}


def test_resuming_makes_what_waited_due_and_settles_the_cause(connection, store):
    change = OutboundChange.objects.create(
        store=store, connection=connection, kind="stock", subject_id=uuid.uuid4(), state="waiting",
        wanted_at=connection.created_at, due_at=connection.created_at,
    )  # fmt: skip
    pause(connection)
    change.refresh_from_db()
    assert (Connection.objects.get().status, change.state) == ("paused", "paused")
    cause = needs_you.raise_cause(store=store, kind="signed_out", cause_key=f"account:{connection.pk}", title="Out")
    resume(connection)
    change.refresh_from_db()
    assert (Connection.objects.get().status, change.state) == ("active", "waiting")
    assert [past.state for past in change.history.order_by("history_date")] == ["waiting", "paused", "waiting"]
    assert NeedsYou.objects.get(pk=cause.pk).settled_at is not None


def test_changing_the_host_asks_for_the_secrets_again(toy, token_server, store):
    connection = connected(store, token_server)
    same, problems = merged_values(connection, {"app_key": ""}, base_url=token_server.url)
    assert same["app_key"] == "app-key-123" and problems == {}
    moved, problems = merged_values(connection, {"app_key": ""}, base_url="https://evil.example")
    assert set(problems) == {"app_key", "access_token", "refresh_token"}
    assert "app-key-123" not in moved.values()


def test_a_sandbox_connection_stores_no_address(toy, store, settings):
    settings.SANDBOX_URL = "http://127.0.0.1:8199"
    tested = Tested(code="toy", values={**VALUES, "shop_id": "9"})
    connection = connect(store=store, code="toy", name="", tested=tested, base_url="http://127.0.0.1:8199/toy/")
    assert (connection.is_sandbox, connection.base_url, connection.remote_account_id) == (True, "", "9")
    settings.SANDBOX_URL = "http://127.0.0.1:8200"
    assert address_of(connection) == "http://127.0.0.1:8200/toy"
    assert allows_private(connection)


def test_an_untested_shop_without_an_account_field_is_told_apart_by_its_keys(toy, store):
    first = connect(store=store, code="toy", name="A", tested=Tested(code="toy", values={"app_key": "one-key"}))
    other = connect(store=store, code="toy", name="B", tested=Tested(code="toy", values={"app_key": "two-key"}))
    assert first.pk != other.pk


def connected(store, token_server, name: str = "Toy") -> Connection:
    tested = try_values("toy", VALUES, base_url=token_server.url, allow_private=True)
    return connect(
        store=store, code="toy", name=name, tested=tested, base_url=token_server.url, allow_private=True
    )  # fmt: skip
