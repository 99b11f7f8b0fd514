"""Bodies that a text names by a word for what they are: "министерство юстиции Лардии", "компания «Зяблик»", "пресс-служба"."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from ..reading import Reading, parses
from .body_words import Body, adjective, as_written, is_adjective, is_in, lexicon, near, opens
from .gazetteer import Hit, known, sites_in
from .name_forms import kind
from .name_runs import COMPOUND
from .unlisted import abbreviation, compound, latin, place_after_noun, region, town

__all__ = ["Body", "find", "head_of", "stems"]

_PAIRS = {"«": "»", "“": "”", "„": "“", '"': '"'}
#: A name in quotation marks is no longer than this, in words and marks.
_LONGEST = 14
_ENDING = re.compile(r"(?:ами|ями|ах|ях|ом|ем|ов|ев|ой|ей|ая|[аеиоуыэюяйь])$")
_OF_REGION = ("ской", "ского", "цкой", "цкого")
#: What follows a head in the genitive is no longer than this, in words.
_CHAIN = 8


def stems() -> frozenset[str]:
    """The first four letters of the words in small letters that can begin a body's name."""
    return lexicon().stems


def find(reading: Reading, hits: Mapping[int, Hit], taken: Collection[int], spots: Iterable[int]) -> list[Body]:
    """
    The bodies that a text names by what they are or by an abbreviation, and the places of no table, in order.

    Args:

        reading: The text.

        hits: Names of the tables, by their first words.

        taken: Words that belong to other names.

        spots: The words, in order, that can be a head: those with a capital letter, or that begin as the rules' nouns do.
    """
    found: list[Body] = []
    past = 0
    spots = list(spots)
    inside = {place for hit in hits.values() if hit.form == "name" for place in range(hit.first, hit.last)}
    words, text = reading.words, reading.text
    for place in spots:
        word = words[place]
        if place < past or not (_can_begin(word.form, word.lower) or text[word.start - 1 : word.start] in _PAIRS):
            continue
        if place not in taken and place not in inside and place not in hits:
            made = _at(reading, place, hits, taken)
            if made:
                found.append(made)
                past = max(made.last, place + 1)
    found += _sites(reading, hits)
    found += _again(reading, found, spots)
    return sorted(found, key=lambda body: body.start)


@lru_cache(maxsize=2**15)
def _can_begin(form: str, low: str) -> bool:
    """Whether a word can be a head, a legal form, an abbreviation or a name in Latin letters."""
    return (
        low[:4] in lexicon().stems
        or form.isupper()
        or form.isascii()
        or form in lexicon().forms
        or bool(COMPOUND.search(form))
        or kind(low) == "g"
    )


def _sites(reading: Reading, hits: Mapping[int, Hit]) -> Iterator[Body]:
    """Sites named by their addresses."""
    for site in sites_in(reading.text):
        place = reading.at(site.start())
        if place not in hits:
            last = reading.at(site.end())
            yield Body(place, last, site.start(), site.end(), site[0].lower(), site[0], "name", "body-site", 0.87)


def _again(reading: Reading, found: Iterable[Body], spots: Iterable[int]) -> Iterator[Body]:
    """Names in quotation marks that stood beside a word for what they are before, and now stand without it."""
    text = reading.text
    names = {
        _stem(text[one.start : one.end]): one
        for one in reversed(list(found))
        if one.rule in {"body-quoted", "body-form"}
    }
    there = {one.start for one in names.values()} | {one.start for one in found}
    for place in spots if names else ():
        word = reading.words[place]
        last = _quoted(reading, place - 1) if place and word.start == reading.words[place - 1].end else None
        if last and word.start not in there:
            start, end = word.start, reading.words[last - 2].end
            one = names.get(_stem(text[start:end]))
            if one:
                yield one._replace(first=place, last=last, start=start, end=end, confidence=0.85)


def _stem(name: str) -> str:
    """A name without the endings that cases change."""
    return " ".join(_ENDING.sub("", word) for word in name.lower().split())


