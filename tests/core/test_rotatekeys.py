"""After a rotation every encrypted column is readable with the new key alone; the columns are found, not listed."""

import io
import uuid

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection as database
from django.utils import timezone

from core.crypto import encrypted_columns
from core.fields import SecretField
from core.models import Store
from marketplaces.models import Connection, Marketplace, MarketplaceCredential

pytestmark = pytest.mark.django_db

COLUMNS = [(model, field) for model, field in encrypted_columns()] if apps.ready else []


@pytest.fixture
def secrets_in_every_column(settings):
    """A row with a secret in each encrypted column of the credentials, one of them soft-deleted."""
    store = Store.objects.create(slug="acme", name="Acme")
    marketplace = Marketplace.objects.create(code="toy", name="Toy")
    for number in range(3):
        shop = Connection.objects.create(store=store, marketplace=marketplace, name="x", remote_account_id=str(number))
        names = [field.name for field in MarketplaceCredential._meta.fields if isinstance(field, SecretField)]
        row = MarketplaceCredential.objects.create(
            connection=shop, marketplace=marketplace, **{name: f"{name}-{number}" for name in names}
        )
    row.soft_delete()
    return settings


def stored(model, field) -> list[bytes]:
    with database.cursor() as cursor:
        cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}" WHERE "{field.column}" IS NOT NULL')
        return [bytes(value) for (value,) in cursor.fetchall()]


def test_the_columns_are_found_by_introspection():
    found = {f"{model._meta.db_table}.{field.column}" for model, field in encrypted_columns()}
    assert {"marketplace_credentials.api_key", "marketplace_credentials.previous"} <= found


@pytest.mark.parametrize(
    ("model", "field"), COLUMNS, ids=lambda each: getattr(each, "name", None) or each._meta.db_table
)
def test_every_column_is_readable_with_the_new_key_alone(settings, model, field):
    row = planted(model, field, "a secret of this column")
    new = Fernet.generate_key().decode()
    settings.FERNET_KEYS = [new, *settings.FERNET_KEYS]
    call_command("rotatekeys", stdout=io.StringIO())
    values = stored(model, field)
    with database.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', [row.pk])
    assert [Fernet(new).decrypt(value).decode() for value in values] == ["a secret of this column"]


def planted(model, field, secret: str):
    """A row with this secret; what it refers to need not exist, since constraints are judged at the end of the test."""
    made = {"UUIDField": uuid.uuid4, "DateTimeField": timezone.now, "CharField": lambda: "x", "TextField": lambda: "x"}
    values = {}
    for each in model._meta.concrete_fields:
        if each.has_default() or each.null:
            continue
        kind = each.target_field.get_internal_type() if each.is_relation else each.get_internal_type()
        values[each.attname] = made.get(kind, lambda: 1)()
    return model._base_manager.bulk_create([model(**{**values, field.attname: secret})])[0]


def test_no_history_row_and_no_time_stamp_comes_from_a_rotation(secrets_in_every_column):
    row = MarketplaceCredential.objects.first()
    before = (row.updated_at, row.history.count())
    call_command("rotatekeys", stdout=io.StringIO())
    row = MarketplaceCredential.objects.get(pk=row.pk)
    assert (row.updated_at, row.history.count()) == before


def test_a_value_that_no_key_reads_is_named_and_nothing_is_changed(secrets_in_every_column):
    settings = secrets_in_every_column
    before = {field.name: stored(model, field) for model, field in encrypted_columns()}
    settings.FERNET_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("rotatekeys", stdout=io.StringIO())
    assert {field.name: stored(model, field) for model, field in encrypted_columns()} == before
    with pytest.raises(InvalidToken):
        Fernet(settings.FERNET_KEYS[0]).decrypt(before["api_key"][0])
