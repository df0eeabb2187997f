"""/opml: the feeds of this chat as a file that other readers import, and that can be sent back."""

from telegram import InputFile

from bot.commands.base import Command
from bot.requests import Ask
from bot.sender import UPLOAD
from bot.views import feeds as views
from bot.views.language import later, say


async def run(ask: Ask) -> None:
    """Answers with the file, or says that there is no feed."""
    followed = await ask.context.feeds.listed(ask.chat)
    if not followed:
        await ask.answer(say(views.NO_FEEDS))
        return
    async with ask.busy():
        data = views.opml(followed, ask.context.now())
        await ask.message.reply_document(
            InputFile(data, filename="verbatim.opml"),
            caption=views.opml_caption(len(followed)).text,
            write_timeout=UPLOAD,
        )


COMMAND = Command("opml", later("the feeds of this chat as a file"), run, "sources")
