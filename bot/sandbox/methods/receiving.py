"""Methods by which the bot learns of things: itself, updates, files, pressed buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.files import LARGEST_DOWNLOAD
from bot.sandbox.state import State
from bot.sandbox.updates import MOST_AT_ONCE

_LONGEST_POLL = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST_INLINE_RESULTS = 50


def get_me(state: State, _call: Call) -> dict[str, Any]:
    return {
        **state.bot_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(state: State, call: Call) -> list[dict[str, Any]]:
    if call.has("allowed_updates"):
        state.updates.allowed = frozenset(map(str, call.array("allowed_updates")))
    found = await state.updates.poll(
        offset=call.integer("offset"),
        limit=min(MOST_AT_ONCE, max(1, call.integer("limit", MOST_AT_ONCE))),
        seconds=min(_LONGEST_POLL, call.integer("timeout")),
    )
    return [update.json() for update in found]


def set_webhook(state: State, call: Call) -> bool:
    url = call.text("url")
    if not url:
        return delete_webhook(state, call)
    parts = urlsplit(url)
    # Like a local Bot API server: plain HTTP is fine, but here only on this machine.
    if parts.scheme not in {"http", "https"} or parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise bad_request("bad webhook: the sandbox delivers to addresses on loopback only")
    secret = call.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if call.has("allowed_updates"):
        state.updates.allowed = frozenset(map(str, call.array("allowed_updates")))
    if call.flag("drop_pending_updates"):
        state.updates.forget()
    state.updates.interrupt()
    state.webhook.set(url, secret)
    return True


def delete_webhook(state: State, call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        state.updates.forget()
    state.webhook.clear()
    return True


def get_webhook_info(state: State, _call: Call) -> dict[str, Any]:
    info: dict[str, Any] = {
        "url": state.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates),
    }
    if state.webhook.last_error:
        info |= {"last_error_message": state.webhook.last_error, "last_error_date": state.now()}
    if state.updates.allowed:
        info["allowed_updates"] = sorted(state.updates.allowed)
    return info


def get_file(state: State, call: Call) -> dict[str, Any]:
    stored = state.files.get(call.text("file_id"))
    if stored.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.json(), "file_path": stored.path}


def answer_callback_query(state: State, call: Call) -> bool:
    text = call.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query = state.callbacks.answer(call.text("callback_query_id"))
    body = {
        "query_id": query.id,
        "person_id": query.person_id,
        "text": text,
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    state.events.publish(Event("answer", query.chat_id, body))
    return True


def answer_inline_query(state: State, call: Call) -> bool:
    results = call.array("results")
    if len(results) > _MOST_INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if not all(1 <= len(number.encode()) <= 64 for number in ids):
        raise bad_request("RESULT_ID_INVALID")
    query = state.callbacks.answer(call.text("inline_query_id"))
    body = {"query_id": query.id, "person_id": query.person_id, "results": results}
    state.events.publish(Event("inline", query.chat_id, body))
    return True


def farewell(_state: State, _call: Call) -> bool:
    """`logOut` and `close`: the sandbox has nowhere else to let the bot go."""
    return True


METHODS: Mapping[str, Callable[[State, Call], Any]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "getFile": get_file,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "logOut": farewell,
    "close": farewell,
}
