"""Fifty reports of summits that never took place, and what is true in them.

Six invented countries meet from 2026 to 2035; what they trade changes from year to year, and what they promise is repeated, moved
to a later year, enlarged, kept or never heard of again. `briefings()` gives the same fifty texts every time, each with the promises
and the trade it reports and where; `python -m tests.articles.summits FOLDER` writes them there, with `truth.jsonl` beside them.

Texts and truth are ours, under CC BY 4.0.
"""

import datetime as dt
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import attrs

Event = Literal["made", "repeated", "moved", "enlarged", "kept"]


@attrs.frozen
class Leader:
    """Who speaks for a country, in the cases that the frames ask for; `since` is the first year."""

    title: str
    title_genitive: str
    name: str
    name_genitive: str
    name_accusative: str
    short: str
    genitive: str
    instrumental: str
    feminine: bool = False
    since: int = 2026


@attrs.frozen
class Country:
    """A country and its capital in the cases that the frames ask for."""

    name: str
    genitive: str
    instrumental: str
    capital: str
    in_capital: str
    capital_genitive: str
    leaders: tuple[Leader, ...]

    def leader(self, year: int) -> Leader:
        """Who leads it in the year."""
        return [leader for leader in self.leaders if leader.since <= year][-1]


@attrs.frozen
class Step:
    """What a summit says of a promise."""

    year: int
    event: Event
    deadline: str
    value: float | None = None


@attrs.frozen
class Promise:
    """Something that two countries promise each other, in the forms that the frames ask for.

    Attributes:
        infinitive: What is to be done, `{number}` in it for the number.
        future: The same with `we`.
        done: How it is told that it was kept.
        printed: The number as it is printed, by its value.
    """

    name: str
    pair: tuple[str, str]
    unit: str | None
    infinitive: str
    future: str
    done: str
    printed: Mapping[float, str]
    steps: tuple[Step, ...]


@attrs.frozen
class Promised:
    """A promise as one briefing has it, with the extent of its sentences; deadline and value only where they are printed."""

    promise: str
    event: Event
    deadline: str | None
    value: float | None
    unit: str | None
    start: int
    end: int


@attrs.frozen
class Traded:
    """The trade of two countries in a year as one briefing has it, with the extent of the sum and the growth in per cent."""

    pair: tuple[str, str]
    year: int
    value: int
    growth: float | None
    start: int
    end: int


@attrs.frozen
class Briefing:
    """A text with its date and what is true in it."""

    name: str
    published: dt.date
    pair: tuple[str, str]
    text: str
    promises: tuple[Promised, ...]
    trade: tuple[Traded, ...]


COUNTRIES = {
    country.name: country
    for country in (
        Country(
            "Тавория", "Тавории", "Таворией", "Брисколь", "Брисколе", "Брисколя",
            (
                Leader(
                    "президент Тавории", "президента Тавории", "Аркадий Лемешев", "Аркадия Лемешева", "Аркадия Лемешева",
                    "Лемешев", "Лемешева", "Лемешевым",
                ),
                Leader(
                    "президент Тавории", "президента Тавории", "Нина Обручева", "Нины Обручевой", "Нину Обручеву",
                    "Обручева", "Обручевой", "Обручевой", feminine=True, since=2031,
                ),
            ),
        ),
        Country(
            "Сельмания", "Сельмании", "Сельманией", "Юнгарт", "Юнгарте", "Юнгарта",
            (
                Leader(
                    "президент Сельмании", "президента Сельмании", "Теодор Вальцер", "Теодора Вальцера", "Теодора Вальцера",
                    "Вальцер", "Вальцера", "Вальцером",
                ),
            ),
        ),
        Country(
            "Каржыстан", "Каржыстана", "Каржыстаном", "Аксуран", "Аксуране", "Аксурана",
            (
                Leader(
                    "президент Каржыстана", "президента Каржыстана", "Ерлан Тогжанов", "Ерлана Тогжанова", "Ерлана Тогжанова",
                    "Тогжанов", "Тогжанова", "Тогжановым",
                ),
            ),
        ),
        Country(
            "Азгария", "Азгарии", "Азгарией", "Гюльбенд", "Гюльбенде", "Гюльбенда",
            (
                Leader(
                    "президент Азгарии", "президента Азгарии", "Фарид Мансурзаде", "Фарида Мансурзаде", "Фарида Мансурзаде",
                    "Мансурзаде", "Мансурзаде", "Мансурзаде",
                ),
            ),
        ),
        Country(
            "Лумерия", "Лумерии", "Лумерией", "Порт-Эгле", "Порт-Эгле", "Порт-Эгле",
            (
                Leader(
                    "премьер-министр Лумерии", "премьер-министра Лумерии", "Кристин Далгор", "Кристин Далгор", "Кристин Далгор",
                    "Далгор", "Далгор", "Далгор", feminine=True,
                ),
            ),
        ),
        Country(
            "Шаньюэ", "Шаньюэ", "Шаньюэ", "Линьган", "Линьгане", "Линьгана",
            (
                Leader(
                    "председатель Шаньюэ", "председателя Шаньюэ", "Чэнь Болинь", "Чэнь Болиня", "Чэнь Болиня",
                    "Чэнь Болинь", "Чэнь Болиня", "Чэнь Болинем",
                ),
            ),
        ),
    )
}  # fmt: skip

