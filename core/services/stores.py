"""Opens stores and lets people into them."""

import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from core.models import Membership, Role, Store, User
from core.money import is_currency


class StoreRefused(ValueError):
    """str() says what to enter instead."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new store. `password` is set when the owner is a new person: it is shown once and kept nowhere."""

    store: Store
    owner: User
    password: str | None


def open_store(
    *, slug: str, name: str, owner_email: str, currency: str = "EUR", timezone: str = "Europe/Luxembourg"
) -> Opened:
    """Make the store and its owner's membership. Raises StoreRefused when the slug is taken or a value is wrong."""
    store = Store(slug=slug, name=name.strip(), currency=currency.upper(), timezone=timezone, languages=["en"])
    _check(store, owner_email)
    with transaction.atomic():
        store.save()
        owner, password = _person(owner_email)
        Membership.objects.create(user=owner, store=store, role=Role.OWNER)
        if owner.last_store_id is None:
            owner.last_store = store
            owner.save(update_fields=["last_store"])
    return Opened(store, owner, password)


def _check(store: Store, owner_email: str) -> None:
    taken = Store.all_objects.filter(slug__iexact=store.slug).values_list("slug", flat=True).first()
    if taken is not None:  # two that differ in capitals alone would be taken for each other
        raise StoreRefused(f"There is a store “{taken}” already. Choose another short name.")
    try:
        validate_email(owner_email.strip())
        User._meta.get_field("email").run_validators(owner_email.strip())  # its length
    except ValidationError:
        shown = owner_email[:100]
        raise StoreRefused(f"“{shown}” is no e-mail address. Enter the one the owner signs in with.") from None
    if not store.name:
        raise StoreRefused("The store has no name. Enter the one that people read.")
    if not is_currency(store.currency):
        raise StoreRefused(f"There is no currency “{store.currency}”. Enter three letters like EUR.")
    try:
        store.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        wrong = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise StoreRefused(f"The store was not made. {wrong}") from None


def _person(email: str) -> tuple[User, str | None]:
    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is not None:
        return found, None
    password = secrets.token_urlsafe(12)
    return User.objects.create_user(email, password), password
