"""The settings: one frozen object, built at the edge from a mapping and a `.env` file."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from knowledge.errors import WrongSettings
from knowledge.model import LANGS, Lang

TELEGRAM_API = "https://api.telegram.org"
DEFAULT_PORT = 8080  # where a webhook is served when PORT does not say
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _token(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]+", value):
        raise ValueError("is not a bot token; @BotFather gives one, of the form 123456:ABC-DEF")
    return value


def _web_address(value: object) -> object:
    if not isinstance(value, str):
        return value
    from starlette.datastructures import URL  # noqa: PLC0415 - slow to load, and most settings have no address

    url = URL(value)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise ValueError(f"must be an address that starts with http:// or https://, not {value!r}")
    return value.rstrip("/")


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    wrong = [part for part in parts if not re.fullmatch(r"[0-9]{1,16}", part)]
    if wrong:
        raise ValueError(f"must be numeric ids with commas between them, not {', '.join(wrong)!r}")
    return tuple(int(part) for part in parts)


def _database(value: object) -> object:
    # The address may hold a password, so no message repeats it.
    try:
        engine = make_url(str(value)).get_backend_name()
    except ArgumentError:
        engine = ""
    if engine not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("must be an address like sqlite:///agreement.db or postgresql://user@host/name")
    return value


def _language(value: object) -> object:
    lang = value.strip().lower() if isinstance(value, str) else value
    if lang not in get_args(Lang):
        raise ValueError(f"must be one of {', '.join(LANGS)}, not {value!r}")
    return lang


def _zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (OSError, ValueError, LookupError):
        raise ValueError(f"must be a time zone like Asia/Almaty, not {value!r}") from None


def _secret_token(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("must be 1 to 256 of the characters A-Z, a-z, 0-9, _ and -")
    return value


def _spare_core() -> int:
    return int((os.cpu_count() or 1) > 1)


def _finders(value: object) -> object:
    if isinstance(value, str) and not (re.fullmatch(r"[0-9]{1,2}", value) and int(value) <= 64):
        raise ValueError(f"must be a number of processes from 0 to 64, not {value!r}")
    return value


def _port(value: object) -> object:
    if isinstance(value, str) and not (re.fullmatch(r"[0-9]{1,5}", value) and 0 < int(value) < 65536):
        raise ValueError(f"must be a number from 1 to 65535, not {value!r}")
    return value


def _switch(value: object) -> object:
    if not isinstance(value, str):
        return value
    known = {
        **dict.fromkeys(("on", "yes", "true", "1"), True),
        **dict.fromkeys(("off", "no", "false", "0"), False),
    }
    if value.strip().lower() not in known:
        raise ValueError(f"must be on or off, not {value!r}")
    return known[value.strip().lower()]


def _nights(value: object) -> object:
    if isinstance(value, str) and not (re.fullmatch(r"[0-9]{1,4}", value)):
        raise ValueError(f"must be how many nightly backups are kept, 0 for none, not {value!r}")
    return value


def _log_level(value: object) -> object:
    level = value.strip().upper() if isinstance(value, str) else value
    if level not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}, not {value!r}")
    return level


def _instant(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"must be a time with its offset, like 2019-10-14T09:00:00+06:00, not {value!r}")
    return instant


class Settings(BaseSettings):
    """What the environment and `.env` say; `load_settings` is the way to get one."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    telegram_token: Annotated[SecretStr | None, BeforeValidator(_token)] = None
    telegram_api_url: Annotated[str, BeforeValidator(_web_address)] = TELEGRAM_API
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)] = ()
    database_url: Annotated[str, BeforeValidator(_database)] = Field("sqlite:///agreement.db", repr=False)
    index_path: Path | None = None
    default_language: Annotated[Lang, BeforeValidator(_language)] = "en"
    default_timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = ZoneInfo("Asia/Almaty")
    webhook_url: Annotated[str | None, BeforeValidator(_web_address)] = None
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(_secret_token)] = None
    public_url: Annotated[str | None, BeforeValidator(_web_address)] = None
    review: Annotated[bool, BeforeValidator(_switch)] = False
    backup_keep: Annotated[int, BeforeValidator(_nights)] = 7
    port: Annotated[int | None, BeforeValidator(_port)] = None
    finders: Annotated[int, BeforeValidator(_finders)] = Field(default_factory=_spare_core)
    secret_key: SecretStr | None = None
    log_level: Annotated[str, BeforeValidator(_log_level)] = "INFO"
    clock_start: Annotated[datetime | None, BeforeValidator(_instant)] = None

    @property
    def token(self) -> str:
        """The token in clear, empty without one."""
        return self.telegram_token.get_secret_value() if self.telegram_token else ""

    @property
    def secret(self) -> str | None:
        """`SECRET_KEY` in clear."""
        return self.secret_key.get_secret_value() if self.secret_key else None

    @property
    def http_port(self) -> int | None:
        """Where to serve HTTP; None if nothing asks for it."""
        return self.port or (DEFAULT_PORT if self.webhook_url else None)

    @property
    def public_address(self) -> str | None:
        """Where people reach what is served here: `PUBLIC_URL`, or the host of the webhook; None if neither is set."""
        if self.public_url or not self.webhook_url:
            return self.public_url
        webhook = urlsplit(self.webhook_url)
        return f"{webhook.scheme}://{webhook.netloc}"

    @property
    def feed_key(self) -> bytes:
        """What the secrets of calendar addresses are made from: `SECRET_KEY`, or the token."""
        key = self.secret or self.token
        return hashlib.sha256(b"feeds:" + key.encode()).digest()

    @property
    def webhook_token(self) -> str:
        """What Telegram must show with each update: `WEBHOOK_SECRET`, or one made from the token."""
        if self.webhook_secret:
            return self.webhook_secret.get_secret_value()
        return hashlib.sha256(b"webhook:" + self.token.encode()).hexdigest()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # Nothing reads os.environ behind the caller's back: `load_settings` hands over all there is.
        return (init_settings,)


def load_settings(environ: Mapping[str, str], env_file: Path | None = Path(".env")) -> Settings:
    """The settings of `environ`, and of `env_file` for what `environ` leaves open; empty means unset.

    Raises `WrongSettings`, which names all that is wrong, never with the value of a secret.
    """
    names = {name.upper(): name for name in Settings.model_fields}
    given = {names[key]: environ[key].strip() for key in names if environ.get(key, "").strip()}
    try:
        from_file = DotEnvSettingsSource(Settings, env_file=env_file, env_file_encoding="utf-8")()
        settings = Settings(**{**from_file, **given})
    except ValidationError as error:
        raise WrongSettings([_problem(detail["loc"], detail) for detail in error.errors()]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings([f"{env_file} cannot be read: {error}"]) from None
    if settings.public_url and settings.http_port is None:
        raise WrongSettings(["PUBLIC_URL needs PORT: nothing is served without it"])
    return settings


def _problem(loc: tuple[int | str, ...], detail: Mapping[str, object]) -> str:
    context = detail.get("ctx")
    reason = context.get("error", detail["msg"]) if isinstance(context, dict) else detail["msg"]
    return f"{str(loc[0]).upper()} {reason}"
