// The filter bar of the lists: what stands in it is in the address.
import { html, useEffect, useRef, useState } from "./lib.js";
import { go, withParams } from "./route.js";
import { plain } from "./text.js";
import { say, term } from "./words.js";

const TYPING_MS = 250;

/** Read the filters out of the address, as the API takes them. */
export function filtersOf(params, names) {
  const given = {};
  for (const name of names) {
    const values = params.getAll(name);
    if (values.length) given[name] = values;
  }
  const asOf = params.get("as_of");
  if (asOf) given.as_of = asOf;
  return given;
}

const set = (changes, replace = false) => go(withParams(changes), { replace });

export function Choice({ name, label, options, params, any }) {
  const value = params.get(name) ?? "";
  return html`<label class="field"><span>${label}</span>
    <select value=${value} onChange=${(event) => set({ [name]: event.target.value })}>
      <option value="" selected=${value === ""}>${any}</option>
      ${options.map(([code, text]) => html`<option value=${code} selected=${code === value}>${plain(text)}</option>`)}
      ${value && !options.some(([code]) => code === value) && html`<option value=${value} selected>${plain(value)}</option>`}
    </select></label>`;
}

export function Typed({ name, label, params, type = "search", list = null, placeholder = "" }) {
  const value = params.get(name) ?? "";
  const [typed, setTyped] = useState(value);
  const timer = useRef(null);
  useEffect(() => setTyped(value), [value]);
  const change = (event) => {
    const text = event.target.value;
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => set({ [name]: text.trim() }, true), TYPING_MS);
  };
  return html`<label class="field ${type}"><span>${label}</span>
    <input type=${type} name=${name} value=${typed} list=${list} placeholder=${placeholder} autocomplete="off" maxlength="200" onInput=${change} /></label>`;
}

const actorOptions = (overview) => overview.actors.map((actor) => [actor.key, actor.label]);

/** The filter bar. `fields` names what this view can be narrowed by. */
export function FilterBar({ fields, params, overview, children }) {
  const used = fields.filter((name) => params.has(name));
  const has = (name) => fields.includes(name);
  const [open, setOpen] = useState(() => used.length > 0 || matchMedia("(min-width: 56rem)").matches);
  return html`<details class="filter-fold" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${say("filter.label")}</summary><form class="filters" role="search" aria-label=${say("filter.label")} onSubmit=${(event) => event.preventDefault()}>
    ${has("q") && html`<${Typed} name="q" label=${say("filter.words")} params=${params} placeholder=${say("filter.words_hint")} />`}
    ${has("actor") && html`<${Choice} name="actor" label=${say("filter.actor")} any=${say("filter.any")} options=${actorOptions(overview)} params=${params} />`}
    ${has("type") && html`<${Choice} name="type" label=${say("filter.type")} any=${say("filter.any")} options=${Object.entries(overview.types)} params=${params} />`}
    ${has("status") && html`<${Choice} name="status" label=${say("filter.status")} any=${say("filter.any")} options=${overview.statuses.map((code) => [code, term("status", code)])} params=${params} />`}
    ${has("outlet") && html`<${Choice} name="outlet" label=${say("filter.outlet")} any=${say("filter.any")} options=${overview.outlets.map((name) => [name, name])} params=${params} />`}
    ${has("since") && html`<${Typed} name="since" type="date" label=${say("filter.since")} params=${params} />`}
    ${has("until") && html`<${Typed} name="until" type="date" label=${say("filter.until")} params=${params} />`}
    ${children}
    ${used.length > 0 && html`<button type="button" class="quiet" onClick=${() => set(Object.fromEntries(fields.map((name) => [name, null])))}>${say("filter.clear")}</button>`}
  </form></details>`;
}
