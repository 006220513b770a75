"""Single methods of the Bot API, called by python-telegram-bot's `Bot`."""

from __future__ import annotations

import io

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden, InvalidToken

from bot.sandbox import SandboxClient, Server, State, acts
from bot.sandbox.files import LARGEST_DOWNLOAD, Upload

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f00038601805a34 7d6b0000000049454e44ae426082".replace(" ", "")
)


def keyboard(data: str = "x", text: str = "Button") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_get_me(bot: Bot, state: State) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (state.bot_id, "agreement_sandbox_bot", True)


async def test_wrong_tokens(server: Server) -> None:
    stranger = Bot("1234567:" + "x" * 35, base_url=server.base_url, base_file_url=server.base_file_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_unknown_methods_are_404(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")


async def test_chat_not_found_until_the_person_writes(bot: Bot, state: State) -> None:
    emma = state.people.all()[0].id
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(emma, "Hello")
    acts.say(state, emma, "Hi")
    assert (await bot.send_message(emma, "Hello")).text == "Hello"
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "Hello")


async def test_blocked_and_deactivated(bot: Bot, chat: int, state: State) -> None:
    acts.block(state, chat, blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat, "Hello")
    acts.block(state, chat, blocked=False)
    acts.change_person(state, chat, deactivated=True)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(chat, "Hello")
    kinds = [update.kind for update in state.updates.waiting()]
    assert kinds == ["my_chat_member", "my_chat_member"]
    updates = await bot.get_updates()
    assert updates[0].my_chat_member.new_chat_member.status == "kicked"


async def test_groups_migrate(bot: Bot, client: SandboxClient, state: State) -> None:
    members = [person.id for person in state.people.all()]
    body = {"title": "Delegates", "members": members, "admins": members[-1:]}
    group = (await client.call("POST", "/sandbox/groups", json=body))["id"]
    assert (await bot.send_message(group, "Hello, all")).chat.type == "group"
    moved = (await client.call("POST", f"/sandbox/groups/{group}/migrate"))["id"]
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group, "Still here?")
    assert caught.value.new_chat_id == moved
    assert (await bot.send_message(moved, "Here")).chat.type == "supergroup"
    owner = await bot.get_chat_member(moved, members[-1])
    assert owner.status == "creator"
    assert (await bot.get_chat_member(moved, members[0])).status == "member"


async def test_in_groups_the_bot_hears_what_is_meant_for_it(state: State) -> None:
    members = tuple(person.id for person in state.people.all())
    group = state.groups.open("Delegates", members)
    for text in (
        "nice weather",
        "/help",
        "/help@other_bot",
        "@agreement_sandbox_bot who?",
        "/ask@agreement_sandbox_bot",
    ):
        acts.say(state, members[0], text, chat_id=group.id)
    heard = [update.body["text"] for update in state.updates.waiting()]
    assert heard == ["/help", "@agreement_sandbox_bot who?", "/ask@agreement_sandbox_bot"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Message text is empty"),
        (" \n ", "Message text is empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
    ],
)
async def test_texts_that_cannot_be_sent(bot: Bot, chat: int, text: str, complaint: str) -> None:
    with pytest.raises(BadRequest, match=complaint):
        await bot.send_message(chat, text)


async def test_lengths_count_after_entities(bot: Bot, chat: int) -> None:
    sent = await bot.send_message(chat, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(sent.text) == 4096
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(chat, b"x", filename="x", caption="x" * 1025)


async def test_entities_can_be_given_instead_of_markup(bot: Bot, chat: int) -> None:
    sent = await bot.send_message(chat, "A word", entities=[MessageEntity("bold", 2, 4)])
    assert sent.text_html == "A <b>word</b>"
    with pytest.raises(BadRequest, match="out of the text"):
        await bot.send_message(chat, "A word", entities=[MessageEntity("bold", 2, 40)])


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (keyboard("x" * 65), "Button_data_invalid"),
        (keyboard("ж" * 33), "Button_data_invalid"),
        (keyboard(text=" "), "must be non-empty"),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("x", url="ftp://x")]]),
            "is invalid: unsupported url protocol",
        ),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9]), "markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101), "markup is too long"),
    ],
)
async def test_keyboards_that_cannot_be_sent(
    bot: Bot, chat: int, markup: InlineKeyboardMarkup, complaint: str
) -> None:
    with pytest.raises(BadRequest, match=complaint):
        await bot.send_message(chat, "Hello", reply_markup=markup)


