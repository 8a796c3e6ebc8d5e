// Now: what is disputed, what is due, and what came in last.
import { html, useMemo } from "../lib.js";
import { address, useAsk } from "../ask.js";
import { ExportMenu } from "../export.js";
import { Answered, Cite, Empty, EventLine, Tag, ViewHead, openCite } from "../parts.js";
import { filtersOf } from "../filters.js";
import { go, hrefOf, withParams } from "../route.js";
import { shown } from "../text.js";
import { count, day, say, span, term } from "../words.js";
import { ClaimLine } from "./claims.js";

const SHOWN = 8;

export function Now({ params, overview }) {
  const given = { ...filtersOf(params, []), limit: SHOWN };
  const head = [count("count.reports", overview.counts.reports ?? 0), span(overview.first, overview.last)].filter(Boolean).join(", ");
  if (!overview.counts.reports) return html`<${ViewHead} title=${say("nav.now")} /><${Empty} title=${say("reports.empty")} hint=${say("case.empty_hint")} />`;
  return html`<${ViewHead} title=${say("nav.now")} note=${head}><div class="tools"><${BriefMenu} asOf=${params.get("as_of")} pdf=${overview.pdf} /><${ExportMenu} tables=${["events", "claims", "agenda"]} given=${filtersOf(params, [])} /></div><//>
    <${KeyLines} params=${params} />
    <${Changes} params=${params} overview=${overview} />
    <${Part} title=${say("now.contested")} url=${address("claims", { ...given, order: "contested", contested: true })} empty=${say("now.contested_none")} more=${hrefOf("claims", null, { order: "contested" })}
      draw=${(items) => html`<ol class="lines graded">${items.map((claim) => html`<${ClaimLine} key=${claim.claim_id} claim=${claim} labels=${overview.types} />`)}</ol>`} />
    <${Part} title=${say("now.due")} url=${address("agenda", { ...given, outcome: "open" })} empty=${say("now.due_none")}
      draw=${(items) => html`<ol class="lines dated">${items.map((row) => html`<${AgendaLine} key=${row.agenda_id} row=${row} labels=${overview.types} />`)}</ol>`} />
    <${Part} title=${say("now.latest")} url=${address("events", { ...given, newest: true })} empty=${say("timeline.empty")} more=${hrefOf("timeline")}
      draw=${(items) => html`<ol class="lines dated">${items.map((row) => html`<${EventLine} key=${row.event_id} row=${row} labels=${overview.types} />`)}</ol>`} />`;
}

/** The brief as a file; without the extra `pdf` it says how to get it. */
function BriefMenu({ asOf, pdf }) {
  const file = (form) => `/api/export/brief.${form}${asOf ? `?as_of=${asOf}` : ""}`;
  return html`<details class="menu"><summary class="button">${say("export.brief")}</summary><ul><li><a href=${file("html")} download>${say("export.html")}</a></li>
    <li>${pdf ? html`<a href=${file("pdf")} download>${say("export.pdf")}</a>` : html`<span>${say("export.no_pdf")}</span>`}</li></ul></details>`;
}

/** The lines of the brief that matter most. */
function KeyLines({ params }) {
  const answer = useAsk(address("briefing", filtersOf(params, [])));
  return html`<${Answered} answer=${answer}>${(found) => found.too_large ? html`<p class="soft">${say("now.too_large")}</p>` : html`
    ${found.key.length > 0 && html`<section><h2>${say("now.key")}</h2><ol class="lines dated">${found.key.map((line) => html`<${BriefLine} line=${line} />`)}</ol></section>`}
    ${found.questions.length > 0 && html`<section><h2>${say("now.questions")}</h2><ol class="lines dated">${found.questions.map((line) => html`<${BriefLine} line=${line} />`)}</ol></section>`}`}<//>`;
}

