"""What can be sold under which type, and what a card of that type must say: tree, characteristics, directories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.assortment import FAMILIES, VALUES
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import NOT_FOUND, ok, refuse
from .shapes import fields, one_of, text, whole

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
Value = dict[str, Any]

LANGUAGE = one_of("DEFAULT", "RU", "EN", "TR", "ZH_HANS")
PLACE = {"description_category_id!": whole(1), "type_id!": whole(1)}
TREE = fields({"language": LANGUAGE})
OF_TYPE = fields({**PLACE, "language": LANGUAGE})
SEARCH = fields({**PLACE, "attribute_id!": whole(1), "value!": text(), "limit!": whole(1, 100)})

ROOT = (17_028_600, "Дом и сад")
# the range's own category -> id, name
CATEGORIES = {
    "lamps": (17_028_701, "Освещение"),
    "candles": (17_028_702, "Свечи и ароматы"),
    "tableware": (17_028_703, "Посуда"),
    "tea": (17_028_704, "Чай и кофе"),
    "textiles": (17_028_705, "Домашний текстиль"),
    "bags": (17_028_706, "Сумки и рюкзаки"),
    "decor": (17_028_707, "Декор и интерьер"),
    "paper": (17_028_708, "Канцелярия"),
    "bath": (17_028_709, "Ванная комната"),
    "sets": (17_028_710, "Подарки"),
    "hardware": (17_028_711, "Мебельная фурнитура"),
}
CLOSED = (17_028_712, 91_599, "Снято с продажи")
FIRST_TYPE = 91_500
BRAND, MODEL, KIND, NOTE, COLOUR, MATERIAL = 85, 9048, 8229, 4191, 10096, 5309
#: Only of these must a card say what they are made of.
SAYS_MATERIAL = frozenset({17_028_705})
BRANDS, KINDS, COLOURS, MATERIALS = 28_732_849, 1_960, 1_494, 1_951
NO_BRAND = "Нет бренда"


def _types() -> dict[int, tuple[int, str]]:
    """Type id -> its category and its name, of every family there is."""
    rows = [(category, titles[1]) for category, *titles in FAMILIES.values()] + [("hardware", "Ручка мебельная")]
    return {FIRST_TYPE + place: (CATEGORIES[category][0], name) for place, (category, name) in enumerate(rows)}


TYPES = _types()
FAMILY_TYPES = {f"ORI-{key}": FIRST_TYPE + place for place, key in enumerate((*FAMILIES, "KNB"))}


def _directories() -> dict[int, dict[int, str]]:
    colours = dict.fromkeys(words[1] for option, *words in VALUES.values() if option == "colour")
    found = {
        BRANDS: (126_745_801, (NO_BRAND, "Atelier Lumen", "Lumen Outlet", "Vega")),
        COLOURS: (61_570, (*colours, "синий", "красный", "серый")),
        MATERIALS: (62_000, ("Хлопок", "Лён", "Шерсть", "Канвас")),
    }
    listed = {number: dict(enumerate(words, start)) for number, (start, words) in found.items()}
    return {**listed, KINDS: {90_000 + number: name for number, (_, name) in TYPES.items()}}


DIRECTORIES = _directories()


def value_id(directory: int, word: str) -> int:
    """The number of a word in a directory; 0 for none."""
    return next((number for number, known in DIRECTORIES[directory].items() if known == word), 0)


def characteristics(type_id: int) -> list[dict[str, Any]]:
    """What a card of this type may and must say."""
    category = TYPES[type_id][0]
    return [
        _characteristic(BRAND, "Бренд", BRANDS, required=True),
        _characteristic(MODEL, "Название модели (для объединения в одну карточку)", 0, required=True),
        _characteristic(KIND, "Тип", KINDS, required=True),
        _characteristic(NOTE, "Аннотация", 0),
        _characteristic(COLOUR, "Цвет товара", COLOURS, aspect=True),
        *([_characteristic(MATERIAL, "Материал", MATERIALS, required=True)] if category in SAYS_MATERIAL else []),
    ]


def _characteristic(
    number: int, name: str, directory: int, *, required: bool = False, aspect: bool = False
) -> dict[str, Any]:
    return {
        "id": number,
        "attribute_complex_id": 0,
        "name": name,
        "description": "",
        "type": "String",
        "is_collection": aspect,
        "is_required": required,
        "is_aspect": aspect,
        "max_value_count": 0,
        "group_name": "",
        "group_id": 0,
        "dictionary_id": directory,
        "category_dependent": directory in (KINDS, MATERIALS),
        "complex_is_collection": False,
    }


@routes.post("/v1/description-category/tree", shape=TREE)
def tree(shop: OzonEmulator, request: Request) -> Answer:
    children = [_category(number, name) for number, name in CATEGORIES.values()]
    closed = {"type_id": CLOSED[1], "type_name": CLOSED[2], "disabled": True, "children": []}
    children.append(
        {"description_category_id": CLOSED[0], "category_name": CLOSED[2], "disabled": True, "children": [closed]}
    )
    root = {"description_category_id": ROOT[0], "category_name": ROOT[1], "disabled": False, "children": children}
    return ok({"result": [root]})


def _category(number: int, name: str) -> dict[str, Any]:
    children = [
        {"type_id": each, "type_name": word, "disabled": False, "children": []}
        for each, (category, word) in TYPES.items()
        if category == number
    ]
    return {"description_category_id": number, "category_name": name, "disabled": False, "children": children}


def known(category: int, type_id: int) -> bool:
    """Whether products can be made there."""
    return type_id in TYPES and TYPES[type_id][0] == category


@routes.post("/v1/description-category/attribute", shape=OF_TYPE)
def attributes(shop: OzonEmulator, request: Request) -> Answer:
    return ok({"result": characteristics(_type_of(request))})


@routes.post("/v1/description-category/attribute/values/search", shape=SEARCH)
def values(shop: OzonEmulator, request: Request) -> Answer:
    """Words of a directory that contain what is searched for."""
    body = request.json
    if len(body["value"]) < 2:
        raise refuse("Request validation error: value: at least 2 characters")
    found = next((each for each in characteristics(_type_of(request)) if each["id"] == body["attribute_id"]), None)
    if found is None or not found["dictionary_id"]:
        raise refuse("the attribute has no directory", NOT_FOUND)
    words = DIRECTORIES[found["dictionary_id"]]
    hits = [
        {"id": number, "value": word, "info": "", "picture": ""}
        for number, word in words.items()
        if body["value"].casefold() in word.casefold()
    ]
    return ok({"result": hits[: body["limit"]]})


def _type_of(request: Request) -> int:
    category, type_id = request.json["description_category_id"], request.json["type_id"]
    if not known(category, type_id):
        raise refuse("there is no such type in this category", NOT_FOUND)
    return int(type_id)
