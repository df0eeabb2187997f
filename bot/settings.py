"""Every knob of Verbatim, with its default and one line on what it does."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from sources.web.policy import Policy
from summarizer.errors import SettingsError

TELEGRAM = "https://api.telegram.org"
PORTS = (443, 80, 88, 8443)
"""Ports to which Telegram brings updates."""
FREE = 30
"""Messages that Telegram takes in a second of a bot that does not pay for them."""


class Settings(BaseSettings):
    """Read from the environment and from `.env` in the working directory; the environment wins.

    A test holds `.env.example` to this list.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", env_ignore_empty=True
    )

    telegram_bot_token: SecretStr | None = Field(
        None, description="The bot's token, from @BotFather; empty: a playground in the browser instead of Telegram"
    )
    telegram_api_url: str = Field(TELEGRAM, description="Bot API server; change it to use your own")
    database_url: str = Field(
        "sqlite:///data/verbatim.db", description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )
    playground_port: int = Field(
        8765, ge=0, le=65535, description="Port of this machine on which the playground is served; 0: any free one"
    )
    playground_database_url: str = Field(
        "sqlite:///data/playground.db", description="The playground's own database; never the bot's"
    )
    embedder: Literal["minilm", "none"] = Field(
        "minilm", description="Model for sentence vectors; none: rank by position and words"
    )
    model_path: str | None = Field(
        None, description="Folder of another transformers encoder to use in place of the packaged MiniLM"
    )
    analysis_timeout: int = Field(120, ge=1, description="Seconds that understanding one document may take")
    analysis_idle: int = Field(
        300, ge=1, description="Seconds without work after which the analysis process gives its memory back"
    )
    summary_model: str | None = Field(
        None, description="Model that rewrites what happened: a folder or a name on the Hugging Face Hub; empty: none"
    )
    summary_device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where that model runs; auto: on a GPU if there is one"
    )
    summary_timeout: int = Field(
        60, ge=1, description="Seconds that it may write; then the sources' own sentences go out"
    )
    summary_idle: int = Field(300, ge=1, description="Seconds without work after which it gives its memory back")
    max_file_megabytes: int = Field(
        20, ge=1, le=2000, description="Largest file taken in; Telegram's own servers hand bots at most 20"
    )
    person_per_hour: int = Field(300, ge=1, description="Links, texts and files that one person may send in an hour")
    person_per_day: int = Field(1000, ge=1, description="... and in a day")
    chat_per_hour: int = Field(600, ge=1, description="Links, texts and files that one chat may be sent in an hour")
    chat_per_day: int = Field(2000, ge=1, description="... and in a day, by everybody in it")
    chat_pending: int = Field(500, ge=1, description="Links, texts and files of one chat that may wait to be read")
    feed_polling: bool = Field(
        default=True, description="Whether feeds are asked for what is new; False: only when told to"
    )
    feed_first_entries: int = Field(5, ge=0, le=50, description="Newest entries taken in of a feed that is new here")
    feed_entries: int = Field(20, ge=1, le=200, description="New entries taken in of a feed at one look")
    feeds_per_chat: int = Field(100, ge=1, description="Feeds that one chat may follow")
    page_rechecks: bool = Field(
        default=True, description="Whether pages that were read are looked at again for corrections, for two days"
    )
    private_hosts: str | None = Field(
        None,
        description="Hosts of your own network that links may reach: names, addresses, networks, with :port or :*, commas between",  # noqa: E501 - one line in .env.example
    )
    web_proxy: str | None = Field(
        None, description="http(s) address of a proxy that all fetching goes through; empty: none"
    )
    web_contact: str | None = Field(
        None, description="Address under which sites can reach you, sent to them in the user agent"
    )
    paid_broadcast: bool = Field(
        default=False, description="Whether digests go out as paid broadcast, which costs Stars above 30 a second"
    )
    messages_per_second: int = Field(
        25,
        ge=1,
        le=1000,
        description="Messages sent in a second, over all chats; above 30 only with PAID_BROADCAST=True",
    )
    unsure_parts: Literal["tell", "repeat"] = Field(
        "tell", description="A message of a digest that may or may not have arrived: tell of it in the next; or repeat"
    )
    access: Literal["open", "listed", "invited"] = Field(
        "open",
        description="Who may use the bot: everybody; ALLOWED_CHATS alone; or those with an operator's invite too",
    )
    allowed_chats: str | None = Field(
        None, description="Numbers of chats and people that may use a bot that is not open, commas between"
    )
    operators: str | None = Field(
        None,
        description="Numbers of the people who run this bot, commas between: for /stats, /health, /broadcast, /invite",
    )
    asks_per_minute: int = Field(
        30, ge=1, description="Commands and presses of one person that are answered in a minute"
    )
    retention_days: int = Field(
        0, ge=0, description="Days after which what a chat brought is thrown away, unless it chose; 0: never"
    )
    digests_per_chat: int = Field(10, ge=1, le=100, description="Digests that one chat may have")
    briefing_documents: int = Field(8, ge=1, le=50, description="Newest documents that a briefing looks at")
    briefing_sentences: int = Field(4, ge=1, le=20, description="Sentences of what happened in a briefing")
    briefing_statements: int = Field(6, ge=0, le=20, description="Key statements in a briefing")
    briefing_figures: int = Field(9, ge=0, le=30, description="Key figures in a briefing")
    page_items: int = Field(5, ge=1, le=10, description="Items on one page of /quotes, /figures and /sources")
    analysis_processes: int = Field(
        1, ge=1, le=64, description="Processes that understand texts side by side on this machine"
    )
    analysis_megabytes: int = Field(
        0, ge=0, description="Memory at which a process that understands texts is ended, and starts anew; 0: no limit"
    )
    webhook_url: str | None = Field(
        None, description="https address under which Telegram reaches this bot through your proxy; empty: long polling"
    )
    webhook_token: SecretStr | None = Field(
        None,
        validate_default=True,
        description="What Telegram says with each update: 16 to 256 letters, digits, _ and -; with WEBHOOK_URL",
    )
    webhook_listen: str = Field("127.0.0.1", description="Address of this machine on which your proxy reaches the bot")
    webhook_port: int = Field(8080, ge=0, le=65535, description="... and its port")
    operations_listen: str = Field(
        "127.0.0.1", description="Address of this machine on which /healthz, /readyz and /metrics are answered"
    )
    operations_port: int | None = Field(
        None, ge=0, le=65535, description="... and their port; empty: they are not answered"
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="Lines for people, or one JSON object a line for a log collector"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged; texts and tokens never are"
    )

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value(), re.ASCII):
            raise ValueError("must be digits, a colon and letters, as @BotFather gives it")
        return value

    @field_validator("allowed_chats", "operators")
    @classmethod
    def _numbers(cls, value: str | None) -> str | None:
        if value and not all(re.fullmatch(r"-?\d{1,16}", each.strip(), re.ASCII) for each in value.split(",")):
            raise ValueError("must be Telegram's numbers with commas between, such as 123456789,-1001234567890")
        return value

    @property
    def operator_ids(self) -> frozenset[int]:
        """Who runs this bot."""
        return _ids(self.operators)

    @property
    def allowed_ids(self) -> frozenset[int]:
        """Chats and people that may use a bot that is not open; operators always may."""
        return _ids(self.allowed_chats) | self.operator_ids

    @field_validator("telegram_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("must be an http or https address such as https://api.telegram.org")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _webhook_address(cls, value: str | None, info: ValidationInfo) -> str | None:
        """As Telegram's servers take it; a Bot API server of one's own may take any (its option --local)."""
        if not value:
            return None
        parts, own = urlsplit(value), info.data.get("telegram_api_url", TELEGRAM) != TELEGRAM
        if parts.scheme not in ({"https", "http"} if own else {"https"}) or not parts.hostname:
            raise ValueError("must be an https address such as https://bot.example.org, and your proxy answers there")
        if parts.username or parts.query or parts.fragment:
            raise ValueError("must be host and path alone, without a name, a ? or a #")
        if not own and parts.port not in {None, *PORTS}:
            raise ValueError(f"Telegram reaches only the ports {', '.join(map(str, PORTS))}")
        return value

    @field_validator("webhook_token")
    @classmethod
    def _webhook_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and not re.fullmatch(r"[\w-]{16,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("must be 16 to 256 letters, digits, _ and -; openssl rand -hex 32 makes one")
        if info.data.get("webhook_url") and not value:
            raise ValueError("WEBHOOK_URL needs it too: openssl rand -hex 32 makes one, the same for all instances")
        return value

    @field_validator("messages_per_second")
    @classmethod
    def _rate(cls, value: int, info: ValidationInfo) -> int:
        if value > FREE and not info.data.get("paid_broadcast", True):
            raise ValueError(f"Telegram takes no more than {FREE} without PAID_BROADCAST=True, which costs Stars")
        return value

    @field_validator("private_hosts")
    @classmethod
    def _hosts(cls, value: str | None) -> str | None:
        Policy(private=_split(value))
        return value

    @field_validator("web_proxy")
    @classmethod
    def _proxy(cls, value: str | None) -> str | None:
        Policy(proxy=value)
        return value

    @field_validator("web_contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        Policy(user_agent=_agent(value))
        return value

    @property
    def policy(self) -> Policy:
        """What fetching is allowed to reach, and what it calls itself (RFC 9110, 10.1.5)."""
        return Policy(_split(self.private_hosts), self.web_proxy, _agent(self.web_contact))

    @property
    def token(self) -> str | None:
        """The token as plain text, or None."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else None


def _split(hosts: str | None) -> frozenset[str]:
    return frozenset(filter(None, (host.strip() for host in (hosts or "").split(","))))


def _agent(contact: str | None) -> str:
    return Policy().user_agent + (f" (+{contact})" if contact else "")


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError naming each wrong setting, never showing its value."""
    try:
        return Settings()
    except ValidationError as error:
        said = ((".".join(map(str, e["loc"])).upper(), e["msg"]) for e in error.errors())
        wrong = (f"{name}: {why.removeprefix('Value error, ')}" for name, why in said)
        raise SettingsError("; ".join(wrong)) from error
    except UnicodeDecodeError as error:
        raise SettingsError(".env: not saved as UTF-8") from error


def _ids(numbers: str | None) -> frozenset[int]:
    return frozenset(map(int, numbers.split(","))) if numbers else frozenset()
