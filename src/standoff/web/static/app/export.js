// Saving what a view shows: its rows under its filters, as the API streams them.
import { html } from "./lib.js";
import { say } from "./words.js";

/** A menu of forms. `given` are the filters of the view; `geo` adds GeoJSON where the rows have places. */
export function ExportMenu({ table = null, tables = [table], given, geo = false }) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) for (const one of [value].flat()) if (one) query.append(name, one);
  const forms = ["csv", "jsonl", "parquet", ...(geo ? ["geojson"] : [])];
  const name = (one, form) => (tables.length > 1 ? `${say(`export.${one}`)}, ` : "") + say(`export.${form}`);
  return html`<details class="menu"><summary class="button">${say("export.title")}</summary><ul>${tables.flatMap((one) => forms.map((form) => html`
    <li><a href=${`/api/export/${one}.${form}?${query}`} download>${name(one, form)}</a></li>`))}</ul></details>`;
}