#: What two countries traded from 2025 on, in millions of dollars.
TRADE = {
    ("Тавория", "Каржыстан"): (1620, 1790, 1980, 2210, 2120, 2460, 2930, 3580, 4060, 4310),
    ("Тавория", "Сельмания"): (845, 910, 872, 934, 1050, 1120, 1090, 1240, 1310, 1360),
    ("Тавория", "Азгария"): (318, 352, 401, 389, 447, 512, 586, 603, 655, 712),
    ("Каржыстан", "Азгария"): (529, 560, 642, 718, 803, 870, 964, 1010, 1150, 1270),
    ("Каржыстан", "Лумерия"): (214, 236, 281, 340, 372, 355, 418, 476, 530, 588),
    ("Каржыстан", "Шаньюэ"): (5100, 5900, 6400, 7300, 8000, 8900, 9400, 9100, 9700, 10600),
    ("Азгария", "Сельмания"): (467, 481, 455, 503, 548, 611, 690, 734, 751, 822),
    ("Лумерия", "Сельмания"): (1480, 1530, 1610, 1570, 1690, 1780, 1820, 1950, 2040, 2110),
    ("Шаньюэ", "Сельмания"): (2750, 2890, 3120, 3340, 3290, 3560, 3810, 4070, 4400, 4620),
}

