"""No form forgets what was typed: whatever is refused comes back in its field, on every page that the resolver knows.

A form is met by being drawn: nobody has to name it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.dashboard.conftest import Cast
from tests.dashboard.drawn_forms import Field, Form, forms_of
from tests.dashboard.filled import filled
from tests.proofs.addresses import pages

pytestmark = pytest.mark.django_db

NONSENSE = {
    "number": "-7", "email": "no address", "url": "nowhere", "date": "2026-13-45", "time": "25:61", "tel": "none",
}  # fmt: skip

ONE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def bad(each: Field) -> str:
    """What nobody means: a word where a number is wanted, a day that cannot be."""
    return NONSENSE.get(each.kind, f"¿{each.name}?")[: each.most]


def probes(form: Form) -> Iterator[dict[str, str]]:
    """All fields wrong at once, at length and as a single sign, then the first and the last alone, the others empty."""
    as_drawn = {each.name: each.value for each in form.fields}
    empty = as_drawn | {each.name: "" for each in form.typed}
    yield as_drawn | {each.name: bad(each) for each in form.typed}
    yield as_drawn | {each.name: NONSENSE.get(each.kind, "¿") for each in form.typed}
    for each in (form.typed[0], form.typed[-1]) if len(form.typed) > 1 else ():
        yield empty | {each.name: bad(each)}


def sent(client: Client, path: str, form: Form, told: dict[str, str]) -> Iterator[tuple[str, HttpResponse]]:
    """The answer to each way of sending it, nothing of which lasts."""
    for name, value, elsewhere in dict.fromkeys([*form.buttons]) or [("", "", "")]:
        there = elsewhere or form.action or path
        with transaction.atomic():
            data = told | ({name: value} if name else {})
            answer: Any = client.post(there, data)
            if answer.status_code == 302 and urlsplit(answer["Location"]).netloc in ("", "testserver"):
                answer = client.get(answer["Location"])
            transaction.set_rollback(True)
        yield f"{there} [{name}={value}]", answer


def is_refused(answer: Any) -> bool:
    """It says so by its number, or by a sentence that is not a green one."""
    if answer.status_code >= 400:
        return True
    said = (answer.context or {}).get("messages") or []
    return any(each.level >= messages.WARNING for each in said)


def forgotten(form: Form, told: dict[str, str], answer: Any) -> list[str]:
    """Names of the fields whose words are gone."""
    if answer.streaming or "html" not in answer.get("Content-Type", ""):
        return []
    there = {(each.name, each.value.strip()) for back in forms_of(answer.content.decode()) for each in back.fields}
    wanted = {each.name: told[each.name].strip() for each in form.typed if told[each.name].strip()}
    return [name for name, value in wanted.items() if (name, value) not in there]


def drawn(client: Client, cast: Cast) -> dict[tuple[str, str], tuple[str, Form]]:
    """Each form with a field to type in, once for all things of its kind, with the page that draws it."""
    things = filled(cast.store)
    found: dict[tuple[str, str], tuple[str, Form]] = {}
    for address in pages():
        path = address.filled(things)
        answer = client.get(path)
        if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
            continue
        for form in forms_of(answer.content.decode()):
            if form.typed:
                key = ONE.sub("…", form.action or path), ONE.sub("…", " ".join(each.name for each in form.typed))
                found.setdefault(key, (path, form))
    return found


def test_what_was_refused_is_still_in_its_field(owner: Client, cast: Cast) -> None:
    forms, refusals = drawn(owner, cast), set()
    lost: dict[str, tuple[int, list[str]]] = {}
    owner.raise_request_exception = False
    for (action, names), (path, form) in forms.items():
        for told in probes(form):
            for where, answer in sent(owner, path, form, told):
                if not is_refused(answer):
                    continue
                refusals.add((action, names))
                if gone := forgotten(form, told, answer):
                    lost.setdefault(f"{path} → {where}", (answer.status_code, gone))
    assert not lost, "\n".join(["forms that forget what was typed:", *map(str, lost.items())])
    assert len(refusals) > 36, len(refusals)


def test_a_form_that_forgets_is_found() -> None:
    """The check itself: an answer that draws the form empty has lost the word."""
    html = '<form method="post"><input name="sku" value="{}"><textarea name="why">{}</textarea></form>'
    (form,) = forms_of(html.format("", ""))
    told = {each.name: bad(each) for each in form.typed}

    def answer(*values: str) -> HttpResponse:
        return HttpResponse(html.format(*values))

    assert forgotten(form, told, answer("", "")) == ["sku", "why"]
    assert forgotten(form, told, answer("¿sku?", "")) == ["why"]
    assert forgotten(form, told, answer("¿sku?", "¿why?")) == []
