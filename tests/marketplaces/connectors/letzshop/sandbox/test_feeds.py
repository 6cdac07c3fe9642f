"""The files of the practice Letzshop: four languages, whole ones and changes."""

import csv
import io

import pytest


def rows(hub, language="fr"):
    text = hub.file("GET", f"products_{language}.csv").content.decode()
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")}


def goods(hub):
    return {each["sku"]: each for each in hub.control("state", method="GET")["products"]}


def test_there_is_a_file_in_each_language_and_some_goods_are_in_one_only(hub):
    files = {language: rows(hub, language) for language in ("fr", "de", "en", "lb")}
    assert files["fr"].keys() == goods(hub).keys()
    assert files["de"].keys() == files["lb"].keys() < files["fr"].keys()
    sku = next(iter(files["de"]))
    assert len({files[language][sku]["link"] for language in files}) == 4
    assert len({files[language][sku]["gtin"] for language in files}) == 1
    assert hub.file("GET", "products_it.csv").status_code == 404
    assert hub.file("GET", "changes_fr.csv").status_code == 404


def test_a_change_touches_only_what_it_names(hub):
    first, second, *_ = before = list(rows(hub).values())
    feed = f"id\tavailability\tatalanda:quantity\n{first['id']}\tout of stock\t0\n"
    assert hub.file("PUT", "changes_fr.csv", feed).status_code == 200
    after = rows(hub)
    assert after[first["id"]]["atalanda:quantity"] == "0"
    assert after[first["id"]]["title"] == first["title"]
    assert after[second["id"]] == second
    assert len(after) == len(before)


def test_one_bad_row_never_fails_the_rest_and_is_only_told_at_the_desk(hub):
    sku = next(iter(goods(hub)))
    feed = f"id\tprice\n{sku}\tcheap\nNOBODY\t1.00\n{sku}\t9.90 EUR\n"
    assert hub.file("PUT", "changes_fr.csv", feed).json() == {}
    assert goods(hub)[sku]["price"] == "9.90"
    assert hub.control("reports", {})["changes_fr.csv"]["problems"].keys() == {"2", "3"}


def test_who_is_missing_in_one_language_is_not_gone_and_who_is_missing_in_all_is(hub):
    sku = next(iter(rows(hub, "de")))
    for language in ("fr", "de", "en", "lb"):
        assert sku in goods(hub)
        left = [row for row in rows(hub, language).values() if row["id"] != sku]
        feed = "id\ttitle\n" + "".join(f"{row['id']}\t{row['title']}\n" for row in left)
        assert hub.file("PUT", f"products_{language}.csv", feed).status_code == 200
    assert sku not in goods(hub)
    assert goods(hub)


@pytest.mark.parametrize(
    ("feed", "status"),
    [("title\nx\n", 422), ("id\tcolour of the moon\nA\tx\n", 422), ("id\ttitle\nA\n", 422), ("", 422), (None, 400)],
)
def test_what_is_no_feed_is_refused(hub, feed, status):
    before = goods(hub)
    assert hub.file("PUT", "products_fr.csv", feed).status_code == status
    assert goods(hub) == before
