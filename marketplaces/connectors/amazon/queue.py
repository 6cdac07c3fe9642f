"""The queue (SQS) of the seller's own AWS account, read with boto3 where that is installed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from core.net import AddressRefused, check_address
from marketplaces.framework.errors import (
    ConnectorError,
    NotFound,
    NotSupported,
    PermissionMissing,
    Rejected,
    Unavailable,
    WebhookRejected,
)
from marketplaces.framework.queues import QueueMessage

from . import notifications

AMAZON = "Amazon"
#: It is asked for only here: hubs that read no queue do without it.
MISSING = "" if find_spec("boto3") else " This hub lacks boto3, which reads it: pip install -r requirements-sqs.txt."
#: Another kind of address is no queue of AWS; a practice queue may stand anywhere that a practice shop may.
AWS = re.compile(r"sqs\.(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?")
HOME = "us-east-1"
AT_ONCE = 10
#: What was taken and not taken out is given again after this long.
HIDDEN_SECONDS = 120
WRONG_KEYS = {
    "AccessDenied", "AccessDeniedException", "InvalidClientTokenId", "UnrecognizedClientException",
    "SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidSecurity", "OptInRequired",
}  # fmt: skip
UNKNOWN = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "InvalidAddress"}


class Queue:
    """One queue, by its address and the keys of a user who may read it."""

    def __init__(self, values: Mapping[str, str], *, anywhere: bool) -> None:
        self._url = values.get("queue_url", "")
        self._client = _client(values, region=_region(self._url, anywhere=anywhere))

    def prove(self) -> None:
        """It is there, and its messages may be read."""
        self._do("get_queue_attributes", QueueUrl=self._url, AttributeNames=["ApproximateNumberOfMessages"])

    def receive(self) -> list[QueueMessage]:
        """Some of them; who receives again before they are taken out gets others."""
        answer = self._do(
            "receive_message", QueueUrl=self._url, MaxNumberOfMessages=AT_ONCE, WaitTimeSeconds=1,
            VisibilityTimeout=HIDDEN_SECONDS,
        )  # fmt: skip
        return [_message(each) for each in answer.get("Messages", [])]

    def acknowledge(self, receipts: Sequence[str]) -> None:
        """Take them out. One that stays is given again, and is known by its number then."""
        for first in range(0, len(receipts), AT_ONCE):
            entries = [
                {"Id": str(place), "ReceiptHandle": each}
                for place, each in enumerate(receipts[first : first + AT_ONCE])
            ]
            self._do("delete_message_batch", QueueUrl=self._url, Entries=entries)

    def _do(self, name: str, **asked: Any) -> Mapping[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer: Mapping[str, Any] = getattr(self._client, name)(**asked)
        except ClientError as error:
            raise _sorted(error.response) from None
        except BotoCoreError as error:
            raise Unavailable("The queue does not answer", marketplace=AMAZON, said=type(error).__name__) from None
        return answer


def _message(found: Mapping[str, Any]) -> QueueMessage:
    body = str(found.get("Body", "")).encode()
    try:
        event = notifications.parse(body)
    except WebhookRejected:
        event = None
    return QueueMessage(receipt=str(found["ReceiptHandle"]), body=body, event=event)


def _region(url: str, *, anywhere: bool) -> str:
    """The region that an address of AWS names."""
    host = urlsplit(url).hostname or ""
    if url.startswith("https://") and (known := AWS.fullmatch(host)):
        return known["region"]
    if not anywhere:
        raise Rejected(
            "The address of the queue is none of AWS", marketplace=AMAZON,
            fix="Copy it from the queue's page in the AWS console; it begins with https://sqs.",
        )  # fmt: skip
    try:
        check_address(url, allow_private=True)
    except AddressRefused as refused:
        raise Rejected(str(refused), marketplace=AMAZON, fix="Change the address of the queue.") from None
    return HOME


def _client(values: Mapping[str, str], *, region: str) -> Any:
    """Of these keys alone: nothing is read from this machine's environment, and no other address is asked for any."""
    try:
        import boto3
        from botocore.config import Config
    except ImportError:
        raise NotSupported("The queue cannot be read", marketplace=AMAZON, fix=MISSING.strip()) from None
    key, secret = values.get("aws_key_id", ""), values.get("aws_secret_key", "")
    if not key or not secret:
        raise PermissionMissing("The keys of the queue are missing", marketplace=AMAZON, fix="Enter both of them.")
    parts = urlsplit(values["queue_url"])
    config = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2}, proxies={})
    session = boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=region)
    return session.client("sqs", endpoint_url=f"{parts.scheme}://{parts.netloc}", config=config)


def _sorted(answer: Mapping[str, Any]) -> ConnectorError:
    told, heads = answer.get("Error", {}), answer.get("ResponseMetadata", {})
    code, status = str(told.get("Code", "")), int(heads.get("HTTPStatusCode", 0))
    more: dict[str, Any] = {
        "marketplace": AMAZON, "said": str(told.get("Message", code))[:300], "remote_code": code,
        "request_id": str(heads.get("RequestId", "")),
    }  # fmt: skip
    if code in UNKNOWN:
        return NotFound("There is no queue at this address", fix="Copy its address from the AWS console.", **more)
    if code in WRONG_KEYS or status in (401, 403):
        fix = "Let this AWS user receive and delete messages of the queue, and see its attributes."
        return PermissionMissing("The keys do not open the queue", fix=fix, **more)
    if status >= 500 or "Throttl" in code:
        return Unavailable("The queue does not answer", **more)
    return Rejected("The queue refused to be read", fix="Look at what it said.", **more)
