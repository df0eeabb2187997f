"""/search words: statements, figures and passages by words and by meaning, with from:, by: and since:."""

from bot.commands.base import Command
from bot.commands.finding import search
from bot.views.language import later

COMMAND = Command("search", later("find statements, figures, passages [words, from:, by:, since:]"), search)
