from __future__ import annotations

import socket
from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.fetch.guard import AddressPolicy, ForbiddenAddressError, check_address, check_url, make_socket_factory
from pipeline.settings import Settings

CLOSED = AddressPolicy()
NEWSROOM = AddressPolicy(allowed_networks=(ip_network("127.0.0.1/32"),))

FORBIDDEN = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "169.254.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "100.100.100.200", "192.0.0.1", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "fd00:ec2::254", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
    "100::1", "2001:2::1", "5f00::1", "4000::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_address_that_is_not_public_is_refused(address: str) -> None:
    refusal = check_address(address, CLOSED)
    assert refusal is not None
    assert refusal.reason == "address_forbidden"
    assert "DATELINE_ALLOW_ADDRESSES" in refusal.message


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_allowed(address: str) -> None:
    assert check_address(address, CLOSED, port=443) is None


def test_allowed_network_is_allowed_on_any_port_and_nothing_beside_it() -> None:
    assert check_address("127.0.0.1", NEWSROOM, port=8765) is None
    assert check_address("127.0.0.2", NEWSROOM, port=8765) is not None
    assert check_address("::ffff:127.0.0.1", NEWSROOM, port=8765) is not None
    assert check_address("93.184.216.34", NEWSROOM, port=8765) is not None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.example/x", None),
        ("http://93.184.216.34/", None),
        ("https://a.example:443/", None),
        ("http://a.example:81/", "port"),
        ("http://a.example:0/", "port"),
        ("gopher://a.example/", "scheme"),
        ("//a.example/", "scheme"),
        ("http://user@a.example/", "userinfo"),
        ("http://:pw@a.example/", "userinfo"),
        ("http://@a.example/", "userinfo"),
        ("http:///x", "bad_url"),
        ("http://[::1", "bad_url"),
        ("http://a.example:x/", "bad_url"),
        ("http://[fe80::1%25eth0]/", "address_forbidden"),
        ("http://[::]/", "address_forbidden"),
        ("http://10.1.2.3:8080/", "address_forbidden"),
    ],
)
def test_url_is_judged_before_it_is_looked_up(url: str, reason: str | None) -> None:
    refusal = check_url(url, CLOSED)
    assert (refusal.reason if refusal else None) == reason


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60) | st.from_regex(r"https?://[\w@:\[\].%/#?-]{0,40}"))
def test_no_text_breaks_the_url_check(url: str) -> None:
    refusal = check_url(url, CLOSED)
    assert refusal is None or refusal.reason


@settings(deadline=None)  # a busy machine is no failure
@given(st.ip_addresses())
def test_every_address_is_judged(address: object) -> None:
    refusal = check_address(str(address), CLOSED)
    assert refusal is None or refusal.reason == "address_forbidden"


def test_policy_is_read_from_settings() -> None:
    policy = AddressPolicy.from_settings(
        Settings(allow_addresses=" 127.0.0.1/32, 10.1.2.3/8 ,::1", allow_ports="80, 8080", allow_userinfo=True)
    )
    assert [str(network) for network in policy.allowed_networks] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]
    assert (policy.allowed_ports, policy.allow_userinfo) == (frozenset({80, 8080}), True)


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        (Settings(allow_addresses="localhost"), "DATELINE_ALLOW_ADDRESSES"),
        (Settings(allow_ports="http"), "DATELINE_ALLOW_PORTS"),
    ],
)
def test_wrong_setting_is_named(settings: Settings, variable: str) -> None:
    with pytest.raises(BadInput, match=variable):
        AddressPolicy.from_settings(settings)


def test_socket_is_made_for_allowed_addresses_only() -> None:
    make = make_socket_factory(NEWSROOM)
    make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 8765))).close()
    with pytest.raises(ForbiddenAddressError) as caught:
        make((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.2", 80)))
    assert caught.value.refusal.reason == "address_forbidden"
    with pytest.raises(ForbiddenAddressError) as caught:
        make((socket.AF_INET6, socket.SOCK_STREAM, 0, "", ("2606:4700::1111", 22, 0, 0)))
    assert caught.value.refusal.reason == "port"
