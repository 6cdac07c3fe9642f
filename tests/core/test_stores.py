"""Opening stores and finding rows of one store only."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404

from core.models import Membership, Store, User
from core.services.stores import StoreRefused, open_store
from core.tenancy import find_membership, get_for_store
from inventory.models import Location

pytestmark = pytest.mark.django_db


def test_the_store_command_makes_store_owner_and_location():
    out = io.StringIO()
    call_command("store", "acme", "--name", "Acme", "--owner", "Ann@Example.com", "--json", stdout=out)
    line = json.loads(out.getvalue())
    store = Store.objects.get(slug="acme")
    owner = User.objects.get(email="ann@example.com")
    assert line["store"] == str(store.pk) and owner.check_password(line["password"])
    assert Membership.objects.get(user=owner, store=store).role == "owner"
    assert Location.objects.get(store=store).is_default


def test_a_person_who_is_known_keeps_their_password():
    User.objects.create_user("ann@example.com", "known-password")
    opened = open_store(slug="acme", name="Acme", owner_email="ANN@example.com")
    assert opened.password is None
    assert find_membership(opened.owner, opened.store).role == "owner"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"owner_email": "nobody"}, "no e-mail address"),
        ({"timezone": "Mars/Base"}, "time zone"),
        ({"currency": "EURO"}, "no currency “EURO”"),
        ({"currency": "XXX"}, "no currency “XXX”"),
        ({"name": "  "}, "no name"),
        ({"owner_email": f"{'x' * 300}@example.com"}, "no e-mail address"),
        ({"owner_email": f"ann@{'x.' * 150}example.com"}, "no e-mail address"),
        ({"slug": "a b"}, "slug"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_and_nothing_is_made(wrong, sentence):
    with pytest.raises(StoreRefused, match=sentence):
        open_store(**{"slug": "acme", "name": "Acme", "owner_email": "ann@example.com", **wrong})
    assert not Store.objects.exists() and not User.objects.exists()


def test_a_taken_slug_is_refused():
    open_store(slug="acme", name="Acme", owner_email="ann@example.com")
    with pytest.raises(CommandError, match="already"):
        call_command("store", "acme", "--name", "Again", "--owner", "bob@example.com")


def test_a_slug_that_differs_in_capitals_alone_is_taken():
    open_store(slug="acme", name="Acme", owner_email="ann@example.com")
    with pytest.raises(StoreRefused, match="There is a store “acme” already"):
        open_store(slug="ACME", name="Again", owner_email="ann@example.com")


def test_a_strangers_row_does_not_exist():
    mine, theirs = (Store.objects.create(slug=slug, name=slug) for slug in ("mine", "theirs"))
    row = Location.objects.create(store=theirs, name="Hall", code="H")
    assert get_for_store(Location, theirs, pk=row.pk) == row
    for store, key in ((mine, row.pk), (theirs, "no-uuid")):
        with pytest.raises(Http404):
            get_for_store(Location, store, pk=key)
