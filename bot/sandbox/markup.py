"""Keyboards: what Telegram takes, and what it says about the rest."""

from __future__ import annotations

from typing import Any

from bot.sandbox.errors import bad_request

MOST_IN_A_ROW = 8
MOST_BUTTONS = 100
LONGEST_DATA = 64
_URL_SCHEMES = ("http://", "https://", "tg://", "ton://", "tonsite://")
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def inline_keyboard(markup: dict[str, Any]) -> dict[str, Any] | None:
    """The keyboard as the message keeps it; None when it has no buttons."""
    rows = _rows(markup, "inline_keyboard")
    kept = [[_inline_button(button) for button in row] for row in rows if row]
    if any(len(row) > MOST_IN_A_ROW for row in kept) or sum(map(len, kept)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def reply_keyboard(markup: dict[str, Any]) -> dict[str, Any]:
    """A keyboard in place of the letters; buttons given as bare strings become objects."""
    rows = [
        [{"text": b} if isinstance(b, str) else b for b in row] for row in _rows(markup, "keyboard") if row
    ]
    if not rows:
        raise bad_request("keyboard button row must be non-empty")
    if any(len(row) > 12 for row in rows) or sum(map(len, rows)) > 300:
        raise bad_request("reply markup is too long")
    if not all(str(button.get("text", "")).strip() for row in rows for button in row):
        raise bad_request("keyboard button text must be non-empty")
    _check_placeholder(markup)
    return {**markup, "keyboard": rows}


def force_reply(markup: dict[str, Any]) -> dict[str, Any]:
    _check_placeholder(markup)
    return markup


def _rows(markup: dict[str, Any], field: str) -> list[list[Any]]:
    rows = markup[field]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'object expected as reply markup: field "{field}" must be of type Array of Array')
    return rows


def _inline_button(button: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    actions = [name for name in _ACTIONS if button.get(name) not in (None, "")]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request(
            f"can't parse inline keyboard button: more than one action given ({', '.join(actions)})"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).lower().startswith(_URL_SCHEMES):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    return button


def _check_placeholder(markup: dict[str, Any]) -> None:
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= 64:
        raise bad_request("input field placeholder must be 1-64 characters long")
