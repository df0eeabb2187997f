"""Inline keyboards, checked as Telegram checks them."""

from __future__ import annotations

from bot.playground.entities import link_problem, utf16
from bot.playground.wire import Json, Query, bad, need

ACTIONS = (
    "url",
    "callback_data",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
)
MOST_BUTTONS = 100
WIDEST_ROW = 8
LONGEST_DATA = 64
LONGEST_COPY = 256


def keyboard(query: Query) -> Json | None:
    """The inline keyboard of a request, or None; one below the typing field is refused: it is not played here."""
    markup = query.object("reply_markup")
    need("keyboard" not in markup, "reply keyboards are not part of the playground; use an inline keyboard")
    rows = markup.get("inline_keyboard", [])
    need(isinstance(rows, list), 'field "inline_keyboard" must be of type Array')
    need(all(isinstance(row, list) for row in rows), 'field "inline_keyboard" must be an Array of Arrays')
    checked = [[_button(query, button) for button in row] for row in rows if row]
    need(sum(map(len, checked)) <= MOST_BUTTONS, "reply markup is too long")
    if any(len(row) > WIDEST_ROW for row in checked):
        query.warn(f"more than {WIDEST_ROW} buttons in a row")
    return {"inline_keyboard": checked} if checked else None


def _button(query: Query, button: object) -> Json:
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
    return button


def _check_action(button: Json) -> None:
    data = str(button.get("callback_data", "-")).encode()
    need(1 <= len(data) <= LONGEST_DATA, "BUTTON_DATA_INVALID")
    if "url" in button and (problem := link_problem(str(button["url"]))):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: {problem}")
    copied = (button.get("copy_text") or {"text": "-"}).get("text", "")
    need(1 <= utf16(copied) <= LONGEST_COPY, "BUTTON_COPY_TEXT_INVALID")
