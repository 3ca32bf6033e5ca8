"""URLs as identities: the canonical form, the article id made from it, the same-site rule, and rel=canonical.

An article's id is UUIDv5 of its canonical URL, so these rules may only join addresses that show the same article:
a rule that is only usually right stays out, because joining two articles loses one, and not joining costs a copy.
Standard library but for two tables that must not be ours: `idna` (UTS 46) and the Public Suffix List snapshot inside
tldextract's wheel; both are loaded on first use and touch neither network nor disk cache. courlan and w3lib do more
or less: courlan drops `source`, `uid` and `cid`, which are article ids on real sites, and w3lib drops nothing.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from tldextract import TLDExtract


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that tell where a reader came from. Only names that no site uses to name an article.
TRACKING_PREFIXES = tuple(
    _words("""
    utm_ mtm_ pk_ piwik_ matomo_ hsa_ _hs oly_ vero_ itm_ ns_ at_campaign at_medium at_custom at_format at_link
    at_ptr at_bbc wt_mc wt.mc wt_zmc wt.tsrc sc_c mkt_ trk_ __s_ _openstat amp_ fb_action fb_comment fb_ref
    fb_source ga_ mc_ ml_subscriber
""")
)
TRACKING_NAMES = _words("""
    _branch_match_id _branch_referrer _ga _gl __twitter_impression action_object_map action_ref_map
    action_type_map algo_expid cmp cmpid campaign_id campaignid dclid dicbo ecid efg ef_id emc epik fbclid fr24
    gad_source gbraid gclid gclsrc gs_l guccounter guce_referrer guce_referrer_sig icid ico igsh igshid ito intcid
    mbid mibextid mkt_tok msclkid ncid ocid partner_ref qid_tracking rb_clickid ref_ ref_src ref_url referer
    referrer s_cid s_kwcid smid smtyp social_share soc_src soc_trk spm spref srnd taid tblci tpcc trk ttclid
    twclid usqp wbraid wickedid xtor yclid ysclid zanpid __hssc __hstc __hsfp hsctatracking li_fat_id ss_email_id
    sharetype share_source sr_share srsltid traffic_source outputtype
""")
# Names that are ids on some sites and trackers on others: dropped only with a value that can be nothing but a way here.
WORDED_NAMES = _words("""
    ref source src from via feed share medium campaign origin rss cid partner amp
""")
WAY_WORDS = _words("""
    amp api app apple applenews atom android bluesky copylink copy email e-mail facebook fb feed feedburner feedly
    flipboard google googlenews home homepage instagram ios linkedin mail messenger newsletter newsapp nextdoor
    pinterest push reddit rss share sharing sms social telegram threads tw twitter web webpush whatsapp x yahoo
""")
SWITCH_NAMES = frozenset(["amp", "rss", "share", "feed"])  # "on" says as little as a way's name
SESSION_NAMES = _words("""
    phpsessid jsessionid sessionid session_id sessid aspsessionid cfid cftoken oscsid zenid asp.net_sessionid
""")
SESSION_OR_ID = frozenset(["sid", "s", "session"])
SESSION_VALUE = re.compile(r"(?=.*[0-9])[0-9a-zA-Z_-]{20,}\Z")  # a session token; ids of articles are shorter
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*", re.IGNORECASE)

INDEX_FILE = re.compile(
    r"/(?:index\.(?:x?html?|shtml|php[345]?|aspx?|jsp|cfm)|default\.(?:aspx?|html?))\Z", re.IGNORECASE
)
AMP_SUFFIX = re.compile(r"(?:/amp|\.amp)(?=\Z|\.html?\Z)", re.IGNORECASE)
# What names an article in a path: a slug of three words, a number of five digits, or a date.
ARTICLE_SEGMENT = re.compile(r"[^-_]+(?:[-_][^-_]+){2,}|.*\d{5,}|.*(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d")
PAGE_OF_ARTICLE = re.compile(
    r"/(?:(?:page|seite|pagina|p)?/?\d{1,2}|amp|print|full|all|single|komplettansicht)\Z", re.IGNORECASE
)
VIEW_NAMES = _words("""
    page print output view mode singlepage single all amp format
""")

_UNSAFE_HOST = re.compile(r"[\x00-\x20\"#%/:<>?@\\^`{|}\x7f]|\A\.|\.\.")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NOT_IN_PATH = re.compile(rb"[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]")
_NOT_IN_QUERY = re.compile(rb"[^A-Za-z0-9\-._~!$'()*+,;=:@/?%]")
_EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u2028\u2029\ufeff"
_INNER = str.maketrans("", "", "\t\r\n")
_SLASHES = re.compile(r"(?<!:)/{2,}")


def article_id_of(canonical_url: str) -> UUID:
    """Return the article's id: UUIDv5 (RFC 9562 5.5) of its canonical URL in the URL namespace."""
    return uuid5(NAMESPACE_URL, canonical_url)


