"""Tries keys before they are saved: reachable, accepted, shape; each failure says what to do."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from core.clock import SystemClock
from marketplaces.framework import registry
from marketplaces.framework.base import Account, Connector, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import checked
from marketplaces.framework.errors import (
    AccountProblem,
    CodeProblem,
    ConnectorError,
    LoginExpired,
    NotFound,
    RateLimited,
    SwitchedOff,
    Unavailable,
)
from marketplaces.services import connectors, credentials
from marketplaces.services.calls import DatabaseCallRecorder

NAMES = ("reachable", "accepted", "shape")
ADDRESS = "Check the API address and that this machine may reach it, then test again."
KEYS = "Check the keys, copy them again from the seller portal, then test again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One of the three answers of a connection test: passed, refused, or not tried."""

    name: str  # one of NAMES
    state: str  # "passed", "refused", "not_tried"
    said: str = ""
    fix: str = ""
    duration_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """The outcome of a test. `values` are what to save: a renewed single-use token replaces the one that was typed."""

    __test__: ClassVar[bool] = False  # pytest takes the name for a test class

    code: str
    values: Mapping[str, str]
    verdicts: tuple[Verdict, ...] = ()
    account: Account | None = None
    problems: Mapping[str, str] = field(default_factory=dict)  # field name to sentence, before any call
    token_expires_at: datetime | None = None

    @property
    def passed(self) -> bool:
        """All three."""
        return bool(self.verdicts) and all(verdict.state == "passed" for verdict in self.verdicts)


def test_values(
    code: str,
    values: Mapping[str, str],
    *,
    base_url: str = "",
    allow_private: bool = False,
    settings: Mapping[str, Any] | None = None,
    renew: bool = False,
    by_operator: bool = False,
) -> Tested:
    """Try these keys with one cheap call.

    `renew` lets an ended access token be renewed: the refresh token is single-use at some marketplaces, so only who
    saves `Tested.values` afterwards may ask for it.
    """
    kind = registry.connector_class(code)
    clean, problems = checked(kind.credential_fields, values)
    typed_by_merchant = "" if allow_private else base_url
    clean = credentials.with_environment(kind, clean, base_url=typed_by_merchant, by_operator=by_operator)
    problems = {name: text for name, text in problems.items() if name not in clean or values.get(name, "").strip()}
    if problems:
        return Tested(code=code, values=clean, problems=problems)
    source = TriedCredentials(kind, clean)
    began = time.monotonic()
    try:
        connector = try_connector(source, base_url=base_url, allow_private=allow_private, settings=settings or {})
    except ConnectorError as error:  # the address or the marketplace may not be called
        return source.refused(error, began)
    if renew and Capability.TOKEN in kind.capabilities:
        source.renew = connector.refresh_token
    return source.tested(connector)


class TriedCredentials:
    """Values that are stored nowhere yet."""

    def __init__(self, kind: type[Connector], values: Mapping[str, str]) -> None:
        self.kind = kind
        self.values = dict(values)
        self.expires_at: datetime | None = None
        self.spent = False  # the single-use token or code that was given is used up
        self.renew: Callable[[Mapping[str, str]], TokenSet] | None = None

    def current(self) -> Mapping[str, str]:
        held = {field.column for field in self.kind.credential_fields if self.values.get(field.name)}
        if self.renew is not None and "refresh_token" in held and "access_token" not in held:
            return self.refreshed(self.values)
        return dict(self.values)

    def refreshed(self, rejected: Mapping[str, str]) -> Mapping[str, str]:
        if self.renew is None:
            raise LoginExpired("The keys are not accepted", marketplace=self.kind.name)
        self.take(self.renew(self.values))
        return dict(self.values)

    def take(self, tokens: TokenSet) -> None:
        """These are the values from now on."""
        self.values.update(tokens.values)
        self.expires_at = tokens.expires_at
        self.spent = True

    def tested(self, connector: Connector) -> Tested:
        """The verdicts of one cheap call with these values, or of two where one does not carry all keys."""
        began = time.monotonic()
        try:
            account = connector.account()
            connector.prove_other_keys()
        except ConnectorError as error:
            return self.refused(error, began)
        took = _since(began)
        passed = tuple(Verdict(name=name, state="passed", duration_ms=took) for name in NAMES)
        return self._told(passed, account)

    def refused(self, error: ConnectorError, began: float) -> Tested:
        """The verdicts that an error stands for."""
        return self._told(_refusals(error, self, _since(began)), None)

    def _told(self, verdicts: tuple[Verdict, ...], account: Account | None) -> Tested:
        return Tested(
            code=self.kind.code,
            values=dict(self.values),
            verdicts=verdicts,
            account=account,
            token_expires_at=self.expires_at,
        )


def try_connector(
    source: TriedCredentials, *, base_url: str, allow_private: bool, settings: Mapping[str, Any]
) -> Connector:
    """A connector on values that are stored nowhere yet: one attempt per call."""
    kind = source.kind
    connectors.refuse_switched_off(kind)
    return connectors.build(
        kind,
        base_url=connectors.address_for(kind, base_url),
        allow_private=allow_private or connectors.is_sandbox(kind.code, base_url),
        credentials=source,
        recorder=DatabaseCallRecorder(None),
        clock=SystemClock(),
        limits=kind.limits_for(source.values),
        scope_values=connectors.scope_values(kind, source.values, account="", shop="test"),
        settings=settings,
        attempts=1,
    )


def _refusals(error: ConnectorError, source: TriedCredentials, took: int) -> tuple[Verdict, ...]:
    """Which of the three failed; what comes after the failed one was not tried."""
    kind, failed = source.kind, _failed(error)
    fix = error.fix or (KEYS if failed == "accepted" else ADDRESS)
    if fix == LoginExpired.fix_hint:  # there may be no connection to open yet
        fix = KEYS
    if isinstance(error, LoginExpired) and source.renew is None and Capability.TOKEN in kind.capabilities:
        fix = "Check the keys. An access token that has only ended is renewed with the refresh token when you save."
    if source.spent:
        fix += " What you signed in with is used up by now: sign in at the marketplace anew before the next try."
    refusal = Verdict(name=failed, state="refused", said=_said(error, kind), fix=fix, duration_ms=took)
    at = NAMES.index(failed)
    passed = [Verdict(name=name, state="passed", duration_ms=took) for name in NAMES[:at]]
    if failed == "shape" and not isinstance(error, CodeProblem):
        passed[1] = replace(passed[1], state="not_tried")  # a page of somebody else's has judged no keys
    return (*passed, refusal, *(Verdict(name=name, state="not_tried") for name in NAMES[at + 1 :]))


def _failed(error: ConnectorError) -> str:
    answered = error.http_status is not None
    if isinstance(error, CodeProblem):
        return "shape"
    if isinstance(error, SwitchedOff):
        return "reachable"
    if isinstance(error, RateLimited | AccountProblem):
        return "accepted"
    if not answered:
        return "accepted" if isinstance(error, LoginExpired) else "reachable"
    if isinstance(error, Unavailable):
        return "shape" if error.http_status and error.http_status < 300 else "reachable"
    return "shape" if isinstance(error, NotFound) else "accepted"


def _said(error: ConnectorError, kind: type[Connector]) -> str:
    text = error.detail or error.heading
    if isinstance(error, LoginExpired) and not error.detail:  # who was never signed in was not signed out
        text = _("%s does not accept these keys") % kind.name
    if isinstance(error, NotFound):
        text = f"The host answers, but it does not know the calls of {kind.name}"
    return f"{text}. It answered: “{error.said}”" if error.said and error.said not in text else text


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
