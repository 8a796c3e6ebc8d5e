// Claims: what is said, by whom, graded.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { FilterBar, filtersOf } from "../filters.js";
import { Answered, Empty, Paged, ViewHead } from "../parts.js";
import { count, say } from "../words.js";

const FIELDS = ["q", "actor", "type", "status"];

export function Claims({ params, overview }) {
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("claims", given));
  return html`<${ViewHead} title=${say("nav.claims")} note=${answer.data && answer.data.total !== null && count("count.claims", answer.data.total)} />
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview} />
    <${Answered} answer=${answer}>${(first) => html`${first.total}`}<//>`;
}
