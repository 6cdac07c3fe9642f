"""Every call leaves a row, whatever becomes of our own transaction, and no secret is in it."""

import uuid

import pytest
from django.db import connection as database
from django.db import transaction

from marketplaces.framework.errors import ConnectorError, Rejected
from marketplaces.framework.ports import CallRecord
from marketplaces.models import ApiCall, MarketplaceCredential
from marketplaces.services import own_connection
from marketplaces.services.calls import DatabaseCallRecorder
from marketplaces.services.connectors import open_connector

pytestmark = pytest.mark.django_db


def test_a_call_stays_recorded_when_our_transaction_is_rolled_back(signed_in):
    run_id = uuid.uuid4()
    with pytest.raises(RuntimeError), transaction.atomic():
        open_connector(signed_in, run_id=run_id).account()
        raise RuntimeError
    rows = own_connection.run(
        lambda own: own.execute(
            "SELECT operation, outcome FROM api_calls WHERE run_id = %s ORDER BY at", [run_id]
        ).fetchall()
    )
    assert rows == [("token", "ok"), ("test_connection", "ok")]


def test_no_secret_is_in_a_call_row_an_error_or_the_audit(signed_in, token_server):
    token_server.valid = "other"
    with pytest.raises(ConnectorError) as caught:
        open_connector(signed_in).account()
    rows = str(list(ApiCall.objects.filter(connection=signed_in).values()))
    with database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(h)::text FROM marketplaces_historicalconnection h")
        rows += str(cursor.fetchall())
    for secret in ("app-key-123", "access-000000", "refresh-000001"):
        assert secret not in rows + str(caught.value) + repr(caught.value.as_dict())


def test_a_record_that_cannot_be_stored_does_not_break_the_call(signed_in, monkeypatch):
    MarketplaceCredential.objects.update(token_expires_at=None)
    monkeypatch.setattr("marketplaces.services.calls.INSERT", "INSERT INTO no_such_table VALUES (%s)" + " -- %s" * 13)
    assert open_connector(signed_in).account().remote_account_id == "shop-7"


def test_an_address_that_may_not_be_called_is_a_sentence_before_any_call(signed_in):
    signed_in.settings = {}
    with pytest.raises(Rejected, match="http://"):
        open_connector(signed_in)


def test_every_call_is_a_row_of_its_own():
    shop = uuid.uuid4()
    recorder = DatabaseCallRecorder(shop)
    for number in range(3):
        recorder.record(
            CallRecord(
                operation="x" * 99, method="GET", path="/p" * 300, http_status=200, outcome="ok", duration_ms=number
            )
        )
    assert ApiCall.objects.filter(connection_id=shop).count() == 3
