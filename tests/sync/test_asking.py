"""Pressing a button hands the run to a worker at once, and a broker that is away loses nothing."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from config.celery import app
from marketplaces.models import Connection
from sync.asking import ask
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
