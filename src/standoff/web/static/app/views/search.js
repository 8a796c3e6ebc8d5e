// Search: passages that hold the words looked for.
import { html } from "../lib.js";
import { address, useAsk } from "../ask.js";
import { Answered, Cite, Empty, ViewHead, openCite } from "../parts.js";
import { Typed, filtersOf } from "../filters.js";
import { shown } from "../text.js";
import { count, say } from "../words.js";

export function Search({ params }) {
  const words = params.get("q") ?? "";
  const given = filtersOf(params, ["q"]);
  const answer = useAsk(words ? address("search", given) : null);
  return html`<${ViewHead} title=${say("nav.search")} />
    <form class="filters" role="search" onSubmit=${(event) => event.preventDefault()}><${Typed} name="q" label=${say("search.label")} params=${params} placeholder=${say("search.placeholder")} /></form>
    ${!words ? html`<${Empty} title=${say("search.start")} hint=${say("search.start_hint")} />` : html`
    <${Answered} answer=${answer}>${(found) => found.items.length === 0 ? html`<${Empty} title=${say("search.empty", { words })} hint=${say("search.empty_hint")} />` : html`
      <p class="soft">${count("count.reports", found.total)}</p>
      <ol class="lines">${found.items.map((hit) => html`<li class="line" onClick=${openCite}><div class="body">
        <p class="said">${shown(hit.before)}<mark class="hit">${shown(hit.words)}</mark>${shown(hit.after)}</p>
        <p class="foot"><bdi>${shown(hit.cite.title || hit.cite.report)}</bdi> <${Cite} cite=${hit.cite} /></p></div></li>`)}</ol>`}<//>`}`;
}
