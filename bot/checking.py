"""`check`: what is wrong with settings, database, index and token, all of it at once."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from bot.opening import index_path, records_of
from bot.settings import Settings
from bot.subscribers import check_tzdata
from knowledge.errors import AgreementError
from knowledge.index import Index

_PATIENCE = 10.0  # seconds for Telegram to answer


def problems(settings: Settings) -> list[str]:
    """One line for each thing that is wrong; empty when all is in order. Changes nothing but a stale index."""
    return [*_zone_problems(), *_base_problems(settings), *_token_problems(settings)]


def _zone_problems() -> Iterator[str]:
    try:
        check_tzdata()
    except AgreementError as error:
        yield str(error)


def _base_problems(settings: Settings) -> Iterator[str]:
    try:
        records = records_of(settings, migrate=False)
    except AgreementError as error:
        yield str(error)
        return
    try:
        yield from records.check()
        if problem := Index(index_path(settings), records).problem():
            yield f"the search index is {problem}; `agreement-bot reindex` builds it anew"
    finally:
        records.close()


def _token_problems(settings: Settings) -> Iterator[str]:
    """Asks Telegram who the token is; no token is no problem, the sandbox needs none."""
    if not settings.token:
        return
    try:
        answer = httpx.get(f"{settings.telegram_api_url}/bot{settings.token}/getMe", timeout=_PATIENCE)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # Its text may hold the address, and so the token.
        yield f"Telegram cannot be reached: {type(error).__name__}"
        return
    if answer.status_code in (401, 404):
        yield "TELEGRAM_TOKEN is not accepted by Telegram"
    elif not answer.is_success:
        yield f"Telegram answers {answer.status_code}"
