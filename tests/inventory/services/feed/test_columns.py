"""What the columns of foreign feeds are taken for."""

import io

import openpyxl
import pytest

from core.errors import DomainError
from inventory.services.feed import Naming, parse_rows, read_file
from inventory.services.feed.columns import checked, guesses, is_clear, look


def test_names_that_we_know_ask_nothing() -> None:
    columns = look(b"id,title,price,gtin\n1,Pot,5 EUR,4006381333931\n")
    assert is_clear(columns) and {column.why for column in columns} == {"known"}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Artikelnummer;Bezeichnung;VK (brutto);Lagerbestand;EAN-Code", ["id", "title", "price", "quantity", "gtin"]),
        ("Référence;Désignation;Prix TTC;Quantité;Code-barres", ["id", "title", "price", "quantity", "gtin"]),
        ("Артикул;Наименование;Цена;Остаток;Штрихкод", ["id", "title", "price", "quantity", "gtin"]),
        ("Codice;Nome;Prezzo;Quantità;EAN", ["id", "title", "price", "quantity", "gtin"]),
    ],
    ids=["German", "French", "Russian", "Italian"],
)
def test_foreign_names_are_guessed(header: str, fields: list[str]) -> None:
    columns = look(f"{header}\nA-1;Pot;5,00;3;4006381333931\n".encode())
    assert [column.guess for column in columns] == fields
    assert not is_clear(columns)


def test_a_feed_that_names_id_and_title_is_asked_about_a_price_with_a_foreign_name() -> None:
    assert not is_clear(look("id;title;Цена\n1;Pot;5\n".encode()))
    assert is_clear(look("id;title;Заметка\n1;Pot;5\n".encode()))


def test_what_has_no_name_is_guessed_by_its_values() -> None:
    rows = (
        "ก;ข;ค;ง;จ;ฉ",
        "A-1;Blue teapot;It holds a litre of tea and keeps it warm for long;12,50 €;4006381333931;http://x/1.png",
        "A-2;Small cup;It holds a mouthful of coffee and keeps it not at all;4,00 €;4006381333948;http://x/2.jpg",
    )
    columns = look("\n".join(rows).encode())
    assert [column.guess for column in columns] == ["id", "title", "description", "price", "gtin", "image_link"]
    assert {column.why for column in columns} == {"values"}
    assert columns[0].samples == ("A-1", "A-2")


def test_no_field_is_guessed_twice() -> None:
    columns = look("Preis;VK;Titel;Nr\n5,00 €;6,00 €;Pot;A-1\n".encode())
    assert guesses(columns) == {"Preis": "price", "VK": "", "Titel": "title", "Nr": "id"}


def test_the_columns_of_workbooks_and_json_are_looked_at_too() -> None:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(("Artikelnummer", "Bezeichnung", "Preis"))
    book.active.append(("A-1", "Pot", 12.5))
    book.save(kept)
    for data in (kept.getvalue(), b'{"Artikelnummer": "A-1", "Bezeichnung": "Pot", "Preis": 12.5}'):
        columns = look(data)
        assert [column.guess for column in columns] == ["id", "title", "price"]
        said = checked(guesses(columns), [column.head for column in columns])
        row = parse_rows(read_file(data, Naming(said)), currency="EUR").rows[0]
        assert (row.sku, row.title, str(row.price)) == ("A-1", "Pot", "12.5")


def test_only_the_first_lines_are_looked_at() -> None:
    lines = "".join(f"{n},Pot {n}\n" for n in range(1000))
    assert len(read_file(f"id,title\n{lines}".encode(), Naming(loose=True, most=50)).lines) == 50


def test_what_is_chosen_goes_before_what_a_column_is_called() -> None:
    said = checked({"Name": "brand", "Long name": "title", "id": "id"}, ["id", "Name", "Long name"])
    feed = read_file(b"id,NAME,Long  name\n1,Acme,Pot\n", Naming(said))
    assert feed.lines[0].cells == {"id": "1", "brand": "Acme", "title": "Pot"}


def test_of_two_columns_that_mean_the_same_by_name_the_first_counts() -> None:
    assert read_file(b"id,name,titel\n1,Pot,Topf\n").lines[0].cells["title"] == "Pot"


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"Nr": "id", "X": "title"}, "no column “X”"),
        ({"Nr": "id", "Bez": "nonsense"}, "nothing a column can be"),
        ({"Nr": "id", "Bez": "id"}, "are both"),
        ({"Nr": "id", "Bez": ""}, "Say which column is: Title"),
    ],
)
def test_a_map_that_makes_no_products_is_refused(chosen: dict[str, str], sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        checked(chosen, ["Nr", "Bez"])


@pytest.mark.parametrize("data", [b"", b"<!doctype html>", b"a,b\n"])
def test_what_is_no_feed_has_no_columns(data: bytes) -> None:
    with pytest.raises(DomainError):
        look(data)
