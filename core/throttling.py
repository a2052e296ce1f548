"""Who asks, as far as a public register needs to know: to count one client's requests."""

import ipaddress

from core.fingerprint import fingerprint


def client_key(request) -> str:
    """A key for the client of `request`, from which its address cannot be read.

    The last address of X-Forwarded-For is the one that our own web server has seen; the ones
    before it are what the client says. Of IPv6, the network counts: a client has all of it.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    address = forwarded or request.META.get("REMOTE_ADDR", "")
    try:
        if (parsed := ipaddress.ip_address(address)).version == 6:
            address = str(ipaddress.ip_network((parsed.packed, 64), strict=False))
    except ValueError:
        # A web server that adds a port, or a name: counted as it stands.
        pass
    return fingerprint(address)
