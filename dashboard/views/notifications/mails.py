"""The words of mails, per language: whose they are, how they look with real data, and changing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from core.models import Store
from dashboard.access import needing, store_of
from dashboard.forms.mails import WordsForm
from dashboard.views.notifications.page import member_of
from dashboard.views.settings.tabs import drawn
from marketplaces.models import Connection
from orders.models import Order
from sync.news import buyers, preview, texts


@needing("manage_store")
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """Every mail in every language of the store, and which shops write to their buyers."""
    store = store_of(request)
    context = {"mails": [_mail(store, kind) for kind in texts.MAILS], "shops": _shops(store)}
    return drawn(request, "settings_mails", "mails", context)


def _mail(store: Store, kind: str) -> dict[str, Any]:
    languages = [{"code": code, "found": texts.find(store, kind, code)} for code in texts.languages_of(store)]
    return {"kind": kind, "words": texts.MAILS[kind], "languages": languages}


def _shops(store: Store) -> list[dict[str, Any]]:
    """Shops whose marketplace allows it; of the others only how many there are."""
    rows = Connection.objects.filter(store=store).exclude(status="disconnected").select_related("marketplace")
    return [
        {"shop": shop, "allowed": buyers.allows(shop), "since": buyers.switched_on(shop)}
        for shop in rows.order_by("name", "pk")
    ]


@needing("manage_store")
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, letter: str, language: str) -> HttpResponse:
    """One mail in one language. Previewing keeps nothing."""
    store, member = store_of(request), member_of(request)
    if letter not in texts.MAILS or language not in texts.languages_of(store):
        raise Http404
    found = texts.find(store, letter, language)
    form = WordsForm(request.POST or None, initial={"subject": found.subject, "body": found.body})
    if request.method == "POST" and request.POST.get("do") == "go-back":
        if texts.go_back(store=store, kind=letter, language=language, by=str(request.user)):
            messages.success(request, _("Your words are given up. The mail is as it came."))
        return redirect("dashboard:mail_words", letter, language)
    shown, order = found, None
    if request.method == "POST" and form.is_valid():
        typed = form.text()
        order = _order(store, form)
        try:
            texts.check(letter, typed.subject, typed.body)
            if request.POST.get("do") == "save" and not form.errors:
                texts.save(
                    store=store, kind=letter, language=language, subject=typed.subject, body=typed.body,
                    by=str(request.user),
                )  # fmt: skip
                messages.success(request, _("Saved. The next mail has these words."))
                return redirect("dashboard:mail_words", letter, language)
            shown = typed
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    context = {
        "form": form, "letter": letter, "mail": texts.MAILS[letter], "language": language, "found": found,
        "own": found.language == language, "tried": shown is not found,
        "look": preview.look(store, member, letter, language, shown, order=order),
        "of_orders": letter in preview.OF_ORDERS,
    }  # fmt: skip
    return drawn(request, "settings_mails", "mail_words", context, status=422 if form.errors else 200)


def _order(store: Store, form: WordsForm) -> Order | None:
    """The one whose data the preview shows; a number that is not here stands at its field."""
    number = form.cleaned_data["order"].strip()
    found = preview.find_order(store, number) if number else None
    if number and found is None:
        form.add_error("order", _("There is no order %s here. Enter another, or nothing.") % number)
    return found
