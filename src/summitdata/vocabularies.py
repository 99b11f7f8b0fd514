"""The closed vocabularies of the tables: every code with its label, its definition and, where coders ask, its rule.

The field's standard lists keep their own codes. Definitions are in our words.
"""

from .fields import Vocabulary

__all__ = [
    "ActorRole",
    "Attitude",
    "AttributionBasis",
    "CapTopic",
    "Comparator",
    "CuePosition",
    "Dimension",
    "Direction",
    "EntityType",
    "ErrorKind",
    "EventRole",
    "ExpressionForm",
    "ExpressionKind",
    "Factuality",
    "Graduation",
    "IdScheme",
    "IdStatus",
    "Illocution",
    "Layer",
    "MentionForm",
    "Metaphor",
    "Novelty",
    "Origin",
    "ParagraphKind",
    "PeriodSource",
    "PloverCategory",
    "PloverContext",
    "PloverMode",
    "Polarity",
    "Predicate",
    "QuantityStatus",
    "QuotationKind",
    "Reader",
    "Sector",
    "Stage",
    "Strength",
    "Tense",
    "Upos",
]


class Origin(Vocabulary):
    """How a row came to be."""

    __source__ = "summitdata"

    CURATED = "curated", "Curated", "Read by the annotation guidelines and checked against the article."
    EXTRACTED = "extracted", "Extracted", "Made by a rule from the text; the rule and its confidence stand beside it."
    MERGED = "merged", "Merged", "Made by a rule and then corrected or confirmed in review."


class ParagraphKind(Vocabulary):
    """What a paragraph does in a news report."""

    __source__ = "summitdata"

    LEAD = "lead", "Lead", "The opening paragraph: who, what, when, and where the outlet has it from."
    NARRATION = "narration", "Narration", "The reporter's own text, reported speech included."
    QUOTATION = "quotation", "Quotation", "A paragraph that is a direct quotation and its tag."
    CAPTION = "caption", "Caption", "A photo caption or credit."
    CROSS_REFERENCE = (
        "cross_reference",
        "Cross-reference",
        "A pointer to the outlet's other reports.",
        "Sentences that open with what was reported earlier and end in a link.",
    )


class QuotationKind(Vocabulary):
    """How another's words are presented."""

    __source__ = "PARC and PolNeAR attribution relations; scare quotes are ours"

    DIRECT = (
        "direct",
        "Direct",
        "Clauses of the speaker's own, set off by quotation marks, a colon or a dash.",
    )
    INDIRECT = (
        "indirect",
        "Indirect",
        "The reporter's rendering of what a source said, thought or undertook.",
        "A reporting verb with a clause or a nominal object that carries what was said.",
        "Deeds that are reported without anybody's saying so.",
    )
    SCARE = (
        "scare",
        "Quoted term",
        "A word or short term in quotation marks that is nobody's attributed speech.",
        "Words set off as figurative, coined or so-called, also inside a direct quotation.",
        "Titles and names of firms.",
    )


class CuePosition(Vocabulary):
    """Where the cue stands in relation to the content."""

    __source__ = "summitdata, after the orders of the Gender Gap Tracker"

    BEFORE = "before", "Before", "The cue precedes the content."
    AFTER = "after", "After", "The cue follows the content."
    MEDIAL = "medial", "Medial", "The cue interrupts the content: content of the same group stands on both sides."


class EntityType(Vocabulary):
    """What kind of thing an entity is."""

    __source__ = "NEREL entity types without those for numbers, times, ages and misdeeds; the last four are ours"

    PERSON = "PERSON", "Person", "A person, or persons named jointly."
    COUNTRY = "COUNTRY", "Country", "A country."
    CITY = "CITY", "City", "A city, town or settlement."
    STATE_OR_PROVINCE = "STATE_OR_PROVINCE", "State or province", "A first-level part of a country."
    DISTRICT = "DISTRICT", "District", "A district of a region or city."
    LOCATION = "LOCATION", "Location", "A natural or historical region, sea, river or mountain."
    FACILITY = "FACILITY", "Facility", "A built place: port, terminal, hub, residence, pipeline."
    ORGANIZATION = "ORGANIZATION", "Organization", "A body: government, council, outlet, company, fund, centre."
    PROFESSION = "PROFESSION", "Office", "An office or a post, apart from whoever holds it."
    EVENT = "EVENT", "Event", "A named or particular happening: visit, session, forum, festival."
    LAW = "LAW", "Law", "A law, decree or code."
    NATIONALITY = "NATIONALITY", "People", "A people or nation as a group of persons."
    LANGUAGE = "LANGUAGE", "Language", "A language."
    RELIGION = "RELIGION", "Religion", "A religion or confession."
    IDEOLOGY = "IDEOLOGY", "Ideology", "A political doctrine."
    FAMILY = "FAMILY", "Family", "A family or dynasty."
    AWARD = "AWARD", "Award", "A prize or an order."
    PRODUCT = "PRODUCT", "Product", "A product, service or platform; a commodity where the text treats it as one thing."
    WORK_OF_ART = "WORK_OF_ART", "Work of art", "A book, film, picture or other work."
    PROJECT = "PROJECT", "Project", "An undertaking to build, launch or make something."
    PROGRAMME = "PROGRAMME", "Programme", "An agreed programme or plan of action."
    DOCUMENT = "DOCUMENT", "Document", "A treaty, declaration, agreement or road map."
    ROUTE = "ROUTE", "Route", "A transport corridor or line as a route."


