"""Outgoing webhooks by program: a secret shown once, tried, followed, sent again; the guide's example believes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.models import WebhookDelivery, WebhookEndpoint
from sync.news.feed import KINDS
from tests.api.conftest import PROBLEM, Program
from tests.dashboard.conftest import Cast
from tests.proofs import everything
from tests.sync.outgoing.conftest import deliver
from tests.sync.outgoing.receiver import Receiver, receiving

PATH = "/api/v1/webhooks/endpoints/"
LOG = "/api/v1/webhooks/deliveries/"
GUIDE = Path(__file__).resolve().parents[4] / "docs/webhooks.md"


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiving() as found:
        yield found


def made(owner: Program, url: str) -> tuple[str, str]:
    answer = owner.post(PATH, {"name": "ERP", "url": url, "kinds": ["needs_you.raised", "stock.low"]})
    assert answer.status == 201, answer.body
    return answer.body["endpoint"]["id"], answer.body["secret"]


def example() -> Callable[[str, dict[str, str], bytes], bool]:
    """The function out of the guide, as it is printed there."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    space: dict[str, Any] = {}
    exec(code, space)  # noqa: S102
    found: Callable[[str, dict[str, str], bytes], bool] = space["is_from_orion"]
    return found


@pytest.mark.django_db(transaction=True)
def test_a_ping_arrives_is_believed_by_the_guides_example_and_is_followed(
    transactional_db: None, cast: Cast, owner: Program, receiver: Receiver
) -> None:
    pk, secret = made(owner, receiver.url)
    ping = owner.post(f"{PATH}{pk}/ping/")
    assert (ping.status, ping.body["kind"], ping.body["state"]) == (202, "ping", "waiting")
    deliver()
    (got,) = receiver.got
    believes = example()
    assert believes(secret, got.headers, got.body)
    assert not believes(secret, got.headers, got.body + b" ")
    assert not believes("whsec_c29tZWJvZHkgZWxzZQ==", got.headers, got.body)
    assert not believes(secret, {**got.headers, "webhook-timestamp": str(int(time.time()) - 301)}, got.body)

    followed = owner.get(f"{LOG}{ping.body['id']}/").body
    assert (followed["state"], followed["event_id"]) == ("delivered", got.id)
    assert followed["body"].encode() == got.body and followed["tries"][0]["status"] == 200
    assert [row["id"] for row in owner.get(LOG, {"state": "delivered"}).body["results"]] == [ping.body["id"]]
    assert owner.post(f"{LOG}{ping.body['id']}/resend/").body["state"] == "waiting"
    deliver()
    assert [each.id for each in receiver.got] == [got.id] * 2

    new = owner.post(f"{PATH}{pk}/rotate-secret/").body["secret"]
    owner.post(f"{PATH}{pk}/ping/")
    deliver()
    last = receiver.got[-1]
    assert new != secret and believes(secret, last.headers, last.body) and believes(new, last.headers, last.body)


@pytest.mark.django_db
def test_it_is_listed_changed_and_removed_and_its_secret_is_shown_no_more(
    owner: Program, cast: Cast, receiver: Receiver
) -> None:
    pk, secret = made(owner, receiver.url)
    seen = [owner.get(PATH), owner.get(f"{PATH}{pk}/"), owner.patch(f"{PATH}{pk}/", {"name": "Shop"})]
    assert all(answer.status == 200 and secret.encode() not in answer.raw for answer in seen)
    assert seen[2].body["name"] == "Shop" and seen[2].body["kinds"] == ["stock.low", "needs_you.raised"]
    off = owner.patch(f"{PATH}{pk}/", {"is_active": False}).body
    assert not off["is_active"]
    refused = owner.post(f"{PATH}{pk}/ping/")
    assert (refused.status, refused.kind) == (422, PROBLEM) and "Switch it on" in refused.body["detail"]
    assert owner.delete(f"{PATH}{pk}/").status == 204
    assert owner.get(f"{PATH}{pk}/").status == 404 and owner.get(PATH).body["results"] == []
    assert WebhookEndpoint.all_objects.get().store == cast.store and not WebhookDelivery.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "http://example.org/x"}, "url"),
        ({"url": "https://10.0.0.1/x"}, "url"),
        ({"url": "https://169.254.169.254/latest"}, "url"),
        ({"kinds": ["order.eaten"]}, "kinds.0"),
        ({"kinds": []}, "kinds"),
        ({"name": ""}, "name"),
    ],
    ids=str,
)
def test_a_field_that_cannot_be_is_named(owner: Program, body: dict[str, Any], field: str) -> None:
    answer = owner.post(PATH, {"name": "ERP", "url": "https://8.8.8.8/x", "kinds": ["stock.low"], **body})
    assert answer.status in (400, 422) and answer.kind == PROBLEM
    assert [error["field"].split(".")[0] for error in answer.body["errors"]] == [field.split(".")[0]]
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.django_db
def test_addresses_are_for_managers(packer: Program, reader: Program, stranger: Program, cast: Cast) -> None:
    there = everything.told(cast.store)
    for path in (PATH, f"{PATH}{there['endpoint'].pk}/", LOG, f"{LOG}{there['delivery'].pk}/"):
        assert packer.get(path).status == reader.get(path).status == 403
    assert stranger.get(f"{LOG}{there['delivery'].pk}/").status == 404


def test_the_guide_names_every_kind() -> None:
    told = GUIDE.read_text()
    assert all(f"`{kind}`" in told for kind in KINDS)
