"""Pushes to a hub: kept until they are delivered, retried as the marketplace does, to this machine only."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from .clock import Clock
from .faults import Faults
from .state import State

RECEIVERS = "_receivers"
OUTBOX = "_pushes"
KEPT = 2000


class BadReceiver(ValueError):
    """An address a sandbox will not push to; the text says why."""


@dataclass(frozen=True)
class Push:
    """What goes out: the exact bytes, because some marketplaces sign them."""

    body: bytes
    headers: dict[str, str]


def check_receiver(url: str) -> str:
    """Only this machine may be pushed to: practice data goes nowhere else."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if parts.scheme not in ("http", "https") or not local:
        raise BadReceiver(
            f"A sandbox pushes to this machine only, and {url!r} is elsewhere. Use http://127.0.0.1:PORT/…."
        )
    return url


class Webhooks:
    """The receivers and the outbox. `sign` turns a payload into a Push for one receiver; `accepts` judges the reply."""

    def __init__(
        self,
        state: State,
        clock: Clock,
        faults: Faults,
        *,
        sign: Callable[[dict[str, Any], dict[str, Any]], Push],
        accepts: Callable[[int, bytes], bool],
        retry_after: Sequence[float],
        timeout: float,
    ) -> None:
        self._state, self._clock, self._faults = state, clock, faults
        self._receivers, self.outbox = state.table(RECEIVERS), state.table(OUTBOX)
        self._sign, self._accepts = sign, accepts
        self._retry_after, self._timeout = retry_after, timeout
        self._session = requests.Session()
        self._session.trust_env = False

    def register(self, url: str, *, account: str = "", key: str = "", **more: Any) -> dict[str, Any]:
        """Adds a receiver, or renews its key. An empty account hears of every account."""
        receiver = {"url": check_receiver(url), "account": account, "key": key, **more}
        return self._receivers.put(url, receiver)

    def receivers(self) -> list[dict[str, Any]]:
        """Who is registered, keys left out."""
        return [{k: v for k, v in receiver.items() if k != "key"} for receiver in self._receivers.values()]

    def drop(self, url: str) -> None:
        """One receiver less; what waits for it is dropped at its turn."""
        self._receivers.delete(url)

    def forget(self) -> None:
        for url in list(self._receivers.keys()):
            self._receivers.delete(url)

    def send(
        self, payload: dict[str, Any], *, account: str = "", wants: Callable[[dict[str, Any]], bool] | None = None
    ) -> None:
        """Puts a payload into the outbox, once per receiver that `wants` it, as part of the running transaction."""
        for receiver in list(self._receivers.values()):
            if receiver["account"] in ("", account) and (wants is None or wants(receiver)):
                number = self.outbox.next_number()
                due = time.time()
                record = {"id": number, "url": receiver["url"], "account": account, "payload": payload, "due": due}
                self.outbox.put(
                    number, record | {"attempts": 0, "status": "waiting", "at": self._clock.now().isoformat()}
                )
        self._forget_old()

    def _forget_old(self) -> None:
        for key in self.outbox.keys()[: max(0, len(self.outbox) - KEPT)]:
            if self.outbox[key]["status"] != "waiting":
                self.outbox.delete(key)

    def deliver(self, *, everything: bool = False) -> int:
        """Tries each push that is due (with `everything` each that waits); returns how many were tried."""
        now = time.time()
        with self._state.transaction():
            waiting = [p for p in self.outbox.values() if p["status"] == "waiting" and (everything or p["due"] <= now)]
        if len(waiting) > 1 and self._faults.take("reordered_webhooks"):
            waiting.reverse()
        for push in waiting:
            self._try(push)
            if self._faults.take("duplicate_webhooks"):
                self._try(push)
        return len(waiting)

    def _try(self, push: dict[str, Any]) -> None:
        receiver = self._receivers.find(push["url"])
        outcome = self._post(push, receiver) if receiver else "dropped"
        with self._state.transaction():
            if str(push["id"]) not in self.outbox:
                return
            record = self.outbox.edit(push["id"])
            record["attempts"] += 1
            record["outcome"] = outcome
            if outcome in ("accepted", "dropped"):
                record["status"] = outcome
            elif record["attempts"] > len(self._retry_after):
                record["status"] = "given up"
            else:
                record["due"] = time.time() + self._retry_after[record["attempts"] - 1]

    def _post(self, push: dict[str, Any], receiver: dict[str, Any]) -> str:
        signed = self._sign(push["payload"], receiver)
        try:
            reply = self._session.post(
                push["url"], data=signed.body, headers=signed.headers, timeout=self._timeout, allow_redirects=False
            )
        except requests.RequestException as error:
            return type(error).__name__
        return "accepted" if self._accepts(reply.status_code, reply.content) else f"answered {reply.status_code}"
