"""The files of the practice Letzshop: the merchant's export, and what is fetched from an address of the merchant's."""

import csv
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

DOOR = "x7Jd2Qm9LwT4"


def export(hub, language="fr", door=DOOR):
    return requests.get(f"{hub.url}/feeds/{door}/products_{language}.csv", timeout=10)


def rows(hub, language="fr"):
    text = export(hub, language).content.decode()
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""), delimiter="\t")}


def goods(hub):
    return {each["sku"]: each for each in hub.control("state", method="GET")["products"]}


@pytest.fixture
def place() -> Iterator[Any]:
    """Where a merchant's files lie: texts by path, any other path is not there."""
    texts: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = texts.get(self.path)
            data = (found or "").encode()
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def put(hub, text, language="fr"):
        """The file is there, and Letzshop comes for it."""
        texts[f"/{language}.csv"] = text
        address = f"http://127.0.0.1:{server.server_port}/{language}.csv"
        body = {"addresses": {language: address}}
        return requests.post(f"{hub.url}/_control/fetch", json=body, timeout=20)

    yield put
    server.shutdown()
    server.server_close()


def test_the_export_is_for_whoever_knows_its_address(hub):
    assert export(hub).status_code == 200
    assert export(hub, door="guessed").status_code == 404
    assert export(hub, "it").status_code == 404


def test_there_is_a_file_in_each_language_and_some_goods_are_in_one_only(hub):
    files = {language: rows(hub, language) for language in ("fr", "de", "en", "lb")}
    assert files["fr"].keys() == goods(hub).keys()
    assert files["de"].keys() == files["lb"].keys() < files["fr"].keys()
    sku = next(iter(files["de"]))
    assert len({files[language][sku]["link"] for language in files}) == 4
    assert len({files[language][sku]["gtin"] for language in files}) == 1


def test_a_change_touches_only_what_it_names(hub, place):
    first, second, *_ = before = list(rows(hub).values())
    feed = f"id\tavailability\tatalanda:quantity\n{first['id']}\tout of stock\t0\n"
    assert place(hub, feed).json() == {"fr": {"rows": 1, "problems": {}}}
    after = rows(hub)
    assert after[first["id"]]["atalanda:quantity"] == "0"
    assert after[first["id"]]["title"] == first["title"]
    assert after[second["id"]] == second
    assert len(after) == len(before)


def test_one_bad_row_never_fails_the_rest(hub, place):
    sku = next(iter(goods(hub)))
    feed = f"id\tprice\n{sku}\tcheap\nNOBODY\t1.00\n{sku}\t9.90 EUR\n"
    assert place(hub, feed).json()["fr"]["problems"].keys() == {"2", "3"}
    assert goods(hub)[sku]["price"] == "9.90"


def test_who_is_missing_in_one_language_is_not_gone_and_who_is_missing_in_all_is(hub, place):
    sku = next(iter(rows(hub, "de")))
    for language in ("fr", "de", "en", "lb"):
        assert sku in goods(hub)
        left = [row for row in rows(hub, language).values() if row["id"] != sku]
        feed = "id\ttitle\n" + "".join(f"{row['id']}\t{row['title']}\n" for row in left)
        assert place(hub, feed, language).status_code == 200
    assert sku not in goods(hub)
    assert goods(hub)


@pytest.mark.parametrize(
    "feed", ["title\nx\n", "id\tcolour of the moon\nA\tx\n", "id\ttitle\nA\n", "id\ttitle\n", ""],
    ids=["no id", "unknown column", "torn row", "no row", "empty"],
)  # fmt: skip
def test_what_is_no_feed_is_refused(hub, place, feed):
    before = goods(hub)
    assert place(hub, feed).status_code == 400
    assert goods(hub) == before


@pytest.mark.parametrize("address", ["https://shop.example/fr.csv", "http://127.0.0.1:9/fr.csv"])
def test_it_fetches_from_this_machine_only_and_says_when_nobody_answers(hub, address):
    answer = requests.post(f"{hub.url}/_control/fetch", json={"addresses": {"fr": address}}, timeout=20)
    assert answer.status_code == 400
    assert answer.json()["error"]
