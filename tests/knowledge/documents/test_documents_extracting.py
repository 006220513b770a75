"""Who, when, what and what next, out of reports in three languages that were written for these tests."""

from __future__ import annotations

import pytest
from file_makers import Read

ENGLISH = """Ministers of Energy Meet in Vienna

The second round of talks on the energy corridor took place in Vienna on 17 February 2025. Armenia was represented by \
Deputy Minister of Energy Hakob Vardanyan, and the delegation of Georgia was headed by Nino Kalandadze, \
Chair of the Regulatory Commission.

Participants:

1. Lars Nielsen, Chief Executive of Nordic Grid;
2. Dr. Maria Gonzalez, professor at the Technical University of Vienna;
3. Tom Baker – head of the Energy Office in Tbilisi;
4. Ms. Chen Wei, adviser to the President of the Asian Bank.

"The line will be ready before anyone expects it," said Nielsen.

The parties agreed to build a substation near Gyumri by 2028. A joint tender will be announced in September 2025.

Source: Energy Community
"""
RUSSIAN = """В Минске прошла встреча рабочей группы по туризму

5 марта 2024 года в Минске состоялось третье заседание рабочей группы по туризму \
Республики Казахстан и Российской Федерации.

Казахстанскую делегацию возглавила вице-министр туризма и спорта Жанар Ахметова.

С российской стороны в заседании приняли участие: директор Департамента туризма Ольга Зайцева, генеральный директор \
компании «Горный воздух» Сергей Лапин, Марина Котова, начальник отдела выставок Государственного музея истории, ректор \
Сочинского университета Николай Громов, А. С. Петров, советник посольства, и другие.

– Мы договорились открыть новый маршрут на Алтае, – сказала Жанар Ахметова. Гостей ждут уже летом.

По словам Сергея Лапина, поток туристов вырос на четверть.

Стороны обсудили безвизовый проезд. В 2027 году планируется провести фестиваль «Большой Алтай».
"""
KAZAKH = """Ташкентте су ресурстары жөніндегі комиссияның отырысы өтті

2024 жылғы 12 сәуірде Ташкент қаласында су ресурстары жөніндегі комиссияның бесінші отырысы өтті.

Қазақстан тарапын Су ресурстары министрінің орынбасары Болат Бекнияз басқарды, Ресей тарапын департамент директоры \
Виктор Орлов бастап келді.

Қазақстан тарапынан отырысқа Балқаш бассейні инспекциясының басшысы Серік Ақжанов, Ұлттық гидрология институтының \
директоры Айнұр Сейітова, «Қазсушар» кәсіпорнының бас директоры Нұржан Әлиев қатысты.

– Біз су сапасын бірге бақылаймыз, – деді Болат Бекнияз.

2026 жылы Оралда бірлескен зертхана ашу жоспарланған.
"""


def people(draft) -> dict[str, tuple[str, str, str]]:
    """By the name that is shown: the relation, the side and the post."""
    found = {}
    for fact in draft.pack.facts:
        if "post" in fact.gives:
            (title,) = fact.title.values()
            name, _, post = title.partition(", ")
            found[name] = (fact.relation, fact.side, post)
    return found


def said(draft, relation: str) -> list[str]:
    return [
        text for fact in draft.pack.facts if fact.relation == relation for text in fact.statement.values()
    ]


def events(draft) -> list[tuple[str, str]]:
    return [(event.when, event.status) for event in draft.pack.events]


