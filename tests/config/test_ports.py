"""Which port is taken, and what is said when there is none."""

import socket

import pytest

from config.ports import LAST, listen


def test_a_busy_port_gives_way_to_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        listener, found = listen("127.0.0.1", busy)
    with listener:
        assert busy < found < busy + 50


def test_any_port_will_do_for_zero() -> None:
    listener, found = listen("127.0.0.1", 0)
    with listener:
        assert found > 0


@pytest.mark.parametrize("wanted", [-1, LAST + 1, 99_999])
def test_a_number_that_is_no_port_is_refused_with_a_sentence(wanted: int) -> None:
    with pytest.raises(SystemExit, match=f"There is no port {wanted}. Enter one from 1 to"):
        listen("127.0.0.1", wanted)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_a_host_of_another_machine_is_refused_with_a_sentence(host: str) -> None:
    with pytest.raises(SystemExit, match=f"cannot listen at {host}: .*--host"):
        listen(host, 8790)
