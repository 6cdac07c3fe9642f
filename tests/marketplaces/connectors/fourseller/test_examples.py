"""The examples beside the contract, read as they are printed, and what we write held against its description."""

import json

import pytest

from marketplaces.connectors.fourseller.errors import classify, item_error
from marketplaces.connectors.fourseller.mapping import order
from marketplaces.framework.errors import RateLimited, Rejected
from marketplaces.framework.transport import Answer
from tests.conftest import shared


@pytest.fixture
def examples():
    return json.loads((shared("contracts/fourseller") / "examples.json").read_text())


def test_the_page_of_orders_is_read(examples):
    (row,) = examples["orders_page"]["data"]
    read = order(row)
    assert (read.remote_id, read.status, str(read.total), read.currency) == ("FS-5001", "pending", "64.60", "EUR")
    assert [(line.remote_id, line.sku, line.quantity, str(line.unit_price)) for line in read.lines] == [
        ("1", "LU-1001", 1, "39.90"), ("2", "LU-2001-S", 2, "9.90"),
    ]  # fmt: skip
    assert read.shipping_address.country == "LU"
    assert sum(line.unit_price * line.quantity for line in read.lines) == read.subtotal
    assert read.subtotal + read.shipping_cost - read.discount == read.total


def test_the_batch_answers_per_item(examples):
    good, bad = examples["batch_response"]["results"]
    assert good["status"] == "updated"
    error = item_error(bad)
    assert isinstance(error, Rejected)
    assert error.said == "sku is required"


def test_the_errors_are_sorted(examples):
    told = examples["error"]
    wrong = classify(Answer(status=told["http"], headers={}, body=b"", json=told["body"]))
    assert isinstance(wrong, Rejected)
    assert wrong.fields == {"items.0.quantity": "must be 0 or more"}
    slow = examples["rate_limited"]
    headers = {name.lower(): text for name, text in slow["headers"].items()}
    limited = classify(Answer(status=slow["http"], headers=headers, body=b"", json=slow["body"]))
    assert isinstance(limited, RateLimited)
    assert limited.retry_after is None  # the header tells it


def test_the_low_stock_event_is_about_stock(examples):
    from datetime import UTC, datetime

    from marketplaces.connectors.fourseller.webhooks import FourSellerWebhooks
    from marketplaces.framework.webhooks import IncomingWebhook, Topic

    body = json.dumps(examples["low_stock_event"]).encode()
    message = IncomingWebhook(method="POST", url="", headers={}, body=body, source_ip="", received_at=datetime.now(UTC))
    event = FourSellerWebhooks().parse(message)
    assert (event.topic, event.remote_account_id) == (Topic.STOCK, "S-1")