PROMISES = (
    Promise(
        "railway", ("Тавория", "Каржыстан"), "t/a",
        "построить железную дорогу Брисколь – Аксуран мощностью {number}",
        "построим железную дорогу Брисколь – Аксуран мощностью {number}",

        "Железная дорога Брисколь – Аксуран, которую обещали с 2026 года, открыта: первый состав прошёл по ней на прошлой неделе",
        {8e6: "8 млн тонн в год", 10e6: "10 млн тонн в год"},
        (
            Step(2026, "made", "2029", 8e6), Step(2027, "repeated", "2029", 8e6), Step(2028, "moved", "2031", 8e6),
            Step(2030, "enlarged", "2031", 10e6), Step(2031, "kept", "2031", 10e6),
        ),
    ),
    Promise(
        "sea-cable", ("Каржыстан", "Азгария"), "MW",
        "проложить по дну моря энергокабель на {number}", "проложим по дну моря энергокабель на {number}", "",
        {600.0: "600 МВт"},
        (
            Step(2026, "made", "2030", 600), Step(2028, "repeated", "2030", 600), Step(2029, "moved", "2032", 600),
            Step(2032, "moved", "2034", 600), Step(2034, "repeated", "2034", 600),
        ),
    ),
    Promise(
        "ferry", ("Тавория", "Азгария"), "1/wk",
        "пустить между Вельгавенью и Гюльбендом паром, {number}", "пустим между Вельгавенью и Гюльбендом паром, {number}",

        "Паром между Вельгавенью и Гюльбендом, о котором условились в 2027 году, отправился в первый рейс точно в срок",
        {4.0: "четыре рейса в неделю"},
        (Step(2027, "made", "2028-06-01", 4), Step(2028, "kept", "2028-06-01", 4)),
    ),
    Promise(
        "hospital", ("Лумерия", "Сельмания"), "1",
        "возвести в Юнгарте детскую больницу на {number}", "возведём в Юнгарте детскую больницу на {number}",
        "Детская больница в Юнгарте приняла первых пациентов, и обещание трёхлетней давности можно вычеркнуть из списка",
        {300.0: "300 коек"},
        (Step(2027, "made", "2030", 300), Step(2029, "repeated", "2030", 300), Step(2030, "kept", "2030", 300)),
    ),
    Promise(
        "trade-east", ("Тавория", "Каржыстан"), "USD",
        "довести взаимную торговлю до {number}", "доведём взаимную торговлю до {number}",
        "Планка взаимной торговли, о которой столько спорили, взята: торговля впервые превысила 4 млрд долларов",
        {3e9: "3 млрд долларов", 4e9: "4 млрд долларов"},
        (
            Step(2026, "made", "2030", 3e9), Step(2028, "repeated", "2030", 3e9), Step(2030, "moved", "2033", 4e9),
            Step(2034, "kept", "2033", 4e9),
        ),
    ),
    Promise(
        "trade-far", ("Каржыстан", "Шаньюэ"), "USD",
        "нарастить товарооборот до {number}", "нарастим товарооборот до {number}", "",
        {10e9: "10 млрд долларов", 12e9: "12 млрд долларов"},
        (
            Step(2027, "made", "2032", 10e9), Step(2029, "repeated", "2032", 10e9), Step(2031, "enlarged", "2032", 12e9),
            Step(2033, "moved", "2035", 12e9),
        ),
    ),
    Promise(
        "campus", ("Каржыстан", "Азгария"), "1",
        "открыть в Аксуране филиал азгарского университета на {number}", "откроем в Аксуране филиал азгарского университета на {number}",

        "Филиал азгарского университета в Аксуране, пусть и на год позже обещанного, начал занятия",
        {1200.0: "1200 студентов"},
        (Step(2028, "made", "2030-09-01", 1200), Step(2030, "moved", "2031-09-01", 1200), Step(2032, "kept", "2031-09-01", 1200)),
    ),
    Promise(
        "gas-store", ("Тавория", "Сельмания"), "m3",
        "ввести под Юнгартом газохранилище на {number}", "введём под Юнгартом газохранилище на {number}", "",
        {1.5e9: "1,5 млрд кубометров"},
        (Step(2026, "made", "2028", 1.5e9), Step(2028, "moved", "2031", 1.5e9), Step(2030, "repeated", "2031", 1.5e9)),
    ),
    Promise(
        "visas", ("Каржыстан", "Лумерия"), None,
        "отменить визы для поездок на срок до месяца", "отменим визы для поездок на срок до месяца",
        "Безвизовый режим, обещанный год назад, действует с января, и очереди в консульствах исчезли", {},
        (Step(2028, "made", "2029-01-01"), Step(2029, "kept", "2029-01-01")),
    ),
    Promise(
        "fibre", ("Шаньюэ", "Сельмания"), "km",
        "протянуть от Линьгана до Юнгарта оптоволоконную линию длиной {number}",
        "протянем от Линьгана до Юнгарта оптоволоконную линию длиной {number}",
        "Оптоволоконная линия от Линьгана до Юнгарта, задуманная в 2029 году, заработала",
        {5400.0: "5400 километров"},
        (Step(2029, "made", "2033", 5400), Step(2031, "repeated", "2033", 5400), Step(2033, "kept", "2033", 5400)),
    ),
    Promise(
        "dry-port", ("Каржыстан", "Шаньюэ"), "1/a",
        "оборудовать на границе сухой порт на {number}", "оборудуем на границе сухой порт на {number}",
        "Сухой порт на границе, как и было обещано, принял первые контейнеры",
        {300000.0: "300 тыс. контейнеров в год", 450000.0: "450 тыс. контейнеров в год"},
        (
            Step(2026, "made", "2029", 300000), Step(2028, "enlarged", "2029", 450000), Step(2029, "kept", "2029", 450000),
        ),
    ),
    Promise(
        "grants", ("Тавория", "Азгария"), "1",
        "увеличить число стипендий для студентов до {number}", "увеличим число стипендий для студентов до {number}",
        "Число стипендий для студентов двух стран выросло до 500, как и договаривались",
        {500.0: "500"},
        (Step(2029, "made", "2031", 500), Step(2031, "moved", "2032", 500), Step(2032, "kept", "2032", 500)),
    ),
    Promise(
        "solar", ("Азгария", "Сельмания"), "MW",
        "построить в пустыне Гарасу солнечную электростанцию на {number}", "построим в пустыне Гарасу солнечную электростанцию на {number}",
        "Солнечная электростанция в пустыне Гарасу дала первый ток в назначенный год",
        {450.0: "450 МВт"},
        (Step(2030, "made", "2034", 450), Step(2032, "repeated", "2034", 450), Step(2034, "kept", "2034", 450)),
    ),
    Promise(
        "buses", ("Каржыстан", "Лумерия"), "1/a",
        "запустить в Аксуране завод электробусов на {number}", "запустим в Аксуране завод электробусов на {number}",
        "Завод электробусов в Аксуране выпустил первую машину, правда, двумя годами позже первого срока",
        {1000.0: "тысячу машин в год"},
        (Step(2031, "made", "2033", 1000), Step(2033, "moved", "2035", 1000), Step(2035, "kept", "2035", 1000)),
    ),
    Promise(
        "river", ("Тавория", "Каржыстан"), None,
        "создать совместную комиссию по реке Улар", "создадим совместную комиссию по реке Улар",
        "Совместная комиссия по реке Улар создана и уже провела первое заседание", {},
        (Step(2031, "made", "2032-03-01"), Step(2032, "kept", "2032-03-01")),
    ),
    Promise(
        "vaccines", ("Лумерия", "Сельмания"), "1/a",
        "наладить выпуск {number}", "наладим выпуск {number}", "",
        {20e6: "20 млн доз вакцин в год"},
        (Step(2032, "made", "2035", 20e6), Step(2034, "repeated", "2035", 20e6)),
    ),
)  # fmt: skip

