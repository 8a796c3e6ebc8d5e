// Outlook: what is likely next beside what is usual, how tense it is, which signs showed, and how good earlier forecasts were.
import { html, useRef } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { PictureButtons } from "../chart.js";
import { ExportMenu } from "../export.js";
import { Choice, FilterBar, filtersOf } from "../filters.js";
import { Answered, Empty, EventLine, Names, Paged, Tag, ViewHead } from "../parts.js";
import { Reliability } from "../reliability.js";
import { TensionChart } from "../tension.js";
import { shown } from "../text.js";
import { count, day, number, percent, say } from "../words.js";

const FIELDS = ["actor", "type", "horizon"];
const FIRST_HORIZON = "7"; // days; the shorter of those that forecasts are made for
const FORECASTS = 12;
const FIRINGS = 10;

export function Outlook({ params, overview }) {
  const given = { ...filtersOf(params, FIELDS), horizon: params.get("horizon") ?? FIRST_HORIZON };
  const about = { actor: given.actor, as_of: given.as_of };
  const answer = useAsk(address("forecasts", { ...given, limit: FORECASTS }));
  const note = answer.data?.as_of && say("outlook.note", { day: day(answer.data.as_of), acts: count("count.acts", answer.data.acts) });
  return html`<${ViewHead} title=${say("nav.outlook")} note=${note}>
      <div class="tools"><${ExportMenu} tables=${["forecasts", "tension", "indicators"]} given=${given} /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview}>
      <${Choice} name="horizon" label=${say("outlook.horizon")} any=${say("outlook.days", { days: FIRST_HORIZON })} options=${(answer.data?.horizons ?? []).map(String).filter((days) => days !== FIRST_HORIZON).map((days) => [days, say("outlook.days", { days })])} params=${params} /><//>
    <section><h2>${say("outlook.forecasts")}</h2>
      <${Answered} answer=${answer}>${(first) => html`<${Unsaid} found=${first} />
        ${first.total === 0 ? html`<${Empty} title=${say("outlook.none")} hint=${first.horizons.length ? say("filter.hint") : say("outlook.none_hint")} />` : html`
        <${Legend} />
        <${Paged} first=${first} total=${first.total} noun="count.forecasts" more=${(cursor) => ask(address("forecasts", { ...given, limit: FORECASTS, cursor }))}>
          ${(items) => html`<ol class="lines chances">${items.map((row) => html`<${ForecastLine} key=${`${row.actor}~${row.other}~${row.type}~${row.horizon_days}`} row=${row} labels=${overview.types} thin=${first.learned === 0} />`)}</ol>`}<//>`}`}<//></section>
    <${Tension} about=${about} />
    <${Indicators} about=${about} overview=${overview} />
    <${Scores} about=${about} overview=${overview} />`;
}

/** What cannot be said, and why. */
function Unsaid({ found }) {
  const said = [...found.unsaid.map((one) => one.why), found.horizons.length > 0 && found.learned === 0 && say("outlook.thin", { acts: count("count.acts", found.acts) })].filter(Boolean);
  return said.length > 0 && html`<ul class="unsaid">${said.map((text) => html`<li>${shown(text)}</li>`)}</ul>`;
}

const Legend = () => html`<p class="legend chance-legend"><span><i class="swatch chance"></i>${say("outlook.chance")}</span><span><i class="tick base"></i>${say("outlook.base")}</span><span><i class="tick pace"></i>${say("outlook.recurrence")}</span></p>`;

