"""Who asks, as far as a public register needs to know: to count one client's requests.

Counters stand in a cache of their own (`counters`), so that kept pages cannot push them out.
"""

import ipaddress

from django.conf import settings
from django.core.cache import caches

from core.fingerprint import secret_fingerprint

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_key(request) -> str:
    """A key for the client of `request`, from which its address cannot be found out.

    The key is salted with SECRET_KEY: there are so few addresses that a plain hash of one can be
    looked up. Of IPv6, the network of 64 bits counts: a client has all of it.
    """
    address = client_address(request)
    try:
        if (parsed := ipaddress.ip_address(address)).version == 6:
            address = str(ipaddress.ip_network((parsed.packed, 64), strict=False))
    except ValueError:
        # The name of a socket, or nothing: counted as it stands.
        pass
    return secret_fingerprint("client", address)


def client_address(request) -> str:
    """The address that `request` comes from.

    Behind a proxy of TRUSTED_PROXIES it is the last address of X-Forwarded-For that is not such a
    proxy; those before it are what the client says. From anybody else the header is not read.
    """
    address = request.META.get("REMOTE_ADDR", "")
    for forwarded in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not _is_trusted(address):
            break
        address = forwarded.strip() or address
    return address


def _is_trusted(address: str) -> bool:
    # The server names no address for what comes by a socket of this machine.
    if not address:
        return bool(settings.TRUSTED_PROXIES)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


def count(key: str, seconds: int) -> int:
    """Count one more for `key` within `seconds` from the first; returns how many there are."""
    counters = caches["counters"]
    if counters.add(key, 1, seconds):
        return 1
    try:
        return counters.incr(key)
    except ValueError:
        # It ran out between the two.
        counters.add(key, 1, seconds)
        return 1


def counted(key: str) -> int:
    """How many are counted for `key` at the moment."""
    return caches["counters"].get(key, 0)
