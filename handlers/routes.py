"""Which update goes to which handler."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.editors import Role
from handlers import buttons, commands, errors, events, membership, personal, questions, subscribing
from handlers.context import Context
from handlers.editing import (
    broadcasting,
    digests,
    facts,
    filling,
    history,
    importing,
    rights,
    searching,
    statistics,
    taking_out,
)
from handlers.editing import events as planning
from handlers.editing.gate import Command, guarded
from handlers.teaching import explaining, inbox, lessons

_WRITTEN = filters.UpdateType.MESSAGES  # new and edited ones, from private chats and groups
_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE

Handler = BaseHandler[Any, Context, Any]


def routes() -> tuple[Handler, ...]:
    return (
        # First, since most updates are plain words: asking every command whether it is meant takes longer.
        MessageHandler(filters.TEXT & ~filters.COMMAND & _WRITTEN, questions.text),
        CommandHandler("start", commands.start),
        CommandHandler("help", commands.help_),
        CommandHandler("ask", questions.ask),
        CommandHandler("topics", commands.topics),
        CommandHandler("people", commands.people),
        CommandHandler("events", events.events),
        CommandHandler("subscribe", subscribing.subscribe),
        CommandHandler("settings", subscribing.settings),
        CommandHandler("unsubscribe", subscribing.unsubscribe),
        CommandHandler("language", commands.language),
        CommandHandler("privacy", commands.privacy),
        CommandHandler("mydata", personal.mydata),
        CommandHandler("forgetme", personal.forgetme),
        *_of_editors(),
        MessageHandler(filters.COMMAND & _WRITTEN, commands.unknown),
        MessageHandler(filters.StatusUpdate.MIGRATE, membership.migrated),
        MessageHandler(_PRIVATE & filters.LOCATION, questions.place),
        MessageHandler(_PRIVATE & filters.Document.ALL, importing.file),
        MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, questions.other_than_text),
        CallbackQueryHandler(buttons.press),
        ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
    )


def _of_editors() -> tuple[Handler, ...]:
    """Commands that need a right. Editing the message of one does not do it again."""
    needed: tuple[tuple[str, Role, Command], ...] = (
        ("admin", "viewer", rights.admin),
        ("stats", "viewer", statistics.stats),
        ("addfact", "editor", facts.add),
        ("facts", "editor", searching.facts),
        ("fact", "editor", facts.show),
        ("editfact", "editor", facts.edit),
        ("retract", "editor", facts.retract),
        ("restore", "editor", planning.restore),
        ("addevent", "editor", planning.add),
        ("editevent", "editor", planning.edit),
        ("cancelevent", "editor", planning.cancel),
        ("history", "editor", history.history),
        ("undo", "editor", history.undo),
        ("cancel", "editor", filling.cancel),
        ("inbox", "editor", inbox.inbox),
        ("alias", "editor", lessons.alias),
        ("synonym", "editor", lessons.synonym),
        ("explain", "editor", explaining.explaining),
        ("digest", "editor", digests.digest),
        ("broadcast", "editor", broadcasting.broadcast),
        ("import", "editor", importing.import_command),
        ("export", "editor", taking_out.export_command),
        ("backup", "owner", taking_out.backup),
        ("grant", "owner", rights.grant),
        ("revoke", "owner", rights.revoke),
    )
    return tuple(
        CommandHandler(name, guarded(role, command), filters.UpdateType.MESSAGE)
        for name, role, command in needed
    )


def add_routes(application: Application[Any, Context, Any, Any, Any, Any]) -> None:
    application.add_handlers(routes())
    application.add_error_handler(errors.failed)
