"""The elements of a page as template tags: each decides once what a badge, a monogram or an amount looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboard import status as tables
from dashboard.formats import moments, numbers
from dashboard.formats import money as money_format
from dashboard.formats.region import Region
from dashboard.languages import name_of

register = template.Library()
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")


def region_of(context: Context) -> Region:
    """The page's region; without one (an error page, a mail) times are UTC and numbers English."""
    region = context.get("region")
    return region if isinstance(region, Region) else Region(language=get_language() or "en")


def _now(context: Context) -> datetime:
    """One clock reading per page, so that two cells never disagree about what "today" is."""
    now = context.get("now")
    return now if isinstance(now, datetime) else timezone.now()


# Elements ---------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/icon.html")
def icon(name: str, size: str = "") -> dict[str, Any]:
    """An icon beside a word; `size` is "sm" or nothing."""
    return {"name": name, "size": size}


@register.inclusion_tag("ui/monogram.html")
def monogram(marketplace: Any, size: str = "", *, alone: bool = False) -> dict[str, Any]:
    """The two-letter badge of a marketplace; `alone` when no visible name stands beside it."""
    name = str(getattr(marketplace, "name", marketplace))
    letters = getattr(marketplace, "monogram", "") or _letters(name)
    return {
        "code": getattr(marketplace, "code", ""),
        "name": name,
        "letters": letters.upper(),
        "size": size,
        "alone": alone,
    }


def _letters(name: str) -> str:
    """Two letters of a name: the initials of two words, else the first two."""
    first, _space, second = name.partition(" ")
    return first[:1] + second[:1] if second else first[:2]


@register.filter
def decimal(text: str) -> Decimal | None:
    """A price that is kept as text, to be drawn as money."""
    return Decimal(text) if text else None


@register.filter
def need_tone(kind: str) -> str:
    """Red where it harms now, amber where it harms later."""
    return "red" if kind in {"refused", "signed_out", "short", "differs"} else "amber"


@register.simple_tag
def shop_of(shops: Mapping[Any, Any], subject: Any) -> Any:
    """The shop behind a thing, from a table by the thing's id; nothing when it has none."""
    return shops.get(subject)


@register.inclusion_tag("ui/status.html")
def status(kind: str, state: str, remote: str = "", word: str = "") -> dict[str, Any]:
    """A badge from the tables of `dashboard.status`; `remote` is the marketplace's own word, shown as its tooltip."""
    look = tables.look(kind, state)
    return {"look": look, "word": word or look.word, "remote": remote}


@register.inclusion_tag("ui/sync.html")
def sync(state: str, detail: str = "", url: str = "", word: str = "") -> dict[str, Any]:
    """Where a thing stands with its marketplace: glyph, word, what is always with it, and the way to its fix."""
    look = tables.look("sync", state)
    return {"look": look, "word": word or look.word, "detail": detail, "url": url}


@register.inclusion_tag("ui/flag.html")
def flag(tone: str, icon: str, words: str, url: str = "") -> dict[str, Any]:
    """A small remark with its glyph: Held, Late, Short by 2."""
    return {"tone": tone, "icon": icon, "words": words, "url": url}


@register.inclusion_tag("ui/due.html", takes_context=True)
def due(context: Context, when: datetime | None, settled: str = "", status: str = "") -> dict[str, Any]:
    """A deadline in store time; `settled` ("Shipped Thu 19 Nov", "By Amazon (FBA)") stands instead once it is met.

    A pending order is not to be prepared yet, so its deadline does not press.
    """
    if settled or when is None:
        return {"settled": settled or numbers.MISSING}
    region = region_of(context)
    return {
        "deadline": moments.deadline(when, _now(context), region, presses=status != "pending"),
        "when": when.astimezone(region.zone),
        "title": moments.stamp(when, region),
    }


@register.inclusion_tag("ui/thumb.html")
def thumb(icon: str = "package", url: str = "") -> dict[str, Any]:
    """A product's picture, or the glyph that stands for it."""
    return {"icon": icon, "url": url}


@register.inclusion_tag("ui/bar.html")
def bar(share: Decimal | float, label: str, tone: str = "blue") -> dict[str, Any]:
    """A small meter of 0 to 1, drawn by a width attribute because a style attribute would break the policy."""
    width = max(0.0, min(100.0, float(share) * 100))
    return {"width": f"{width:.1f}", "label": label, "tone": tone}


@register.inclusion_tag("ui/field.html")
def field(bound: Any, hint: str = "") -> dict[str, Any]:
    """A form field with label, hint and the error that says what to enter."""
    return {"field": bound, "hint": hint or bound.help_text}


