"""Goes on with one purchase: at most one call that buys, everything else only looks (law 7).

1. Claim it. 2. What was never sent is checked against the supplier's offer, marked as sent, then bought. 3. What may
have been sent is looked for; what was found is followed until its keys are there. 4. Store what came of it.
"""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

import structlog

from core import checkpoints
from fulfillment.models import SupplierOrder
from fulfillment.services.keys import purchases
from marketplaces.canonical.purchases import Purchase, PurchaseLine, PurchaseRequest
from marketplaces.framework.base import Connector
from marketplaces.framework.errors import (
    AccountProblem,
    CodeProblem,
    ConnectorError,
    DataProblem,
    InDoubt,
    RetryLater,
)
from marketplaces.models import Connection
from marketplaces.services.connectors import open_connector
from sync import accounts
from sync.keys.guards import Refused, agreed_cost

log = structlog.get_logger("orion.keys")
#: Seconds until it is tried anew where the supplier does not say.
PAUSE, LONG_PAUSE = 30.0, 600.0


def work_due() -> int:
    """Go on with whatever is due; how many were taken up."""
    return sum(go_on(pk) for pk in purchases.due())


def go_on(pk: UUID) -> bool:
    """One step of one purchase. False where another worker has it, or it is not due."""
    row = purchases.claim(pk, uuid4())
    if row is None:
        return False
    if row.connection.status != Connection.Status.ACTIVE:  # paused, signed out: nothing is called until it goes on
        purchases.look_later(row, wait=PAUSE)
        return True
    try:
        connector = open_connector(row.connection)
    except ConnectorError as error:
        purchases.held(row, said=error.detail or error.heading, fix=error.fix) if not row.sent_at else _later(
            row, error
        )
        return True
    try:
        _step(row, connector)
    finally:
        connector.context.transport.close()
    return True


def _step(row: SupplierOrder, connector: Connector) -> None:
    first = row.sent_at is None
    try:
        found = _first(row, connector) if first else _again(row, connector)
    except Refused as refused:
        purchases.held(row, said=str(refused), fix=refused.fix)
    except InDoubt as error:
        purchases.in_doubt(row, said=error.said or error.detail or error.heading)
    except ConnectorError as error:
        if error.maybe_done:
            purchases.in_doubt(row, said=error.said or error.detail or error.heading)
        else:
            _not_done(row, error, first=first)
    else:
        if found is not None:
            checkpoints.reached("purchase.after_call")
            purchases.settle(row, found)
            checkpoints.reached("purchase.after_settle")


def _first(row: SupplierOrder, connector: Connector) -> Purchase | None:
    """It was never sent: agree to the offer, write down that it goes, buy."""
    offer = connector.offer(row.remote_product_id)
    cost = agreed_cost(row, offer)
    if not purchases.begin(row, unit_cost=cost, currency=offer.currency):
        return None
    row.unit_cost = cost
    checkpoints.reached("purchase.before_call")
    return _followed(connector, connector.buy(_request(row, asked_at=None)))


def _again(row: SupplierOrder, connector: Connector) -> Purchase | None:
    """It may have been sent: look, and send once more only where a person said that nothing was bought."""
    if row.remote_id:
        return connector.purchase(row.remote_id)
    sent_at, again = row.sent_at, row.again
    if again and not purchases.begin(row, unit_cost=row.unit_cost or Decimal(0), currency=row.currency):
        purchases.look_later(row, wait=LONG_PAUSE)
        return None
    return _followed(connector, connector.buy(_request(row, asked_at=sent_at, again=again)))


def _followed(connector: Connector, bought: Purchase) -> Purchase:
    """With the keys that need a call of their own; what was bought counts even where those cannot be had now."""
    checkpoints.reached("purchase.bought")
    try:
        return connector.purchase(bought.remote_id)
    except ConnectorError:
        return bought


def _request(row: SupplierOrder, *, asked_at: datetime | None, again: bool = False) -> PurchaseRequest:
    assert row.unit_cost is not None
    line = PurchaseLine(remote_product_id=row.remote_product_id, quantity=row.quantity, unit_cost=row.unit_cost)
    allows = row.connection.settings.get("preorders") == "on"
    return PurchaseRequest(
        reference=row.reference, lines=(line,), allow_promised=allows, asked_at=asked_at, again=again
    )  # fmt: skip


def _not_done(row: SupplierOrder, error: ConnectorError, *, first: bool) -> None:
    """The call that failed bought nothing: it was refused, or it only looked."""
    said = error.said or error.detail or error.heading
    if isinstance(error, AccountProblem):
        accounts.stop(row.connection, error)
        _wait(row, LONG_PAUSE, first)
    elif isinstance(error, RetryLater):
        _wait(row, error.retry_after or PAUSE, first)
    elif first and isinstance(error, DataProblem):
        purchases.held(row, said=said, fix=error.fix or "Look at the product there, then try again.")
    elif first and isinstance(error, CodeProblem):
        purchases.held(row, said=said, fix=error.fix)
    else:
        purchases.in_doubt(row, said=said, person=True)


def _wait(row: SupplierOrder, seconds: float, first: bool) -> None:
    if first:
        purchases.not_sent(row, wait=seconds)
    else:
        purchases.look_later(row, wait=seconds)


def _later(row: SupplierOrder, error: ConnectorError) -> None:
    log.info("supplier_not_asked", purchase=row.reference, kind=error.kind)
    purchases.look_later(row, wait=error.retry_after or LONG_PAUSE)
