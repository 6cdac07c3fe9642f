"""Token refresh, single flight: a lease on the credential row, the call outside any transaction, compare-and-set."""

import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection as database
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from core import checkpoints
from marketplaces.framework.base import Connector, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import LoginExpired, Unavailable
from marketplaces.framework.ports import Clock
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.services import credentials as stored

#: An access token this close to its end is renewed before the call.
MARGIN = timedelta(seconds=60)
#: Longer than the longest try of the transport: a lease that ends under a living call would let a second one go.
LEASE = timedelta(seconds=75)
#: How long a worker waits for another one's refresh before it gives its place back.
PATIENCE = 20.0
PAUSE = 0.1
#: How long read values are used without looking again.
FRESH = 30.0
REFUSED = "The marketplace no longer accepts our refresh token"


class LeasedCredentials:
    """The CredentialSource of one connection. A kill between their answer and our commit ends in LoginExpired."""

    lease = LEASE

    def __init__(self, connection: Connection, connector: type[Connector], clock: Clock) -> None:
        self._connection = connection
        self._connector = connector
        self._clock = clock
        self._refresh: Callable[[Mapping[str, str]], TokenSet] | None = None
        self._lock = threading.Lock()
        self._opened_by = threading.get_ident()
        self._refused: int | None = None
        self._row: MarketplaceCredential | None = None
        self._read_at = 0.0

    def renew_with(self, refresh: Callable[[Mapping[str, str]], TokenSet]) -> None:
        """The connector's own refresh call; known only once the connector stands."""
        if Capability.TOKEN in self._connector.capabilities:
            self._refresh = refresh

    def current(self) -> Mapping[str, str]:
        """The values, renewed first when the access token is about to end."""
        with self._in_turn():
            row = self._look(again=self._clock.monotonic() - self._read_at > FRESH)
            if self._refresh is not None and _is_ending(row):
                row = self._renewed(row)
            return self._values(row)

    def refreshed(self, rejected: Mapping[str, str]) -> Mapping[str, str]:
        """Other values than the rejected ones: another worker's, or ours."""
        with self._in_turn():
            row = self._look(again=True)
            values = self._values(row)
            if values != dict(rejected):
                return values
            if self._refresh is None:
                raise self._signed_out("The keys are not accepted")
            return self._values(self._renewed(row))

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """One thread at a time. Those beside the one that opened us give their database connection back at once."""
        with self._lock:
            try:
                yield
            finally:
                if threading.get_ident() != self._opened_by and not database.in_atomic_block:
                    database.close()

    def _renewed(self, row: MarketplaceCredential) -> MarketplaceCredential:
        """1. Take the lease, or wait for its holder. 2. Call. 3. Store, unless somebody stored meanwhile.

        What was refused once is not asked again by the calls that were under way beside it.
        """
        if row.version == self._refused:
            raise self._signed_out(REFUSED)
        seen, owner = row.version, uuid.uuid4()
        give_up = self._clock.monotonic() + PATIENCE
        while not self._took_lease(row, seen, owner):
            row = self._look(again=True)
            if row.version != seen:
                return self._by_another(row)
            if self._clock.monotonic() > give_up:
                raise Unavailable("Another worker is renewing the sign-in and has not finished", fix="We try again.")
            self._clock.sleep(PAUSE)
        return self._call(row, owner)

    def _call(self, row: MarketplaceCredential, owner: uuid.UUID) -> MarketplaceCredential:
        assert self._refresh is not None
        checkpoints.reached("token.before_call")
        try:
            tokens = self._refresh(self._values(self._look(again=True)))
        except LoginExpired:
            settled = self._settle(row.version, owner, None)
            self._refused = None if settled.is_valid else settled.version
            raise
        except BaseException:
            self._release(row, owner)
            raise
        checkpoints.reached("token.after_call")
        return self._settle(row.version, owner, tokens)

    def _took_lease(self, row: MarketplaceCredential, seen: int, owner: uuid.UUID) -> bool:
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
        mine = MarketplaceCredential.all_objects.filter(free, pk=row.pk, version=seen)
        return mine.update(lease_owner=owner, lease_until=Now() + self.lease) == 1

    def _release(self, row: MarketplaceCredential, owner: uuid.UUID) -> None:
        mine = MarketplaceCredential.all_objects.filter(pk=row.pk, lease_owner=owner)
        mine.update(lease_owner=None, lease_until=None)

    def _settle(self, seen: int, owner: uuid.UUID, tokens: TokenSet | None) -> MarketplaceCredential:
        """Compare-and-set on the version: keys that a person entered meanwhile win over ours."""
        with transaction.atomic():
            row = MarketplaceCredential.all_objects.select_for_update().get(connection=self._connection)
            if row.version != seen and not (tokens is not None and _was_refused_meanwhile(row, seen)):
                self._keep(row)
                return self._by_another(row)
            row.version += 1
            row.lease_owner = row.lease_until = None
            row.is_valid = tokens is not None
            if tokens is not None:
                stored.write(row, self._connection, self._connector, tokens.values)
                row.token_expires_at = tokens.expires_at
                row.last_validated_at = timezone.now()
            row._change_reason = "sign-in renewed" if tokens is not None else "sign-in refused"
            row.save()
        self._keep(row)
        return row

    def _by_another(self, row: MarketplaceCredential) -> MarketplaceCredential:
        if not row.is_valid:
            raise self._signed_out(REFUSED)
        return row

    def _look(self, *, again: bool) -> MarketplaceCredential:
        if self._row is None or again:
            found = MarketplaceCredential.all_objects.filter(connection=self._connection).first()
            if found is None:
                raise self._signed_out("No keys are stored for this connection")
            self._keep(found)
            return found
        return self._row

    def _keep(self, row: MarketplaceCredential) -> None:
        self._row, self._read_at = row, self._clock.monotonic()

    def _values(self, row: MarketplaceCredential) -> dict[str, str]:
        return stored.values_of(row, self._connection, self._connector)

    def _signed_out(self, detail: str) -> LoginExpired:
        return LoginExpired(detail, marketplace=self._connector.name)


def _was_refused_meanwhile(row: MarketplaceCredential, seen: int) -> bool:
    """Our lease ran out under our call, and whoever came next was refused: ours had used the refresh token up.

    What a person stored or took away meanwhile counts more than our answer.
    """
    return row.version == seen + 1 and row.is_active and not row.is_valid


def _is_ending(row: MarketplaceCredential) -> bool:
    """There is no access token yet, or it ends before a call would be over."""
    if row.refresh_token and not row.access_token:
        return True
    return row.token_expires_at is not None and row.token_expires_at - MARGIN <= timezone.now()