def test_an_english_report(read: Read) -> None:
    draft = read("energy.txt", ENGLISH)
    assert people(draft) == {
        "Hakob Vardanyan": ("takes_part", "both", "Deputy Minister of Energy"),
        "Nino Kalandadze": ("heads", "both", "Chair of the Regulatory Commission"),
        "Lars Nielsen": ("takes_part", "both", "Chief Executive of Nordic Grid"),
        "Maria Gonzalez": ("takes_part", "both", "professor at the Technical University of Vienna"),
        "Tom Baker": ("takes_part", "both", "head of the Energy Office in Tbilisi"),
        "Chen Wei": ("takes_part", "both", "adviser to the President of the Asian Bank"),
    }
    assert "Armenia was represented by Deputy Minister of Energy Hakob Vardanyan." in said(
        draft, "takes_part"
    )
    assert said(draft, "said") == ["Lars Nielsen: “The line will be ready before anyone expects it”"]
    assert [fact.gives for fact in draft.pack.facts if fact.relation == "held"] == [
        ("date", "place", "organisation")
    ]
    assert said(draft, "publishes") == ["Source: Energy Community"]
    assert events(draft) == [("2025-02-17", "held"), ("../2028", "planned"), ("2025-09", "planned")]
    institutions = {
        name for one in draft.pack.entities if one.kind == "organisation" for name in one.names["en"]
    }
    assert {"Nordic Grid", "Technical University of Vienna", "Energy Office in Tbilisi"} <= institutions


def test_a_russian_report(read: Read) -> None:
    draft = read("tourism.txt", RUSSIAN)
    assert people(draft) == {
        "Жанар Ахметова": ("heads", "kz", "вице-министр туризма и спорта"),
        "Ольга Зайцева": ("takes_part", "ru", "директор Департамента туризма"),
        "Сергей Лапин": ("takes_part", "ru", "генеральный директор компании «Горный воздух»"),
        "Марина Котова": ("takes_part", "ru", "начальник отдела выставок Государственного музея истории"),
        "Николай Громов": ("takes_part", "ru", "ректор Сочинского университета"),
        "А. С. Петров": ("takes_part", "ru", "советник посольства"),
    }
    assert said(draft, "said") == [
        "Жанар Ахметова: «Мы договорились открыть новый маршрут на Алтае»",
        "По словам Сергея Лапина, поток туристов вырос на четверть.",
    ]
    speakers = [fact.about for fact in draft.pack.facts if fact.relation == "said"]
    assert speakers == [("janar-ahmetova",), ("sergei-lapin",)]
    assert said(draft, "list_note")
    assert ("2027", "planned") in events(draft)


def test_a_kazakh_report(read: Read) -> None:
    draft = read("water.txt", KAZAKH)
    assert people(draft) == {
        "Болат Бекнияз": ("heads", "kz", "Су ресурстары министрінің орынбасары"),
        "Виктор Орлов": ("heads", "ru", "департамент директоры"),
        "Серік Ақжанов": ("takes_part", "kz", "Балқаш бассейні инспекциясының басшысы"),
        "Айнұр Сейітова": ("takes_part", "kz", "Ұлттық гидрология институтының директоры"),
        "Нұржан Әлиев": ("takes_part", "kz", "«Қазсушар» кәсіпорнының бас директоры"),
    }
    assert said(draft, "said") == ["Болат Бекнияз: «Біз су сапасын бірге бақылаймыз»"]
    assert len(said(draft, "summary")) == 1
    assert events(draft) == [("2024-04-12", "held"), ("2026", "planned")]


@pytest.mark.parametrize(
    "text",
    [
        "The Grand Hotel Budapest is a film. The Bolshoi Theatre and Nizhny Novgorod are in Russia.",
        "Boil the pasta for ten minutes. Serve it with Parmesan Cheese and New York salad.",
        "Мастер и Маргарита живут в Москве. Большой театр открыт.",
        "Алматы қаласы тауда. Ұлттық музей жұмыс істейді.",
    ],
)
def test_a_text_without_people_and_plans_stays_a_text(read: Read, text: str) -> None:
    pack = read("note.txt", text).pack
    assert [fact.relation for fact in pack.facts] == ["states"]
    assert pack.entities == pack.events == ()


def test_the_same_person_in_two_scripts_is_one(read: Read) -> None:
    english = read("a.txt", "The talks were led by Pavel Stepanov, director of the National Museum.").pack
    russian = read("b.txt", "Переговоры вёл директор Национального музея Павел Владимирович Степанов.").pack
    assert [entity.id for entity in (*english.entities, *russian.entities) if entity.kind == "person"] == [
        "pavel-stepanov",
        "pavel-stepanov",
    ]
