"""Returns, FBS and FBO, by last id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import ok, refuse
from .shapes import fields, many, moment, one_of, parse_moment, text, whole
from .times import plain

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Return = dict[str, Any]

SPAN = fields({"time_from": moment, "time_to": moment})
LIST = fields(
    {
        "limit!": whole(1, 500),
        "last_id": whole(0),
        "filter": fields(
            {
                "logistic_return_date": SPAN,
                "storage_tariffication_start_date": SPAN,
                "visual_status_change_moment": SPAN,
                "order_id": whole(),
                "posting_numbers": many(text(), most=50),
                "product_name": text(),
                "offer_id": text(),
                "visual_status_name": text(),
                "warehouse_id": whole(),
                "barcode": text(),
                "return_schema": one_of("FBS", "FBO"),
                "compensation_status_id": whole(),
            }
        ),
    }
)
STATUSES = {
    "MovingToSeller": (1, "Едет к вам"),
    "ReturnedToOzon": (2, "На складе Ozon"),
    "ArrivedAtReturnPlace": (3, "Ждёт в пункте выдачи"),
    "ReceivedBySeller": (4, "Получен продавцом"),
}


@routes.post("/v1/returns/list", shape=LIST)
def returns_list(shop: OzonEmulator, request: Request) -> Answer:
    wanted = request.json.get("filter") or {}
    if len([name for name in wanted if name.endswith(("_date", "_moment"))]) > 1:
        raise refuse("use one of the date filters at a time")
    table = shop.state.table("returns", request.account).values()
    after = request.json.get("last_id", 0)
    rows = [row for row in table if row["id"] > after and _fits(row, wanted)]
    page = rows[: request.json["limit"]]
    has_next = len(rows) > len(page)
    if page and shop.faults.take("missing_page", request.path):
        page = []
    return ok({"returns": [_shown(row) for row in page], "has_next": has_next})


def _fits(row: Return, wanted: dict[str, Any]) -> bool:
    exact = {"order_id": row["order_id"], "offer_id": row["line"]["offer_id"], "return_schema": row["schema"]}
    exact |= {"warehouse_id": row["warehouse_id"], "barcode": row["barcode"], "visual_status_name": row["status"]}
    if any(name in wanted and wanted[name] != value for name, value in exact.items()):
        return False
    if wanted.get("posting_numbers") and row["posting_number"] not in wanted["posting_numbers"]:
        return False
    if wanted.get("product_name", "").lower() not in row["line"]["name"].lower() or "compensation_status_id" in wanted:
        return False
    moments = {"logistic_return_date": row["returned_at"], "visual_status_change_moment": row["changed_at"]}
    return all(_within(moments.get(name), span) for name, span in wanted.items() if isinstance(span, dict))


def _within(at: str | None, span: dict[str, str]) -> bool:
    if at is None:
        return False
    start = plain(parse_moment(span["time_from"])) if "time_from" in span else ""
    end = plain(parse_moment(span["time_to"])) if "time_to" in span else "9"
    return start <= at <= end


def file_return(
    shop: OzonEmulator,
    account: str,
    posting: dict[str, Any],
    line: dict[str, Any],
    *,
    kind: str,
    reason: str,
    status: str,
    at: str,
) -> Return:
    """A buyer gives one line of a posting back, or some units of it: each line is a return of its own."""
    table = shop.state.table("returns", account)
    number = table.next_number(1_000_015_000)
    row = {
        "id": number,
        "company_id": int(account),
        "order_id": posting["order_id"],
        "order_number": posting["order_number"],
        "posting_number": posting["posting_number"],
        "schema": posting["scheme"],
        "type": kind,
        "reason": reason,
        "status": status,
        "warehouse_id": posting["warehouse_id"],
        "barcode": f"ii{number}",
        "line": line,
        "returned_at": at,
        "changed_at": at,
    }
    table.put(number, row)
    return row


def give_back(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`order` comes back, all of it or `lines`: [{"sku", "quantity"}, …]; `status` says how far."""
    number, status = str(body.get("order", "")), _status(body.get("status", "MovingToSeller"))
    account = shop.account_of(number, body)
    posting = shop.state.table("postings", account)[number]
    if posting["status"] != "delivered":
        raise ControlError(f"The posting is {posting['status']}; a buyer gives back what was delivered.")
    at, reason = plain(shop.clock.now()), str(body.get("reason", "Товар не подошёл"))
    lines = [_part(posting, wish) for wish in body.get("lines") or posting["lines"]]
    rows = [
        file_return(shop, account, posting, line, kind="ClientReturn", reason=reason, status=status, at=at)
        for line in lines
    ]
    return {"returns": [told(row) for row in rows]}


