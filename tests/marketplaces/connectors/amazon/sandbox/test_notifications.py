"""Queues and subscriptions: who may look at them, and how they are given up."""

from __future__ import annotations

import pytest

from .hub import Hub, error_of

BASE = "/notifications/v1"
SUBSCRIBED = f"{BASE}/subscriptions/ORDER_CHANGE"


@pytest.fixture
def application(hub: Hub) -> str:
    """A token of the application, for calls that belong to no seller."""
    form = {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"}
    return str(hub.token_call(**form).json()["access_token"])


def subscribed(hub: Hub, application: str) -> tuple[str, str]:
    """A new queue that the seller's orders are told to; its number and the subscription's."""
    seller, hub.token = hub.token, application
    queue = {"sqs": {"arn": "arn:aws:sqs:eu-west-1:111122223333:given-up"}}
    body = {"name": "hub", "resourceSpecification": queue}
    place = hub.call("POST", f"{BASE}/destinations", body=body).json()["payload"]["destinationId"]
    hub.token = seller
    wanted = {"payloadVersion": "1.0", "destinationId": place}
    return place, hub.call("POST", SUBSCRIBED, body=wanted).json()["payload"]["subscriptionId"]


def test_the_application_gives_up_the_subscription_and_then_its_queue(hub: Hub, application: str) -> None:
    seller = hub.token
    place, number = subscribed(hub, application)
    hub.token = application
    assert hub.call("GET", f"{BASE}/destinations/{place}").json()["payload"]["name"] == "hub"
    assert hub.call("GET", f"{SUBSCRIBED}/{number}").json()["payload"]["destinationId"] == place
    assert hub.call("DELETE", f"{BASE}/destinations/{place}").status_code == 409
    assert hub.call("DELETE", f"{SUBSCRIBED}/{number}").json() == {}
    assert error_of(hub.call("GET", f"{SUBSCRIBED}/{number}")) == (404, "NotFound")
    assert hub.call("DELETE", f"{BASE}/destinations/{place}").json() == {}
    assert error_of(hub.call("GET", f"{BASE}/destinations/{place}")) == (404, "NotFound")
    hub.token = seller
    hub.sell()
    assert hub.control("queue", {"clear": True})["messages"] == []


def test_a_seller_may_not_and_a_wrong_number_is_not_found(hub: Hub, application: str) -> None:
    seller = hub.token
    place, number = subscribed(hub, application)
    assert error_of(hub.call("DELETE", f"{SUBSCRIBED}/{number}")) == (403, "Unauthorized")
    assert error_of(hub.call("DELETE", f"{BASE}/destinations/{place}")) == (403, "Unauthorized")
    hub.token = application
    assert error_of(hub.call("DELETE", f"{SUBSCRIBED}/another")) == (404, "NotFound")
    hub.token = seller
    assert hub.call("GET", SUBSCRIBED).json()["payload"]["subscriptionId"] == number
