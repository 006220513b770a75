import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import fold, name_forms, stem, stems


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("meetings", "meet"),
        ("kazakhstan's", "kazakhstan"),
        ("theatres", "theatr"),
        ("", ""),
        ("2019", "2019"),
    ],
)
def test_english(word, expected):
    assert stem(word, "en") == expected


RUSSIAN = """
    музей театр встреча комиссия подкомиссия история концерт участник участие совещание министерство министр кино
    фильм юбилей директор заместитель страна сторона культура сотрудничество заседание образование проект опыт обмен
    год спорт студия победа война академия университет институт балет опера деятель россия казахстан узбекистан лицей
    выставка фестиваль неделя площадка область цель роль связь председатель президент ректор проректор руководитель
    советник посол посольство депутат искусство музыка песня писатель поэт художник журнал роман филиал султан
"""


@pytest.mark.parametrize("word", sorted({*RUSSIAN.split()} - {"посол"}))
def test_a_russian_noun_has_one_stem_in_all_cases(word):
    assert len({stem(form, "ru") for form in name_forms(word, "ru")}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("музей", "музыка"), ("роман", "романтика"), ("перестану", "перестал")]
)
def test_different_russian_words_keep_apart(one, other):
    assert stem(one, "ru") != stem(other, "ru")


INFLECTED = """
    кітапханаларымыздан:кітапхана театрлардың:театр жетекшісі:жетекші басқарды:басқар қатысушылардың:қатысушы
    жобасы:жоба ресейдің:ресей мұражайлардан:мұражай өткізілді:өткіз комиссиясының:комиссия
    министрлігінің:министрлік қазақстандағы:қазақстан кітабы:кітап мектебінде:мектеп халқы:халық орнында:орын
    өткізу:өткіз өтеді:өт өтті:өт басшысы:басшы төрағасы:төраға кеңесі:кеңес жұмысы:жұмыс отырысында:отырыс
    саласындағы:сала келісімге:келісім еліміздің:ел ынтымақтастығы:ынтымақтастық педагогы:педагог клубы:клуб
    жүрегі:жүрек театры:театр фестивалінде:фестивал директорлары:директор музейі:музей жылы:жыл
    қатысады:қатыс басқарады:басқар басқарған:басқар басқару:басқар қатысқандар:қатыс мәдениеті:мәдениет
    университетінде:университет елшісінің:елші спортшылардың:спортшы қаласындағы:қала үйде:үй
    китапханалардан:китапхана катысушылардын:катысушы министрлигинин:министрлик казакстанда:казакстан
    мадениетинин:мадениет отырысында:отырыс
"""


@pytest.mark.parametrize(("word", "expected"), [pair.split(":") for pair in INFLECTED.split()])
def test_kazakh(word, expected):
    assert stem(word, "kk") == expected


KAZAKH = """
    кітапхана театр мұражай музей жоба комиссия министр министрлік басшы жетекші қатысушы төраға директор президент
    отырыс кездесу келісім ынтымақтастық мәдениет спорт қала ел жыл адам кітап мектеп өнер тіл халық концерт фильм
    киностудия опера балет академия университет институт тарих ғалым ақын жазушы оқушы мұғалім дос достық жұмыс кеңес
    бағдарлама жоспар мерейтой жеңіс соғыс елші елшілік орталық бөлім басқарма департамент федерация республика аймақ
    облыс аудан көрме көрермен қоғам тәжірибе сала білім ғылым әдебиет мұра ақпарат
    сынып қаржы дәрі қаулы өнеркәсіп конкурс фестиваль гастроль ансамбль автомобиль архив каталог шахмат турнир
    экономика туризм команда кафедра шахта газета сауда байланыс серіктестік өндіріс ұсыныс шешім нәтиже мәселе
    орынбасар кеңесші көмекші сәулетші мүсін сурет көше алаң ғимарат сахна ғасыр уақыт кезең тарих бейбітшілік
"""


def inflected(word):
    """Its forms, but for those that are words of their own (-лық)."""
    derived = tuple(initial + ending for initial in "лдт" for ending in ("ық", "ік"))
    return {form for form in name_forms(word, "kk") if not form.endswith(derived)}


@pytest.mark.parametrize("word", KAZAKH.split())
def test_a_kazakh_noun_has_one_stem_in_all_cases(word):
    forms = inflected(word)
    wrong = {form: stem(form, "kk") for form in forms if stem(form, "kk") != stem(word, "kk")}
    assert not wrong


@pytest.mark.parametrize("word", KAZAKH.split())
def test_so_it_has_without_kazakh_letters(word):
    forms = inflected(word)
    wrong = {
        form: stem(fold(form), "kk") for form in forms if stem(fold(form), "kk") != fold(stem(word, "kk"))
    }
    assert not wrong


def test_layers_of_a_kazakh_word():
    assert stems("қатысушылардың", "kk")[0] == "қатысушылардың"
    assert {"қатысушылар", "қатысушы", "қатысу", "қатыс"} <= {*stems("қатысушылардың", "kk")}
    assert {"министрлік", "министр"} <= {*stems("министрлігінің", "kk")}
    assert stems("театры", "ru") == ("театры", "театр")
    assert stems("театр", "ru") == ("театр",)


@given(st.text(max_size=80), st.sampled_from(("en", "ru", "kk")))
def test_stems_are_layers_of_any_text(word, lang):
    layers = stems(word, lang)
    assert layers[0] == word or len(layers[0]) > len(word)
    assert stem(word, lang) in layers
    assert list(layers) == sorted(layers, key=lambda layer: -len(layer))


@given(st.text(alphabet="абдеилмнртыкғқүөісшуй", min_size=1, max_size=24))
def test_a_kazakh_stem_is_found_again_in_its_folded_form(word):
    assert len(stem(fold(word), "kk")) <= len(word) + 1
    assert stems(word, "kk")[-1]