class IdScheme(Vocabulary):
    """Who issues an identifier."""

    __source__ = "the issuers named"

    WIKIDATA = "wikidata", "Wikidata", "Wikidata item, `Q` and digits."
    GEONAMES = "geonames", "GeoNames", "GeoNames feature number."
    ISO3166_1_ALPHA3 = "iso3166-1-alpha3", "ISO 3166-1 alpha-3", "Three-letter country code."
    COW = "cow", "Correlates of War", "Country code of the Correlates of War project."
    GW = "gw", "Gleditsch and Ward", "Country code of Gleditsch and Ward's list of states."


class IdStatus(Vocabulary):
    """Whether an identifier was checked."""

    __source__ = "summitdata"

    VERIFIED = "verified", "Verified", "Seen in the source that the row names."
    UNVERIFIED = (
        "unverified",
        "Unverified",
        "Believed right and not seen in a list of its issuer; the row says why it is there.",
    )


class Sector(Vocabulary):
    """The field of cooperation a project or an undertaking belongs to."""

    __source__ = "summitdata"

    TRANSPORT = "transport", "Transport", "Routes, ports, freight, ferries, logistics."
    ENERGY = "energy", "Energy", "Oil, gas, uranium, electricity and their carriage."
    TRADE = "trade", "Trade", "Exchange of goods and its volume."
    INDUSTRY = "industry", "Industry", "Manufacture, joint production, shipbuilding."
    CONSTRUCTION = "construction", "Construction", "Housing and other building."
    AGRICULTURE = "agriculture", "Agriculture", "Farming and food."
    DIGITAL = "digital", "Digital", "Information technology, data lines, public services online."
    INVESTMENT = "investment", "Investment", "Funds, finance, business contacts."
    CULTURE = "culture", "Culture", "Culture, cinema, heritage."
    EDUCATION = "education", "Education and science", "Schools, universities, research, youth."
    SECURITY = "security", "Security", "Peace, defence, stability."
    POLITICS = "politics", "Politics", "Political dialogue and institutions as such."


class Stage(Vocabulary):
    """How far a project or an undertaking has come, by the article's own words."""

    __source__ = "summitdata"

    PROPOSED = "proposed", "Proposed", "Put forward by one side."
    DISCUSSED = "discussed", "Discussed", "Talked about; its possibility or importance was noted."
    PREPARED = "prepared", "In preparation", "Being worked out; no start is reported."
    AGREED = "agreed", "Agreed", "Both sides agreed to it."
    PLANNED = "planned", "Planned", "Set to start."
    INSTRUCTED = "instructed", "Instructed", "A body was told to do it."
    UNDER_CONSTRUCTION = "under_construction", "Under construction", "Being built or carried out."
    OPERATING = "operating", "Operating", "In use."
    COMPLETED = "completed", "Completed", "Finished."


class MentionForm(Vocabulary):
    """By what kind of words an entity is mentioned."""

    __source__ = "summitdata"

    NAME = "name", "Name", "A proper name or an established part or abbreviation of it."
    OFFICE = (
        "office",
        "Office",
        "The holder named by the office.",
        "The office alone, or with the country it belongs to.",
        "Merits and honours, which are descriptions.",
    )
    DESCRIPTION = (
        "description",
        "Description",
        "A noun phrase without a name that in this place means one entity.",
    )
    ADJECTIVE = "adjective", "Adjective", "An adjective made from the name of a country, place or people."
    DEMONYM = "demonym", "Demonym", "A noun for the people of a country or place."
    PRONOUN = (
        "pronoun",
        "Pronoun",
        "A personal or possessive pronoun, first and second person included.",
        None,
        "Relative, reflexive and demonstrative pronouns.",
    )


