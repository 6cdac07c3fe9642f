"""From when on is read: a moment that has not come yet is refused instead of reading nothing in silence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from core.errors import DomainError
from marketplaces.models import Connection
from sync.models import MarketplaceSyncLog
from sync.since import EARLIEST, checked_since


def test_a_moment_that_has_come_is_kept() -> None:
    moment = timezone.now() - timedelta(hours=1)
    assert checked_since(moment) == moment


def test_what_was_before_every_marketplace_is_brought_forward() -> None:
    assert checked_since(datetime(1, 1, 1, tzinfo=UTC)) == EARLIEST


def test_their_clock_may_be_a_little_ahead() -> None:
    assert checked_since(timezone.now() + timedelta(minutes=1))


def test_a_moment_that_has_not_come_is_refused() -> None:
    with pytest.raises(DomainError, match="has not come yet"):
        checked_since(timezone.now() + timedelta(hours=1))


def test_the_command_refuses_it_with_a_sentence_and_reads_nothing(shop: Connection) -> None:
    with pytest.raises(CommandError, match="has not come yet") as caught:
        call_command("sync", "orders", "--connection", str(shop.pk), "--since", "2099-01-01")
    assert caught.value.returncode == 2
    assert not MarketplaceSyncLog.objects.exists()
