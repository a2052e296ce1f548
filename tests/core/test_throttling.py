"""Who asks: the client behind a trusted proxy, and nobody whom a header merely names."""

from ipaddress import ip_network

import pytest

from core.throttling import client_address, client_key


@pytest.fixture
def trusted(settings):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8"), ip_network("::1/128")]


def request_from(rf, address, forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return rf.get("/", REMOTE_ADDR=address, headers=headers)


def test_without_a_proxy_the_header_is_not_read(rf):
    assert client_address(request_from(rf, "192.0.2.1", "198.51.100.7")) == "192.0.2.1"
    assert client_address(request_from(rf, "", "198.51.100.7")) == ""


@pytest.mark.parametrize(
    ("address", "forwarded", "client"),
    [
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        # What the client itself wrote stands before what the proxy saw.
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        # A proxy on a socket of this machine.
        ("", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", None, "10.0.0.1"),
        # Somebody else than the proxy.
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
    ],
)
def test_behind_a_trusted_proxy_the_client_is_whom_it_saw(rf, trusted, address, forwarded, client):
    assert client_address(request_from(rf, address, forwarded)) == client


def test_a_network_of_ipv6_is_one_client(rf):
    one, other, far = ("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1")
    keys = {address: client_key(request_from(rf, address)) for address in (one, other, far)}

    assert keys[one] == keys[other] != keys[far]


def test_the_key_cannot_be_looked_up_without_the_secret(rf, settings):
    before = client_key(request_from(rf, "192.0.2.1"))
    settings.SECRET_KEY = "another-secret"

    assert client_key(request_from(rf, "192.0.2.1")) != before
