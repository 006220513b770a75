"""`digest --preview`: what a digest would say now, without sending anything."""

from __future__ import annotations

import click

from bot.cli import settings_of
from bot.clock import SystemClock
from bot.delivery import text_of
from bot.digests import Ticker
from bot.opening import Base, opened
from bot.settings import Settings
from bot.subscribers import Schedule, Subscribers, check
from bot.subscribers import Settings as Chosen
from bot.texts import bot_texts
from knowledge.errors import InvalidInput
from knowledge.model import LANGS, Lang


@click.command("digest")
@click.option("--preview", is_flag=True, help="Print the digest; the only thing this command does.")
@click.option("--chat", type=int, metavar="ID", help="As the subscriber of this chat would get it.")
@click.option("--lang", type=click.Choice(LANGS), help="The language, for a digest of nobody in particular.")
@click.option("--topics", metavar="ID,ID…", help="Only these topics, with commas between them.")
@click.option("--days", type=int, metavar="N", help="How many days to look ahead; 28 by default.")
@click.pass_context
def digest_command(
    ctx: click.Context,
    chat: int | None,
    lang: Lang | None,
    topics: str | None,
    days: int | None,
    *,
    preview: bool,
) -> None:
    """Print a digest as it would come now (CLOCK_START sets another now)."""
    if not preview:
        raise InvalidInput("digests are sent by the running bot; give --preview to see one")
    if chat is not None and (lang or topics or days is not None):
        raise InvalidInput("give either --chat or --lang, --topics and --days")
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    with opened(settings, clock.now) as base:
        names = tuple(part.strip() for part in (topics or "").split(",") if part.strip())
        known = tuple(topic.id for topic in base.records.pack().topics)
        chosen = _of_chat(base, chat) if chat is not None else _anybody(settings, lang, names, days)
        check(chosen, now=clock.now(), topics=known)
        ticker = Ticker(base.records, base.records.events, bot_texts(), settings.default_timezone.key)
        letter = ticker.preview(chosen, clock.now())
    click.echo("\n\n".join(text_of(part) for part in letter.parts))


def _of_chat(base: Base, chat: int) -> Chosen:
    found = Subscribers(base.records).find(chat)
    if found is None or found.status == "left":
        raise InvalidInput(f"chat {chat} is not subscribed")
    return found.settings


def _anybody(settings: Settings, lang: Lang | None, topics: tuple[str, ...], days: int | None) -> Chosen:
    return Chosen(
        schedule=Schedule(zone=settings.default_timezone.key),
        language=lang or settings.default_language,
        topics=topics,
        days_ahead=28 if days is None else days,
    )
