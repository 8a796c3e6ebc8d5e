"""The web app's own tables: events flattened and sorted by time, so that no view has to unpack nested columns.

They are made once per state of the case and hold nothing that the catalogue does not.
"""

from dataclasses import dataclass

from standoff.core.vocabulary import GROUP_CODES
from standoff.web.flat_outlook import FIRINGS, FORECAST_LINES, INDICATOR_RECORDS, TENSION_DAYS, TENSION_PAIRS
from standoff.web.flat_statements import STATEMENT_LINES

WORDS_LIMIT = 400
"""Longest clause kept for a line (code points); the report itself has the rest."""

_SIDE = """
    list_distinct([
        coalesce(a.name, regexp_replace(a.text, '\\s+', ' ', 'g'))
        || case when a.country is null or contains(coalesce(a.name, a.text), a.country) then ''
                else ' (' || a.country || ')' end
        for a in {side}
    ])
"""
"""Names of a side as `picture.lines.name_side` writes them, each once."""

_GROUPS = ", ".join(f"'{code}'" for code in sorted(GROUP_CODES))
_STATE = f"case when {{code}} in ({_GROUPS}) then null else {{code}} end"
"""A state's code; the codes of groups (`IGO` and the like) stand for many bodies, which go by their names."""

_KEY = f"coalesce({_STATE.format(code='a.country')}, a.name)"
"""How an actor `a` is known: by its state, else by its name."""

LINES = f"""
create table lines as
with told as (
    select e.*, r.known, r.title,
        [t for t in e.times if t.earliest is not null or t.latest is not null][1] as stated_time
    from events e join reports r on r.doc_id = e.doc_id
), flat as (
select
    event_id, doc_id, start, "end", report, title, outlet,
    try_cast(published as date) as published, try_cast(known as date) as known,
    left(clause.text, {WORDS_LIMIT}) as words, text as trigger_words,
    type, mode, quad, intensity, status, polarity, certainty, basis, confidence, maker,
    condition.text as condition,
    [struct_pack(name := coalesce(s.actor.name, s.actor.text), kind := s.kind, basis := s.basis) for s in speakers]
        as speakers,
    {_SIDE.format(side="sources")} as who,
    {_SIDE.format(side="targets")} as whom,
    try_cast(stated_time.earliest as date) as earliest,
    try_cast(stated_time.latest as date) as latest,
    stated_time.basis as time_basis,
    coalesce(try_cast(stated_time.earliest as date), try_cast(stated_time.latest as date)) is not null as dated,
    coalesce(try_cast(stated_time.earliest as date), try_cast(stated_time.latest as date),
             try_cast(published as date), try_cast(known as date), date '0001-01-01') as day,
    content_of, same_as,
    status in ('occurred', 'ongoing', 'historical') and polarity = '+' and content_of is null and len(speakers) = 0
        as told_as_fact
from told
)
select cast(row_number() over (order by day, event_id) as integer) as line, *, greatest(day, latest) as last_day
from flat order by line
"""
"""Events, one a row; `line` numbers them in order of time, and other tables name them by it."""

SIDES = f"""
create table sides as
with mentions as (
    select event_id, 'who' as side, unnest(sources) as actor from events
    union all
    select event_id, 'whom' as side, unnest(targets) as actor from events
), named as (
    select event_id, side, {_STATE.format(code="actor.country")} as country, actor.sector as sector,
        coalesce(actor.name, regexp_replace(actor.text, '\\s+', ' ', 'g')) as name
    from mentions
), country_names as (
    select country, mode(name order by name) as name from named where country is not null and sector is null
    group by country
)
select distinct l.line, n.side, n.key, n.label, n.is_country, l.day, l.quad
from (
    select event_id, side, name as key, name as label, false as is_country from named
    union all
    select event_id, side, n.country as key,
        case when coalesce(c.name, k.name, n.country) = n.country then n.country
             else coalesce(c.name, k.name) || ' (' || n.country || ')' end as label,
        true as is_country
    from named n left join country_names c on c.country = n.country left join country_codes k on k.code = n.country
    where n.country is not null
) n join lines l on l.event_id = n.event_id
order by n.key, l.line
"""
"""Who takes part in what: a row per event, side and name, and one more per country, named as the reports name it.

A country that only its offices and people stand for in the reports goes by the name that the lexicon gives it.
"""

PARTS = """
create table parts as
select distinct key, line, day, quad from sides where is_country order by key, line
"""
"""Which countries take part in what, whichever the side: what the lanes of the timeline count."""

