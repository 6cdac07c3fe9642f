"""The queue of notifications, at a server of SQS on loopback: read, taken out, refused with a reason."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from marketplaces.connectors.amazon import queue as amazon_queue
from marketplaces.connectors.amazon.connector import AmazonConnector
from marketplaces.connectors.amazon.queue import Queue
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotFound, NotSupported, PermissionMissing, Rejected, Unavailable
from tests.queue_server import PracticeQueue, new_queue, served

from .test_notifications import ORDER_CHANGE


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture
def practice(address: str) -> PracticeQueue:
    return new_queue(address)


def opened(practice: PracticeQueue, **other: str) -> Queue:
    return Queue({**practice.values, **other}, anywhere=True)


def test_messages_are_taken_and_stay_until_they_are_acknowledged(practice: PracticeQueue) -> None:
    practice.put(json.dumps(ORDER_CHANGE))
    queue = opened(practice)
    (message,) = queue.receive()
    assert message.event is not None and message.event.remote_ids == ("305-1234567-1234567",)
    assert practice.left() == (0, 1)
    assert queue.receive() == []
    queue.acknowledge([message.receipt])
    assert practice.left() == (0, 0)


def test_more_than_one_call_takes_are_taken_out_in_parts(practice: PracticeQueue) -> None:
    practice.put(*(json.dumps(ORDER_CHANGE) for _ in range(23)))
    queue = opened(practice)
    receipts: list[str] = []
    while found := queue.receive():
        receipts += [each.receipt for each in found]
    assert len(receipts) == 23
    queue.acknowledge(receipts)
    assert practice.left() == (0, 0)


def test_what_is_no_notification_comes_without_an_event(practice: PracticeQueue) -> None:
    practice.put("hello", "[]", '{"NotificationType": "ORDER_CHANGE"}')
    found = opened(practice).receive()
    assert {each.body for each in found} == {b"hello", b"[]", b'{"NotificationType": "ORDER_CHANGE"}'}
    assert {each.event for each in found} == {None}


def test_a_queue_that_is_not_there_is_told(practice: PracticeQueue) -> None:
    with pytest.raises(NotFound, match="AWS console"):
        opened(practice, queue_url=practice.url.replace("orion-", "gone-")).prove()


def test_a_queue_that_does_not_answer_is_asked_again_later(practice: PracticeQueue) -> None:
    with pytest.raises(Unavailable):
        opened(practice, queue_url="http://127.0.0.1:9/123456789012/orion").receive()


def test_missing_keys_are_asked_for(practice: PracticeQueue) -> None:
    with pytest.raises(PermissionMissing, match="Enter both"):
        opened(practice, aws_secret_key="")


@pytest.mark.parametrize(
    "url",
    [
        "http://sqs.eu-west-1.amazonaws.com/123456789012/q", "https://sqs.eu-west-1.amazonaws.com.evil.test/1/q",
        "https://evil.test/123456789012/sqs.eu-west-1.amazonaws.com", "http://127.0.0.1:80/123456789012/q",
    ],
)  # fmt: skip
def test_a_real_shop_reads_only_queues_of_aws(practice: PracticeQueue, url: str) -> None:
    with pytest.raises(Rejected, match="none of AWS"):
        Queue({**practice.values, "queue_url": url}, anywhere=False)


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://sqs.eu-west-1.amazonaws.com/123456789012/q", "eu-west-1"),
        ("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q", "cn-north-1"),
        ("https://sqs.us-gov-west-1.amazonaws.com/123456789012/q", "us-gov-west-1"),
    ],
)
def test_the_region_is_read_from_the_address(url: str, region: str) -> None:
    assert amazon_queue._region(url, anywhere=False) == region


def test_the_own_surroundings_of_the_machine_are_never_a_queue(practice: PracticeQueue) -> None:
    with pytest.raises(Rejected, match="never called"):
        opened(practice, queue_url="http://169.254.169.254/123456789012/q")


def test_wrong_keys_say_what_the_user_must_be_allowed() -> None:
    told: dict[str, Any] = {
        "Error": {"Code": "AccessDenied", "Message": "Access to the resource is denied."},
        "ResponseMetadata": {"HTTPStatusCode": 403, "RequestId": "r-1"},
    }
    error = amazon_queue._sorted(told)
    assert isinstance(error, PermissionMissing) and "receive and delete" in error.fix
    assert (error.said, error.request_id) == ("Access to the resource is denied.", "r-1")


def test_without_boto3_it_says_what_to_install(practice: PracticeQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    monkeypatch.setattr(amazon_queue, "MISSING", " Install it: pip install -r requirements-sqs.txt.")
    with pytest.raises(NotSupported, match=r"requirements-sqs\.txt"):
        opened(practice)


def test_messages_are_offered_only_where_a_queue_is_entered() -> None:
    assert Capability.READ_QUEUE not in AmazonConnector.able({})
    assert Capability.READ_QUEUE in AmazonConnector.able({"queue_url": "https://sqs.eu-west-1.amazonaws.com/1/q"})
