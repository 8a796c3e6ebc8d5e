// Now: what the case holds.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { Answered, Empty, EventLine, Paged, ViewHead } from "../parts.js";
import { filtersOf } from "../filters.js";
import { count, say, span } from "../words.js";

export function Now({ params, overview }) {
  const given = { ...filtersOf(params, []), newest: true, limit: 20 };
  const answer = useAsk(address("events", given));
  return html`<${ViewHead} title=${say("nav.now")} note=${[count("count.reports", overview.counts.reports ?? 0), span(overview.first, overview.last)].filter(Boolean).join(", ")} />
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("timeline.empty")} hint=${say("case.empty_hint")} />` : html`
      <h2>${say("now.latest")}</h2>
      <${Paged} first=${first} total=${first.total} noun="count.events" more=${(cursor) => ask(address("events", { ...given, cursor }))}>
        ${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`}<//>`}<//>`;
}
