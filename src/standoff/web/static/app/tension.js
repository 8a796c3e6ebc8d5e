// The chart of tension: hostile stretches rise above the line, friendly ones fall below; alarms stand at the top.
import { html } from "./lib.js";
import { TimeAxis, binEnd, d3, useWidth } from "./chart.js";
import { hrefOf } from "./route.js";
import { plain, shown } from "./text.js";
import { addDays, count, day, number, say, toDate, toIso } from "./words.js";

const TALL = 150;
const SMALL = 74;
const ALARM = 12;

/** A bar per stretch of time; each leads to the acts behind it. */
export function TensionChart({ found, line, tall = false }) {
  const [box, width] = useWidth();
  const height = tall ? TALL : SMALL;
  const left = tall ? 44 : 34;
  const x = d3.scaleUtc([toDate(found.first), binEnd(toDate(line.points.at(-1)?.start ?? found.last), found.unit)], [left, Math.max(left + 10, width - 4)]);
  const [low, high] = d3.extent(line.points, (point) => point.tension);
  const y = d3.scaleLinear([Math.min(0, low ?? 0), Math.max(0, high ?? 0) || 1], [height - 6, ALARM]).nice(3);
  const whole = !line.actor;
  const name = whole ? say("outlook.whole") : `${line.actor_label} – ${line.other_label}`;
  const Title = tall ? "h3" : "h4";
  return html`<figure class="tension ${tall ? "tall" : ""}" ref=${box}><${Title}><bdi>${shown(name)}</bdi><//>
    <p class="soft">${[count("count.acts", line.acts), line.severe > 0 && count("count.severe", line.severe)].filter(Boolean).join(", ")}${line.heating && html` <span class="tag against" title=${heatOf(line)}>${say("outlook.heating")}</span>`}</p>
    <svg width=${width} height=${height + 22} role="group" aria-label=${plain(say("outlook.tension_of", { name }))}>
      <g class="axis" aria-hidden="true">${y.ticks(tall ? 4 : 2).map((tick) => html`<g transform=${`translate(0,${y(tick)})`}><line x1=${left} x2=${width - 4} /><text x=${left - 6} y="4" text-anchor="end">${d3.format("~s")(tick)}</text></g>`)}</g>
      <${TimeAxis} x=${x} y=${height + 2} top=${height - 4} /><line class="baseline" x1=${left} x2=${width - 4} y1=${y(0)} y2=${y(0)} />
      ${line.points.map((point) => point.acts > 0 && html`<${Bar} point=${point} line=${line} unit=${found.unit} x=${x} y=${y} />`)}
      ${line.points.map((point) => point.alarm && html`<${Alarm} point=${point} unit=${found.unit} x=${x} />`)}
    </svg>
    ${tall && html`<figcaption class="legend"><span><i class="swatch conf"></i>${say("outlook.hostile")}</span><span><i class="swatch coop"></i>${say("outlook.friendly")}</span><span><i class="alarm-sign"></i>${say("outlook.alarm")}</span><span class="grow"></span><span>${say("outlook.bars", { unit: say(`unit.${found.unit}`) })}</span></figcaption>`}</figure>`;
}

const heatOf = (line) => say("outlook.heat", { rate: number(line.expected), mean: number(line.usual) });

function Bar({ point, line, unit, x, y }) {
  const from = toDate(point.start);
  const until = binEnd(from, unit);
  const at = Math.max(x(from), x.range()[0]);
  const wide = Math.max(2, x(until) - at - 1);
  const told = `${day(point.start)}${unit === "day" ? "" : ` (${say(`unit.${unit}`)})`}: ${say("outlook.tension_is", { value: number(point.tension) })}, ${count("count.acts", point.acts)}${point.severe ? `, ${count("count.severe", point.severe)}` : ""}`;
  const top = Math.min(y(point.tension), y(0));
  const size = Math.max(2, Math.abs(y(point.tension) - y(0)));
  const href = hrefOf("timeline", null, { actor: [line.actor, line.other].filter(Boolean), since: point.start, until: toIso(addDays(until, -1)) });
  return html`<a href=${href} class="mark-link" aria-label=${plain(told)}><title>${plain(told)}</title><rect x=${at} y=${top} width=${wide} height=${size} fill=${point.tension > 0 ? "var(--conf)" : "var(--coop)"} /></a>`;
}

function Alarm({ point, unit, x }) {
  const at = (x(toDate(point.start)) + x(binEnd(toDate(point.start), unit))) / 2;
  return html`<path class="alarm" d=${`M${at - 4.5} 1h9l-4.5 8z`}><title>${say("outlook.alarm_on", { day: day(point.start) })}</title></path>`;
}
