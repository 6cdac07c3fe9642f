"""A call that comes again is answered as the first time, and not done twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Order
from sync import tasks
from sync.intake import keys
from sync.models import IntakeKey

from .conftest import ORDER, changed, reserved


def test_the_same_call_again_has_its_first_answer(shop, tea):
    first = shop.push(key="key-of-the-first")
    again = shop.push(key="key-of-the-first")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert reserved(tea) == (5, 2)


def test_a_refusal_is_kept_as_well(shop, tea):
    bad = changed(totals__total="1.00", payment_status="unpaid")
    first, again = (shop.push(bad, key="key-of-the-first") for _ in range(2))
    assert first.status_code == again.status_code == 422
    assert (again.content, again.headers["Content-Type"]) == (first.content, "application/problem+json")


def test_the_same_key_with_another_body_is_a_conflict(shop, tea):
    shop.push(key="key-of-the-first")
    other = shop.push(changed(revision=3), key="key-of-the-first")
    assert (other.status_code, other.told["code"]) == (409, "idempotency_key_reused")


def test_a_call_that_is_still_running_is_asked_for_later(shop, tea):
    shop.push(key="key-of-the-first")
    IntakeKey.objects.update(answered_at=None)
    again = shop.push(key="key-of-the-first")
    assert (again.status_code, again.told["code"], again.headers["Retry-After"]) == (
        409,
        "idempotency_in_progress",
        "2",
    )


def test_a_key_whose_holder_died_goes_to_whoever_repeats_the_call(shop, tea):
    shop.push(key="key-of-the-first")
    IntakeKey.objects.update(answered_at=None, created_at=timezone.now() - keys.LEASE - timedelta(seconds=1))
    again = shop.push(key="key-of-the-first")
    assert (again.status_code, again.told["result"]) == (200, "unchanged")
    assert Order.objects.count() == 1


def test_a_call_that_breaks_lets_go_of_its_key(shop, tea, monkeypatch):
    monkeypatch.setattr("sync.intake.desk.import_orders", _breaks)
    with pytest.raises(ZeroDivisionError):
        shop.push(key="key-of-the-first")
    assert not IntakeKey.objects.exists()
    monkeypatch.undo()
    assert shop.push(key="key-of-the-first").status_code == 201


def _breaks(**_):
    raise ZeroDivisionError


def test_a_database_that_is_away_is_said_so(shop, tea, monkeypatch):
    from django.db import OperationalError

    def away(**_):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("sync.intake.desk.import_orders", away)
    answer = shop.push(key="key-of-the-first")
    assert (answer.status_code, answer.told["code"], answer.headers["Retry-After"]) == (503, "unavailable", "2")
    assert not IntakeKey.objects.exists()


def test_keys_live_72_hours(shop, tea):
    shop.push(key="key-of-the-first")
    row = IntakeKey.objects.get()
    assert abs(row.expires_at - row.created_at - timedelta(hours=72)) < timedelta(seconds=1)  # two looks at the clock
    tasks.housekeeping()
    assert IntakeKey.objects.exists()
    IntakeKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert shop.push(key="key-of-the-first").told["result"] == "unchanged"  # forgotten: it is done anew
    IntakeKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    tasks.housekeeping()
    assert not IntakeKey.objects.exists()


def test_two_shops_may_use_the_same_key(shop, tea):
    from core.services.stores import open_store

    from .conftest import connected

    shop.push(key="key-of-the-first")
    elsewhere = connected(open_store(slug="other", name="Other", owner_email="o@other.example").store)
    assert elsewhere.push(ORDER, key="key-of-the-first").status_code == 201