LANE_DAYS = """
create table lane_days as
select key, day, quad, cast(count(*) as integer) as events from parts group by key, day, quad order by key, day
"""
"""The same counted by day, for a timeline that is narrowed by nothing but time."""

TIES = f"""
create table ties as
with pairs as (
    select e.event_id, unnest([{_KEY} for a in e.sources]) as source, e.targets
    from events e
), both_sides as (
    select event_id, source, unnest([{_KEY} for a in targets]) as target from pairs
)
select distinct l.line, b.event_id, b.source, b.target, l.day, l.quad, l.intensity
from both_sides b join lines l on l.event_id = b.event_id
where b.source is not null and b.target is not null and b.source <> b.target and l.told_as_fact
order by l.line
"""
"""Who acts on whom, by country where it is known: acts told as fact, as in the brief's network."""

SPOTS = """
create table spots as
with placed as (select event_id, unnest(places) as place from events)
select l.line, p.event_id, l.day, l.quad, l.type, l.status, place.name as name, place.kind as kind,
    place.country as country,
    place.parties as parties, place.relation as relation, place.latitude as latitude, place.longitude as longitude,
    place.precision_km as precision_km, place.start as start, place."end" as "end"
from placed p join lines l on l.event_id = p.event_id
order by l.line
"""
"""Where what is told to be: a row per event and place, without coordinates where the words name no spot."""

ACTORS = """
create table actors_seen as
select key, min(label) as label, bool_or(is_country) as is_country, count(distinct line) as events from sides
group by key order by events desc, key
"""

CLAIM_LINES = """
create table claim_lines as
with told as (
    select * from lines union all by name select * from statement_lines
), uncoded as (
    select claim_id, min(doc_id || ':said ' || start) as said_id from claim_mentions
    where event_id is null and stance = 'asserts' group by claim_id
), denied as (
    select claim_id, count(distinct origin_id) as denials from claim_mentions where stance = 'denies' group by claim_id
), linked as (
    select claim_id, count(*) as links from (
        select claim_id, other_id from claim_links union select other_id, claim_id from claim_links
    ) group by claim_id
)
select c.claim_id, c.happening_id, c.label, c.state, c.mentions, c.origins, c.evidence, c.credibility,
    c.credibility_why,
    try_cast(c.first_known as date) as first_known, try_cast(c.last_known as date) as last_known,
    coalesce(try_cast(c.last_known as date), date '0001-01-01') as recent,
    c.type, c.status, c.polarity, coalesce(d.denials, 0) as denials, coalesce(k.links, 0) as links,
    cast(coalesce(d.denials, 0) + coalesce(k.links, 0) as integer) as against, coalesce(c.credibility, 7) as rank,
    l.* exclude (type, status, polarity)
from claims c left join uncoded u on u.claim_id = c.claim_id
join told l on l.event_id = coalesce(c.event_id, u.said_id)
left join denied d on d.claim_id = c.claim_id
left join linked k on k.claim_id = c.claim_id
order by recent, c.claim_id
"""
"""Claims with the line of their best mention, and how many origins deny them."""

QUOTED = """
select distinct x.doc_id, x.start, s.text as words
from (
    select doc_id, start from positions union select doc_id, start from ledger union select doc_id, start from agenda
) x join sentences s on s.doc_id = x.doc_id and s.start <= x.start and x.start < s."end"
"""
"""The sentences in which positions, figures and plans are told; asked of the catalogue, which has all sentences."""
QUOTED_NEEDS = frozenset({"positions", "ledger", "agenda", "sentences"})

_CITED = """r.name as report, r.title, r.outlet, try_cast(r.published as date) as published, q.words"""
_WITH_REPORT = """
    join reports r on r.doc_id = p.doc_id
    left join quoted q on q.doc_id = p.doc_id and q.start = p.start
"""

POSITION_LINES = f"""
create table position_lines as
with holders as (
    select holder, cast(row_number() over (order by holder = '', count(*) desc, holder) as integer) as holder_rank
    from positions group by holder
)
select cast(row_number() over (
        order by h.holder_rank, coalesce(try_cast(p.first_known as date), date '0001-01-01'), p.position_id
    ) as integer) as number, p.* exclude (first_known, last_known), try_cast(p.first_known as date) as first_known,
    try_cast(p.last_known as date) as last_known,
    coalesce(try_cast(p.first_known as date), date '0001-01-01') as recent, {_CITED}
from positions p join holders h on h.holder = p.holder {_WITH_REPORT}
order by number
"""
"""Whoever holds most comes first; positions that nobody is named for come last."""