async def test_reply_keyboards_belong_to_the_chat(bot: Bot, chat: int, state: State) -> None:
    await bot.send_message(
        chat, "Choose", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]], one_time_keyboard=True)
    )
    assert state.reply_keyboards[chat]["keyboard"] == [[{"text": "Yes"}, {"text": "No"}]]
    acts.say(state, chat, "Yes")
    assert chat not in state.reply_keyboards
    await bot.send_message(chat, "Name?", reply_markup=ForceReply(input_field_placeholder="Your name"))
    assert state.reply_keyboards[chat]["force_reply"]
    await bot.send_message(chat, "Never mind", reply_markup=ReplyKeyboardRemove())
    assert chat not in state.reply_keyboards


async def test_replies(bot: Bot, chat: int) -> None:
    first = await bot.send_message(chat, "First")
    second = await bot.send_message(chat, "Second", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message.text == "First"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(chat, "Third", reply_parameters=ReplyParameters(9999))
    lenient = ReplyParameters(9999, allow_sending_without_reply=True)
    assert (await bot.send_message(chat, "Third", reply_parameters=lenient)).reply_to_message is None


async def test_edits(bot: Bot, chat: int, state: State) -> None:
    sent = await bot.send_message(chat, "One", reply_markup=keyboard())
    edited = await sent.edit_text("Two", reply_markup=keyboard())
    assert edited.text == "Two"
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await edited.edit_text("Two", reply_markup=keyboard())
    assert (await edited.edit_reply_markup(None)).reply_markup is None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await edited.edit_reply_markup(None)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Three", chat, 9999)
    theirs = acts.say(state, chat, "Mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Three", chat, theirs.id)
    with pytest.raises(BadRequest, match="There is no caption"):
        await sent.edit_caption("x")


async def test_deleting(bot: Bot, chat: int, state: State) -> None:
    sent = await bot.send_message(chat, "Oops")
    assert await sent.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    old = await bot.send_message(chat, "Old")
    state.messages.change(state.messages.find(chat, old.message_id), date=state.now() - 49 * 3600)
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await old.delete()
    assert await bot.delete_messages(chat, [9999])


async def test_callback_queries_can_be_answered_once_and_soon(bot: Bot, chat: int, state: State) -> None:
    sent = await bot.send_message(chat, "Press", reply_markup=keyboard("go"))
    query = acts.press(state, chat, sent.message_id, "go")
    [update] = await bot.get_updates()
    assert (update.callback_query.id, update.callback_query.data) == (query.id, "go")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query.id, "x" * 201)
    assert await bot.answer_callback_query(query.id, "Done")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query.id)
    state.callbacks.lifetime = -1
    late = acts.press(state, chat, sent.message_id, "go")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.id)


async def test_inline_queries(bot: Bot, chat: int, state: State) -> None:
    query = acts.ask_inline(state, chat, "q" * 300)
    [update] = await bot.get_updates()
    assert len(update.inline_query.query) == 256
    assert await bot.answer_inline_query(query.id, [])