#: Summits at which nothing is promised, to make them fifty.
_OTHERS = (
    (2029, "Тавория", "Сельмания"), (2031, "Тавория", "Сельмания"), (2033, "Тавория", "Азгария"), (2034, "Каржыстан", "Лумерия"),
    (2035, "Тавория", "Каржыстан"), (2035, "Каржыстан", "Азгария"), (2035, "Каржыстан", "Шаньюэ"),
)  # fmt: skip

# Frames. In braces: `host` and `guest` the two leaders, by surname, with the endings of their verbs (`host_a`); `A` and `B` their countries,
# that of the host first; `inf` and `fut` what is promised, `by` until when, `old` the earlier term; `sum` the trade of `year`.

_OPENINGS = (
    "{host_Title} {host_name} принял{host_a} в {in_capital} {guest_title_gen} {guest_acc}. Встреча с глазу на глаз вместо часа заняла почти три.",
    "В {in_capital} завершился визит {guest_title_gen} {guest_name_gen}. Перед отъездом {guest} и {host_title} {host_name} вышли к журналистам.",
    "Переговоры {A_gen} и {B_gen} прошли в {in_capital}. По их итогам {host_title} {host_name} и {guest_title} {guest_name} ответили на вопросы прессы.",
    "{guest_Title} {guest_name} приехал{guest_a} в {capital} поездом. {host_Title} {host_name} встретил{host_a} гост{guest_ya} на перроне, несмотря на проливной дождь.",
    "О чём договорились {A} и {B}, стало известно после встречи в {in_capital}, где {host_title} {host_name} и {guest_title} {guest_name} провели совместный брифинг.",
    "Очередной саммит {A_gen} и {B_gen} прошёл в {in_capital} при закрытых дверях. Итоги подвели {host_title} {host_name} и {guest_title} {guest_name}.",
    "Из {capital_gen} сообщают: {host_title} {host_name} и {guest_title} {guest_name} завершили переговоры раньше, чем предполагал протокол.",
    "{host_Title} {host_name} и {guest_title} {guest_name} открыли в {in_capital} заседание межгосударственного совета, а затем сделали заявления для печати.",
    "Дворец приёмов в {in_capital} вчера охраняли особенно тщательно: {host_title} {host_name} принимал{host_a} {guest_title_gen} {guest_acc}.",
    "{A} и {B} сверили часы. В {in_capital} встретились {host_title} {host_name} и {guest_title} {guest_name}; как передаёт портал «Перекрёсток», беседа шла и за обедом.",
    "Гвардейцы в {in_capital} репетировали всю неделю, а церемония заняла считаные минуты: {guest_title} {guest_name} попросил{guest_a} перейти к делу. {host_Title} {host_name} не возражал{host_a}.",
    "Визит, который дважды откладывали, состоялся. {guest_Title} {guest_name} прибыл{guest_a} в {capital}, где {host_title} {host_name} приготовил{host_a} насыщенную программу.",
)
_TRADES = (
    "В {year} году товарооборот двух стран {went} и составил {sum}.",
    "По словам {guest_gen}, в {year} году взаимная торговля {went_f}, до {sum}.",
    "Торговля {A_gen} и {B_gen} в {year} году {went_f} и составила {sum}.",
    "«Мы наторговали за {year} год на {sum}. Оборот {went}», – напомнил{host_a} {host}.",
    "Отчитались министры и о торговле: за {year} год она {went_f}, до {sum}.",
    "{host} прив{host_ol} и цифры: в {year} году оборот {went} и равнялся {sum}.",
    "Экономисты отмечают, что товарооборот {went}: {sum} по итогам {year} года.",
    "«Цифры говорят за нас: {sum} за {year} год», – сказал{guest_a} {guest}. Оборот, по данным обеих таможен, {went}.",
)
_FIRST_TRADES = (
    "В {year} году товарооборот двух стран составил {sum}.",
    "«Мы наторговали за {year} год на {sum}», – напомнил{host_a} {host}.",
    "По данным таможни, в {year} году взаимная торговля достигла {sum}.",
)
_MADE = (
    "Стороны договорились {by} {inf}.",
    "«Мы {by} {fut}», – заявил{host_a} {host}.",
    "{A} и {B} обязались {by} {inf}.",
    "Правительствам двух стран поручено {by} {inf}.",
    "По словам {host_gen}, стороны намерены {by} {inf}.",
    "«Наши страны готовы {by} {inf}», – подчеркнул{guest_a} {guest}.",
    "Главы двух стран условились {by} {inf}.",
    "{guest} пообещал{guest_a} {by} {inf}, и хозяева с этим согласились.",
    "{host} объявил{host_a}: «Решено {by} {inf}».",
)
_REPEATED = (
    "Прежний план остаётся в силе: стороны вновь договорились {by} {inf}.",
    "«От своих слов мы не отказываемся: {by} {fut}», – подтвердил{guest_a} {guest}.",
    "{host} напомнил{host_a} об обещании, данном ранее: {by} стороны обязались {inf}.",
    "Срок, названный на прошлых переговорах, не изменился: {A} и {B} по-прежнему намерены {by} {inf}.",
)
_MOVED = (
    "Прежний срок, {old}, выдержать не удалось. Теперь стороны договорились {by} {inf}.",
    "«Признаю, со сроком мы ошиблись. Но {by} {fut}», – пообещал{host_a} {host}. Раньше называли другой срок: {old}.",
    "Из-за роста цен срок перенесён: {inf} условились {by}, а не {old_by}, как рассчитывали.",
    "Вместо {old_gen} названа новая дата. {guest} заверил{guest_a}, что стороны намерены {by} {inf}.",
)
_ENLARGED = (
    "Срок прежний, размах больше: теперь стороны договорились {by} {inf}.",
    "«Аппетит пришёл во время работы, поэтому {by} {fut}», – сказал{host_a} {host}. Ранее речь шла о меньшем.",
    "План расширили: главы двух стран условились {by} {inf}.",
)
_KEPT = ("{done}.", "«{done}», – не скрывал{guest_a} удовлетворения {guest}.", "{done}, отметил{host_a} {host}.")
_COLOURS = (
    "Отдельно говорили о воде: весной приграничные районы снова затопило, и общий прогноз паводков пригодился бы обеим сторонам.",
    "Гостям показали старую обсерваторию, где хранят карту неба с ошибкой, замеченной двести лет спустя.",
    "Студенты спели на церемонии песню, которую каждая сторона считает своей.",
    "Журналистов насмешил переводчик: слово «труба» он трижды перевёл как «флейта».",
    "В кулуарах обсуждали рыбу. Осетра в реках всё меньше, и рыбаки просят закрыть лов хотя бы на сезон.",
    "Накануне в театре показали совместную постановку «Ночь на двух берегах»; билеты разошлись за утро.",
    "Таможенники обменялись планшетами: на них груз виден ещё до того, как он подошёл к границе.",
    "О политике третьих стран говорить не стали, хотя вопросы были.",
    "На выставке ковров вышел конфуз: образец из столицы оказался подарком, который уже дарили.",
    "Врачи подписали письмо о совместном изучении горной лихорадки.",
    "Перед дворцом собрались десятка два фермеров с плакатом «Сначала дороги, потом банкеты».",
    "Экскурсию по верфи сократили: начался отлив.",
    "Обеды, как заметили наблюдатели, становятся всё короче, а заявления всё длиннее.",
    "Прошла и встреча ректоров, на ней спорили о том, чей диплом труднее получить.",
    "Оппозиционная газета «Сквозняк» посвятила визиту один абзац и карикатуру.",
    "Погода вмешалась в протокол: парад отменили, зато оркестр играл под крышей вокзала.",
    "Делегации обменялись саженцами, их высадят в сквере у посольства.",
    "Тема миграции, вопреки ожиданиям, заняла большую часть разговора.",
    "Банкиры двух стран просили упростить расчёты, но ответа пока не услышали.",
    "В порту гостей ждал учебный парусник, построенный по чертежам позапрошлого века.",
    "Историки готовят общий учебник; спорят о трёх страницах.",
    "Экологи передали через пресс-службу письмо о судьбе озёр, его обещали прочесть.",
    "Шахматный матч между депутатами закончился вничью.",
    "Повара признались, что меню меняли до последнего часа.",
    "Стоимость переговоров оппозиция подсчитала по-своему, правительство эти расчёты не комментирует.",
    "Пограничники попросили не снимать новый пропускной пункт, но его уже показали все каналы.",
    "Вечером город украсили огнями, а на набережной играл сводный хор железнодорожников.",
    "Рынок откликнулся вяло: биржевой индекс почти не сдвинулся.",
)
_REMARKS = (
    "«Соседей не выбирают, но с этими нам повезло», – сказал{guest_a} {guest}.",
    "{host} ответил{host_a} коротко: «Дружба не бумага, её не подшивают».",
    "«Мы спорили до ночи, – признал{guest_sya} {guest}. – И хорошо, что спорили: утром всё сошлось».",
    "«Вы спрашиваете, кто кого уговорил? Нас уговорила карта», – пошутил{host_a} {host}.",
    "Как выразил{host_sya} {host}, отношения «вышли из возраста улыбок».",
    "«Люди ждут от нас поездов, а не речей», – заметил{guest_a} {guest}.",
    "{guest} поблагодарил{guest_a} хозяев за тёплый приём и назвал{guest_a} переговоры «честными».",
    "«У нас нет закрытых тем. Есть темы, до которых не дошла очередь», – ответил{host_a} {host} на вопрос о тарифах.",
    "«Мы строим надолго, – подчеркнул{host_a} {host}. – Поэтому не торопимся и не ссоримся».",
    "«Доверие измеряется не подписями, а тем, спит ли ночью таможня», – усмехнул{guest_sya} {guest}.",
    "По словам {guest_gen}, две столицы «научились слышать паузы друг друга».",
    "«Скажу честно: легче всего нам даются тосты», – признал{host_sya} {host}.",
    "{guest} обратил{guest_sya} к молодым: «Учите язык соседа, пригодится раньше, чем вы думаете».",
    "«Мы прошли половину пути и обе пары башмаков», – подытожил{guest_a} {guest}.",
)
_CLOSINGS = (
    "Следующая встреча запланирована в {guest_in_capital}.",
    "Вечером {guest} отбыл{guest_a} на родину.",
    "Совместное заявление опубликуют завтра.",
    "Документы подписали поздно вечером, без гимнов и цветов.",
    "Видеозапись брифинга выложена на сайте канцелярии.",
    "Ранее сообщалось, что в повестке значились и вопросы туризма.",
    "Тексты соглашений обещают показать после того, как их переведут на оба языка.",
    "Фото: архив пресс-центра.",
    "Подробности обещают сообщить на следующей неделе.",
)

