"""The chat picker: keys that ask a person for a chat, and which chats Telegram offers there."""

from __future__ import annotations

from bot.playground.things import Chat, User
from bot.playground.wire import Json, bad, need
from bot.playground.world import GONE, RIGHTS, World

BIGGEST_REQUEST = 2**31
ADMINISTRATORS = frozenset({"creator", "administrator"})


def check_request(request: object) -> None:
    """Refuses a `request_chat` that Telegram would refuse."""
    trouble = "can't parse keyboard button: "
    if not isinstance(request, dict):
        raise bad(f"{trouble}KeyboardButtonRequestChat must be an Object")
    number, channel = request.get("request_id"), request.get("chat_is_channel")
    need(isinstance(number, int), f'{trouble}Can\'t find field "request_id"')
    need(-BIGGEST_REQUEST <= int(number or 0) < BIGGEST_REQUEST, f'{trouble}Field "request_id" must be a valid Number')
    need(isinstance(channel, bool), f'{trouble}Can\'t find field "chat_is_channel"')
    persons, bots = wanted(request, "user_administrator_rights"), wanted(request, "bot_administrator_rights")
    need(bots <= persons, "bot_administrator_rights must be a subset of user_administrator_rights")


def wanted(request: Json, name: str) -> set[str]:
    """The rights that a request asks for."""
    return {right for right, asked in (request.get(name) or {}).items() if asked and right != "is_anonymous"}


def problem(world: World, user: User, chat: Chat, request: Json) -> str | None:
    """Why Telegram would not offer that chat to that person, or None."""
    mine = world.member(chat, user.id)
    if mine["status"] in GONE or chat.user:
        return "the person is not in that chat"
    if request["chat_is_channel"] != (chat.kind == "channel"):
        return "it is a channel" if chat.kind == "channel" else "it is no channel"
    if request.get("chat_is_forum", chat.forum) != chat.forum:
        return "it is a forum" if chat.forum else "it is no forum"
    if request.get("chat_has_username", bool(chat.username)) != bool(chat.username):
        return "it has a username" if chat.username else "it has no username"
    if request.get("chat_is_created") and mine["status"] != "creator":
        return "the person did not create it"
    return _lacking(mine, wanted(request, "user_administrator_rights") | _to_promote(world, chat, request))


def _lacking(member: Json, rights: set[str]) -> str | None:
    if member["status"] == "creator" or not rights:
        return None
    if member["status"] not in ADMINISTRATORS:
        return "the person is no administrator there"
    lacking = sorted(right for right in rights if not member.get(right, right not in RIGHTS))
    return f"the person lacks {', '.join(lacking)}" if lacking else None


def bot_rights(world: World, chat: Chat, request: Json) -> dict[str, bool] | None:
    """The rights that the bot is given by the person's choice, or None where it has all that is asked for."""
    asked = wanted(request, "bot_administrator_rights")
    member = world.member(chat, world.me.id)
    had = {right for right in RIGHTS if member.get(right)} if member["status"] == "administrator" else set()
    if not asked or asked <= had:
        return None
    return {right: right in asked | had | {"can_manage_chat"} for right in RIGHTS}


def _to_promote(world: World, chat: Chat, request: Json) -> set[str]:
    return {"can_promote_members"} if bot_rights(world, chat, request) else set()


def shared(chat: Chat, request: Json) -> Json:
    """The field of the service message that tells the bot of the choice."""
    about: Json = {"request_id": request["request_id"], "chat_id": chat.id}
    if request.get("request_title"):
        about["title"] = chat.title
    if request.get("request_username") and chat.username:
        about["username"] = chat.username
    return {"chat_shared": about}
