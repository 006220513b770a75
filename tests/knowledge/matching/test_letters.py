"""Russian and Kazakh in Latin letters, also where every word is short or looks English."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.index.ground import words_of
from knowledge.matching.letters import spoken_in


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("V kakom gorode prohodilo zasedanie?", "ru"),
        ("a ot muzeev?", "ru"),
        ("kto on", "ru"),
        ("a iz bibliotek kto?", "ru"),
        ("Qazaq zhagynan kim keldi?", "kk"),
        ("ol ne aitty?", "kk"),
        ("Who came from the libraries?", None),
        ("who is Fyodor Glebov", None),
        ("Dana Omarova, what's her post?", None),
        ("wich libary sent a directer", None),
        ("who came for Kazakhilm", None),
        ("Who led the Kazakh delegyation?", None),
        ("Кто приехал?", None),
        ("Glebov", None),
        ("", None),
    ],
)
def test_whose_words_the_letters_stand_for(question: str, lang: str | None) -> None:
    assert spoken_in(words_of(question), lake_base()) == lang


@pytest.mark.parametrize(
    ("question", "latin"),
    [
        ("В каком городе было заседание?", "V kakom gorode bylo zasedanie?"),
        ("Где прошло заседание и когда?", "Gde proshlo zasedaniye i kogda?"),
        ("Кто был на заседании от музеев?", "Kto byl na zasedanii ot muzeev?"),
        ("Что он сказал про Волгу, Лапшин?", "Čto on skazal pro Volgu, Lapšin?"),
        ("Кто возглавлял российскую сторону?", "Kto vozglavlial rossiiskuiu storonu?"),
        ("Отырыс қай жерде өтті?", "Otyrys qai zherde otti?"),
        ("Музейлерден кім келді?", "Muzeilerden kim keldi?"),
        ("Каспий кітапханасының директоры кім?", "Kaspiy kitaphanasynyn direktory kim?"),
    ],
)
def test_the_answer_is_the_same_in_latin_letters(question: str, latin: str) -> None:
    assistant = assistant_on(lake_base())
    there, here = (assistant.ask(asked, now=NOW) for asked in (question, latin))
    assert (here.status, here.lang, here.text) == (there.status, there.lang, there.text)
    assert here.status == "answered"