@register.inclusion_tag("ui/errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """The summary on top of a form: every error once, each a link to its field."""
    return {"form": form, "fields": [bound for bound in form if bound.errors]}


@register.filter
def about(field: Any, error: str) -> str:
    """An error away from its field: it names the field first, unless its sentence does."""
    label = str(field.label)
    return str(error) if not label or label.lower() in str(error).lower() else f"{label}: {error}"


@register.filter
def spoken(reason: str) -> str:
    """A marketplace's reason as it is read: one that is a code in capitals as words."""
    return reason.replace("_", " ").capitalize() if CODE.fullmatch(reason) else reason


@register.filter
def breakable(word: str) -> SafeString:
    """A marketplace's own word, which may break after each underscore instead of anywhere."""
    return format_html_join(mark_safe("_<wbr>"), "{}", ((part,) for part in word.split("_")))


@register.filter
def language_name(code: str) -> str:
    """A language as the reader calls it."""
    return name_of(code)


# Numbers, money, time ---------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def money(
    context: Context, amount: Decimal | int | None, currency: str, exact: str = "", estimated: object = False
) -> str:
    """An amount in the store's separators: {% money order.total order.currency %}; "~" before what is estimated."""
    value = None if amount is None else Decimal(amount)
    return money_format.money(value, currency, region_of(context), exact=bool(exact), estimated=bool(estimated))


@register.simple_tag(takes_context=True)
def amount(context: Context, value: Decimal | None, currency: str, estimated: object = False) -> str:
    """An amount without its currency, for a column that is named after it; "~" before what is estimated."""
    return money_format.amount_only(value, currency, region_of(context), estimated=bool(estimated))


@register.simple_tag(takes_context=True)
def number(context: Context, value: int | Decimal | None) -> str:
    """A number in the store's separators."""
    return numbers.number(value, region_of(context))


@register.simple_tag(takes_context=True)
def count(context: Context, value: int | None) -> str:
    """A count, exact while that is cheap, else "20,000+"."""
    return numbers.count(value, region_of(context))


@register.simple_tag(takes_context=True)
def signed(context: Context, value: int | Decimal) -> str:
    """A change of a quantity with its sign."""
    return numbers.signed(value, region_of(context))


@register.simple_tag(takes_context=True)
def percent(context: Context, share: Decimal | float | None, exact: str = "", estimated: object = False) -> str:
    """A share of one as a percentage."""
    return numbers.percent(share, region_of(context), exact=bool(exact), estimated=estimated)


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None, *, within: bool = False) -> SafeString | str:
    """The point in time: "Today 16:00", "Mon 23 Nov 12:00", "23 Nov 2026"; "today 16:00" within a sentence."""
    words = moments.at(moment, _now(context), region_of(context), within=within) if moment else ""
    return _time(context, moment, words)


@register.simple_tag(takes_context=True)
def ago(context: Context, moment: datetime | None, *, within: bool = False) -> SafeString | str:
    """How long ago within the hour, the point in time before that; "today 16:00" within a sentence."""
    words = moments.ago(moment, _now(context), region_of(context), within=within) if moment else ""
    return _time(context, moment, words)


@register.simple_tag(takes_context=True)
def stamp(context: Context, moment: datetime | None, seconds: str = "") -> SafeString | str:
    """The whole date and time: "Thu 19 Nov 2026, 18:42"."""
    return _time(context, moment, moments.stamp(moment, region_of(context), seconds=bool(seconds)) if moment else "")


def _time(context: Context, moment: datetime | None, words: str) -> SafeString | str:
    if moment is None:
        return numbers.MISSING
    region = region_of(context)
    local = moment.astimezone(region.zone)
    title = f"{moments.stamp(moment, region, seconds=True)} {local:%Z}"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="seconds"), title, words)


@register.filter
def span(seconds: float | None) -> str:
    """A duration in seconds as words: "1 h 20 min"; what ran did not take no time at all."""
    if seconds is None:
        return numbers.MISSING
    return _("under 1 s") if 0 < seconds < 1 else moments.span(moments.timedelta(seconds=float(seconds)))


# Addresses --------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's query string with some parameters changed; an empty value drops one; the pager's place always goes.

    The URL is the view: a filter link keeps all other filters and starts again at the first page.
    """
    params = {name: values for name, values in context["request"].GET.lists() if name not in {"after", "before"}}
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = [str(value)]
    return f"?{urlencode(params, doseq=True)}"
