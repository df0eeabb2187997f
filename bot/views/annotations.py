"""What a chat has, as JSON: its choices, its digests, its feeds, and its sources with what was found in them.

Statements and figures are annotations of the W3C Web Annotation Data Model (2017), with a TextPositionSelector and a
TextQuoteSelector for each passage: other tools find it again in the text, also where the text has moved.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.views.export import Json, figure_data, selectors, statement_data
from storage.types import Chat, Following, Preferences, Source, Subscription, Term
from summarizer.types import Analysis, Document, Figure, Statement

VERSION = 1


def settings_data(
    chat: Chat,
    chosen: Preferences,
    terms: Sequence[Term],
    digests: Sequence[Subscription],
    feeds: Sequence[Following],
) -> Json:
    """All but the sources."""
    return {
        "chat": asdict(chat),
        "settings": asdict(chosen),
        "follows": [_term(each) for each in terms if each.verb == "follow"],
        "mutes": [_term(each) for each in terms if each.verb == "mute"],
        "digests": [_digest(each, chat.id) for each in digests],
        "feeds": [_feed(each) for each in feeds],
    }


def export_text(made: datetime, part: int, about: Json, sources: Sequence[str], *, last: bool) -> str:
    """One file of an export, of several that together hold all; `sources` are objects as JSON already."""
    head = {"format": "verbatim-export", "version": VERSION, "made": made.isoformat(), "part": part, "last": last}
    whole = json.dumps({**head, **about}, ensure_ascii=False, indent=1)
    return whole.removesuffix("\n}") + ',\n "sources": [\n' + ",\n".join(sources) + "\n ]\n}\n"


def source_data(source: Source, document: Document, analysis: Analysis | None) -> Json:
    """A source, its text, and what was found in it; `understood` is False where it was not read yet."""
    statements = analysis.statements if analysis else ()
    figures = analysis.figures if analysis else ()
    return {
        "kind": source.kind,
        "name": source.name,
        "origin": source.origin,
        "added": source.added.isoformat(),
        "message": source.message,
        "document": {
            "key": document.key,
            "title": document.title,
            "publisher": document.publisher,
            "byline": document.byline,
            "url": document.url,
            "published": _moment(document.published),
            "text": document.text,
        },
        "understood": analysis is not None,
        "language": analysis.language if analysis else None,
        "annotations": [*map(statement_annotation, statements), *map(figure_annotation, figures)],
    }


def statement_annotation(statement: Statement) -> Json:
    """A statement; its target are the passages that are its content."""
    speaker = statement.speaker
    body = statement_data(statement) | {"role": speaker.role if speaker else None}
    targets = [_target(statement.document, [*selectors(statement.document, span)]) for span in statement.content]
    return _annotation("statement", statement.document, statement.content[0].start, body, targets)


def figure_annotation(figure: Figure) -> Json:
    """A figure; its target is where it stands."""
    targets = [_target(figure.document, [*selectors(figure.document, figure.span)])]
    return _annotation("figure", figure.document, figure.span.start, figure_data(figure), targets)


def _annotation(kind: str, document: Document, start: int, body: Json, targets: list[Json]) -> Json:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:verbatim:{document.key}:{kind}:{start}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": {"type": "Dataset", "format": "application/json", "kind": kind, "value": body},
        "target": targets,
    }


def _target(document: Document, selector: list[Json]) -> Json:
    return {"source": document.url or f"urn:verbatim:{document.key}", "selector": selector}


def _term(term: Term) -> Json:
    return {"kind": term.kind, "value": term.value, "added": term.added.isoformat()}


def _digest(digest: Subscription, chat: int) -> Json:
    """A digest; of one that was set up in another chat only what is seen of it where it arrives."""
    rule, taste = digest.rule, digest.taste
    if digest.keeper != chat:
        where = {"chat": digest.chat, "topic": digest.thread}
        return {"set_up_in": "another chat", "arrives_in": where, "topics": list(taste.topics)}
    return {
        "times": [each.isoformat("minutes") for each in rule.times],
        "days": list(rule.days),
        "zone": rule.zone,
        "quiet": [each.isoformat("minutes") for each in rule.quiet] if rule.quiet else None,
        "topics": list(taste.topics),
        "length": taste.length,
        "also_when_empty": taste.empty,
        "silent": digest.silent,
        "arrives_in": {"chat": digest.chat, "topic": digest.thread},
        "set_up_in": chat,
        "created": digest.created.isoformat(),
        "paused": digest.paused,
        "next": _moment(digest.due),
        "last": _moment(digest.last),
    }


def _feed(following: Following) -> Json:
    feed = following.feed
    return {"url": feed.url, "title": feed.title, "site": feed.site, "added": following.added.isoformat()}


def _moment(moment: datetime | None) -> Any:
    return moment.isoformat() if moment else None
