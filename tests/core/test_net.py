"""What a merchant types never leads into our own network."""

import pytest

from core.net import AddressRefused, check_address, check_number


def answers(*numbers: str):
    return lambda host, port: list(numbers)


def test_a_public_address_passes_and_tells_its_numbers() -> None:
    assert check_address("https://api.example.com/v1", resolve=answers("93.184.215.14")) == ("93.184.215.14",)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1",
     "255.255.255.255", "::1", "fc00::1", "fe80::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
     "2002:7f00:1::", "::"],
)  # fmt: skip
def test_numbers_of_our_own_surroundings_are_refused(number: str) -> None:
    with pytest.raises(AddressRefused):
        check_address("https://shop.example.com", resolve=answers("93.184.215.14", number))


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://localhost/",
        "https://[::1]:9/",
    ],
)
def test_every_spelling_of_this_machine_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused, match="private network"):
        check_address(url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://api.example.com@127.0.0.1/", "user name before an @"),
        ("https://user:pass@api.example.com/", "user name before an @"),
        ("https://api.example.com\\@127.0.0.1/", "backslash"),
        ("https://api.example.com/ x", "space"),
        ("https://api.example.com\r\nHost: x", "control sign"),
        ("http://api.example.com/", "Enter https://"),
        ("file:///etc/passwd", "https://"),
        ("ftp://api.example.com/", "https://"),
        ("api.example.com", "https://"),
        ("https://", "names no host"),
        ("https://[::1", "cannot be read"),
        ("https://host:99999/", "cannot be read"),
        ("https://metadata.google.internal./", "own keys"),
    ],
)
def test_odd_addresses_are_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(AddressRefused, match=sentence):
        check_address(url, resolve=answers("93.184.215.14"))


def test_a_name_that_does_not_exist_is_refused_with_a_sentence() -> None:
    with pytest.raises(AddressRefused, match="not found"):
        check_address("https://no-such-host.invalid/")


def test_private_addresses_pass_where_they_are_allowed() -> None:
    assert check_address("http://127.0.0.1:8100/ozon", allow_private=True) == ("127.0.0.1",)
    check_number("192.168.1.7", allow_private=True)


@pytest.mark.parametrize("number", ["169.254.169.254", "fd00:ec2::254", "0.0.0.0", "fe80::1", "::ffff:169.254.169.254"])
def test_a_machines_own_credentials_are_out_of_reach_even_then(number: str) -> None:
    with pytest.raises(AddressRefused):
        check_address("http://shop.lan/", allow_private=True, resolve=answers(number))
