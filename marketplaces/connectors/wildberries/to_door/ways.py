"""The two ways to a buyer's door, and which of them a shop has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplaces.framework.errors import UnexpectedPayload

from ..reading import Json, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`words` are what its orders are called, `warehouses` the kinds of the seller's warehouses that sell so."""

    name: str
    words: frozenset[str]
    warehouses: frozenset[int]


#: To the door, within hours, or to a pickup point; by the seller each time.
DBS = Way(name="dbs", words=frozenset({"dbs", "edbs", "dbsPickupPoint"}), warehouses=frozenset({2, 6}))
#: Its orders name no way of sending: the list that they stand in does.
DBW = Way(name="dbw", words=frozenset({"dbw"}), warehouses=frozenset({3}))
WAYS: Mapping[str, Way] = {way.name: way for way in (DBS, DBW)}
WORDS = DBS.words | DBW.words
#: Brought to the buyer himself, who shows a code; what lies at a pickup point is handed out there.
TO_THE_BUYER = frozenset({"dbs", "edbs"})


def open_to(warehouses: Sequence[Json]) -> tuple[Way, ...]:
    """The ways that a seller with these warehouses has: whoever has none of a kind is not asked about its orders."""
    kinds = {row.get("deliveryType") for row in warehouses}
    return tuple(way for way in WAYS.values() if way.warehouses & kinds)


def find_way(word: str) -> Way | None:
    """By an order's own word; None for those that go to Wildberries' warehouse."""
    return next((way for way in WAYS.values() if word in way.words), None)


def word_of(way: Way, row: Json) -> str:
    """What an order's way of sending is called; one that no table lists is not guessed."""
    found = text(row.get("deliveryType")) or way.name
    if found not in way.words:
        raise UnexpectedPayload("orders[].deliveryType", found)
    return found
