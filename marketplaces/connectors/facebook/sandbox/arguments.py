"""What a Graph call carries: parameters in the query, in a form or as JSON; fields with braces; pages with cursors."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from marketplaces.sandbox.messages import Request

from .answers import refuse

Tree = dict[str, "Tree"]


def arguments(request: Request) -> dict[str, Any]:
    """Query and body together; a body is a form or JSON."""
    given: dict[str, Any] = dict(request.query)
    if request.method == "POST" and request.body:
        if "json" in request.headers.get("Content-Type", ""):
            body = request.json
            if not isinstance(body, dict):
                raise refuse(100, "The body is no object", kind="GraphMethodException")
            given |= body
        else:
            given |= request.form
    return given


def structure(given: Mapping[str, Any], name: str, default: Any = None) -> Any:
    """A parameter that is a list or an object: as such in JSON, as JSON text in a form."""
    value = given.get(name)
    if value is None or value == "":
        return default
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise refuse(100, f"Param {name} must be JSON", kind="OAuthException") from None


def flag(given: Mapping[str, Any], name: str, default: bool) -> bool:
    value = given.get(name)
    return default if value in (None, "") else str(value).lower() in ("true", "1")


def fields(text: str) -> Tree:
    """`a,b{c,d}` as a tree."""
    tree, rest = _fields(text, 0)
    if rest != len(text):
        raise refuse(2500, f"Syntax error: unexpected {text[rest]!r} at character {rest}")
    return tree


def _fields(text: str, at: int) -> tuple[Tree, int]:
    tree: Tree = {}
    name = ""
    while at < len(text) and text[at] != "}":
        if text[at] == "{":
            tree[name.strip()], at = _fields(text, at + 1)
            if at >= len(text):
                raise refuse(2500, "Syntax error: expected '}'")
            name = ""
        elif text[at] == ",":
            if name.strip():
                tree.setdefault(name.strip(), {})
            name = ""
        else:
            name += text[at]
        at += 1
    if name.strip():
        tree.setdefault(name.strip(), {})
    return tree, at if at >= len(text) or text[at] == "}" else at + 1


def chosen(document: Mapping[str, Any], tree: Tree, known: Sequence[str]) -> dict[str, Any]:
    """The named fields that the document has, and always its id. A field that the node does not know is an error."""
    strange = [name for name in tree if name not in known]
    if strange:
        raise refuse(100, f"Tried accessing nonexisting field ({strange[0]})", kind="OAuthException")
    found = {name: _below(document[name], tree[name]) for name in tree if document.get(name) is not None}
    return {"id": document["id"], **found} if "id" in document else found


def _below(value: Any, tree: Tree) -> Any:
    if not tree:
        return value
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        return {"data": [_below(each, tree) for each in value["data"]]}
    if not isinstance(value, dict):
        return value
    found = {name: _below(value[name], below) for name, below in tree.items() if value.get(name) is not None}
    return ({"id": value["id"]} if "id" in value else {}) | found


def page(request: Request, rows: Sequence[dict[str, Any]], *, usual: int = 25, most: int = 1000) -> dict[str, Any]:
    """Part of a list that is sorted by id, after a cursor; `next` is there only where more follows."""
    given = request.query
    limit = _limit(given.get("limit"), usual, most)
    after = _opened(given.get("after", ""))
    start = next((n for n, row in enumerate(rows) if _place(row["id"]) > after), len(rows)) if after else 0
    part = list(rows[start : start + limit])
    answer: dict[str, Any] = {"data": part}
    if part:
        cursors = {"before": _sealed(part[0]["id"]), "after": _sealed(part[-1]["id"])}
        answer["paging"] = {"cursors": cursors}
        if start + limit < len(rows):
            kept = {k: v for k, v in request.pairs if k not in ("access_token", "appsecret_proof", "after")}
            query = urlencode({**kept, "after": cursors["after"]})
            answer["paging"]["next"] = f"{request.base_url}{request.path}?{query}"
    if flag(given, "summary", False):
        answer["summary"] = {"total_count": len(rows)}
    return answer


def _limit(text: str | None, usual: int, most: int) -> int:
    if text is None:
        return usual
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise refuse(100, "Param limit must be an integer of at least 1")
    return min(int(text), most)


def _place(number: str) -> tuple[int, str]:
    return (len(number), number)


def _sealed(number: str) -> str:
    return base64.urlsafe_b64encode(f"QVFIU:{number}".encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[int, str] | None:
    if not cursor:
        return None
    try:
        word, _, number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
    except (binascii.Error, ValueError):
        word, number = "", ""
    if word != "QVFIU":
        raise refuse(100, "Invalid cursors values")
    return _place(number)
