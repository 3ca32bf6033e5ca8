"""Puts the News desk into Airflow's navigation. The page itself is dateline_desk, next to this file.

Every process of Airflow imports this module, workers too, and only the API server shows pages: so nothing of FastAPI
or Postgres is imported here before the first request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

PREFIX = "/news-desk"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class NewsDesk:
    """The page as an ASGI application that is built when it is first asked for."""

    def __init__(self) -> None:
        self._app: AsgiApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            from dateline_desk.app import build_app

            self._app = build_app()
        await self._app(scope, receive, send)


class NewsDeskPlugin(AirflowPlugin):
    """The page, and its entry in the navigation. Addresses are relative: Airflow may stand below a path of its host."""

    name = "news_desk"
    fastapi_apps: ClassVar[list[Any]] = [{"app": NewsDesk(), "url_prefix": PREFIX, "name": "News desk"}]
    external_views: ClassVar[list[Any]] = [
        {
            "name": "News desk",
            "href": f"{PREFIX.lstrip('/')}/",
            "destination": "nav",
            "url_route": "news-desk",
            "icon": f"{PREFIX.lstrip('/')}/static/icon-light.svg",
            "icon_dark_mode": f"{PREFIX.lstrip('/')}/static/icon-dark.svg",
            "nav_top_level": True,
        }
    ]
