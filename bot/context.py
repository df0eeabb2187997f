"""What the bot is made of once it runs: settings, database, services, clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.gathering import Gathering
from bot.services.access import Access
from bot.services.answers import Answers
from bot.services.digests import Digests
from bot.services.feeds import Feeds
from bot.services.health import Pulse
from bot.services.intake import Intake
from bot.services.noting import Noting
from bot.services.pages import Pages
from bot.services.painter import Painter
from bot.services.retention import Retention
from bot.services.searching import Searching
from bot.services.subscribing import Subscriptions
from bot.services.terms import Terms
from bot.settings import Settings
from bot.views.points import Chart
from sources.finding import Finder
from storage.database import Database
from storage.types import Process


@dataclass(frozen=True, slots=True)
class Context:
    """The running bot: made once in `bot/app.py`, handed to every handler."""

    settings: Settings
    database: Database
    intake: Intake
    answers: Answers
    painter: Painter[Chart]
    now: Callable[[], datetime]
    finder: Finder
    feeds: Feeds
    pages: Pages
    gathering: Gathering
    digests: Digests
    subscriptions: Subscriptions
    access: Access
    noting: Noting
    pulse: Pulse
    retention: Retention
    searching: Searching
    terms: Terms
    process: Process
