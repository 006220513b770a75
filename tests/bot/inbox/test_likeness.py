"""Questions that ask the same stand together, in whichever language; others do not."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.inbox.likeness import gather, wording_of
from knowledge.index.base import Base

ALIKE = (
    (
        "What is the salary of the director of Rosconcert?",
        "what salary does Rosconcert director get",
        "Сколько зарабатывает директор Росконцерта?",
    ),
    ("Is there parking?", "is there a parking", "is there parkng?", "Есть ли парковка?"),
    ("When is the next meeting?", "next meeting when", "Когда следующее заседание?"),
    ("Who paid for the meeting?", "Кто оплатил встречу?"),
    ("asdf qwer", "ASDF qwer!"),
    ("Кто директор Росконцерта?",),
    ("What is the phone of the director of Rosconcert?",),
    ("???",),
)


def test_what_asks_the_same_stands_together_and_nothing_else(base: Base) -> None:
    # Every other order would do as well: here they come by turns.
    asked = [text for row in itertools.zip_longest(*ALIKE) for text in row if text]
    found = gather([wording_of(text, base) for text in asked])
    assert {frozenset(asked[number] for number in group) for group in found} == set(map(frozenset, ALIKE))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(st.text(max_size=40) | st.sampled_from([text for row in ALIKE for text in row])))
def test_each_question_is_in_one_group_with_all_that_have_its_words(base: Base, asked: list[str]) -> None:
    wordings = [wording_of(text, base) for text in asked]
    groups = gather(wordings)
    assert sorted(number for group in groups for number in group) == list(range(len(asked)))
    of = {number: place for place, group in enumerate(groups) for number in group}
    for one, other in itertools.combinations(range(len(asked)), 2):
        if wordings[one].text == wordings[other].text:
            assert of[one] == of[other]
