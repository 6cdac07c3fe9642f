"""Many changes in one file: announced, uploaded, submitted, asked about for a while, answered by another file."""

import gzip
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.framework.errors import ConnectorError, Rejected, Unavailable, UnexpectedPayload
from marketplaces.framework.ports import Clock

from .client import AmazonClient, File
from .errors import WAIT, refusal
from .reading import Json, mapping, rows, text, whole

#: Seconds between two questions. The changes are leased for a minute and a half in all; what is not done after the last
#: question is looked at by the next reading.
PAUSES = (1.0, 2.0, 4.0, 8.0)
VERSION = "2.0"
LOCALE = "en_US"
#: How the work on a feed ends.
DONE, FATAL, CANCELLED = "DONE", "FATAL", "CANCELLED"
#: A report is smaller than this by far, packed or not; more is no report.
LARGEST = 200 * 1024 * 1024

#: One SKU: what is wrong with it (None: taken), and whether that is final.
Outcome = tuple[ConnectorError | None, bool]


def body(seller: str, messages: Sequence[Json]) -> dict[str, Any]:
    """The file: messages numbered from one, by which the report names them."""
    numbered = [{"messageId": number, **message} for number, message in enumerate(messages, start=1)]
    return {"header": {"sellerId": seller, "version": VERSION, "issueLocale": LOCALE}, "messages": numbered}


def submit(client: AmazonClient, clock: Clock, messages: Sequence[Json], *, operation: str) -> list[Outcome]:
    """One outcome per message, in their order. What is still being worked off is taken and not seen."""
    document, url = client.create_feed_document(operation=operation)
    client.upload(url, body(client.seller, messages), operation=operation)
    number = client.create_feed(document, operation=operation)
    feed = _awaited(client, clock, number, operation=operation)
    status = text(feed.get("processingStatus"), "processingStatus")
    if status == DONE:
        return _outcomes(client, feed, messages, operation=operation)
    if status == CANCELLED:
        return [(Unavailable("Amazon cancelled the file of changes", fix=WAIT), True)] * len(messages)
    if status == FATAL:
        error = Rejected("Amazon could not read the file of changes", said=FATAL, fix="Report it; nothing was changed.")
        return [(error, True)] * len(messages)
    return [(None, False)] * len(messages)


def _awaited(client: AmazonClient, clock: Clock, number: str, *, operation: str) -> Json:
    """The feed when it ended, or as it was last seen."""
    feed: Json = {}
    for pause in (*PAUSES, 0.0):
        feed = client.get_feed(number, operation=operation)
        status = text(feed.get("processingStatus"), "processingStatus")
        if status in (DONE, FATAL, CANCELLED):
            break
        if status not in ("IN_QUEUE", "IN_PROGRESS"):
            raise UnexpectedPayload("processingStatus", status)
        clock.sleep(pause)
    return feed


def _outcomes(client: AmazonClient, feed: Json, messages: Sequence[Json], *, operation: str) -> list[Outcome]:
    """By the report. Done is not good: each message may have issues of its own."""
    document = text(feed.get("resultFeedDocumentId"), "resultFeedDocumentId")
    if not document:
        return [(None, False)] * len(messages)
    report = _report(fetched(client, client.get_feed_document(document, operation=operation), operation=operation))
    issues = _by_message(report)
    summary = mapping(report.get("summary"), "summary")
    if issues.get(0) and not whole(summary.get("messagesAccepted"), "summary.messagesAccepted", 0):
        issues = dict.fromkeys(range(1, len(messages) + 1), issues[0])  # the file as a whole was refused
    skus = {number: text(message.get("sku")) for number, message in enumerate(messages, start=1)}
    refused = {number: refusal(issues[number], sku) for number, sku in skus.items() if number in issues}
    return [(refused.get(number), number in refused) for number in skus]


def _report(content: bytes) -> Json:
    try:
        return mapping(json.loads(content), "report")
    except ValueError:
        raise Unavailable("The report on a file of changes is torn", fix=WAIT) from None


def _by_message(report: Json) -> dict[int, list[Json]]:
    """Issues that are errors, by the number of their message; 0 for those of the file."""
    found: dict[int, list[Json]] = {}
    for each in rows(report.get("issues"), "issues"):
        if text(each.get("severity"), "issues[].severity") == "ERROR":
            found.setdefault(whole(each.get("messageId"), "issues[].messageId", 0), []).append(each)
    return found


def fetched(client: AmazonClient, file: File, *, operation: str) -> bytes:
    """The content of a document, unpacked."""
    content = client.download(file.url, operation=operation).body
    return unpacked(content) if file.packed else content


def unpacked(content: bytes) -> bytes:
    """Read in pieces: what unpacks to more than any report is refused before it fills the memory."""
    found = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            while piece := packed.read(1 << 20):
                found.write(piece)
                if found.tell() > LARGEST:
                    raise Unavailable("The file unpacks to more than any report of a marketplace", fix=WAIT)
    except (OSError, EOFError, zlib.error):
        raise Unavailable("A packed file is torn", fix=WAIT) from None
    return found.getvalue()


def by_sku(messages: Sequence[Json], outcomes: Sequence[Outcome]) -> Mapping[str, Outcome]:
    return {text(each.get("sku")): outcome for each, outcome in zip(messages, outcomes, strict=True)}
