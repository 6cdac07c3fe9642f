"""manage.py connect and connections against the real practice marketplaces, over HTTP."""

import io
import json
import re
from collections.abc import Iterator

import pytest
import requests
from django.core.management import CommandError, call_command

from core.models import Store
from marketplaces.framework import registry
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, discover, running
from marketplaces.services import credentials

pytestmark = pytest.mark.django_db

PRACTICE = sorted(set(registry.codes()) & set(discover()))


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("sandbox")) as server:
        yield server


@pytest.fixture
def store() -> Store:
    return Store.objects.create(slug="acme", name="Acme")


def keys(sandbox: Running, code: str) -> dict[str, str]:
    found = requests.get(f"{sandbox.url}/{code}/_control/credentials", timeout=10).json()
    names = {field.name for field in registry.connector_class(code).credential_fields}
    return {name: value for name, value in found.items() if name in names}


def connect(sandbox: Running, code: str, values: dict[str, str], *more: str, url: str = "") -> dict:
    out = io.StringIO()
    given = [f"--set={name}={value}" for name, value in values.items()]
    address = url or f"{sandbox.url}/{code}"
    try:
        call_command(
            "connect", code, "--store=acme", "--name=Shop", f"--base-url={address}", "--json", *given, *more, stdout=out
        )
    finally:
        written = out.getvalue()
    return json.loads(written)


def refusal(sandbox: Running, code: str, values: dict[str, str], *more: str, url: str = "") -> CommandError:
    with pytest.raises(CommandError) as caught:
        connect(sandbox, code, values, *more, url=url)
    assert not Connection.objects.exists()
    return caught.value


def test_there_are_practice_marketplaces_to_connect():
    assert len(PRACTICE) >= 2


@pytest.mark.parametrize("code", PRACTICE)
def test_good_keys_are_saved_with_three_verdicts(sandbox, store, code):
    line = connect(sandbox, code, keys(sandbox, code))
    assert [verdict["state"] for verdict in line["verdicts"]] == ["passed"] * 3
    row = Connection.objects.get(pk=line["connection"])
    assert (line["marketplace"], row.marketplace.code, row.store) == (code, code, store)
    assert row.remote_account_id
    assert not row.stock_out and not row.price_out


@pytest.mark.parametrize("code", PRACTICE)
def test_wrong_keys_are_refused_with_exit_code_1(sandbox, store, code):
    values = keys(sandbox, code)
    secret = next(f for f in registry.connector_class(code).credential_fields if f.secret and f.required)
    error = refusal(sandbox, code, {**values, secret.name: values[secret.name][:-3] + "000"})
    assert error.returncode == 1


@pytest.mark.parametrize("code", PRACTICE)
def test_a_shop_connected_twice_is_one_row(sandbox, store, code):
    first = connect(sandbox, code, keys(sandbox, code))
    assert connect(sandbox, code, keys(sandbox, code))["connection"] == first["connection"]


@pytest.mark.parametrize("code", PRACTICE)
def test_without_a_test_nothing_is_called(sandbox, store, code):
    line = connect(sandbox, code, keys(sandbox, code), "--no-test", url="http://127.0.0.1:1")
    assert line["verdicts"] == []
    tested = connect(sandbox, code, keys(sandbox, code))
    assert tested["connection"] == line["connection"]


@pytest.mark.parametrize("more", [(), ("--no-test",)])
def test_a_malformed_value_is_wrong_use_tested_or_not(sandbox, store, more):
    values = {**keys(sandbox, PRACTICE[0])}
    field = next(each for each in registry.connector_class(PRACTICE[0]).credential_fields if each.required)
    error = refusal(sandbox, PRACTICE[0], {**values, field.name: "two words"}, *more)
    assert error.returncode == 2
    assert "has a blank inside" in str(error)
    assert not Connection.objects.exists()


@pytest.mark.parametrize("code", PRACTICE)
def test_a_missing_field_is_wrong_use_and_told_by_name(sandbox, store, code):
    error = refusal(sandbox, code, {})
    required = [field.label for field in registry.connector_class(code).credential_fields if field.required]
    assert error.returncode == 2
    assert all(label in str(error) for label in required)