def move_return(shop: OzonEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`return` goes on to `status`."""
    account = str(body.get("account", shop.credentials()["client_id"]))
    table = shop.state.table("returns", account)
    number = body.get("return")
    if not str(number).isdecimal() or table.find(int(str(number))) is None:
        raise ControlError(f"There is no return {number!r}.")
    row = table.edit(int(str(number)))
    row["status"], row["changed_at"] = _status(body.get("status")), plain(shop.clock.now())
    return told(row)


def told(row: Return) -> dict[str, Any]:
    """A return as the control desk tells it."""
    line = {"sku": row["line"]["offer_id"], "quantity": row["line"]["quantity"]}
    return {"id": row["id"], "order": row["posting_number"], "status": row["status"], "line": line}


def _part(posting: dict[str, Any], wish: dict[str, Any]) -> dict[str, Any]:
    article = wish.get("sku") if "offer_id" not in wish else wish["offer_id"]
    for line in posting["lines"]:
        if line["offer_id"] == article:
            quantity = int(wish.get("quantity", line["quantity"]))
            if not 1 <= quantity <= line["quantity"]:
                raise ControlError(f"The posting has {line['quantity']} of {article!r}.")
            return dict(line) | {"quantity": quantity}
    raise ControlError(f"The posting has no line with the article {article!r}.")


def _status(word: Any) -> str:
    if word not in STATUSES:
        raise ControlError(f"{word!r} is no status of a return. There are: {', '.join(STATUSES)}.")
    return str(word)


def _shown(row: Return) -> dict[str, Any]:
    line, price = row["line"], float(row["line"]["price"])
    number, display = STATUSES[row["status"]]
    rub = {"currency_code": "RUB"}
    return {
        "id": row["id"],
        "company_id": row["company_id"],
        "exemplars": [{"id": row["id"] * 10}],
        "return_reason_name": row["reason"],
        "type": row["type"],
        "schema": row["schema"],
        "order_id": row["order_id"],
        "order_number": row["order_number"],
        "posting_number": row["posting_number"],
        "source_id": row["order_id"] + 1,
        "clearing_id": 0,
        "return_clearing_id": 0,
        "place": {"id": 23869688194000, "name": "СЦ_Львовский_Возвраты", "address": "Россия, Подольск, Львовский, 22А"},
        "target_place": {"id": 23869688194001, "name": "Хоругвино", "address": "Россия, Хоругвино, стр. 32"},
        "product": {
            "sku": line["sku"],
            "offer_id": line["offer_id"],
            "name": line["name"],
            "price": rub | {"price": price},
            "price_without_commission": rub | {"price": round(price * 0.88, 2)},
            "commission_percent": 12.0,
            "commission": rub | {"price": round(price * 0.12, 2)},
            "quantity": line["quantity"],
        },
        "logistic": {
            "technical_return_moment": row["returned_at"],
            "return_date": row["returned_at"],
            "barcode": row["barcode"],
        },
        "visual": {
            "status": {"id": number, "display_name": display, "sys_name": row["status"]},
            "change_moment": row["changed_at"],
        },
        "additional_info": {"is_opened": row["type"] == "ClientReturn", "is_super_econom": False},
    }
