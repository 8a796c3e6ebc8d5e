// What the charts share: D3, the width of their box, time axes, and saving a chart as a picture.
import "/files/vendor/d3.min.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "./lib.js";
import { addDays, day, say, toDate, toIso } from "./words.js";

export const d3 = globalThis.d3;
export const COLOURS = { 1: "var(--coop-soft)", 2: "var(--coop)", 3: "var(--conf-soft)", 4: "var(--conf)" };
const HALF_LABEL = 26;
const UNIT_DAYS = { day: 1, week: 7, month: 30.44, year: 365.25 };

/** Follow the width of an element. */
export function useWidth() {
  const box = useRef(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(box.current);
    setWidth(Math.floor(box.current.getBoundingClientRect().width));
    return () => watch.disconnect();
  }, []);
  return [box, width];
}

/** The end of the bin that begins at a date. */
export const binEnd = (start, unit) => addDays(start, UNIT_DAYS[unit]);

const FORMATS = [[d3.utcYear, "%Y"], [d3.utcMonth, "%b %Y"], [d3.utcDay, "%-d %b"]];
export function tickText(date) {
  const fits = FORMATS.find(([unit]) => unit(date) >= date);
  return d3.utcFormat(fits ? fits[1] : "%H:%M")(date);
}

/** Keep the labels at both ends of an axis inside the chart. */
const anchorOf = (x, tick) => (x(tick) > x.range()[1] - HALF_LABEL ? "end" : x(tick) < x.range()[0] + 2 ? "start" : "middle");

/** Time axis: ticks with short dates. */
export function TimeAxis({ x, y, top = 0 }) {
  const ticks = x.ticks(Math.max(2, Math.floor((x.range()[1] - x.range()[0]) / 95)));
  const named = ticks.filter((tick, n) => n === ticks.length - 1 || n === 0 || anchorOf(x, ticks[n + 1]) !== "end" || x(ticks[n + 1]) - x(tick) > 3.2 * HALF_LABEL);
  return html`<g class="axis" aria-hidden="true">${ticks.map((tick) => html`<g transform=${`translate(${x(tick)},0)`}><line y1=${top} y2=${y} />${named.includes(tick) && html`<text y=${y + 14} text-anchor=${anchorOf(x, tick)}>${tickText(tick)}</text>`}</g>`)}</g>`;
}

/** How much there is over time, above co-operation and below conflict; drag to choose a span, double-click to let go. */
export function TimeBrush({ bins, unit, since, until, onChange, label }) {
  const [box, width] = useWidth();
  const layer = useRef(null);
  const height = 74;
  const starts = bins.map((bin) => toDate(bin.start));
  const domain = starts.length ? [starts[0], binEnd(starts.at(-1), unit)] : null;
  const x = domain && d3.scaleUtc(domain, [4, Math.max(5, width - 4)]);
  const most = d3.max(bins, (bin) => Math.max(bin.conflict, bin.cooperation)) || 1;
  const y = d3.scaleSqrt([0, most], [0, 25]);
  useEffect(() => {
    if (!layer.current || !x || width < 10) return;
    const brush = d3.brushX().extent([[4, 0], [width - 4, 56]]).on("end", (event) => {
      if (!event.sourceEvent) return;
      if (!event.selection) onChange(null, null);
      else onChange(toIso(x.invert(event.selection[0])), toIso(x.invert(event.selection[1])));
    });
    const group = d3.select(layer.current).call(brush);
    const chosen = since || until ? [x(since ? toDate(since) : domain[0]), x(until ? toDate(until) : domain[1])] : null;
    group.call(brush.move, chosen && chosen[1] > chosen[0] ? chosen : null);
  }, [width, since, until, bins]);
  if (!domain) return null;
  return html`<figure class="brush" ref=${box}><svg width=${width} height=${height} role="img" aria-label=${label}>
    <line class="baseline" x1="4" x2=${width - 4} y1="28" y2="28" />
    ${bins.map((bin, n) => {
      const left = x(starts[n]);
      const wide = Math.max(1, x(binEnd(starts[n], unit)) - left - 1);
      return html`<rect x=${left} y=${28 - y(bin.conflict)} width=${wide} height=${y(bin.conflict)} fill="var(--conf)" />
        <rect x=${left} y="28" width=${wide} height=${y(bin.cooperation)} fill="var(--coop)" />`;
    })}<${TimeAxis} x=${x} y=${56} /><g ref=${layer} class="brush-layer" /></svg>
    <figcaption class="legend"><span><i class="swatch conf"></i>${say("tone.conflict")}</span><span><i class="swatch coop"></i>${say("tone.cooperation")}</span>
      ${(since || until) && html`<span>${[since && day(since), until && day(until)].filter(Boolean).join(" – ")}</span>`}<span class="grow"></span><span>${say("brush.hint")}</span></figcaption></figure>`;
}

const STYLED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "text-anchor", "color"];

/** Give a chart as a file of its own: every style written into the elements. */
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, n) => {
    const style = getComputedStyle(from[n]);
    for (const name of STYLED) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute("class");
  });
  const back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  back.setAttribute("width", "100%");
  back.setAttribute("height", "100%");
  back.setAttribute("fill", getComputedStyle(document.body).getPropertyValue("--sheet"));
  copy.prepend(back);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Save a chart as SVG or, twice as fine as on the screen, as PNG. */
export async function savePicture(svg, name, kind) {
  const blob = standalone(svg);
  if (kind === "svg") return download(blob, `${name}.svg`);
  const image = new Image();
  const source = URL.createObjectURL(blob);
  image.src = source;
  await image.decode();
  const { width, height } = svg.getBoundingClientRect();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  return canvas.toBlob((made) => download(made, `${name}.png`));
}

export const PictureButtons = ({ find, name }) => html`<button type="button" onClick=${() => savePicture(find(), name, "svg")}>SVG</button>
  <button type="button" onClick=${() => savePicture(find(), name, "png")}>PNG</button>`;
