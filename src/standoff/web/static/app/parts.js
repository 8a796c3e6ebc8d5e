// Small parts that all views share: states, signs, tags, citations, event lines.
import { html, useEffect, useRef, useState } from "./lib.js";
import { current, hrefOf, readHref, reading } from "./route.js";
import { plain, shown, shortened } from "./text.js";
import { count, day, say, span, term } from "./words.js";

export const Loading = () => html`
  <div class="loading" role="status" aria-live="polite"><span class="unseen">${say("state.loading")}</span>
    <div class="bone wide"></div><div class="bone"></div><div class="bone short"></div><div class="bone wide"></div></div>`;

export const Empty = ({ title, hint }) => html`
  <div class="empty"><p class="empty-title">${title}</p>${hint && html`<p>${hint}</p>`}</div>`;

export const FaultBox = ({ fault, again }) => html`
  <div class="fault" role="alert"><p class="empty-title">${say("fault.title")}</p><p>${shown(fault.message)}</p>
    ${again && html`<button type="button" onClick=${again}>${say("fault.again")}</button>`}</div>`;

export const Missing = ({ table }) => html`
  <div class="empty"><p class="empty-title">${say("missing.title")}</p><p>${say("missing.hint", { table })}</p></div>`;

/** What an answer shows: its fault, its loading, what was never made, or its data. */
export function Answered({ answer, children }) {
  if (answer.fault) return html`<${FaultBox} fault=${answer.fault} />`;
  if (!answer.data) return html`<${Loading} />`;
  if (answer.data.missing) return html`<${Missing} table=${answer.data.missing} />`;
  return html`<div class=${answer.loading ? "renewing" : ""} aria-busy=${answer.loading}>${children(answer.data)}</div>`;
}

export const QUADS = ["", "coop verbal", "coop material", "conf verbal", "conf material"];
/** A shape, filled or not: what kind of act it is is never told by colour alone. */
export const Sign = ({ quad }) => html`
  <span class="sign ${QUADS[quad]}" role="img" aria-label=${say(`quad.${quad}`)} title=${say(`quad.${quad}`)}></span>`;

export const Tag = ({ children, tone = "", title }) => html`<span class="tag ${tone}" title=${title}>${children}</span>`;

const UNMARKED = new Set(["occurred", "certain"]);

const LEAD = 90;

/** What limits an event: status, polarity, certainty, basis. Plain occurrence needs no tag. */
export function StatusTags({ row }) {
  const negated = row.polarity === "-" && !["denied", "refused"].includes(row.status);
  const tags = [];
  if (negated) tags.push(html`<${Tag} tone="against">${say("line.not")}<//>`);
  if (row.status && !UNMARKED.has(row.status)) {
    tags.push(html`<${Tag} tone=${["denied", "refused"].includes(row.status) ? "against" : ""}>${term("status", row.status)}<//>`);
  }
  if (row.certainty && !UNMARKED.has(row.certainty)) tags.push(html`<${Tag}>${term("certainty", row.certainty)}<//>`);
  return tags;
}

/** The words that a line rests on: one click opens them in their report. */
export function Cite({ cite, label = null }) {
  const { params } = current();
  const now = reading(params);
  const here = now?.docId === cite.doc_id && now.at?.[0] === cite.start && now.at?.[1] === cite.end;
  const name = cite.outlet || cite.title || cite.report;
  const text = label ?? `${shortened(name, 26)}${cite.published ? `, ${day(cite.published, false)}` : ""}`;
  return html`<a class="cite" href=${readHref(cite)} aria-current=${here ? "true" : null}
    title=${say("line.open", { report: plain(cite.title || cite.report) })}>${text}</a>`;
}

export function When({ row }) {
  const told = span(row.earliest, row.latest);
  if (told) return html`<span class="when">${told}</span>`;
  const when = row.cite?.published ?? row.published;
  return html`<span class="when undated" title=${say("when.undated")}>${when ? `(${day(when)})` : say("when.none")}</span>`;
}

export const Names = ({ names, none }) =>
  names.length ? html`<bdi>${shown(names.join(", "))}</bdi>` : html`<span class="nobody">${none}</span>`;

