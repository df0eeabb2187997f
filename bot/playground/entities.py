"""Text as Telegram keeps it: cleaned, measured in UTF-16 units, with legal entities and those it finds itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from urllib.parse import urlsplit

from bot.playground.wire import Json, bad, need

Warn = Callable[[str], None]

QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
LINKS = frozenset({"text_link", "text_mention", "custom_emoji", "date_time"})
AUTOMATIC = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
EXTRA = {
    "text_link": ("url",),
    "text_mention": ("user",),
    "pre": ("language",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}
DATE_FORMAT = re.compile("(r|w?[dD]?[tT]?)")
"""How an app may show a moment: relative, or any of weekday, date and time."""
MOST_ENTITIES = 100

ADDRESS = r"[^\s<>«»“”\"]"
ADDRESS_END = r"[^\s<>«»“”\".,:;!?')\]}…]"
DOMAINS = "com|org|net|info|ru|ua|io|me|ai|app|dev|co|uk|de|fr|eu|gov|edu|tv|news|pl|by|int"
# Found by the server in every text; approximate for addresses, and without phone and card numbers.
FOUND = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?!\w)")),
    ("url", re.compile(rf"https?://{ADDRESS}*{ADDRESS_END}", re.I)),
    (
        "url",
        re.compile(
            rf"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:{DOMAINS})(?![\w-])(?:[/?#:]{ADDRESS}*(?<={ADDRESS_END}))?", re.I
        ),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}(?![#\w])")),
)
DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
MARK_RUN = re.compile("[\u200e\u200f]{2,}")
VISIBLE_MARKUP = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote)\b[^>]*>|&(?:lt|gt|amp|quot);")


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units, which is what Telegram's offsets count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) >> 1


def link_problem(url: str) -> str | None:
    """Why Telegram would not make a link of an address, or None."""
    if re.match(r"tg:(//)?\w", url, re.I):
        return None
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    if not parts.hostname:
        return "URL host is empty"
    return None if "." in parts.hostname or ":" in parts.hostname else "Wrong HTTP URL"


def formatted(text: str, given: Sequence[object], warn: Warn) -> tuple[str, list[Json]]:
    """The text and entities of a message that the server keeps, offsets in UTF-16 units.

    Raises ApiError for entities outside the text or inside a surrogate pair. What Telegram drops without a
    word (illegal nesting, links it does not accept, more than 100 entities) is dropped here with a warning.
    """
    text, entities = cleaned(text, checked(given, text, warn))
    entities = arranged(entities, warn)
    if links := found(text, entities):
        entities = arranged([*entities, *links], warn)
    if len(entities) > MOST_ENTITIES:
        warn(f"{len(entities)} entities: only the first {MOST_ENTITIES} are kept")
    if VISIBLE_MARKUP.search(text):
        warn("the visible text contains HTML markup")
    return text, entities[:MOST_ENTITIES]


def checked(given: Sequence[object], text: str, warn: Warn) -> list[Json]:
    """The entities that a bot sent, without those of no length and those that only the server makes."""
    starts = frozenset(accumulate(map(utf16, text), initial=0))
    kept = (_checked(entity, starts, utf16(text), warn) for entity in given)
    return [entity for entity in kept if entity]


def _checked(entity: object, starts: frozenset[int], size: int, warn: Warn) -> Json | None:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad("can't parse MessageEntity: expected an Object")
    kind, start, length = entity["type"], entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(length, int):
        raise bad('can\'t parse MessageEntity: Field "offset" must be a Number')
    need(kind in QUOTES | CODE | STYLES | LINKS | AUTOMATIC, "can't parse MessageEntity: Unsupported type specified")
    if kind in AUTOMATIC or length == 0:
        return None
    _check_place(start, length, starts, size)
    if kind == "text_link" and link_problem(str(entity.get("url", ""))):
        warn(f"text_link dropped: {link_problem(str(entity.get('url', '')))}: {entity.get('url')}")
        return None
    if kind == "date_time":
        _check_moment(entity)
    extra = {name: entity[name] for name in EXTRA.get(kind, ()) if entity.get(name)}
    return {"type": kind, "offset": start, "length": length, **extra}


def _check_moment(entity: Json) -> None:
    moment = entity.get("unix_time")
    need(isinstance(moment, int) and moment > 0, 'can\'t parse MessageEntity: Field "unix_time" must be a Number')
    shown = DATE_FORMAT.fullmatch(str(entity.get("date_time_format") or ""))
    need(shown, "can't parse MessageEntity: invalid date_time_format specified")


def _check_place(start: int, length: int, starts: frozenset[int], size: int) -> None:
    end = start + length
    need(start >= 0, f"receive an entity with incorrect offset {start}")
    need(length > 0, f"receive an entity with incorrect length {length}")
    need(start <= size, f"entity begins after the end of the text at UTF-16 offset {start}")
    where = f"entity beginning at UTF-16 offset {start} ends"
    need(end <= size, f"{where} after the end of the text at UTF-16 offset {end}")
    need(start in starts, "entity begins in a middle of a UTF-16 symbol")
    need(end in starts, f"{where} in a middle of a UTF-16 symbol")


def cleaned(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """The text after the server removed, replaced and trimmed, with the entities moved along."""
    pieces = [DROPPED.sub("", BLANKED.sub(" ", character)) for character in text]
    before, after = (accumulate(map(utf16, part), initial=0) for part in (text, pieces))
    moved = dict(zip(before, after, strict=True))
    # Of a run of direction marks all but the last become joiners.
    text = MARK_RUN.sub(lambda run: "\u200c" * (len(run[0]) - 1) + run[0][-1], "".join(pieces)).rstrip(" \n")
    size = utf16(text)
    spans = [(e, moved[e["offset"]], min(size, moved[e["offset"] + e["length"]])) for e in entities]
    spans = [span for span in spans if span[1] < span[2]]
    lead = min([len(text) - len(text.lstrip(" \n")), *(start for _, start, _ in spans)])
    return text[lead:], [{**e, "offset": start - lead, "length": end - start} for e, start, end in spans]


def found(text: str, entities: Iterable[Json]) -> list[Json]:
    """The links, mentions and commands that the server finds where no link or code stands already."""
    taken = [span(e) for e in entities if e["type"] in CODE | LINKS]
    result: list[Json] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start = utf16(text[: match.start()])
            end = start + utf16(match[0])
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                result.append({"type": kind, "offset": start, "length": end - start})
    return result


def span(entity: Json) -> tuple[int, int]:
    """Start and end of an entity in UTF-16 units."""
    return entity["offset"], entity["offset"] + entity["length"]


def arranged(entities: Sequence[Json], warn: Warn) -> list[Json]:
    """Entities that may stand together: quotations and links whole, styles cut where something begins or ends in them.

    The rules are those of "Formatting options" in the Bot API; a style with a link in its middle becomes
    three pieces, which is how long messages come to the cap of 100.
    """
    whole: list[Json] = []
    styles = _merged([e for e in entities if e["type"] in STYLES])
    for entity in sorted(
        (e for e in entities if e["type"] not in STYLES), key=lambda e: (e["type"] not in QUOTES, *_order(e))
    ):
        rival = next((other for other in whole if _clash(other, entity)), None)
        if rival is None:
            whole.append(entity)
        else:
            warn(f"{entity['type']} at {entity['offset']} dropped: it cannot overlap {rival['type']}")
    cuts = sorted({edge for e in whole for edge in span(e)} | {e["offset"] for e in styles})
    code = [span(e) for e in whole if e["type"] in CODE]
    pieces = [piece for style in styles for piece in _pieces(style, cuts, code, warn)]
    return sorted(whole + pieces, key=_order)


def _merged(styles: Sequence[Json]) -> list[Json]:
    """Each style once where it is given twice or in touching pieces."""
    merged: list[Json] = []
    for style in sorted(styles, key=lambda e: (e["type"], *_order(e))):
        last = merged[-1] if merged else None
        if last and last["type"] == style["type"] and style["offset"] <= span(last)[1]:
            last["length"] = max(span(last)[1], span(style)[1]) - last["offset"]
        else:
            merged.append(dict(style))
    return merged


def _order(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _clash(first: Json, second: Json) -> bool:
    (a, b), (c, d) = span(first), span(second)
    if b <= c or d <= a:
        return False
    in_quote = first["type"] in QUOTES and second["type"] not in QUOTES and a <= c and d <= b
    return not in_quote


def _pieces(style: Json, cuts: list[int], code: list[tuple[int, int]], warn: Warn) -> Iterable[Json]:
    start, end = span(style)
    for a, b in pairwise([start, *(cut for cut in cuts if start < cut < end), end]):
        if any(c <= a and b <= d for c, d in code):
            warn(f"{style['type']} at {a} dropped: code holds no other entity")
        else:
            yield {**style, "offset": a, "length": b - a}
