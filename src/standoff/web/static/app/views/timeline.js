// Timeline: what happened and what is to come, by lanes and in order, rival accounts side by side.
import { html, useRef } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { PictureButtons } from "../chart.js";
import { ExportMenu } from "../export.js";
import { FilterBar, filtersOf } from "../filters.js";
import { Lanes } from "../lanes.js";
import { Answered, Empty, EventLine, FaultBox, Paged, Tag, ViewHead } from "../parts.js";
import { go, withParams } from "../route.js";
import { shown } from "../text.js";
import { addDays, count, say, term, toDate, toIso } from "../words.js";
import { ClaimLine } from "./claims.js";

const FIELDS = ["q", "actor", "type", "status", "outlet", "since", "until"];
const BEFORE_DAYS = 21;
const AFTER_DAYS = 45;

/** The window that is drawn at first: the time of the reports, and a little around it for what they tell of. */
function usualWindow(overview) {
  if (!overview.first) return null;
  return [toIso(addDays(toDate(overview.first), -BEFORE_DAYS)), toIso(addDays(toDate(overview.last), AFTER_DAYS))];
}

export function Timeline({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const usual = usualWindow(overview);
  const drawn = { ...given, since: given.since ?? usual?.[0], until: given.until ?? usual?.[1] };
  const answer = useAsk(address("events", given));
  const chart = useAsk(usual && address("timeline", drawn));
  const box = useRef(null);
  const window = [params.get("since") ?? usual?.[0], params.get("until") ?? usual?.[1]];
  const setWindow = (since, until) => go(withParams({ since, until }), { replace: true });
  return html`<${ViewHead} title=${say("nav.timeline")} note=${answer.data && count("count.events", answer.data.total)}>
      <div class="tools"><${PictureButtons} find=${() => box.current.querySelector("svg")} name="timeline" /><${ExportMenu} table="events" given=${given} geo /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview} />
    <div ref=${box}>${chart.fault ? html`<${FaultBox} fault=${chart.fault} />` : chart.data?.lanes.length > 0 && html`<${Lanes} data=${chart.data} window=${window} onWindow=${setWindow} labels=${overview.types} />`}</div>
    ${chart.data?.rivals.length > 0 && html`<${Rivals} pairs=${chart.data.rivals} labels=${overview.types} />`}
    <h2>${say("timeline.list")}</h2>
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("timeline.empty")} hint=${say("filter.hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.events" more=${(cursor) => ask(address("events", { ...given, cursor }))}>
        ${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`}<//>`}<//>`;
}

const Rivals = ({ pairs, labels }) => html`<section class="rivals"><h2>${say("timeline.rivals")} <span class="n soft">${pairs.length}</span></h2>
  ${pairs.map((pair) => html`<div class="rival"><p class="soft"><${Tag} tone="against">${term("link", pair.kind)}<//> ${shown(pair.reason)}</p>
    <div class="side-by-side">${[pair.one, pair.other].map((claim) => html`<ol class="lines graded"><${ClaimLine} claim=${claim} labels=${labels} /></ol>`)}</div></div>`)}</section>`;
