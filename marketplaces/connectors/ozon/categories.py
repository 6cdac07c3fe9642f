"""Which of Ozon's types a merchant means, and what a card of that type has to say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from marketplaces.canonical.products import ProductCard, RemoteAttribute, RemoteCategory
from marketplaces.framework.errors import Rejected

from .client import OzonClient
from .reading import Json, rows, text, whole

#: Characteristics with a meaning of their own. Ozon reads the type from the card itself, so that one is left to it.
BRAND, MODEL_NAME, TYPE, DESCRIPTION, COLOUR = 85, 9048, 8229, 4191, 10096
#: What an option of ours is called that is Ozon's colour.
COLOURS = frozenset({"colour", "color", "цвет", "farbe", "couleur"})
#: What every card says by itself; Ozon reads the type from the card.
ANSWERED = frozenset({BRAND, MODEL_NAME, TYPE, DESCRIPTION})
#: Theirs for goods without a brand.
NO_BRAND = "Нет бренда"
#: Numbers of a category and a type, as a merchant may give them.
NUMBERS = re.compile(r"(\d+)\s*[/:,]\s*(\d+)")
SHORTEST_SEARCH, NAMED = 2, 5
SAY_IT = "Say it on the shop's page under Categories, or give the variant an option of this name; then send it again."
LISTED = "Choose a word that Ozon lists for it, then send it again."
NAME_TYPE = (
    "Enter the name of the type as Ozon's cabinet shows it, or the numbers of category and type: 17028922/91565."
)


class Place(NamedTuple):
    """Where in Ozon's tree a product belongs."""

    category: int
    type: int


class Leaf(NamedTuple):
    """A type of the tree that products can be made in."""

    place: Place
    path: tuple[str, ...]


@dataclass(slots=True)
class Categories:
    """The tree, the characteristics and the words of directories: each asked for once in a batch."""

    client: OzonClient
    leaves: list[Leaf] = field(default_factory=list)
    known: dict[Place, Sequence[Json]] = field(default_factory=dict)
    words: dict[tuple[Place, int, str], int] = field(default_factory=dict)

    def place(self, named: str) -> Place:
        """The type that was named, by its two numbers or by its name. Raises Rejected where none or several fit."""
        if numbers := NUMBERS.fullmatch(named.strip()):
            return Place(int(numbers[1]), int(numbers[2]))
        if not self.leaves:
            self.leaves = list(_leaves(rows(self.client.category_tree().get("result"), "result")))
        found = [leaf for leaf in self.leaves if _is_called(leaf.path, named)]
        if len(found) == 1:
            return found[0].place
        if not found:
            raise _wrong("category", f"Ozon has no type called “{named}”", fix=NAME_TYPE)
        where = "; ".join(
            f"{' / '.join(leaf.path)} ({leaf.place.category}/{leaf.place.type})" for leaf in found[:NAMED]
        )
        raise _wrong("category", f"Several of Ozon's types are called “{named}”: {where}", fix=NAME_TYPE)

    def all(self) -> list[RemoteCategory]:
        """Every type that products can be made in, named by its two numbers."""
        leaves = _leaves(rows(self.client.category_tree().get("result"), "result"))
        return [RemoteCategory(remote_id=f"{leaf.place.category}/{leaf.place.type}", path=leaf.path) for leaf in leaves]

    def asked(self, category: str) -> list[RemoteAttribute]:
        """What a type asks of its cards. Raises Rejected for a type that is not one."""
        return [_asked(each) for each in self._characteristics(self.place(category))]

    def attributes(self, card: ProductCard, place: Place) -> list[dict[str, Any]]:
        """What a new card says of itself. Raises Rejected naming what it must say and does not."""
        told, missing, unknown = [], [], []
        for characteristic in self._characteristics(place):
            number = whole(characteristic.get("id"), "result[].id")
            name = text(characteristic.get("name"))
            said = _said(card, number, name)
            if values := self._values(characteristic, place, said):
                told.append(attribute(number, values))
            elif said and (name.casefold() in _named(card) or characteristic.get("is_required") is True):
                unknown.append(f"{name}: {said}")
            elif characteristic.get("is_required") is True and number != TYPE:
                missing.append(name)
        if missing:
            raise _wrong("options", f"Ozon asks of this type: {', '.join(missing)}", fix=SAY_IT)
        if unknown:
            raise _wrong("options", f"Ozon does not list this word: {'; '.join(unknown)}", fix=LISTED)
        return told

    def changed(self, card: ProductCard, place: Place) -> list[dict[str, Any]]:
        """What the card tells anew of a product that is there; the rest is kept as it stands."""
        found = [attribute(DESCRIPTION, [_free(card.description)])] if card.description else []
        named, unknown = _named(card), list[str]()
        for characteristic in self._characteristics(place) if card.brand or named else ():
            number, name = whole(characteristic.get("id"), "result[].id"), text(characteristic.get("name"))
            chosen = named.get(name.casefold(), "")
            if values := self._values(characteristic, place, chosen or (card.brand if number == BRAND else "")):
                found.append(attribute(number, values))
            elif chosen:
                unknown.append(f"{name}: {chosen}")
        if unknown:
            raise _wrong("options", f"Ozon does not list this word: {'; '.join(unknown)}", fix=LISTED)
        return found

    def _characteristics(self, place: Place) -> Sequence[Json]:
        if place not in self.known:
            answer = self.client.category_attributes(place.category, place.type)
            self.known[place] = rows(answer.get("result"), "result")
        return self.known[place]

    def _values(self, characteristic: Json, place: Place, said: str) -> list[dict[str, Any]]:
        if not said:
            return []
        if not whole(characteristic.get("dictionary_id"), "result[].dictionary_id", default=0):
            return [_free(said)]
        number = self._word(place, whole(characteristic.get("id"), "result[].id"), said)
        return [{"dictionary_value_id": number, "value": said}] if number else []

    def _word(self, place: Place, number: int, said: str) -> int:
        """The number of a word in the directory of a characteristic; 0 where it is not one of Ozon's."""
        key = (place, number, said.casefold())
        if key not in self.words:
            hits = self._search(place, number, said)
            same = (each for each in hits if text(each.get("value")).casefold() == said.casefold())
            self.words[key] = next((whole(each.get("id"), "result[].id") for each in same), 0)
        return self.words[key]

    def _search(self, place: Place, number: int, said: str) -> Sequence[Json]:
        if len(said) < SHORTEST_SEARCH:
            return ()
        answer = self.client.search_attribute_values(place.category, place.type, number, said)
        return rows(answer.get("result"), "result")


