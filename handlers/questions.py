"""Questions in plain words, and what is no question."""

from __future__ import annotations

from telegram import Message, Update

from handlers import subscribing, words
from handlers.context import Context
from handlers.editing import filling
from handlers.reading import argument_of, is_private, question_in, visitor_of
from handlers.rendering import answer_view
from handlers.sending import reply
from handlers.telling import with_bell

# Whoever may have asked for typed words, in the order of who is asked first; one that took them says so.
_TAKERS = (subscribing.typed, filling.typed)


async def text(update: Update, context: Context) -> None:
    """A message, or one that was edited: what it asks is answered."""
    message = update.effective_message
    question = question_in(message, context.bot) if message else None
    if message is None or question is None:
        return
    for taken in _TAKERS:
        if await taken(update, context, question):
            return
    await answer(update, context, message, question)


async def ask(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    question = argument_of(message)
    if question:
        await answer(update, context, message, question)
    else:
        await _invite(update, context, message)


async def answer(update: Update, context: Context, message: Message, question: str) -> None:
    visitor, desk = visitor_of(update), context.house.desk
    async with context.house.typing.shown(context.bot, message.chat.id, message.message_thread_id):
        found = await desk.ask(visitor, question)
    texts = context.house.texts[found.answer.lang]
    async with found.being_stored():
        view = answer_view(found, texts)
        if is_private(message):
            view = with_bell(view, found, texts)
        await reply(message, view, quote=not is_private(message) or update.edited_message is not None)


async def place(update: Update, context: Context) -> None:
    """A location: the answer to the question where one lives, or just another thing that is no text."""
    if not await subscribing.location(update, context):
        await other_than_text(update, context)


async def other_than_text(update: Update, context: Context) -> None:
    """Pictures, voice and the like: one kind word, also for a whole album."""
    message = update.effective_message
    if message is None or context.house.albums.goes_on(message.media_group_id):
        return
    texts = await context.texts_for(visitor_of(update))
    await reply(message, words.text_only(texts))


async def _invite(update: Update, context: Context, message: Message) -> None:
    texts = await context.texts_for(visitor_of(update))
    catalogue = await context.catalogue()
    await reply(
        message, words.what_to_ask(texts, catalogue.examples(texts.lang)), quote=not is_private(message)
    )
