// Reports: the list, and one report for reading.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { ExportMenu } from "../export.js";
import { FilterBar, filtersOf } from "../filters.js";
import { Answered, Empty, Paged, ReportLink, Tag, ViewHead } from "../parts.js";
import { Reader } from "../reader.js";
import { hrefOf } from "../route.js";
import { shown } from "../text.js";
import { count, day, number, say, term } from "../words.js";

const FIELDS = ["q", "actor", "outlet", "since", "until"];

export function Reports({ item, params, overview }) {
  if (item) return html`<${OneReport} docId=${item} params=${params} />`;
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("reports", given));
  return html`<${ViewHead} title=${say("nav.reports")} note=${answer.data && count("count.reports", answer.data.total)}><div class="tools"><${ExportMenu} table="reports" given=${given} /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview} />
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("reports.empty")} hint=${say("reports.empty_hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.reports" more=${(cursor) => ask(address("reports", { ...given, cursor }))}>
        ${(items) => html`<div class="table-box" tabindex="0" role="region" aria-label=${say("nav.reports")}><table class="reports-table">
          <thead><tr><th>${say("report.date")}</th><th>${say("report.title")}</th><th>${say("report.outlet")}</th><th class="num">${say("report.events")}</th></tr></thead>
          <tbody>${items.map((head) => html`<${Row} key=${head.doc_id} head=${head} />`)}</tbody></table></div>`}<//>`}<//>`;
}

function Row({ head }) {
  return html`<tr><td class="nowrap date">${head.published ? day(head.published) : html`<span class="nobody">${say("when.none")}</span>`}</td>
    <td class="title"><${ReportLink} head=${head} /> ${head.kind && head.kind !== "original" && html`<${Tag} tone="against" title=${head.share === null ? null : say("report.share", { share: Math.round(head.share * 100) })}>${term("copy", head.kind)}<//>`}</td>
    <td class="outlet"><bdi>${shown(head.outlet)}</bdi></td><td class="num" data-told=${count("count.events", head.events)}>${number(head.events)}</td></tr>`;
}

function OneReport({ docId, params }) {
  const at = /^(\d+)-(\d+)$/.exec(params.get("at") ?? "");
  return html`<p class="back"><a href=${hrefOf("reports")}>${say("reports.back")}</a></p>
    <${Reader} docId=${docId} at=${at && [Number(at[1]), Number(at[2])]} level=${1} />`;
}
