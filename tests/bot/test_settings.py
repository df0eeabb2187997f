"""Settings: where they come from, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from summarizer.errors import SettingsError

pytestmark = pytest.mark.usefixtures("quiet_environment")


def test_without_any_setting_the_defaults_hold() -> None:
    """A clean machine has no token, a database file of its own and the packaged model."""
    settings = read_settings()
    assert settings.token is None
    assert (settings.database_url, settings.embedder) == ("sqlite:///data/verbatim.db", "minilm")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_and_the_environment_wins(
    quiet_environment: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """`.env` may begin with the mark that Windows' editors put there; lines of others are passed over."""
    lines = "TELEGRAM_BOT_TOKEN=1:of-the-file\nPAGE_ITEMS=3\nLOG_LEVEL=\nSOMEBODY_ELSES=1\n"
    (quiet_environment / ".env").write_text(lines, encoding=encoding)
    monkeypatch.setenv("PAGE_ITEMS", "4")
    settings = read_settings()
    assert (settings.token, settings.page_items, settings.log_level) == ("1:of-the-file", 4, "INFO")


def test_the_token_is_in_no_printed_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever prints the settings, or logs them, shows no token."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret-part")
    settings = read_settings()
    assert "secret" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_API_URL", "ftp://private.example"),
        ("TELEGRAM_API_URL", "http://[private"),
        ("TELEGRAM_BOT_TOKEN", "private token"),
        ("EMBEDDER", "private-model"),
        ("ANALYSIS_TIMEOUT", "private"),
        ("ANALYSIS_TIMEOUT", "0"),
        ("PAGE_ITEMS", "11"),
        ("PLAYGROUND_PORT", "65536"),
        ("MAX_FILE_MEGABYTES", "-7"),
        ("LOG_LEVEL", "PRIVATE"),
        ("SUMMARY_DEVICE", "private"),
        ("SUMMARY_TIMEOUT", "0"),
    ],
)
def test_a_wrong_setting_is_named_but_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The value may be a secret that slipped into the wrong line."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert caught.value.detail.startswith(f"{name}: ")
    assert "rivate" not in caught.value.detail.replace("Input should be", "")


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody mends a file line by line, start by start."""
    for name in ("PAGE_ITEMS", "BRIEFING_DOCUMENTS"):
        monkeypatch.setenv(name, "many")
    with pytest.raises(SettingsError, match=r"BRIEFING_DOCUMENTS: .*; PAGE_ITEMS: "):
        read_settings()


def test_more_than_is_free_has_to_be_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate that Telegram does not take is refused with what to set, and is right where it is paid for."""
    monkeypatch.setenv("MESSAGES_PER_SECOND", "31")
    with pytest.raises(
        SettingsError, match=r"^MESSAGES_PER_SECOND: (?!Value error).*no more than 30 without PAID_BROADCAST=True"
    ):
        read_settings()
    monkeypatch.setenv("PAID_BROADCAST", "True")
    assert read_settings().messages_per_second == 31


def test_a_file_that_is_not_utf8_is_named(quiet_environment: Path) -> None:
    """An editor may save UTF-16: a line about the file, no traceback."""
    (quiet_environment / ".env").write_text("PAGE_ITEMS=3\n", encoding="utf-16")
    with pytest.raises(SettingsError, match=r"\.env: not saved as UTF-8"):
        read_settings()


def test_the_address_of_the_server_loses_its_slash() -> None:
    """`https://host/` and `https://host` are one server."""
    assert Settings(_env_file=None, telegram_api_url="https://host/").telegram_api_url == "https://host"