def _at(reading: Reading, place: int, hits: Mapping[int, Hit], taken: Collection[int]) -> Body | None:
    """What body or place of no table is named at a word."""
    word, rules = reading.words[place], lexicon()
    made = None
    if word.lower[:4] not in rules.stems:
        # Most words that begin with a capital letter, or as an office.
        if word.form in rules.forms:
            made = _with_form(reading, place)
        elif word.form.isupper():
            made = abbreviation(reading, place)
    elif word.lower in rules.places:
        made = place_after_noun(reading, place, hits, taken)
    elif word.lower in rules.regions:
        made = region(reading, place, taken)
    else:
        head = head_of(word.lower)
        made = _phrase(reading, place, head, hits, taken) if head else None
    if made is None and word.form[0].isupper():
        made = (
            latin(reading, place)
            if word.form.isascii()
            else _told(reading, place) or compound(reading, place) or town(reading, place)
        )
    return made


@lru_cache(maxsize=2**14)
def head_of(low: str) -> str | None:
    """The head that a word in the singular is a form of."""
    heads = lexicon().heads
    lemma = next((p for p in parses(low) if p.pos == "NOUN" and p.lemma in heads), None)
    return lemma.lemma if lemma and "plur" not in lemma.grammemes else None


def _quoted(reading: Reading, place: int) -> int | None:
    """Where the words of a name in quotation marks that opens at a word end, its closing mark included."""
    words = reading.words
    close = _PAIRS.get(words[place].form) if place < len(words) else None
    if (
        close is None
        or place + 2 >= len(words)
        or not (words[place + 1].form[0].isupper() or words[place + 1].form.isdigit())
    ):
        return None
    for end in range(place + 2, min(place + _LONGEST, len(words))):
        # A mark after a space opens: "ТОО "Компания "Зяблик"".
        if words[end].form == close and (close != '"' or words[end - 1].end == words[end].start):
            return end + 1
        if "\n" in reading.text[words[end - 1].end : words[end].start]:
            return None
    return None


def _with_form(reading: Reading, place: int) -> Body | None:
    """A firm with its legal form; the name can stand without it."""
    words = reading.words
    last = _quoted(reading, place + 1) if near(reading, place + 1) else None
    if last is None:
        return None
    label = reading.text[words[place].start : words[last - 1].end]
    start, end = words[place + 1].end, words[last - 2].end
    return Body(place, last, start, end, words[place].form, label, "name", "body-form", 0.75)


def _told(reading: Reading, place: int) -> Body | None:
    """An outlet in quotation marks beside a verb that says that it reports."""
    words = reading.words
    last = _quoted(reading, place - 1) if place and words[place - 1].end == words[place].start else None
    if last is None:
        return None
    after = words[last].lower if last < len(words) else ""
    if (place < 2 or words[place - 2].lower not in lexicon().tells) and after not in lexicon().tells:
        return None
    start, end = words[place].start, words[last - 2].end
    label = f"«{reading.text[start:end]}»"
    return Body(place, last, start, end, "", label, "name", "body-quoted", 0.93)


def _phrase(reading: Reading, place: int, head: str, hits: Mapping[int, Hit], taken: Collection[int]) -> Body | None:
    words, text, rules = reading.words, reading.text, lexicon()
    first, before = _before(reading, place, head, hits, taken)
    last, inner, is_named = _after(reading, place, head, hits, taken)
    start, end = words[first].start, words[last - 1].end
    is_bare = first == place and last == place + 1 and not is_named
    label = " ".join([*before, as_written(head, words[place].form)]) + text[words[place].end : end]
    has_capital = any(words[n].form[0].isupper() and not opens(reading, n) for n in {first, place})
    if inner and head in rules.generic:
        return Body(first, last, *inner, head, label, "name", "body-quoted", 0.95)
    if is_bare:
        if head not in rules.speaking:
            return None
        return Body(
            first,
            last,
            start,
            end,
            head,
            label,
            "description",
            "body-bare",
            0.6,
            is_bare=True,
            goes_back=head in rules.back,
            is_loose=head in rules.loose,
        )
    is_for = last > place + 1 and words[place + 1].lower == "по"
    if (head in rules.weak and not inner and not has_capital and not is_for) or (is_named and last == place + 1):
        return None
    form = "name" if is_named or has_capital else "description"
    return Body(first, last, start, end, head, label, form, "body-phrase", 0.6)


