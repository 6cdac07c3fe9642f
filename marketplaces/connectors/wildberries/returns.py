"""Returns: rows of the sales feed whose number begins with R; the feed knows an order by another number than we do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.results import Page, RefusedItem

from .client import WildberriesClient
from .reading import MOSCOW, Json, find_amount, in_moscow, moment, needed_text, rows, text
from .walks import find_rows

RETURNED = "R"
#: About 80,000 rows are the most of one answer; one that comes near it may have been cut off.
FULL = 70_000
USUAL_CURRENCY = "RUB"


def returns(
    client: WildberriesClient, *, since: datetime, until: datetime, now: datetime, currency: str
) -> Iterator[Page[Return]]:
    """Returns of orders that the seller sent; those of Wildberries' own warehouse are no orders of ours."""
    begin, seen = in_moscow(since), set[str]()
    while True:
        found = _feed(client, begin)
        news = [row for row in found if text(row.get("saleID")) not in seen and _is_return(row, until)]
        seen |= {text(row.get("saleID")) for row in found}
        sent = find_rows(client, "rid", {text(row.get("srid")) for row in news}, now=now, operation="refund")
        items, refused = _read_all([row for row in news if text(row.get("srid")) in sent], sent, currency)
        if len(found) < FULL:
            yield Page(items=items, refused=refused)
            return
        last = text(found[-1].get("lastChangeDate"))
        yield Page(items=items, refused=refused, cursor={"since": last})
        if last <= begin:
            raise UnexpectedPayload("[].lastChangeDate", last, fix="The list of sales does not move on; try later.")
        begin = last


def _feed(client: WildberriesClient, begin: str) -> Sequence[Json]:
    answer = client.sales(begin)
    if not isinstance(answer, list):
        raise UnexpectedPayload("[]", answer)
    return rows(answer, "[]")


def _is_return(row: Json, until: datetime) -> bool:
    if not text(row.get("saleID")).startswith(RETURNED):
        return False
    return moment(row.get("lastChangeDate"), "[].lastChangeDate", zone=MOSCOW) <= until


def _read_all(found: Sequence[Json], sent: Mapping[str, Json], currency: str) -> tuple[list[Return], list[RefusedItem]]:
    items: list[Return] = []
    refused: list[RefusedItem] = []
    for row in found:
        try:
            items.append(returned(row, sent[text(row.get("srid"))], currency))
        except UnexpectedPayload as error:
            refused.append(RefusedItem(remote_id=text(row.get("saleID")), error=error, raw=row))
    return items, refused


def returned(row: Json, order: Json, currency: str) -> Return:
    """The buyer has the money; the goods go to Wildberries' warehouse first. An amount of zero is not reckoned yet."""
    paid = find_amount(row.get("finishedPrice"), "[].finishedPrice")
    article = text(row.get("supplierArticle"))
    product = needed_text(row.get("nmId"), "[].nmId")
    return Return(
        remote_id=needed_text(row.get("saleID"), "[].saleID"),
        order_remote_id=needed_text(order.get("id"), "orders[].id"),
        status=ReturnStatus.REFUNDED,
        remote_status=RETURNED,
        created_at=moment(row.get("date"), "[].date", zone=MOSCOW),
        updated_at=moment(row.get("lastChangeDate"), "[].lastChangeDate", zone=MOSCOW),
        lines=(
            ReturnLine(
                remote_product_id=product,
                quantity=1,
                remote_variant_id=text(order.get("chrtId")),
                sku=article,
                title=article or product,
            ),
        ),
        raw=row,
        refund_amount=abs(paid) if paid else None,
        refund_given=True,
        currency=currency or USUAL_CURRENCY,
        needs_parcel=False,
    )
