// Map: where what is told to be, drawn as wide as it is uncertain; what has no spot is listed, not guessed.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { TimeBrush } from "../chart.js";
import { ExportMenu } from "../export.js";
import { FilterBar, filtersOf } from "../filters.js";
import { MapBox } from "../mapbox.js";
import { Answered, Empty, EventLine, Paged, Tag, ViewHead } from "../parts.js";
import { go, withParams } from "../route.js";
import { shown } from "../text.js";
import { count, number, say, term } from "../words.js";

const FIELDS = ["q", "actor", "type", "status", "since", "until"];

export function MapView({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("map", given));
  const place = params.get("place");
  const pick = (name) => go(withParams({ place: name }));
  return html`<${ViewHead} title=${say("nav.map")} note=${answer.data && count("count.spots", answer.data.spots.length)}>
      <div class="tools"><${ExportMenu} table="places" given=${given} geo /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview} />
    <${Answered} answer=${answer}>${(data) => html`
      <${TimeBrush} bins=${data.bins} unit=${data.unit} since=${params.get("since")} until=${params.get("until")} label=${say("map.over_time")} onChange=${(since, until) => go(withParams({ since, until }))} />
      <${MapBox} spots=${data.spots} place=${place} pick=${pick} />
      ${place && html`<${AtPlace} place=${place} given=${given} overview=${overview} spot=${data.spots.find((one) => one.name === place)} close=${() => pick(null)} />`}
      ${data.spots.length === 0 && html`<p class="soft">${say("map.empty")}</p>`}
      <${Places} title=${say("map.spots")} rows=${data.spots} pick=${pick} precise />
      <${Places} title=${say("map.unplaced")} note=${say("map.unplaced_note")} rows=${data.unplaced} pick=${pick} />`}<//>`;
}

export const sayPrecision = (km) => (km === null || km === undefined ? say("map.precision_unknown") : say("map.precision", { km: number(km) }));

function AtPlace({ place, given, overview, spot, close }) {
  const asked = { ...given, place };
  const answer = useAsk(address("events", asked));
  return html`<section class="acts"><h2><bdi>${shown(place)}</bdi> ${spot && html`<span class="soft n">${sayPrecision(spot.precision_km)}</span>`} <button type="button" class="quiet" onClick=${close}>${say("reader.close")}</button></h2>
    ${spot?.parties.length > 1 && html`<p><${Tag} tone="against">${say("map.disputed")}<//> ${shown(spot.parties.join(", "))}</p>`}
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("timeline.empty")} hint=${say("filter.hint")} />` : html`<${Paged} first=${first} total=${first.total} noun="count.events" more=${(cursor) => ask(address("events", { ...asked, cursor }))}>
      ${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`}<//>`}<//></section>`;
}

function Places({ title, note = null, rows, pick, precise = false }) {
  if (!rows.length) return null;
  return html`<h2>${title}</h2>${note && html`<p class="soft">${note}</p>`}
    <div class="table-box" tabindex="0" role="region" aria-label=${title}><table><thead><tr><th>${say("map.place")}</th><th>${say("map.kind")}</th><th>${say("map.country")}</th>${precise && html`<th>${say("map.within")}</th>`}<th class="num">${say("report.events")}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr><td><button type="button" class="link" onClick=${() => pick(row.name)}><bdi>${shown(row.name)}</bdi></button></td><td>${term("place", row.kind)}</td><td>${shown(row.country)}</td>${precise && html`<td class="nowrap">${row.precision_km === null ? say("map.precision_unknown") : `${number(row.precision_km)} km`}</td>`}<td class="num">${number(row.events)}</td></tr>`)}</tbody></table></div>`;
}
