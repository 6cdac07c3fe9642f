"""What the columns of a foreign feed may mean: guessed from their names and values, for a person to look over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from core.errors import DomainError
from inventory.services.feed import cells
from inventory.services.feed.prices import PriceUnreadable, read_price
from inventory.services.feed.reading import read_file
from inventory.services.feed.table import NEEDED, Naming, key_of, name_columns

#: So many lines are looked at, and so many values of them shown.
LOOKED_AT, SHOWN, LONGEST_SHOWN = 50, 3, 80
#: “Nr” alone is a number of the product; in “Telefon-Nr” it is none.
SHORTEST_PART = 3
#: What a column may be, in the order in which a person looks for it.
FIELDS: dict[str, str | Promise] = {
    "id": lazy("Number of the product (id)"), "sku": lazy("SKU, where it is another than the number"),
    "title": lazy("Title"), "description": lazy("Description"), "price": lazy("Price"), "currency": lazy("Currency"),
    "gtin": lazy("GTIN (EAN, UPC, ISBN)"), "quantity": lazy("Quantity"), "brand": lazy("Brand"),
    "product_type": lazy("Category"), "image_link": lazy("Picture"),
    "additional_image_link": lazy("More pictures"), "item_group_id": lazy("Group of variants"), "color": lazy("Colour"),
    "size": lazy("Size"), "material": lazy("Material"), "pattern": lazy("Pattern"), "gender": lazy("Gender"),
    "age_group": lazy("Age group"), "shipping_weight": lazy("Weight with its unit"),
    "availability": lazy("Availability"), "condition": lazy("Condition"), "link": lazy("Link"), "mpn": lazy("MPN"),
    "sale_price": lazy("Sale price"), "tax_rate": lazy("Tax rate"), "content_language": lazy("Language"),
    "google_product_category": lazy("Google's category"), "identifier_exists": lazy("Has a GTIN (yes, no)"),
    "adult": lazy("For adults (yes, no)"), "custom_label_0": lazy("Label 1"), "custom_label_1": lazy("Label 2"),
    "custom_label_2": lazy("Label 3"), "custom_label_3": lazy("Label 4"), "custom_label_4": lazy("Label 5"),
}  # fmt: skip
#: How shops of several countries call them, letters and digits only.
WORDS = {
    "id": "nr nummer artikelnummer artikelnr artnr artno bestellnummer productid produktnummer produktid itemnumber "
    "itemno reference référence ref codearticle codeproduit артикул код кодтовара номер codice codigo código numer kod",
    "sku": "sku sellersku merchantsku",
    "title": "artikelbezeichnung bezeichnung artikelname produktname produkttitel productname producttitle nom "
    "nomduproduit désignation designation libellé libelle intitulé название наименование назва nome nombre titolo "
    "título titulo nazwa naziv numm",
    "description": "artikelbeschreibung produktbeschreibung langtext longdescription descriptif описание опис "
    "descrizione descripción descripcion opis beschreiwung",
    "price": "preis verkaufspreis vk vkpreis brutto bruttopreis preisbrutto prixttc prixdevente tarif цена ціна "
    "стоимость prezzo precio cena sellingprice retailprice unitprice präis priceeur priceinclvat",
    "currency": "währung waehrung devise monnaie валюта valuta moneda waluta currencycode",
    "gtin": "eancode eannummer gtin13 gtin14 strichcode codebarre codebarres codeabarres штрихкод barcodes kodean "
    "codiceabarre codigodebarras isbn13",
    "quantity": "bestand lagerbestand menge anzahl verfügbar stückzahl quantité quantite qté stockdisponible "
    "количество остаток остатки наличие кількість quantità cantidad ilość ilosc onhand stocklevel stand",
    "brand": "marke hersteller herstellername marque fabricant бренд марка производитель marca marka vendor",
    "product_type": "kategorie warengruppe category catégorie categorie rubrique категория раздел kategoria categoria "
    "producttype",
    "image_link": "bild bildurl bildlink imageurl1 image1 photo photourl picture pictureurl lienimage urlimage фото "
    "картинка изображение foto zdjęcie immagine imagen imagesrc",
    "additional_image_link": "weiterebilder images additionalimages photos autresimages",
    "item_group_id": "gruppe groupe parentsku parentid vaterartikel handle группа",
    "color": "farbe couleur colour цвет kolor colore faarf",
    "size": "grösse größe groesse taille размер rozmiar taglia",
    "material": "matière matiere материал materiale werkstoff",
    "shipping_weight": "gewicht poids вес weight waga peso",
    "availability": "verfügbarkeit verfuegbarkeit disponibilité disponibilite доступность",
    "condition": "zustand état etat состояние", "link": "producturl produkturl artikellink lien lienproduit ссылка",
    "sale_price": "sonderpreis aktionspreis angebotspreis prixpromo prixsoldé specialprice акционнаяцена",
    "tax_rate": "mwst mwstsatz steuersatz ust tva tauxtva vat vatrate ндс iva",
    "mpn": "herstellernummer herstellerartikelnummer manufacturerpartnumber partnumber référencefabricant",
    "content_language": "sprache langue язык",
}  # fmt: skip
FIELD_OF = {word: field for field, words in WORDS.items() for word in words.split()}
#: Asked about where a feed that names id and title calls one of these by a foreign name.
WORTH_ASKING = ("price", "quantity", "gtin")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file; `why` says what the guess goes by: "known", "name", "values", or nothing."""

    head: str
    samples: tuple[str, ...]
    guess: str = ""
    why: str = ""

    @property
    def key(self) -> str:
        """By which a saved map knows it again."""
        return key_of(self.head)


