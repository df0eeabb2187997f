"""/compare [words or #story]: sources side by side, and the other stories that can be compared."""

from bot.commands.base import Command, show_comparison
from bot.views.language import later

COMMAND = Command("compare", later("where sources agree and differ [words or #story]"), show_comparison)
