// The drawing of the timeline: a lane per country, conflict above its line and co-operation below, single events where there is room.
import { html, useEffect, useRef, useState } from "./lib.js";
import { COLOURS, TimeAxis, binEnd, d3, useWidth } from "./chart.js";
import { readHref } from "./route.js";
import { plain, shortened } from "./text.js";
import { addDays, day, number, say, span, term, toDate, toIso } from "./words.js";

const LANE = 64;
const NAME = 168;
const COMMIT_MS = 300;
const STEP = 1.4;
const SHORTEST_DAYS = 3;

const days = ([from, to]) => (to - from) / 86_400_000;

/** The chart. `onWindow(since, until)` is called when the reader has moved or zoomed. */
export function Lanes({ data, window: given, onWindow, labels }) {
  const [box, width] = useWidth();
  const [win, setWin] = useState(given.map(toDate));
  const timer = useRef(null);
  const svg = useRef(null);
  useEffect(() => setWin(given.map(toDate)), [given[0], given[1]]);
  const left = width < 560 ? 8 : NAME;
  const x = d3.scaleUtc(win, [left, Math.max(left + 10, width - 8)]);
  const height = data.lanes.length * LANE;
  const move = (next) => {
    if (days(next) < SHORTEST_DAYS) return;
    setWin(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onWindow(toIso(next[0]), toIso(next[1])), COMMIT_MS);
  };
  const zoom = (factor, at = (win[0].getTime() + win[1].getTime()) / 2) =>
    move(win.map((edge) => new Date(at + (edge.getTime() - at) * factor)));
  const pan = (share) => move(win.map((edge) => addDays(edge, share * days(win))));
  useWheel(svg, (event) => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return pan(event.deltaX / width);
    const at = x.invert(event.clientX - svg.current.getBoundingClientRect().left).getTime();
    return zoom(event.deltaY > 0 ? STEP : 1 / STEP, at);
  });
  const drag = useDrag(x, (from, to) => move(win.map((edge) => new Date(edge.getTime() - (x.invert(to) - x.invert(from))))));
  const onKey = (event) => {
    const act = { "+": () => zoom(1 / STEP), "=": () => zoom(1 / STEP), "-": () => zoom(STEP), ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2) }[event.key];
    if (act) { event.preventDefault(); act(); }
  };
  return html`<figure class="lanes" ref=${box}>
    <div class="lane-tools"><button type="button" onClick=${() => zoom(1 / STEP)} aria-label=${say("zoom.in")}>+</button><button type="button" onClick=${() => zoom(STEP)} aria-label=${say("zoom.out")}>−</button>
      <button type="button" onClick=${() => pan(-0.5)} aria-label=${say("zoom.earlier")}>←</button><button type="button" onClick=${() => pan(0.5)} aria-label=${say("zoom.later")}>→</button></div>
    <svg ref=${svg} width=${width} height=${height + 24} role="group" tabindex="0" aria-label=${say("timeline.chart")} onKeyDown=${onKey} ...${drag}>
      <${TimeAxis} x=${x} y=${height} />
      ${data.lanes.map((lane, n) => html`<${LaneRow} key=${lane.key} lane=${lane} top=${n * LANE} x=${x} data=${data} left=${left} width=${width} labels=${labels} />`)}
    </svg>
    <figcaption class="legend">${[4, 3, 2, 1].map((quad) => html`<span><i class="swatch" data-quad=${quad}></i>${say(`quad.${quad}`)}</span>`)}<span class="grow"></span><span>${data.events ? say("timeline.single") : say("timeline.counted", { unit: say(`unit.${data.unit}`) })}</span></figcaption></figure>`;
}

/** Listen to the wheel; a listener that may keep the page from scrolling has to be put on by hand. */
function useWheel(ref, onWheel) {
  const latest = useRef(onWheel);
  latest.current = onWheel;
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const listener = (event) => {
      if (!event.ctrlKey && !event.shiftKey && document.activeElement !== element && !element.contains(document.activeElement)) return;
      event.preventDefault();
      latest.current(event);
    };
    element.addEventListener("wheel", listener, { passive: false });
    return () => element.removeEventListener("wheel", listener);
  }, []);
}

function useDrag(x, onDrag) {
  const from = useRef(null);
  return {
    onPointerDown: (event) => { if (!event.target.closest("a")) { from.current = event.clientX; event.currentTarget.setPointerCapture(event.pointerId); } },
    onPointerMove: (event) => {
      if (from.current === null || Math.abs(event.clientX - from.current) < 3) return;
      onDrag(from.current, event.clientX);
      from.current = event.clientX;
    },
    onPointerUp: () => { from.current = null; },
    onPointerCancel: () => { from.current = null; },
  };
}