def _before(
    reading: Reading, place: int, head: str, hits: Mapping[int, Hit], taken: Collection[int]
) -> tuple[int, list[str]]:
    """The adjectives before a head that belong to it: of a country, with a capital letter, or those of the rules."""
    rules, words = lexicon(), reading.words
    first = place
    made: list[str] = []
    while near(reading, first) and first - 1 not in taken:
        word, hit = words[first - 1], hits.get(first - 1)
        belongs = (hit is not None and hit.form == "adjective") or word.form[0].isupper() or word.lower in rules.before
        found = adjective(word.lower, rules.heads[head]) if belongs else None
        if found is None:
            break
        made.insert(0, as_written(found, word.form))
        first -= 1
    return first, made


def _after(
    reading: Reading, place: int, head: str, hits: Mapping[int, Hit], taken: Collection[int]
) -> tuple[int, tuple[int, int] | None, bool]:
    """
    What belongs to a head after it: where it ends, where a name in marks or Latin letters right after the head stands, and
    whether there is a name at all.
    """
    words = reading.words
    last = place + 1
    while near(reading, last) and last not in taken:
        word, hit = words[last], hits.get(last)
        quoted = _quoted(reading, last)
        if quoted:
            return quoted, (words[last].end, words[quoted - 2].end) if last == place + 1 else None, True
        if hit and hit.form == "name" and last == place + 1 and head in lexicon().generic and _is_body(hit):
            # "Агентство Рейтер" is the agency by its name.
            return last, None, True
        if hit and hit.form == "name":
            return _joined(reading, hit.last, hits), None, True
        if word.form.isascii() and word.form[0].isupper():
            begin = last
            while near(reading, last) and words[last].form.isascii() and words[last].form[0].isalpha():
                last += 1
            return last, (words[begin].start, words[last - 1].end) if begin == place + 1 else None, True
        following = words[last + 1].lower if last + 1 < len(words) else ""
        if word.form[0].isupper() and word.lower.endswith(("ии", "стана")):
            return last + 1, None, True
        if word.form[0].isupper() and following in lexicon().regions and word.lower.endswith(_OF_REGION):
            return last + 2, None, True
        if word.lower == "по" and head in lexicon().by and following and is_in(following, "datv"):
            return _purpose(reading, last + 1, taken), None, True
        if word.lower == "и" and last > place + 1 and following and is_in(following, "gent") and last + 1 not in taken:
            last += 2
        elif word.form[0].isalpha() and is_in(word.lower, "gent") and last - place < _CHAIN:
            last += 1
        else:
            break
    # An adjective without its noun belongs to what was not understood.
    while last > place + 1 and words[last - 1].form[0].islower() and is_adjective(words[last - 1].lower):
        last -= 1
    return last, None, False


def _is_body(hit: Hit) -> bool:
    return known().named[hit.key].type == "ORGANIZATION"


def _joined(reading: Reading, last: int, hits: Mapping[int, Hit]) -> int:
    """Where a second name ends that "и" joins to the first: "совет Лардии и Веншарии"."""
    words = reading.words
    second = hits.get(last + 1)
    if (
        near(reading, last)
        and words[last].lower == "и"
        and second
        and second.form == "name"
        and near(reading, last + 1)
    ):
        return second.last
    return last


def _purpose(reading: Reading, place: int, taken: Collection[int]) -> int:
    """Where the words after "по" end: in the dative, and what depends on them in the genitive."""
    words, last = reading.words, place + 1
    while near(reading, last) and last - place < 7 and last not in taken and words[last].form[0].isalpha():
        low = words[last].lower
        following = words[last + 1].lower if last + 1 < len(words) else ""
        if (low == "и" and following and (is_in(following, "datv") or is_in(following, "gent"))) or (
            low == "в" and following in {"сфере", "области"}
        ):
            last += 2
        elif is_in(low, "gent") or is_in(low, "datv"):
            last += 1
        else:
            break
    return last
