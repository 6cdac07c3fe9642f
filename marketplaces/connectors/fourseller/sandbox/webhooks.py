"""Receivers that are registered by a call: the secret is shown once, messages are signed with the newest one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Request, json_answer
from marketplaces.sandbox.routes import Routes
from marketplaces.sandbox.webhooks import BadReceiver

from .answers import invalid, refuse
from .shapes import read_body
from .vocabulary import WEBHOOK

if TYPE_CHECKING:
    from .marketplace import FourSellerEmulator

routes = Routes()


@routes.get("/v1/webhooks")
def list_webhooks(shop: FourSellerEmulator, request: Request) -> Answer:
    return json_answer({"data": [_seen(each) for each in shop.state.table("webhooks", request.account).values()]})


@routes.post("/v1/webhooks")
def create_webhook(shop: FourSellerEmulator, request: Request) -> Answer:
    body = read_body(WEBHOOK, request.json)
    table = shop.state.table("webhooks", request.account)
    number = f"wh_{table.next_number()}"
    document = table.put(number, {**body, "id": number, "secret": f"fs_whsec_{secrets.token_hex(16)}"})
    _listen(shop, request.account, document)
    return json_answer({**_seen(document), "secret": document["secret"]}, 201)


@routes.add("DELETE", "/v1/webhooks/{id}")
def delete_webhook(shop: FourSellerEmulator, request: Request) -> Answer:
    table = shop.state.table("webhooks", request.account)
    found = table.find(request.params["id"])
    if found is None:
        raise refuse(404, f"there is no webhook {request.params['id']}")
    table.delete(found["id"])
    left = [each for each in table.values() if each["url"] == found["url"]]
    if left:
        _listen(shop, request.account, left[-1])
    else:
        shop.webhooks.drop(found["url"])
    return Answer(204)


def _listen(shop: FourSellerEmulator, account: str, document: dict[str, Any]) -> None:
    try:
        shop.webhooks.register(
            document["url"], account=account, key=document["secret"], events=list(document["events"])
        )  # fmt: skip
    except BadReceiver as error:
        raise invalid({"url": [str(error)]}) from error


def _seen(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("id", "url", "events")} | {"secret": None, "active": True}