export const Sides = ({ row }) => html`<span class="sides">
  <strong><${Names} names=${row.who} none=${say("line.nobody")} /></strong>
  ${row.whom.length > 0 && html` <span class="to" aria-label=${say("line.to")}>→</span> <strong><${Names} names=${row.whom} /></strong>`}
</span>`;

export function Speakers({ speakers, basis }) {
  if (!speakers.length) return null;
  const told = speakers.filter((one, n) => n === 0 || one.name !== speakers[n - 1].name || one.kind !== speakers[n - 1].kind);
  const chain = told.map((speaker) => [
    speaker.kind === "denies" ? say("line.denied_by") : say("line.according_to"), " ",
    speaker.name ? html`<bdi>${shown(speaker.name)}</bdi>` : say("line.unnamed"),
  ]);
  return html`<span class="speakers">${chain.map((part, n) => [n > 0 && ", ", part])}
    ${basis && html` (${term("basis", basis)})`}</span>`;
}

/** An event in one line; the whole of it is a target for the mouse, the citation for keys and readers. */
export function EventLine({ row, labels, extra = null, showWhen = true }) {
  return html`<li class="line" data-event=${row.event_id} onClick=${openCite}>
    ${showWhen && html`<${When} row=${row} />`}
    <div class="body">
      <p class="head"><${Sign} quad=${row.quad} /><${Sides} row=${row} /> <span class="act">${labels[row.type] ?? row.type}</span> <${StatusTags} row=${row} /></p>
      <p class="said"><q>${shown(row.words)}</q></p>
      <p class="foot"><${Speakers} speakers=${row.speakers} basis=${row.basis} />
        ${row.condition && html`<span>${say("line.condition")} <q>${shown(row.condition)}</q></span>`}
        ${row.maker.endsWith(":coder") && html`<span title=${say("line.coder_hint")}>${say("line.coder")}</span>`}
        ${extra}<${Cite} cite=${row.cite} /></p>
    </div></li>`;
}

/** A click anywhere on a line does what its citation does, unless it hit a control or selected text. */
export function openCite(event) {
  if (event.target.closest("a, button, input, select, summary, label") || String(getSelection())) return;
  event.currentTarget.querySelector("a.cite")?.click();
}

/** A list that comes by the page: the rest is fetched when its end comes into view, or by its button. */
export function Paged({ first, more, children, total = null, noun }) {
  const [pages, setPages] = useState([]);
  const [fault, setFault] = useState(null);
  const end = useRef(null);
  const busy = useRef(false);
  useEffect(() => { setPages([]); setFault(null); }, [first]);
  const last = pages.at(-1) ?? first;
  const fetchNext = async () => {
    if (busy.current || !last.next) return;
    busy.current = true;
    try {
      const page = await more(last.next);
      setPages((old) => [...old, page]);
    } catch (error) {
      setFault(error);
    }
    busy.current = false;
  };
  useEffect(() => {
    if (!end.current) return undefined;
    const watch = new IntersectionObserver((seen) => seen[0].isIntersecting && pages.length && fetchNext(), { rootMargin: "400px" });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [last]);
  const items = [first, ...pages].flatMap((page) => page.items);
  return html`${children(items)}
    ${fault && html`<${FaultBox} fault=${fault} />`}
    ${last.next && html`<p class="more" ref=${end}><button type="button" onClick=${fetchNext}>${say("list.more")}</button>
      ${total !== null && html`<span class="soft">${say("list.of", { shown: items.length, total: count(noun, total) })}</span>`}</p>`}`;
}

export const ViewHead = ({ title, note, children }) => html`
  <header class="view-head"><h1 tabindex="-1" id="view-title">${title}</h1>${note && html`<p class="soft">${note}</p>`}${children}</header>`;

/** What a report is called: its title, else how it begins, else the name of its file. */
export const titleOf = (head) => shown(head.title || (head.lead && shortened(head.lead, LEAD)) || head.name);

export const ReportLink = ({ head }) => html`<a href=${hrefOf("reports", head.doc_id)}><bdi>${titleOf(head)}</bdi></a>`;
