"""The other side of the counter: `/_control/…` drives an emulator from outside, over HTTP like everything else."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from .emulator import META, ControlError, Emulator
from .faults import BadFault
from .limits import told
from .messages import Answer, NotJson, Request, json_answer
from .webhooks import BadReceiver

#: More would hold the sandbox up for minutes, and everybody who trades with it.
MOST_SEEDED, MOST_SOLD, MOST_UNITS = 20_000, 1_000, 1_000_000
FARTHEST_SECONDS = 10 * 365 * 86_400
Call = Callable[[Emulator, Request, dict[str, Any]], Any]


def summary(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    return {
        "code": emulator.code,
        "name": emulator.name,
        "clock": emulator.clock.now().isoformat(),
        "frozen": emulator.clock.frozen,
        "seed": emulator.state.table(META).find("seed"),
        "faults": emulator.faults.as_list(),
        "receivers": emulator.webhooks.receivers(),
        "limits": {
            "enabled": emulator.limits.enabled,
            "time": emulator.limits.time,
            "operations": declared(emulator),
            "overall": told(emulator.overall) if emulator.overall else None,
        },
    }


def declared(emulator: Emulator) -> dict[str, dict[str, Any]]:
    """The limits that operations have of their own (the detail `limit` of a route), by method and template."""
    routes = (route for group in emulator.routes for route in group.table)
    return {
        f"{route.method} {route.template}": told(route.details["limit"])
        for route in routes
        if route.details.get("limit")
    }


def seed(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    emulator.reseed(
        _whole(body, "seed", 1, least=-(2**63), most=2**63),
        products=_whole(body, "products", emulator.default_products, least=0, most=MOST_SEEDED),
        orders=_whole(body, "orders", emulator.default_orders, least=0, most=MOST_SEEDED),
    )
    emulator.faults.clear()
    emulator.calls.clear()
    return emulator.state.table(META).find("seed")


def add_fault(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    emulator.faults.add(body)
    return emulator.faults.as_list()


def list_faults(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    return emulator.faults.as_list()


def clear_faults(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    emulator.faults.clear()
    return []


def read_clock(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    return {"now": emulator.clock.now().isoformat(), "frozen": emulator.clock.frozen}


def set_clock(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    """`now` stops the clock there (with `running` it runs on), `advance` moves it by seconds, `real` gives it back."""
    if body.get("real"):
        emulator.clock.use_real_time()
    elif "now" in body:
        emulator.clock.set(_moment(body["now"]), running=bool(body.get("running")))
    elif "advance" in body:
        emulator.clock.advance(_seconds(body["advance"]))
    elif body.get("freeze"):
        emulator.clock.set(emulator.clock.now())
    else:
        raise ControlError('Say {"now": iso time}, {"advance": seconds}, {"freeze": true} or {"real": true}.')
    emulator.run_due()
    return read_clock(emulator, request, body)


def set_limits(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    """`enabled` switches the rate limits, `time` is "real" or "sandbox"."""
    if body.get("time", "real") not in ("real", "sandbox"):
        raise ControlError('"time" is "real" or "sandbox".')
    emulator.limits.enabled = bool(body.get("enabled", emulator.limits.enabled))
    emulator.limits.time = body.get("time", emulator.limits.time)
    emulator.limits.reset()
    return {"enabled": emulator.limits.enabled, "time": emulator.limits.time}


def read_state(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    """What the marketplace holds; `?orders=0`, `?products=0`, `?webhooks=0` leave a part out."""
    emulator.run_due()
    with emulator.state.transaction():
        found = emulator.describe(request.query)
        for part in ("orders", "products"):
            if request.query.get(part) == "0":
                found.pop(part, None)
        if request.query.get("webhooks") != "0":
            found["webhooks"] = list(emulator.webhooks.outbox.values())
        return found


def sell(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    """Places `count` orders; each sends its push."""
    count = _whole(body, "count", 1, least=1, most=MOST_SOLD)
    lines = body.get("lines") or []
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise ControlError('"lines" is a list like [{"sku": "…", "quantity": 1}].')
    for line in (body, *lines):
        _whole(line, "quantity", 1, least=1, most=MOST_UNITS)
    with emulator.state.transaction():
        return {"orders": [emulator.sell(body) for _ in range(count)]}


def move(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    with emulator.state.transaction():
        return emulator.move(_needed(body, "order"), _needed(body, "status"), body)


def cancel(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    with emulator.state.transaction():
        return emulator.cancel(_needed(body, "order"), body)


def register(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    with emulator.state.transaction():
        url = _needed(body, "url")
        emulator.webhooks.register(url, **{k: v for k, v in body.items() if k != "url"})
        emulator.greet(url)
    return emulator.webhooks.receivers()


def forget_receivers(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    emulator.webhooks.forget()
    return []


def deliver(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    """Sends everything that waits now, without waiting for its turn."""
    return {"tried": emulator.deliver(everything=True)}


def read_calls(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    return emulator.calls.summary(_whole(dict(request.query), "last", 0, least=0, most=1_000_000))


def clear_calls(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    emulator.calls.clear()
    return emulator.calls.summary()


def credentials(emulator: Emulator, request: Request, body: dict[str, Any]) -> Any:
    with emulator.state.transaction():
        return emulator.credentials()


CALLS: dict[tuple[str, str], Call] = {
    ("GET", ""): summary,
    ("POST", "seed"): seed,
    ("GET", "faults"): list_faults,
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): clear_faults,
    ("GET", "clock"): read_clock,
    ("POST", "clock"): set_clock,
    ("POST", "limits"): set_limits,
    ("GET", "state"): read_state,
    ("POST", "sell"): sell,
    ("POST", "move"): move,
    ("POST", "cancel"): cancel,
    ("POST", "webhook"): register,
    ("DELETE", "webhook"): forget_receivers,
    ("POST", "deliver"): deliver,
    ("GET", "calls"): read_calls,
    ("DELETE", "calls"): clear_calls,
    ("GET", "credentials"): credentials,
}


def _needed(body: dict[str, Any], name: str) -> str:
    if not body.get(name):
        raise ControlError(f"This call needs {name!r}.")
    return str(body[name])


def _whole(body: dict[str, Any], name: str, default: int, *, least: int, most: int) -> int:
    """A number of the body, also one in quotes; what is missing or null is the default."""
    given = body.get(name)
    if given is None:
        return default
    try:
        number = int(str(given))  # of the text, for int() would also take true and 1.9
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise ControlError(f'"{name}" is a whole number from {least} to {most}.')
    return number


def _moment(given: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(given))
    except ValueError:
        raise ControlError('"now" is a moment like 2026-11-20T08:00:00+00:00.') from None


def _seconds(given: Any) -> float:
    try:
        seconds = float(given)
    except (ValueError, TypeError):
        seconds = math.nan
    if not abs(seconds) <= FARTHEST_SECONDS:  # true of nan as well
        raise ControlError(f'"advance" is a number of seconds, at most {FARTHEST_SECONDS}.')
    return seconds


def control(emulator: Emulator, request: Request) -> Answer:
    """One control call on one emulator."""
    name = request.path.removeprefix("/_control").strip("/")
    try:
        body = request.json or {}
        if not isinstance(body, dict):
            raise ControlError("The body of a control call is a JSON object.")
        if request.method == "POST" and name in emulator.controls:
            with emulator.state.transaction():
                return json_answer(emulator.controls[name](emulator, body))
        if (request.method, name) not in CALLS:
            known = sorted(f"{method} {path}" for method, path in CALLS)
            return json_answer({"error": f"There is no {request.method} {name!r}. There are: {', '.join(known)}."}, 404)
        return json_answer(CALLS[(request.method, name)](emulator, request, body))
    except NotJson:
        return json_answer({"error": "The body of a control call is a JSON object; this one cannot be read."}, 400)
    except (ControlError, BadFault, BadReceiver, ValueError, TypeError) as error:
        return json_answer({"error": str(error)}, 400)


def control_all(emulators: dict[str, Emulator], request: Request) -> Answer:
    """The same call on every emulator; the answer by code. The worst status wins."""
    answers = {code: control(emulator, request) for code, emulator in emulators.items()}
    parts = ",".join(f'"{code}":{answer.body.decode()}' for code, answer in answers.items())
    status = max((answer.status for answer in answers.values()), default=200)
    return Answer(status, f"{{{parts}}}".encode(), {"Content-Type": "application/json; charset=utf-8"})
