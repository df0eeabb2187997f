"""Under TLS a site proves that it has the name in the link, whatever address was dialled."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which

import httpcore
import pytest

from sources.base import FetchFailed
from sources.web.client import Web
from sources.web.guard import system_connect
from sources.web.policy import Policy
from tests.sources.web.site import Site, opened
from tests.sources.web.standins import PUBLIC, page

pytestmark = pytest.mark.skipif(which("openssl") is None, reason="no openssl to make a certificate with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of news.example and its key, made for this run."""
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "cert.pem", folder / "key.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example -addext subjectAltName=DNS:news.example"
    command = ["openssl", *words.split(), "-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
    return files


@pytest.fixture
def serving(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """What the site speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def visiting(site: Site, certificate: Path | None) -> Web:
    """A client for which every name leads to one public address, behind which the site stands."""

    async def resolve(_host: str) -> Sequence[str]:
        return (PUBLIC,)

    async def connect(address: str, _port: int) -> httpcore.AsyncNetworkStream:
        assert address == PUBLIC
        return await system_connect("127.0.0.1", site.port)

    tls = ssl.create_default_context(cafile=certificate)
    return Web(Policy(pause=0, seconds=5), resolve=resolve, connect=connect, tls=tls)


async def test_a_page_comes_by_tls(serving: ssl.SSLContext, certificate: tuple[Path, Path]) -> None:
    """The name of the link is what the certificate is judged by."""
    async with opened({"/": page(b"news")}, tls=serving) as site:
        assert (await visiting(site, certificate[0]).get("https://news.example/")).data == b"news"


@pytest.mark.parametrize(("host", "trusted"), [("other.example", True), ("news.example", False)])
async def test_a_certificate_of_somebody_else_is_refused(
    serving: ssl.SSLContext, certificate: tuple[Path, Path], host: str, *, trusted: bool
) -> None:
    """Of another name, or of an authority that nobody trusts: nothing is asked for."""
    async with opened({"/": page(b"news")}, tls=serving) as site:
        with pytest.raises(FetchFailed) as caught:
            await visiting(site, certificate[0] if trusted else None).get(f"https://{host}/")
    assert caught.value.why == "broken"
    assert not site.requests


async def test_what_went_on_to_plain_http_has_not_moved(
    serving: ssl.SSLContext, certificate: tuple[Path, Path]
) -> None:
    """It is followed, and asked for under TLS again the next time."""
    async with opened({"/": page(b"news")}) as plain, opened({}, tls=serving) as site:
        site.answers["/"] = page(b"", "301 Moved", "Location: http://news.example/")
        client = visiting(site, certificate[0])
        over_tls = client._asker.network.connect

        async def connect(address: str, port: int) -> httpcore.AsyncNetworkStream:
            return await (over_tls(address, port) if port == 443 else system_connect("127.0.0.1", plain.port))

        object.__setattr__(client._asker.network, "connect", connect)
        fetched = await client.get("https://news.example/")
    assert (fetched.url, fetched.data, fetched.moved) == ("http://news.example/", b"news", None)