class Illocution(Vocabulary):
    """What the speaker does in saying it."""

    __source__ = "summitdata, after Searle's classes"

    ASSERTS = "asserts", "Asserts", "Says that something is, was or will be so."
    EVALUATES = "evaluates", "Evaluates", "Says how good, important or promising something is."
    COMMITS = "commits", "Commits", "Undertakes to do something."
    AGREES = "agrees", "Agrees", "Reports or makes an agreement of both sides."
    INSTRUCTS = "instructs", "Instructs", "Gives or reports an order to a body."
    PROPOSES = "proposes", "Proposes", "Puts something forward."
    EXPECTS = "expects", "Expects", "Says what will or should follow, as hope, conviction or plan."
    THANKS = "thanks", "Thanks", "Expresses gratitude."
    WELCOMES = "welcomes", "Welcomes", "Greets a person or approves of an event."
    REFERS = "refers", "Refers", "Points to another text or to where it was reported."


class Factuality(Vocabulary):
    """How sure the source presents itself to be."""

    __source__ = "FactBank's scale"

    CERTAIN = "certain", "Certain", "Presented as a fact."
    PROBABLE = "probable", "Probable", "Presented as likely: expectation, conviction, plan."
    POSSIBLE = "possible", "Possible", "Presented as possible."
    NONE = "none", "None", "No stand is taken on whether it is so: orders, wishes, bare intentions."


class Polarity(Vocabulary):
    """Affirmed or denied; approving or disapproving."""

    __source__ = "FactBank (statements); Martin and White (evaluations)"

    POSITIVE = "positive", "Positive", "Affirmed; an approving appraisal."
    NEGATIVE = "negative", "Negative", "Denied; a disapproving appraisal."
    UNDERSPECIFIED = "underspecified", "Underspecified", "Neither is said."


class Tense(Vocabulary):
    """The time of the proposition as its verb presents it."""

    __source__ = "Universal Dependencies feature Tense, and verbless clauses"

    PAST = "past", "Past", "The verb is past, short passive participles without an auxiliary included."
    PRESENT = "present", "Present", "The verb is present, or the clause has no verb and means the present."
    FUTURE = "future", "Future", "The verb is future."
    NONE = "none", "None", "Infinitive or nominal: no time is marked."


class AttributionBasis(Vocabulary):
    """Where a link of the chain of evidence is read from."""

    __source__ = "summitdata"

    STATED = "stated", "Stated", "Named in the statement's own sentence or in the tag of its quotation."
    CARRIED = "carried", "Carried over", "Named elsewhere in the article, for the whole report."
    AGENTLESS = (
        "agentless",
        "Agentless",
        "A passive of saying, agreeing, deciding or instructing that names no agent: somebody is implied and nobody is named.",
    )


class ExpressionKind(Vocabulary):
    """What an expression does in the discourse."""

    __source__ = (
        "summitdata; hedges and boosters after Hyland, approximators after Prince and others, evidentials after Chafe"
    )

    FIRST_PERSON = "first_person", "First person", "A pronoun, possessive or verb form of the first person."
    SECOND_PERSON = "second_person", "Second person", "A pronoun, possessive or verb form of the second person."
    HEDGE = "hedge", "Hedge", "Words by which a speaker keeps from full commitment."
    BOOSTER = "booster", "Booster", "Words by which a speaker stresses that it is so."
    APPROXIMATOR = "approximator", "Approximator", "Words that make a number rough or a bound."
    EVIDENTIAL = (
        "evidential",
        "Evidential",
        "Words that say where a thing is known from.",
        None,
        "The cue of a quotation, but for the outlet's remarks on its own sources.",
    )
    DISTANCE = "distance", "Distance", "Words by which a speaker marks a wording as not his own."


class ExpressionForm(Vocabulary):
    """What kind of words an expression is made of."""

    __source__ = "summitdata"

    PRONOUN = "pronoun", "Pronoun", "A personal pronoun."
    POSSESSIVE = "possessive", "Possessive", "A possessive pronoun."
    VERB = "verb", "Verb", "A verb whose ending alone marks the person."
    OTHER = "other", "Other", "Adverbs, predicatives, particles and set phrases."