function LaneRow({ lane, top, x, data, left, width, labels }) {
  const middle = top + LANE / 2;
  return html`<g class="lane"><line class="baseline" x1=${left} x2=${width - 8} y1=${middle} y2=${middle} />
    ${data.events ? html`<${Singles} lane=${lane} middle=${middle} x=${x} data=${data} labels=${labels} />` : html`<${Bins} lane=${lane} middle=${middle} x=${x} data=${data} />`}
    <text class="lane-name" x=${left === NAME ? 4 : left} y=${left === NAME ? middle - 2 : top + 12}>${shortened(lane.label, left === NAME ? 20 : 34)}</text>
    ${left === NAME && html`<text class="lane-n" x="4" y=${middle + 13}>${number(lane.events)}</text>`}</g>`;
}

function Bins({ lane, middle, x, data }) {
  const mine = data.bins.filter((bin) => bin.lane === lane.key);
  const stacks = d3.rollup(data.bins, (bins) => d3.sum(bins, (bin) => bin.events), (bin) => `${bin.lane} ${bin.start} ${bin.quad > 2}`);
  const tall = d3.scaleLinear([0, d3.max(stacks.values()) || 1], [0, LANE / 2 - 5]);
  const bars = new Map();
  for (const bin of mine) bars.set(bin.start, [...(bars.get(bin.start) ?? []), bin]);
  return [...bars].map(([start, found]) => {
    const from = toDate(start);
    const at = x(from);
    const wide = Math.max(1.5, x(binEnd(from, data.unit)) - at - 1);
    if (at + wide < x.range()[0] || at > x.range()[1]) return null;
    const text = found.map((bin) => `${say(`quad.${bin.quad}`)}: ${number(bin.events)}`).join("\n");
    let up = middle;
    let down = middle;
    return html`<g><title>${`${day(start)} (${say(`unit.${data.unit}`)})\n${text}`}</title>${[4, 3, 2, 1].map((quad) => {
      const bin = found.find((one) => one.quad === quad);
      if (!bin) return null;
      const size = Math.max(1, tall(bin.events));
      const y = quad > 2 ? (up -= size) : down;
      if (quad <= 2) down += size;
      return html`<rect x=${Math.max(at, x.range()[0])} y=${y} width=${wide} height=${size} fill=${COLOURS[quad]} />`;
    })}</g>`;
  });
}

const LEVELS = 4;
const ROOM = 11;

/** Single events: a sign at its day, a line over its span; conflict above, co-operation below, side by side where they crowd. */
function Singles({ lane, middle, x, data, labels }) {
  const ends = { up: Array(LEVELS).fill(-1e9), down: Array(LEVELS).fill(-1e9) };
  return data.events.filter((row) => data.parts[row.event_id]?.includes(lane.key)).map((row) => {
    const from = x(toDate(row.earliest ?? row.day));
    const to = Math.max(from, x(toDate(row.latest ?? row.earliest ?? row.day)));
    if (to < x.range()[0] || from > x.range()[1]) return null;
    const side = row.quad > 2 ? "up" : "down";
    const start = Math.max(from, x.range()[0]);
    const level = Math.max(0, ends[side].findIndex((end) => end < start - ROOM));
    ends[side][level] = Math.max(start, Math.min(to, x.range()[1]));
    const y = middle + (side === "up" ? -1 : 1) * (6 + level * 7);
    const told = `${span(row.earliest, row.latest) ?? `(${day(row.day)})`}: ${row.who.join(", ") || say("line.nobody")} ${row.whom.length ? `→ ${row.whom.join(", ")}` : ""}: ${labels[row.type] ?? row.type}${row.status ? `, ${term("status", row.status)}` : ""}\n“${shortened(row.words, 140)}”`;
    return html`<a href=${readHref(row.cite)} class="mark-link ${row.dated ? "" : "loose"}" aria-label=${plain(told)}><title>${plain(told)}</title>
      ${to - start > 3 && html`<line x1=${start} x2=${Math.min(to, x.range()[1])} y1=${y} y2=${y} stroke=${COLOURS[row.quad]} stroke-width="2" />`}
      <${Shape} at=${start} y=${y} quad=${row.quad} sure=${row.status === "occurred" || row.status === "ongoing" || row.status === "historical"} /></a>`;
  });
}

/** Circles co-operate, diamonds fight; what has not happened is drawn hollow. */
function Shape({ at, y, quad, sure }) {
  const paint = { fill: sure ? COLOURS[quad] : "var(--sheet)", stroke: COLOURS[quad], "stroke-width": 1.8 };
  return quad > 2 ? html`<rect x=${at - 3.6} y=${y - 3.6} width="7.2" height="7.2" transform=${`rotate(45 ${at} ${y})`} ...${paint} />` : html`<circle cx=${at} cy=${y} r="4" ...${paint} />`;
}
