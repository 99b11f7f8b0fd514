"""The cast while speakers are found: who there is, what is said of each, and who was spoken of last."""

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

import attrs

from ..cast import Cast, Mentioned, Named
from ..naming.latin import slug
from ..reading import Reading
from .cues import lexicon, rules
from .grammar import cases_of, heads_of, is_nominal, is_nominative, is_prep, lemma_of, noun_of

__all__ = ["BODIES", "STOP", "Source", "Stage", "kinds_of", "named_nominative", "people"]

#: So many mentions back a pronoun or an office is looked for; so many persons can have an office.
_FAR = 200
BODIES = frozenset(("ORGANIZATION", "COUNTRY", "CITY", "STATE_OR_PROVINCE", "DISTRICT", "FACILITY"))
STOP = frozenset(
    ("который", "которая", "которые", "что", "если", "когда", "чтобы", "но", "а", "поскольку", "хотя", "пока")
)
_QUOTES = frozenset('"«»“”„-')


@attrs.frozen(kw_only=True)
class Source:
    """
    Who a cue names.

    Attributes:

        start, end: The words that name the source, if any.

        speaker: The place of the entity, if it is known.

        sure: Whether the words name the source by name, so that nothing had to be traced.
    """

    start: int | None = None
    end: int | None = None
    speaker: int | None = None
    sure: bool = False


@attrs.define
class _Profile:
    heads: set[str] = attrs.Factory(set)
    around: set[str] = attrs.Factory(set)
    gender: str | None = None


@attrs.define
class Stage:
    """The cast while speakers are found: who there is, what is said of each, and who was spoken of last."""

    reading: Reading
    entities: list[Named]
    mentions: list[Mentioned]
    #: Marks that open, to where what they open ends.
    quoted: dict[int, int]
    profiles: dict[int, _Profile] = attrs.Factory(dict)
    #: Places and persons, in text order: those who are spoken of in the nominative or speak.
    events: list[tuple[int, int]] = attrs.Factory(list)
    #: Persons spoken of otherwise.
    asides: list[tuple[int, int]] = attrs.Factory(list)
    bodies: list[tuple[int, int]] = attrs.Factory(list)
    by_start: dict[int, Mentioned] = attrs.Factory(dict)
    #: What has been looked up in the whole text.
    memo: dict[tuple[str, str], str | None] = attrs.Factory(dict)
    #: Who has just asked: it is another who answers.
    asked: int | None = None
    #: Where the words of persons' names begin.
    inside: set[int] = attrs.Factory(set)
    #: Where each person is first named.
    named: dict[int, int] = attrs.Factory(dict)
    added: dict[str, int] = attrs.Factory(dict)
    #: Whose sex a verb has told.
    sexed: set[int] = attrs.Factory(set)

    @classmethod
    def of(cls, reading: Reading, cast: Cast, quoted: dict[int, int], spoken: Sequence[tuple[int, int]]) -> "Stage":
        """A stage set with what the rules for names found; what is inside direct speech counts for nobody."""
        stage = cls(reading, list(cast.entities), list(cast.mentions), quoted)
        ends = [end for _, end in spoken]
        for mention in cast.mentions:
            known = stage.by_start.get(mention.start)
            if known is None or known.end < mention.end:
                stage.by_start[mention.start] = mention
            if mention.form == "name" and cast.entities[mention.entity].type == "PERSON":
                stage.inside.update(word.start for word in reading.between(mention.start, mention.end))
        for mention in sorted(stage.by_start.values(), key=lambda each: each.start):
            named = stage.entities[mention.entity]
            place = bisect_left(ends, mention.start + 1)
            inside = place < len(spoken) and spoken[place][0] <= mention.start
            if named.type == "PERSON":
                stage._meet(mention, named, inside=inside)
            elif named.type in BODIES and not inside:
                stage.bodies.append((mention.start, mention.entity))
        _roles(stage, spoken, ends)
        return stage

    def _meet(self, mention: Mentioned, named: Named, *, inside: bool) -> None:
        profile = self.profiles.setdefault(mention.entity, _Profile(gender=named.gender))
        if mention.form == "name":
            self.named.setdefault(mention.entity, mention.start)
            _describe(self, profile, mention)
        elif mention.form == "office" and mention.rule != "office-alone":
            for word in self.reading.between(mention.start, mention.end):
                profile.around.add(lemma_of(word.lower))
        if not inside:
            first = self.reading.at(mention.start)
            before = self.reading.words[first - 1].lower if first else ""
            nominative = (
                _in_nominative(self, mention, profile.gender)
                and not is_prep(before)
                and not _is_subordinate(self.reading, first)
            )
            (self.events if nominative else self.asides).append((mention.start, mention.entity))

    def speaks(self, place: int, entity: int) -> None:
        """Remember that somebody spoke."""
        named = self.entities[entity]
        if named.type == "PERSON" and not named.is_group:
            _keep(self.events, (place, entity))
            if entity not in self.profiles and named.rule == "source-name":
                self.profiles[entity] = _Profile(gender=named.gender)
                self.named[entity] = place
        else:
            _keep(self.bodies, (place, entity))

    def sex(self, entity: int, gender: str | None) -> None:
        """Remember what a verb tells of somebody's sex."""
        if gender not in ("masc", "femn"):
            return
        self.sexed.add(entity)
        if self.entities[entity].gender != gender:
            self.entities[entity] = attrs.evolve(self.entities[entity], gender=gender)
            self.profiles[entity].gender = gender

    def recent(self, place: int) -> Sequence[tuple[int, int]]:
        """The last of those who were the subject or spoke before a place."""
        end = bisect_left(self.events, (place, -1))
        return self.events[max(0, end - _FAR) : end]

    def last(self, place: int, gender: str | None, among: set[int] | None = None) -> int | None:
        """The person of fitting sex who was the subject or speaker last before a place."""
        for events in (self.events, self.asides):
            nearest = bisect_left(events, (place, -1)) - 1
            for at in range(nearest, max(-1, nearest - _FAR), -1):
                entity = events[at][1]
                if entity == self.asked:
                    continue
                if among is not None and entity not in among:
                    continue
                profile = self.profiles.get(entity)
                known = profile.gender if profile else self.entities[entity].gender
                if gender in (None, "plur") or known in (None, gender):
                    return entity
        return None

    def add(self, label: str, kind: str, rule: str, confidence: float, **more: object) -> int:
        """The place of an entity with a label, a new one where there is none."""
        key = label.lower()
        if key not in self.added:
            self.added[key] = len(self.entities)
            self.entities.append(
                Named(slug=slug(label), type=kind, label_ru=label, rule=rule, confidence=confidence, **more)  # type: ignore[arg-type]
            )
        return self.added[key]