class CapTopic(Vocabulary):
    """Major policy topic."""

    __source__ = "Comparative Agendas Project, major topics (numbers 11 and 22 are unused)"

    MACROECONOMICS = "1", "Macroeconomics", "Growth, prices, budget, taxes, industrial policy."
    CIVIL_RIGHTS = "2", "Civil rights", "Rights, freedoms, minorities."
    HEALTH = "3", "Health", "Health care and medicine."
    AGRICULTURE = "4", "Agriculture", "Farming, food, fisheries."
    LABOR = "5", "Labor", "Work and employment."
    EDUCATION = "6", "Education", "Schools, universities, youth education."
    ENVIRONMENT = "7", "Environment", "Nature, pollution, climate."
    ENERGY = "8", "Energy", "Oil, gas, nuclear, electricity, renewables."
    IMMIGRATION = "9", "Immigration", "Migration and citizenship."
    TRANSPORTATION = "10", "Transportation", "Roads, rail, ports, pipelines as routes, freight."
    LAW_AND_CRIME = "12", "Law and crime", "Courts, police, crime."
    SOCIAL_WELFARE = "13", "Social welfare", "Assistance and care."
    HOUSING = "14", "Housing", "Housing and urban development."
    DOMESTIC_COMMERCE = "15", "Domestic commerce", "Business, banks, companies, tourism."
    DEFENSE = "16", "Defense", "Armed forces, alliances, arms."
    TECHNOLOGY = "17", "Technology", "Science, communications, space, information technology."
    FOREIGN_TRADE = "18", "Foreign trade", "Exports, imports, trade agreements."
    INTERNATIONAL_AFFAIRS = "19", "International affairs", "Relations with other countries, diplomacy, peace."
    GOVERNMENT_OPERATIONS = "20", "Government operations", "How government itself works."
    PUBLIC_LANDS = "21", "Public lands", "Public land, water and territories."
    CULTURE = "23", "Culture", "Arts, media, sport."
    OTHER = "99", "Other", "No policy topic: captions, pointers, courtesies."


class Dimension(Vocabulary):
    """What kind of number a quantity is."""

    __source__ = "summitdata"

    LEVEL = "level", "Level", "An amount at a time or over a period: tonnes carried in a year."
    CHANGE = "change", "Change", "A difference in the unit of the amount itself, also one without a value."
    GROWTH = "growth", "Growth", "A relative change against an earlier period, in per cent."
    SHARE = "share", "Share", "A part of a whole, in per cent or as a fraction."
    MULTIPLE = "multiple", "Multiple", "A factor: doubled, three times."
    COUNT = "count", "Count", "How many things, persons or events.", None, "The pronoun-like “one of”."
    ORDINAL = "ordinal", "Ordinal", "A place in a sequence: the second session."
    DURATION = "duration", "Duration", "A length of time: an anniversary's years, a term, centuries."


class Direction(Vocabulary):
    """Which way a change goes."""

    __source__ = "summitdata"

    INCREASE = "increase", "Increase", "It becomes more."
    DECREASE = "decrease", "Decrease", "It becomes less."


class QuantityStatus(Vocabulary):
    """Whether the number has come true."""

    __source__ = "summitdata"

    ACTUAL = "actual", "Actual", "It is or was so, by the source."
    TARGET = "target", "Target", "Someone means to reach it."
    EXPECTED = "expected", "Expected", "Someone expects it without undertaking it."


class Comparator(Vocabulary):
    """How the value bounds the true one."""

    __source__ = "summitdata"

    EQUAL = "=", "equal to", "The number itself, exact or approximate."
    LESS = "<", "less than", "Almost, under, less than."
    GREATER = ">", "more than", "More than, over."
    AT_MOST = "≤", "at most", "Up to, not more than."
    AT_LEAST = "≥", "at least", "Not less than, from."


class PeriodSource(Vocabulary):
    """What the period of a number, or the time of a statement or a date, was read from."""

    __source__ = "summitdata"

    STATED = "stated", "Stated", "A date or year stands in the same clause."
    PUBLICATION = (
        "publication",
        "Resolved against the publication date",
        "A relative expression such as last year, counted from the day the article appeared.",
    )
    CONTEXT = "context", "Carried over", "The period of an earlier clause that this one continues."
    EVENT = "event", "Taken from an event", "The date of the event that the clause speaks of."


