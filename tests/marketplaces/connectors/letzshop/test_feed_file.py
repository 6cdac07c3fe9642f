"""Files as shops really send them: encodings, separators, torn rows, pages in their place."""

import gzip

import pytest

from marketplaces.connectors.letzshop.feed_file import read
from marketplaces.connectors.letzshop.feed_writing import line
from marketplaces.connectors.letzshop.goods import assortment, products
from marketplaces.framework.errors import UnexpectedPayload
from tests.conftest import shared

HEAD = "id\ttitle\tprice"


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff{HEAD}\nA\tCrémant\t1.00".encode(), f"{HEAD}\nA\tCrémant\t1.00".encode("utf-16"),
        f"{HEAD}\nA\tCrémant\t1.00".encode("cp1252"), gzip.compress(f"{HEAD}\nA\tCrémant\t1.00".encode(), mtime=0),
        "ID;Item title;Preis\nA;Crémant;1,00".encode(), "g:id,g:title,g:price\nA,Crémant,1.00".encode(),
        f"{HEAD}\r\nA\tCrémant\t1.00\r\n\r\n".encode(), "sku\tTitre\tprix\nA\tCrémant\t1.00".encode(),
    ],
)  # fmt: skip
def test_a_feed_is_read_however_it_is_written(data):
    feed = read(data)
    assert feed.columns == ("id", "title", "price")
    assert [row.cells["title"] for row in feed.rows] == ["Crémant"]


def test_an_ellipsis_of_an_old_code_page_breaks_no_row():
    feed = read(f"{HEAD}\nA\tThé\x85 noir\t1.00".encode("latin-1"))
    assert [row.cells["title"] for row in feed.rows] == ["Thé… noir"]


def test_a_line_break_inside_quotes_is_one_row_and_a_row_with_a_cell_too_few_is_named():
    feed = read(f'{HEAD}\nA\t"two\nlines"\t1.00\nB\tshort\nC\tgood\t2.00'.encode())
    assert [row.cells["id"] for row in feed.rows] == ["A", "C"]
    assert [number for number, _ in feed.torn] == [3]


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"<!DOCTYPE html><html>login", b"<html>", HEAD.encode(), b"hello", b"\x1f\x8bx"]
)
def test_what_is_no_feed_empties_no_shop(data):
    with pytest.raises(UnexpectedPayload) as caught:
        read(data)
    assert caught.value.fix


def test_letters_that_were_encoded_twice_are_told_and_not_repaired():
    feed = read(f"{HEAD}\nA\tCrÃ©mant brut\t1.00".encode())
    assert feed.warnings
    assert feed.rows[0].cells["title"] == "CrÃ©mant brut"


def test_of_two_rows_with_one_id_the_last_counts_and_bad_rows_are_refused_alone():
    feed = read(f"{HEAD}\nA\tOne\t1.00\nA\tTwo\t2.00\n\tX\t1.00\nB\t\t1.00\nC\tC\t9.12 -- 12.30".encode())
    found = assortment({"fr": feed})
    assert {name: each.texts["fr"]["title"] for name, each in found.articles.items()} == {"A": "Two"}
    assert found.articles["A"].warnings
    assert sorted(each.remote_id for each in found.refused) == ["", "B", "C"]


def test_the_contracts_four_files_are_one_assortment():
    files = {
        each: read(shared(f"contracts/letzshop/sample_feed_{each}.tsv").read_bytes())
        for each in ("fr", "de", "en", "lb")
    }
    found = assortment(files)
    assert found.refused == []
    assert found.articles["LU-1001"].texts.keys() == {"fr", "de", "en", "lb"}
    listed = {each.remote_id: each for each in products(found, ("lb", "fr"))}
    assert listed["LU-1001"].title == "Téikan „Musel“ emailléiert, 1,2 l"
    assert listed["LU-1001"].language == "lb"
    teapot = listed["LU-1001"].variants[0]
    assert (str(teapot.price), str(teapot.compare_price), teapot.stock) == ("39.90", "49.90", {"": 12})
    shirts = {each.sku: each for each in listed["LU-2001"].variants}
    assert {sku: (each.status, each.options["size"]) for sku, each in shirts.items()} == {
        "LU-2001-S": ("active", "S"), "LU-2001-M": ("out_of_stock", "M"),
    }  # fmt: skip


def test_what_is_written_is_read_again_and_holds_nothing_that_a_spreadsheet_runs():
    file = "".join(line(cells) for cells in (("id", "title"), ('=HYPERLINK("x")', "a\tb\nc"), ("B", "@x")))
    assert [each.split("\t")[0] for each in file.splitlines()] == ["id", '"\'=HYPERLINK(""x"")"', "B"]
    feed = read(file.encode())
    assert [row.cells["title"] for row in feed.rows] == ["a b c", "'@x"]


def test_doubtful_cells_are_told_with_the_product_and_cost_no_row():
    head = "id\ttitle\tprice\tadult\tatalanda:tax_rate\tgtin\tavailability"
    found = assortment({"fr": read(f"{head}\nA\tVin\t9.90 CHF\t2\t0,17\t123\tmaybe".encode())})
    assert len(found.articles["A"].warnings) == 5
    assert found.refused == []
