"""The newsroom on a socket: validators and 304s, the request log, control calls, misbehaviour.

GET  /<outlet>/...            what the outlet serves; also / with the Host header <outlet>.localhost
GET  /_bad/<kind>             one misbehaviour, always
GET  /replay/<absolute URL>   a recorded page;  /replay-feeds/index.json lists feeds of them
POST /_control/misbehave      {"path": "/x/feed/" | "/x/*" | "*", "kind": "503", "times": 2 | null}
POST /_control/edit           {"slug": "..."} or {}: bring pieces to their edited state
POST /_control/reset          forget misbehaviour, edits and the request log
GET  /_control/requests       [{"path", "time", "method", "status", "headers"}] in order
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from aiohttp import web
from newsroom.content import load_content
from newsroom.misbehaviour import MISBEHAVIOURS, misbehave
from newsroom.site import Answer, Site, outlet_of_host

NOT_FOUND = b"<!DOCTYPE html><html><head><title>Not found</title></head><body><h1>404</h1></body></html>"
LOG_LIMIT = 20_000  # last requests kept: more than any test makes


@dataclass(slots=True)
class Rule:
    """One misbehaviour asked for. times: how often yet; None for ever."""

    path: str
    kind: str
    times: int | None

    def matches(self, path: str) -> bool:
        """Whether a path is meant: the same, or below "<prefix>*"."""
        plain = path.split("?", 1)[0]
        if self.path.endswith("*"):
            return path.startswith(self.path[:-1])
        return self.path in (path, plain)


@dataclass(slots=True)
class Newsroom:
    """The server's state: the site, the rules in force and the log of requests."""

    site: Site
    rules: list[Rule] = field(default_factory=list)
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=LOG_LIMIT))

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Return the answer to one request."""
        path = request.raw_path
        if path.startswith("/_control/"):
            return await self.control(request, path.removeprefix("/_control/"))
        entry = {
            "path": path,
            "time": time.time(),
            "method": request.method,
            "status": None,  # stays so when the connection breaks off
            "headers": {name.lower(): value for name, value in request.headers.items()},
        }
        self.log.append(entry)
        response = await self.respond(request, path)
        entry["status"] = response.status
        return response

    async def respond(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Return what stands at a path, or what a rule in force makes of it."""
        outlet = outlet_of_host(request.headers.get("Host", ""), self.site.outlets)
        path = f"/{outlet}{path}" if outlet else path
        kind = self.kind_for(path)
        if kind is not None:
            meant = request.query.get("to", path) if path.startswith("/_bad/") else path
            return await misbehave(kind, request, self.site.answer(meant) or self.sample())
        answer = self.site.answer(path)
        if answer is None:
            return web.Response(status=404, body=NOT_FOUND, headers={"Content-Type": "text/html; charset=utf-8"})
        return conditional(request, answer)

    def kind_for(self, path: str) -> str | None:
        """Return the misbehaviour due on a path, counting it, or None."""
        if path.startswith("/_bad/"):
            kind = path.removeprefix("/_bad/").split("?")[0].split("/")[0]
            return kind if kind in MISBEHAVIOURS else None
        for rule in self.rules:
            if rule.matches(path) and rule.times != 0:
                rule.times = rule.times - 1 if rule.times is not None else None
                return rule.kind
        return None

    def sample(self) -> Answer:
        """Return an ordinary article page, for misbehaviour that needs one to spoil."""
        outlet, pieces = next((slug, pieces) for slug, pieces in load_content().items() if pieces)
        answer = self.site.answer(f"/{outlet}/{next(iter(pieces.values())).path}")
        return answer or Answer(NOT_FOUND, "text/html; charset=utf-8")

    async def control(self, request: web.BaseRequest, call: str) -> web.Response:
        """Answer a control call; what is wrong with one comes back as 400 with the reason."""
        try:
            if request.method == "GET" and call == "requests":
                return web.json_response(list(self.log))
            if request.method != "POST":
                raise ValueError(f"{request.method} /_control/{call} is no control call")
            asked = json.loads(await request.read() or b"{}")
            return web.json_response(self.change(call, asked))
        except (ValueError, KeyError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)

    def change(self, call: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Carry out one control call and return what to say."""
        if call == "misbehave":
            if asked["kind"] not in MISBEHAVIOURS:
                raise ValueError(f"no misbehaviour {asked['kind']!r}; there are {', '.join(MISBEHAVIOURS)}")
            self.rules.insert(0, Rule(asked["path"], asked["kind"], asked.get("times")))
            return {"rules": len(self.rules)}
        if call == "edit":
            return {"edited": self.site.edit(asked.get("slug"))}
        if call == "reset":
            self.rules.clear()
            self.log.clear()
            self.site.edited.clear()
            return {}
        raise ValueError(f"POST /_control/{call} is no control call")


def conditional(request: web.BaseRequest, answer: Answer) -> web.Response:
    """Return the answer with its validators, or the 304 it deserves (RFC 9110 13.2.2: If-None-Match goes first)."""
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
    headers = {"ETag": etag}
    if answer.modified_at is not None:
        headers["Last-Modified"] = format_datetime(
            answer.modified_at.astimezone(UTC).replace(microsecond=0), usegmt=True
        )
    if answer.status == 200 and is_unchanged(request, etag, answer.modified_at):
        return web.Response(status=304, headers=headers)
    return web.Response(
        status=answer.status, body=answer.body, headers={**headers, "Content-Type": answer.content_type}
    )


def is_unchanged(request: web.BaseRequest, etag: str, modified_at: datetime | None) -> bool:
    """Whether the client's validators say that it has these bytes."""
    asked = request.headers.get("If-None-Match")
    if asked is not None:
        tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return etag in tags or "*" in tags
    since = request.headers.get("If-Modified-Since")
    if since is None or modified_at is None:
        return False
    try:
        return modified_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):  # no date, or one without a zone
        return False


async def run_newsroom(newsroom: Newsroom, sock: Any, stop: asyncio.Event) -> None:
    """Serve on a bound socket until `stop` is set; open connections are dropped then."""
    runner = web.ServerRunner(
        web.Server(newsroom.handle, handler_cancellation=True, access_log=None), shutdown_timeout=0.1
    )
    await runner.setup()
    await web.SockSite(runner, sock).start()
    await stop.wait()
    await runner.cleanup()
