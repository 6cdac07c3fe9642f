"""A feed's bytes: encodings, separators, torn lines, and what is no feed at all."""

import pytest

from core.errors import DomainError
from inventory.services.feed import read_file

HEADER = "id,title,price\n"


@pytest.mark.parametrize(
    ("encoding", "title", "named"),
    [
        ("utf-8", "Чайник «Заря»", "utf-8"),
        ("utf-8-sig", "Théière", "utf-8-sig"),
        ("utf-16", "Чайник", "utf-16"),
        ("utf-16-le", "Teapot, blue", "utf-16-le"),
        ("cp1251", "Кондиционер MDV, белый", "cp1251"),
        ("cp1252", "Câble fraise-crème", "cp1252"),
        ("cp1252", "Größe Ø 12 – „Öl“", "cp1252"),
    ],
)
def test_the_encoding_is_recognised(encoding: str, title: str, named: str) -> None:
    feed = read_file(f'{HEADER}1,"{title}",5 EUR\n'.encode(encoding))
    assert (feed.encoding, feed.lines[0].cells["title"]) == (named, title)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("title", ["Кондиционер MDV, белый", "Câble fraise", "茶壺"])
def test_a_download_cut_in_the_middle_of_a_letter_is_not_taken_for_an_old_code_page(mark: bytes, title: str) -> None:
    whole = mark + f'{HEADER}1,"{title}",5 EUR\n2,"{title}'.encode()
    cut = max(place for place, byte in enumerate(whole) if byte >= 0xC0) + 1
    feed = read_file(whole[:cut])
    assert [line.cells["title"] for line in feed.lines] == [title]
    assert [number for number, _sentence in feed.torn] == [3]


def test_a_line_with_a_damaged_letter_is_refused_and_the_rest_is_read() -> None:
    data = f'{HEADER}1,"Чайник",5 EUR\n2,"Чашка",6 EUR\n3,"Кувшин",7 EUR\n'.encode()
    place = data.index("а".encode(), data.index(b"2,"))
    feed = read_file(data[:place] + data[place + 1 :])
    assert [line.cells["id"] for line in feed.lines] == ["1", "3"]
    assert feed.torn == [(3, "Line 3 is torn: it holds bytes that are not utf-8. Export the feed again.")]


def test_a_damaged_header_is_refused_whole() -> None:
    with pytest.raises(DomainError, match="first line of this file is damaged"):
        read_file(b"id,title,pri\xd0\n" + '1,"Чайник",5\n'.encode())


@pytest.mark.parametrize("separator", ["\t", ",", ";", "|"])
def test_the_separator_is_recognised(separator: str) -> None:
    rows = [["id", "title", "price"], ["1", "Teapot", "5 EUR"]]
    feed = read_file("\r\n".join(separator.join(row) for row in rows).encode())
    assert (feed.separator, feed.lines[0].cells) == (separator, {"id": "1", "title": "Teapot", "price": "5 EUR"})


def test_columns_are_found_under_the_names_that_shops_use() -> None:
    feed = read_file(b"sep=;\r\ng:ID;Name;Image Link;EAN;Qty\r\n1;Pot;http://x/1.png;4006381333931;3\r\n")
    assert feed.columns == ("id", "title", "image_link", "gtin", "quantity")


def test_a_quoted_cell_may_hold_separators_and_line_breaks() -> None:
    feed = read_file(b'id,title,description\n1,"Pot, blue","line one\nline two"\n2,Cup,x\n')
    assert [line.cells["title"] for line in feed.lines] == ["Pot, blue", "Cup"]
    assert feed.lines[0].cells["description"] == "line one\nline two"
    assert feed.lines[1].number == 4


def test_a_quote_that_is_never_closed_costs_its_own_line_only() -> None:
    feed = read_file(b'id,title,price\n1,"Pot,5 EUR\n2,Cup,6 EUR\n3,Jug,7 EUR\n')
    assert [line.cells["id"] for line in feed.lines] == ["1", "2", "3"]
    feed = read_file(b'id,title,price\n1,"Pot\n2,Cup,6 EUR\n3,Jug,7 EUR\n')
    assert [line.cells["id"] for line in feed.lines] == ["2", "3"]
    assert [number for number, _sentence in feed.torn] == [2]


def test_a_line_that_breaks_off_is_refused_and_the_rest_is_read() -> None:
    feed = read_file(b"id,title,price\n1,Pot,5 EUR\n2,Cu")
    assert [line.cells["id"] for line in feed.lines] == ["1"]
    assert feed.torn == [(3, "Line 3 is torn: it has 2 cells where the header names 3. Export the feed again.")]


def test_other_line_breaks_inside_a_title_stay_inside() -> None:
    feed = read_file("id,title\n1,Pot\u2028blue\n".encode())
    assert len(feed.lines) == 1


def test_more_cells_than_columns_are_torn_unless_they_are_empty() -> None:
    feed = read_file(b"id,title\n1,Pot,,\n2,Cup,oops\n")
    assert ([line.cells["id"] for line in feed.lines], [number for number, _s in feed.torn]) == (["1"], [3])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b"  \r\n \n", "This file is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "This is a web page, not a feed"),
        (b"\xef\xbb\xbf\n <html lang='de'>", "This is a web page"),
        (b"<?xml version='1.0'?><rss/>", "This is an XML feed"),
        (b"sku,price\n1,2\n", "“id” and “title” among them. It names: sku, price"),
        (b"id,title,price\n", "a header and no products"),
        (b"\xff\xfei\x00d\x00,", "It is torn: export it again"),
    ],
)
def test_what_is_no_feed_is_told_so(data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read_file(data)
