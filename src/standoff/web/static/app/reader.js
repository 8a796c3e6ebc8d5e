// The reader: a report's text with its annotations, which can be switched by layer, and the words a line rests on.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./lib.js";
import { address, useAsk } from "./ask.js";
import { CorrectActor } from "./judge.js";
import { Answered, ReportLink, Tag } from "./parts.js";
import { current, go, hrefOf, withParams } from "./route.js";
import { plain, shown } from "./text.js";
import { count, day, knows, number, say, term } from "./words.js";

export const LAYERS = ["events", "actors", "places", "times", "figures", "statements", "voices", "copied", "sentences"];
const SHOWN_FIRST = ["events", "sentences"];
const STORED = "standoff-layers";

function storedLayers() {
  try {
    const found = JSON.parse(localStorage.getItem(STORED));
    return Array.isArray(found) ? found.filter((name) => LAYERS.includes(name)) : SHOWN_FIRST;
  } catch {
    return SHOWN_FIRST;
  }
}

/** Which layers are switched on; kept for the next report. */
function useLayers() {
  const [on, setOn] = useState(storedLayers);
  const flip = (name) => {
    const next = on.includes(name) ? on.filter((other) => other !== name) : [...on, name];
    localStorage.setItem(STORED, JSON.stringify(next));
    setOn(next);
  };
  return [new Set(on), flip];
}

/** A report for reading. `at` = [start, end] of the words to show, in code points. */
export function Reader({ docId, at, level = 2 }) {
  const asOf = current().params.get("as_of");
  const answer = useAsk(address(`reports/${encodeURIComponent(docId)}`, { at: at && `${at[0]}-${at[1]}`, as_of: asOf }));
  return html`<${Answered} answer=${answer}>${(data) => html`<${Text} data=${data} at=${at} level=${level} />`}<//>`;
}

function Facts({ head }) {
  const facts = [
    head.outlet, head.author,
    head.published && `${day(head.published)}${head.published_basis === "inferred" ? ` ${say("report.inferred")}` : ""}`,
    head.language && head.language !== "en" && head.language,
  ].filter(Boolean);
  return html`<p class="facts soft">${facts.map((fact, n) => html`${n > 0 && " · "}<bdi>${shown(fact)}</bdi>`)}
    ${!head.published && html` ${say("report.no_date")}`}
    ${head.url && html` · <a href=${head.url} target="_blank" rel="noopener noreferrer">${say("report.source")}</a>`}</p>`;
}

