// Now: what is disputed, what is due, and what came in last.
import { html } from "../lib.js";
import { address, useAsk } from "../ask.js";
import { Answered, Cite, Empty, EventLine, Tag, ViewHead, openCite } from "../parts.js";
import { filtersOf } from "../filters.js";
import { hrefOf } from "../route.js";
import { shown } from "../text.js";
import { count, say, span, term } from "../words.js";
import { ClaimLine } from "./claims.js";

const SHOWN = 8;

export function Now({ params, overview }) {
  const given = { ...filtersOf(params, []), limit: SHOWN };
  const head = [count("count.reports", overview.counts.reports ?? 0), span(overview.first, overview.last)].filter(Boolean).join(", ");
  if (!overview.counts.reports) return html`<${ViewHead} title=${say("nav.now")} /><${Empty} title=${say("reports.empty")} hint=${say("case.empty_hint")} />`;
  return html`<${ViewHead} title=${say("nav.now")} note=${head} />
    <${Part} title=${say("now.contested")} url=${address("claims", { ...given, order: "contested", contested: true })} empty=${say("now.contested_none")} more=${hrefOf("claims", null, { order: "contested" })}
      draw=${(items) => html`<ol class="lines graded">${items.map((claim) => html`<${ClaimLine} key=${claim.claim_id} claim=${claim} labels=${overview.types} />`)}</ol>`} />
    <${Part} title=${say("now.due")} url=${address("agenda", { ...given, outcome: "open" })} empty=${say("now.due_none")}
      draw=${(items) => html`<ol class="lines dated">${items.map((row) => html`<${AgendaLine} key=${row.agenda_id} row=${row} labels=${overview.types} />`)}</ol>`} />
    <${Part} title=${say("now.latest")} url=${address("events", { ...given, newest: true })} empty=${say("timeline.empty")} more=${hrefOf("timeline")}
      draw=${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`} />`;
}

function Part({ title, url, empty, more = null, draw }) {
  const answer = useAsk(url);
  const total = answer.data?.total;
  return html`<section><h2>${title} ${typeof total === "number" && html`<span class="n soft">${total}</span>`}</h2>
    <${Answered} answer=${answer}>${(page) => page.items.length === 0 ? html`<p class="soft">${empty}</p>` : html`${draw(page.items)}
      ${more && page.total > page.items.length && html`<p class="more"><a href=${more}>${say("now.all", { n: page.total })}</a></p>`}`}<//></section>`;
}

export function AgendaLine({ row, labels }) {
  return html`<li class="line" onClick=${openCite}><span class="when">${span(row.earliest, row.latest) ?? say("when.none")}</span>
    <div class="body"><p class="head"><strong><bdi>${shown(row.actors.join(", ")) || say("line.nobody")}</bdi></strong> <span class="act">${labels[row.type] ?? row.type}</span> <${Tag} tone=${row.outcome === "cancelled" ? "against" : row.outcome === "took_place" ? "good" : ""}>${term("agenda", row.outcome)}<//></p>
      <p class="said">${shown(row.words)}</p><p class="foot">${row.why && html`<span>${shown(row.why)}</span>`}<${Cite} cite=${row.cite} /></p></div></li>`;
}
