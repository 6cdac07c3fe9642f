"""Saving a product's words in one language."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.meanwhile import ChangedMeanwhile
from core.tenancy import get_for_store
from dashboard.access import managing, store_of
from dashboard.forms.products import TextsForm
from dashboard.languages import name_of
from dashboard.views.products.page import drawn
from inventory.models import Product
from inventory.services.texts import save_texts


@managing
@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What equals the fallback stays borrowed; what somebody else wrote meanwhile is shown beside what was typed."""
    product = get_for_store(Product.objects.select_related("store"), store_of(request), pk=pk)
    form = TextsForm(request.POST)
    if not form.is_valid():
        return drawn(request, product, typed=form)
    told = form.cleaned_data
    expected = {"title": told["was_title"], "description": told["was_description"]}
    try:
        changed = save_texts(
            product=product, language=told["language"], title=told["title"], description=told["description"],
            by=str(request.user), expected=expected,
        )  # fmt: skip
    except ChangedMeanwhile as met:
        for name, value in met.theirs.items():
            sentence = _("Somebody changed it meanwhile; it is now “%(now)s”. Save again to put yours in its place.")
            form.add_error(name, sentence % {"now": value or "–"})
        return drawn(request, product, typed=form)
    except DomainError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return drawn(request, product, typed=form)
    words = _("The texts in %(language)s are saved.") if changed else _("Nothing had changed in %(language)s.")
    messages.success(request, words % {"language": name_of(told["language"])})
    return redirect(f"{reverse('dashboard:product', args=[pk])}?lang={told['language']}")