async def test_photos_and_documents(bot: Bot, chat: int) -> None:
    sent = await bot.send_photo(chat, PIXEL, caption="A <i>pixel</i>", parse_mode="HTML")
    assert (sent.photo[0].width, sent.caption_html) == (1, "A <i>pixel</i>")
    again = await bot.send_photo(chat, sent.photo[0].file_id)
    assert again.photo[0].file_unique_id == sent.photo[0].file_unique_id
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(chat, b"no picture")
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(chat, io.BytesIO(b""), filename="empty")
    document = await bot.send_document(chat, io.BytesIO(b"\r\n--x\0" * 1000), filename='Отчёт "1".bin')
    assert document.document.file_name == 'Отчёт "1".bin'
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(chat, document.document.file_id)
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"\r\n--x\0" * 1000
    edited = await sent.edit_caption("Another")
    assert edited.caption == "Another"


async def test_large_files(bot: Bot, chat: int, state: State) -> None:
    sent = acts.send_file(state, chat, "document", Upload("big", "x/x", bytes(LARGEST_DOWNLOAD + 1)))
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(sent.content.media["document"]["file_id"])


async def test_copies_forwards_locations_reactions_and_pins(bot: Bot, chat: int, state: State) -> None:
    sent = await bot.send_message(chat, "Original")
    forwarded = await bot.forward_message(chat, chat, sent.message_id)
    assert forwarded.forward_origin.sender_user.id == state.bot_id
    copied = await bot.copy_message(chat, chat, sent.message_id)
    assert state.messages.find(chat, copied.message_id).content.words.text == "Original"
    place = await bot.send_location(chat, 43.238, 76.945)
    assert place.location.latitude == 43.238
    assert await bot.set_message_reaction(chat, sent.message_id, "👍")
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(chat, sent.message_id, "x")
    assert await bot.pin_chat_message(chat, sent.message_id)
    assert state.pinned[chat] == sent.message_id
    assert await bot.unpin_chat_message(chat)
    assert (await bot.get_chat(chat)).first_name == "Emma"


async def test_command_menus_by_scope_and_language(bot: Bot, client: SandboxClient, state: State) -> None:
    emma, irina = (person.id for person in state.people.all()[:2])
    await client.call("POST", f"/sandbox/people/{irina}/messages", json={"text": "hi"})
    await bot.set_my_commands([BotCommand("help", "Help")], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(
        [BotCommand("help", "Помощь")], BotCommandScopeAllPrivateChats(), language_code="ru"
    )
    assert (await client.chat(emma))["commands"] == [{"command": "help", "description": "Help"}]
    assert (await client.chat(irina))["commands"] == [{"command": "help", "description": "Помощь"}]
    await bot.set_my_commands([BotCommand("admin", "Desk")], BotCommandScopeChat(irina))
    assert (await client.chat(irina))["commands"][0]["command"] == "admin"
    await bot.delete_my_commands(BotCommandScopeChat(irina))
    assert (await client.chat(irina))["commands"][0]["command"] == "help"
    assert (await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "ru"))[0].description == "Помощь"
    assert await bot.get_my_commands() == ()
    for command, complaint in (
        (("Help", "x"), "Bot_command_invalid"),
        (("help", " "), "description_invalid"),
    ):
        with pytest.raises(BadRequest, match=complaint):
            await bot.set_my_commands([command])
    with pytest.raises(BadRequest, match="commands_too_much"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])


async def test_descriptions(bot: Bot, client: SandboxClient, state: State) -> None:
    await bot.set_my_description("What I can do")
    await bot.set_my_description("Что я умею", language_code="ru")
    await bot.set_my_short_description("Short")
    await bot.set_my_name("Хроника", language_code="ru")
    irina = await client.chat(state.people.all()[1].id)
    assert (irina["description"], irina["short_description"], irina["bot_name"]) == (
        "Что я умею",
        "Short",
        "Хроника",
    )
    assert (await bot.get_my_description()).description == "What I can do"
    assert (await bot.get_my_name()).name == "Agreement Bot"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"


async def test_goodbyes(bot: Bot) -> None:
    assert await bot.close()
    assert await bot.log_out()