class Strength(Vocabulary):
    """How firmly an undertaking is made."""

    __source__ = "summitdata, after the modalities of the G7 and G20 research groups"

    AGREED = "agreed", "Agreed", "Both sides have agreed to do it."
    INSTRUCTED = "instructed", "Instructed", "A body has been told to do it."
    WILL = "will", "Will", "The speaker says it will be done."
    INTENDS = "intends", "Intends", "The speaker plans or means to do it."
    READY = "ready", "Ready", "The speaker is ready or willing."
    PROPOSED = "proposed", "Proposed", "The speaker suggests it."
    DISCUSSED = "discussed", "Discussed", "It was discussed; nobody has bound themselves."


class Novelty(Vocabulary):
    """Whether an undertaking is new."""

    __source__ = "summitdata"

    NEW = "new", "New", "First made on this occasion, by the article."
    CONTINUING = "continuing", "Continuing", "The continuation or enlargement of what is going on."
    RESTATED = "restated", "Restated", "Made before and repeated."


class ActorRole(Vocabulary):
    """An actor's part in an undertaking."""

    __source__ = "summitdata"

    PROMISOR = "promisor", "Promisor", "Who undertakes it."
    ADDRESSEE = "addressee", "Addressee", "The body that is told to do it, or to whom it is promised."
    BENEFICIARY = "beneficiary", "Beneficiary", "Who is to gain from it."


class Attitude(Vocabulary):
    """Kind of appraisal."""

    __source__ = "Martin and White, appraisal theory"

    AFFECT = "affect", "Affect", "A feeling: joy, satisfaction, gratitude."
    JUDGEMENT = "judgement", "Judgement", "Of a person's or body's conduct or character."
    APPRECIATION = "appreciation", "Appreciation", "Of a thing, process or state of affairs."


class Graduation(Vocabulary):
    """Whether the appraisal is turned up or down."""

    __source__ = "Martin and White, appraisal theory"

    RAISED = "raised", "Raised", "Strengthened by force or focus."
    NEUTRAL = "neutral", "Neutral", "Neither."
    LOWERED = "lowered", "Lowered", "Weakened by force or focus."


class Metaphor(Vocabulary):
    """Family of a metaphor."""

    __source__ = "summitdata, after conceptual metaphor theory"

    KINSHIP = "kinship", "Kinship", "Nations as brothers, roots in common."
    FOUNDATION = "foundation", "Foundation", "Relations as a building with ground and base."
    PATH = "path", "Path", "Relations as a way, a line, a step, a level to be reached."
    MOMENTUM = "momentum", "Momentum", "Relations as a body that is pushed or speeds up."
    PLANT = "plant", "Growth", "Relations as something that grows and bears fruit."
    DOOR = "door", "Opening", "Chances as doors that open."


class PloverCategory(Vocabulary):
    """Event category."""

    __source__ = "PLOVER manual"

    AGREE = "AGREE", "Agree", "Agrees, offers or promises to cooperate; future visits and signings."
    CONSULT = "CONSULT", "Consult", "Meetings, visits, talks and calls that took place."
    SUPPORT = "SUPPORT", "Support", "Diplomatic support, praise, recognition; signing and ratifying."
    CONCEDE = "CONCEDE", "Concede", "Verbal concession, pardon, regret."
    COOPERATE = "COOPERATE", "Cooperate", "Mutual material exchange."
    AID = "AID", "Aid", "Material benefit mainly to the recipient."
    RETREAT = "RETREAT", "Retreat", "Material concession."
    REQUEST = "REQUEST", "Request", "Requests, demands and orders."
    ACCUSE = "ACCUSE", "Accuse", "Blame, disapproval, allegation, investigation."
    REJECT = "REJECT", "Reject", "Refusal."
    THREATEN = "THREATEN", "Threaten", "Threats."
    PROTEST = "PROTEST", "Protest", "Demonstrations, strikes and the like."
    SANCTION = "SANCTION", "Sanction", "Convicting, expelling, withdrawing, discontinuing."
    MOBILIZE = "MOBILIZE", "Mobilize", "Bringing forces to readiness."
    COERCE = "COERCE", "Coerce", "Seizure, arrest, restriction."
    ASSAULT = "ASSAULT", "Assault", "Violence."


