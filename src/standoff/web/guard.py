"""Who may ask: requests from this page on this machine, and elsewhere only those that know the token.

Every answer carries headers that keep the page to itself. The checks follow OWASP's sheets on DNS rebinding and
cross-site request forgery: a strange `Host` or `Origin` is refused before anything is read.
"""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "standoff_token"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Guard:
    """An ASGI application around the web app that lets through only what may ask."""

    def __init__(self, app: App, *, hosts: Sequence[str], token: str | None) -> None:
        """Set up the guard.

        Args:
            app: the application behind it.
            hosts: values of `Host` that are this server's, with the port.
            token: what every request must know, by cookie, `Authorization: Bearer` or once by `?token=`; None asks
                for none.
        """
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope["method"], headers)
        if refusal is not None:
            await _answer(send, 403, refusal)
        elif self.token is not None and self._asks_for_cookie(scope):
            await self._give_cookie(scope, send)
        elif self.token is not None and not self._knows(headers):
            await _answer(send, 401, "this server asks for its token; open the address that it printed when it started")
        else:
            await self.app(scope, receive, _with_headers(send))

    def _refusal(self, method: str, headers: dict[str, str]) -> str | None:
        host = headers.get("host", "").lower()
        if host not in self.hosts:
            return f"the host {host[:80]!r} is not this server's; use one of {', '.join(sorted(self.hosts))}"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host:
            return f"a page of {origin[:80]!r} may not ask this server"
        site = headers.get("sec-fetch-site", "none")
        if site not in {"none", "same-origin"} and (method != "GET" or headers.get("sec-fetch-mode") != "navigate"):
            return "another site's page may not ask this server"
        return None

    def _knows(self, headers: dict[str, str]) -> bool:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        return self._is_token(given) or self._is_token(_cookie(headers.get("cookie", "")))

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), (self.token or "").encode())

    def _asks_for_cookie(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return scope["method"] == "GET" and self._is_token(given)

    async def _give_cookie(self, scope: Scope, send: Send) -> None:
        """Keep the token in a cookie and take it out of the address, so that no history or screenshot shows it."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        rest = urlencode({name: values for name, values in query.items() if name != "token"}, doseq=True)
        path = "/" + scope["path"].lstrip("/\\")
        target = path.encode("ascii", "ignore").decode() + (f"?{rest}" if rest else "")
        cookie = f"{COOKIE}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", target.encode()), (b"set-cookie", cookie.encode())]
        await _answer(send, 303, "the token is kept in a cookie", headers)


def allowed_hosts(host: str, port: int, names: Sequence[str] = ()) -> list[str]:
    """Give the values of `Host` that a server bound to an address answers to."""
    own = host if host not in {"0.0.0.0", "::"} else ""
    bare = [*LOOPBACK, *(name for name in (f"[{own}]" if ":" in own else own, *names) if name)]
    return [f"{name}:{port}" for name in bare] + (bare if port == 80 else [])


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sending


async def _answer(send: Send, status: int, text: str, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
    body = (text + "\n").encode("utf-8", "replace")
    kind = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*kind, *headers, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