def host_of(url: str) -> str:
    """Return the lower-case host of an absolute URL, or "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def canonicalize_url(url: str) -> str:
    """Return the one address under which an article is known; canonicalising it again changes nothing.

    url: absolute http or https; blanks around it do not count.

    - Scheme: `http` on its default port becomes `https`, but for loopback names and bare IP addresses, whose
      servers have no certificate. A site that serves both serves the same article.
    - Host: lower case, IDN as ASCII (UTS 46), no trailing dot, no default port, no user:password. `www.` and `m.` stay:
      only the page itself can say that they are twins (`choose_canonical`).
    - Path: dot segments resolved, runs of slashes joined, session ids, index files and the trailing slash dropped;
      an `/amp` or `.amp` end dropped behind a segment that names an article.
    - Query: tracking parameters and session ids dropped, the rest sorted by name; values of one name keep their order.
    - Percent-encoding: upper case, unreserved characters bare, everything else encoded (RFC 3986 6.2.2).
    - Fragment dropped.

    Raises BadInput, naming the URL, when it is not an absolute http or https URL.
    """
    parts = _split_web_url(url)
    scheme = parts.scheme.lower()
    host = _canonical_host(parts, url)
    port = _port_of(parts, url)
    if port == DEFAULT_PORTS[scheme]:
        port = None
    if scheme == "http" and port is None and not _keeps_http(host):
        scheme = "https"
        # `http://host:443` has no meaning that `https://host` lacks, and 80 cannot reach here.
    authority = f"[{host}]" if ":" in host else host
    authority += "" if port is None else f":{port}"
    path, query = _canonical_path(parts.path), _canonical_query(parts.query)
    return f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")


def same_site(a: str, b: str) -> bool:
    """Return whether two absolute URLs belong to one publisher: the same registrable domain.

    By the Public Suffix List with its private part, so two blogs of one hosting service are two sites. Hosts without
    a registrable domain (IP addresses, `localhost`) are the same only with the same port.
    """
    host_a, host_b = host_of(a), host_of(b)
    if not host_a or not host_b:
        return False
    domain_a = _registrable_domain(host_a)
    if domain_a:
        return domain_a == _registrable_domain(host_b)
    return host_a == host_b and _port_or_default(a) == _port_or_default(b)


def registrable_domain(url: str) -> str:
    """Return the registrable domain of a URL's host, "" when it has none."""
    return _registrable_domain(host_of(url))


def choose_canonical(page_url: str, claimed: str | None) -> str:
    """Return the canonical URL of a page: what it claims by rel=canonical where that can be believed, else its own.

    claimed: as the page says, may be relative, wrong or nonsense. It is believed when it is on the same site and names
    a page of the same kind: not the home page, not a section above the article, not the bare script without the
    parameter that names the article. An AMP page's claim may shorten its path: that is what it is for.
    Raises BadInput when page_url itself is no web address.
    """
    own = canonicalize_url(page_url)
    if not claimed or not claimed.strip():
        return own
    try:
        theirs = canonicalize_url(urljoin(page_url.strip(_EDGES), claimed.strip(_EDGES)))
    except (BadInput, ValueError):
        return own
    return theirs if theirs == own or (same_site(own, theirs) and _names_same_kind(own, theirs, page_url)) else own


def _names_same_kind(own: str, theirs: str, page_url: str) -> bool:
    page, claim = urlsplit(own), urlsplit(theirs)
    if claim.path == "/" and not claim.query:
        return page.path == "/" and not _identity_names(page.query)
    if claim.path == page.path:
        return _identity_names(page.query) <= _identity_names(claim.query)
    if page.path.startswith(claim.path.rstrip("/") + "/") and not claim.query:
        rest = page.path[len(claim.path.rstrip("/")) :]
        return is_amp_url(page_url) or bool(PAGE_OF_ARTICLE.fullmatch(rest)) or _names_article_path(claim.path)
    return _names_article_path(claim.path) or bool(claim.query) or not (_names_article_path(page.path) or page.query)


def _identity_names(query: str) -> set[str]:
    """Return the names of parameters that may say which article it is, not how it is shown."""
    names = {pair.partition("=")[0].lower() for pair in query.split("&") if pair}
    return names - VIEW_NAMES


def _names_article_path(path: str) -> bool:
    segments = [segment for segment in path.split("/") if segment]
    return bool(segments) and bool(
        ARTICLE_SEGMENT.match(segments[-1])
        or re.search(r"/(?:19|20)\d\d/[01]?\d/", path)
        or (len(segments) > 1 and re.search(r"\d{3,}", segments[-1]))
    )


def names_article(url: str) -> bool:
    """Return whether an address is one of an article by its path: a slug of three words, a number, a date."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return _names_article_path(parts.path) or any(char.isdigit() for char in parts.query)


def is_amp_url(url: str) -> bool:
    """Return whether an address is one of an AMP page, by its host, path or query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    segments = parts.path.lower().split("/")
    return (
        "amp" in segments
        or (parts.hostname or "").startswith("amp.")
        or ".amp" in segments[-1]
        or bool(re.search(r"(?:\A|&)(?:amp(?:=|&|\Z)|outputtype=amp)", parts.query, re.IGNORECASE))
    )


