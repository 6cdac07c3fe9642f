"""What a token may be allowed: one table of areas and acts, and the short words for many of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.errors import DomainError

AREAS = ("orders", "catalogue", "stock", "connections", "syncs", "webhooks", "audits", "analytics")
READS = tuple(f"{area}:read" for area in AREAS)
WRITES = tuple(f"{area}:write" for area in AREAS)
SCOPES = tuple(scope for pair in zip(READS, WRITES, strict=True) for scope in pair)
#: Keys of shops are exchanged only by who was given exactly that.
SHORT_WORDS: dict[str, tuple[str, ...]] = {
    "read": READS,
    "write": tuple(scope for scope in SCOPES if scope != "connections:write"),
    "*": SCOPES,
}


def expanded(scopes: Iterable[str]) -> frozenset[str]:
    """Every scope that these stand for; who may write an area may read it. Unknown words stand for nothing."""
    found = {each for scope in scopes for each in SHORT_WORDS.get(scope, (scope,))}
    found |= {scope.replace(":write", ":read") for scope in found}
    return frozenset(found & set(SCOPES))


def checked(scopes: Iterable[str]) -> list[str]:
    """The scopes as they are kept: each once, in the order given. Raises DomainError for none and for unknown ones."""
    wanted = list(dict.fromkeys(scope.strip() for scope in scopes if scope.strip()))
    known = {*SCOPES, *SHORT_WORDS}
    unknown = [scope for scope in wanted if scope not in known]
    if unknown:
        words = {"scope": unknown[0], "short": ", ".join(SHORT_WORDS), "scopes": ", ".join(SCOPES)}
        raise DomainError(_("There is no scope “%(scope)s”. Known: %(short)s, %(scopes)s.") % words, field="scopes")
    if not wanted:
        raise DomainError(
            _("The token may do nothing yet. Name a scope: read, write, * or one such as orders:read."), field="scopes"
        )
    return wanted
