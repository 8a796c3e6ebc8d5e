// Timeline: what happened and what is to come, in order.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { FilterBar, filtersOf } from "../filters.js";
import { Answered, Empty, EventLine, Paged, ViewHead } from "../parts.js";
import { count, say } from "../words.js";

const FIELDS = ["q", "actor", "type", "status", "outlet", "since", "until"];

export function Timeline({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("events", given));
  return html`<${ViewHead} title=${say("nav.timeline")} note=${answer.data && count("count.events", answer.data.total)} />
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview} />
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("timeline.empty")} hint=${say("filter.hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.events" more=${(cursor) => ask(address("events", { ...given, cursor }))}>
        ${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`}<//>`}<//>`;
}
