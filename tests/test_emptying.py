"""What is left after a test that really committed: nothing, by whichever way it was emptied."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import TransactionTestCase

from core.models import Store
from tests import emptying
from tests.proofs.everything import everything

pytestmark = pytest.mark.django_db(transaction=True)


class Emptied(TransactionTestCase):
    """A test of Django's own kind."""


def emptied() -> list[str]:
    """Empty the database; what was left to Django's way."""
    left: list[str] = []
    emptying.empty(Emptied("__init__"), lambda test: left.append("everything"))
    return left


def full() -> list[str]:
    return emptying._full(list(emptying._sizes()))


def test_nothing_stays_of_what_was_filled() -> None:
    everything(Store.objects.create(slug="ours", name="Ours"))
    assert len(full()) > 25
    assert emptied() == [] and full() == []


def test_much_is_gone_from_the_disk_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    everything(Store.objects.create(slug="ours", name="Ours"))
    monkeypatch.setattr(emptying, "MUCH", 0)
    assert emptied() == [] and full() == []
    assert set(emptying._sizes().values()) == {0}


def test_a_changed_permission_leaves_all_of_it_to_django() -> None:
    first = Permission.objects.order_by("pk").first()
    made = Permission.objects.create(codename="odd", name="Odd", content_type=first.content_type)
    try:
        assert emptied() == ["everything"]
    finally:
        made.delete()


def test_keys_between_tables_are_kept_again_afterwards() -> None:
    everything(Store.objects.create(slug="ours", name="Ours"))
    emptied()
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
