from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import load_settings
from knowledge.errors import WrongSettings


def test_without_anything_the_defaults_hold() -> None:
    settings = load_settings({}, env_file=None)
    assert settings.telegram_token is None
    assert settings.token == ""
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.admin_ids == ()
    assert settings.database_url == "sqlite:///agreement.db"
    assert settings.default_language == "en"
    assert settings.default_timezone == ZoneInfo("Asia/Almaty")
    assert settings.http_port is None
    assert settings.log_level == "INFO"
    assert settings.clock_start is None
    assert settings.index_path is None


def test_every_setting_is_read() -> None:
    settings = load_settings(
        {
            "TELEGRAM_TOKEN": "123:abc-DEF_4",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "ADMIN_IDS": "17, 42",
            "DATABASE_URL": "postgresql://anna@db/agreement",
            "INDEX_PATH": "copy.index",
            "DEFAULT_LANGUAGE": "KK",
            "DEFAULT_TIMEZONE": "Europe/Moscow",
            "WEBHOOK_URL": "https://bot.example.org/hook",
            "WEBHOOK_SECRET": "knock-knock",
            "PORT": "8443",
            "FINDERS": "2",
            "SECRET_KEY": "a long phrase",
            "LOG_LEVEL": "debug",
            "CLOCK_START": "2019-10-14T09:00:00+06:00",
        },
        env_file=None,
    )
    assert settings.token == "123:abc-DEF_4"
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.admin_ids == (17, 42)
    assert settings.database_url == "postgresql://anna@db/agreement"
    assert settings.index_path == Path("copy.index")
    assert settings.default_language == "kk"
    assert settings.default_timezone == ZoneInfo("Europe/Moscow")
    assert settings.webhook_url == "https://bot.example.org/hook"
    assert settings.webhook_token == "knock-knock"
    assert settings.http_port == 8443
    assert settings.finders == 2
    assert settings.log_level == "DEBUG"
    assert settings.clock_start == datetime(2019, 10, 14, 3, tzinfo=UTC)


WRONG = {
    "TELEGRAM_TOKEN": "hush-hush",
    "TELEGRAM_API_URL": "api.telegram.org",
    "ADMIN_IDS": "17, anna",
    "DATABASE_URL": "mysql://anna:pa55word@db/x",
    "DEFAULT_LANGUAGE": "de",
    "DEFAULT_TIMEZONE": "Asia/Nowhere",
    "WEBHOOK_URL": "bot.example.org",
    "WEBHOOK_SECRET": "with spaces",
    "PORT": "70000",
    "FINDERS": "many",
    "LOG_LEVEL": "loud",
    "CLOCK_START": "2019-10-14 09:00",
}


def test_all_wrong_settings_are_named_at_once_and_none_tells_a_secret() -> None:
    with pytest.raises(WrongSettings) as caught:
        load_settings(WRONG, env_file=None)
    assert [problem.split()[0] for problem in caught.value.problems] == list(WRONG)
    for secret in ("hush-hush", "pa55word", "with spaces"):
        assert secret not in str(caught.value)
    assert not any("\n" in problem for problem in caught.value.problems)


@pytest.mark.parametrize("zone", ["/etc/passwd", "../../x", "Asia", "\x00", "Asia/Almaty\n1"])
def test_a_zone_that_is_no_zone(zone: str) -> None:
    with pytest.raises(WrongSettings, match="DEFAULT_TIMEZONE"):
        load_settings({"DEFAULT_TIMEZONE": zone}, env_file=None)


def test_repr_shows_no_secret() -> None:
    settings = load_settings(
        {
            "TELEGRAM_TOKEN": "123:hush",
            "WEBHOOK_SECRET": "knock",
            "SECRET_KEY": "silent",
            "DATABASE_URL": "postgresql://anna:pa55word@db/x",
        },
        env_file=None,
    )
    for secret in ("hush", "knock", "silent", "pa55word"):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("ADMIN_IDS=1,2\nLOG_LEVEL=ERROR\nDEFAULT_LANGUAGE=\nSOMETHING_ELSE=1\n")
    settings = load_settings({"LOG_LEVEL": "WARNING", "ADMIN_IDS": " "}, env_file=file)
    assert settings.admin_ids == (1, 2)
    assert settings.log_level == "WARNING"
    assert settings.default_language == "en"


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"LOG_LEVEL=\xff\xfe")
    with pytest.raises(WrongSettings, match="cannot be read"):
        load_settings({}, env_file=file)


def test_a_missing_file_is_no_matter(tmp_path: Path) -> None:
    assert load_settings({}, env_file=tmp_path / ".env").log_level == "INFO"


def test_a_webhook_without_a_secret_gets_one_that_only_token_holders_know() -> None:
    settings = load_settings(
        {"TELEGRAM_TOKEN": "123:abc", "WEBHOOK_URL": "https://bot.example.org"}, env_file=None
    )
    assert len(settings.webhook_token) == 64
    assert settings.http_port == 8080


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings({}, env_file=None).log_level = "DEBUG"
