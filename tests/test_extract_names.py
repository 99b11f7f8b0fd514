"""Persons' names in a text: which words are one, whose they are, and how they are called in the nominative."""

import pytest

from summitdata.extract.cast import Named
from summitdata.extract.naming import entities, names
from summitdata.extract.reading import read


def persons(text: str) -> list[Named]:
    """The persons whom a text names."""
    return [one for one in entities.find(read(text)).entities if one.type == "PERSON" and not one.is_group]


def labels(text: str) -> list[str | None]:
    """How the persons of a text are called."""
    return [one.label_ru for one in persons(text)]


def surfaces(text: str) -> list[tuple[str, str | None]]:
    """The names of persons as they stand, and whose they are."""
    cast = entities.find(read(text))
    return [
        (text[one.start : one.end], cast.entities[one.entity].label_ru)
        for one in cast.mentions
        if one.form == "name" and cast.entities[one.entity].type == "PERSON"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Об этом рассказал Велимир Остапович Градунов.", "Велимир Остапович Градунов"),
        ("Портрет Никиты Туманцева висит в зале.", "Никита Туманцев"),
        ("Письмо адресовано Ангеле Вейсель.", "Ангела Вейсель"),
        ("Речь зашла о Марине Корвецкой.", "Марина Корвецкая"),
        ("Он встретился с Еленой Белой.", "Елена Белая"),
        ("Вручили награду Семёну Градунову.", "Семён Градунов"),
        ("Вручили награду Семену Градунову.", "Семен Градунов"),
        ("Судья Турсынбека Кайратова оправдала.", "Турсынбека Кайратова"),
        ("У Турсынбека Кайратова спросили.", "Турсынбек Кайратов"),
        ("Рядом сидел Бахтияр Ульмасович Сариев-Тулин.", "Бахтияр Ульмасович Сариев-Тулин"),
        ("Гостем стал Ровшан Гейдар оглу Сафаров.", "Ровшан Гейдар оглу Сафаров"),
        ("Лекцию прочёл Генрих фон Тальберг.", "Генрих фон Тальберг"),
        ("Приехал Мохаммед эль-Сарави из столицы.", "Мохаммед эль-Сарави"),
        ("Приехал Мохаммед Эль-Сарави из столицы.", "Мохаммед Эль-Сарави"),
        ("Портрет написал Жан Клод Мерсо для галереи.", "Жан Клод Мерсо"),
        ("На съезде выступил Джордж У. Тернелл.", "Джордж Тернелл"),
        ("На престол взошёл Карл IV, и бал начался.", "Карл IV"),
        ("Мессу отслужил Иоанн Павел III вчера.", "Иоанн Павел III"),
        ("Тост поднял Ким Чан Сон за гостей.", "Ким Чан Сон"),
        ("Туманцев Пётр Сергеевич опоздал.", "Пётр Сергеевич Туманцев"),
        ("Выступил Р. Э. Туманцев.", "Р. Э. Туманцев"),
        ("Выступил Туманцев Р. Э. вчера.", "Р. Э. Туманцев"),
        ("По словам Дж.Тернелла, дождь шёл.", "Дж. Тернелл"),
        ("Министр Мирташ Кельдов приехал.", "Мирташ Кельдов"),
        ("Рядом с ней сел Эвальд Корсини.", "Эвальд Корсини"),
        ("К трибуне подошла Иланта Савельевна.", "Иланта Савельевна"),
        ("С докладом выступил Никита Долгих.", "Никита Долгих"),
        ("Спорил Юрий Красный долго.", "Юрий Красный"),
        ("Песню исполнит Люсьен Моро вечером.", "Люсьен Моро"),
        ("Вошёл туманно, но быстро Туманцев Никита.", "Никита Туманцев"),
        ("Письмо написал Таркани Кельдишвили лично.", "Таркани Кельдишвили"),
        ("Лекцию прочёл Люк Ван Тальберг лично.", "Люк Ван Тальберг"),
        ("Рядом жил Карлос Батрес.", "Карлос Батрес"),
        ("Вошёл Ровшан Гейдар оглу, и все встали.", "Ровшан Гейдар оглу"),
        ("Министр Ца Кельдова приехала.", "Ца Кельдова"),
        ("Здесь жил Кельдиран де Морсов.", "Кельдиран де Морсов"),
        ("Пресс-секретарь НИКИТА ТУМАНЦЕВ ответил.", "Никита Туманцев"),
    ],
)
def test_a_name_is_called_in_the_nominative(text: str, expected: str) -> None:
    """Whatever case a name stands in, its label is in the nominative and agrees in gender."""
    assert [expected] == labels(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Никита Туманцев приехал. Туманцев устал, и Н. Туманцева проводили.", ["Никита Туманцев"]),
        ("Туманцев приехал. Никита Туманцев устал.", ["Никита Туманцев"]),
        ("Н. Туманцев приехал. Никита Туманцев устал.", ["Никита Туманцев"]),
        ("Н. Туманцев приехал, потом Р. Туманцев.", ["Н. Туманцев", "Р. Туманцев"]),
        ("Никита Туманцев и Марина Туманцева пели. Туманцева ушла.", ["Никита Туманцев", "Марина Туманцева"]),
        (
            "Никита Ильич Туманцев и Никита Львович Туманцев спорили.",
            ["Никита Ильич Туманцев", "Никита Львович Туманцев"],
        ),
        ("Никита Туманцев вошёл, потом Р. Туманцев.", ["Никита Туманцев", "Р. Туманцев"]),
        ("Никита Иванов и Марина Иванова пели. Иванова ушла.", ["Никита Иванов", "Марина Иванова"]),
        ("Никита Туманцев вошёл. Никита сел.", ["Никита Туманцев"]),
        ("Никита Насир вошёл. Насира встретили.", ["Никита Насир"]),
        ("Иланта Корвецкая вошла. Корвецкую ждали.", ["Иланта Корвецкая"]),
        ("Ким Чан Сон вошёл. Позже Кима ждали.", ["Ким Чан Сон"]),
        ("Рейналь Оксус вошёл. Рейналя ждали.", ["Рейналь Оксус"]),
    ],
)
def test_one_person_is_one_entity(text: str, expected: list[str]) -> None:
    """Full names, surnames and initials of one person are one entity; two of a surname stay apart."""
    assert expected == labels(text)


