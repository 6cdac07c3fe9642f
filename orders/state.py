"""How an order's status may move (laws 9 and 10): steps may be skipped forward, the rest is impossible."""

from collections.abc import Iterable

from marketplaces.canonical.statuses import OrderStatus as S

#: The way of every order; a move forward along it may skip steps.
WAY = (S.PENDING, S.CONFIRMED, S.PROCESSING, S.READY_FOR_SHIPMENT, S.SHIPPED, S.DELIVERED)
OPEN = frozenset({S.PENDING, S.CONFIRMED, S.PROCESSING, S.READY_FOR_SHIPMENT})
LEFT = frozenset({S.SHIPPED, S.DELIVERED, S.FULFILLED})
CLOSED = frozenset({S.CANCELLED, S.REFUNDED})
_BACK = frozenset({S.REFUNDED, S.PARTIALLY_REFUNDED})

MOVES: dict[S, frozenset[S]] = {
    S.PENDING: frozenset({*WAY[1:], S.FULFILLED, S.CANCELLED, *_BACK}),
    S.CONFIRMED: frozenset({*WAY[2:], S.FULFILLED, S.CANCELLED, *_BACK}),
    S.PROCESSING: frozenset({*WAY[3:], S.FULFILLED, S.CANCELLED, *_BACK}),
    S.READY_FOR_SHIPMENT: frozenset({*WAY[4:], S.FULFILLED, S.CANCELLED, *_BACK}),
    S.SHIPPED: frozenset({S.DELIVERED, S.FULFILLED, S.CANCELLED, *_BACK}),
    S.DELIVERED: frozenset({S.FULFILLED, *_BACK}),
    S.FULFILLED: frozenset({S.DELIVERED, *_BACK}),
    S.CANCELLED: frozenset({S.REFUNDED}),
    S.REFUNDED: frozenset(),
    S.PARTIALLY_REFUNDED: frozenset({S.REFUNDED}),
    S.UNKNOWN: frozenset({*WAY, S.FULFILLED, S.CANCELLED, *_BACK}),
}
#: How far along; for telling which of several postings is the least advanced.
_RANK = {status: rank for rank, status in enumerate((*WAY, S.FULFILLED, S.PARTIALLY_REFUNDED, S.REFUNDED))}


def may_move(before: str, after: str) -> bool:
    """Whether the table allows it. Staying is not a move."""
    return S(after) in MOVES[S(before)]


def is_behind(word: str, ours: str) -> bool:
    """Whether the word is an earlier step of the way than ours."""
    return word in WAY and ours in WAY and WAY.index(S(word)) < WAY.index(S(ours))


def of_several(words: Iterable[str]) -> str | None:
    """One status for an order of several postings: the least advanced that is not cancelled.

    None while one of them says a word that we do not know, or there is nothing to go by.
    """
    said = [S(word) for word in words]
    if not said or S.UNKNOWN in said:
        return None
    alive = [word for word in said if word is not S.CANCELLED]
    return min(alive, key=_RANK.__getitem__) if alive else S.CANCELLED
