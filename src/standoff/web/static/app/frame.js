// The frame around every view: navigation, "as of", search, theme, keys, and what is being read.
import { html, useEffect, useErrorBoundary, useRef, useState } from "./lib.js";
import { address, useAsk, watchState } from "./ask.js";
import { Answered, FaultBox } from "./parts.js";
import { ReaderPanel } from "./reader.js";
import { go, hrefOf, reading, useRoute, withParams } from "./route.js";
import { plain, shown } from "./text.js";
import { VIEWS } from "./views.js";
import { count, day, number, say } from "./words.js";

const THEMES = ["system", "light", "dark"];
const KEY_WAIT_MS = 1_200;

/** The whole page. */
export function Frame() {
  const route = useRoute();
  const asOf = route.params.get("as_of");
  const answer = useAsk(address("overview", { as_of: asOf }));
  const [notice, setNotice] = useState("");
  const [helpOpen, setHelpOpen] = useState(false);
  useEffect(() => watchState((now) => setNotice(say("notice.changed", { reports: count("count.reports", now.reports) }))), []);
  useKeys(() => setHelpOpen((open) => !open));
  const view = VIEWS.find((one) => one.name === route.view) ?? VIEWS[0];
  const spot = route.view === "reports" && route.item ? null : reading(route.params);
  useEffect(() => { document.title = `${say(`nav.${view.name}`)} · ${answer.data ? plain(answer.data.name) : say("product")}`; }, [view, answer.data]);
  useFocusOnView(view.name, route.item);
  return html`
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); document.getElementById("main").focus(); }}>${say("frame.skip")}</a>
    <${TopBar} route=${route} overview=${answer.data} help=${() => setHelpOpen(true)} />
    <${Nav} present=${view.name} overview=${answer.data} />
    <div class="stage ${spot ? "with-panel" : ""}">
      <main id="main" tabindex="-1">${asOf && html`<${AsOfNote} asOf=${asOf} />`}
        <${Answered} answer=${answer}>${(overview) => html`<${Guarded} key=${`${view.name}/${route.item ?? ""}`} view=${view} route=${route} overview=${overview} />`}<//></main>
      ${spot && html`<${ReaderPanel} spot=${spot} />`}
    </div>
    <div class="notice" role="status" aria-live="polite">${notice && html`<p>${notice} <button type="button" class="quiet" aria-label=${say("notice.close")} onClick=${() => setNotice("")}>×</button></p>`}</div>
    ${helpOpen && html`<${Help} close=${() => setHelpOpen(false)} />`}`;
}

/** A view; a mistake of ours in drawing it is told, and leaves the frame standing. */
function Guarded({ view, route, overview }) {
  const [fault, reset] = useErrorBoundary();
  if (fault) return html`<${FaultBox} fault=${fault} again=${reset} />`;
  return html`<${view.draw} item=${route.item} params=${route.params} overview=${overview} />`;
}

function useFocusOnView(name, item) {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    document.getElementById("main")?.scrollTo({ top: 0 });
    if (document.activeElement?.closest("input, select, textarea")) return; // the reader is typing already
    (document.getElementById("view-title") ?? document.getElementById("main"))?.focus({ preventScroll: true }); // a title may come later
  }, [name, item]);
}

function TopBar({ route, overview, help }) {
  const asked = route.view === "search" ? route.params.get("q") ?? "" : "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const search = (event) => {
    event.preventDefault();
    go(hrefOf("search", null, { q: event.target.elements.q.value.trim() }));
  };
  return html`<header class="top">
    <a class="brand" href=${hrefOf("now")}><img src="/files/app/icon.svg" alt="" width="22" height="22" /><span>${overview ? html`<bdi>${shown(overview.name)}</bdi>` : say("product")}</span></a>
    <form class="find" role="search" onSubmit=${search}><input id="find" name="q" type="search" maxlength="200" aria-label=${say("search.label")} placeholder=${say("search.placeholder")} value=${typed} onInput=${(event) => setTyped(event.target.value)} autocomplete="off" /><kbd aria-hidden="true">/</kbd></form>
    <${AsOf} route=${route} overview=${overview} />
    <${Theme} />
    <button type="button" class="quiet help-button" onClick=${help} aria-label=${say("help.open")} title=${say("help.open")}>?</button>
  </header>`;
}