def test_an_unknown_store_marketplace_and_field_are_wrong_use(sandbox, store):
    code = PRACTICE[0]
    assert refusal(sandbox, code, {**keys(sandbox, code), "colour": "red"}).returncode == 2
    assert refusal(sandbox, "nowhere", {}).returncode == 2
    store.soft_delete()
    assert refusal(sandbox, code, keys(sandbox, code)).returncode == 2


@pytest.mark.parametrize(("more", "sentence"), [("?x=1", "a [?] or #"), ("#top", "a [?] or #")])
def test_an_address_with_more_than_a_path_is_wrong_use(sandbox, store, more, sentence):
    code = PRACTICE[0]
    error = refusal(sandbox, code, keys(sandbox, code), url=f"{sandbox.url}/{code}{more}")
    assert error.returncode == 2
    assert re.search(sentence, str(error))


def test_a_name_that_does_not_fit_is_wrong_use(sandbox, store):
    code = PRACTICE[0]
    error = refusal(sandbox, code, keys(sandbox, code), f"--name={'n' * 101}")
    assert (error.returncode, str(error)) == (2, "The name has 101 characters; 100 fit. Shorten it.")


def test_each_thing_that_is_missing_is_a_sentence_of_its_own(sandbox, store):
    said = str(refusal(sandbox, PRACTICE[0], {"": "x"}))
    assert said.endswith(".")
    assert ". There is no field “”" in said


def test_a_secret_typed_without_its_name_is_not_repeated(sandbox, store):
    error = refusal(sandbox, PRACTICE[0], {}, "--set=sk-live-secret")
    assert "sk-live-secret" not in str(error)


def test_a_value_may_come_from_a_file_or_from_standard_input(sandbox, store, tmp_path, monkeypatch):
    code = PRACTICE[0]
    values = keys(sandbox, code)
    (first, text), *rest = values.items()
    (last, piped) = rest[-1]
    (tmp_path / "key").write_text(f"{text}\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{piped}\n"))
    assert connect(sandbox, code, {**values, first: f"@{tmp_path / 'key'}", last: "-"})["connection"]


def test_connections_lists_them_without_a_secret(sandbox, store):
    code = PRACTICE[0]
    values = keys(sandbox, code)
    connect(sandbox, code, values)
    out = io.StringIO()
    call_command("connections", "--store=acme", "--json", stdout=out)
    call_command("connections", stdout=out)
    line = json.loads(out.getvalue().splitlines()[0])
    assert (line["marketplace"], line["status"], line["store"]) == (code, "active", "acme")
    secrets = [f.name for f in registry.connector_class(code).credential_fields if f.secret]
    assert not [name for name in secrets if values.get(name) and values[name] in out.getvalue()]


def test_keys_that_a_shop_of_ones_own_lacks_are_made_and_told_once(sandbox, store):
    made_by = [kind for kind in registry.connectors() if any(field.made for field in kind.credential_fields)]
    assert made_by
    for kind in made_by:
        told = connect(sandbox, kind.code, {}, "--no-test")
        fields = {field.name: field for field in kind.credential_fields if field.made}
        assert set(told["made"]) == set(fields)
        assert all(value.startswith(fields[name].made) for name, value in told["made"].items())
        shop = Connection.objects.get(pk=told["connection"])
        stored = credentials.read(shop, kind)
        assert {name: stored[name] for name in fields} == told["made"]
        shop.delete()


def test_half_a_pair_is_not_filled_up_and_a_test_makes_none(sandbox, store):
    kind = next(kind for kind in registry.connectors() if sum(bool(f.made) for f in kind.credential_fields) > 1)
    name = next(field.name for field in kind.credential_fields if field.made and not field.secret)
    assert refusal(sandbox, kind.code, {name: "web_0a1b2c3d"}, "--no-test").returncode == 2
    assert refusal(sandbox, kind.code, {}).returncode == 2
