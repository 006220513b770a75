"""What the bot says of itself: greeting, help, privacy, and kind words for what it cannot read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.browsing import Example
from bot.subscribers import REASONS
from handlers.callbacks import AskKnown, ChooseLanguage, SayWhy, ShowEvents, Subscribe
from handlers.markup import Rich, bold, lines, plain
from handlers.rendering import titled
from handlers.view import Button, Rows, View, column
from knowledge.model import LANGS, Lang
from knowledge.texts import Texts

OWN_NAMES: dict[Lang, str] = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def commands(texts: Texts) -> tuple[tuple[str, str], ...]:
    """What everybody may call, with what it does, in the order of the menu."""
    return (
        ("start", texts.gettext("Begin anew, with example questions")),
        ("ask", texts.gettext("Ask a question")),
        ("topics", texts.gettext("Browse the record by topic")),
        ("people", texts.gettext("Who took part, by side")),
        ("events", texts.gettext("Upcoming and past events")),
        ("subscribe", texts.gettext("Get digests and reminders of events")),
        ("settings", texts.gettext("Your digests, reminders and time zone")),
        ("unsubscribe", texts.gettext("Stop all messages about events")),
        ("language", texts.gettext("Choose the language of my replies")),
        ("privacy", texts.gettext("What is stored about you")),
        ("mydata", texts.gettext("All that is kept about you, to read and as a file")),
        ("forgetme", texts.gettext("Erase what is kept about you")),
        ("help", texts.gettext("What I can do")),
    )


def description(texts: Texts) -> str:
    """At most 512 characters, shown in an empty chat."""
    return texts.gettext(
        "I answer questions about the agreement and its meetings from the official record, in English, "
        "Russian and Kazakh. Every answer names its source. Press the button below and ask in your own words."
    )


def short_description(texts: Texts) -> str:
    """At most 120 characters, shown in the profile."""
    return texts.gettext("Answers from the official record, with sources, in English, Russian and Kazakh.")


def greeting(texts: Texts, name: str, subject: Sequence[str], examples: Sequence[Example]) -> View:
    hello = texts.gettext("Hello, {name}!").format(name=name) if name else texts.gettext("Hello!")
    about = plain(texts.gettext("I answer questions from the official record:"))
    text = titled(
        hello,
        lines([about, *(bold(title) for title in subject)]) if subject else (),
        plain(
            texts.gettext(
                "Ask in your own words, in English, Russian or Kazakh. Every answer names its source; "
                "where the record says nothing, I say so."
            )
        ),
        plain(texts.gettext("For example:")) if examples else (),
    )
    asked = column(Button(example.question, AskKnown(texts.lang, example.key)) for example in examples)
    return View(text, (*asked, *_languages(greet=1)))


def help_view(texts: Texts) -> View:
    return View(
        titled(
            texts.gettext("What I can do"),
            plain(
                texts.gettext(
                    "Just write your question: who, when, where, how many, what was said or agreed. "
                    "Typing slips and any keyboard layout are fine."
                )
            ),
            plain(
                texts.gettext(
                    "Then ask on: “and the Russian side?” takes up your last question. "
                    "After 15 minutes or /start I begin afresh."
                )
            ),
            _command_list(texts),
            plain(
                texts.gettext(
                    "In a group, mention me, reply to a message of mine, or use /ask with your question."
                )
            ),
        )
    )


def unknown_command(texts: Texts) -> View:
    sorry = plain(texts.gettext("I do not know that command. Here is what I understand:"))
    return View(lines([sorry, _command_list(texts)], between="\n\n"))


def what_to_ask(texts: Texts, examples: Sequence[Example]) -> View:
    question = plain(texts.gettext("What would you like to know? Write your question, or take one of these:"))
    return View(question, column(Button(item.question, AskKnown(texts.lang, item.key)) for item in examples))


def text_only(texts: Texts) -> View:
    return View(
        plain(
            texts.gettext(
                "Thank you! I can read only text, though: no pictures, stickers, voice messages or files. "
                "Please write your question in words. /help shows what I can do."
            )
        )
    )


def privacy_view(texts: Texts) -> View:
    kept = (
        texts.gettext(
            "your Telegram number (id) and @name, your language, and when you first and last wrote;"
        ),
        texts.gettext(
            "your questions and how they were answered, so that the editors can fill gaps in the record;"
        ),
        texts.gettext("your 👍 and 👎;"),
        texts.gettext("if you subscribe: what you chose, your reminders and calendar links;"),
        texts.gettext("what was sent to you unasked, and when;"),
        texts.gettext(
            "the thread of the conversation, so that you can ask on; it is erased after 15 minutes."
        ),
    )
    return View(
        titled(
            texts.gettext("What is stored about you"),
            lines([plain(f"• {line}") for line in kept]),
            plain(
                texts.gettext(
                    "I do not store your first or last name, your phone number, where you are, or any pictures and "
                    "voice messages; files only if an editor sends them in. "
                    "Questions are answered on our own server; nothing is passed to anyone but Telegram, "
                    "which carries the messages."
                )
            ),
            plain(
                texts.gettext(
                    "/mydata shows all that is kept about you. /forgetme erases it; your questions stay, without you. "
                    "What editors did for the record stays."
                )
            ),
        )
    )


def language_view(texts: Texts, chosen: Lang | None) -> View:
    own = texts.gettext("I reply in English.")  # each translation names its own language here
    now = own if chosen else texts.gettext("I reply in the language of your question.")
    return View(lines([plain(now), plain(texts.gettext("Which language shall I use?"))]), _languages(chosen))


def language_chosen(texts: Texts) -> str:
    return texts.gettext("From now on I reply in English.")


def said(line: str) -> Rich:
    return plain(line)


def only_administrators(texts: Texts) -> str:
    return texts.gettext("In a group only its administrators can change this.")


def watching(texts: Texts, *, on: bool) -> str:
    if on:
        return texts.gettext("I will remind you of this event.")
    return texts.gettext("No reminder of this event, then.")


def not_subscribed_line(texts: Texts) -> str:
    return texts.gettext("There is no subscription here. /subscribe begins one.")


def not_subscribed(texts: Texts) -> View:
    return View(plain(not_subscribed_line(texts)))


def farewell(texts: Texts) -> View:
    """Asked once why, in words that need no answer."""
    reasons = {
        "often": texts.gettext("Too many messages"),
        "useless": texts.gettext("Not what I need"),
        "over": texts.gettext("My work with it is over"),
        "other": texts.gettext("Another reason"),
    }
    text = titled(
        texts.gettext("You are unsubscribed. Nothing more will come."),
        plain(texts.gettext("If you like, tell us why. You need not.")),
    )
    return View(text, (*column(Button(reasons[one], SayWhy(one)) for one in REASONS), _again(texts)))


def farewell_answered(texts: Texts) -> View:
    return View(
        plain(texts.gettext("Thank you. You are unsubscribed; nothing more will come.")), (_again(texts),)
    )


def gone(texts: Texts) -> str:
    return texts.gettext("This button is out of date. Please ask again, or press /start.")


def thanks(texts: Texts, *, good: bool) -> str:
    if good:
        return texts.gettext("Thank you! Glad it helped.")
    return texts.gettext("Thank you for telling us. The editors will have a look.")


def apology(texts: Texts) -> str:
    return texts.gettext("Sorry, something went wrong on my side. Please try again in a minute.")


def _again(texts: Texts) -> tuple[Button, ...]:
    events = Button(texts.gettext("Upcoming events"), ShowEvents(fresh=1))
    return Button(texts.gettext("Subscribe again"), Subscribe()), events


def _languages(chosen: Lang | None = None, *, greet: int = 0) -> Rows:
    marks = {lang: "✓ " if lang == chosen else "" for lang in LANGS}
    return (tuple(Button(marks[lang] + OWN_NAMES[lang], ChooseLanguage(lang, greet)) for lang in LANGS),)


def _command_list(texts: Texts) -> Rich:
    return lines([plain(f"/{name} — {what}") for name, what in commands(texts)])