_FIRST_YEAR = 2025
_LAST_YEAR = "2035"
#: An opening and a closing mark and a dash.
_TYPEWRITERS = ("«»–", "«»—", '""-', '""–', "“”—")
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905


#: A sentence, or two that belong together, and what is true in it, with extents that count from its start.
_Piece = tuple[str, Promised | Traded | None]


class _Deck:
    """Frames in a shuffled order, each once before any comes again."""

    def __init__(self, frames: Sequence[str], chance: random.Random) -> None:
        self._frames, self._chance, self._left = frames, chance, list[str]()

    def draw(self) -> str:
        if not self._left:
            self._left = list(self._frames)
            self._chance.shuffle(self._left)
        return self._left.pop()


def briefings() -> tuple[Briefing, ...]:
    """The fifty briefings by date, always the same."""
    chance = random.Random(2026)
    frames = {
        "opening": _OPENINGS, "trade": _TRADES, "first trade": _FIRST_TRADES, "made": _MADE, "repeated": _REPEATED, "moved": _MOVED, "enlarged": _ENLARGED,
        "kept": _KEPT, "colour": _COLOURS, "remark": _REMARKS, "closing": _CLOSINGS,
    }  # fmt: skip
    decks = {name: _Deck(texts, chance) for name, texts in frames.items()}
    meetings = sorted(
        {(step.year, *promise.pair) for promise in PROMISES for step in promise.steps} | set(_OTHERS),
        key=lambda meeting: (meeting[0], *sorted(meeting[1:])),
    )
    dated = []
    for year in sorted({meeting[0] for meeting in meetings}):
        held = [meeting for meeting in meetings if meeting[0] == year]
        for at, meeting in enumerate(chance.sample(held, len(held))):
            month = 1 + at * 12 // len(held)
            dated.append((dt.date(year, month, chance.randint(2, 27)), meeting[1:]))
    return tuple(
        _briefing(f"summit-{at:02}", day, pair, decks, chance) for at, (day, pair) in enumerate(sorted(dated), start=1)
    )


