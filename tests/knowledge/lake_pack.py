"""A small record of a meeting that never was: its own people, houses and plans, none of the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.lexicon import Lexicon, load_lexicon
from knowledge.model import LANGS, Document, Entity, Fact, Gives, Lang, Pack, Side, Source, Text, Topic
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

NOW = datetime(2021, 7, 1, 9, tzinfo=UTC)
REPORT = "lake-report"


def text(en: str = "", ru: str = "", kk: str = "") -> dict[Lang, str]:
    return {lang: said for lang, said in (("en", en), ("ru", ru), ("kk", kk)) if said}


def person(name: str, side: Side, called: Text) -> Entity:
    """Somebody with full names; the family name comes last."""
    names = {lang: (full, full.rsplit(" ", 1)[-1]) for lang, full in called.items()}
    return Entity(name, "person", names, side=side)


def house(ident: str, side: Side, tag: str, called: Text) -> Entity:
    names = {lang: (name,) for lang, name in called.items()}
    return Entity(ident, "organisation", names, side=side, tags=(tag,))


def takes_part(who: Entity, where: Entity, post: str, described: Text) -> Fact:
    """`described`: the post with its house, as it follows the name."""
    en, ru, kk = (described[lang] for lang in LANGS)
    assert who.side in ("kz", "ru")
    sides = {
        "kz": ("Kazakh", "казахстанской", "Қазақстан"),
        "ru": ("Russian", "российской", "Ресей"),
    }[who.side]
    named = {lang: names[0] for lang, names in who.names.items()}
    return Fact(
        f"post-{who.id}",
        "guests",
        text(
            f"{named['en']}, {en}, took part in the meeting on the {sides[0]} side.",
            f"В заседании с {sides[1]} стороны участвовал(а) {named['ru']}, {ru}.",
            f"Отырысқа {sides[2]} тарапынан {kk} {named['kk']} қатысты.",
        ),
        side=who.side,
        relation="takes_part",
        title=text(f"{named['en']}, {en}", f"{named['ru']} — {ru}", f"{named['kk']} — {kk}"),
        questions={
            "en": (f"Who is {named['en']}?",),
            "ru": (f"Кто такой {named['ru']}?",),
            "kk": (f"{named['kk']} кім?",),
        },
        about=(who.id, where.id),
        tags=(post,),
        gives=("person", "post", "organisation", "side"),
        source=Source(REPORT, "paragraph", 2),
    )


def heads(who: Entity, en: str, ru: str, kk: str) -> Fact:
    assert who.side in ("kz", "ru")
    named = {lang: names[0] for lang, names in who.names.items()}
    side = {"kz": ("Kazakh", "Казахстанскую", "Қазақстан"), "ru": ("Russian", "Российскую", "Ресей")}
    english, russian, kazakh = side[who.side]
    return Fact(
        f"head-{who.side}",
        "guests",
        text(
            f"{named['en']}, {en}, headed the {english} side.",
            f"{russian} сторону возглавлял(а) {named['ru']}, {ru}.",
            f"{kazakh} тарапын {kk} {named['kk']} басқарды.",
        ),
        side=who.side,
        relation="heads",
        title=text(f"{named['en']}, {en}", f"{named['ru']} — {ru}", f"{named['kk']} — {kk}"),
        questions={
            "en": (f"Who headed the {english} side?", f"Who is {named['en']}?"),
            "ru": (f"Кто возглавлял {russian.lower()} сторону?", f"Кто такой {named['ru']}?"),
            "kk": (f"{kazakh} тарапын кім басқарды?", f"{named['kk']} кім?"),
        },
        about=(who.id,),
        tags=("minister-deputy",),
        gives=("person", "post", "side"),
        source=Source(REPORT, "paragraph", 1),
    )


def fact(
    name: str,
    topic: str,
    statement: Text,
    *,
    relation: str,
    gives: Iterable[Gives],
    questions: Text,
    title: Text | None = None,
    about: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    side: Side = "both",
    inferred: Text | None = None,
) -> Fact:
    return Fact(
        name,
        topic,
        statement,
        side=side,
        relation=relation,
        title=title or {},
        questions={lang: (asked,) for lang, asked in questions.items()},
        about=about,
        tags=tags,
        gives=tuple(gives),
        source=Source(REPORT, "paragraph", 3),
        valid_as_of=date(2021, 6, 3),
        inferred=inferred or {},
    )


TEMIROVA = person("temirova", "kz", text("Saule Temirova", "Сауле Темирова", "Сәуле Темірова"))
LAPSHIN = person("lapshin", "ru", text("Igor Lapshin", "Игорь Лапшин", "Игорь Лапшин"))
OMAROVA = person("omarova", "kz", text("Dana Omarova", "Дана Омарова", "Дана Омарова"))
BEKOV = person("bekov", "kz", text("Marat Bekov", "Марат Беков", "Марат Беков"))
ZHUNUSOV = person("zhunusov", "kz", text("Askar Zhunusov", "Аскар Жунусов", "Асқар Жүнісов"))
GLEBOV = person("glebov", "ru", text("Fyodor Glebov", "Фёдор Глебов", "Фёдор Глебов"))
ZOTOVA = person("zotova", "ru", text("Nina Zotova", "Нина Зотова", "Нина Зотова"))
TSOIKIN = person("tsoikin", "kz", text("Viktor Tsoikin", "Виктор Цойкин", "Виктор Цойкин"))

CASPIAN = house(
    "caspian", "kz", "library", text("Caspian Library", "Каспийская библиотека", "Каспий кітапханасы")
)
STEPPE = house("steppe", "kz", "museum", text("Steppe Museum", "Степной музей", "Дала музейі"))
VOLGA = house("volga", "ru", "library", text("Volga Library", "Волжская библиотека", "Еділ кітапханасы"))
SAMARA = house(
    "samara", "ru", "university", text("Zhiguli University", "Жигулёвский университет", "Жигули университеті")
)

GUESTS = (
    takes_part(
        OMAROVA,
        CASPIAN,
        "director",
        text(
            "Director of the Caspian Library",
            "директор Каспийской библиотеки",
            "Каспий кітапханасының директоры",
        ),
    ),
    takes_part(
        BEKOV,
        STEPPE,
        "director-deputy",
        text(
            "Deputy Director of the Steppe Museum",
            "заместитель директора Степного музея",
            "Дала музейі директорының орынбасары",
        ),
    ),
    takes_part(
        ZHUNUSOV,
        STEPPE,
        "director",
        text(
            "Director of the Steppe Museum",
            "директор Степного музея",
            "Дала музейінің директоры",
        ),
    ),
    takes_part(
        GLEBOV,
        VOLGA,
        "director",
        text(
            "Director of the Volga Library",
            "директор Волжской библиотеки",
            "Еділ кітапханасының директоры",
        ),
    ),
    takes_part(
        ZOTOVA,
        SAMARA,
        "vice-rector",
        text(
            "Vice-Rector of Zhiguli University",
            "проректор Жигулёвского университета",
            "Жигули университетінің проректоры",
        ),
    ),
)

NEWCOMER = takes_part(
    TSOIKIN,
    CASPIAN,
    "adviser",
    text(
        "adviser at the Caspian Library",
        "советник Каспийской библиотеки",
        "Каспий кітапханасының кеңесшісі",
    ),
)

FACTS = (
    heads(TEMIROVA, "Vice Minister of Culture", "вице-министр культуры", "мәдениет вице-министрі"),
    heads(
        LAPSHIN,
        "Deputy Minister of Culture",
        "заместитель министра культуры",
        "мәдениет министрінің орынбасары",
    ),
    *GUESTS,
    fact(
        "held-when",
        "meeting",
        text(
            "The meeting took place on 3 June 2021.",
            "Заседание прошло 3 июня 2021 года.",
            "Отырыс 2021 жылғы 3 маусымда өтті.",
        ),
        relation="held",
        gives=("date",),
        questions=text("When was the meeting held?", "Когда прошло заседание?", "Отырыс қашан өтті?"),
        title=text("Date of the meeting", "Дата заседания", "Отырыстың күні"),
        inferred=text(
            "The source names no year.", "Год в источнике не назван.", "Дереккөзде жылы аталмаған."
        ),
    ),
    fact(
        "held-where",
        "meeting",
        text("The meeting was held in Shymkent.", "Заседание прошло в Шымкенте.", "Отырыс Шымкентте өтті."),
        relation="held",
        gives=("place",),
        questions=text("Where was the meeting held?", "Где прошло заседание?", "Отырыс қайда өтті?"),
        title=text("Place of the meeting", "Место заседания", "Отырыс өткен жер"),
        about=("shymkent",),
    ),
    fact(
        "plan-theatre",
        "theatre",
        text(
            "Theatres are to go on exchange tours in 2022.",
            "В 2022 году театры поедут на обменные гастроли.",
            "2022 жылы театрлар алмасу гастрольдеріне шығады.",
        ),
        relation="planned",
        gives=("plan", "date", "statement"),
        questions=text(
            "What is planned for theatres?",
            "Что запланировано для театров?",
            "Театрлар үшін не жоспарланған?",
        ),
        title=text("Theatre tours", "Театральные гастроли", "Театр гастрольдері"),
        tags=("theatre-tours", "theatre"),
    ),
    fact(
        "plan-concerts",
        "concerts",
        text(
            "Exchange concerts are planned for the autumn of 2023.",
            "Осенью 2023 года запланированы обменные концерты.",
            "2023 жылдың күзінде алмасу концерттері жоспарланған.",
        ),
        relation="planned",
        gives=("plan", "date", "statement"),
        questions=text(
            "What is planned for concerts?",
            "Что запланировано по концертам?",
            "Концерттер бойынша не жоспарланған?",
        ),
        title=text("Exchange concerts", "Обменные концерты", "Алмасу концерттері"),
        tags=("concerts", "concert"),
    ),
    fact(
        "said-lapshin",
        "words",
        text(
            "Igor Lapshin called the Volga a road to the neighbours.",
            "Игорь Лапшин назвал Волгу дорогой к соседям.",
            "Игорь Лапшин Еділді көршілерге апаратын жол деп атады.",
        ),
        relation="said",
        gives=("statement",),
        questions=text("What did Lapshin say?", "Что сказал Лапшин?", "Лапшин не айтты?"),
        title=text("Lapshin on the Volga", "Лапшин о Волге", "Лапшин Еділ туралы"),
        about=("lapshin",),
        side="ru",
    ),
    fact(
        "museum-russian-only",
        "museums",
        text(ru="Музеи обменяются выставками старинных ковров."),
        relation="planned",
        gives=("plan", "statement"),
        questions=text(ru="Чем обменяются музеи?"),
        title=text(ru="Выставки ковров"),
        tags=("museum-work", "exhibition"),
    ),
    fact(
        "list-open",
        "guests",
        text(
            "The Russian list ends with “and others”.",
            "Российский список кончается словами «и другие».",
            "Ресей тізімі «және басқалар» деп аяқталады.",
        ),
        relation="list_note",
        gives=("statement",),
        questions=text(
            "Is the Russian list complete?", "Полон ли российский список?", "Ресей тізімі толық па?"
        ),
        side="ru",
    ),
)

LAKE = Pack(
    "lake",
    text("The lake meeting", "Встреча у озера", "Көл басындағы кездесу"),
    documents=(Document(REPORT, text("Lake report", "Озёрный отчёт", "Көл есебі")),),
    topics=tuple(
        Topic(name, text(en, ru, kk))
        for name, en, ru, kk in (
            ("meeting", "The meeting", "Заседание", "Отырыс"),
            ("guests", "Guests", "Участники", "Қатысушылар"),
            ("theatre", "Theatre", "Театр", "Театр"),
            ("concerts", "Concerts", "Концерты", "Концерттер"),
            ("museums", "Museums", "Музеи", "Музейлер"),
            ("words", "What was said", "Высказывания", "Айтылған сөздер"),
        )
    ),
    entities=(
        TEMIROVA,
        LAPSHIN,
        OMAROVA,
        BEKOV,
        ZHUNUSOV,
        GLEBOV,
        ZOTOVA,
        CASPIAN,
        STEPPE,
        VOLGA,
        SAMARA,
        Entity("shymkent", "place", {"en": ("Shymkent",), "ru": ("Шымкент",), "kk": ("Шымкент",)}),
    ),
    facts=FACTS,
)


def with_newcomer(pack: Pack) -> Pack:
    """The same record with one more participant from a Kazakh library."""
    return replace(pack, entities=(*pack.entities, TSOIKIN), facts=(*pack.facts, NEWCOMER))


def base_of(pack: Pack, lexicon: Lexicon, revision: int = 1) -> Base:
    return Base.of(compile_base(pack, lexicon), pack, lexicon, revision)


# Whole bases take half a second to make, so that each worker makes each of them once.


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


@cache
def lake_base() -> Base:
    return base_of(LAKE, lexicon())


@cache
def fuller_base() -> Base:
    return base_of(with_newcomer(LAKE), lexicon())


@cache
def shipped_base() -> Base:
    (path,) = shipped_packs()
    return base_of(read_pack(path), lexicon())


def assistant_on(base: Base) -> Assistant:
    return Assistant(lambda: base)
