"""The process: it starts whatever the network does, runs until told to stop, and leaves nothing undone."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.routing import BaseRoute
from telegram import Update
from telegram.error import InvalidToken

from bot.app import Bot, build
from bot.backups import Nightly, folder_for
from bot.clock import Clock, SystemClock
from bot.feeds import Calendar, Calendars, Feeds
from bot.log import set_up_logging
from bot.opening import Base, opened
from bot.people import People
from bot.running_post import Round, posting
from bot.sandbox import Server, State
from bot.sandbox.people import DEFAULT_OWNER_ID
from bot.settings import DEFAULT_PORT, Settings
from bot.subscribers import check_tzdata
from bot.threads import Workers
from bot.web import Health, Serving, Webhook, calendar_route, create_app
from handlers.menus import set_menu_of, set_menus
from handlers.polling import LONG_POLL, persistently
from knowledge.errors import AgreementError, Unavailable, WrongSettings
from knowledge.matching.thread import FORGOTTEN_AFTER

logger = logging.getLogger(__name__)

Announce = Callable[[str], object]

_DEAF_AFTER = 4 * LONG_POLL  # seconds without an answer to a poll, after which the process counts as failing
_CATCH_UP_EVERY = 2.0  # seconds: how soon an editor's change made elsewhere is answered from here
_FORGET_EVERY = 300.0  # seconds
_BACKUP_EVERY = 600.0  # seconds: how often it is asked whether the night's copy is there
_ROUND_WORKERS = 2  # one writes down what is due, one sends; a question waits for two writers at most
_MOMENT = 2.0  # seconds that setting the menus may hold up the end
_AFTER_FAILURE = 30.0  # seconds until the database is asked again


@dataclass(frozen=True)
class Services:
    """What a running bot stands on."""

    settings: Settings
    base: Base
    clock: Clock
    workers: Workers


def run(settings: Settings, announce: Announce = print) -> None:
    """The bot on Telegram, or in the sandbox if there is no token, until the process is told to stop.

    Raises WrongSettings if Telegram does not know the token, Unavailable if a port or the database cannot
    be used.
    """
    if not settings.telegram_token:
        run_sandbox(settings, settings.port, announce)
        return
    set_up_logging(settings.log_level, [settings.token])
    with services_of(settings, SystemClock(settings.clock_start)) as services:
        keep_loaded()
        asyncio.run(_until_told(lambda told: serve(services, told)))


def run_sandbox(settings: Settings, port: int | None = None, announce: Announce = print) -> None:
    """A Bot API server on loopback with a chat page, and the bot connected to it over HTTP.

    Without a `port` it is 8080, or a free one if that is taken.
    """
    clock = SystemClock(settings.clock_start)
    owner = settings.admin_ids[0] if settings.admin_ids else DEFAULT_OWNER_ID
    state = State(clock=clock, owner_id=owner)
    set_up_logging(settings.log_level, [state.token])
    with services_of(settings, clock) as services:
        keep_loaded()
        asyncio.run(_until_told(lambda told: _serve_sandbox(services, state, port, announce, told)))


async def serve(services: Services, told: asyncio.Event) -> None:
    """Run the bot until `told`; what Telegram was told to be received is answered before this returns."""
    bot = build(services.settings, services.base, clock=services.clock, workers=services.workers)
    try:
        await _unless(told, persistently(bot.application.initialize, "Telegram cannot be reached"))
        if not told.is_set():
            logger.info("@%s is listening", bot.application.bot.username)
            menus = _menus(bot, services.workers)
            always = _catching_up(services), _forgetting(services), _backing_up(services)
            async with (
                bot.finders.running(),
                _beside(menus, moment=_MOMENT),
                _beside(*always),
                _posting(bot, services) as round_,
            ):
                await _receive(bot, services, round_, told)
    except InvalidToken:
        address = services.settings.telegram_api_url
        raise WrongSettings([f"TELEGRAM_TOKEN is not known to {address}"]) from None
    finally:
        await bot.close()


@contextlib.asynccontextmanager
async def _posting(bot: Bot, services: Services) -> AsyncIterator[Round]:
    """The round, with threads of its own: while they wait for their turn to write, questions do not wait for them."""
    with contextlib.closing(Workers(_ROUND_WORKERS)) as workers:
        round_ = Round(bot, services.clock, workers, anew=bool(services.settings.clock_start))
        async with posting(round_, bot, services.clock, workers):
            yield round_


async def _menus(bot: Bot, workers: Workers) -> None:
    """What everybody is shown, and what those with rights are."""
    telegram, house = bot.application.bot, bot.house
    await set_menus(telegram, house.texts)
    for person, role in await workers.run(house.roles.met):
        await set_menu_of(telegram, house.texts, person, role)


async def _serve_sandbox(
    services: Services, state: State, port: int | None, announce: Announce, told: asyncio.Event
) -> None:
    async with _sandbox_server(state, port) as server:
        announce(f"The sandbox is open at {server.url} (Ctrl+C closes it)")
        await serve(in_sandbox(services, state, server), told)


def _sandbox_server(state: State, port: int | None) -> Server:
    if port is not None:
        return Server(state, port=port)
    try:
        return Server(state, port=DEFAULT_PORT)
    except Unavailable:
        return Server(state)


def in_sandbox(services: Services, state: State, server: Server) -> Services:
    """The same, connected to the sandbox, whose owner is an owner of the bot, and which serves calendars for it."""
    owners = [person.id for person in state.people.all() if person.role == "owner"]
    connected = {
        "telegram_token": SecretStr(state.token),
        "telegram_api_url": server.url,
        "admin_ids": tuple(dict.fromkeys((*services.settings.admin_ids, *owners))),
        "webhook_url": None,
        "port": None,
        "public_url": server.url,
    }
    settings = services.settings.model_copy(update=connected)
    inside = Services(settings, services.base, services.clock, services.workers)
    server.add(_calendars(inside))
    return inside


def _calendars(services: Services) -> BaseRoute:
    settings, records = services.settings, services.base.records
    feeds = Feeds(records, settings.feed_key)
    calendars = Calendars(records, feeds, settings.default_timezone, services.clock.now)

    async def opening(secret: str) -> Calendar | None:
        return await services.workers.run(calendars.open, secret)

    return calendar_route(opening)


async def _receive(bot: Bot, services: Services, round_: Round, told: asyncio.Event) -> None:
    settings = services.settings
    if settings.webhook_url:
        async with _http(services, _health(bot, services, round_), _webhook(bot, settings)):
            await _unless(
                told, persistently(lambda: _set_webhook(bot, settings), "the webhook cannot be set")
            )
            await told.wait()
        return
    async with _http(services, _health(bot, services, round_), None):
        delete = (
            bot.application.bot.delete_webhook
        )  # it drops nothing; while there is one, polling is refused
        await _unless(told, persistently(delete, "Telegram cannot be reached"))
        await _poll(bot, told)


async def _poll(bot: Bot, told: asyncio.Event) -> None:
    polling = asyncio.create_task(bot.poller.run())
    stopped = asyncio.create_task(told.wait())
    await asyncio.wait((polling, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    bot.poller.stop()
    await polling


async def _set_webhook(bot: Bot, settings: Settings) -> None:
    await bot.application.bot.set_webhook(
        settings.webhook_url or "", secret_token=settings.webhook_token, allowed_updates=Update.ALL_TYPES
    )


def _webhook(bot: Bot, settings: Settings) -> Webhook:
    async def receive(body: Any) -> None:
        await bot.lanes.process(Update.de_json(body, bot.application.bot))

    return Webhook(urlsplit(settings.webhook_url or "").path or "/", settings.webhook_token, receive)


def _http(
    services: Services, health: Health, webhook: Webhook | None
) -> contextlib.AbstractAsyncContextManager[object]:
    port = services.settings.http_port
    if port is None:
        return contextlib.nullcontext()
    return Serving(create_app(health, webhook, _calendars(services)), port)


def _health(bot: Bot, services: Services, round_: Round) -> Health:
    async def database() -> str | None:
        try:
            await services.workers.run(services.base.records.revision)
        except AgreementError as error:
            return str(error)
        return None

    async def hearing() -> str | None:
        silence = 0 if services.settings.webhook_url else bot.poller.silence
        return f"Telegram has not answered for {silence:.0f} s" if silence > _DEAF_AFTER else None

    return Health((database, hearing), lambda: {"updates": bot.lanes.done, "sent": round_.sent})


async def _catching_up(services: Services) -> None:
    """Changes of the records that other processes made, and what comes with any: tables for misspelt words."""
    index = services.base.index

    def catch_up() -> None:
        index.refresh().warm()

    await services.workers.run(index.prepare)
    gc.freeze()  # what is loaded by now stays: a full collection of it would hold up the loop for 100 ms and more
    await _every(_CATCH_UP_EVERY, services, catch_up)


async def _forgetting(services: Services) -> None:
    """Threads that nobody can take up any more are erased."""
    people = People(services.base.records)
    await _every(
        _FORGET_EVERY,
        services,
        lambda: people.forget_threads_before(services.clock.now() - FORGOTTEN_AFTER),
    )


async def _backing_up(services: Services) -> None:
    """A copy of the database every night, out of the way of what begins."""
    settings = services.settings
    folder = folder_for(settings.database_url)
    nightly = Nightly(services.base.records, folder, settings.default_timezone, settings.backup_keep)
    await asyncio.sleep(_BACKUP_EVERY)
    await _every(_BACKUP_EVERY, services, lambda: nightly.tick(services.clock.now()))


async def _every(pause: float, services: Services, work: Callable[[], object]) -> None:
    while True:
        try:
            await services.workers.run(work)
        except AgreementError as error:
            logger.warning("%s", error)
            await asyncio.sleep(_AFTER_FAILURE)
        await asyncio.sleep(pause)


@contextlib.contextmanager
def services_of(settings: Settings, clock: Clock) -> Iterator[Services]:
    check_tzdata()
    with opened(settings, clock.now) as base:
        workers = Workers()
        base.index.base.warm()  # else the first misspelt word waits for its tables
        try:
            yield Services(settings, base, clock, workers)
        finally:
            workers.close()


def keep_loaded() -> None:
    """What is loaded lives as long as the process: looking through it for garbage would hold up the loop."""
    gc.collect()
    gc.freeze()


async def _until_told(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Work until SIGINT or SIGTERM says to stop."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await work(told)


async def _unless(told: asyncio.Event, work: Coroutine[Any, Any, object]) -> None:
    """Do `work`, or leave off when `told`."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if working.done():
        working.result()
    else:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


@contextlib.asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None], moment: float = 0) -> AsyncIterator[None]:
    """Work that runs along; in the end it has a moment (seconds) to finish before it is broken off."""
    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(_report)
    try:
        yield
    finally:
        await asyncio.wait(tasks, timeout=moment)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.error("work in the background has ended", exc_info=error)
