from handlers.callbacks import AskKnown, Rate, ShowTopics, Stay
from handlers.view import Button, column, keyboard, pager, rated, thumbs

TURN = (ShowTopics(0), ShowTopics(2))


def labels(rows: tuple[tuple[Button, ...], ...]) -> list[list[str]]:
    return [[button.label for button in row] for row in rows]


def test_no_buttons_no_keyboard() -> None:
    assert keyboard(()) is None


def test_one_page_needs_no_turning() -> None:
    assert pager(0, 1, TURN, Stay()) == ()


def test_pages_turn_where_there_are_pages() -> None:
    assert labels(pager(0, 3, TURN, Stay())) == [["1 / 3", "›"]]
    assert labels(pager(1, 3, TURN, Stay())) == [["‹", "2 / 3", "›"]]
    assert labels(pager(2, 3, TURN, Stay())) == [["‹", "3 / 3"]]


def test_labels_are_one_line_and_never_empty() -> None:
    shown = keyboard(column([Button("a\n b", Stay()), Button("\n", Stay()), Button("x" * 500, Stay())]))
    assert [row[0].text for row in shown.inline_keyboard] == ["a b", "…", "x" * 99 + "…"]


def test_the_chosen_thumb_is_marked_and_others_left_alone() -> None:
    rows = (*column([Button("Who?", AskKnown("en", "abc"))]), thumbs(7), thumbs(8))
    once = rated(keyboard(rows), Rate(7, 1))
    assert [[b.text for b in row] for row in once.inline_keyboard] == [["Who?"], ["👍 ✓", "👎"], ["👍", "👎"]]
    again = rated(once, Rate(7, 0))
    assert [b.text for b in again.inline_keyboard[1]] == ["👍", "👎 ✓"]
    assert [b.callback_data for b in again.inline_keyboard[1]] == ["r:7:1", "r:7:0"]
