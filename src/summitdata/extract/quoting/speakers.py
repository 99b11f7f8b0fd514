"""Who a cue names, and which person or body of the article that is."""

from ..cast import Mentioned
from ..reading import parses
from .cues import Cue, Verb, lexicon
from .grammar import cases_of, head_lemma
from .holders import holder, resolved, surname
from .phrases import ENDS, POSSESSIVES, Phrase, clause_words, kind_of, prepositional, tail
from .roles import before
from .stage import STOP, Source, Stage, named_nominative
from .subjects import subject
from .voices import body, last_body, last_group, titled

__all__ = ["source"]

_DOERS = {"им": "masc", "ею": "femn"}
_GENITIVES = ("ова", "ева", "ёва", "ина", "ына")
#: How many words of a clause are looked at for its source.
_WINDOW = 45


def source(stage: Stage, cue: Cue, start: int, end: int, *, place: int) -> Source:
    """
    Who a cue names, in the clause around it.

    Args:

        stage: The cast so far.

        cue: The cue.

        start: Where the clause begins, in characters.

        end: Where it ends.

        place: Where the quotation begins: only who was spoken of before it is meant by a pronoun.
    """
    first, last = stage.reading.at(start), stage.reading.at(end)
    if cue.verb is None:
        return _by_phrase(stage, cue, last, place)
    if cue.verb.passive:
        return _by_text(stage, cue, first, last, place)
    last = min(last, cue.last + _WINDOW)
    if cue.verb.lemma in lexicon("cues", "citing"):
        found = _cited(stage, cue, last, place)
        if found:
            return found
    if cue.verb.plural:
        found = _within(stage, cue.last, last, place)
        if found:
            return found
    phrase = subject(stage, cue.last, last, cue.verb)
    if phrase is None or phrase.kind in ("body", "text"):
        # "Сорока сказала агентству Post: …"
        earlier = subject(stage, first, cue.first, cue.verb, before=True)
        if phrase is None or (earlier and earlier.kind in ("name", "pronoun", "unnamed", "person")):
            phrase = earlier
    if phrase is None:
        return (_within(stage, first, cue.first, place) if cue.verb.plural else None) or Source()
    if cue.verb.plural and phrase.kind in ("name", "person"):
        return _joint(stage, phrase, last, cue.verb, place)
    return resolved(stage, phrase, cue.verb, place)


def _within(stage: Stage, first: int, last: int, place: int) -> Source | None:
    """The body with "в" that a plural verb without a subject names: "сообщили в акимате"."""
    words = stage.reading.words
    for at in clause_words(stage, first, last):
        word = words[at]
        if word.form in ENDS or word.lower in STOP:
            return None
        if word.lower == "там":
            return Source(start=word.start, end=word.end, speaker=last_body(stage, place))
        if word.lower in ("в", "во", "на", "из") and at + 1 < last:
            inside = titled(stage, at + 1, last)
            if inside:
                return inside
            phrase = prepositional(stage, at + 1, last, "loct")
            if phrase and phrase.kind in ("body", "text"):
                start, end = words[phrase.first].start, words[phrase.last - 1].end
                return Source(start=start, end=end, speaker=body(stage, phrase, place), sure=True)
        elif word.form[0].isalpha() and _subject_like(word.lower):
            return None
    return None


def _subject_like(lower: str) -> bool:
    return lower == "они" or any(
        {"nomn", "plur"} <= parse.grammemes and parse.pos == "NOUN" and "anim" in parse.grammemes
        for parse in parses(lower)[:2]
    )


def _by_text(stage: Stage, cue: Cue, first: int, last: int, place: int) -> Source:
    """Who says what "is said" in a text or a body."""
    words = stage.reading.words
    doer = _doer(stage, cue, first, last, place)
    if doer:
        return doer
    for begin, end in ((cue.last, last), (first, cue.first)):
        for at in clause_words(stage, begin, end):
            word = words[at]
            if word.form in ENDS:
                break
            if word.lower not in ("в", "во", "из", "на"):
                continue
            phrase = prepositional(stage, at + 1, end, "gent" if word.lower == "из" else "loct")
            if phrase is None:
                continue
            start, stop = words[phrase.first].start, words[phrase.last - 1].end
            gender = POSSESSIVES.get(words[phrase.first].lower)
            if gender in ("masc", "femn"):
                return Source(start=start, end=stop, speaker=before(stage, place, gender))
            if phrase.kind == "text" or (phrase.kind == "thing" and phrase.last > phrase.head + 1):
                return Source(start=start, end=stop, speaker=_author(stage, phrase, place))
            if phrase.kind == "body":
                return Source(start=start, end=stop, speaker=body(stage, phrase, place), sure=True)
    return Source()


def _doer(stage: Stage, cue: Cue, first: int, last: int, place: int) -> Source | None:
    """By whom something "was said": a pronoun, name or description in the instrumental beside the verb."""
    words = stage.reading.words
    for at in (cue.last, cue.first - 1, cue.first - 2):
        if not first <= at < last:
            continue
        word = words[at]
        if word.lower in _DOERS:
            return Source(start=word.start, end=word.end, speaker=before(stage, place, _DOERS[word.lower]))
        mention = stage.by_start.get(word.start)
        if (
            at == cue.last
            and mention
            and mention.form == "name"
            and stage.entities[mention.entity].type == "PERSON"
            and "ablt" in cases_of(word.lower)
        ):
            return Source(start=mention.start, end=mention.end, speaker=mention.entity, sure=True)
    phrase = prepositional(stage, cue.last, last, "ablt") if cue.last < last else None
    if phrase is None or phrase.kind != "person":
        return None
    name = _named_after(stage, phrase, last)
    start, end = words[phrase.first].start, words[phrase.last - 1].end
    if name:
        return Source(start=start, end=name.end, speaker=name.entity, sure=True)
    return Source(start=start, end=end, speaker=holder(stage, phrase, None, place))


