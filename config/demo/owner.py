"""The demo's store and its owner."""

import secrets

from django.db import transaction

from config.demo.notes import Notes
from core.models import Store, User
from core.services.stores import open_store
from inventory.models import Location

SLUG = "atelier-lumen"
NAME = "Atelier Lumen"
EMAIL = "demo@orion.example"


def demo_store(notes: Notes) -> Store:
    """The store, made on the first start; its owner can sign in with the password of the notes."""
    with transaction.atomic():
        store = Store.objects.filter(slug=SLUG).first()
        if store is None:
            store = open_store(slug=SLUG, name=NAME, owner_email=EMAIL).store
            Location.objects.create(store=store, name="Main warehouse", code="MAIN", is_default=True)
        if notes.store != str(store.pk) or not notes.password:
            notes.store, notes.password, notes.complete = str(store.pk), secrets.token_urlsafe(9), False
            _let_in(notes.password)
            notes.write()
    return store


def opens(password: str) -> bool:
    """Whether it is still the owner's: who has changed it is not told a wrong one."""
    owner = User.objects.filter(email=EMAIL, is_active=True).first()
    return owner is not None and owner.check_password(password)


def _let_in(password: str) -> None:
    """The owner of practice data may look into the administration too."""
    owner = User.objects.get(email=EMAIL)
    owner.set_password(password)
    owner.is_staff = owner.is_superuser = True
    owner.save(update_fields=["password", "is_staff", "is_superuser"])
