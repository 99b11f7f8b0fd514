"""Persons, offices, places and bodies of a text, and the mentions of each."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitdata.extract.cast import Cast
from summitdata.extract.naming import entities, latin
from summitdata.extract.reading import read

DEVELOPMENT = Path(__file__).parents[2] / "shared" / "extraction"


def mentions(text: str, form: str, published: dt.date | None = None) -> list[tuple[str, str | None]]:
    """The mentions of a form as they stand, and what they mention."""
    cast = entities.find(read(text, published))
    return [
        (text[one.start : one.end], cast.entities[one.entity].label_ru) for one in cast.mentions if one.form == form
    ]


def named(text: str, type_: str) -> list[str | None]:
    """How the entities of a type are called."""
    return [one.label_ru for one in entities.find(read(text)).entities if one.type == type_]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Мэр города Никита Туманцев пел.", [("Мэр города", "Никита Туманцев")]),
        ("Президент Лардии Никита Туманцев пел.", [("Президент Лардии", "Никита Туманцев")]),
        ("Российский министр Никита Туманцев пел.", [("Российский министр", "Никита Туманцев")]),
        ("Первый заместитель министра финансов Никита Туманцев пел.",
         [("Первый заместитель министра финансов", "Никита Туманцев")]),
        ("Директор завода «Заря» Никита Туманцев пел.", [("Директор завода", "Никита Туманцев")]),
        ("Глава отдела по 5 вопросам Никита Туманцев пел.", [("Глава отдела", "Никита Туманцев")]),
        ("Никита Туманцев, мэр столицы, пел.", [("мэр столицы", "Никита Туманцев")]),
        ("Пел Никита Туманцев (пресс-секретарь).", [("пресс-секретарь", "Никита Туманцев")]),
        ("Никита Туманцев вошёл, министр встал.", []),
        ("Никита Туманцев пел. Мэр города Марина Туман встала. Мэр ушла.",
         [("Мэр города", "Марина Туман"), ("Мэр", "Марина Туман")]),
        ("Президент и Никита Туманцев пели.", []),
        ("Министр\nНикита Туманцев пел.", []),
        ("Спорили министры и Никита Туманцев.", []),
        ("После концерта Никита Туманцев пел.", []),
        ("Вице-премьер Никита Туманцев пел.", [("Вице-премьер", "Никита Туманцев")]),
        ("Экс-министр культуры Никита Туманцев пел.", [("Экс-министр культуры", "Никита Туманцев")]),
        ("Глава комитета российской безопасности и обороны Никита Туманцев пел.",
         [("Глава комитета российской безопасности и обороны", "Никита Туманцев")]),
        ("Глава новой школы Никита Туманцев пел.", [("Глава новой школы", "Никита Туманцев")]),
        ("Мэр Никольска Никита Туманцев пел.", [("Мэр Никольска", "Никита Туманцев")]),
        ("Вошёл Никита Туманцев, министр встал.", []),
        ("Никита Туманцев: мэр города пел.", []),
        ("Мэр", []),
        ("Мэр — ", []),
    ],
)  # fmt: skip
def test_an_office_beside_a_name(text: str, expected: list[tuple[str, str]]) -> None:
    """An office in one phrase with a name, or put to it, is a mention of the person."""
    assert expected == mentions(text, "office")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Губернатор области Никита Туманцев пел. Глава региона ушёл.", "Никита Туманцев"),
        ("Президент Лардии Никита Туманцев и президент Веншарии Лев Градов пели. Президент Веншарии ушёл.", "Лев Градов"),
        ("Президент Лардии Никита Туманцев и президент Веншарии Лев Градов пели. Градов спал. Президент ушёл.", "Лев Градов"),
        ("Президент Никита Туманцев пел с президентом Львом Градовым. Никита Туманцев встал. Глава государства ушёл.",
         "Никита Туманцев"),
        ("Министр Никита Туманцев пел. Глава нашего государства ушёл.", None),
        ("Президент Лардии Никита Туманцев пел. Президент Веншарии ушёл.", None),
        ("Мэр ушёл. Мэр Никита Туманцев пел вместе с мэром Львом Градовым.", None),
        ("Мэр ушёл. Пел мэр Никита Туманцев.", "Никита Туманцев"),
        ("Экс-президент Лев Градов и президент Никита Туманцев пели. Президент ушёл.", "Никита Туманцев"),
        ("Бывший президент Лев Градов и президент Никита Туманцев пели. Градов встал. Президент ушёл.", "Никита Туманцев"),
        ("Вице-президент Лев Градов и президент Никита Туманцев пели. Градов встал. Президент ушёл.", "Никита Туманцев"),
    ],
)  # fmt: skip
def test_an_office_that_stands_alone(text: str, expected: str | None) -> None:
    """An office alone means whom the article gives it; where it gives it to nobody, or does not tell to whom, nobody."""
    alone = [one for one in entities.find(read(text)).mentions if one.rule == "office-alone"]
    cast = entities.find(read(text))

    assert expected == next((cast.entities[one.entity].label_ru for one in alone), None)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (None, [("Президент Казахстана", "Касым-Жомарт Токаев")]),
        (dt.date(2025, 12, 1), [("Президент Казахстана", "Касым-Жомарт Токаев")]),
        (dt.date(2005, 12, 1), []),
    ],
)
def test_a_holder_whom_the_tables_know(published: dt.date | None, expected: list[tuple[str, str]]) -> None:
    """In an article of their time the tables know the holder of an office that it gives to nobody else."""
    text = "Касым-Жомарт Токаев приехал. Президент Казахстана доволен."

    assert expected == mentions(text, "office", published)


def test_known_persons_have_identifiers() -> None:
    """A person whom the shipped article names is recognised by the full name."""
    (person,) = entities.find(read("Приехал Касым-Жомарт Токаев.")).entities

    assert ("tokayev", "Kassym-Jomart Tokayev", ("wikidata", "Q200881")) == (
        person.slug,
        person.label_en,
        person.identifiers[0][:2],
    )


@pytest.mark.parametrize("between", ["президентом Львом Градовым", "королём Львом Градовым"])
def test_heads_of_state_are_a_group(between: str) -> None:
    """The set title of several is a group, of the two presidents where there are two."""
    text = f"Президент Никита Туманцев встретился с {between}. Главы государств довольны."
    group = next(one for one in entities.find(read(text)).entities if one.is_group)

    assert ((0, 1) if between.startswith("през") else ()) == group.members


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Он прилетел из Казахстана в США.", "name", [("Казахстана", "Казахстан"), ("США", "Соединенные Штаты Америки")]),
        ("Море Каспийское синее, а Каспийское море больше.", "name", [("Каспийское море", "Каспийское море")]),
        ("В Нижнем Новгороде и Ростове-на-Дону тепло.", "name",
         [("Нижнем Новгороде", "Нижний Новгород"), ("Ростове-на-Дону", "Ростов-на-Дону")]),
        ("Китайские и узбекские гости.", "adjective", [("Китайские", "Китай"), ("узбекские", "Узбекистан")]),
        ("Турецко-грузинский форум.", "adjective", [("Турецко", "Турция"), ("грузинский", "Грузия")]),
        ("Торгово-казахский форум.", "adjective", []),
        ("Казахстанцы и россияне, турка и француженки.", "demonym",
         [("Казахстанцы", "Казахстан"), ("россияне", "Россия"), ("турка", "Турция")]),
        ("Поезд Баку-Тбилиси опоздал.", "name", [("Баку", "Баку"), ("Тбилиси", "Тбилиси")]),
        ("Порт Алят и порт Алят.", "name", [("Порт Алят", "Порт Алят"), ("порт Алят", "Порт Алят")]),
        ("Пишет Telegram-канал.", "name", [("Telegram", "Telegram")]),
        ("Фото: akorda.kz", "name", [("akorda.kz", "akorda.kz")]),
        ("Доминика Туманцева спросили.", "name", [("Доминика Туманцева", "Доминик Туманцев")]),
        ("Георгий Тамбов спросил.", "name", [("Георгий Тамбов", "Георгий Тамбов")]),
        ("Г. Тамбов спросил.", "name", [("Г. Тамбов", "Г. Тамбов")]),
        ("В селе Усть-Делва тихо.", "name", [("Усть-Делва", "Усть-Делва")]),
        ("Село Усть-Делва тихое.", "name", [("Усть-Делва", "Усть-Делва")]),
        ("В городе Никольске тихо.", "name", [("Никольске", "Никольск")]),
        ("В селе тихо.", "name", []),
        ("В Усть-Делвинской области и Делвинском районе тихо.", "name",
         [("Усть-Делвинской области", "Усть-Делвинская область"), ("Делвинском районе", "Делвинский район")]),
        ("В этой области тихо.", "name", []),
        ("Летом у Коктебеля тихо, а коктебельские купцы спят.", "name", [("Коктебеля", "Коктебель")]),
        ("Вчера Харбинские купцы спали.", "name", []),
        ("Область велика.", "name", []),
    ],
)  # fmt: skip
def test_places(text: str, form: str, expected: list[tuple[str, str]]) -> None:
    """Countries, cities and regions are found in every form, those of no table by the noun beside them."""
    assert expected == mentions(text, form)


def test_names_inside_names_are_mentions_too() -> None:
    """The cities of a route are mentioned inside it, but nothing inside the name of a region."""
    text = "Маршрут Баку – Тбилиси – Джейхан прошёл Южный Кавказ."

    assert [
        ("Баку – Тбилиси – Джейхан", "Баку – Тбилиси – Джейхан"),
        ("Баку", "Баку"),
        ("Тбилиси", "Тбилиси"),
        ("Джейхан", "Джейхан"),
        ("Южный Кавказ", "Южный Кавказ"),
    ] == mentions(text, "name")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сообщили в министерстве юстиции Лардии.", ["министерство юстиции Лардии"]),
        ("Сообщили в Министерстве юстиции Грузии.", ["Министерство юстиции Грузии"]),
        ("Пояснили в пресс-службе акимата.", ["пресс-служба акимата"]),
        ("Об этом говорится в отчёте компании «Зяблик».", ["компания «Зяблик»"]),
        ("Акции ТОО «Зяблик» упали.", ["ТОО «Зяблик»"]),
        ("Акции ТОО упали.", []),
        ('Акции ТОО "Компания "Зяблик" упали.', ['ТОО "Компания "Зяблик"']),
        ("Решил Лардизбирком, а в Лардбанке ждут.", ["Лардизбирком", "Лардбанк"]),
        ("Акции ТОО «зяблик» упали.", []),
        ("Завод «Зяблик растёт.\n«Заря» встала», но тихо.", []),
        ("Суд Высшей инстанции решил.", ["Суд Высшей инстанции"]),
        ("В Верховном суде Грузии решили.", ["Верховный суд Грузии"]),
        ("Комитет по делам молодёжи и спорта молчит.", ["Комитет по делам молодёжи и спорта"]),
        ("Служба по надзору в сфере связи молчит.", ["Служба по надзору в сфере связи"]),
        ("Собрался Совет Грузии и Турции.", ["Совет Грузии и Турции"]),
        ("Собрался Совет Грузии и мира.", ["Совет Грузии"]),
        ("Передаёт агентство Рейтер.", ["Reuters"]),
        ("Передаёт агентство Lard News.", ["агентство Lard News"]),
        ("Передаёт агентство новостей Lard News.", ["агентство новостей Lard News"]),
        ("Сообщает «Медиазаря».", ["«Медиазаря»"]),
        ("«Медиазаря» пишет о дожде.", ["«Медиазаря»"]),
        ("Он прочёл «Медиазарю» вслух.", []),
        ("Отчёт ЛВП готов.", ["ЛВП"]),
        ("ОТЧЁТ ЛВП ГОТОВИТСЯ ДОЛГО.", []),
        ("Ракета ЛВП-13 взлетела.", []),
        ("В XIV веке было ДТП.", []),
        ("Работает Lard Air of Vensh, пояснили там.", ["Lard Air of Vensh"]),
        ("Работает Lard Air of там.", ["Lard Air"]),
        ("Зяблик (Zyablik) и «песня My Song» — одно.", []),
        ("Читайте lardvest.kz и zyablik.example сегодня.", ["lardvest.kz", "zyablik.example"]),
        ("Группа мала. Центр города пуст. В организации тихо.", []),
        ("В Центре культуры тихо.", ["Центр культуры"]),
        ("В комитете тихо, но новых отделов нет.", []),
        ("Совет молодых и умных людей собрался в Зале.", []),
        ("Внешнее управление районной больницы закрыто.", []),
        ("Управление внешней разведки закрыто.", []),
        ("В объединённой компании «Зяблик» тихо.", ["объединённая компания «Зяблик»"]),
        ("В Высшей палате Грузии тихо.", ["Высшая палата Грузии"]),
        ("Во Внешнем агентстве Грузии тихо.", ["Внешнее агентство Грузии"]),
        ("В Общем управлении Грузии тихо.", ["Общее управление Грузии"]),
        ("В Синем министерстве Грузии тихо.", ["Синее министерство Грузии"]),
        ("В Высшем министерстве Грузии тихо.", ["Высшее министерство Грузии"]),
        ("Министерство юстиции ждёт.", ["Министерство юстиции"]),
        ("Минюст ждёт, и министерство юстиции тоже.", ["Министерство юстиции"]),
    ],
)
def test_bodies(text: str, expected: list[str]) -> None:
    """Bodies are called in the nominative, with what belongs to their names."""
    assert expected == named(text, "ORGANIZATION")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Акимат Лардской области ждёт. В акимате тихо.", ["Акимат Лардской области", "акимате"]),
        ("Компания «Зяблик» ждёт. В «Зяблике» тихо, в компании тоже.", ["Зяблик", "Зяблике", "компании"]),
        ("Роснефть ждёт. В ведомстве тихо.", ["Роснефть", "ведомстве"]),
        ("Ждёт Высший совет партнёрства. Ждёт Совет партнёрства.", ["Высший совет партнёрства", "Совет партнёрства"]),
    ],
)
def test_a_body_named_again_is_the_same(text: str, expected: list[str]) -> None:
    """A word for a body alone, and a shorter name, mean the one that was named before."""
    cast = entities.find(read(text))
    bodies = [one for one in cast.mentions if cast.entities[one.entity].type == "ORGANIZATION"]

    assert (expected, 1) == ([text[one.start : one.end] for one in bodies], len({one.entity for one in bodies}))


def check(text: str, cast: Cast) -> None:
    """Every mention is of an entity and within the text, in order, and has a rule and a confidence."""
    spans = [(one.start, -one.end) for one in cast.mentions]

    assert sorted(spans) == spans
    assert all(0 <= one.start < one.end <= len(text) for one in cast.mentions)
    assert all(one.entity < len(cast.entities) and 0 < one.confidence <= 1 and one.rule for one in cast.mentions)


WORDS = st.sampled_from(
    ["Никита", "Туманцев", "Туманцева", "Р.", "оглу", "фон", "Ким", "II", "министр", "президент", "Лардии", "Казахстана", "глава",
     "государства", "компания", "«", "»", '"', "(", ")", "Zyablik", "ТОО", "село", "область", "по", "и", "—", ",", ".", "\n", "ЛВП",
     "казахско-грузинский", "совет", "\ud800", "1", "-"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)))
def test_no_text_is_refused(text: str) -> None:
    """Whatever a text is, it has a cast that fits it."""
    check(text, entities.find(read(text)))


@pytest.mark.parametrize(
    "text",
    ["а" * 50_000 + "!", " " * 100_000, '"' * 20_000, "1" * 100_000, "Никита " * 2_000, "«Ш " * 20_000, "Каспийское " * 2_000,
     "министр " * 2_000, "Баку-" * 10_000, "ТОО «" * 5_000],
)  # fmt: skip
def test_long_texts_of_one_thing(text: str) -> None:
    """A text that repeats one thing without end is read to its end."""
    check(text, entities.find(read(text)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Щукин Ёж", "shchukin-ezh"),
        ("Әлия Қасым", "aliya-kasym"),
        ("1-й канал", "ent-1-i-kanal"),
        ("«»", "ent"),
        ("É" * 80, "e" * 60),
    ],
)
def test_names_in_latin_letters(name: str, expected: str) -> None:
    """A slug has lower-case Latin letters, digits and hyphens only, and begins with three letters."""
    assert expected == latin.slug(name)


@pytest.mark.skipif(not DEVELOPMENT.is_dir(), reason="the development articles are not here")
def test_speakers_of_the_development_articles_are_in_the_cast() -> None:
    """Nine in ten of those who are quoted by name are among the entities."""
    import json

    asked = hit = 0
    for line in (DEVELOPMENT / "dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = (DEVELOPMENT / "texts" / f"{row['id']}.txt").read_bytes().decode("utf-8")
        there = {one.label_ru for one in entities.find(read(text)).entities}
        speakers = {one["speaker_name"] for one in row["quotations"] if one["speaker_name"]}
        asked += len(speakers)
        hit += len(speakers & there)

    assert hit >= 0.75 * asked