function ForecastLine({ row, labels, thin }) {
  const act = labels[row.type] ?? row.type;
  const bare = row.abstained;
  const told = say(bare ? "outlook.figures_bare" : "outlook.figures", { chance: percent(row.probability), base: percent(row.base_rate), pace: percent(row.recurrence) });
  return html`<li class="line plain"><${Chance} row=${row} told=${told} bare=${bare} />
    <div class="body"><p class="head"><strong><bdi>${shown(row.actor_label)}</bdi></strong> <span class="to" aria-label=${say("line.to")}>→</span> <strong><bdi>${shown(row.other_label)}</bdi></strong> <span class="act">${act}</span>${row.new && html` <${Tag}>${say("outlook.new")}<//>`}</p>
      <p class="foot"><span>${say("outlook.base_is", { base: percent(row.base_rate) })}</span><span>${say("outlook.pace_is", { pace: percent(row.recurrence) })}</span>${(!bare || !thin) && html`<span>${shown(row.why)}</span>`}</p>
      ${row.reasons.length > 0 && html`<details><summary>${count("count.reasons", row.reasons.length)}</summary>
        <ol class="lines dated">${row.reasons.map((reason) => html`<${EventLine} key=${reason.event.event_id} row=${reason.event} labels=${labels} extra=${html`<span>${shown(reason.what)}</span>`} />`)}</ol></details>`}</div></li>`;
}

/** The chance as figure, words and bar, with the base rate and the dyad's own pace as ticks; where it abstains, those alone. */
function Chance({ row, told, bare }) {
  const at = (share) => `${(Math.min(1, share) * 100).toFixed(1)}%`;
  return html`<div class="chance" title=${told}><p>${bare ? html`<b>–</b> <small>${say("outlook.abstains")}</small>` : html`<b>${percent(row.probability)}</b> <small>${likelihood(row.probability)}</small>`}</p>
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label=${told}><rect class="room" width="100" height="10" />${!bare && html`<rect class="fill" width=${row.probability * 100} height="10" />`}</svg>
    <svg class="ticks" aria-hidden="true"><line class="base" x1=${at(row.base_rate)} x2=${at(row.base_rate)} y1="0" y2="100%" /><line class="pace" x1=${at(row.recurrence)} x2=${at(row.recurrence)} y1="0" y2="100%" /></svg></div>`;
}

// Upper ends of the bands of likelihood. Source: US Intelligence Community Directive 203 (2015), section D.6.e(2)(a).
const BANDS = [[0.05, "remote"], [0.2, "very_unlikely"], [0.45, "unlikely"], [0.55, "even"], [0.8, "likely"], [0.95, "very_likely"], [1.01, "nearly_certain"]];
const likelihood = (share) => say(`likelihood.${BANDS.find(([end]) => share < end)[1]}`);

function Tension({ about }) {
  const answer = useAsk(address("tension", about));
  const box = useRef(null);
  return html`<section><h2 class="with-field">${say("outlook.tension")}<span class="grow"></span>${answer.data?.series.length > 0 && html`<span class="tools"><${PictureButtons} find=${() => box.current.querySelector("svg")} name="tension" /></span>`}</h2>
    <${Answered} answer=${answer}>${(found) => found.series.length === 0 || found.series[0].points.length === 0 ? html`<${Empty} title=${say("outlook.tension_none")} hint=${say("outlook.tension_none_hint")} />` : html`<div ref=${box}><p class="soft">${say("outlook.tension_note")}</p>
      <${TensionChart} found=${found} line=${found.series[0]} tall />
      <div class="small-charts">${found.series.slice(1).map((line) => html`<${TensionChart} key=${`${line.actor}~${line.other}`} found=${found} line=${line} />`)}</div>
      ${found.total > found.series.length - 1 && !about.actor && html`<p class="soft">${say("outlook.dyads_cut", { shown: number(found.series.length - 1), total: number(found.total) })}</p>`}</div>`}<//></section>`;
}

function Indicators({ about, overview }) {
  const answer = useAsk(address("indicators", { ...about, limit: FIRINGS }));
  return html`<section><h2>${say("outlook.indicators")}${answer.data && html` <span class="n soft">${count("count.firings", answer.data.total)}</span>`}</h2>
    <${Answered} answer=${answer}>${(first) => html`
      ${first.total === 0 ? html`<${Empty} title=${say("outlook.silent")} hint=${say("outlook.silent_hint", { n: first.records.length })} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.firings" more=${(cursor) => ask(address("indicators", { ...about, limit: FIRINGS, cursor }))}>
        ${(items) => html`<ol class="lines dated">${items.map((row) => html`<${FiringLine} row=${row} labels=${overview.types} />`)}</ol>`}<//>`}
      <${Records} found=${first} labels=${overview.types} />`}<//></section>`;
}

