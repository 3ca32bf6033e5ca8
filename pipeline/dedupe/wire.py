"""Whether an article stands on the site of the agency that wrote it: then it is the original, whenever it came. Pure."""

from __future__ import annotations

LEAST_NAME = 4  # letters of an agency's name from which a domain that begins so is its own; "AP" begins many


def is_wire_own(*, agency: str | None, kind: str | None, site_label: str, names: tuple[str | None, ...] = ()) -> bool:
    """Return whether an article is the wire's own.

    agency: that the text credits. kind: of the outlet, as operators say ("agency"). site_label: the registrable domain
    without its suffix ("reuters"). names: what outlet and page call the site.
    An agency's outlet that credits nobody, or itself, is; so is a site that bears the credited agency's name.
    """
    if agency is None:
        return kind == "agency"
    credited = _fold(agency)
    own = [_fold(name) for name in (site_label, *names) if name]
    if kind == "agency":
        return any(_is_one(credited, name) for name in own)
    return len(credited) >= LEAST_NAME and any(name.startswith(credited) for name in own[:1])


def _is_one(credited: str, name: str) -> bool:
    return bool(name) and (name.startswith(credited) or (len(name) >= LEAST_NAME - 1 and credited.startswith(name)))


def _fold(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
