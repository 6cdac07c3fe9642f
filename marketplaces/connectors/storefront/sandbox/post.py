"""What the shop sends to the hub: kept until it is answered, signed anew for each try, under the same key."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from marketplaces.sandbox.webhooks import Webhooks

from . import signing

#: Answers after which the same message may still be taken; every other refusal is final.
AGAIN = frozenset({"idempotency_in_progress", "rate_limited", "unavailable"})


@dataclass(frozen=True)
class Reply:
    """What the hub said; `status` 0: nothing."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        return self.status == 0 or self.status >= 500 or self.status == 429 or self.code in AGAIN


class Post(Webhooks):
    """The outbox. A receiver is the hub's address of the connection; a payload is one call under it."""

    #: The shop's keys, as they are when a call is made.
    shop: dict[str, Any]

    def call(self, payload: dict[str, Any], receiver: dict[str, Any]) -> Reply:
        """Make one call now. `payload`: method, path, body (text), key, native, and what is wrong on purpose."""
        url = receiver["url"].rstrip("/") + payload["path"]
        body = str(payload.get("body", "")).encode("utf-8")
        method = payload.get("method", "POST")
        native = payload.get("native")
        headers = self._native(payload, body) if native else self._own(payload, method, url, body)
        try:
            answer = self._session.request(
                method, url, data=body, headers=headers, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            return Reply(0, type(error).__name__, {})
        return Reply(answer.status_code, _read(answer), {k.lower(): v for k, v in answer.headers.items()})

    def _own(self, payload: dict[str, Any], method: str, url: str, body: bytes) -> dict[str, str]:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        timestamp = str(int(time.time()) + int(payload.get("skew", 0)))
        secret = payload.get("secret") or self.shop["secret"]
        headers = {
            "X-Hub-Key": payload.get("key_id") or self.shop["key_id"],
            "X-Hub-Timestamp": timestamp,
            "X-Hub-Signature": payload.get("signature") or signing.of_call(secret, timestamp, method, target, body),
        }
        if method != "GET":
            headers |= {"Idempotency-Key": payload["key"], "Content-Type": "application/json; charset=utf-8"}
        return headers

    def _native(self, payload: dict[str, Any], body: bytes) -> dict[str, str]:
        signature = payload.get("signature") or signing.of_native(self.shop["hook_secret"], body)
        kind = payload.get("content_type", "application/json")
        if payload["native"] == "shopify":
            return {
                "X-Shopify-Topic": payload["topic"], "X-Shopify-Hmac-SHA256": signature,
                "X-Shopify-Shop-Domain": payload.get("domain") or self.shop["shop_domain"],
                "X-Shopify-Webhook-Id": payload["delivery"], "X-Shopify-Event-Id": payload["event"],
                "X-Shopify-API-Version": "2026-01", "Content-Type": kind,
            }  # fmt: skip
        if kind != "application/json":
            return {"Content-Type": kind}
        resource, _, event = payload["topic"].partition(".")
        return {
            "X-WC-Webhook-Source": f"https://{self.shop['shop_domain']}/", "X-WC-Webhook-Topic": payload["topic"],
            "X-WC-Webhook-Resource": resource, "X-WC-Webhook-Event": event, "X-WC-Webhook-Signature": signature,
            "X-WC-Webhook-ID": "5", "X-WC-Webhook-Delivery-ID": payload["delivery"], "Content-Type": kind,
        }  # fmt: skip

    def _try(self, push: dict[str, Any]) -> None:
        receiver = self._receivers.find(push["url"])
        reply = self.call(push["payload"], receiver) if receiver else None
        with self._state.transaction():
            if str(push["id"]) not in self.outbox:
                return
            self._settle(self.outbox.edit(push["id"]), reply)

    def _settle(self, record: dict[str, Any], reply: Reply | None) -> None:
        record["attempts"] += 1
        if reply is None:
            record["status"] = record["outcome"] = "dropped"
            return
        record["outcome"] = "accepted" if reply.is_good else f"answered {reply.status}" if reply.status else reply.body
        record["answer"] = reply.body
        if reply.is_good:
            record["status"] = "accepted"
        elif not reply.may_pass:
            record["status"] = "refused"
        elif record["attempts"] > len(self._retry_after):
            record["status"] = "given up"
        else:
            pause = float(reply.headers.get("retry-after") or self._retry_after[record["attempts"] - 1])
            record["due"] = time.time() + pause


def _read(answer: requests.Response) -> Any:
    try:
        return json.loads(answer.content)
    except ValueError:
        return answer.text[:500]
