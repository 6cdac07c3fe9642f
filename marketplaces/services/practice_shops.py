"""Shops at the practice marketplaces, opened for whoever wants to look around before a real one is connected."""

from __future__ import annotations

from collections.abc import Mapping

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.connectors import sandbox_address
from marketplaces.services.intake_addresses import introduce
from marketplaces.services.trial import test_values

#: A page waits for the answer; on one machine it takes milliseconds.
SECONDS = 1.0


def offered() -> Mapping[str, Mapping[str, str]]:
    """By marketplace code: the keys of a practice shop. Nothing where this installation serves no sandboxes."""
    try:
        with requests.Session() as session:
            session.trust_env = False  # it is on this machine; no proxy knows it
            answer = session.get(f"{settings.SANDBOX_URL}/_control/credentials", timeout=SECONDS)
            told = answer.json() if answer.status_code == requests.codes.ok else {}
    except (requests.RequestException, ValueError):
        return {}
    known = {kind.code for kind in registry.connectors()}
    return {code: keys for code, keys in told.items() if code in known} if isinstance(told, dict) else {}


def open_all(store: Store) -> list[Connection]:
    """One at each practice marketplace that the store has none at. Raises DomainError where nothing can be opened."""
    keys = offered()
    if not keys:
        raise DomainError(
            _("The practice marketplaces do not answer. Start them with “manage.py sandbox”, then try again.")
        )
    there = Connection.objects.filter(store=store, is_sandbox=True).exclude(status=Connection.Status.DISCONNECTED)
    known = set(there.values_list("marketplace__code", flat=True))
    return [_open(store, code, values) for code, values in keys.items() if code not in known]


def _open(store: Store, code: str, values: Mapping[str, str]) -> Connection:
    address = sandbox_address(code)
    tested = test_values(code, values, base_url=address, renew=True)
    if not tested.passed:
        said = " ".join(verdict.said for verdict in tested.verdicts if verdict.said)
        raise DomainError(_("The practice shop was not opened: %(said)s") % {"said": said or code})
    name = f"{registry.connector_class(code).name} · {_('practice')}"
    connection = connect(store=store, code=code, name=name, tested=tested, base_url=address)
    introduce(connection)
    return connection
