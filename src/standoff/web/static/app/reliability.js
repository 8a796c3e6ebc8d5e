// The reliability diagram: of forecasts that said so much, how many came; on the diagonal they were right.
import { html } from "./lib.js";
import { d3 } from "./chart.js";
import { count, percent, say } from "./words.js";

const SIZE = 220;
const LEFT = 46;
const FOOT = 40;

export function Reliability({ bins }) {
  const there = bins.filter((bin) => bin.forecasts > 0);
  const x = d3.scaleLinear([0, 1], [LEFT, LEFT + SIZE]);
  const y = d3.scaleLinear([0, 1], [SIZE + 8, 8]);
  const radius = d3.scaleSqrt([1, d3.max(there, (bin) => bin.forecasts) || 1], [4, 12]);
  return html`<figure class="reliability"><h3>${say("outlook.reliability")}</h3><svg width=${LEFT + SIZE + 14} height=${SIZE + FOOT + 8} role="img" aria-label=${`${say("outlook.reliability")}: ${there.map(tell).join("; ")}`}>
    <g class="axis">${x.ticks(5).map((tick) => html`<line x1=${x(tick)} x2=${x(tick)} y1="8" y2=${SIZE + 8} /><line x1=${LEFT} x2=${LEFT + SIZE} y1=${y(tick)} y2=${y(tick)} /><text x=${x(tick)} y=${SIZE + 22} text-anchor="middle">${percent(tick)}</text><text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end">${percent(tick)}</text>`)}</g>
    <line class="ideal" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)} /><path class="said" d=${d3.line((bin) => x(bin.mean), (bin) => y(bin.came))(there)} />
    ${there.map((bin) => html`<circle class="dot" cx=${x(bin.mean)} cy=${y(bin.came)} r=${radius(bin.forecasts)}><title>${tell(bin)}</title></circle>`)}
    <text x=${LEFT + SIZE / 2} y=${SIZE + FOOT} text-anchor="middle">${say("outlook.said")}</text><text class="upright" transform=${`translate(11,${8 + SIZE / 2}) rotate(-90)`} text-anchor="middle">${say("outlook.share_came")}</text>
  </svg></figure>`;
}

const tell = (bin) => say("outlook.bin", { said: percent(bin.mean), came: percent(bin.came), forecasts: count("count.forecasts", bin.forecasts) });
