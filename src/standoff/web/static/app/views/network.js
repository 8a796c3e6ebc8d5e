// Network: who acts on whom, co-operation against conflict, over time.
import { html, useMemo, useRef } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { PictureButtons, TimeBrush, d3, useWidth } from "../chart.js";
import { ExportMenu } from "../export.js";
import { FilterBar, filtersOf } from "../filters.js";
import { Answered, Empty, EventLine, Paged, ViewHead } from "../parts.js";
import { go, withParams } from "../route.js";
import { plain, shortened, shown } from "../text.js";
import { count, number, say } from "../words.js";

const FIELDS = ["actor", "since", "until"];
const HEIGHT = 520;
const TICKS = 300;
const DRAWN_MOST = 48; // more ties than that cannot be told apart; the table below has them all
const LETTER = 6.9;
const LABEL = 15;
const LABEL_LETTERS = 22;
const EVEN = 0.5;

const tone = (mean) => (mean > EVEN ? "coop" : mean < -EVEN ? "conf" : "even");
const signed = (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}`;

export function Network({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("network", given));
  const box = useRef(null);
  const chosen = params.get("tie")?.split("~") ?? null;
  const choose = (tie) => go(withParams({ tie: tie && `${tie.source}~${tie.target}` }));
  return html`<${ViewHead} title=${say("nav.network")} note=${say("network.note")}>
      <div class="tools"><${PictureButtons} find=${() => box.current.querySelector(".web svg")} name="network" /><${ExportMenu} table="ties" given=${given} /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview} />
    <${Answered} answer=${answer}>${(data) => html`<div ref=${box}>
      <${TimeBrush} bins=${data.bins} unit=${data.unit} since=${params.get("since")} until=${params.get("until")} label=${say("network.over_time")} onChange=${(since, until) => go(withParams({ since, until }))} />
      ${data.ties.length === 0 ? html`<${Empty} title=${say("network.empty")} hint=${say("filter.hint")} />` : html`
        <${Web} data=${{ ...data, ties: data.ties.slice(0, DRAWN_MOST) }} chosen=${chosen} choose=${choose} />
        ${data.ties.length > DRAWN_MOST && html`<p class="soft">${say("network.cut", { shown: number(DRAWN_MOST), total: number(data.ties.length) })}</p>`}
        ${chosen && html`<${Acts} tie=${chosen} given=${given} overview=${overview} nodes=${data.nodes} close=${() => choose(null)} />`}
        <${TieTable} data=${data} choose=${choose} />`}</div>`}<//>`;
}

/** Let the forces settle before anything is drawn: the same ties always give the same picture. */
function settled(data, width) {
  const names = new Map(data.nodes.map((node) => [node.key, node]));
  const keys = [...new Set(data.ties.flatMap((tie) => [tie.source, tie.target]))];
  const nodes = keys.map((key) => ({ key, label: names.get(key)?.label ?? key, events: d3.sum(data.ties, (tie) => (tie.source === key || tie.target === key ? tie.cooperation + tie.conflict : 0)) }));
  const links = data.ties.map((tie) => ({ ...tie, n: tie.cooperation + tie.conflict, source: tie.source, target: tie.target }));
  const far = Math.min(width, HEIGHT) / Math.max(2.4, Math.sqrt(nodes.length));
  d3.forceSimulation(nodes).force("link", d3.forceLink(links).id((node) => node.key).distance(far).strength(0.25)).force("charge", d3.forceManyBody().strength(-far * 4))
    .force("x", d3.forceX(0).strength(0.1 * Math.min(1, HEIGHT / width))).force("y", d3.forceY(0).strength(0.16)).force("collide", d3.forceCollide(38)).stop().tick(TICKS);
  const wide = d3.extent(nodes, (node) => node.x);
  const tall = d3.extent(nodes, (node) => node.y);
  const x = d3.scaleLinear(wide[0] === wide[1] ? [wide[0] - 1, wide[1] + 1] : wide, [70, Math.max(90, width - 90)]);
  const y = d3.scaleLinear(tall[0] === tall[1] ? [tall[0] - 1, tall[1] + 1] : tall, [36, HEIGHT - 40]);
  const big = d3.scaleSqrt([0, d3.max(nodes, (node) => node.events) || 1], [5, 17]);
  for (const node of nodes) Object.assign(node, { px: x(node.x), py: y(node.y), r: big(node.events) });
  place(nodes, width);
  return { nodes, links };
}

