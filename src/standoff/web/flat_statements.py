"""Lines for what claims rest on besides coded acts: statements that deny something without naming the act again."""

SAID = """
select distinct m.doc_id, m.start, m."end", s.text as trigger_words, n.text as words, s.basis,
    coalesce(i.name, a.text) as speaker
from (select distinct doc_id, start, "end" from claim_mentions where event_id is null) m
join statements s on s.doc_id = m.doc_id and s.start = m.start and s."end" = m."end"
join sentences n on n.doc_id = s.doc_id and n.position = s.sentence
left join actors a on a.doc_id = s.doc_id and a.position = s.actor
left join identities i on i.doc_id = s.doc_id and i.actor = s.actor
"""
"""The statements; asked of the catalogue, which has all sentences."""
SAID_NEEDS = frozenset({"claim_mentions", "statements", "sentences", "actors", "identities"})

_DENIED = """
    select m.doc_id, m.start, l.line, l.who, l.whom, l.type, l.mode, l.quad, l.intensity
    from claim_mentions m join claims c on c.claim_id = m.claim_id join lines l on l.event_id = c.event_id
    where m.event_id is null and m.stance = 'denies'
    qualify row_number() over (partition by m.doc_id, m.start order by m.claim_id) = 1
"""

STATEMENT_LINES = f"""
create table statement_lines as
with denied as ({_DENIED})
select s.doc_id || ':said ' || s.start as event_id, s.doc_id, s.start, s."end", r.name as report, r.title, r.outlet,
    try_cast(r.published as date) as published, try_cast(r.known as date) as known,
    s.words, s.trigger_words, d.type, d.mode, d.quad, d.intensity, 'denied' as status, '-' as polarity,
    null::varchar as certainty, s.basis, null::double as confidence, 'claims' as maker, null::varchar as condition,
    [struct_pack(name := s.speaker, kind := 'denies', basis := s.basis)] as speakers, d.who, d.whom,
    null::date as earliest, null::date as latest, null::varchar as time_basis, false as dated,
    coalesce(try_cast(r.published as date), try_cast(r.known as date), date '0001-01-01') as day,
    null::varchar as content_of, null::varchar as same_as, false as told_as_fact, d.line,
    coalesce(try_cast(r.published as date), try_cast(r.known as date), date '0001-01-01') as last_day
from said s join denied d on d.doc_id = s.doc_id and d.start = s.start join reports r on r.doc_id = s.doc_id
"""
"""With the type, the sides and the `line` of the act denied, so that its filters let them through as well."""
