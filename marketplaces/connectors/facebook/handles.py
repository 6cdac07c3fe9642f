"""What became of a queued batch: its handle is asked about, and what is wrong with which SKU is told by item."""

from collections.abc import Mapping, Sequence

from marketplaces.framework.errors import (
    ConnectorError,
    DataProblem,
    NotFound,
    Rejected,
    Unavailable,
    UnexpectedPayload,
)
from marketplaces.framework.reading import Json, listed, rows, text
from marketplaces.framework.results import Awaited, ItemResult, Later

from . import walks
from .client import FacebookClient

FINISHED, FAILED = "finished", "error"
WAITING = frozenset({"started", "in_progress", ""})
#: A batch may have several handles, which hold no comma; they are asked about as one job.
BETWEEN = ","
PULL = "Pull the products again; it is not in the catalogue any more."
AGAIN = "We send it again by ourselves."


class NotWorked(Unavailable):
    """The whole batch came to nothing there; it is sent again."""


def find_wrong(client: FacebookClient, handle: str, *, operation: str) -> dict[str, str] | None:
    """What was wrong with which SKU; None while it is being worked off. Raises NotWorked where it came to nothing."""
    state = client.batch_status(handle, operation=operation)
    word = text(state.get("status"), "data[].status").lower()
    if word == FINISHED:
        return _told(state)
    if word == FAILED:
        raise NotWorked("Meta could not work on this batch", fix=AGAIN)
    if word not in WAITING:
        raise UnexpectedPayload("data[].status", word)
    return None


def later(handles: Sequence[str], sku: str) -> Later:
    """For an item of a batch whose end was not waited for."""
    return Later(job=BETWEEN.join(handles), item=sku)


def ask(client: FacebookClient, job: str, items: Sequence[Awaited], *, operation: str) -> list[ItemResult]:
    """What became of these items of a batch that was handed over before. All of them changed what is there."""
    wrong, left = dict[str, str](), list[str]()
    for handle in job.split(BETWEEN):
        try:
            found = find_wrong(client, handle, operation=operation)
        except DataProblem:
            return _sent_anew(items, Unavailable("Meta does not know this batch any more", fix=AGAIN))
        except NotWorked as error:
            return _sent_anew(items, error)
        if found is None:
            left.append(handle)
        else:
            wrong |= found
    errors = sorted_out(client, wrong, {each.item for each in items}, operation=operation)
    return [_answered(each, errors.get(each.item), left) for each in items]


def _answered(item: Awaited, error: ConnectorError | None, left: Sequence[str]) -> ItemResult:
    if error is not None:
        return ItemResult(ref=item.ref, ok=False, error=error)
    return ItemResult(ref=item.ref, ok=True, visible=not left, later=later(left, item.item) if left else None)


def _sent_anew(items: Sequence[Awaited], error: ConnectorError) -> list[ItemResult]:
    return [ItemResult(ref=each.ref, ok=False, error=error) for each in items]


def sorted_out(
    client: FacebookClient, wrong: Mapping[str, str], changed: set[str], *, operation: str
) -> dict[str, ConnectorError]:
    """Their sentences are localised and without a code, so the catalogue is asked which of these SKUs it has.

    `changed` are those that must be there.
    """
    if not wrong:
        return {}
    there = walks.of_skus(client, list(wrong), fields="id,retailer_id", operation=operation)
    return {sku: _error(sku, said, gone=sku in changed and sku not in there) for sku, said in wrong.items()}


def _error(sku: str, said: str, *, gone: bool) -> ConnectorError:
    return NotFound(f"Facebook has no product {sku}", said=said, fix=PULL) if gone else Rejected(said=said)


def _told(state: Json) -> dict[str, str]:
    """Of the errors only some are written out; the list of ids is whole."""
    ids = [text(each) for each in listed(state.get("ids_of_invalid_requests"), "ids_of_invalid_requests")]
    found = dict.fromkeys(ids, "no reason given")
    for row in rows(state.get("errors"), "errors"):
        sku = text(row.get("id"), "errors[].id")
        if sku:
            found[sku] = text(row.get("message"), "errors[].message") or found.get(sku, "no reason given")
    return found