def _split_web_url(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip(_EDGES).translate(_INNER))
        hostname = parts.hostname
    except ValueError as error:
        raise BadInput(f"{url!r} is not a URL: {error}", subject=url, reason="bad_url") from error
    if parts.scheme.lower() not in DEFAULT_PORTS or not hostname:
        raise BadInput(
            f"{url!r} is not an absolute http or https URL; give it with its scheme and host",
            subject=url,
            reason="bad_url",
        )
    return parts


def _port_of(parts: SplitResult, url: str) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise BadInput(f"{url!r} has a port that is no number up to 65535", subject=url, reason="bad_url") from error


def _canonical_host(parts: SplitResult, url: str) -> str:
    host = (parts.hostname or "").rstrip(".。．｡")
    if ":" in host:
        try:
            return ipaddress.ip_address(host.partition("%")[0]).compressed
        except ValueError as error:
            raise BadInput(f"{url!r} has a bad IPv6 address", subject=url, reason="bad_url") from error
    try:
        ascii_host = host.lower() if host.isascii() else _host_to_ascii(host)
    except UnicodeError as error:
        raise BadInput(f"{url!r} has a host name that is not valid: {error}", subject=url, reason="bad_url") from error
    if not ascii_host or _UNSAFE_HOST.search(ascii_host):
        raise BadInput(f"{url!r} has a host name that is not valid", subject=url, reason="bad_url")
    return ascii_host


def _host_to_ascii(host: str) -> str:
    import idna  # a table of 200 kB that most hosts do not need

    return idna.encode(host, uts46=True, transitional=False).decode("ascii").lower().rstrip(".")


def _keeps_http(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".onion")) or ":" in host:
        return True
    return bool(re.fullmatch(r"[0-9.]+", host)) or "." not in host


def _port_or_default(url: str) -> int | None:
    try:
        parts = urlsplit(url)
        return parts.port or DEFAULT_PORTS.get(parts.scheme.lower())
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _registrable_domain(host: str) -> str:
    """Return the registrable domain of a host, "" when it has none."""
    try:
        ascii_host = host if host.isascii() else _host_to_ascii(host)
    except UnicodeError:
        return ""
    return str(_suffix_list().extract_str(ascii_host, session=None).top_domain_under_public_suffix)


@lru_cache(maxsize=1)
def _suffix_list() -> TLDExtract:
    import tldextract  # parses a 300 kB list

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _canonical_path(path: str) -> str:
    path = _normalize_escapes(path, _NOT_IN_PATH)
    while True:  # each rule may uncover work for another
        shorter = _SLASHES.sub("/", _resolve_dots(PATH_SESSION.sub("", path)))
        shorter = _without_amp(INDEX_FILE.sub("/", shorter).rstrip("/"))
        if shorter == path:
            return path or "/"
        path = shorter


def _resolve_dots(path: str) -> str:
    """Return the path without `.` and `..` segments (RFC 3986 5.2.4), always with a leading slash."""
    if not path or ("/." not in path and path.startswith("/")):
        return path
    kept: list[str] = []
    for segment in path.lstrip("/").split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _without_amp(path: str) -> str:
    """Return the path without its AMP end, where the segment before it names an article."""
    match = AMP_SUFFIX.search(path)
    if match is None or not ARTICLE_SEGMENT.match(path[: match.start()].rpartition("/")[2]):
        return path
    return path[: match.start()] + path[match.end() :]


def _canonical_query(query: str) -> str:
    if not query:
        return ""
    pairs: list[tuple[str, str]] = []
    for raw in query.split("&"):
        pair = _normalize_escapes(raw, _NOT_IN_QUERY)
        while pair.startswith("amp;"):  # `&amp;` of sloppy markup
            pair = pair[4:]
        name, _, value = pair.partition("=")
        if pair.strip("=") and not _tells_nothing(name.lower(), value) and (name, pair) not in pairs:
            pairs.append((name, pair))
    pairs.sort(key=lambda one: one[0])
    return "&".join(pair for _, pair in pairs)


def _tells_nothing(name: str, value: str) -> bool:
    """Return whether a parameter says nothing about which article it is."""
    if name in TRACKING_NAMES or name in SESSION_NAMES or name.startswith(TRACKING_PREFIXES):
        return True
    if name in WORDED_NAMES:
        return value.lower() in WAY_WORDS or (name in SWITCH_NAMES and value.lower() in ("", "1", "true", "yes"))
    return name in SESSION_OR_ID and bool(SESSION_VALUE.match(value))


def _normalize_escapes(text: str, unsafe: re.Pattern[bytes]) -> str:
    """Return text with one spelling of every escape: needed ones as upper-case hex, needless ones undone."""
    raw = _ESCAPE.sub(_normalize_escape, text).encode("utf-8", "surrogatepass")
    return unsafe.sub(lambda match: b"%%%02X" % match.group()[0], raw).decode("ascii")


def _normalize_escape(match: re.Match[str]) -> str:
    digits = match.group(1)
    if digits is None:
        return "%25"
    code = int(digits, 16)
    return chr(code) if code in _UNRESERVED else f"%{digits.upper()}"
