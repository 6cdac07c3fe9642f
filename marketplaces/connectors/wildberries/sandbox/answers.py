"""How Wildberries says yes and no: the gateway, the marketplace calls, content, prices; each its own way."""

from __future__ import annotations

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Any

from marketplaces.sandbox.messages import Answer, Refused, json_answer

from .times import written

#: What the marketplace calls say by code; of those that the documents only name the sentence is ours.
MESSAGES = {
    "IncorrectParameter": "Передан некорректный параметр",
    "IncorrectRequestBody": "Некорректное тело запроса",
    "IncorrectRequest": "Переданы некорректные данные",
    "NotFound": "Не найдено",
    "AccessDenied": "Доступ запрещён",
    "StatusMismatch": "Несоответствие статусов, проверьте их правильность",
    "FailedToAddSupplyOrder": "Не удалось закрепить сборочное задание за поставкой",
    "SupplyHasZeroOrders": "Не удалось обработать поставку: за ней нет сборочных заданий",
    "SupplyHasOrders": "Не удалось обработать поставку: за ней есть сборочные задания",
    "SupplyNotClosed": "Поставка не передана в доставку",
    "LowExpirationDate": "Срок годности меньше 30 дней",
    "FailedToUpdateMeta": "Failed to update the label identifiers of the assembly order",
    "MetaValidationFail": "Идентификаторы маркировки не прошли проверку",
    "SKUUploadDisabled": "Uploading by sku is disabled, use chrtId",
    "StatusNotAcceptable": "Обновление остатков заблокировано",
}


def done() -> Answer:
    """Writes answer with no body at all."""
    return Answer(204, b"")


def gateway(status: int, title: str, detail: str, now: datetime, headers: dict[str, str] | None = None) -> Answer:
    """What stands in front of every service says: 401, 402, 403 and 429."""
    body = {
        "title": title,
        "detail": detail,
        "code": f"07e4668e-ac2242c5c8c5-[{uuid.uuid4().hex[:12]}]",
        "requestId": uuid.uuid4().hex,
        "origin": "s2s-api-auth-catalog",
        "status": status,
        "statusText": HTTPStatus(status).phrase,
        "timestamp": written(now),
    }
    return json_answer(body, status, headers)


def market_error(code: str, status: int, message: str = "", data: Any = None) -> Answer:
    """Of orders, supplies, stocks and warehouses."""
    body = {"code": code, "message": message or MESSAGES[code]}
    return json_answer(body if data is None else body | {"data": data}, status)


def refuse(code: str, status: int, message: str = "", data: Any = None) -> Refused:
    """To be raised: nothing of the request is done."""
    return Refused(market_error(code, status, message, data))


def wrapped(data: Any, status: int = 200, text: str = "") -> Answer:
    """The envelope of prices."""
    return json_answer({"data": data, "error": False, "errorText": text}, status)


def refuse_wrapped(text: str, status: int = 400, *, content: bool = False) -> Refused:
    """The same when it says no; content adds a field."""
    body: dict[str, Any] = {"data": None, "error": True, "errorText": text}
    return Refused(json_answer(body | ({"additionalErrors": None} if content else {}), status))
