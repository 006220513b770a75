"""People and a real bot, end to end."""

from __future__ import annotations

import asyncio

import pytest
from serving import until

from bot.sandbox import ApiError, SandboxClient, State

pytestmark = pytest.mark.usefixtures("echo")


async def test_a_person_is_answered(client: SandboxClient, state: State) -> None:
    emma = state.people.all()[0]
    turn = await client.say(emma.id, "Hello there")
    assert turn.text == "Hello there"
    assert state.violations == []
    assert state.people.get(emma.id).started


async def test_names_and_formatting_arrive(client: SandboxClient, state: State) -> None:
    irina = state.people.all()[1]
    reply = (await client.say(irina.id, "/start")).last
    assert reply.text == "Hello, Ирина!"
    assert reply.raw["entities"] == [{"type": "bold", "offset": 7, "length": 5}]
    assert [button.text for button in reply.buttons] == ["Count", "Toast"]


async def test_two_replies_make_one_turn(client: SandboxClient) -> None:
    turn = await client.say(1000001, "/twice")
    assert [reply.text for reply in turn.messages] == ["one", "two"]
    assert (await client.say(1000001, "/twice", count=1)).messages[0].text == "one"
    await asyncio.sleep(0.05)


async def test_silence_is_a_time_out_unless_expected(client: SandboxClient) -> None:
    assert (await client.say(1000001, "/silent", count=0)).messages == ()
    client._patience = 0.2
    with pytest.raises(TimeoutError, match="has not answered"):
        await client.say(1000001, "/silent")


async def test_buttons_edit_the_message(client: SandboxClient) -> None:
    first = (await client.say(1000001, "/start")).last
    second = await client.press(1000001, first, first.button("Count"))
    assert second.toast == ""
    assert second.edited[0].id == first.id
    assert second.text == "Pressed 1"
    third = await client.press(1000001, second.last, "count:2")
    assert third.text == "Pressed 2"


async def test_toasts_and_alerts(client: SandboxClient) -> None:
    first = (await client.say(1000001, "/start")).last
    turn = await client.press(1000001, first, "toast")
    assert (turn.toast, turn.alert, turn.edited) == ("Saved", True, ())


async def test_a_button_that_is_not_there(client: SandboxClient) -> None:
    first = (await client.say(1000001, "/start")).last
    with pytest.raises(ApiError, match="no such button"):
        await client.press(1000001, first, "count:99")
    with pytest.raises(LookupError, match="there is 'Count', 'Toast'"):
        first.button("Delete")


async def test_a_person_edits_a_message(client: SandboxClient, state: State) -> None:
    await client.say(1000001, "frist")
    own = next(message for message in state.messages.of(1000001) if not message.from_bot)
    assert (await client.edit(1000001, own.id, "first")).text == "edited: first"
    with pytest.raises(ApiError, match="no such message"):
        await client.edit(1000001, own.id + 1, "not mine")


async def test_documents_go_both_ways(client: SandboxClient) -> None:
    turn = await client.send_file(1000001, "note.txt", b"stressed", mime="text/plain")
    assert turn.last.text == "8 bytes"
    document = turn.last.raw["document"]
    assert document["file_name"] == "reversed.txt"
    answer = await client._http.get(f"/sandbox/files/{document['file_id']}")
    assert answer.content == b"desserts"
    assert answer.headers["content-disposition"].startswith("attachment")


async def test_who_blocks_the_bot_cannot_write(client: SandboxClient) -> None:
    await client.say(1000001, "hi")
    await client.change(1000001, blocked=True)
    with pytest.raises(ApiError, match="unblock it first"):
        await client.say(1000001, "hi")
    await client.change(1000001, blocked=False)
    assert (await client.say(1000001, "back")).text == "back"


async def test_many_messages_from_many_people(client: SandboxClient, state: State) -> None:
    people = [person.id for person in state.people.all()]
    for number in range(20):
        for person in people:
            await client.call("POST", f"/sandbox/people/{person}/messages", json={"text": f"{number}"})
    await until(lambda: state.calls.count("sendMessage") == 100)
    for person in people:
        replies = {message.content.words.text for message in state.messages.of(person) if message.from_bot}
        assert replies == {str(number) for number in range(20)}