class PloverMode(Vocabulary):
    """Mode of an event; which categories a mode goes with stands in its definition."""

    __source__ = "PLOVER manual"

    VISIT = "visit", "Visit", "CONSULT: a visit."
    THIRD_PARTY = "third-party", "Third party", "CONSULT: a third party mediates or hosts."
    MULTILATERAL = "multilateral", "Multilateral", "CONSULT: many parties."
    PHONE = "phone", "Phone", "CONSULT: a call."
    WITHDRAW = "withdraw", "Withdraw", "RETREAT or SANCTION: withdrawal."
    RELEASE = "release", "Release", "RETREAT: release of persons or property."
    DISARM = "disarm", "Disarm", "RETREAT: disarmament."
    CEASEFIRE = "ceasefire", "Ceasefire", "RETREAT: ceasefire."
    ACCESS = "access", "Access", "RETREAT: access is given."
    RESIGN = "resign", "Resign", "RETREAT: resignation."
    ASSIST = "assist", "Assist", "REQUEST or REJECT: assistance."
    CHANGE = "change", "Change", "REQUEST or REJECT: change of policy."
    YIELD = "yield", "Yield", "REQUEST or REJECT: yielding."
    MEET = "meet", "Meet", "REQUEST or REJECT: a meeting."
    DISAPPROVE = "disapprove", "Disapprove", "ACCUSE: disapproval."
    INVESTIGATE = "investigate", "Investigate", "ACCUSE: investigation."
    ALLEGE = "allege", "Allege", "ACCUSE: allegation."
    RESTRICT = "restrict", "Restrict", "THREATEN or COERCE: restriction."
    ARREST = "arrest", "Arrest", "THREATEN or COERCE: arrest."
    RELATIONS = "relations", "Relations", "THREATEN: relations."
    EXPEL = "expel", "Expel", "THREATEN or SANCTION: expulsion."
    VIOLENCE = "violence", "Violence", "THREATEN: violence."
    TERRITORY = "territory", "Territory", "THREATEN: territory."
    DEMO = "demo", "Demonstration", "PROTEST: demonstration."
    RIOT = "riot", "Riot", "PROTEST: riot."
    STRIKE = "strike", "Strike", "PROTEST: strike."
    HUNGER = "hunger", "Hunger strike", "PROTEST: hunger strike."
    BOYCOTT = "boycott", "Boycott", "PROTEST: boycott."
    OBSTRUCT = "obstruct", "Obstruct", "PROTEST: obstruction."
    VANDALIZE = "vandalize", "Vandalize", "PROTEST: vandalism."
    CONVICT = "convict", "Convict", "SANCTION: conviction."
    DISCONTINUE = "discontinue", "Discontinue", "SANCTION: discontinuing."
    TROOPS = "troops", "Troops", "MOBILIZE: troops."
    WEAPONS = "weapons", "Weapons", "MOBILIZE: weapons."
    POLICE = "police", "Police", "MOBILIZE: police."
    MILITIA = "militia", "Militia", "MOBILIZE: militia."
    SEIZE = "seize", "Seize", "COERCE: seizure."
    CENSOR = "censor", "Censor", "COERCE: censorship."
    CURFEW = "curfew", "Curfew", "COERCE: curfew."
    MARTIAL_LAW = "martial-law", "Martial law", "COERCE: martial law."
    DEPORT = "deport", "Deport", "COERCE: deportation."
    WITHHOLD = "withhold", "Withhold", "COERCE: withholding."
    MISINFORMATION = "misinformation", "Misinformation", "COERCE: misinformation."
    CYBER = "cyber", "Cyber", "COERCE: attack on computers."
    ABDUCT = "abduct", "Abduct", "ASSAULT: abduction."
    BEAT = "beat", "Beat", "ASSAULT: beating."
    TORTURE = "torture", "Torture", "ASSAULT: torture."
    SEXUAL = "sexual", "Sexual", "ASSAULT: sexual violence."
    TARGETED = "targeted", "Targeted", "ASSAULT: targeted killing."
    DESTROY = "destroy", "Destroy", "ASSAULT: destruction."
    PRIMITIVE = "primitive", "Primitive", "ASSAULT: primitive weapons."
    FIREARMS = "firearms", "Firearms", "ASSAULT: firearms."
    EXPLOSIVES = "explosives", "Explosives", "ASSAULT: explosives."
    SUICIDE_ATTACK = "suicide-attack", "Suicide attack", "ASSAULT: suicide attack."
    AERIAL = "aerial", "Aerial", "ASSAULT: from the air."
    DRONE = "drone", "Drone", "ASSAULT: drones."
    HEAVY_WEAPONS = "heavy-weapons", "Heavy weapons", "ASSAULT: heavy weapons."
    CROWD_CONTROL = "crowd-control", "Crowd control", "ASSAULT: crowd control."
    UNCONVENTIONAL = "unconventional", "Unconventional", "ASSAULT: unconventional weapons."