/** Put a name beside each actor where it covers no other name and no other actor, the liveliest first; else leave it out. */
function place(nodes, width) {
  const taken = nodes.map(({ px, py, r }) => [px - r, py - r, px + r, py + r]);
  const free = (box, own) => box[0] > 2 && box[2] < width - 2 && taken.every((other, n) => n === own || box[0] > other[2] || box[2] < other[0] || box[1] > other[3] || box[3] < other[1]);
  for (const node of [...nodes].sort((a, b) => b.events - a.events)) {
    const text = shortened(node.label, LABEL_LETTERS);
    const wide = text.length * LETTER;
    const { px, py, r } = node;
    const spots = [
      { dx: 0, dy: r + 13, anchor: "middle", box: [px - wide / 2, py + r + 2, px + wide / 2, py + r + 2 + LABEL] },
      { dx: 0, dy: -r - 5, anchor: "middle", box: [px - wide / 2, py - r - 3 - LABEL, px + wide / 2, py - r - 3] },
      { dx: r + 4, dy: 4, anchor: "start", box: [px + r + 3, py - LABEL / 2, px + r + 3 + wide, py + LABEL / 2] },
      { dx: -r - 4, dy: 4, anchor: "end", box: [px - r - 3 - wide, py - LABEL / 2, px - r - 3, py + LABEL / 2] },
    ];
    const own = nodes.indexOf(node);
    const spot = spots.find(({ box }) => free(box, own));
    if (spot) taken.push(spot.box);
    node.name = spot && { ...spot, text };
  }
}

function Web({ data, chosen, choose }) {
  const [box, width] = useWidth();
  const { nodes, links } = useMemo(() => (width ? settled(data, width) : { nodes: [], links: [] }), [data, width]);
  const most = d3.max(links, (link) => link.n) || 1;
  const thick = d3.scaleSqrt([1, most], [1.5, 9]);
  const label = (link) => `${link.source.label} → ${link.target.label}: ${say("network.counts", { cooperation: number(link.cooperation), conflict: number(link.conflict), mean: signed(link.mean_intensity) })}`;
  return html`<figure class="web" ref=${box}><svg width=${width} height=${HEIGHT} role="group" aria-label=${say("network.chart")}>
    ${links.map((link) => {
      const mine = chosen && link.source.key === chosen[0] && link.target.key === chosen[1];
      const open = (event) => { event.preventDefault(); choose({ source: link.source.key, target: link.target.key }); };
      return html`<g class="tie ${tone(link.mean_intensity)} ${mine ? "chosen" : ""}" role="button" tabindex="0" aria-label=${plain(label(link))} onClick=${open} onKeyDown=${(event) => event.key === "Enter" && open(event)}>
        <title>${plain(label(link))}</title><path d=${curve(link, link.target.r)} stroke-width=${thick(link.n)} stroke-dasharray=${tone(link.mean_intensity) === "coop" ? "none" : tone(link.mean_intensity) === "even" ? "2 4" : "none"} />
        <path class="head" d=${arrow(link, link.target.r, thick(link.n))} /></g>`;
    })}
    ${nodes.map((node) => html`<g class="node" transform=${`translate(${node.px},${node.py})`} role="button" tabindex="0" aria-label=${plain(`${node.label}: ${count("count.events", node.events)}`)}
      onClick=${() => go(withParams({ actor: node.key, tie: null }))} onKeyDown=${(event) => event.key === "Enter" && go(withParams({ actor: node.key, tie: null }))}>
      <circle r=${node.r} /><title>${plain(node.label)}</title>${node.name && html`<text x=${node.name.dx} y=${node.name.dy} text-anchor=${node.name.anchor}>${node.name.text}</text>`}</g>`)}
  </svg><figcaption class="legend"><span><i class="swatch conf"></i>${say("tone.conflict")}</span><span><i class="swatch coop"></i>${say("tone.cooperation")}</span><span><i class="swatch even"></i>${say("tone.even")}</span><span class="grow"></span><span>${say("network.hint")}</span></figcaption></figure>`;
}

