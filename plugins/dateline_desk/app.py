"""The News desk's web application: routes behind Airflow's own sign-in, strict headers, plain words when something is down.

A plugin's routes are open unless they ask: every route here, static files too, depends on Airflow's session.
Any signed-in user who may see Airflow's web site may read; nothing here writes.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC
from http import HTTPStatus
from pathlib import Path
from typing import Any

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import requires_access_view
from babel import Locale
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import ProgrammingError

from dateline_desk.desk import MAIN_TOPICS, PAGE_SIZES, WINDOW_DAYS, Filters, read_desk
from dateline_desk.text import describe_age
from pipeline.errors import BadInput, Unavailable

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
DAY_SECONDS = 86_400
STATEMENT_TIMEOUT_CODE = "57014"  # query_canceled
SLOW_MESSAGE = (
    "Postgres was still searching when the time of a page was up. Ask for more at once (a source and words, "
    "say), or look with `dateline search` and psql, which wait longer."
)

# No script, style, image or frame but our own files, and nobody else may frame us: a headline that got past the
# template's escaping would still do nothing.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
}


def build_app() -> FastAPI:
    """Return the application, for Airflow to mount."""
    app = FastAPI(
        title="News desk",
        docs_url=None,  # FastAPI's own pages would be open
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(requires_access_view(AccessView.WEBSITE))],
    )
    app.middleware("http")(add_headers)
    app.exception_handler(HTTPException)(show_refusal)
    app.get("/")(show_desk)
    app.get("/static/{name}")(send_static)
    return app


def show_desk(request: Request) -> Response:
    """Return the page, or 503 with the remedy when the database cannot be read."""
    try:
        desk = read_desk(Filters.read(request.query_params))
    except (Unavailable, BadInput) as error:
        log.warning("news desk cannot read: %s", error)
        return _explain(SLOW_MESSAGE if _is_statement_timeout(error) else str(error))
    except ProgrammingError as error:
        log.warning("news desk found no schema: %s", error.orig)
        fault = str(error.orig).splitlines()[0]
        return _explain(f"It is there, but not as this version needs it: {fault}. Run `dateline db upgrade`.")
    return _page("desk.html", HTTPStatus.OK, desk=desk)


def send_static(name: str) -> Response:
    """Return one of the page's own files."""
    found = _STATIC.get(name)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no such file")
    content, media_type, _ = found
    return Response(content, media_type=media_type, headers={"Cache-Control": f"private, max-age={DAY_SECONDS}"})


async def show_refusal(request: Request, error: HTTPException) -> Response:
    """Return why not, and the way to sign in. Plain, since style sheets are behind the sign-in as well."""
    is_signed_out = error.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    login = get_auth_manager().get_url_login(next_url=str(request.url)) if is_signed_out else None
    return _page("refused.html", error.status_code, message=error.detail, login=login)


async def add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Set the security headers on every answer; pages are never stored by a cache."""
    answer = await call_next(request)
    answer.headers.update(HEADERS)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _is_statement_timeout(error: BaseException) -> bool:
    return getattr(getattr(error.__cause__, "orig", None), "pgcode", None) == STATEMENT_TIMEOUT_CODE


def _explain(message: str) -> Response:
    return _page("unavailable.html", HTTPStatus.SERVICE_UNAVAILABLE, message=message)


def _page(template: str, status: int, **values: Any) -> Response:
    html = _TEMPLATES.get_template(template).render(
        static=lambda name: f"static/{name}?v={_STATIC[name][2]}", main_topics=MAIN_TOPICS, **values
    )
    return Response(html, status_code=status, media_type="text/html")


def _load_static() -> dict[str, tuple[bytes, str, str]]:
    """Return content, type and version of the static files: they are few, small, and looked up by name alone."""
    files = {path.name: path for path in (HERE / "static").iterdir() if path.suffix in STATIC_TYPES}
    return {
        name: (path.read_bytes(), STATIC_TYPES[path.suffix], hashlib.sha256(path.read_bytes()).hexdigest()[:12])
        for name, path in files.items()
    }


def _colour_topic(topics: tuple[str, ...] | list[str]) -> str:
    """Return the style class of the topic that shows where several apply."""
    return next((f"topic-{one}" for one in MAIN_TOPICS if one in topics), "topic-other" if topics else "")


def _make_environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,  # for every template whatever its name: headlines are other people's bytes
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = lambda at: f"{at.astimezone(UTC):%-d %b %Y}"
    made.filters["clock"] = lambda at: f"{at.astimezone(UTC):%H:%M}"
    made.filters["iso"] = lambda at: at.astimezone(UTC).isoformat(timespec="seconds")
    made.filters["full"] = lambda at: f"{at.astimezone(UTC):%A %-d %B %Y, %H:%M:%S} UTC"
    made.filters["percent"] = _percent
    made.filters["number"] = lambda count: f"{count:,}"
    made.filters["age"] = describe_age
    made.filters["language"] = _name_language
    made.filters["colour"] = _colour_topic
    made.globals.update(page_sizes=PAGE_SIZES, window_days=WINDOW_DAYS)
    return made


def _percent(ratio: float) -> str:
    """Return a share as percent; what is not quite all never reads as all."""
    return "> 99 %" if 0.99 < ratio < 1 else f"{100 * ratio:.0f} %"


def _name_language(code: str) -> str:
    """Return a language's English name, or the code where CLDR has none."""
    return str(_LANGUAGES.get(code, code))


_LANGUAGES = Locale("en").languages
_STATIC = _load_static()
_TEMPLATES = _make_environment()