def _briefing(
    name: str, day: dt.date, pair: tuple[str, str], decks: Mapping[str, _Deck], chance: random.Random
) -> Briefing:
    host, guest = chance.sample(pair, 2)
    words = _words(COUNTRIES[host], COUNTRIES[guest], day.year)
    due = [
        (promise, step)
        for promise in PROMISES
        if promise.pair == pair
        for step in promise.steps
        if step.year == day.year
    ]
    body = [_trade(decks, pair, day.year - 1, words)]
    body += [_promised(decks[step.event].draw(), promise, step, words, chance) for promise, step in due]
    plain: list[_Piece] = [(decks["colour"].draw(), None) for _ in range(4 - min(2, len(due)))]
    plain += [(decks["remark"].draw().format_map(words), None) for _ in range(2)]
    for piece in plain:
        body.insert(chance.randint(0, len(body)), piece)
    body.insert(0, (decks["opening"].draw().format_map(words), None))
    body.append((decks["closing"].draw().format_map(words), None))
    text, promises, trade = f" date {day} ", [], []
    for at, (sentence, found) in enumerate(body):
        text += ("", " ", "\n\n")[0 if at == 0 else chance.randint(1, 2)]
        if isinstance(found, Promised):
            promises.append(attrs.evolve(found, start=found.start + len(text), end=found.end + len(text)))
        elif isinstance(found, Traded):
            trade.append(attrs.evolve(found, start=found.start + len(text), end=found.end + len(text)))
        text += sentence
    return Briefing(name, day, pair, _typed(text, chance.choice(_TYPEWRITERS)), tuple(promises), tuple(trade))