function AsOf({ route, overview }) {
  const value = route.params.get("as_of") ?? "";
  return html`<label class="as-of" title=${say("asof.hint")}><span>${say("asof.label")}</span>
    <input type="date" value=${value} min=${overview?.first ?? null} max=${overview?.last ?? null}
      onChange=${(event) => go(withParams({ as_of: event.target.value }))} /></label>`;
}

const AsOfNote = ({ asOf }) => html`<p class="as-of-note" role="status">${say("asof.note", { day: day(asOf) })} <a href=${withParams({ as_of: null })}>${say("asof.now")}</a></p>`;

function Nav({ present, overview }) {
  const box = useRef(null);
  useEffect(() => box.current.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }), [present]);
  return html`<nav class="nav" ref=${box} aria-label=${say("nav.label")}><ul>${VIEWS.map((view) => {
    const n = view.count?.(overview?.counts ?? {}, overview);
    return html`<li><a href=${hrefOf(view.name)} aria-current=${view.name === present ? "page" : null} title=${say("help.go", { key: view.key })}>
      <span>${say(`nav.${view.name}`)}</span>${n !== undefined && html`<span class="n">${number(n)}</span>`}</a></li>`;
  })}</ul></nav>`;
}

function Theme() {
  const [theme, setTheme] = useState(() => localStorage.getItem("standoff-theme") ?? "system");
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem("standoff-theme", theme);
    dispatchEvent(new Event("standoff-theme"));
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  return html`<button type="button" class="quiet theme" onClick=${() => setTheme(next)}>${say(`theme.${theme}`)}</button>`;
}

/** Keys: / searches, g and a letter goes to a view, j and k walk the lines, Enter opens, ? helps. */
function useKeys(toggleHelp) {
  useEffect(() => {
    let waiting = 0;
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, select, textarea, [contenteditable]")) {
        if (event.key === "Escape") event.target.blur();
        return;
      }
      if (document.querySelector("dialog[open]")) return;
      const now = Date.now();
      if (waiting > now - KEY_WAIT_MS) {
        waiting = 0;
        const view = VIEWS.find((one) => one.key === event.key);
        if (view) { event.preventDefault(); go(hrefOf(view.name)); return; }
      }
      if (event.key === "g") waiting = now;
      else if (event.key === "/") { event.preventDefault(); document.getElementById("find").focus(); }
      else if (event.key === "?") toggleHelp();
      else if (event.key === "j") walk(1);
      else if (event.key === "k") walk(-1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

/** Put the focus on the citation of the next or last line. */
function walk(step) {
  const cites = [...document.querySelectorAll("main .line a.cite")].filter((link) => link.offsetParent);
  const lines = [...new Set(cites.map((link) => link.closest(".line")))];
  const at = lines.indexOf(document.activeElement?.closest?.(".line"));
  const line = lines[Math.max(0, Math.min(lines.length - 1, at < 0 ? (step > 0 ? 0 : lines.length - 1) : at + step))];
  line?.querySelector("a.cite")?.focus();
  line?.scrollIntoView({ block: "nearest" });
}

function Help({ close }) {
  const box = useRef(null);
  useEffect(() => box.current?.showModal(), []);
  const keys = [["/", say("help.search")], ["j  k", say("help.walk")], ["Enter", say("help.read")], ["Esc", say("help.close")], ["?", say("help.open")]];
  return html`<dialog ref=${box} onClose=${close} aria-labelledby="help-title">
    <h2 id="help-title">${say("help.title")}</h2>
    <dl class="keys">${keys.map(([key, text]) => html`<dt>${key.split("  ").map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${text}</dd>`)}
      ${VIEWS.map((view) => html`<dt><kbd>g</kbd> <kbd>${view.key}</kbd></dt><dd>${say(`nav.${view.name}`)}</dd>`)}</dl>
    <h3>${say("help.signs")}</h3>
    <ul class="sign-key">${[1, 2, 3, 4].map((quad) => html`<li><span class="sign ${["", "coop verbal", "coop material", "conf verbal", "conf material"][quad]}"></span>${say(`quad.${quad}`)}</li>`)}</ul>
    <form method="dialog"><button>${say("reader.close")}</button></form></dialog>`;
}