/** What changed since the last visit: since the newest report that was there then, or a day that the reader gives. */
function Changes({ params, overview }) {
  const stored = useMemo(() => lastVisit(overview), [overview.name, overview.last]);
  const since = params.get("changed_since") ?? stored;
  const until = params.get("as_of") ?? overview.last;
  const answer = useAsk(since && until && since < until ? address("changes", { since, as_of: params.get("as_of") }) : null);
  return html`<section><h2 class="with-field">${say("now.changes")} <label class="field inline"><span>${say("now.since")}</span><input type="date" value=${since ?? ""} onChange=${(event) => go(withParams({ changed_since: event.target.value }))} /></label></h2>
    ${!answer.url ? html`<p class="soft">${since ? say("now.unchanged") : say("now.first_visit")}</p>` : html`<${Answered} answer=${answer}>${(found) => found.too_large ? html`<p class="soft">${say("now.too_large")}</p>` : html`
      <p class="soft">${[count("count.new_reports", found.reports), count("count.changes", found.total)].join(", ")}</p>
      ${found.changes.length > 0 && html`<ol class="lines dated">${found.changes.slice(0, SHOWN).map((change) => html`<${BriefLine} line=${change.line} change=${change} />`)}</ol>`}`}<//>`}</section>`;
}

/** Give the day up to which the reader had seen this case, and remember the present one for the next visit. */
function lastVisit(overview) {
  const key = `standoff-visit-${overview.name}`;
  const seen = sessionStorage.getItem(key) ?? localStorage.getItem(key);
  if (seen) sessionStorage.setItem(key, seen);
  if (overview.last && !overview.as_of) localStorage.setItem(key, overview.last);
  return seen;
}

const dates = (when) => (when?.includes("..") ? when.split("..").map((part) => part || null) : [when, when]);

function BriefLine({ line, change = null }) {
  const when = line.when && span(...dates(line.when));
  const first = line.cites[0];
  return html`<li class="line" onClick=${openCite}><span class="when ${when ? "" : "undated"}">${when ?? (first?.published ? `(${day(first.published)})` : say("when.none"))}</span>
    <div class="body"><p class="head">${change && html`<${Tag} tone=${{ confirmed: "good", contradicted: "against" }[change.kind] ?? ""}>${term("change_kind", change.kind)}<//> `}
      ${line.who && html`<strong><bdi>${shown(line.who)}</bdi></strong>`}${line.whom && html` <span class="to" aria-label=${say("line.to")}>→</span> <strong><bdi>${shown(line.whom)}</bdi></strong>`} <span class="act">${shown(line.what)}</span>
      ${line.section !== "happened" && html` <${Tag}>${term("section", line.section)}<//>`} ${line.grade && html` <${Tag} title=${say("grade.hint")}>${line.grade}<//>`}</p>
    <p class="said"><q>${shown(line.words)}</q></p>
    <p class="foot">${change && html`<span>${shown(change.why)}</span>`}${line.note && html`<span>${shown(line.note)}</span>`}<span class="grow"></span>${line.cites.slice(0, 3).map((cite) => html`<${Cite} cite=${cite} />`)}</p></div></li>`;
}

function Part({ title, url, empty, more = null, draw }) {
  const answer = useAsk(url);
  const total = answer.data?.total;
  return html`<section><h2>${title} ${typeof total === "number" && html`<span class="n soft">${total}</span>`}</h2>
    <${Answered} answer=${answer}>${(page) => page.items.length === 0 ? html`<p class="soft">${empty}</p>` : html`${draw(page.items)}
      ${more && page.total > page.items.length && html`<p class="more"><a href=${more}>${say("now.all", { n: page.total })}</a></p>`}`}<//></section>`;
}

export function AgendaLine({ row, labels }) {
  return html`<li class="line" onClick=${openCite}><span class="when">${span(row.earliest, row.latest) ?? say("when.none")}</span>
    <div class="body"><p class="head"><strong><bdi>${shown(row.actors.join(", ")) || say("line.nobody")}</bdi></strong> <span class="act">${labels[row.type] ?? row.type}</span> <${Tag} tone=${row.outcome === "cancelled" ? "against" : row.outcome === "took_place" ? "good" : ""}>${term("agenda", row.outcome)}<//></p>
      <p class="said">${shown(row.words)}</p><p class="foot">${row.why && html`<span>${shown(row.why)}</span>`}<${Cite} cite=${row.cite} /></p></div></li>`;
}