function Text({ data, at, level }) {
  const [on, flip] = useLayers();
  const [picked, setPicked] = useState(null);
  const box = useRef(null);
  const spot = at && `${data.report.doc_id}:${at[0]}-${at[1]}`;
  useEffect(() => setPicked(null), [data.report.doc_id]);
  useLayoutEffect(() => {
    if (!spot) return;
    const lit = box.current?.querySelector("mark.lit") ?? box.current?.querySelector(".in-sentence");
    lit?.scrollIntoView({ block: "center", behavior: "instant" });
  }, [spot, data.start]);
  const counts = useMemo(() => Object.fromEntries(LAYERS.map((name) => [name, data.marks.filter((mark) => mark.layer === name).length])), [data]);
  const sentence = at ? data.marks.findIndex((mark) => mark.layer === "sentences" && mark.start <= at[0] && at[0] < mark.end) : -1;
  const Heading = `h${level}`;
  return html`<article class="report" ref=${box} aria-label=${say("report.label")}>
    <header><${Heading} class="report-title" tabindex="-1"><bdi title=${plain(data.report.name)}>${data.report.title ? shown(data.report.title) : shown(data.report.name)}</bdi><//>
      <${Facts} head=${data.report} />
      ${data.report.kind && data.report.kind !== "original" && html`<p><${Tag} tone="against">${term("copy", data.report.kind)}<//> ${data.report.share !== null && say("report.share", { share: number(Math.round(data.report.share * 100)) })}</p>`}
      ${data.copies.length > 0 && html`<details class="copies"><summary>${count("report.copies", data.copies.length)}</summary>
        <ul>${data.copies.map((head) => html`<li><${ReportLink} head=${head} /> <span class="soft"><bdi>${shown(head.outlet)}</bdi> ${head.published ?? ""}</span></li>`)}</ul></details>`}
    </header>
    <fieldset class="layers"><legend>${say("reader.layers")}</legend>
      ${LAYERS.filter((name) => data.layers.includes(name)).map((name) => html`
        <button type="button" class="chip layer-${name}" aria-pressed=${on.has(name)} onClick=${() => flip(name)}>
          <span class="swatch" aria-hidden="true"></span>${say(`layer.${name}`)} <span class="n">${counts[name]}</span></button>`)}
    </fieldset>
    ${data.start > 0 && html`<p class="cut soft">${say("reader.before", { n: number(data.start) })} <${Jump} data=${data} to=${Math.max(0, data.start - 1)} /></p>`}
    <div class="text">${data.blocks.map((block) => html`<p class=${block.head ? "byline" : ""}>
      ${block.pieces.map((piece) => html`<${Run} piece=${piece} marks=${data.marks} on=${on} at=${at} sentence=${sentence} pick=${setPicked} />`)}</p>`)}</div>
    ${data.end < data.length && html`<p class="cut soft">${say("reader.after", { n: number(data.length - data.end) })} <${Jump} data=${data} to=${data.end} /></p>`}
    ${picked && html`<${Picked} docId=${data.report.doc_id} marks=${picked} close=${() => setPicked(null)} />`}
  </article>`;
}

const Jump = ({ data, to }) => html`<a href=${hrefOf("reports", data.report.doc_id, { at: `${to}-${to + 1}` })}>${say("reader.go_on")}</a>`;

function Run({ piece, marks, on, at, sentence, pick }) {
  const [start, text, covering] = piece;
  const visible = covering.filter((n) => on.has(marks[n].layer) && marks[n].layer !== "sentences");
  const inSentence = sentence >= 0 && covering.includes(sentence);
  const lit = at && start >= at[0] && start < at[1];
  const first = on.has("sentences") && covering.find((n) => marks[n].layer === "sentences" && marks[n].start === start);
  const classes = [...new Set(visible.map((n) => `on-${marks[n].layer}`)), inSentence && "in-sentence"].filter(Boolean).join(" ");
  const open = visible.length ? () => pick(visible.map((n) => marks[n])) : null;
  const body = html`<span class=${classes || null} data-start=${start} onClick=${open}
    title=${visible.length ? visible.map((n) => `${say(`layer.${marks[n].layer}`)}: ${plain(layerLabel(marks[n]))}`).join("\n") : null}>${shown(text)}</span>`;
  return html`${first !== undefined && first !== false && html`<sup class="sentence-n" aria-hidden="true">${marks[first].label}</sup>`}
    ${lit ? html`<mark class="lit">${body}</mark>` : body}`;
}

function layerLabel(mark) {
  const group = { events: "type", statements: "saying", voices: "voice" }[mark.layer];
  return group && knows(`${group}.${mark.label}`) ? say(`${group}.${mark.label}`) : mark.label;
}

const DETAILS = { actors: "sector", statements: "basis", events: "status", places: "place" };
/** The details of an annotation with its codes in words. */
const detailOf = (mark) => (DETAILS[mark.layer] ? mark.detail.split(", ").map((code) => term(DETAILS[mark.layer], code)).join(", ") : mark.detail);

/** What was found at the words that were clicked. */
function Picked({ docId, marks, close }) {
  const box = useRef(null);
  useEffect(() => box.current?.focus(), [marks]);
  return html`<aside class="picked" tabindex="-1" ref=${box} aria-label=${say("reader.picked")} onKeyDown=${(event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } }}>
    <button type="button" class="quiet close" onClick=${close} aria-label=${say("reader.close")}>×</button>
    <dl>${marks.map((mark) => html`<dt class="layer-${mark.layer}"><span class="swatch" aria-hidden="true"></span>${say(`layer.${mark.layer}`)}</dt>
      <dd><bdi>${shown(layerLabel(mark))}</bdi>${mark.detail && html` <span class="soft">${shown(detailOf(mark))}</span>`}
        ${mark.layer === "copied" && html` <a href=${hrefOf("reports", mark.ref)}>${say("reader.copied_from")}</a>`}
        ${mark.layer === "actors" && html` <${CorrectActor} docId=${docId} mark=${mark} />`}</dd>`)}</dl></aside>`;
}

/** The panel beside a view; it opens at the words of the line that was clicked. */
export function ReaderPanel({ spot }) {
  const close = () => go(withParams({ read: null }));
  const box = useRef(null);
  const key = `${spot.docId}:${spot.at ?? ""}`;
  useEffect(() => {
    const onKey = (event) => event.key === "Escape" && !document.querySelector("dialog[open]") && close();
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return html`<aside class="panel" ref=${box} aria-label=${say("reader.label")} key=${spot.docId}>
    <div class="panel-bar"><span class="soft">${say("reader.label")}</span><span class="grow"></span>
      <a class="button" href=${hrefOf("reports", spot.docId, { at: spot.at && spot.at.join("-") })}>${say("reader.whole")}</a>
      <button type="button" onClick=${close}>${say("reader.close")} <kbd>Esc</kbd></button></div>
    <div class="panel-body" key=${key.split(":")[0]}><${Reader} docId=${spot.docId} at=${spot.at} /></div></aside>`;
}