def _author(stage: Stage, phrase: Phrase, place: int) -> int | None:
    """Whose a text is: what stands after it in the genitive, else who was the source before."""
    words = stage.reading.words
    for at in range(phrase.head + 1, phrase.last):
        mention = stage.by_start.get(words[at].start)
        if mention and stage.entities[mention.entity].type == "PERSON":
            return mention.entity
    if phrase.last > phrase.head + 1:
        inner = prepositional(stage, phrase.head + 1, phrase.last, "gent")
        if inner:
            return body(stage, inner, place) if inner.kind != "person" else holder(stage, inner, None, place)
    if head_lemma(words[phrase.head].lower) in lexicon("sources", "bodies", "own"):
        return stage.last(place, None)
    return last_body(stage, place)


def _cited(stage: Stage, cue: Cue, last: int, place: int) -> Source | None:
    """Whose words an outlet hands on: "цитирует канцлера", "приводит его слова", "передаёт слова министра"."""
    words = stage.reading.words
    texts = lexicon("cues", "words")
    named = cue.verb is not None and cue.verb.lemma in ("цитировать", "процитировать")
    for at in clause_words(stage, cue.last, last):
        word = words[at]
        if word.form in ENDS:
            break
        if word.form[0].isalpha() and head_lemma(word.lower) in texts:
            named = True
            continue
        mention = stage.by_start.get(word.start)
        follow = words[at + 1].lower if at + 1 < last else ""
        if not named and not (word.lower in POSSESSIVES and head_lemma(follow) in texts):
            continue
        if (
            mention
            and mention.form == "name"
            and stage.entities[mention.entity].type == "PERSON"
            and (cases_of(word.lower) & {"gent", "accs"} or not named_nominative(stage, mention, None))
        ):
            return Source(start=mention.start, end=mention.end, speaker=mention.entity, sure=True)
        if word.lower in POSSESSIVES:
            speaker = before(stage, place, POSSESSIVES[word.lower])
            return Source(start=word.start, end=word.end, speaker=speaker)
        if not word.form[0].isalpha() or head_lemma(word.lower) in texts:
            continue
        if mention is None and word.form[0].isupper() and word.lower.endswith(_GENITIVES):
            return Source(start=word.start, end=word.end, speaker=surname(stage, word.form[:-1]), sure=True)
        noun = next((parse for parse in parses(word.lower) if parse.pos == "NOUN"), None)
        if (
            noun
            and kind_of(noun, word.form) == "person"
            and "gent" in cases_of(word.lower)
            and "plur" not in noun.grammemes
        ):
            phrase = Phrase(at, tail(stage, at + 1, last), at, "person")
            name = _named_after(stage, phrase, last)
            if name:
                return Source(start=word.start, end=name.end, speaker=name.entity, sure=True)
            end = words[phrase.last - 1].end
            return Source(start=word.start, end=end, speaker=holder(stage, phrase, None, place))
    return None


def _named_after(stage: Stage, phrase: Phrase, last: int) -> Mentioned | None:
    words = stage.reading.words
    for at in range(phrase.head + 1, min(last, phrase.last + 3)):
        mention = stage.by_start.get(words[at].start)
        if mention and stage.entities[mention.entity].type == "PERSON" and mention.form == "name":
            return mention
    return None


def _by_phrase(stage: Stage, cue: Cue, last: int, place: int) -> Source:
    """Whose words a phrase means: "по словам министра", "по его словам"."""
    words = stage.reading.words
    if cue.last - cue.first == 3:
        word = words[cue.first + 1]
        gender = POSSESSIVES.get(word.lower)
        speaker = last_group(stage, place) if gender == "plur" else before(stage, place, gender)
        return Source(start=word.start, end=word.end, speaker=speaker)
    for at in range(cue.last, min(cue.last + 12, last)):
        word = words[at]
        if word.form in ",.:;":
            break
        mention = stage.by_start.get(word.start)
        if mention and stage.entities[mention.entity].type == "PERSON" and mention.form == "name":
            start = words[cue.last].start
            return Source(start=start, end=mention.end, speaker=mention.entity, sure=True)
    phrase = prepositional(stage, cue.last, last, "gent")
    if phrase is None:
        return Source()
    start, end = words[phrase.first].start, words[phrase.last - 1].end
    plural = any("plur" in parse.grammemes for parse in parses(words[phrase.head].lower)[:1])
    if phrase.kind == "person" and not plural:
        return Source(start=start, end=end, speaker=holder(stage, phrase, None, place))
    return Source(start=start, end=end, speaker=body(stage, phrase, place))


def _joint(stage: Stage, phrase: Phrase, last: int, plural: Verb, place: int) -> Source:
    """Several speakers of one statement: "отметили А и Б"."""
    words = stage.reading.words
    found = resolved(stage, phrase, plural, place)
    members = [found]
    at = phrase.last
    single = Verb(plural.lemma, None, plural=False, passive=False)
    while at < last and words[at].lower in ("и", ","):
        follow = subject(stage, at + 1, min(last, at + 20), single)
        if follow is None or follow.kind not in ("name", "person") or follow.first != at + 1:
            break
        members.append(resolved(stage, follow, single, place))
        at = follow.last
    speakers = tuple(member.speaker for member in members if member.speaker is not None)
    if len(speakers) < 2 or len(set(speakers)) != len(speakers):
        return found
    label = " и ".join(str(stage.entities[each].label_ru) for each in speakers)
    entity = stage.add(label, "PERSON", "source-joint", 0.8, is_group=True, members=speakers)
    return Source(start=found.start, end=members[-1].end, speaker=entity, sure=found.sure)