def attribute(number: int, values: Sequence[Json], complex_id: int = 0) -> dict[str, Any]:
    """A characteristic with its values."""
    return {"complex_id": complex_id, "id": number, "values": [dict(value) for value in values]}


def _free(said: str) -> dict[str, Any]:
    return {"dictionary_value_id": 0, "value": said}


def _said(card: ProductCard, number: int, name: str) -> str:
    """What the card says to a characteristic; options of the variant are told by their names."""
    if named := _named(card).get(name.casefold()):
        return named
    ours = {BRAND: card.brand or NO_BRAND, MODEL_NAME: card.title, DESCRIPTION: card.description}
    if number in ours:
        return ours[number]
    wanted = COLOURS | {name.casefold()} if number == COLOUR else {name.casefold()}
    return next((value for option, value in card.options.items() if option.casefold() in wanted), "")


def _named(card: ProductCard) -> dict[str, str]:
    return {name.casefold(): value for name, value in card.attributes.items() if value}


def _asked(characteristic: Json) -> RemoteAttribute:
    number = whole(characteristic.get("id"), "result[].id")
    return RemoteAttribute(
        name=text(characteristic.get("name")),
        is_required=characteristic.get("is_required") is True,
        answered=number in ANSWERED,
        also=tuple(sorted(COLOURS)) if number == COLOUR else (),
        only_listed=bool(whole(characteristic.get("dictionary_id"), "result[].dictionary_id", default=0)),
    )


def _leaves(children: Sequence[Json], path: tuple[str, ...] = (), category: int = 0) -> Iterator[Leaf]:
    for row in children:
        if row.get("disabled") is True:
            continue
        number = whole(row.get("type_id"), "type_id", default=0)
        name = text(row.get("type_name")) if number else text(row.get("category_name"))
        here = whole(row.get("description_category_id"), "description_category_id", default=0) or category
        if number:
            yield Leaf(Place(here, number), (*path, name))
        yield from _leaves(rows(row.get("children"), "children"), (*path, name), here)


def _is_called(path: tuple[str, ...], named: str) -> bool:
    """Its own name, or the end of the way to it: “Посуда / Чайник”."""
    wanted = [part.strip().casefold() for part in named.split("/")]
    return [part.casefold() for part in path[-len(wanted) :]] == wanted


def _wrong(name: str, said: str, *, fix: str) -> Rejected:
    return Rejected(said, fields={name: said}, fix=fix)