def _typed(text: str, marks: str) -> str:
    """The text with other marks and dashes, character for character."""
    return text.translate(str.maketrans("«»–", marks))


def _trade(decks: Mapping[str, _Deck], pair: tuple[str, str], year: int, words: Mapping[str, str]) -> _Piece:
    values = dict(enumerate(TRADE[pair], start=_FIRST_YEAR))
    total = (
        f"{values[year]} млн долларов"
        if values[year] < 1000
        else f"{values[year] / 1000:g} млрд долларов".replace(".", ",")
    )
    growth = round((values[year] / values[year - 1] - 1) * 100, 1) if year > _FIRST_YEAR else None
    frame = decks["first trade" if growth is None else "trade"].draw()
    grew = "" if growth is None else f" на {abs(growth):g}%".replace(".", ",")
    went = ("вырос" if (growth or 0) > 0 else "сократился") + grew
    went_feminine = ("выросла" if (growth or 0) > 0 else "сократилась") + grew
    sentence = frame.format_map({**words, "sum": total, "year": str(year), "went": went, "went_f": went_feminine})
    start = sentence.index(total)
    return sentence, Traded(pair, year, values[year] * 1_000_000, growth, start, start + len(total))


def _promised(frame: str, promise: Promise, step: Step, words: Mapping[str, str], chance: random.Random) -> _Piece:
    number = promise.printed[step.value] if step.value is not None else ""
    before = [each.deadline for each in promise.steps if each.year < step.year]
    old = before[-1] if before else step.deadline
    sentence = frame.format_map(
        {
            **words,
            "inf": promise.infinitive.format(number=number),
            "fut": promise.future.format(number=number),
            "done": promise.done,
            "by": _until(step.deadline, chance),
            "old": _term(old, "год"),
            "old_gen": _term(old, "года"),
            "old_by": _until(old, chance),
        }
    )
    kept = step.event == "kept"
    value = step.value if number and number in sentence else None
    return sentence, Promised(
        promise.name,
        step.event,
        None if kept else step.deadline,
        value,
        promise.unit if value is not None else None,
        0,
        len(sentence),
    )


