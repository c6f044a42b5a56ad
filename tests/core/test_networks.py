"""Which addresses are public, as a resolver writes them."""

import pytest

from startalking.core.networks import is_public

PUBLIC = ["93.184.215.14", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111"]
PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "169.254.0.1", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.0.10", "192.0.2.1", "192.88.99.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
]  # fmt: skip
METADATA = ["169.254.169.254", "168.63.129.16", "fd00:ec2::254"]
SIX = [
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1",
    "3fff::1", "5f00::1", "100::1", "2001::1", "2001:2::1", "2001:10::1", "2001:20::1", "64:ff9b:1::1",
]  # fmt: skip
CARRIED = [
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_asked(address):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE + METADATA + SIX)
def test_everything_else_may_not(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", CARRIED)
def test_an_address_that_carries_another_one_hides_nothing(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["64:ff9b::101:101", "::ffff:0:1.1.1.1", "2002:101:101::1"])
def test_relays_are_not_asked_even_for_public_addresses(address):
    assert not is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "1.2.3", "::g", "0x7f000001", "2130706433"])
def test_what_is_no_address_is_not_public(text):
    assert not is_public(text)
