"""One open row per cause, however often it is met; settled ones stay settled."""

import pytest

from core.models import NeedsYou, Store
from core.services import needs_you

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="acme", name="Acme")


def met(store: Store, title: str = "Ozon signed us out") -> NeedsYou:
    return needs_you.raise_cause(store=store, kind="signed_out", cause_key="account:1", title=title)


def test_a_cause_met_again_is_counted_on_the_open_row(store):
    first = met(store)
    assert met(store).pk == first.pk
    assert met(store).times == 3
    assert NeedsYou.objects.count() == 1


def test_the_words_follow_the_latest_and_only_new_words_are_history(store):
    row = met(store)
    met(store)
    assert row.history.count() == 1
    assert met(store, title="Ozon refuses the key").title == "Ozon refuses the key"
    assert row.history.count() == 2


def test_after_settling_the_same_cause_opens_a_new_row(store):
    first = met(store)
    assert needs_you.settle_cause(store=store, cause_key="account:1", how="signed in", by="Ann")
    assert met(store).pk != first.pk
    first.refresh_from_db()
    assert (first.settled_how, first.settled_by) == ("signed in", "Ann")


def test_settling_what_is_not_open_says_so(store):
    assert not needs_you.settle_cause(store=store, cause_key="account:1", how="", by="")


def test_another_stores_cause_of_the_same_name_is_another_row(store):
    other = Store.objects.create(slug="other", name="Other")
    assert met(store).pk != met(other).pk