def _until(deadline: str, chance: random.Random) -> str:
    if "-" in deadline:
        return f"{chance.choice(('к', 'до'))} {_term(deadline, '')}"
    return chance.choice((f"к {deadline} году", f"до конца {deadline} года"))


def _term(deadline: str, noun: str) -> str:
    """The deadline as it is printed: a year with its noun, or a day."""
    if "-" not in deadline:
        return f"{deadline} {noun}"
    day = dt.date.fromisoformat(deadline)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года"


def _words(host: Country, guest: Country, year: int) -> dict[str, str]:
    """What the frames put in for the countries and their leaders."""
    words = {
        "A": host.name, "B": guest.name, "A_gen": host.genitive, "B_gen": guest.genitive, "capital": host.capital,
        "in_capital": host.in_capital, "capital_gen": host.capital_genitive, "guest_in_capital": guest.in_capital,
    }  # fmt: skip
    for who, leader in (("host", host.leader(year)), ("guest", guest.leader(year))):
        words |= {
            who: leader.short, f"{who}_gen": leader.genitive, f"{who}_ins": leader.instrumental, f"{who}_name": leader.name,
            f"{who}_name_gen": leader.name_genitive, f"{who}_acc": leader.name_accusative, f"{who}_title": leader.title,
            f"{who}_Title": leader.title[0].upper() + leader.title[1:], f"{who}_title_gen": leader.title_genitive,
            f"{who}_a": "а" if leader.feminine else "", f"{who}_sya": "ась" if leader.feminine else "ся",
            f"{who}_ol": "ела" if leader.feminine else "ёл", f"{who}_ya": "ью" if leader.feminine else "я",
        }  # fmt: skip
    return words


def outcomes() -> dict[str, str]:
    """What became of each promise by the end of 2035: `kept`, `overdue` or, where its term is not over, `open`."""
    ends = {}
    for promise in PROMISES:
        last = promise.steps[-1]
        late = "overdue" if last.deadline[:4] < _LAST_YEAR else "open"
        ends[promise.name] = "kept" if last.event == "kept" else late
    return ends


def truth() -> Iterator[dict[str, object]]:
    """A row for each promise in each briefing, for the trade in each, and for what became of each promise."""
    for briefing in briefings():
        where = {"article": briefing.name, "published": briefing.published.isoformat(), "parties": list(briefing.pair)}
        for promised in briefing.promises:
            yield {"kind": "promise", **where, **attrs.asdict(promised)}
        for traded in briefing.trade:
            found = attrs.asdict(traded)
            del found["pair"]
            yield {"kind": "trade", **where, **found, "unit": "USD"}
    for promise, outcome in outcomes().items():
        yield {"kind": "outcome", "promise": promise, "outcome": outcome}


def write(folder: Path) -> None:
    """Write the fifty texts and `truth.jsonl` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for briefing in briefings():
        (folder / f"{briefing.name}.txt").write_text(briefing.text, encoding="utf-8", newline="")
    rows = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in truth())
    (folder / "truth.jsonl").write_text(rows, encoding="utf-8", newline="")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
