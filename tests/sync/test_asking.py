"""Pressing a button hands the run to a worker at once, and a broker that is away loses nothing."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from config.celery import app
from core.errors import DomainError
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from sync.asking import ask, ask_all, ask_named, why_not
from sync.models import MarketplaceSyncLog


def handed_over() -> list[str]:
    """The runs that wait at the broker; they are taken out."""
    found = []
    with app.connection_for_read() as broker:
        queue = broker.SimpleQueue("celery")
        while True:
            try:
                message = queue.get_nowait()
            except queue.Empty:
                return found
            message.ack()
            if message.headers["task"] == "sync.tasks.execute":
                found.append(message.payload[0][0])


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    handed_over()


def test_the_run_is_with_a_worker_as_soon_as_it_is_written(
    shop: Connection, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        entry = ask(connection=shop, sync_type="orders", by=None)
        assert handed_over() == []
    assert handed_over() == [str(entry.pk)]
    assert entry.cause == "button"


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_run_waits_for_the_next_tick(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync import tasks

    def away(*args: object, **options: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.execute, "apply_async", away)
    ask(connection=shop, sync_type="orders", by=None)
    assert MarketplaceSyncLog.objects.get().status == "pending"


def test_several_shops_are_asked_together_or_none(shop: Connection) -> None:
    resting = another(shop, "paused")
    with pytest.raises(DomainError, match="Resting is paused"):
        ask_named(connections=[shop, resting], sync_type="orders", by=None)
    assert not MarketplaceSyncLog.objects.exists()
    assert [run.connection for run in ask_all(connections=[shop, resting], sync_type="orders", by=None)] == [shop]


def test_when_no_shop_can_it_is_said(shop: Connection) -> None:
    with pytest.raises(DomainError, match="No connected shop"):
        ask_all(connections=[another(shop, "disconnected")], sync_type="orders", by=None)


def test_what_a_marketplace_cannot_do_is_not_asked_of_it(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = registry.connector_class("ozon")
    monkeypatch.setattr(kind, "capabilities", kind.capabilities - {Capability.PUSH_PRICE})
    assert "gives no way to send prices" in why_not(shop, "prices")
    assert why_not(shop, "orders") == ""


def another(shop: Connection, status: str) -> Connection:
    return Connection.objects.create(
        store=shop.store, marketplace=shop.marketplace, name="Resting", remote_account_id="2", status=status
    )
