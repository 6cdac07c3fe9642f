"""Returns: rows of the sales feed whose number begins with R; the feed knows an order by another number than we do."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from marketplaces.canonical.returns import Return, ReturnLine, ReturnStatus
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.results import Page

from .client import WildberriesClient
from .reading import Json, find_money, identifier, in_moscow, moscow_moment, read_all, rows, text
from .walks import find_rows

RETURNED = "R"
#: What the documents call such a row.
WORD = "return"
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
        ours = [row for row in news if text(row.get("srid")) in sent]
        items, refused = read_all(ours, partial(returned, sent=sent, currency=currency), "saleID")
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
    return moscow_moment(row.get("lastChangeDate"), "[].lastChangeDate") <= until


def returned(row: Json, *, sent: Mapping[str, Json], currency: str) -> Return:
    """The buyer has the money; the goods go to Wildberries' warehouse first. An amount of zero is not reckoned yet.

    The amount is of the same price as the order's total: with the seller's discounts, without those Wildberries bears.
    """
    paid = find_money(row.get("priceWithDisc"), "[].priceWithDisc")
    article, order = text(row.get("supplierArticle")), sent[text(row.get("srid"))]
    product = identifier(row.get("nmId"), "[].nmId")
    return Return(
        remote_id=identifier(row.get("saleID"), "[].saleID"),
        order_remote_id=identifier(order.get("id"), "orders[].id"),
        status=ReturnStatus.REFUNDED,
        remote_status=WORD,
        created_at=moscow_moment(row.get("date"), "[].date"),
        updated_at=moscow_moment(row.get("lastChangeDate"), "[].lastChangeDate"),
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
    )