class PloverContext(Vocabulary):
    """Context of an event."""

    __source__ = "PLOVER manual"

    MILITARY = "military", "Military", "Armed forces and their affairs."
    INTELLIGENCE = "intelligence", "Intelligence", "Intelligence services."
    EXECUTIVE = "executive", "Executive", "Heads of state and government and their bodies."
    LEGISLATIVE = "legislative", "Legislative", "Parliaments."
    ELECTION = "election", "Election", "Elections."
    POLITICAL_INSTITUTIONS = "political_institutions", "Political institutions", "How a state is ordered."
    PRO_DEMOCRACY = "pro_democracy", "Pro-democracy", "For democracy."
    PRO_AUTOCRACY = "pro_autocracy", "Pro-autocracy", "For autocracy."
    ECONOMIC = "economic", "Economic", "Trade, finance, development; not routine business."
    LEGAL = "legal", "Legal", "Law and courts."
    REPARATIONS = "reparations", "Reparations", "Making good for past wrongs."
    HUMAN_RIGHTS = "human_rights", "Human rights", "Human rights."
    RIGHTS_FREEDOMS = "rights_freedoms", "Rights and freedoms", "Civil rights and freedoms."
    REPRESSION = "repression", "Repression", "Repression by a state."
    HUMAN_SECURITY = "human_security", "Human security", "Safety of persons."
    GENDER = "gender", "Gender", "Gender."
    LGBT = "lgbt", "LGBT", "Sexual minorities."
    RELIGION_ETHNICITY = "religion_ethnicity", "Religion and ethnicity", "Religious and ethnic groups."
    INEQUALITY = "inequality", "Inequality", "Inequality."
    DIPLOMATIC = "diplomatic", "Diplomatic", "Formal relations, embassies, foreign ministries, treaty talks."
    TERRITORY = "territory", "Territory", "Sovereignty and borders."
    PEACEKEEPING = "peacekeeping", "Peacekeeping", "Peacekeeping."
    HEALTH = "health", "Health", "Health."
    ASYLUM = "asylum", "Asylum", "Asylum and refugees."
    MIGRATION = "migration", "Migration", "Migration."
    DISASTERS = "disasters", "Disasters", "Disasters."
    NATURAL_RESOURCE = "natural_resource", "Natural resource", "Minerals, oil, gas, farm goods, water."
    ENVIRONMENT = "environment", "Environment", "Environment."
    TECHNOLOGY = "technology", "Technology", "Technology."
    TERRORISM = "terrorism", "Terrorism", "Terrorism."
    CBRN = "cbrn", "CBRN", "Chemical, biological, radiological and nuclear weapons."
    CYBER = "cyber", "Cyber", "Computers and networks."
    MISINFORMATION = "misinformation", "Misinformation", "Misinformation."
    CRIME = "crime", "Crime", "Crime."
    CORRUPTION = "corruption", "Corruption", "Corruption."
    ILLEGAL_DRUGS = "illegal_drugs", "Illegal drugs", "Drugs."
    TRAFFICKING = "trafficking", "Trafficking", "Trafficking in persons and goods."


class EventRole(Vocabulary):
    """Part in an event."""

    __source__ = "PLOVER manual"

    ACTOR = "actor", "Actor", "Who does it; all of them in a meeting without a host."
    RECIPIENT = "recipient", "Recipient", "To whom it is done; the host of a visit."


