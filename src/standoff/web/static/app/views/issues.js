// Issues: what could not be read or done, and why.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { Answered, Empty, Paged, Tag, ViewHead } from "../parts.js";
import { ExportMenu } from "../export.js";
import { filtersOf } from "../filters.js";
import { shown } from "../text.js";
import { count, say } from "../words.js";

export function Issues({ params }) {
  const given = filtersOf(params, []);
  const answer = useAsk(address("issues", given));
  return html`<${ViewHead} title=${say("nav.issues")} note=${say("issues.note")}>${answer.data?.total > 0 && html`<div class="tools"><${ExportMenu} table="issues" given=${given} /></div>`}<//>
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("issues.empty")} />` : html`
      <p class="soft">${count("count.issues", first.total)}</p>
      <${Paged} first=${first} total=${first.total} noun="count.issues" more=${(cursor) => ask(address("issues", { ...given, cursor }))}>
        ${(items) => html`<ol class="lines">${items.map((row) => html`<li class="line plain"><div class="body">
          <p class="head"><bdi class="path">${shown(row.input)}</bdi> <${Tag} tone=${row.fatal ? "against" : ""}>${row.fatal ? say("issues.fatal") : say("issues.noted")}<//></p>
          <p>${shown(row.what)}</p><p class="soft">${say("issues.found")} <bdi>${shown(row.found)}</bdi></p><p class="soft">${say("issues.do")} ${shown(row.do)}</p></div></li>`)}</ol>`}<//>`}<//>`;
}
