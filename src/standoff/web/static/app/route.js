// The address is the state: which view, which thing in it, narrowed to what, as of when, and what is being read.
import { useEffect, useState } from "./lib.js";

const listeners = new Set();
const tell = () => listeners.forEach((listener) => listener());
addEventListener("popstate", tell);

/** Read the address. */
export function current() {
  const url = new URL(location.href);
  const [, view, item] = url.pathname.split("/");
  return { view: view || "now", item: item ? decodeURIComponent(item) : null, params: url.searchParams };
}

/** Follow the address. */
export function useRoute() {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const listener = () => setRoute(current());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return route;
}

/** Go to an address of this page. */
export function go(address, { replace = false } = {}) {
  if (address === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  tell();
}

/** Write the address of a view; "as of" stays unless it is given. */
export function hrefOf(view, item = null, given = {}) {
  const params = new URLSearchParams();
  const asOf = current().params.get("as_of");
  if (asOf) params.set("as_of", asOf);
  put(params, given);
  const query = params.toString();
  return `/${view === "now" ? "" : view}${item ? `/${encodeURIComponent(item)}` : ""}${query ? `?${query}` : ""}`;
}

/** Write the present address with some parameters changed; null takes one out, a list repeats it. */
export function withParams(changes) {
  const { params } = current();
  put(params, changes);
  const query = params.toString();
  return `${location.pathname}${query ? `?${query}` : ""}`;
}

function put(params, changes) {
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "" && one !== false) params.append(name, String(one));
    }
  }
}

/** Write the address that opens the words of a line beside the view. */
export const readHref = (cite) => withParams({ read: `${cite.doc_id}:${cite.start}-${cite.end}` });

/** Read back what `readHref` wrote. */
export function reading(params) {
  const found = /^([^:]+)(?::(\d+)-(\d+))?$/.exec(params.get("read") || "");
  return found && { docId: found[1], at: found[2] ? [Number(found[2]), Number(found[3])] : null };
}

// A plain click on a link of ours changes the address without loading the page again.
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  const href = link?.getAttribute("href");
  if (!href?.startsWith("/") || href.startsWith("/api/") || link.hasAttribute("download") || link.target) return;
  event.preventDefault();
  go(href);
});
