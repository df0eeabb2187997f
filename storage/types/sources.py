"""Whom we tell, who brought what, and what is asked again: chats, sources, feeds, pages, arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

ChatKind = Literal["private", "group", "supergroup", "channel"]


@dataclass(frozen=True, slots=True)
class Chat:
    """A place that we talk to; `id` is Telegram's and may need 52 bits. A private chat has no title.

    `hint` is the language that its person's Telegram speaks, as far as it was ever said (a BCP 47 tag).
    """

    id: int
    kind: ChatKind
    title: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a chat has chosen; None each where nothing was.

    `language` is the one we talk in ("en", "uk"), `zone` an IANA zone for new digests and for hours that are shown,
    `length` that of briefings that name none, `retention` after how many days what the chat brought is thrown away.
    """

    language: str | None = None
    zone: str | None = None
    length: Literal["short", "usual", "full"] | None = None
    retention: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who brought which document, and what they called it.

    `chat` None is public: every chat sees it. Otherwise that chat alone does. `kind` is the word of whoever adds it
    ("seed", "paste", "file" ...). `origin` is what people are told of the way it came on ("forwarded from ..."). An id
    is never used again, so that an old button cannot hit a newer source. `message` is Telegram's number of the message
    in that chat which held the text, where one did.
    """

    id: int
    chat: int | None
    kind: str
    name: str
    document_key: str
    added: datetime
    origin: str | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """Documents of one story by their keys, newest first; `number` is the story's, None for a document without one."""

    number: int | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A paged list as it was shown to a chat: what its buttons need to show another page after a restart."""

    id: str
    chat: int
    kind: str
    query: str
    created: datetime


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as it is asked, whoever follows it; `id` is its row's.

    `etag` and `last_modified` go back byte for byte. `failures` counts those in a row, of which `failure` names the
    last (a word of `sources.base.Failure`, "parse" for what is no feed). `due` is None for a feed asked no more:
    it ended (410), or failed too long; followers are told once, and `revive` asks it again. `refusals` counts answers
    in a row that seldom change, as by robots.txt; `taken` the entries that were read in the day from `taken_since` on.
    """

    id: int
    url: str
    title: str | None
    site: str | None
    added: datetime
    due: datetime | None
    interval: timedelta
    etag: str | None = None
    last_modified: str | None = None
    asked: datetime | None = None
    succeeded: datetime | None = None
    changed: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    failure: str | None = None
    refusals: int = 0
    taken: int = 0
    taken_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """Who follows a feed: a chat (None: everybody), added by a person. `told` is when its death was told, once."""

    id: int
    feed: FeedState
    chat: int | None
    person: int | None
    added: datetime
    told: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry of a feed that was met before. `document_key` None: not read yet, or `failure` says why it is not."""

    identity: str
    version: str
    link: str | None
    document_key: str | None
    tries: int
    failure: str | None
    seen: datetime


@dataclass(frozen=True, slots=True)
class PageState:
    """A fetched page whose text may change. `url` is the page's normalised address, `asked` the one to fetch.

    `due` None: it is looked at no more.
    """

    url: str
    asked: str
    document_key: str
    checked: datetime
    due: datetime | None
    interval: timedelta
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0


ArrivalKind = Literal["link", "text", "file", "opml"]
ArrivalState = Literal["waiting", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that a person sent, kept until it is dealt with: what was sent survives a crash.

    `payload` is the caller's (JSON). Unique by (chat, message, position): an update that comes twice is one arrival.
    """

    id: int
    batch: int
    position: int
    message: int
    kind: ArrivalKind
    payload: str
    state: ArrivalState
    tries: int
    document_key: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a person sent in one go: reported once. `progress` is the message that counts, to be edited; None: none."""

    id: int
    chat: int
    person: int | None
    thread: int | None
    message: int
    created: datetime
    progress: int | None = None
    reported: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """`share` of a document's three-word shingles stand in the document of `other` as well (0 to 1)."""

    key: str
    other: str
    share: float
