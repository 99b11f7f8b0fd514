"""The words of the figures in Russian; what is not here stays English."""

from collections.abc import Mapping
from types import MappingProxyType

from .region import BORDERS

__all__ = ["RUSSIAN"]

#: What stands in a figure in English, and the same in Russian.
RUSSIAN: Mapping[str, str] = MappingProxyType(
    {
        # Titles, axes and legends.
        "Who speaks how much about what": "Кто и сколько говорит о чём",
        "Words in direct quotations": "Слова в прямой речи",
        "Statements": "Высказывания",
        "number of words": "число слов",
        "number of statements": "число высказываний",
        "no topic": "без темы",
        "others": "остальные",
        "Commitments by sector and stage": "Обязательства по отраслям и стадиям",
        "number of commitments": "число обязательств",
        "Places with coordinates and how often they are mentioned": "Места с координатами и сколько раз они упомянуты",
        "longitude": "долгота",
        "latitude": "широта",
        "Lines join the places of a route and are not its course.": "Линии соединяют места маршрута и не показывают его трассу.",
        BORDERS: "Берега и границы — по Natural Earth (1:50 млн, общественное достояние), как там показано.",
        "Outside the map": "Вне карты",
        "°N": "° с. ш.",
        "°S": "° ю. ш.",
        "°E": "° в. д.",
        "°W": "° з. д.",
        "Actors and the events they share": "Участники и их общие события",
        "In brackets: events of the actor. On a line: events of both.": "В скобках: события участника. На линии: общие события.",
        "Person": "Лицо",
        "Country": "Страна",
        "Organization": "Организация",
        "other": "прочее",
        # Policy topics.
        "Macroeconomics": "Экономика в целом",
        "Civil rights": "Гражданские права",
        "Health": "Здравоохранение",
        "Agriculture": "Сельское хозяйство",
        "Labor": "Труд",
        "Education": "Образование",
        "Environment": "Окружающая среда",
        "Energy": "Энергетика",
        "Immigration": "Миграция",
        "Transportation": "Транспорт",
        "Law and crime": "Право и преступность",
        "Social welfare": "Социальное обеспечение",
        "Housing": "Жильё",
        "Domestic commerce": "Внутренняя экономика",
        "Defense": "Оборона",
        "Technology": "Технологии",
        "Foreign trade": "Внешняя торговля",
        "International affairs": "Международные дела",
        "Government operations": "Работа государства",
        "Public lands": "Земли и воды",
        "Culture": "Культура",
        "Other": "Прочее",
        # Sectors, where they are not called as a topic.
        "Transport": "Транспорт",
        "Trade": "Торговля",
        "Industry": "Промышленность",
        "Construction": "Строительство",
        "Digital": "Цифровая сфера",
        "Investment": "Инвестиции",
        "Education and science": "Образование и наука",
        "Security": "Безопасность",
        "Politics": "Политика",
        # Stages.
        "Proposed": "Предложено",
        "Discussed": "Обсуждено",
        "In preparation": "Готовится",
        "Agreed": "Согласовано",
        "Planned": "Запланировано",
        "Instructed": "Поручено",
        "Under construction": "Строится",
        "Operating": "Действует",
        "Completed": "Завершено",
        # Countries of the map.
        "Afghanistan": "Афганистан",
        "Armenia": "Армения",
        "Azerbaijan": "Азербайджан",
        "Georgia": "Грузия",
        "Iran": "Иран",
        "Iraq": "Ирак",
        "Kazakhstan": "Казахстан",
        "Kyrgyzstan": "Киргизия",
        "Russia": "Россия",
        "Tajikistan": "Таджикистан",
        "Türkiye": "Турция",
        "Ukraine": "Украина",
        "Turkmenistan": "Туркмения",
        "Uzbekistan": "Узбекистан",
        "Caspian Sea": "Каспийское море",
    }
)
