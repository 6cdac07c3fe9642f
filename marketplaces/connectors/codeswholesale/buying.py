"""Buying once: looked for before it is sent, looked for after a lost answer, and never sent on a guess.

CodesWholesale knows no idempotency key and takes the same reference twice (contract section 5).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from marketplaces.canonical.purchases import LOOK_AGAIN, BoughtKey, KeyForm, Purchase, PurchaseRequest
from marketplaces.framework.errors import (
    AccountProblem,
    ConnectorError,
    DataProblem,
    InDoubt,
    NotFound,
    Rejected,
    RetryLater,
    UnexpectedPayload,
)
from marketplaces.framework.reading import Json, text

from . import mapping
from .client import CodesWholesaleClient

#: Their days may begin at another hour than ours.
A_DAY = timedelta(days=1)
ANOTHER = "Look in your CodesWholesale account what was bought under it, then decide by hand."


def buy(client: CodesWholesaleClient, request: PurchaseRequest, *, now: datetime) -> Purchase:
    """1. Look for the reference. 2. Send, unless it may have been sent before. 3. On doubt look once more.

    Raises InDoubt where it may have been done and cannot be seen: the caller asks again with `asked_at`.
    """
    body = mapping.order_text(request)
    found = find(client, request.reference, asked_at=request.asked_at, now=now)
    if found is not None:
        return _ours(found, request)
    if request.asked_at is not None and not request.again:
        raise _doubt("CodesWholesale shows no order under our reference yet")
    try:
        return mapping.purchase(client.create_order(body))
    except UnexpectedPayload as error:
        return _found_after(client, request, error, now)
    except ConnectorError as error:
        if not error.maybe_done:
            raise
        return _found_after(client, request, error, now)


def _found_after(
    client: CodesWholesaleClient, request: PurchaseRequest, lost: ConnectorError, now: datetime
) -> Purchase:
    """The answer was lost, or could not be read: what does the supplier say itself?"""
    try:
        found = find(client, request.reference, asked_at=request.asked_at or now, now=now)
    except ConnectorError as error:
        raise _doubt(lost.detail or lost.heading, said=lost.said or error.said) from None
    if found is None:
        raise _doubt(lost.detail or lost.heading, said=lost.said)
    return _ours(found, request)


def _doubt(detail: str, *, said: str = "") -> InDoubt:
    return InDoubt(detail, said=said, maybe_done=True, retry_after=LOOK_AGAIN.total_seconds())


def find(client: CodesWholesaleClient, reference: str, *, asked_at: datetime | None, now: datetime) -> Purchase | None:
    """The order of our reference: by its own call, and where it may have been sent also in the days since then.

    The days tell of a second order under the same reference as well; the older one is ours.
    """
    by_name, refused = _by_name(client, reference)
    if asked_at is None and not refused:
        return by_name
    numbers = _in_days(client, reference, asked_at or now, now)
    found = by_name or (_listed(client, numbers[0]) if numbers else None)
    if found is None:
        return None
    return replace(found, doubles=tuple(number for number in numbers if number != found.remote_id))


def _by_name(client: CodesWholesaleClient, reference: str) -> tuple[Purchase | None, bool]:
    """What its own call gives under our reference, and whether that call was refused: then the days must tell.

    That it takes our reference was seen in one published answer only, so a refusal proves nothing.
    """
    try:
        row = client.order(reference)
    except NotFound:
        return None, False
    except Rejected:
        return None, True
    return (mapping.purchase(row), False) if _is_under(row, reference) else (None, True)


def _in_days(client: CodesWholesaleClient, reference: str, asked_at: datetime, now: datetime) -> list[str]:
    """The numbers of all orders under the reference, oldest first."""
    try:
        answer = client.orders((min(asked_at, now) - A_DAY).date(), (max(asked_at, now) + A_DAY).date())
    except NotFound:
        return []
    rows = [row for row in mapping.history(answer) if _is_under(row, reference)]
    ordered = sorted(rows, key=lambda row: text(row.get("createdOn"), "items[].createdOn"))
    return [found for row in ordered if (found := text(row.get("orderId"), "items[].orderId"))]


def _listed(client: CodesWholesaleClient, number: str) -> Purchase:
    """An order of the history. One that is listed and not shown was bought all the same."""
    try:
        return mapping.purchase(client.order(number))
    except (NotFound, Rejected) as error:
        raise _doubt(
            "CodesWholesale lists an order under our reference and does not show it", said=error.said
        ) from None


def _is_under(row: Json, reference: str) -> bool:
    return text(row.get("clientOrderId"), "clientOrderId") == reference


def _ours(found: Purchase, request: PurchaseRequest) -> Purchase:
    """An order of other products under our reference is not what was asked for: a person must look."""
    wanted = {line.remote_product_id.lower() for line in request.lines}
    if {line.remote_product_id.lower() for line in found.lines} != wanted:
        raise Rejected(f"The order {found.number} has our reference and other products", fix=ANOTHER)
    return found


def opened(client: CodesWholesaleClient, found: Purchase) -> Purchase:
    """With the keys that only their own call gives: pictures, and texts that were not in the order."""
    lines = tuple(replace(line, keys=tuple(_opened(client, key) for key in line.keys)) for line in found.lines)
    return replace(found, lines=lines)


def _opened(client: CodesWholesaleClient, key: BoughtKey) -> BoughtKey:
    """One that cannot be had says why and leaves the others alone; trouble of the whole shop is everybody's."""
    if key.is_here or key.form is KeyForm.PROMISED:
        return key
    try:
        return bought_key(client, key.remote_id)
    except (RetryLater, AccountProblem):
        raise
    except (DataProblem, UnexpectedPayload) as error:
        return replace(key, problem=str(error))


def bought_key(client: CodesWholesaleClient, number: str) -> BoughtKey:
    found = mapping.key(client.code(number))
    if found.remote_id != number:
        raise UnexpectedPayload("codeId", "the number of another key")
    return found
