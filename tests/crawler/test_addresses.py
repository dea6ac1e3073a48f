"""The address guard: public addresses pass, every other spelling of a private one does not."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.addresses import (
    AddressPolicy,
    AddressRefused,
    check_url,
    is_loopback,
    is_public,
    not_public,
    policy_of,
)

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "168.63.129.15",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.1",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450:4001:81b::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2606:4700::5efe:808:808",
]

NOT_PUBLIC = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.0",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::1",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "2606:4700::5efe:7f00:1",
    "2606:4700::200:5efe:a00:1",
    "2620:4f:8000::1",
    "3ffe::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700:4700::1111%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("address", PUBLIC, ids=str)
def test_public_addresses_pass(address: str) -> None:
    assert is_public(address)
    assert AddressPolicy().allows(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC, ids=str)
def test_other_addresses_are_refused(address: str) -> None:
    assert not is_public(address)
    assert not AddressPolicy().allows(address)


@given(st.integers(min_value=0, max_value=2**32 - 1))
@settings(deadline=None, max_examples=300)
def test_wrapping_never_makes_an_address_public(number: int) -> None:
    inner = IPv4Address(number)
    for prefix in ("::ffff:0:0", "64:ff9b::", "2606:4700::5efe:0:0", "2606:4700::200:5efe:0:0"):
        wrapped = IPv6Address(int(IPv6Address(prefix)) | number)
        assert is_public(wrapped) == is_public(inner)


@given(st.integers(min_value=0, max_value=2**128 - 1))
@settings(deadline=None, max_examples=300)
def test_the_guard_is_never_laxer_than_the_standard_library(number: int) -> None:
    address = IPv6Address(number)
    assert address.is_global or not is_public(address)


ALLOWED = policy_of(("127.0.0.0/8", "fd00::/8"))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1", "fd00::5"])
def test_allowed_networks_may_be_reached(address: str) -> None:
    assert ALLOWED.allows(address)
    assert ALLOWED.names(address)


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "::1", "fe80::1", "localhost"]
)
def test_allowing_a_network_allows_nothing_else(address: str) -> None:
    assert not ALLOWED.allows(address)


def test_a_public_address_is_allowed_but_not_named() -> None:
    assert ALLOWED.allows("8.8.8.8")
    assert not ALLOWED.names("8.8.8.8")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/privacy",
        "http://example.org:8080/privacy?a=b#c",
        "https://1.1.1.1/",
        "https://[2606:4700:4700::1111]/",
        "https://localhost/",  # a name: decided on what it resolves to
        "https://خصوصية.example/",
        "https://1password.example/",
        "https://0x.example/",
        "http://127.0.0.1:8000/",
        "http://[::ffff:127.0.0.1]/",
    ],
    ids=str,
)
def test_urls_that_may_be_requested(url: str) -> None:
    check_url(url, ALLOWED)


REFUSED_URLS = [
    ("file:///etc/passwd", "only http"),
    ("ftp://example.org/", "only http"),
    ("data:text/html,x", "only http"),
    ("gopher://example.org/", "only http"),
    ("//example.org/", "only http"),
    ("https:///path", "no host"),
    ("https://user@example.org/", "user name"),
    ("https://user:pass@example.org/", "user name"),
    ("https://example.org@10.0.0.1/", "user name"),
    ("https://exa mple.org/", "control"),
    ("https://example.org/\r\nx", "control"),
    ("https://example.org\\@10.0.0.1/", "control"),
    ("https://example.org:99999/", "malformed"),
    ("https://[::1/", "malformed"),
    ("http://[fe80::1%25eth0]/", "zone"),
    ("http://%31%30.0.0.1/", "percent"),
    ("http://10.0.0.1/", "not a public"),
    ("http://[::1]/", "not a public"),
    ("http://[::ffff:10.0.0.1]/", "not a public"),
    ("http://[64:ff9b::10.0.0.1]/", "not a public"),
    ("http://999.1.1.1/", "and is none"),
    ("http://2130706433/", "odd spelling"),
    ("http://0x7f000001/", "odd spelling"),
    ("http://0X7F.1/", "odd spelling"),
    ("http://0x7f.0.0.1/", "odd spelling"),
    ("http://017700000001/", "odd spelling"),
    ("http://0177.0.0.1/", "odd spelling"),
    ("http://127.1/", "odd spelling"),
    ("http://127.0.1/", "odd spelling"),
    ("http://0/", "odd spelling"),
    ("http://127.0.0.1./", "odd spelling"),
    ("http://127.0.0.01/", "odd spelling"),
    ("http://①②⑦.⓪.⓪.①/", "odd spelling"),
    ("http://１２７.0.0.1/", "odd spelling"),
    ("http://127。0。0。1/", "odd spelling"),
    ("http://١٢٧.0.0.1/", "odd spelling"),
]


@pytest.mark.parametrize(("url", "reason"), REFUSED_URLS, ids=[url for url, _ in REFUSED_URLS])
def test_urls_that_are_refused_with_the_reason(url: str, reason: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_url(url, AddressPolicy())
    assert reason in str(refused.value)


def test_a_refusal_does_not_repeat_the_url() -> None:
    with pytest.raises(AddressRefused) as refused:
        check_url("https://hooks.example/services/s3cret \n", AddressPolicy())
    assert "s3cret" not in str(refused.value)


def test_a_mapped_address_is_shown_as_what_it_is() -> None:
    assert not_public("::ffff:c0a8:101").startswith("192.168.1.1 is not")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.3.2.1", True),
        ("::1", True),
        ("example.org", False),
        ("192.168.1.1", False),
    ],
)
def test_hosts_of_this_machine(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
