"""Which addresses may be contacted. Article URLs come from strangers, so every target is a claim until it is checked.

`check_url` speaks before DNS, `check_address` after it: the client calls the second one where the socket is made, for
every connection of every redirect, so that no name can be rebound in between. Nothing is contacted here.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import BadInput, Refused
from pipeline.settings import Settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SCHEME_PORTS = {"http": 80, "https": 443}

# What `is_global` of the standard library does not say, or says too late: named, so that an operator reads why.
# Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
_FORBIDDEN: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), what)
    for network, what in (
        ("127.0.0.0/8", "loopback"),
        ("::1/128", "loopback"),
        ("169.254.169.254/32", "cloud metadata"),
        ("fd00:ec2::254/128", "cloud metadata"),
        ("100.100.100.200/32", "cloud metadata"),
        ("169.254.0.0/16", "link-local"),
        ("fe80::/10", "link-local"),
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("fc00::/7", "private"),
        ("fec0::/10", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("192.0.0.0/24", "reserved"),
        ("192.88.99.0/24", "6to4 relay"),
        ("198.18.0.0/15", "benchmarking"),
        ("224.0.0.0/4", "multicast"),
        ("ff00::/8", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::ffff:0:0/96", "IPv4 in IPv6"),
        ("::ffff:0:0:0/96", "IPv4 in IPv6"),
        ("::/96", "IPv4 in IPv6"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("2002::/16", "6to4"),
        ("2001::/32", "Teredo"),
        ("5f00::/16", "segment routing"),
    )
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a target is not contacted."""

    reason: str  # slug of outcomes.REASONS
    message: str  # names the target and the setting that would allow it


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What the settings allow."""

    allowed_networks: tuple[Network, ...] = ()  # allowed although private, on any port
    allowed_ports: frozenset[int] = frozenset(SCHEME_PORTS.values())
    allow_userinfo: bool = False

    @classmethod
    def from_settings(cls, settings: Settings) -> AddressPolicy:
        """Return the policy of the settings. Raises BadInput naming the variable that does not parse."""
        try:
            networks = tuple(ip_network(one, strict=False) for one in _split(settings.allow_addresses))
        except ValueError as error:
            raise BadInput(
                f"DATELINE_ALLOW_ADDRESSES={settings.allow_addresses!r}: {error}; write 127.0.0.1/32,10.1.0.0/16",
                subject="DATELINE_ALLOW_ADDRESSES",
            ) from error
        try:
            ports = frozenset(int(one) for one in _split(settings.allow_ports))
        except ValueError as error:
            raise BadInput(
                f"DATELINE_ALLOW_PORTS={settings.allow_ports!r}: {error}; write 80,443", subject="DATELINE_ALLOW_PORTS"
            ) from error
        return cls(allowed_networks=networks, allowed_ports=ports, allow_userinfo=settings.allow_userinfo)


class ForbiddenAddressError(OSError):
    """Raised where a socket would be made. One text for all, so that a joint failure of several keeps this type."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(errno.EACCES, "address not allowed")
        self.refusal = refusal


def check_url(url: str, policy: AddressPolicy) -> Refusal | None:
    """Return why an absolute URL may not be asked for, or None.

    Scheme, userinfo, host, port and literal addresses; a name's address is for `check_address`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return Refusal("bad_url", f"{url[:200]} is not a URL: {error}")
    if parts.scheme not in SCHEME_PORTS:
        return Refusal("scheme", f"only http and https are fetched, not {url[:200]}")
    if not host:
        return Refusal("bad_url", f"{url[:200]} names no host")
    if (parts.username is not None or parts.password is not None) and not policy.allow_userinfo:
        return Refusal(
            "userinfo", f"the URL at {host} carries user or password; DATELINE_ALLOW_USERINFO=true sends them"
        )
    literal = _read_literal(host)
    effective_port = port if port is not None else SCHEME_PORTS[parts.scheme]
    if literal is not None:
        return check_address(literal, policy, port=effective_port)
    if policy.allowed_networks:
        return None  # the name may stand for an allowed network, where any port goes: decided at connection time
    return _check_port(host, effective_port, policy)


def check_address(address: Address | str, policy: AddressPolicy, *, port: int | None = None) -> Refusal | None:
    """Return why an address may not be contacted, or None. port: checked too when given.

    An allowed network is allowed on every port: whoever names it means what runs there.
    """
    ip = ip_address(address.partition("%")[0]) if isinstance(address, str) else address
    if any(ip in network for network in policy.allowed_networks):
        return None
    kind = _forbidden_kind(ip)
    if kind is not None:
        return Refusal(
            "address_forbidden",
            f"{ip} is no public address ({kind}); DATELINE_ALLOW_ADDRESSES={ip} allows it explicitly",
        )
    return _check_port(str(ip), port, policy) if port is not None else None


def refuse(refusal: Refusal, url: str) -> Refused:
    """Return the guard's word as an error."""
    return Refused(f"{url}: {refusal.message}", subject=url, reason=refusal.reason)


def make_socket_factory(policy: AddressPolicy) -> Callable[[Any], socket.socket]:
    """Return a socket factory that refuses forbidden addresses with ForbiddenAddressError.

    It sees the address that will be connected to, whatever name or redirect led there.
    """

    def make_socket(address_info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, target = address_info
        refusal = check_address(target[0], policy, port=target[1])
        if refusal is not None:
            raise ForbiddenAddressError(refusal)
        return socket.socket(family=family, type=kind, proto=protocol)

    return make_socket


def _forbidden_kind(ip: Address) -> str | None:
    for network, kind in _FORBIDDEN:
        if ip.version == network.version and ip in network:
            return kind
    return None if ip.is_global and not ip.is_multicast and not ip.is_reserved else "reserved"


def _check_port(host: str, port: int, policy: AddressPolicy) -> Refusal | None:
    if port in policy.allowed_ports:
        return None
    return Refusal("port", f"port {port} of {host} is not among DATELINE_ALLOW_PORTS")


def _read_literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _split(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]
