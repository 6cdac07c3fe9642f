"""Writes the example of `docs/api.md`: a program whose calls are those of the description. `python -m api.example`."""

from __future__ import annotations

import re
from pathlib import Path

from api.description import described
from api.examples import METHODS

GUIDE = Path(__file__).parent.parent / "docs" / "api.md"
BEGIN, END = "<!-- example: written by `make openapi` -->\n```python\n", "```\n<!-- end of the example -->"
#: What the example does, by operation id.
USED = ("orders_list", "orders_ship", "orders_notes", "orders_write_notes", "stock_change_many")
PROGRAM = '''\
"""Ships every open order that is whole, leaves a note on it, and books a delivery. Python 3.11, nothing to install."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

URL, TOKEN = os.environ["ORION_URL"], os.environ["ORION_TOKEN"]
#: Method and address of each operation, out of /api/openapi.yaml.
CALLS = {
%(calls)s}


class Refused(Exception):
    """What Orion said no to: `problem` has type, status, detail, and the fields it is about."""

    def __init__(self, problem):
        super().__init__(problem["detail"])
        self.problem = problem


def call(operation, body=None, *, address="", query=None, headers=None, **names):
    """One call; returns what was answered and its headers."""
    method, path = CALLS[operation]
    address = address or URL + path.format(**names) + ("?" + urllib.parse.urlencode(query) if query else "")
    told = {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json", **(headers or {})}
    if method == "POST":  # sent again with the same key, it is done once
        told.setdefault("Idempotency-Key", str(uuid.uuid4()))
    data = json.dumps(body or {}).encode() if method != "GET" else None
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data, told, method=method), timeout=30) as answer:
            return json.load(answer), answer.headers
    except urllib.error.HTTPError as error:
        raise Refused(json.load(error)) from None


def every(operation, **query):
    """All rows of a list, page by page: `next` is the whole address of the next one."""
    page, _headers = call(operation, query=query)
    yield from page["results"]
    while page["next"]:
        page, _headers = call(operation, address=page["next"])
        yield from page["results"]


def ship(order):
    """All that is left of an order, in one parcel; the order's number as key, so that twice is once."""
    parcel = {"carrier": "DHL", "tracking_number": "JJD" + order["number"].removeprefix("O-")}
    key = {"Idempotency-Key": "ship-" + order["number"]}
    shipped, _headers = call("orders_ship", parcel, id=order["id"], headers=key)
    return shipped["order"]["status"]


def note(order, text):
    """Added to the team's note, only as it was read: what somebody writes meanwhile is not lost."""
    noted, headers = call("orders_notes", id=order["id"])
    wanted = {"notes": (noted["notes"] + "\\n" + text).strip()}
    call("orders_write_notes", wanted, id=order["id"], headers={"If-Match": headers["ETag"]})


def main():
    for order in every("orders_list", view="open", limit=100):
        if order["short_units"] or order["unlinked_lines"] or order["held_at"]:
            continue
        try:
            print(order["number"], ship(order))
            note(order, "Sent by our own program")
        except Refused as refused:
            print(order["number"], refused.problem["status"], refused)
    delivery = [{"sku": "ORI-LMP-BRS", "delta": 12}, {"sku": "NO-SUCH-SKU", "delta": 3}]
    rows = [{**row, "reason": "Delivery 4711"} for row in delivery]
    done, _headers = call("stock_change_many", {"rows": rows})
    for row in done["results"]:
        print(row["sku"], row["status"], *(error["message"] for error in row["errors"]))


if __name__ == "__main__":
    main()
'''


def program() -> str:
    """The example as it is by the description now."""
    description = described()
    found = {
        methods[method]["operationId"]: (method.upper(), path)
        for path, methods in description["paths"].items()
        for method in METHODS
        if method in methods
    }
    calls = "".join(f'    "{name}": ("{found[name][0]}", "{found[name][1]}"),\n' for name in USED)
    return PROGRAM % {"calls": calls}


def written(guide: str) -> str:
    """The guide with the example in its place."""
    place = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    return place.sub(lambda _found: BEGIN + program() + END, guide)


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text()))
