"""A strict Bot API stand-in on loopback, for tests and for trying the bot without an account."""

from bot.playground.asking import Inline, Result
from bot.playground.faults import Fault, FaultKind
from bot.playground.messages import Button, Message
from bot.playground.people import Answer, Person, Press
from bot.playground.playground import Playground
from bot.playground.profile import Profile
from bot.playground.server import PortTakenError, Request
from bot.playground.things import Chat, File

__all__ = [
    "Answer",
    "Button",
    "Chat",
    "Fault",
    "FaultKind",
    "File",
    "Inline",
    "Message",
    "Person",
    "Playground",
    "PortTakenError",
    "Press",
    "Profile",
    "Request",
    "Result",
]
