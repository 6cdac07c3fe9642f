"""Batches: taken at once, worked a little later, asked about by their handle. HTTP 200 only means queued."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import access, items
from .answers import refuse
from .arguments import arguments, chosen, fields, flag, structure

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

routes = Routes()
#: Eight a minute for a catalogue that nobody visits yet.
CALLS = Bucket(rate=8 / 60, burst=8)
MOST = 5000
WORKED_AFTER, LONGEST_WORK = 2.0, 86_400
STATUS_FIELDS = ("handle", "status", "errors", "errors_total_count", "warnings", "ids_of_invalid_requests")


@routes.post("/{version}/{node}/items_batch", limit=CALLS, code=80014)
def items_batch(shop: FacebookEmulator, request: Request) -> Answer:
    access.needs(shop, request, "catalog_management")
    access.own_catalog(request)
    given = arguments(request)
    if given.get("item_type") != "PRODUCT_ITEM":
        raise refuse(100, "(#100) The parameter item_type is required")
    rows = structure(given, "requests")
    if not isinstance(rows, list):
        raise refuse(100, "The parameter requests is required")
    if len(rows) > MOST:
        raise refuse(100, f"Param requests may have at most {MOST} elements")
    good, told = _sorted(rows)
    answer: dict[str, Any] = {"handles": [_queue(shop, request.account, good, given)] if good else []}
    return json_answer(answer | ({"validation_status": told} if told else {}))


def _sorted(rows: list[Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows that are taken with their places, and what is to be said about rows."""
    good, told = [], []
    for place, row in enumerate(rows, start=1):
        sku, errors, warnings = items.problems(row)
        if errors or warnings:
            told.append({
                "retailer_id": sku,
                "errors": [{"message": text} for text in errors],
                "warnings": [{"message": text} for text in warnings],
            })  # fmt: skip
        if not errors:
            good.append({"line": place, "row": row})
    return good, told


def _queue(shop: FacebookEmulator, account: str, rows: list[dict[str, Any]], given: dict[str, Any]) -> str:
    handle = f"Acx{secrets.token_urlsafe(24)}"
    document = {"status": "started", "rows": rows, "upsert": flag(given, "allow_upsert", True), "errors": []}
    shop.state.table("batches", account).put(handle, document)
    shop.later(seconds(shop), "work", account=account, handle=handle)
    return handle


def seconds(shop: FacebookEmulator) -> float:
    """How long a batch is worked on; more than usual where the desk says so."""
    return float((shop.state.table("pace").find("batches") or {}).get("seconds", WORKED_AFTER))


def slow(shop: FacebookEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"seconds": 60}`: batches handed in from now on take so long, however often they are asked about."""
    taken = body.get("seconds", WORKED_AFTER)
    if not isinstance(taken, int | float) or not 0 <= taken <= LONGEST_WORK:
        raise ControlError(f"seconds is a number from 0 to {LONGEST_WORK}.")
    return shop.state.table("pace").put("batches", {"seconds": taken})


@routes.get("/{version}/{node}/check_batch_request_status")
def check(shop: FacebookEmulator, request: Request) -> Answer:
    """A batch that is asked about goes on, unless the desk has slowed them: to in progress, and to finished."""
    access.own_catalog(request)
    handle = request.query.get("handle", "")
    held = shop.state.table("batches", request.account).find(handle)
    if held is None:
        raise refuse(100, "The parameter handle is not valid")
    if held["status"] == "started":
        shop.state.table("batches", request.account).edit(handle)["status"] = "in_progress"
    elif held["status"] == "in_progress" and seconds(shop) <= WORKED_AFTER:
        work(shop, request.account, handle)
    held = shop.state.table("batches", request.account)[handle]
    tree = fields(request.query.get("fields") or ",".join(STATUS_FIELDS))
    shown = _seen(handle, held, ids=flag(request.query, "load_ids_of_invalid_requests", False))
    return json_answer({"data": [chosen(shown, tree, STATUS_FIELDS)]})


def _seen(handle: str, held: dict[str, Any], *, ids: bool) -> dict[str, Any]:
    errors = held["errors"]
    return {
        "handle": handle, "status": held["status"], "errors_total_count": len(errors), "errors": errors[:100],
        "warnings": [], "ids_of_invalid_requests": [each["id"] for each in errors] if ids else [],
    }  # fmt: skip


def work(shop: FacebookEmulator, account: str, handle: str) -> None:
    """Every row by itself: one that cannot be done leaves the others alone."""
    held = shop.state.table("batches", account).find(handle)
    if held is None or held["status"] == "finished":
        return
    batch = shop.state.table("batches", account).edit(handle)
    for each in batch["rows"]:
        failed = shop.faults.take("partial_failure")
        said = (
            "An internal error occurred" if failed else items.apply(shop, account, each["row"], upsert=batch["upsert"])
        )
        if said:
            batch["errors"].append({"line": each["line"], "id": str(each["row"]["data"]["id"]), "message": said})
    batch["rows"], batch["status"] = [], "finished"