def test_a_surname_of_two_means_the_one_who_was_named_last() -> None:
    """Where two men have a surname, it means the one who was named last before it."""
    text = "Никита Туманцев и Фёдор Туманцев спорили. Туманцев ушёл."
    cast = entities.find(read(text))
    last = cast.mentions[-1]

    assert ("Фёдор Туманцев", "name-again", 0.95) == (cast.entities[last.entity].label_ru, last.rule, last.confidence)


def test_a_surname_before_the_names_of_two_is_left_out() -> None:
    """A surname that two have means nobody before either is named; after that the one who was named last, less surely."""
    text = "Тут встал Иванов. Никита Иванов и Фёдор Иванов спорили, а Иванов пел."
    cast = entities.find(read(text))
    told = [(one.start, cast.entities[one.entity].label_ru, one.confidence) for one in cast.mentions]

    assert [(18, "Никита Иванов", 0.97), (34, "Фёдор Иванов", 0.97), (58, "Фёдор Иванов", 0.85)] == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Лардова", ("", "", "лардова", "femn")),
        ("Никита", ("никита", "", "", "masc")),
        ("Никита Ильич", ("никита", "", "ильич", "masc")),
        ("Никита Ильич Лардов", ("никита", "ильич", "лардов", "masc")),
        ("Slash", ("", "", "slash", "masc")),
        ("Jay Zed", ("jay", "", "zed", "masc")),
        ("Н. Лардов", ("", "", "лардов", "masc")),
        ("АО", None),
        ("Марина Лардов", None),
    ],
)
def test_words_that_somebody_else_takes_for_a_name(text: str, expected: tuple[str, ...] | None) -> None:
    """Words that a tagger takes for a person's name are read as one, where they agree."""
    reading = read(text)
    found = names.of_words(reading, 0, len(reading.words), "told", 0.5)

    assert expected == (found and max(found.ways, key=lambda way: found.ways[way]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Дом стоит на улице Никиты Туманцева.", []),
        ("Школа на ул. Туманцева закрыта.", []),
        ("Корабль «Никита Туманцев» отплыл.", []),
        ("Президент Лардии выступил.", []),
        ("Тогда в Веншарии прошли выборы.", []),
        ("По улицам шли Туманцевы.", []),
        ("Казанский вокзал закрыт.", []),
        ("Задача-минимум Туманцева понятна.", ["Туманцева"]),
        ("Герой Сарвани вернулся.", []),
        ("АО выпустило отчёт.", []),
        ("Аким приехал.", []),
        ("Глава Лардизбиркома молчит.", []),
        ("Адвокат Градунова Нурсал Кельдин молчит.", ["Градунов", "Нурсал Кельдин"]),
        ("Мосгоризбирком Никита Туманцев покинул.", ["Никита Туманцев"]),
        ("Помощнику Никиты Туманцева Льву Градову позвонили.", ["Никита Туманцев", "Лев Градов"]),
        ("Слава победителям!", []),
        ("Вошёл Кельдиран Стол.", []),
        ("Вошёл Тверской Р. Градов.", ["Р. Градов"]),
        ("А. и Б. сидели.", []),
        ("", []),
    ],
)
def test_what_is_no_person(text: str, expected: list[str]) -> None:
    """Streets, ships, lands, families and words at the beginning of a sentence are no persons."""
    assert expected == labels(text)


def test_every_mention_of_a_name_is_found() -> None:
    """Names are found in every case, with what belongs to them."""
    text = "Никита Туманцев написал Марине Корвецкой. Корвецкая ответила Туманцеву."

    assert [
        ("Никита Туманцев", "Никита Туманцев"),
        ("Марине Корвецкой", "Марина Корвецкая"),
        ("Корвецкая", "Марина Корвецкая"),
        ("Туманцеву", "Никита Туманцев"),
    ] == surfaces(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Никита Туманцев пел.", "masc"), ("Марина Корвецкая пела.", "femn"), ("Эвсей Кельди пел.", "masc")],
)
def test_the_gender_of_a_person(text: str, expected: str) -> None:
    """A person's gender is what the name and the verb beside it tell."""
    assert [expected] == [one.gender for one in persons(text)]
