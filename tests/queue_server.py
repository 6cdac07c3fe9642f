"""A queue of SQS on loopback, served by moto over HTTP."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer

KEY, SECRET = "AKIALUMENPRACTICE01", "aws_secret_planted_0001"


@dataclass
class PracticeQueue:
    """One queue, and who writes into it."""

    client: Any
    url: str

    @property
    def values(self) -> dict[str, str]:
        """As a merchant enters them."""
        return {"queue_url": self.url, "aws_key_id": KEY, "aws_secret_key": SECRET}

    def put(self, *bodies: str) -> None:
        for body in bodies:
            self.client.send_message(QueueUrl=self.url, MessageBody=body)

    def left(self) -> tuple[int, int]:
        """Messages that lie there, and those that were taken and not taken out."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.client.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return int(found[names[0]]), int(found[names[1]])

    def show_again(self) -> None:
        """As if the time were over after which what was not taken out is given again."""
        self.client.set_queue_attributes(QueueUrl=self.url, Attributes={"VisibilityTimeout": "0"})


@contextmanager
def served() -> Iterator[str]:
    """The address of a server of its own."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_queue(address: str) -> PracticeQueue:
    """An empty queue at this server."""
    client = boto3.client(
        "sqs", endpoint_url=address, region_name="us-east-1", aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        config=Config(proxies={}),
    )  # fmt: skip
    made = client.create_queue(QueueName=f"orion-{uuid.uuid4().hex}")
    url = f"{address}/{made['QueueUrl'].split('/', 3)[3]}"
    return PracticeQueue(client, url)
