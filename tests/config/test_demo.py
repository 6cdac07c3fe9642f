"""`manage.py demo` as its user sees it, cold and warm; every order in it came over HTTP from a sandbox."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from tests.config.conftest import folder_for_the_server
from tests.config.whole_demo import ask, demo, sale, sign_in, state

# The tests of this file follow one another, and share the machine with no other whole Orion.
pytestmark = [pytest.mark.timeout(900)]

#: How long anything is waited for; how long it takes is measured by `make bench` (demo_cold, demo_warm, demo_stop).
PATIENCE = 300.0


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    with folder_for_the_server() as folder:
        yield folder


@pytest.fixture
def busy() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def counted(sandboxes: str) -> int:
    """How many calls the marketplaces have answered, by their own count."""
    return sum(each["total"] for each in requests.get(f"{sandboxes}/_control/calls", timeout=20).json().values())


def test_cold_it_trades_and_every_order_came_over_http(var: Path, busy: int) -> None:
    with demo(var, port=busy, sandbox_port=busy) as running:
        address = running.said("Orion is at   ", PATIENCE).split()[0]
        sandboxes = running.said("Sandboxes at  ", 1).rstrip("/")
        assert f":{busy}/" not in address
        assert f":{busy}" not in sandboxes
        assert len([line for line in running.lines if line.startswith(f"Port {busy} is busy; using ")]) == 2
        email, password = running.said("Sign in with  ", 1), running.said("Password      ", 1)
        gate = requests.get(f"{address}sign-in/", timeout=20).text
        assert "Look around with practice data" in gate and email in gate and password in gate
        session = sign_in(address, email, password)
        assert "Atelier Lumen" in session.get(address, timeout=20).text

        there = {
            order["id"] for code, shop in state(sandboxes).items() if not supplies(code) for order in shop["orders"]
        }
        here = {row[0] for row in ask(var, "SELECT marketplace_order_id FROM marketplace_orders")}
        assert here == there
        assert len(here) > 300
        names = [row[0] for row in ask(var, "SELECT name FROM marketplace_connections")]
        assert len(names) == len(set(names)), "two shops that nobody can tell apart"
        assert_every_call_is_recorded(var, sandboxes)
        assert_stock_is_told(var, shops=takes_stock(sandboxes))
        assert_keys_are_sold(var)
    assert running.process.returncode == 0
    assert_nothing_is_left(sandboxes)


def assert_every_call_is_recorded(var: Path, sandboxes: str) -> None:
    """The marketplaces' count and ours agree: nothing reached the hub on another way."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        before, ours = counted(sandboxes), ask(var, "SELECT count(*) FROM api_calls")[0][0]
        if before == ours > 20:
            return
        time.sleep(0.1)
    pytest.fail(f"The marketplaces answered {counted(sandboxes)} calls and {ours} are recorded.")


def takes_stock(sandboxes: str) -> int:
    """How many of the practice shops can be told stock, as they are set up."""
    keys = requests.get(f"{sandboxes}/_control/credentials", timeout=20).json()
    return sum("push_stock" in registry.connector_class(code).able(values) for code, values in keys.items())


def assert_stock_is_told(var: Path, *, shops: int) -> None:
    """Opening counts are in, stock goes out, and each number on the shelf is the sum of its ledger."""
    assert ask(var, "SELECT count(*) FROM product_variants WHERE opening_counted_at IS NULL") == [(0,)]
    assert ask(var, "SELECT count(*) FROM marketplace_connections WHERE stock_out") == [(shops,)]
    wrong = """
        SELECT s.variant_id FROM stock s LEFT JOIN inventory_changes c USING (variant_id, location_id)
        GROUP BY s.variant_id, s.location_id, s.on_hand HAVING s.on_hand <> coalesce(sum(c.delta), 0)
    """
    assert ask(var, wrong) == []


def assert_keys_are_sold(var: Path) -> None:
    """Of the gift cards that a buyer ordered two were in the pool and one was bought; all are handed over."""
    end, found = time.monotonic() + PATIENCE, []
    while time.monotonic() < end and (not found or {state for state, _bought in found} != {"sent"}):
        time.sleep(0.5)
        found = ask(var, "SELECT state, supplier_order_id IS NOT NULL FROM license_keys ORDER BY 2")
    assert found == [("sent", False), ("sent", False), ("sent", True)]
    line = "SELECT quantity FROM order_items WHERE is_digital AND digital_fulfilled_at IS NOT NULL"
    assert ask(var, line) == [(3,)]
    assert ask(var, "SELECT state, quantity FROM supplier_orders") == [("received", 1)]
    assert ask(var, "SELECT state FROM outgoing_mails WHERE kind = 'keys'") in ([("waiting",)], [("sent",)])


def assert_nothing_is_left(sandboxes: str) -> None:
    with pytest.raises(requests.ConnectionError):
        requests.get(sandboxes, timeout=2)


def test_warm_it_starts_in_seconds_keeps_its_data_and_hears_of_a_sale(var: Path) -> None:
    with demo(var, port=8710, sandbox_port=8720) as running:
        address = running.said("Orion is at   ", PATIENCE).split()[0]
        sandboxes = running.said("Sandboxes at  ", 1).rstrip("/")
        sign_in(address, running.said("Sign in with  ", 1), running.said("Password      ", 1))
        kinds = {code: registry.connector_class(code) for code in state(sandboxes)}
        pushing = [code for code, kind in kinds.items() if (kind.webhooks and sells(kind)) or kind.intake]
        assert len(pushing) > 1
        for code in pushing:
            wait_for_order(var, sale(f"{sandboxes}/{code}"))


def supplies(code: str) -> bool:
    """What stands there as orders are purchases of ours."""
    return Capability.PURCHASE in registry.connector_class(code).capabilities


def sells(kind: type[Connector]) -> bool:
    """Whether its orders are read as it is set up by itself."""
    return Capability.PULL_ORDERS in kind.able({})


def wait_for_order(var: Path, number: str) -> None:
    """It comes by its push, behind whatever is due right after a start."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if ask(var, f"SELECT 1 FROM marketplace_orders WHERE marketplace_order_id = '{number}'"):  # noqa: S608
            return
        time.sleep(0.1)
    pytest.fail(f"The sale {number} did not arrive.")


def test_killed_it_leaves_no_sandbox_behind(var: Path) -> None:
    with demo(var, port=8710, sandbox_port=8720) as running:
        sandboxes = running.said("Sandboxes at  ", PATIENCE).rstrip("/")
        running.process.kill()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                requests.get(sandboxes, timeout=2)
            except requests.ConnectionError:
                return
            time.sleep(0.1)
        pytest.fail("The sandboxes go on without their demo.")
