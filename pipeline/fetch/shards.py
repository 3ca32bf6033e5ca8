"""Which worker a URL belongs to. All hosts of a site fall into one shard, so that its turns are counted in one place.

Pure, and the same on every machine: the registrable domain by the Public Suffix List that comes with tldextract.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import tldextract

from pipeline.urls import host_of

# No cache directory and no addresses to fetch from: the snapshot in the wheel only.
_extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)


def shard_of(url: str, count: int) -> int:
    """Return the shard of a URL, 0 <= shard < count: stable across processes, machines and Python versions."""
    digest = blake2b(site_of(url).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % count


def site_of(url: str) -> str:
    """Return the registrable domain of a URL; the host itself where it has none (addresses, localhost)."""
    return _site_of_host(host_of(url))


@lru_cache(maxsize=65_536)
def _site_of_host(host: str) -> str:
    parts = _extract(host)
    site = str(parts.top_domain_under_public_suffix)
    if site or parts.suffix or ":" in host or host.rpartition(".")[2].isdigit():
        return site or host
    return ".".join(host.split(".")[-2:])  # a name outside the list: its last label is the suffix