function FiringLine({ row, labels }) {
  const who = [row.actor_label, row.other_label].filter(Boolean);
  return html`<li class="line plain"><span class="when">${day(row.day)}</span>
    <div class="body"><p class="head"><strong>${shown(row.name)}</strong> <span class="act"><${Names} names=${who.length ? [who.join(" → ")] : []} none=${say("outlook.whole")} /></span>${row.easing && html` <${Tag} tone="good">${say("outlook.easing")}<//>`}</p>
      ${row.events.length > 0 && html`<details><summary>${count("count.rests_on", row.events.length)}</summary><ol class="lines dated">${row.events.map((event) => html`<${EventLine} key=${event.event_id} row=${event} labels=${labels} />`)}</ol></details>`}</div></li>`;
}

function Records({ found, labels }) {
  const told = say("outlook.records_note", { outcome: found.outcome.split(", ").map((code) => labels[code] ?? code).join(", ").toLowerCase(), days: found.outcome_days });
  return html`<details class="records"><summary>${say("outlook.records", { n: found.records.length })}</summary><p class="soft">${told}</p>
    <div class="table-box" tabindex="0" role="region" aria-label=${say("outlook.indicators")}><table><thead><tr><th scope="col">${say("outlook.indicator")}</th><th scope="col">${say("outlook.scope")}</th><th scope="col" class="num">${say("outlook.fired")}</th><th scope="col" class="num">${say("outlook.followed")}</th><th scope="col" class="num">${say("outlook.lift")}</th><th scope="col" class="num">${say("outlook.false_alarms")}</th></tr></thead>
      <tbody>${found.records.map((row) => html`<tr><td>${shown(row.name)}<br /><small class="soft">${shown(row.record)}</small></td><td class="nowrap">${say(`scope.${row.scope}`)}</td><td class="num">${number(row.firings)}</td><td class="num">${row.resolved ? say("outlook.of", { n: number(row.followed), total: number(row.resolved) }) : "–"}</td><td class="num">${row.lift === null ? "–" : number(row.lift)}</td><td class="num">${row.false_alarms === null ? "–" : percent(row.false_alarms)}</td></tr>`)}</tbody></table></div></details>`;
}

function Scores({ about, overview }) {
  const answer = useAsk(address("scores", { as_of: about.as_of }));
  const box = useRef(null);
  return html`<section><h2>${say("outlook.scores")}</h2><${Answered} answer=${answer}>${({ scores, kept, too_large: tooLarge }) => {
    const [all] = scores;
    if (tooLarge) return html`<p class="soft">${say("outlook.too_large")}</p>`;
    if (!kept || !all?.forecasts) return html`<${Empty} title=${say("outlook.unscored")} hint=${say(kept ? "outlook.unscored_hint" : "outlook.unscored_memory")} />`;
    if (!all.resolved) return html`<${Empty} title=${say("outlook.all_open", { n: number(all.forecasts) })} hint=${say("outlook.all_open_hint")} />`;
    return html`<p class="soft">${say("outlook.scores_note")}</p><div class="scoreboard" ref=${box}>
      <div class="table-box" tabindex="0" role="region" aria-label=${say("outlook.scores")}><table><thead><tr><th scope="col">${say("outlook.group")}</th><th scope="col" class="num">${say("outlook.over")}</th><th scope="col" class="num">${say("outlook.came")}</th><th scope="col" class="num">${say("outlook.brier")}</th><th scope="col" class="num">${say("outlook.skill")}</th><th scope="col" class="num">${say("outlook.skill_pace")}</th><th scope="col" class="num">${say("outlook.gap")}</th></tr></thead>
        <tbody>${scores.map((row) => html`<tr><td>${shown(overview.types[row.group] ?? (row.group === "all" ? say("outlook.all") : row.group))}</td><td class="num">${say("outlook.of", { n: number(row.resolved), total: number(row.forecasts) })}</td><td class="num">${number(row.came)}</td>${["brier", "skill", "skill_over_recurrence", "calibration_error"].map((name) => html`<td class="num">${row[name] === null ? "–" : row[name].toFixed(3)}</td>`)}</tr>`)}</tbody></table></div>
      <${Reliability} bins=${all.reliability} /></div>`;
  }}<//></section>`;
}
