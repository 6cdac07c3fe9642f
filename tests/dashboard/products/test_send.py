"""Sending what waits for a product: first what would go out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import MarketplaceProduct, Product
from marketplaces.models import OutboundChange
from sync.models import MarketplaceSyncLog


@pytest.fixture
def waiting(listing: MarketplaceProduct) -> OutboundChange:
    OutboundChange.objects.filter(subject_id=listing.pk).delete()
    now = timezone.now()
    return OutboundChange.objects.create(
        store=listing.store, connection=listing.connection, kind="stock", subject_id=listing.pk, state="waiting",
        wanted_version=2, sent_version=1, wanted_at=now, due_at=now,
    )  # fmt: skip


def test_the_button_counts_and_the_page_lists_what_would_go_out(
    owner: Client, product: Product, waiting: OutboundChange
) -> None:
    assert "Send changes (1)" in owner.get(f"/products/{product.pk}/").content.decode()
    page = owner.get(f"/products/{product.pk}/send/").content.decode()
    assert "1 change waits" in page and "Ozon Москва" in page
    assert not MarketplaceSyncLog.objects.exists()


def test_sending_wakes_the_run(owner: Client, product: Product, waiting: OutboundChange) -> None:
    text = owner.post(f"/products/{product.pk}/send/", follow=True).content.decode()
    assert "1 change goes out now." in text
    run = MarketplaceSyncLog.objects.get()
    assert (run.sync_type, run.started_by.email) == ("inventory", "nadia@example.org")


def test_what_must_be_decided_first_says_so_and_stays(owner: Client, product: Product, waiting: OutboundChange) -> None:
    waiting.connection.stock_out = False
    waiting.connection.save()
    page = owner.get(f"/products/{product.pk}/send/").content.decode()
    assert "Sending is switched off at Ozon Москва." in page and "Send 1 change" not in page
    text = owner.post(f"/products/{product.pk}/send/", follow=True).content.decode()
    assert "0 changes go out now. 1 stays: Sending is switched off" in text
    assert not MarketplaceSyncLog.objects.exists()


def test_when_nothing_waits_it_says_so(owner: Client, product: Product) -> None:
    assert "Nothing waits" in owner.get(f"/products/{product.pk}/send/", follow=True).content.decode()
    assert "Send changes" not in owner.get(f"/products/{product.pk}/").content.decode()
