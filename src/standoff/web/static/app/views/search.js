// Search: reports that hold the words looked for, with the passages in which they stand.
import { html, useEffect } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { Answered, Cite, Empty, Paged, ReportLink, ViewHead, openCite } from "../parts.js";
import { filtersOf } from "../filters.js";
import { shown } from "../text.js";
import { count, day, say } from "../words.js";

export function Search({ params }) {
  const words = params.get("q") ?? "";
  const given = filtersOf(params, ["q"]);
  const answer = useAsk(words ? address("search", given) : null);
  useEffect(() => { if (!words) document.getElementById("find")?.focus(); }, [words]);
  return html`<${ViewHead} title=${say("nav.search")} note=${words && answer.data?.total > 0 && count("count.reports", answer.data.total)} />
    ${!words ? html`<${Empty} title=${say("search.start")} hint=${say("search.start_hint")} />` : html`
    <${Answered} answer=${answer}>${(first) => first.items.length === 0 ? html`<${Empty} title=${say("search.empty", { words })} hint=${say("search.empty_hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.reports" more=${(cursor) => ask(address("search", { ...given, cursor }))}>
        ${(items) => items.map((hit) => html`<${Hit} key=${hit.report.doc_id} hit=${hit} />`)}<//>`}<//>`}`;
}

function Hit({ hit: { report, passages } }) {
  const facts = [report.outlet, report.published && day(report.published)].filter(Boolean);
  return html`<section class="hit-report"><h2><${ReportLink} head=${report} /> <span class="soft n"><bdi>${shown(facts.join(", "))}</bdi></span></h2>
    ${passages.length > 0 && html`<ol class="lines">${passages.map((passage) => html`<li class="line" onClick=${openCite}><p class="said">${passage.runs.map((run) => run.hit ? html`<mark class="hit">${shown(run.text)}</mark>` : shown(run.text))}</p><p class="foot"><${Cite} cite=${passage.cite} label=${say("search.read")} /></p></li>`)}</ol>`}</section>`;
}