/** A tie bends to its right, so that both directions can be told apart. */
function bend(link) {
  const [x1, y1, x2, y2] = [link.source.px, link.source.py, link.target.px, link.target.py];
  const far = Math.hypot(x2 - x1, y2 - y1) || 1;
  return { x1, y1, x2, y2, cx: (x1 + x2) / 2 - (y2 - y1) * 0.14, cy: (y1 + y2) / 2 + (x2 - x1) * 0.14, far };
}

function tip(link, radius) {
  const { cx, cy, x2, y2 } = bend(link);
  const far = Math.hypot(x2 - cx, y2 - cy) || 1;
  return { x: x2 - ((x2 - cx) / far) * (radius + 3), y: y2 - ((y2 - cy) / far) * (radius + 3), ux: (x2 - cx) / far, uy: (y2 - cy) / far };
}

function curve(link, radius) {
  const { x1, y1, cx, cy } = bend(link);
  const end = tip(link, radius + 6);
  return `M${x1} ${y1}Q${cx} ${cy} ${end.x} ${end.y}`;
}

function arrow(link, radius, wide) {
  const { x, y, ux, uy } = tip(link, radius);
  const size = 6 + wide * 0.7;
  return `M${x} ${y}L${x - ux * size - uy * size * 0.6} ${y - uy * size + ux * size * 0.6}L${x - ux * size + uy * size * 0.6} ${y - uy * size - ux * size * 0.6}Z`;
}

function Acts({ tie, given, overview, nodes, close }) {
  const asked = { since: given.since, until: given.until, as_of: given.as_of, who: tie[0], whom: tie[1] };
  const answer = useAsk(address("events", asked));
  const name = (key) => nodes.find((node) => node.key === key)?.label ?? key;
  return html`<section class="acts"><h2><bdi>${shown(name(tie[0]))}</bdi> → <bdi>${shown(name(tie[1]))}</bdi> <button type="button" class="quiet" onClick=${close}>${say("reader.close")}</button></h2>
    <${Answered} answer=${answer}>${(first) => html`<${Paged} first=${first} total=${first.total} noun="count.events" more=${(cursor) => ask(address("events", { ...asked, cursor }))}>
      ${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`}<//>`}<//></section>`;
}

function TieTable({ data, choose }) {
  const name = (key) => data.nodes.find((node) => node.key === key)?.label ?? key;
  return html`<h2>${say("network.table")}</h2><div class="table-box" tabindex="0" role="region" aria-label=${say("network.table")}><table><thead><tr><th>${say("network.source")}</th><th>${say("network.target")}</th><th class="num">${say("tone.cooperation")}</th><th class="num">${say("tone.conflict")}</th><th class="num">${say("network.mean")}</th><th><span class="unseen">${say("network.acts")}</span></th></tr></thead>
    <tbody>${data.ties.map((tie) => html`<tr><td><bdi>${shown(name(tie.source))}</bdi></td><td><bdi>${shown(name(tie.target))}</bdi></td><td class="num">${number(tie.cooperation)}</td><td class="num">${number(tie.conflict)}</td><td class="num">${signed(tie.mean_intensity)}</td>
      <td><button type="button" class="quiet" onClick=${() => choose(tie)}>${say("network.acts")}</button></td></tr>`)}</tbody></table></div>`;
}