class Predicate(Vocabulary):
    """How two entities are related."""

    __source__ = "summitdata; names after NEREL where it has the relation"

    HOLDS_OFFICE = "holds_office", "Holds office", "The person holds the office."
    OFFICE_OF = "office_of", "Office of", "The office belongs to the country or body."
    LOCATED_IN = "located_in", "Located in", "The place lies in, or the body sits in, the other place."
    PART_OF = "part_of", "Part of", "The subject is a part of the object."
    MEMBER_OF = "member_of", "Member of", "The subject is one of those who make up the object."
    PARTICIPANT_IN = "participant_in", "Participant in", "The subject took part in the event."
    TAKES_PLACE_IN = "takes_place_in", "Takes place in", "The event took place there."
    SIGNED = "signed", "Signed", "The subject signed the document."
    PARTY_TO = "party_to", "Party to", "The subject is a party to the document, body or project."
    PARTNERS_IN = (
        "partners_in",
        "Partners in",
        "Partners from the subject, a country, take part in the object; the country itself need not.",
    )
    MEDIATED = "mediated", "Mediated", "The subject mediated the document or event."
    INSTRUMENT_OF = "instrument_of", "Instrument of", "The document, fund or body serves the object."
    ANNIVERSARY_OF = "anniversary_of", "Anniversary of", "The event marks so many years of the object."
    OPERATES_SINCE = "operates_since", "Operating in", "The subject has worked since the period; the object is where."
    BUILDS = "builds", "Builds", "The subject builds the object."
    CONNECTS = "connects", "Connects", "The route or line passes through or ends at the object."
    CHAIRS = "chairs", "Chairs", "The subject presides over the object."
    PUBLISHED_BY = "published_by", "Published by", "The subject is issued by the object."


class Upos(Vocabulary):
    """Universal part of speech."""

    __source__ = "Universal Dependencies v2"

    ADJ = "ADJ", "Adjective", "Adjectives, ordinal numerals and participles used as adjectives."
    ADP = "ADP", "Adposition", "Prepositions."
    ADV = "ADV", "Adverb", "Adverbs and predicatives."
    AUX = "AUX", "Auxiliary", "The verb to be as copula or auxiliary, and the conditional particle."
    CCONJ = "CCONJ", "Coordinating conjunction", "Coordinating conjunctions."
    DET = "DET", "Determiner", "Possessive, demonstrative and quantifying words before a noun."
    INTJ = "INTJ", "Interjection", "Interjections."
    NOUN = "NOUN", "Noun", "Common nouns."
    NUM = "NUM", "Numeral", "Cardinal numerals, in digits or words."
    PART = "PART", "Particle", "Particles and negation."
    PRON = "PRON", "Pronoun", "Pronouns that stand for a noun."
    PROPN = "PROPN", "Proper noun", "Proper names."
    PUNCT = "PUNCT", "Punctuation", "Punctuation."
    SCONJ = "SCONJ", "Subordinating conjunction", "Subordinating conjunctions."
    SYM = "SYM", "Symbol", "Symbols."
    VERB = "VERB", "Verb", "Verbs, short participles, converbs, full participles with their own arguments."
    X = "X", "Other", "Anything else."


class Layer(Vocabulary):
    """The layer a reading belongs to."""

    __source__ = "summitdata"

    QUOTATIONS = "quotations", "Quotations", "Quotations and their attribution."
    MENTIONS = "mentions", "Mentions", "Mentions of entities."
    QUANTITIES = "quantities", "Quantities", "Numbers and their meaning."
    STATEMENTS = "statements", "Statements", "Propositions and their codes."
    COMMITMENTS = "commitments", "Commitments", "Undertakings."
    EVALUATIONS = "evaluations", "Evaluations", "Appraisals."
    EVENTS = "events", "Events", "Events."
    EXPRESSIONS = "expressions", "Expressions", "Forms of person, hedges, boosters and the like."


class Reader(Vocabulary):
    """Which of the independent readers."""

    __source__ = "summitdata"

    FIRST = "first", "First reader", "The reader whose reading was made first."
    SECOND = "second", "Second reader", "A reader who had the guidelines and the article only."
    MACHINE = "machine", "Machine", "The rules of extraction, as they left the row before anybody looked at it."
    HUMAN = "human", "Human", "Who went over what the rules had made."


class ErrorKind(Vocabulary):
    """Why extraction made no rows of a source, or only of a part of it."""

    __source__ = "summitdata"

    UNREADABLE = "unreadable", "Unreadable", "The file could not be read, or is no text."
    ENCODING = "encoding", "Encoding", "The bytes fit no encoding that is read."
    FORMAT = "format", "Format", "The file is broken: not the HTML, JSON Lines or WARC that its name says."
    TRUNCATED = "truncated", "Cut short", "The file ends in the middle; what stands before is there."
    EMPTY = "empty", "Empty", "There is no text in it."
    LANGUAGE = "language", "Language", "The text is not in a language that the rules know."
    LIMIT = "limit", "Limit", "It is larger or deeper than the limits allow."
    DUPLICATE = "duplicate", "Duplicate", "The same text is there already, as another article."
    DEFECT = "defect", "Defect", "A rule failed; please report it."
