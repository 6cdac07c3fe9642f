"""Whose account it is and what it holds, how risky a buyer looks, and complaints."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import purchases
from .answers import refuse

if TYPE_CHECKING:
    from .marketplace import CodesWholesaleEmulator

routes = Routes()
REASONS = ("Invalid", "Used", "Region Lock", "Wrong game", "Not clear", "Other")
LONGEST = {"code": 200, "codeFilename": 200, "region": 50, "comment": 200}
PICTURES = ("image/png", "image/jpeg", "image/jpg")


@routes.get("/v3/accounts/current")
def get_account(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(_account(shop, request.account))


@routes.get("/v2/accounts/current")
def get_account_v2(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    return json_answer(_account(shop, request.account))


def _account(shop: CodesWholesaleEmulator, account: str) -> dict[str, Any]:
    held = shop.state.table("clients")[account]
    balance, credit = Decimal(held["balance"]), Decimal(held["credit"])
    return {
        "fullName": held["name"], "email": held["email"], "currentBalance": float(balance),
        "currentCredit": float(credit), "totalToUse": float(balance + credit), "links": [],
    }  # fmt: skip


@routes.post("/v3/security")
def check_customer(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    """In practice the address tells it: `risky@…` is held, `….invalid` is a domain on the list."""
    body = request.json if isinstance(request.json, dict) else {}
    for name in ("customerEmail", "customerIpAddress"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise refuse(400, f"{name} is required")
    email, address = body["customerEmail"].lower(), body["customerIpAddress"]
    risky, listed, tor = email.startswith("risky"), email.endswith(".invalid"), address == "198.51.100.66"
    score = Decimal("0.3") + Decimal("1.2") * risky + Decimal("0.9") * listed + Decimal("0.8") * tor
    return json_answer(
        {"riskScore": float(score), "domainBlacklisted": listed, "ipBlacklisted": tor, "ipTor": tor, "subDomain": False}
    )


@routes.post("/v3/complaints")
def create_complaints(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    """Access is on request, so the desk opens it."""
    _allowed(shop, request)
    body = request.json if isinstance(request.json, dict) else {}
    purchase = purchases.find(shop, request.account, str(body.get("orderId") or ""))
    if purchase is None:
        raise refuse(404, "Order not found")
    wanted = body.get("complaints")
    if not isinstance(wanted, list) or not wanted:
        raise refuse(400, "complaints must not be empty")
    answers = [_complaint(shop, request.account, str(body["orderId"]), each) for each in wanted]
    return json_answer({"responses": answers})


@routes.get("/v3/complaints")
def list_complaints(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    _allowed(shop, request)
    return json_answer({"complaints": list(shop.state.table("complaints", request.account).values())[::-1]})


@routes.get("/v3/complaints/order/{clientOrderId}")
def complaints_of_order(shop: CodesWholesaleEmulator, request: Request) -> Answer:
    _allowed(shop, request)
    found = shop.state.table("complaints", request.account).values()
    return json_answer({"complaints": [each for each in found if each["orderId"] == request.params["clientOrderId"]]})


def _allowed(shop: CodesWholesaleEmulator, request: Request) -> None:
    if not shop.state.table("clients")[request.account]["complains"]:
        raise refuse(403, "Complaints are not enabled for this account")


def _complaint(shop: CodesWholesaleEmulator, account: str, reference: str, wanted: Any) -> dict[str, Any]:
    """Judged one by one."""
    given = wanted if isinstance(wanted, dict) else {}
    code = str(given.get("code") or given.get("codeFilename") or "")
    said = {"codeValue": code, "productId": str(given.get("productId") or "")}
    if problem := _problem(given):
        return {**said, "status": 400, "message": problem, "complaintId": None}
    table = shop.state.table("complaints", account)
    number = table.next_number(301)
    document = {"complaintId": number, "orderId": reference, "reason": given["reason"], "status": "New", **said}
    table.put(number, document)
    return {**said, "status": 200, "message": "Complaint created", "complaintId": number}


def _problem(given: dict[str, Any]) -> str:
    picture = given.get("screenshot")
    if not given.get("productId") or given.get("codeType") not in ("CODE_TEXT", "CODE_IMAGE"):
        return "productId and codeType are required"
    if given.get("reason") not in REASONS:
        return f"reason must be one of {', '.join(REASONS)}"
    if not isinstance(picture, dict) or picture.get("contentType") not in PICTURES or not picture.get("data"):
        return "screenshot is required"
    long = next((name for name, most in LONGEST.items() if len(str(given.get(name) or "")) > most), "")
    return f"{long} is too long" if long else ""
