"""Postings in: lists by cursor, and one posting by its number."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from . import cursors, views
from .answers import NOT_FOUND, ok, refuse
from .shapes import (
    PERIOD,
    fields,
    flag,
    id_either,
    many,
    moment,
    one_of,
    parse_moment,
    text,
    whole,
)
from .statuses import FBO, FBO_SUBSTATUSES, LISTABLE, UNFULFILLED, spelled
from .times import fine, plain

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Posting = dict[str, Any]
Filter = dict[str, Any]

WITH = fields({"analytics_data": flag, "barcodes": flag, "financial_data": flag, "legal_info": flag})
STATUSES = many(one_of(*sorted(LISTABLE)))
PAGE = {
    "limit!": whole(1, 100),
    "cursor": text(),
    "sort_dir": one_of("ASC", "DESC", "asc", "desc"),  # the printed examples write it small
    "translit": flag,
}
FBS_LIST = fields(
    {
        **PAGE,
        "with": WITH,
        "filter!": fields(
            {
                "since!": moment,
                "to!": moment,
                "last_changed_status_date": PERIOD,
                "statuses": STATUSES,
                "warehouse_ids": many(id_either, most=1000),
                "delivery_method_ids": many(id_either, most=1000),
                "provider_ids": many(id_either, most=1000),
                "order_numbers": many(text(), most=100),
                "order_id": whole(),
                "is_blr_traceable": flag,
            }
        ),
    }
)
UNFULFILLED_LIST = fields(
    {
        **PAGE,
        "with": WITH,
        "filter!": fields(
            {
                "cutoff_from": moment,
                "cutoff_to": moment,
                "delivering_date_from": moment,
                "delivering_date_to": moment,
                "last_changed_status_date": PERIOD,
                "statuses": STATUSES,
                "warehouse_ids": many(id_either, most=1000),
                "delivery_method_ids": many(id_either, most=1000),
                "provider_ids": many(id_either, most=1000),
            }
        ),
    }
)
FBO_LIST = fields(
    {
        **PAGE,
        "with": fields({"analytics_data": flag, "financial_data": flag, "legal_info": flag}),
        "filter!": fields(
            {
                "since!": moment,
                "to!": moment,
                "statuses": many(one_of(*FBO_SUBSTATUSES)),
                "order_numbers": many(text(), most=1000),
                "posting_numbers": many(text(), most=1000),
            }
        ),
    }
)
GET = fields(
    {
        "posting_number!": text(),
        "with": fields(
            {
                "analytics_data": flag,
                "barcodes": flag,
                "financial_data": flag,
                "legal_info": flag,
                "product_exemplars": flag,
                "related_postings": flag,
                "translit": flag,
            }
        ),
    }
)
YEAR = timedelta(days=366)


@routes.post("/v4/posting/fbs/list", shape=FBS_LIST)
def fbs_list(shop: OzonEmulator, request: Request) -> Answer:
    wanted: Filter = request.json["filter"]
    start, end = _period(wanted)
    fits = _filter(wanted)

    def chosen(posting: Posting) -> bool:
        return posting["scheme"] != FBO and start <= posting["in_process_at"] <= end and fits(posting)

    return _answer(shop, request, _sorted(shop, request, chosen, "in_process_at"), views.fbs_v4, by="in_process_at")


@routes.post("/v4/posting/fbs/unfulfilled/list", shape=UNFULFILLED_LIST)
def unfulfilled_list(shop: OzonEmulator, request: Request) -> Answer:
    wanted: Filter = request.json["filter"]
    field, start, end = _one_window(wanted)
    fits = _filter(wanted)

    def chosen(posting: Posting) -> bool:
        within = posting["scheme"] != FBO and start <= (posting[field] or "") <= end
        return within and posting["status"] in UNFULFILLED and fits(posting)

    rows = _sorted(shop, request, chosen, "shipment_date")
    return _answer(shop, request, rows, views.fbs_v4, by="shipment_date", more={"count": len(rows)})


@routes.post("/v3/posting/fbo/list", shape=FBO_LIST)
def fbo_list(shop: OzonEmulator, request: Request) -> Answer:
    wanted: Filter = request.json["filter"]
    start, end = _period(wanted)
    numbers = set(wanted.get("posting_numbers") or ())
    fits = _filter(wanted)

    def chosen(posting: Posting) -> bool:
        within = posting["scheme"] == FBO and start <= posting["in_process_at"] <= end
        return within and (not numbers or posting["posting_number"] in numbers) and fits(posting)

    return _answer(shop, request, _sorted(shop, request, chosen, "in_process_at"), views.fbo_v3, by="in_process_at")


@routes.post("/v3/posting/fbs/get", shape=GET)
def fbs_get(shop: OzonEmulator, request: Request) -> Answer:
    posting = shop.state.table("postings", request.account).find(request.json["posting_number"])
    if posting is None or posting["scheme"] == FBO:
        raise refuse("POSTING_NOT_FOUND", NOT_FOUND)
    related = [p["posting_number"] for p in _all(shop, request) if p["order_id"] == posting["order_id"]]
    return ok({"result": views.fbs_v3(shop, posting, request.json.get("with") or {}, related)})


def _all(shop: OzonEmulator, request: Request) -> Iterable[Posting]:
    return shop.state.table("postings", request.account).values()


def _period(wanted: Filter) -> tuple[str, str]:
    since, to = parse_moment(wanted["since"]), parse_moment(wanted["to"])
    if to < since:
        raise refuse("filter.to must not be earlier than filter.since")
    if to - since > YEAR:
        raise refuse("PERIOD_IS_TOO_LONG: the period is limited to one year")
    return plain(since), plain(to)


def _one_window(wanted: Filter) -> tuple[str, str, str]:
    """Cut-off or delivering date, exactly one of the two, with both ends."""
    pairs = {
        "shipment_date": ("cutoff_from", "cutoff_to"),
        "delivering_date": ("delivering_date_from", "delivering_date_to"),
    }
    used = [field for field, names in pairs.items() if any(name in wanted for name in names)]
    if len(used) != 1:
        raise refuse("use either cutoff_from and cutoff_to or delivering_date_from and delivering_date_to")
    first, last = pairs[used[0]]
    if first not in wanted or last not in wanted:
        raise refuse(f"filter.{first} and filter.{last} are both required")
    return used[0], plain(parse_moment(wanted[first])), plain(parse_moment(wanted[last]))


def _filter(wanted: Filter) -> Callable[[Posting], bool]:
    """What the filter says beside its period, read once for all postings."""
    changed = wanted.get("last_changed_status_date") or {}
    begin, end = (fine(parse_moment(changed[name])) if name in changed else "" for name in ("from", "to"))
    statuses = {spelled(status) for status in wanted.get("statuses") or ()}
    places = [{str(one) for one in wanted.get(name) or ()} for name in ("warehouse_ids", "delivery_method_ids")]
    providers = {str(one) for one in wanted.get("provider_ids") or ()}

    def fits(posting: Posting) -> bool:
        return (
            posting["changed_at"] >= begin
            and (not end or posting["changed_at"] <= end)
            and (not statuses or posting["status"] in statuses)
            and (not wanted.get("order_numbers") or posting["order_number"] in wanted["order_numbers"])
            and (not wanted.get("order_id") or posting["order_id"] == wanted["order_id"])
            and all(not ids or str(posting["warehouse_id"]) in ids for ids in places)
            and (not providers or str(views.PROVIDERS[posting["scheme"]][0]) in providers)
        )

    return fits


def _sorted(shop: OzonEmulator, request: Request, chosen: Callable[[Posting], bool], by: str) -> list[Posting]:
    """All that a list holds, whichever of its pages is asked for."""
    name = (request.path, request.account, json.dumps(request.json["filter"]))
    return shop.state.kept(name, lambda: sorted(filter(chosen, _all(shop, request)), key=partial(_key, by=by)))


def _answer(
    shop: OzonEmulator,
    request: Request,
    rows: list[Posting],
    view: Callable[[OzonEmulator, Posting, dict[str, Any]], dict[str, Any]],
    *,
    by: str,
    more: dict[str, Any] | None = None,
) -> Answer:
    """One page after the cursor. A missing page keeps the cursor moving and shows nothing."""
    body = request.json
    backwards = body.get("sort_dir", "").upper() == "DESC"
    if (after := cursors.unpack(body.get("cursor", ""), 2)) is not None:
        place = (str(after[0]), str(after[1]))
        key = partial(_key, by=by)
        rows = rows[: bisect_left(rows, place, key=key)] if backwards else rows[bisect_right(rows, place, key=key) :]
    if backwards:
        rows = rows[::-1]
    page = rows[: body["limit"]]
    has_next = len(rows) > len(page)
    cursor = cursors.pack([page[-1][by], page[-1]["posting_number"]]) if page and has_next else ""
    if page and shop.faults.take("missing_page", request.path):
        page = []
    shown = [view(shop, posting, body.get("with") or {}) for posting in page]
    return ok({"postings": shown, "cursor": cursor, "has_next": has_next, **(more or {})})


def _key(posting: Posting, by: str) -> tuple[str, str]:
    return posting[by], posting["posting_number"]
