"""What is said to editors about their rights."""

from __future__ import annotations

from collections.abc import Sequence

from bot.editors import Attempt, Grant, Role, may
from handlers.markup import Rich, lines, plain
from handlers.rendering import titled
from handlers.view import View
from knowledge.texts import Texts


def commands(texts: Texts, role: Role) -> tuple[tuple[str, str], ...]:
    """What this role may call besides what everybody may, with what it does, in the order of the menu."""
    viewer = (
        ("admin", texts.gettext("What needs doing, and what you may do")),
        ("stats", texts.gettext("Questions, answers and subscribers")),
    )
    editor = (
        ("inbox", texts.gettext("Questions without a good answer")),
        ("facts", texts.gettext("Search the facts")),
        ("fact", texts.gettext("One fact by its id")),
        ("addfact", texts.gettext("Add a fact, a person or an organisation")),
        ("editfact", texts.gettext("Change a fact")),
        ("retract", texts.gettext("Take a fact back")),
        ("restore", texts.gettext("Put back what was retracted")),
        ("addevent", texts.gettext("Add an event")),
        ("editevent", texts.gettext("Change an event")),
        ("cancelevent", texts.gettext("Cancel an event")),
        ("import", texts.gettext("Take in a document, rows or a calendar")),
        ("export", texts.gettext("The record as a file")),
        ("alias", texts.gettext("Another wording of a known question")),
        ("synonym", texts.gettext("Words that mean the same")),
        ("history", texts.gettext("Who changed what")),
        ("undo", texts.gettext("Undo your last change")),
        ("explain", texts.gettext("Why a question is answered as it is")),
        ("digest", texts.gettext("Preview the digest")),
        ("broadcast", texts.gettext("Write to everybody")),
    )
    owner = (
        ("grant", texts.gettext("Make somebody an editor or a viewer")),
        ("revoke", texts.gettext("Take somebody's rights away")),
        ("backup", texts.gettext("A verified copy of the database")),
    )
    return (
        *viewer,
        *(editor if may(role, "editor") else ()),
        *(owner if may(role, "owner") else ()),
    )


def role_name(texts: Texts, role: Role) -> str:
    return {
        "viewer": texts.pgettext("role", "viewer of statistics"),
        "editor": texts.pgettext("role", "editor"),
        "owner": texts.pgettext("role", "owner"),
    }[role]


def refusal(texts: Texts, role: Role) -> Rich:
    return plain(refusal_line(texts, role))


def refusal_line(texts: Texts, role: Role) -> str:
    """Polite, and without saying more than a stranger should know; short enough for a toast."""
    if role == "owner":
        return texts.gettext("Sorry, only an owner of this bot can do that.")
    return texts.gettext("Sorry, only the editors of this bot can do that.")


def panel(
    texts: Texts, role: Role, facts: Sequence[str], grants: Sequence[Grant], refused: Sequence[Attempt]
) -> View:
    """What the person may do; for owners also who may do what, and who tried in vain."""
    title = texts.gettext("You are: {role}").format(role=role_name(texts, role))
    rights = lines(plain(_granted(texts, grant)) for grant in grants)
    tried = lines(plain(_attempt(texts, attempt)) for attempt in refused)
    return View(
        titled(
            title,
            lines(plain(line) for line in facts),
            lines([plain(f"/{name} — {what}") for name, what in commands(texts, role)]),
            lines([plain(texts.gettext("Rights given:")), rights]) if rights else (),
            lines([plain(texts.gettext("Refused lately:")), tried]) if tried else (),
        )
    )


def granted(texts: Texts, who: str, role: Role) -> Rich:
    return plain(texts.gettext("{who} is now: {role}.").format(who=who, role=role_name(texts, role)))


def has_it_already(texts: Texts, who: str, role: Role) -> Rich:
    return plain(
        texts.gettext("{who} has these rights already: {role}.").format(who=who, role=role_name(texts, role))
    )


def revoked(texts: Texts, who: str) -> Rich:
    return plain(texts.gettext("{who} has no rights here any more.").format(who=who))


def had_none(texts: Texts, who: str) -> Rich:
    return plain(texts.gettext("{who} had no rights that could be taken away.").format(who=who))


def told_of_grant(texts: Texts, role: Role) -> Rich:
    line = texts.gettext("You have been given rights here. You are: {role}. /admin shows what you can do.")
    return plain(line.format(role=role_name(texts, role)))


def whom(texts: Texts, command: str) -> Rich:
    by_reply = texts.gettext("reply with /{command} to a message of theirs, also to a forwarded one")
    ways = (by_reply.format(command=command), f"/{command} @name", f"/{command} 123456789")
    asked = plain(texts.gettext("Whom do you mean? Any of these works:"))
    return lines([asked, *(plain(f"• {way}") for way in ways)])


def unknown_name(texts: Texts, name: str) -> Rich:
    return plain(
        texts.gettext(
            "I do not know {name} yet. Let them write /start to me first, or use their numeric id."
        ).format(name=name)
    )


def hidden(texts: Texts) -> Rich:
    return plain(
        texts.gettext(
            "Whoever wrote this hides their account in forwarded messages. Let them write /start to me, then use @name."
        )
    )


def nobody(texts: Texts) -> Rich:
    return plain(
        texts.gettext("That is a bot, a channel or an anonymous administrator: rights go to people only.")
    )


def no_such_role(texts: Texts, word: str) -> Rich:
    return plain(texts.gettext("“{word}” is no role: editor or viewer.").format(word=word))


def _granted(texts: Texts, grant: Grant) -> str:
    name = f"@{grant.username} ({grant.person})" if grant.username else str(grant.person)
    return f"• {name}: {role_name(texts, grant.role)}"


def _attempt(texts: Texts, attempt: Attempt) -> str:
    who = str(attempt.person) if attempt.person else texts.gettext("nobody in particular")
    return f"• {attempt.at:%Y-%m-%d %H:%M} UTC, {who}: {attempt.action}"
