"""Many changes in one file: announced, uploaded, submitted, asked about later, answered by another file."""

import gzip
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.framework.errors import ConnectorError, NotFound, Rejected, Unavailable, UnexpectedPayload
from marketplaces.framework.results import Awaited, ItemResult, Later

from .client import AmazonClient, File
from .errors import WAIT, refusal
from .reading import Json, mapping, rows, text, whole

#: Seconds until a file is asked about for the first time; large ones take some minutes.
FIRST_QUESTION = 20.0
VERSION = "2.0"
LOCALE = "en_US"
#: How the work on a feed ends.
DONE, FATAL, CANCELLED = "DONE", "FATAL", "CANCELLED"
#: A report is smaller than this by far, packed or not; more is no report.
LARGEST = 200 * 1024 * 1024


def body(seller: str, messages: Sequence[Json]) -> dict[str, Any]:
    """The file: messages numbered from one, by which the report names them."""
    numbered = [{"messageId": number, **message} for number, message in enumerate(messages, start=1)]
    return {"header": {"sellerId": seller, "version": VERSION, "issueLocale": LOCALE}, "messages": numbered}


def submit(client: AmazonClient, messages: Sequence[Json], *, operation: str) -> list[Later]:
    """Hands the file in; what became of each message, in their order, is asked about later."""
    document, url = client.create_feed_document(operation=operation)
    client.upload(url, body(client.seller, messages), operation=operation)
    number = client.create_feed(document, operation=operation)
    return [
        Later(job=number, item=f"{place} {text(each.get('sku'))}", after=FIRST_QUESTION)
        for place, each in enumerate(messages, start=1)
    ]


def ask(client: AmazonClient, number: str, items: Sequence[Awaited], *, operation: str) -> list[ItemResult]:
    """What became of these messages of a feed. Done is not good: each may have issues of its own."""
    try:
        feed = client.get_feed(number, operation=operation)
    except NotFound:
        return _all(items, Unavailable("Amazon does not know the file of changes any more", fix=WAIT))
    status = text(feed.get("processingStatus"), "processingStatus")
    if status in ("IN_QUEUE", "IN_PROGRESS"):
        later = [Later(job=number, item=each.item, after=FIRST_QUESTION) for each in items]
        return [ItemResult(ref=each.ref, ok=True, later=told) for each, told in zip(items, later, strict=True)]
    if status == CANCELLED:
        return _all(items, Unavailable("Amazon cancelled the file of changes", fix=WAIT))
    if status == FATAL:
        error = Rejected("Amazon could not read the file of changes", said=FATAL, fix="Report it; nothing was changed.")
        return _all(items, error)
    if status != DONE:
        raise UnexpectedPayload("processingStatus", status)
    return _by_report(client, feed, items, operation=operation)


def _by_report(client: AmazonClient, feed: Json, items: Sequence[Awaited], *, operation: str) -> list[ItemResult]:
    document = text(feed.get("resultFeedDocumentId"), "resultFeedDocumentId")
    if not document:
        return _all(items, None)
    report = _report(fetched(client, client.get_feed_document(document, operation=operation), operation=operation))
    issues = _by_message(report)
    summary = mapping(report.get("summary"), "summary")
    if issues.get(0) and not whole(summary.get("messagesAccepted"), "summary.messagesAccepted", 0):
        return _all(items, refusal(issues[0], "the file of changes"))  # refused as a whole
    return [_result(each, issues) for each in items]


def _result(item: Awaited, issues: Mapping[int, Sequence[Json]]) -> ItemResult:
    number, _blank, sku = item.item.partition(" ")
    found = issues.get(int(number))
    error = refusal(found, sku) if found else None
    return ItemResult(ref=item.ref, ok=error is None, error=error)


def _all(items: Sequence[Awaited], error: ConnectorError | None) -> list[ItemResult]:
    return [ItemResult(ref=each.ref, ok=error is None, error=error) for each in items]


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
