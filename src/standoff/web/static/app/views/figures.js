// Figures: what is counted, by whom it is said, rival values as ranges over time.
import { html, useRef } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { PictureButtons, TimeAxis, d3, useWidth } from "../chart.js";
import { ExportMenu } from "../export.js";
import { Choice, FilterBar, filtersOf } from "../filters.js";
import { Answered, Cite, Empty, Paged, Tag, ViewHead, openCite } from "../parts.js";
import { readHref } from "../route.js";
import { plain, shown } from "../text.js";
import { addDays, count, number, say, span, toDate } from "../words.js";

const FIELDS = ["q", "actor", "since", "until", "rivals"];
const HEIGHT = 150;

export function Figures({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("figures", { ...given, limit: 25 }));
  const total = answer.data?.total;
  return html`<${ViewHead} title=${say("nav.figures")} note=${typeof total === "number" && count("count.series", total)}>
      <div class="tools"><${ExportMenu} table="figures" given=${given} /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview}>
      <${Choice} name="rivals" label=${say("figures.rivals")} any=${say("filter.any")} options=${[["true", say("figures.rivals_only")]]} params=${params} /><//>
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("figures.empty")} hint=${say("filter.hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.series" more=${(cursor) => ask(address("figures", { ...given, limit: 25, cursor }))}>
        ${(items) => items.map((series) => html`<${Series} key=${series.series_id} series=${series} />`)}<//>`}<//>`;
}

function Series({ series }) {
  const box = useRef(null);
  const drawable = series.values.filter((line) => line.since && bounds(line).some((value) => value !== null));
  const party = [series.holder, series.receiver && `→ ${series.receiver}`].filter(Boolean).join(" ");
  return html`<section class="series" ref=${box}><header><h2><bdi>${shown(series.thing)}</bdi></h2>${party && html`<span class="soft"><bdi>${shown(party)}</bdi></span>`}
      ${series.rivals > 0 && html`<${Tag} tone="against">${count("count.rivals", series.rivals)}<//>`}<span class="grow"></span>
      ${drawable.length > 1 && html`<div class="tools"><${PictureButtons} find=${() => box.current.querySelector("svg")} name=${`figures-${series.series_id}`} /></div>`}</header>
    ${drawable.length > 1 && html`<${Ranges} lines=${drawable} />`}
    <ol class="lines dated">${series.values.map((line) => html`<${ValueLine} key=${line.line_id} line=${line} />`)}</ol></section>`;
}

const bounds = (line) => [line.low ?? line.value, line.high ?? line.value];
const unitOf = (line) => [line.currency, line.unit].filter(Boolean).join(" ");

/** A value in words: "about 15,000", "at least 3", "5–7". */
export function sayValue(line) {
  const unit = unitOf(line);
  const [low, high] = bounds(line);
  const change = line.change ? `${say(`change.${line.change}`)} ${line.change_part ? say(`change_part.${line.change_part}`) : ""} ` : "";
  const body = line.bound === "range" && low !== high ? `${low === null ? "…" : number(low)}–${high === null ? "…" : number(high)}`
    : `${line.bound === "exact" ? "" : `${say(`bound.${line.bound}`)} `}${number(line.value ?? low ?? high)}`;
  return `${change}${body}${unit ? ` ${unit}` : ""}${line.per ? ` ${say("figures.per", { per: line.per })}` : ""}`;
}

function ValueLine({ line }) {
  return html`<li class="line" onClick=${openCite}><span class="when ${line.as_of_stated ? "" : "undated"}" title=${line.as_of_stated ? null : say("when.undated")}>${span(line.since?.toString() ?? null, line.until?.toString() ?? null) ?? say("when.none")}</span>
    <div class="body"><p class="head"><strong class="value">${plain(sayValue(line))}</strong> <bdi class="soft">${shown(line.thing)}</bdi>
        ${line.rival && html` <${Tag} tone="against">${say("figures.rival")}<//>`} ${line.adds && html`<${Tag}>${say("figures.adds")}<//>`}
        ${line.total !== null && html`<span class="soft" title=${plain(line.total_why)}>${say("figures.total", { total: number(line.total) })}</span>`}</p>
      <p class="said">${shown(line.words)}</p>
      <p class="foot"><span>${line.speakers.length ? html`${say("line.according_to")} <bdi>${shown(line.speakers.join(", "))}</bdi>` : say("figures.author")}</span>
        ${line.tellings > 1 && html`<span>${count("count.tellings", line.tellings)}</span>`}<${Cite} cite=${line.cite} /></p></div></li>`;
}

/** Values over time: a bar over the days and between the bounds; open ends fade in the direction in which they are open. */
function Ranges({ lines }) {
  const [box, width] = useWidth();
  const left = 64;
  const times = lines.flatMap((line) => [toDate(line.since), addDays(toDate(line.until ?? line.since), 1)]);
  const [first, last] = d3.extent(times);
  const x = d3.scaleUtc([addDays(first, -2), addDays(last, 2)], [left, Math.max(left + 10, width - 12)]);
  const values = lines.flatMap(bounds).filter((value) => value !== null);
  const y = d3.scaleLinear([Math.min(0, d3.min(values)), d3.max(values) * 1.12 || 1], [HEIGHT - 8, 10]).nice(4);
  return html`<figure class="ranges" ref=${box}><svg width=${width} height=${HEIGHT + 22} role="group" aria-label=${say("figures.chart")}>
    <g class="axis" aria-hidden="true">${y.ticks(4).map((tick) => html`<g transform=${`translate(0,${y(tick)})`}><line x1=${left} x2=${width - 12} /><text x=${left - 8} y="4" text-anchor="end">${d3.format("~s")(tick)}</text></g>`)}</g>
    <${TimeAxis} x=${x} y=${HEIGHT} top=${HEIGHT - 5} />
    ${lines.map((line) => html`<${Range} line=${line} x=${x} y=${y} />`)}</svg>
    <figcaption class="legend"><span><i class="swatch conf"></i>${say("figures.rival")}</span><span><i class="swatch coop"></i>${say("figures.other")}</span><span class="grow"></span><span>${say("figures.legend")}</span></figcaption></figure>`;
}

function Range({ line, x, y }) {
  const [low, high] = bounds(line);
  const from = x(toDate(line.since));
  const to = Math.max(from + 7, x(addDays(toDate(line.until ?? line.since), 1)));
  const top = y(high ?? low);
  const bottom = y(low ?? high);
  const colour = line.rival ? "var(--conf)" : "var(--coop)";
  const told = `${sayValue(line)}: ${line.speakers.join(", ") || say("figures.author")}`;
  const open = { at_least: -1, at_most: 1 }[line.bound];
  return html`<a href=${readHref(line.cite)} aria-label=${plain(told)}><title>${plain(told)}</title>
    <rect x=${from} y=${Math.min(top, bottom) - 3} width=${to - from} height=${Math.abs(bottom - top) + 6} rx="3" fill=${colour} opacity=${line.bound === "about" ? 0.55 : 0.85} stroke=${colour} stroke-dasharray=${line.bound === "about" ? "3 2" : null} />
    ${open && html`<path d=${`M${(from + to) / 2} ${top + open * 5}v${open * 16}m-4 ${-open * 5}l4 ${open * 5}l4 ${-open * 5}`} stroke=${colour} stroke-width="2" fill="none" />`}</a>`;
}
