"""/why N: why the N-th piece of a list was chosen, and where it stands."""

from bot.commands.base import Command
from bot.commands.proving import explain_one
from bot.views.language import later

COMMAND = Command("why", later("why a piece of my last list was chosen, and where it stands [place]"), explain_one)
