// Positions: what each actor demands, threatens, promises, refuses or concedes, and what became of it.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { ExportMenu } from "../export.js";
import { Choice, FilterBar, filtersOf } from "../filters.js";
import { Answered, Cite, Empty, EventLine, Paged, Tag, ViewHead, openCite } from "../parts.js";
import { shown } from "../text.js";
import { count, day, say, term } from "../words.js";

const FIELDS = ["q", "actor", "since", "until", "kind", "state"];
const KINDS = ["demands", "threatens", "promises", "refuses", "concedes", "accuses", "denies", "red line"];
const STATES = ["open", "repeated", "met", "carried out", "broken", "refused", "withdrawn", "contradicted"];
const GOOD = new Set(["met", "carried out"]);
const AGAINST = new Set(["broken", "refused", "withdrawn", "contradicted"]);

export function Positions({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("positions", { ...given, limit: 100 }));
  const total = answer.data?.total;
  return html`<${ViewHead} title=${say("nav.positions")} note=${typeof total === "number" && count("count.positions", total)}>
      <div class="tools"><${ExportMenu} table="positions" given=${given} /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview}>
      <${Choice} name="kind" label=${say("positions.kind")} any=${say("filter.any")} options=${KINDS.map((kind) => [kind, term("position", kind)])} params=${params} />
      <${Choice} name="state" label=${say("positions.state")} any=${say("filter.any")} options=${STATES.map((state) => [state, term("outcome", state)])} params=${params} /><//>
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("positions.empty")} hint=${say("filter.hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.positions" more=${(cursor) => ask(address("positions", { ...given, limit: 100, cursor }))}>
        ${(items) => byHolder(items).map(([holder, rows]) => html`<section class="holder" key=${holder}>
          <h2><bdi>${rows[0].holder_name ? shown(rows[0].holder_name) : say("line.nobody")}</bdi> <span class="n soft">${rows.length}</span></h2>
          <ol class="lines kinds">${rows.map((row) => html`<${PositionLine} key=${row.position_id} row=${row} labels=${overview.types} />`)}</ol></section>`)}<//>`}<//>`;
}

function byHolder(items) {
  const groups = new Map();
  for (const row of items) groups.set(row.holder, [...(groups.get(row.holder) ?? []), row]);
  const nobody = groups.get("");
  groups.delete("");
  return nobody ? [...groups, ["", nobody]] : [...groups];
}

function PositionLine({ row, labels }) {
  const tone = GOOD.has(row.position_state) ? "good" : AGAINST.has(row.position_state) ? "against" : "";
  const told = row.first_known && (row.last_known && row.last_known !== row.first_known ? `${day(row.first_known)} – ${day(row.last_known)}` : day(row.first_known));
  return html`<li class="line" onClick=${openCite}><strong class="kind">${term("position", row.kind)}</strong>
    <div class="body"><p class="head">${row.addressee_name && html`<span class="soft">${say("line.to")}</span> <bdi>${shown(row.addressee_name)}</bdi> `}
        ${row.about && html`<span class="act">${labels[row.about] ?? row.about}</span> `}<${Tag} tone=${tone}>${term("outcome", row.position_state)}<//></p>
      <p class="said">${shown(row.words)}</p>
      ${row.condition && html`<p class="soft">${say("line.condition")} <q>${shown(row.condition)}</q></p>`}
      ${row.why && html`<p class="why"><b>${term("outcome", row.position_state)}:</b> ${shown(row.why)}</p>`}
      <p class="foot">${told && html`<span>${told}</span>`}${row.mentions > 1 && html`<span>${count("count.mentions", row.mentions)}</span>`}<${Cite} cite=${row.cite} /></p>
      ${(row.history.length > 1 || row.reasons.length > 0) && html`<details><summary>${say("positions.history")}</summary>
        <ol class="lines dated">${row.history.map((event) => html`<${EventLine} key=${event.event_id} row=${event} labels=${labels} extra=${row.reasons.some((one) => one.event_id === event.event_id) && html`<${Tag} tone=${tone}>${say("positions.reason")}<//>`} />`)}</ol></details>`}</div></li>`;
}