def look(data: bytes) -> list[Column]:
    """The columns of a file with values and a guess each. Raises DomainError for what is no feed at all."""
    feed = read_file(data, Naming(loose=True, most=LOOKED_AT))
    values = [[line.cells.get(str(place), "") for line in feed.lines] for place in range(len(feed.heads))]
    return _guessed(feed.heads, values)


def is_clear(columns: Sequence[Column]) -> bool:
    """Whether the names say enough by themselves: nothing has to be asked."""
    known = {column.guess for column in columns if column.why == "known"}
    guessed = {column.guess for column in columns if column.why == "name"}
    return known.issuperset(NEEDED) and not any(field in guessed for field in WORTH_ASKING)


def guesses(columns: Sequence[Column]) -> dict[str, str]:
    """The map as it is guessed: every head with its field, "" for one that is left out."""
    return {column.head: column.guess for column in columns}


def checked(chosen: Mapping[str, str], heads: Sequence[str]) -> dict[str, str]:
    """The map as it is kept, by the keys of heads. Raises DomainError for one that cannot make products."""
    there = {key_of(head): head for head in heads}
    told = {key_of(head): field for head, field in chosen.items()}
    if strange := next((head for head in chosen if key_of(head) not in there), ""):
        raise DomainError(_("This file has no column “%(head)s”.") % {"head": strange[:60]}, field="columns")
    if unknown := next((field for field in told.values() if field and field not in FIELDS), ""):
        words = {"field": unknown[:60], "known": ", ".join(FIELDS)}
        raise DomainError(_("“%(field)s” is nothing a column can be. Known: %(known)s.") % words, field="columns")
    met: dict[str, str] = {}
    for key, field in told.items():
        if field and field in met:
            words = {"one": there[met[field]], "other": there[key], "field": str(FIELDS[field])}
            raise DomainError(
                _("“%(one)s” and “%(other)s” are both %(field)s. Leave one of them out.") % words, field="columns"
            )
        met[field] = key
    named = name_columns(heads, told)
    for field in NEEDED:
        if field not in named:
            words = {"field": str(FIELDS[field])}
            raise DomainError(_("Say which column is: %(field)s. Every product needs it.") % words, field="columns")
    return told


def _guessed(heads: Sequence[str], values: Sequence[Sequence[str]]) -> list[Column]:
    """Names that we know, then foreign names, then values; no field twice, the surest first."""
    found: dict[int, tuple[str, str]] = {}
    taken: set[str] = set()
    for why, guess in (("known", _known(heads)), ("name", _by_name(heads)), ("values", _by_values(values))):
        for place, field in guess.items():
            if place not in found and field not in taken:
                found[place] = (field, why)
                taken.add(field)
    return [Column(head, _samples(values[place]), *found.get(place, ("", ""))) for place, head in enumerate(heads)]


def _known(heads: Sequence[str]) -> dict[int, str]:
    return {place: name for place, name in enumerate(name_columns(heads)) if name in FIELDS}


def _by_name(heads: Sequence[str]) -> dict[int, str]:
    found = {}
    for place, head in enumerate(heads):
        plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", key_of(head))
        parts = [part for part in re.split(r"[\s_/\-]+", plain) if len(part) > SHORTEST_PART]
        words = [re.sub(r"[^\w]|_", "", each) for each in (plain, *parts)]
        field = next((FIELD_OF[word] for word in words if word in FIELD_OF), "")
        if field:
            found[place] = field
    return found


def _by_values(values: Sequence[Sequence[str]]) -> dict[int, str]:
    """What can be told from values alone. A number of a product is short and never there twice."""
    found: dict[int, str] = {}
    for place, column in enumerate(values):
        said = [value for value in column if value]
        if said and (field := _kind(said)):
            found[place] = field
    rest = [place for place in range(len(values)) if place not in found and any(values[place])]
    numbers = [place for place in rest if _is_number_of_product(values[place])]
    if numbers:
        found[numbers[0]] = "id"
    texts = sorted((place for place in rest if place not in found), key=lambda place: -_length(values[place]))
    wordy = [place for place in texts if _length(values[place]) >= 8]
    if len(wordy) > 1 and _length(values[wordy[0]]) > 2 * _length(values[wordy[1]]):
        found[wordy[0]] = "description"
        wordy = wordy[1:]
    if wordy:
        found[wordy[0]] = "title"
    return found


def _kind(said: Sequence[str]) -> str:
    """What all of these are, if it shows."""
    if all(cells.gtin(value, sku="")[0] for value in said):
        return "gtin"
    if all(re.match(r"(https?:)?//", value, re.IGNORECASE) for value in said):
        pictures = (re.search(r"\.(jpe?g|png|webp|gif)\b", value, re.IGNORECASE) for value in said)
        return "image_link" if all(pictures) else "link"
    if all(_is_price(value) for value in said):
        return "price"
    return ""


def _is_price(value: str) -> bool:
    """With its money, or with two digits behind a mark: a bare number may be anything."""
    if not re.search(r"\d[.,]\d\d$", value) and not re.search(r"[A-Z]{3}|[€£₽₸₴]", value):
        return False
    try:
        read_price(value, currency="EUR", points=True)
    except PriceUnreadable:
        return False
    return True


def _is_number_of_product(column: Sequence[str]) -> bool:
    return all(0 < len(value) <= 40 and " " not in value for value in column) and len(set(column)) == len(column)


def _length(column: Sequence[str]) -> float:
    return sum(map(len, column)) / len(column)


def _samples(column: Sequence[str]) -> tuple[str, ...]:
    """Values that differ, short enough to be shown."""
    said = dict.fromkeys(" ".join(value.split())[:LONGEST_SHOWN] for value in column if value)
    return tuple(said)[:SHOWN]
