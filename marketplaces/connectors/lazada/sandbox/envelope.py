"""Lazada's envelope: HTTP stays 200, `code` "0" is success; fulfilment has a second level inside `result`."""

from __future__ import annotations

import uuid
from typing import Any

from marketplaces.sandbox.messages import Answer, json_answer
from marketplaces.sandbox.messages import Refused as BaseRefused


class Refused(BaseRefused):
    """Ends a call with an error envelope; nothing of it is kept."""

    def __init__(self, code: str, message: str, *, kind: str = "ISV", detail: list[dict[str, str]] | None = None):
        super().__init__(failure(code, message, kind=kind, detail=detail))
        self.code = code


def success(data: Any) -> Answer:
    """Data under `data`."""
    return flat(data=data)


def flat(**fields: Any) -> Answer:
    """Fields beside the code, as token calls have them."""
    return json_answer({**fields, "code": "0", "request_id": request_id()})


def result(data: Any) -> Answer:
    """The second level of fulfilment calls: it was taken, and each item tells its own fate."""
    return flat(result={"success": True, "error_code": "0", "error_msg": "", "data": data})


def refused_result(code: str, message: str, data: Any) -> Answer:
    """The outer level says "0", only the inner one says no."""
    return flat(result={"success": False, "error_code": code, "error_msg": message, "data": data})


def failure(code: str, message: str, *, kind: str = "ISV", detail: list[dict[str, str]] | None = None) -> Answer:
    """An error; `kind` says whose fault it is: ISV the caller's, ISP a service's, SYSTEM the platform's."""
    body: dict[str, Any] = {"code": code, "type": kind, "message": message, "request_id": request_id()}
    if detail is not None:
        body["detail"] = detail
    return json_answer(body)


def request_id() -> str:
    return "0b" + uuid.uuid4().hex[:26]
