-- A synthetic case with the columns of the real tables, made from numbers alone. {events}, {parties} and {days} are filled in.
create table events as
with numbered as (
    select i, (i * 2654435761) % 1000003 as a, (i * 40503) % 999983 as b from range({events}) t(i)
), drawn as (
    select *, cast(floor(power((a % 1000) / 1000.0, 2.2) * {parties}) as int) as one,
        cast(floor(power((b % 1000) / 1000.0, 2.2) * {parties}) as int) as other,
        'd' || lpad((i // 5)::varchar, 7, '0') as doc_id,
        date '2030-01-01' + cast(((i // 5) * {days}) / ({events} / 5) as int) as day
    from numbered
)
select doc_id || ':' || (i % 5) as event_id, doc_id, doc_id || '.txt' as report, day::varchar as published,
    'Outlet ' || ((i // 5) % 40) as outlet, cast((i % 5) * 100 + 10 as int) as start, cast((i % 5) * 100 + 15 as int) as "end",
    'moved' as text,
    struct_pack(start := (i % 5) * 100, "end" := (i % 5) * 100 + 90, text := 'Side ' || one || ' moved column ' || a || ' towards side ' || other || ' on that day, the ministry said.') as sentence,
    struct_pack(start := (i % 5) * 100, "end" := (i % 5) * 100 + 60, text := 'Side ' || one || ' moved column ' || a || ' towards side ' || other) as clause,
    ['AGREE','CONSULT','SUPPORT','CONCEDE','COOPERATE','AID','RETREAT','REQUEST','ACCUSE','REJECT','THREATEN','PROTEST','SANCTION','MOBILIZE','COERCE','ASSAULT'][1 + a % 16] as type,
    null::varchar as mode, cast(1 + (a % 16) // 4 as int) as quad, ((a % 200) - 100) / 10.0 as intensity,
    [struct_pack(start := 0, "end" := 4, text := 'Side ' || one, name := 'Side ' || one, country := 'C' || lpad((one)::varchar, 2, '0'), sector := null::varchar)] as sources, [struct_pack(start := 0, "end" := 4, text := 'Side ' || other, name := 'Side ' || other, country := 'C' || lpad((other)::varchar, 2, '0'), sector := null::varchar)] as targets,
    ['occurred','occurred','occurred','planned','threatened','demanded','denied','promised'][1 + b % 8] as status,
    '+' as polarity, 'certain' as certainty, null::double as factuality,
    null::struct(start int, "end" int, text varchar) as status_cue, null::struct(start int, "end" int, text varchar) as condition,
    []::struct(actor struct(start int, "end" int, text varchar, name varchar, country varchar, sector varchar), cue struct(start int, "end" int, text varchar), kind varchar, directness varchar, basis varchar)[] as speakers,
    null::struct(start int, "end" int, text varchar) as cue, null::struct(start int, "end" int, text varchar) as quote,
    null::varchar as basis, []::varchar[] as about, null::varchar as content_of, null::varchar as same_as,
    case when b % 3 = 0 then [] else [struct_pack(start := 0, "end" := 4, text := 'then', value := null::varchar, earliest := (day - cast(a % 9 as int))::varchar, latest := (day - cast(a % 9 as int))::varchar, basis := 'stated')] end as times,
    case when b % 4 <> 0 then [] else [struct_pack(start := 0, "end" := 4, text := 'there', name := 'Place ' || (a % 700), kind := 'city', country := 'C01', region := null::varchar, parties := []::varchar[], place_id := null::varchar, relation := null::varchar, latitude := 40.0 + (a % 700) / 40.0, longitude := 10.0 + (a % 700) % 31, precision_km := 10.0)] end as places,
    []::struct(start int, "end" int)[] as figures, 0.9::double as confidence, 'events/1:x' as maker
from drawn;

create table reports as select distinct doc_id, report as name, null::varchar as ref, null::varchar as url,
    'Report ' || doc_id as title, outlet, null::varchar as author, published, 'stated' as published_basis, 'en' as language,
    'Side moved column, the ministry said. ' || doc_id as text, 0 as body_start, '' as text_sha, published as known
    from events;

create table copies as select doc_id, doc_id as original, 'original' as kind, 0.0 as share, true as first from reports;

create table stories as select doc_id, 's' || substr(doc_id, 2, 5) as story_id from reports;

create table claims as select 'c' || event_id as claim_id, event_id as happening_id, type, status, polarity, clause.text as label,
    published as first_known, published as last_known, 1 as mentions, cast(hash(event_id) % 4 as int) as origins,
    [struct_pack(kind := 'outlet', n := 1)] as evidence, cast(1 + hash(event_id) % 6 as int) as credibility,
    'made up' as credibility_why, 'open' as state, event_id from events where hash(event_id) % 2 = 0;

create table claim_mentions as select claim_id, event_id, split_part(event_id, ':', 1) as doc_id, 0 as start, 5 as "end", 'asserts' as stance,
    'outlet:' || (hash(event_id) % 40) as origin_id, first_known as known from claims;

create table claim_links as select a.claim_id, b.claim_id as other_id, 'rival' as kind, 'made up' as reason,
    [struct_pack(name := 'act', weight := 1.0, saw := 'x')] as parts from claims a
    join claims b on b.event_id = replace(a.event_id, ':1', ':2') where a.event_id like '%:1' and hash(a.event_id) % 50 = 0;

create table origins as select claim_id, origin_id, 'outlet' as kind, origin_id as label, [origin_id] as chain, 1 as mentions
    from claim_mentions;

create table sources as select distinct 'outlet:' || (hash(event_id) % 40) as source, 'C' as reliability, 'C' as prior, 'made up' as why,
    0 as confirmed, 0 as withdrawn, 0 as graded from events;

create table positions as select 'p' || event_id as position_id, sources[1].country as holder, sources[1].name as holder_name, 'demands' as kind,
    targets[1].country as addressee, targets[1].name as addressee_name, type as about, event_id, null::varchar as condition,
    published as first_known, published as last_known, 1 as mentions, 'open' as state, null::varchar as why,
    [event_id] as events, []::varchar[] as reasons, doc_id, start, "end" from events where status in ('demanded', 'threatened');

create table ledger as select 'f' || event_id as line_id, 't' || (hash(event_id) % 20000) as series_id, 'columns' as thing,
    'troops' as family, sources[1].country as holder, null::varchar as receiver, published as as_of, true as as_of_stated,
    100.0 + hash(event_id) % 900 as value, null::double as low, null::double as high, 'exact' as bound,
    null::varchar as unit, null::varchar as currency, null::varchar as per, null::varchar as change, null::varchar as change_part,
    []::varchar[] as speakers, doc_id, start, "end", event_id, published as first_known, published as last_known,
    [struct_pack(doc_id := doc_id, start := start, "end" := "end", known := published, speakers := []::varchar[])] as tellings,
    hash(event_id) % 30 = 0 as rival, []::varchar[] as rivals, false as adds, null::double as total, null::varchar as total_why
    from events where hash(event_id) % 5 = 1;

create table agenda as select 'a' || event_id as agenda_id, event_id, type, [sources[1].country] as actors, published as earliest,
    published as latest, 'open' as outcome, null::varchar as why, published as first_known, published as last_known,
    [event_id] as events, []::varchar[] as reasons, doc_id, start, "end" from events where status = 'planned';

create table sentences as select doc_id, cast(split_part(event_id, ':', 2) as int) as position,
    sentence.start as start, sentence."end" as "end", sentence.text as text from events;
