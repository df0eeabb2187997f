"""Keyboards below messages and below the typing field, checked as Telegram checks them."""

from __future__ import annotations

from bot.playground.entities import link_problem, utf16
from bot.playground.picker import check_request
from bot.playground.things import Chat
from bot.playground.wire import Json, Query, bad, need
from bot.playground.world import World

ACTIONS = (
    "url",
    "callback_data",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
)
SWITCHES = frozenset(action for action in ACTIONS if action.startswith("switch_"))
REPLY_KINDS = frozenset({"keyboard", "remove_keyboard", "force_reply"})
MOST_BUTTONS = 100
WIDEST_ROW = 8
LONGEST_DATA = 64
LONGEST_COPY = 256
LONGEST_QUERY = 256


def keyboard(query: Query, chat: Chat | None) -> Json | None:
    """The inline keyboard of a request, or None; no chat stands for a message that may go anywhere."""
    return inline_keyboard(query, query.object("reply_markup"), chat)


def inline_keyboard(query: Query, markup: Json, chat: Chat | None) -> Json | None:
    """The inline keyboard of a markup, checked, or None."""
    channel = bool(chat and chat.kind == "channel")
    checked = [[_button(query, button, channel=channel) for button in row] for row in _rows(markup, "inline_keyboard")]
    need(sum(map(len, checked)) <= MOST_BUTTONS, "reply markup is too long")
    if any(len(row) > WIDEST_ROW for row in checked):
        query.warn(f"more than {WIDEST_ROW} buttons in a row")
    return {"inline_keyboard": checked} if checked else None


def reply_keyboard(query: Query, chat: Chat | None) -> Json | None:
    """What a request puts in place of people's own keyboards, or takes away from there; None: neither.

    No chat stands for an edit: neither edited messages nor channels take one.
    """
    markup = query.object("reply_markup")
    if not markup.keys() & REPLY_KINDS:
        return None
    need(chat and chat.kind != "channel", "inline keyboard expected")
    private = bool(chat and chat.user)
    rows = [[_key(key, private=private) for key in row] for row in _rows(markup, "keyboard")]
    picks = [key["request_chat"]["request_id"] for row in rows for key in row if "request_chat" in key]
    need(len(picks) == len(set(picks)), "duplicate request_id in the keyboard")
    return markup | ({"keyboard": rows} if "keyboard" in markup else {})


def show(world: World, chat: Chat, markup: Json) -> None:
    """Puts a keyboard before the people of a chat, or takes the one that is there away."""
    if "keyboard" in markup:
        world.show_keyboard(chat, markup)
    elif markup.get("remove_keyboard"):
        world.show_keyboard(chat, None)


def _rows(markup: Json, name: str) -> list[list[object]]:
    rows = markup.get(name, [])
    need(isinstance(rows, list), f'field "{name}" must be of type Array')
    need(all(isinstance(row, list) for row in rows), f'field "{name}" must be an Array of Arrays')
    return [row for row in rows if row]


def _key(key: object, *, private: bool) -> Json:
    key = {"text": key} if isinstance(key, str) else key
    if not isinstance(key, dict):
        raise bad("can't parse keyboard button: KeyboardButton must be an Object")
    need("text" in key, "can't parse keyboard button: Can't find field \"text\"")
    need(str(key["text"]).strip(), "keyboard button text must be non-empty")
    need(private or not key.get("request_location"), "location can be requested in private chats only")
    need(private or not key.get("request_contact"), "phone number can be requested in private chats only")
    if "request_chat" in key:
        need(private, "chats can be requested in private chats only")
        check_request(key["request_chat"])
    return key


def _button(query: Query, button: object, *, channel: bool) -> Json:
    trouble = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(f"{trouble}InlineKeyboardButton must be an Object")
    actions = [action for action in ACTIONS if action in button]
    need("text" in button, f'{trouble}Can\'t find field "text"')
    need(actions, f"{trouble}Text buttons are unallowed in the inline keyboard")
    need(str(button["text"]).strip(), "inline keyboard button text must be non-empty")
    if len(actions) > 1:
        query.warn(f"button {button['text']!r} has several actions; only the first counts")
    _check_action(button)
    _check_switch(query, button, channel=channel)
    return button


def _check_switch(query: Query, button: Json, *, channel: bool) -> None:
    for name in SWITCHES & button.keys():
        need(
            not channel or name == "switch_inline_query_chosen_chat",
            f"can't use {name} button in a channel chat, because users will not be able to use the button without "
            "knowing bot's username",
        )
        words = button[name].get("query", "") if isinstance(button[name], dict) else str(button[name])
        if utf16(words) > LONGEST_QUERY:
            query.warn(f"button {button['text']!r} asks for more than {LONGEST_QUERY} characters inline")


def _check_action(button: Json) -> None:
    data = str(button.get("callback_data", "-")).encode()
    need(1 <= len(data) <= LONGEST_DATA, "BUTTON_DATA_INVALID")
    if "url" in button and (problem := link_problem(str(button["url"]))):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: {problem}")
    copied = (button.get("copy_text") or {"text": "-"}).get("text", "")
    need(1 <= utf16(copied) <= LONGEST_COPY, "BUTTON_COPY_TEXT_INVALID")
