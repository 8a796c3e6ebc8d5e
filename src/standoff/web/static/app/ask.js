// Questions to the API. Answers are kept by address; when the case changes, what is on the screen is asked again.
import { useEffect, useState } from "./lib.js";
import { say } from "./words.js";

const KEPT = 60;
const POLL_MS = 3_000;
const answers = new Map();
const watchers = new Set();
let shown = null;

/** Write the address of a question; empty values are left out. */
export function address(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "" && one !== false) query.append(name, String(one));
    }
  }
  const text = query.toString();
  return `/api/${path}${text ? `?${text}` : ""}`;
}

/** Ask once. A wrong question throws an error with the server's own words. */
export async function ask(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { headers: { accept: "application/json" }, ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("fault.unreachable"));
  }
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    body = { error: text.trim() };
  }
  if (!response.ok) throw new Error(body?.error || say("fault.status", { status: response.status }));
  return body;
}

/** Send a judgement or the like. */
export const send = (path, body) =>
  ask(`/api/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Ask, and ask again when the case has changed. Gives {data, fault, loading}; old data stay while new ones come. */
export function useAsk(url) {
  const [answer, setAnswer] = useState(() => ({ url, data: answers.get(url) ?? null, fault: null, loading: true }));
  useEffect(() => {
    if (!url) return undefined;
    let control = null;
    const fetchIt = async () => {
      control?.abort();
      control = new AbortController();
      const mine = control;
      try {
        const data = await ask(url, { signal: mine.signal });
        keep(url, data);
        setAnswer({ url, data, fault: null, loading: false });
      } catch (fault) {
        if (!mine.signal.aborted) setAnswer({ url, data: null, fault, loading: false });
      }
    };
    setAnswer((old) => ({ url, data: answers.get(url) ?? (old.url === url ? old.data : null), fault: null, loading: true }));
    fetchIt();
    watchers.add(fetchIt);
    return () => {
      control?.abort();
      watchers.delete(fetchIt);
    };
  }, [url]);
  return url === answer.url ? answer : { url, data: answers.get(url) ?? null, fault: null, loading: true };
}

function keep(url, data) {
  answers.delete(url);
  answers.set(url, data);
  if (answers.size > KEPT) answers.delete(answers.keys().next().value);
}

/** Ask everything on the screen again. */
export function refresh() {
  answers.clear();
  watchers.forEach((fetchIt) => fetchIt());
}

/** Watch the case; calls back with the new state after each change. */
export function watchState(onChange) {
  const look = async () => {
    if (document.hidden) return;
    try {
      const now = await ask("/api/state");
      if (shown !== null && now.state !== shown) {
        refresh();
        onChange(now);
      }
      shown = now.state;
    } catch {
      // The view on the screen says so when it asks; a missed look is made up by the next.
    }
  };
  look();
  const timer = setInterval(look, POLL_MS);
  return () => clearInterval(timer);
}
