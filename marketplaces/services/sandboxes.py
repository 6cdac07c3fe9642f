"""Driving the practice marketplaces from outside, over HTTP like everything else: look, fill, break, mend."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core.errors import DomainError
from marketplaces.services.connectors import sandbox_address

SECONDS = 20.0
#: All orders of a shop are sent in one call, each taken in by us meanwhile: on a busy machine that takes its time.
DELIVERING = 180.0
#: What can be broken, as the buttons say it; the settings are those of the emulators.
FAULTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "slow": (lazy("Answer slowly"), {"kind": "slow", "seconds": 3}),
    "error500": (lazy("Fail with 500"), {"kind": "error500"}),
    "torn": (lazy("Cut answers off"), {"kind": "torn"}),
    "rate_limit": (lazy("Say: too many calls"), {"kind": "rate_limit"}),
    "expired_token": (lazy("Sign us out"), {"kind": "expired_token"}),
    "html_page": (lazy("Answer with a web page"), {"kind": "html_page"}),
    "partial_failure": (lazy("Refuse some of a batch"), {"kind": "partial_failure", "rate": 0.3}),
    "duplicate_webhooks": (lazy("Push everything twice"), {"kind": "duplicate_webhooks"}),
    "reordered_webhooks": (lazy("Push in the wrong order"), {"kind": "reordered_webhooks"}),
}
MOST_TIMES = 1000
ROUNDS, PAUSE = 60, 0.5


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice marketplace as it stands: what is broken there now, each with how often it struck."""

    code: str
    name: str
    faults: tuple[Mapping[str, Any], ...]


def look(code: str) -> Practice:
    """How it stands. Raises DomainError when it does not answer."""
    told = _control("GET", code, "")
    return Practice(code, str(told["name"]), tuple(_still_on(told["faults"])))


def refill(code: str) -> None:
    """Products, stock and orders as on the first day; what was broken is whole again."""
    _control("POST", code, "seed", {})


def break_on_purpose(code: str, kind: str, *, times: int | None = None) -> None:
    """From now on, or for the next `times` calls. Raises DomainError for what cannot be broken."""
    if kind not in FAULTS:
        raise DomainError(_("Choose what is to break."), field="kind")
    if times is not None and not 1 <= times <= MOST_TIMES:
        raise DomainError(_("Enter 1 to %(most)d calls, or nothing.") % {"most": MOST_TIMES}, field="times")
    _control("POST", code, "faults", {**FAULTS[kind][1], **({"times": times} if times else {})})


def mend(code: str) -> None:
    """Nothing is broken any more."""
    _control("DELETE", code, "faults")


def push_to(code: str, address: str) -> None:
    """From now on it also sends there, and first what it had before."""
    _control("POST", code, "webhook", {"url": address, "backlog": True})


def deliver(code: str) -> None:
    """What it has to send is sent; what is not taken at once is sent again, for a while."""
    for _round in range(ROUNDS):
        if not _control("POST", code, "deliver", {}, seconds=DELIVERING)["tried"]:
            return
        time.sleep(PAUSE)


def _still_on(faults: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [fault for fault in faults if fault["times"] is None or fault["hits"] < fault["times"]]


def _control(method: str, code: str, call: str, body: dict[str, Any] | None = None, *, seconds: float = SECONDS) -> Any:
    """One call. Its refusals are sentences and are passed on."""
    try:
        with requests.Session() as session:
            session.trust_env = False  # it is on this machine; no proxy knows it
            answer = session.request(method, f"{sandbox_address(code)}/_control/{call}", json=body, timeout=seconds)
            told = answer.json()
    except (requests.RequestException, ValueError):
        raise DomainError(
            _("The practice marketplaces do not answer. Start them with “manage.py sandbox”, then try again.")
        ) from None
    if answer.status_code != requests.codes.ok:
        said = told.get("error", "") if isinstance(told, dict) else ""
        raise DomainError(_("The practice marketplace refused: %(said)s") % {"said": said or answer.status_code})
    return told
