"""The whole of a large catalogue: a report that is ordered, awaited, fetched and read row by row."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from marketplaces.canonical.products import Product
from marketplaces.framework.errors import Unavailable, UnexpectedPayload
from marketplaces.framework.ports import Clock
from marketplaces.framework.results import Page

from . import feeds, goods, walks
from .client import AmazonClient
from .errors import WAIT
from .reading import Json, needed_text, read_all, text, whole, written

#: Seconds between two questions; then the walk is given up, and the next one asks about the same report.
PAUSES = (5.0, 10.0, 15.0, 30.0, 45.0, 60.0, 60.0, 60.0, 60.0)
PAGE = 500
#: A report that was ordered this lately still tells what is there.
PATIENCE = timedelta(minutes=15)
#: Where the answer does not say it: Japan has an alphabet of its own.
ALPHABET, ALPHABETS = "cp1252", {"A1VC38T7YXB528": "cp932"}
OPERATION = "pull_products"


def products(
    client: AmazonClient, clock: Clock, resume: Mapping[str, Any], *, now: datetime
) -> Iterator[Page[Product]]:
    """First a page without products, so that who is cut off goes on with the report that was ordered."""
    number, start = text(resume.get("report"), "report"), whole(resume.get("row"), "row", 0)
    if not number:
        number = _ordered_before(client, now) or client.create_report(operation=OPERATION)
        yield Page(items=(), cursor={"report": number, "row": 0})
    found = goods.report_rows(_table(client, _awaited(client, clock, number)))
    theirs = walks.find_units(client) if any(_at_amazon(row) for row in found) else None

    def read(row: Json) -> Product:
        return goods.product_of_report(row, place=client.place, theirs=theirs)

    for first in range(start, len(found), PAGE):
        items, refused = read_all(found[first : first + PAGE], read, "seller-sku")
        more = first + PAGE < len(found)
        cursor = {"report": number, "row": first + PAGE} if more else None
        yield Page(items=items, refused=refused, cursor=cursor, total=len(found))


def _ordered_before(client: AmazonClient, now: datetime) -> str:
    """One that an earlier walk did not wait for: Amazon cancels the order for a second one. "" where there is none."""
    for report in client.get_reports(since=written(now - PATIENCE), operation=OPERATION):
        if text(report.get("processingStatus"), "processingStatus") in ("IN_QUEUE", "IN_PROGRESS", "DONE"):
            return needed_text(report.get("reportId"), "reportId")
    return ""


def _awaited(client: AmazonClient, clock: Clock, number: str) -> str:
    """The document of a report that is made. None is made where there is nothing to tell, or one was just made."""
    for pause in (*PAUSES, 0.0):
        report = client.get_report(number, operation=OPERATION)
        status = text(report.get("processingStatus"), "processingStatus")
        if status == "DONE":
            return needed_text(report.get("reportDocumentId"), "reportDocumentId")
        if status in ("CANCELLED", "FATAL"):
            raise Unavailable("Amazon did not make the list of all products", said=status, fix=WAIT)
        if status not in ("IN_QUEUE", "IN_PROGRESS"):
            raise UnexpectedPayload("processingStatus", status)
        clock.sleep(pause)
    raise Unavailable("Amazon is still making the list of all products", fix=WAIT)


def _table(client: AmazonClient, document: str) -> str:
    """The text, in the alphabet that it came in."""
    file = client.get_report_document(document, operation=OPERATION)
    answer = client.download(file.url, operation=OPERATION)
    content = feeds.unpacked(answer.body) if file.packed else answer.body
    return content.decode(alphabet(answer.headers.get("content-type", ""), client.place), "replace")


def alphabet(content_type: str, place: str) -> str:
    """As the file says, where we know the name; else as that marketplace writes."""
    told = content_type.lower().partition("charset=")[2].strip(' ";')
    known = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig", "cp1252": "cp1252", "windows-1252": "cp1252"}
    known |= {"iso-8859-1": "cp1252", "shift_jis": "cp932", "windows-31j": "cp932", "ms932": "cp932", "cp932": "cp932"}
    return known.get(told, ALPHABETS.get(place, ALPHABET))


def _at_amazon(row: Mapping[str, str]) -> bool:
    return text(row.get("fulfillment-channel")) not in ("", goods.OWN)
