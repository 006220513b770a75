import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import detect, fold, language_scores

QUESTIONS = {
    "en": """
        Who headed the Russian side?|who is stepanov|where was it held|What about theatres?|director of rosconcert
        museums|when?|how many participants|And the Kazakh side?|What did Daueshov say|list of attendees
        Kazakhfilm president|was there a concert|the 75th anniversary|let me see the plan|to whom
    """,
    "ru": """
        Кто возглавил российскую сторону?|кто|где прошло заседание|А театры?|директор росконцерта|музеи
        сколько участников|что сказал Степанов|а со стороны Казахстана?|юбилей Абая|список участников|а когда?
        какие концерты планируются|планы на 2020|Степанов|вице-министр|Казахфильм|не был ли там посол
    """,
    "kk": """
        Кім басқарды?|кім|отырыс қайда өтті|Ал театрлар ше?|Росконцерт директоры кім|музейлер туралы айтыңыз
        қанша адам қатысты|Степанов қайда айтты|Ресей жағынан кім болды|Абайдың мерейтойы|қатысушылар тізімі
        қашан өтті|қандай концерттер жоспарланған|2020 жылға арналған жоспар|Қазақфильм|елші болды ма
    """,
}
LATIN = {
    "ru": """
        kto direktor|kto vozglavil zasedanie|gde proshla vstrecha|skolko uchastnikov|chto skazal stepanov
        a teatry|kogda bylo zasedaniye|kakie koncerty planiruyutsya|spisok uchastnikov|kto takoi moskvin
        direktor rosconcerta kto|rasskazhi pro yubilei abaya
    """,
    "kk": """
        kim basqardy|kim basqardi|qaida otti|otyrys qashan boldy|qatysushylar tizimi|resei zhagynan kim boldy
        direktory kim|qansha adam qatysty|ministri kim edi|qazaqfilm prezidenti kim|kazakfilm prezidenti kim
        zhospar bar ma|kitaphana direktorynyn aty kim|qandai zhobalar talqylandy
    """,
}


def listed(questions):
    return [
        (lang, question.strip())
        for lang, text in questions.items()
        for question in text.replace("\n", "|").split("|")
        if question.strip()
    ]


@pytest.mark.parametrize(("lang", "question"), listed(QUESTIONS) + listed(LATIN))
def test_short_questions(lang, question):
    assert detect(question) == lang
    assert detect(question.upper()) == lang


@pytest.mark.parametrize(
    "question",
    [
        "кинокомпания директоры ким болды",
        "Ким баскарды?",
        "катысушылар тизими",
        "отырыс кашан отти",
        "канша адам катысты",
        "кандай жобалар талкыланды",
        "ресей жагынан ким болды",
        "кездесу кайда болды",
        "министрлигинин директоры ким",
    ],
)
def test_kazakh_without_kazakh_letters(question):
    assert detect(question) == "kk"


def test_kazakh_letters_may_be_missing_from_any_question():
    questions = [
        question for lang, question in listed(QUESTIONS) if lang == "kk" and len(question.split()) > 2
    ]
    wrong = [question for question in questions if detect(fold(question.lower())) != "kk"]
    assert not wrong


@given(st.text())
def test_scores_sum_to_one(text):
    scores = language_scores(text)
    assert list(scores) == ["en", "ru", "kk"]
    assert sum(scores.values()) == pytest.approx(1)
    assert detect(text) in scores


def test_nothing_to_tell_is_english():
    assert detect("2019") == detect("") == detect("😀") == "en"