POSITION_PARTIES = """
create table position_parties as
select distinct key, number from (
    select unnest(string_split(holder, '+')) as key, number from position_lines
    union all select unnest(string_split(addressee, '+')) as key, number from position_lines
) where key <> '' order by key, number
"""
"""Who holds a position or is addressed by it; several hold one together where their keys are joined by a plus."""

LEDGER_LINES = f"""
create table ledger_lines as
select cast(row_number() over (
        partition by p.series_id order by try_cast(split_part(p.as_of, '..', 1) as date) nulls last, p.line_id
    ) as integer) as place, p.* exclude (tellings), len(p.tellings) as tellings,
    try_cast(split_part(p.as_of, '..', 1) as date) as since,
    try_cast(coalesce(nullif(split_part(p.as_of, '..', 2), ''), split_part(p.as_of, '..', 1)) as date) as until,
    try_cast(p.first_known as date) as known_day, {_CITED}
from ledger p {_WITH_REPORT}
order by p.series_id, place
"""
"""Values; `place` counts them within their series in order of time."""

LEDGER_SERIES = """
create table ledger_series as
with counted as (
select series_id, mode(thing order by thing) as thing, any_value(family) as family, any_value(holder) as holder,
    any_value(receiver) as receiver, any_value(unit) as unit, any_value(currency) as currency,
    count(*) as lines, count(*) filter (where rival) as rivals, min(since) as first, max(until) as last,
    coalesce(max(known_day), date '0001-01-01') as recent
from ledger_lines group by series_id
)
select cast(row_number() over (order by rivals desc, lines desc, recent desc, series_id) as integer) as number, *
from counted order by number
"""
"""What is counted, for whom: the lines of one series are values of the same thing over time."""

AGENDA_LINES = f"""
create table agenda_lines as
select p.* exclude (earliest, latest), try_cast(p.earliest as date) as earliest, try_cast(p.latest as date) as latest,
    coalesce(try_cast(p.earliest as date), try_cast(p.latest as date), date '9999-12-31') as due, {_CITED}
from agenda p {_WITH_REPORT}
order by due, p.agenda_id
"""

REPORT_LINES = """
create table report_lines as
select r.*, cast(coalesce(n.events, 0) as integer) as events, c.kind, c.share, s.story_id,
    case when c.kind = 'original' then null else c.original end as original
from reports r
left join (select doc_id, count(*) as events from lines group by doc_id) n on n.doc_id = r.doc_id
left join copies c on c.doc_id = r.doc_id
left join stories s on s.doc_id = r.doc_id
order by coalesce(r.published, '') desc, r.doc_id
"""


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table of the web app, the tables of the case that it needs, and the SQL that makes it."""

    name: str
    needs: tuple[str, ...]
    sql: str


FLAT_TABLES = (
    FlatTable("lines", ("events", "reports"), LINES),
    FlatTable("sides", ("events",), SIDES),
    FlatTable("parts", ("events",), PARTS),
    FlatTable("lane_days", ("events",), LANE_DAYS),
    FlatTable("ties", ("events",), TIES),
    FlatTable("spots", ("events",), SPOTS),
    FlatTable("actors_seen", (), ACTORS),
    FlatTable("report_lines", ("reports", "copies", "stories"), REPORT_LINES),
    FlatTable("statement_lines", ("claims", "claim_mentions", "said"), STATEMENT_LINES),
    FlatTable("claim_lines", ("claims", "claim_mentions", "claim_links", "said"), CLAIM_LINES),
    FlatTable("position_lines", ("positions", "quoted"), POSITION_LINES),
    FlatTable("position_parties", ("positions", "quoted"), POSITION_PARTIES),
    FlatTable("ledger_lines", ("ledger", "quoted"), LEDGER_LINES),
    FlatTable("ledger_series", ("ledger", "quoted"), LEDGER_SERIES),
    FlatTable("agenda_lines", ("agenda", "quoted"), AGENDA_LINES),
    FlatTable("forecast_lines", ("forecasts",), FORECAST_LINES),
    FlatTable("tension_days", ("tension",), TENSION_DAYS),
    FlatTable("tension_pairs", ("tension",), TENSION_PAIRS),
    FlatTable("firings", ("indicators",), FIRINGS),
    FlatTable("indicator_records", ("indicators",), INDICATOR_RECORDS),
)
"""Every table, in the order in which they are made; one whose needs the case does not have is left out."""
