"""The Bot API methods that answer what people ask for: a pressed button, an inline query, a mention of a guest."""

# Every public function is the Bot API method of its name:
# ruff: noqa: D103
from __future__ import annotations

import re

from bot.playground.content import bot_link
from bot.playground.entities import link_problem, utf16
from bot.playground.keyboards import inline_keyboard
from bot.playground.sending import caption_fields, text_fields
from bot.playground.wire import Json, Query, bad, need
from bot.playground.world import World

LONGEST_ANSWER = 200
MOST_RESULTS = 50
LONGEST_RESULT_ID = 64
LONGEST_OFFSET = 64
LONGEST_BUTTON = 64
CACHE_SECONDS = 300
LONGEST_CACHE = 86_400
CACHED = {"document": "document_file_id", "photo": "photo_file_id"}
TROUBLE = "can't parse inline query result: "


def answer_callback_query(world: World, query: Query) -> bool:
    callback = world.waiting(world.callbacks, query.text("callback_query_id"))
    need(utf16(query.text("text")) <= LONGEST_ANSWER, "MESSAGE_TOO_LONG")
    need(not query.text("url") or bot_link(world.me, query.text("url")), "URL_INVALID")
    if callback.answer is not None:
        query.warn("the callback query was already answered")
    callback.answer = {name: query.text(name) for name in ("text", "url")} | {"show_alert": query.flag("show_alert")}
    query.number("cache_time")
    return True


def answer_inline_query(world: World, query: Query) -> bool:
    given = query.array("results")
    need(len(given) <= MOST_RESULTS, "too many inline query results specified")
    results = [_result(world, query, result) for result in given]
    need(len({result["id"] for result in results}) == len(results), "RESULT_ID_DUPLICATE")
    need(len(query.text("next_offset").encode()) <= LONGEST_OFFSET, "NEXT_OFFSET_INVALID")
    answer: Json = {
        "results": results,
        "next_offset": query.text("next_offset"),
        "cache_time": min(max(query.number("cache_time", CACHE_SECONDS), 0), LONGEST_CACHE),
        "is_personal": query.flag("is_personal"),
        "button": _button(query, query.object("button")),
    }
    waiting = world.waiting(world.queries, query.text("inline_query_id"))
    if waiting.answer is not None:
        query.warn("the inline query was already answered")
    waiting.answer = answer
    asked = waiting.about or {}
    owner = str(asked["owner"]) if answer["is_personal"] else ""
    world.cached[(*asked["key"], owner)] = world.timer() + answer["cache_time"], answer
    return True


def answer_guest_query(world: World, query: Query) -> Json:
    result = _result(world, query, query.object("result"))
    waiting = world.waiting(world.guests, query.text("guest_query_id"))
    need(waiting.answer is None, "query is too old and response timeout expired or query ID is invalid")
    waiting.answer = {"result": result}
    asked = waiting.about or {}
    chat = world.chats[asked["chat"]["id"]]
    topic = asked["message_thread_id"] if asked.get("is_topic_message") else None
    caller = {"guest_bot_caller_user": asked["from"]}
    message = world.add_message(chat, world.me, posted(result) | caller, topic=topic)
    waiting.answer["message_id"] = message["message_id"]
    world.note("message", chat, message)
    return {"inline_message_id": world.add_inline(chat, message["message_id"])}


def posted(result: Json) -> Json:
    """The fields of the message that a result becomes."""
    markup = result.get("reply_markup")
    return {**result["content"], **({"reply_markup": markup} if markup else {})}


def _result(world: World, query: Query, result: object) -> Json:
    """A result as it is kept, with the `content` of the message that it becomes. Raises ApiError."""
    if not isinstance(result, dict):
        raise bad(f"{TROUBLE}Inline query result must be an object")
    for name in ("type", "id"):
        need(isinstance(result.get(name), str), f'{TROUBLE}Can\'t find field "{name}"')
    need(1 <= len(result["id"].encode()) <= LONGEST_RESULT_ID, "RESULT_ID_INVALID")
    need(result["type"] == "article" or CACHED.get(result["type"], "") in result, "RESULT_TYPE_INVALID")
    need(not result.get("url") or not link_problem(str(result["url"])), "URL_INVALID")
    markup = inline_keyboard(query, result.get("reply_markup") or {}, None)
    kept = {name: value for name, value in result.items() if name != "reply_markup"}
    return kept | {"content": _content(world, query, result)} | ({"reply_markup": markup} if markup else {})


def _content(world: World, query: Query, result: Json) -> Json:
    if "input_message_content" in result or result["type"] == "article":
        return _words(query, result)
    stored = world.files.get(str(result[CACHED[result["type"]]]))
    if stored is None or stored.kind != result["type"]:
        raise bad("wrong file identifier specified")
    return stored.wire() | caption_fields(query, result.get("caption") or "", result.get("caption_entities") or ())


def _words(query: Query, result: Json) -> Json:
    need(str(result.get("title") or "").strip(), "ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad(f"{TROUBLE}Input message content is not specified")
    need(not content.get("parse_mode"), "parse_mode is not part of the playground; send entities")
    preview = content.get("link_preview_options") or {}
    return text_fields(query, content["message_text"], content.get("entities") or (), preview)


def _button(query: Query, button: Json) -> Json | None:
    if not button:
        return None
    need(str(button.get("text") or "").strip(), "SWITCH_PM_TEXT_EMPTY")
    need("start_parameter" in button, "START_PARAM_EMPTY")
    need(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(button["start_parameter"])), "START_PARAM_INVALID")
    if utf16(str(button["text"])) > LONGEST_BUTTON:
        query.warn(f"the button above the results has more than {LONGEST_BUTTON} characters")
    return button