def _keep(events: list[tuple[int, int]], event: tuple[int, int]) -> None:
    at = bisect_left(events, event)
    if at == len(events) or events[at] != event:
        events.insert(at, event)


def _roles(stage: Stage, spoken: Sequence[tuple[int, int]], ends: Sequence[int]) -> None:
    """Sentences that begin with a bare office ("Тренер …") go on with the person who has it."""
    for sentence in stage.reading.sentences:
        at = stage.reading.at(sentence.start)
        if at >= len(stage.reading.words) or sentence.start in stage.by_start:
            continue
        word = stage.reading.words[at]
        if not word.form[0].isupper() or len(word.form) < 4:
            continue
        noun = noun_of(word.lower)
        if noun is None or "nomn" not in noun.grammemes or noun.lemma not in people():
            continue
        place = bisect_left(ends, sentence.start + 1)
        if place < len(spoken) and spoken[place][0] <= sentence.start:
            continue
        kinds = kinds_of({noun.lemma}, set())
        fits = [
            entity
            for entity, profile in stage.profiles.items()
            if stage.named.get(entity, sentence.start) < sentence.start
            and (noun.lemma in profile.heads or kinds & kinds_of(profile.heads, profile.around))
        ]
        if len(fits) == 1:
            _keep(stage.events, (sentence.start, fits[0]))


def _is_subordinate(reading: Reading, place: int) -> bool:
    """Whether a word stands in a clause that depends on another: its subject is not what the article goes on with."""
    words = reading.words
    for at in range(place - 1, max(0, place - 24), -1):
        if words[at].form in ".!?…;":
            return False
        if words[at].lower in STOP and words[at - 1].form == "," and words[at].lower not in ("а", "но"):
            return True
    return False


def _in_nominative(stage: Stage, mention: Mentioned, gender: str | None) -> bool:
    if mention.form == "name":
        return named_nominative(stage, mention, gender)
    words = stage.reading.between(mention.start, mention.end)
    return bool(words) and is_nominative(words[0].lower, None)


def named_nominative(stage: Stage, mention: Mentioned, gender: str | None) -> bool:
    """Whether a name can be in the nominative: as its label is, or as its words may be."""
    label = (stage.entities[mention.entity].label_ru or "").lower().replace("ё", "е").split()
    between = stage.reading.between(mention.start, mention.end)
    # Of an initial no case can be told.
    words = [word.lower for word in between if word.form[0].isalpha() and len(word.form) > 1]
    ends = (*words[:1], *words[-1:])
    return all(word.replace("ё", "е") in label or is_nominative(word, gender) for word in ends)


def _describe(stage: Stage, profile: _Profile, mention: Mentioned) -> None:
    """What a person is called before the name, and in commas after it."""
    words = stage.reading.words
    first, last = stage.reading.at(mention.start), stage.reading.at(mention.end)
    cases = frozenset().union(*(cases_of(word.lower) for word in words[first:last] if word.form[0].isalpha()))
    for place in range(first - 1, max(-1, first - 16), -1):
        word = words[place]
        if not word.form[0].isalnum():
            if word.form not in _QUOTES:
                break
        elif not is_nominal(word.lower) or word.start in stage.inside:
            break
        else:
            _take(profile, word.lower, cases)
    if last < len(words) and words[last].form in ",(—–":
        for place in range(last + 1, min(last + 8, len(words))):
            word = words[place]
            if not word.form[0].isalpha() or not is_nominal(word.lower):
                break
            _take(profile, word.lower, cases)


def _take(profile: _Profile, lower: str, cases: frozenset[str]) -> None:
    parse = noun_of(lower)
    lemma = lemma_of(lower)
    if parse and ("anim" in parse.grammemes or parse.lemma in people()) and cases_of(lower) & cases:
        profile.heads |= heads_of(lower)
    profile.around.add(lemma)


@cache
def _offices() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    known = rules("sources")["people"]["offices"]
    return {kind: (frozenset(one["words"].split()), frozenset(one["of"].split())) for kind, one in known.items()}


@cache
def people() -> frozenset[str]:
    """The words for a person by what he is or does."""
    return lexicon("sources", "people", "words", "generic").union(
        lexicon("sources", "people", "leads"),
        lexicon("sources", "bodies", "groups"),
        *(words for words, _ in _offices().values()),
    )


def kinds_of(heads: AbstractSet[str], around: AbstractSet[str]) -> set[str]:
    """The offices that words for a person can mean."""
    leads = bool(heads & lexicon("sources", "people", "leads"))
    return {kind for kind, (words, of) in _offices().items() if heads & words or (leads and around & of)}
