"""Who may talk to the page: the browser window that was given its address, and no other page or program."""

from __future__ import annotations

from aiohttp import web

from bot.playground.web.asked import Refused

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer says unless it is stricter itself."""
POSTED = frozenset({"application/json", "multipart/form-data"})
FOREIGN = "This address belongs to the playground alone. Open the address that it printed."


async def set_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Puts the headers on an answer, whatever it is."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def check_host(request: web.Request) -> None:
    """Refuses a name that somebody else lets point at this machine. Raises Refused."""
    port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
    if request.headers.getall("Host", []) not in ([f"127.0.0.1:{port}"], [f"localhost:{port}"]):
        raise Refused(421, FOREIGN)


def check_page(request: web.Request, path: str) -> None:
    """Refuses what another web page makes a browser send. Raises Refused."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None and origin != f"http://{request.headers['Host']}":
        raise Refused(403, FOREIGN)
    # A link may lead here from elsewhere, for the page itself shows nothing: all else is asked for by the page.
    if path and site not in (None, "same-origin", "none"):
        raise Refused(403, FOREIGN)
    if request.method == "POST":
        _check_post(request)


def _check_post(request: web.Request) -> None:
    if request.headers.get("X-Playground") != "1" or request.content_type not in POSTED:
        raise Refused(403, "Such a request comes from the playground's page only. Use the page.")


def check_bot(request: web.Request) -> None:
    """Refuses a browser where a bot belongs. Raises Refused."""
    if "Origin" in request.headers:
        raise Refused(403, FOREIGN)
