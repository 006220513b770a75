"""The bot, built out of the floors below: services, handlers, and the library's application around them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from telegram import Bot as Telegram
from telegram.ext import Application, ContextTypes, ExtBot, JobQueue

from bot.asking import Desk, Finder, InThreads, Remembering
from bot.broadcasting import Broadcasts
from bot.browsing import Library, Timetables
from bot.clock import Clock
from bot.delivery import Limiter, Outbox, Sender
from bot.digests import Ticker
from bot.editing.office import office_of
from bot.editors import Audit, Roles
from bot.feeds import Feeds
from bot.finders import Finders, finding_in
from bot.importing import Imports
from bot.opening import Base
from bot.people import Privacy
from bot.settings import Settings
from bot.subscribers import Subscribers
from bot.subscribing import Counter
from bot.teaching.school import school_of
from bot.texts import bot_texts
from bot.threads import Workers
from handlers.context import Context, House, bot_data
from handlers.delivering import Carrier
from handlers.lanes import Lanes
from handlers.patience import Patience
from handlers.polling import Poller
from handlers.routes import add_routes
from handlers.wire import Hearing, Wire

BotApplication = Application[
    ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[str, Any], JobQueue[Context]
]

_CONNECTIONS = 64  # as many as updates are worked on at a time


@dataclass(frozen=True)
class Post:
    """What is sent unasked: who is told, what is due, and the way out."""

    subscribers: Subscribers
    ticker: Ticker
    outbox: Outbox
    limiter: Limiter
    broadcasts: Broadcasts


@dataclass(frozen=True)
class Bot:
    """Everything that must run together; nothing runs yet."""

    application: BotApplication
    house: House
    finders: Finders
    lanes: Lanes
    poller: Poller
    post: Post
    requests: tuple[Wire, ...]

    async def close(self) -> None:
        """Let go of every connection, also of one that never got to greeting Telegram."""
        await self.application.shutdown()
        for request in self.requests:
            await request.shutdown()


def build(settings: Settings, base: Base, *, clock: Clock, workers: Workers) -> Bot:
    """The bot of these settings, which must hold a token."""
    post = post_office(settings, base)
    finders = finders_of(settings, base, workers)
    finder = Remembering(finders, lambda: base.index.base, settings.default_timezone)
    house = furnish(settings, base, post, finder, clock=clock, workers=workers)
    speaking, hearing = Wire(settings.telegram_api_url, _CONNECTIONS), Hearing(settings.telegram_api_url)
    application = _application(settings, speaking, hearing, post.limiter)
    application.bot_data.update(bot_data(house))
    add_routes(application)
    lanes = Lanes(application.process_update)
    poller = Poller(application.bot, lanes.process, hearing)
    return Bot(application, house, finders, lanes, poller, post, (speaking, hearing))


def post_office(settings: Settings, base: Base) -> Post:
    """Digests, reminders and notices, up to the door."""
    records = base.records
    ticker = Ticker(records, records.events, bot_texts(), settings.default_timezone.key)
    return Post(Subscribers(records), ticker, Outbox(records.database), Limiter(), Broadcasts(records))


def finders_of(settings: Settings, base: Base, workers: Workers) -> Finders:
    """Finders beside this process; while none is ready, threads of this one do their work."""
    here = InThreads(finding_in(base, settings), workers)
    return Finders(settings, settings.finders, lambda: base.index.base.revision, here)


def furnish(
    settings: Settings, base: Base, post: Post, finder: Finder, *, clock: Clock, workers: Workers
) -> House:
    """The services that the handlers stand on."""
    library = Library(lambda: base.index.base, base.records)
    home = settings.default_timezone
    timetables = Timetables(base.records.events, base.records.revision)
    desk = Desk(finder, base.records, library, clock, workers, default=settings.default_language)
    school = school_of(base.records, base.index, base.assistant, clock, bot_texts(), review=settings.review)
    return House(
        desk=desk,
        library=library,
        workers=workers,
        texts=bot_texts(),
        timetables=timetables,
        counter=Counter(base.records, post.subscribers, post.ticker, clock, home.key),
        home=home,
        clock=clock,
        records=base.records,
        roles=Roles(base.records, settings.admin_ids),
        audit=Audit(base.records),
        broadcasts=post.broadcasts,
        office=office_of(
            base.records,
            base.index,
            clock,
            home,
            school.scripts,
            review=settings.review,
            audience=lambda fact: school.corrections.audience(fact, clock.now()),
        ),
        school=school,
        privacy=Privacy(base.records),
        feeds=Feeds(base.records, settings.feed_key),
        imports=Imports(base.records, base.index.refresh, clock),
        address=settings.public_address,
    )


def sender_of(bot: Bot, workers: Workers) -> Sender:
    """The sender of a bot that has met Telegram, and so knows its own name."""
    known = bot.application.bot
    # One that tries once: trying again is up to the outbox.
    plain = Telegram(known.token, base_url=known.base_url.removesuffix(known.token), request=bot.requests[0])
    carrier = Carrier(plain, bot.house.texts, known.username)
    return Sender(bot.post.outbox, bot.post.limiter, carrier, bot.post.subscribers, workers)


def _application(settings: Settings, speaking: Wire, hearing: Wire, limiter: Limiter) -> BotApplication:
    # Durations as `timedelta`, as the library will give them from its next major version on.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    builder = (
        Application.builder()
        .token(settings.token)
        # Both, or files would still be fetched from Telegram's own server.
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(speaking)
        .get_updates_request(hearing)
        .rate_limiter(Patience(limiter))
        .context_types(ContextTypes(context=Context))
        .updater(None)  # updates come by `Poller` or by the webhook
        .job_queue(JobQueue[Context]())
    )
    return builder.build()
