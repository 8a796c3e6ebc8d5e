(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (query, within = document) => Array.from(within.querySelectorAll(query));
  const brief = byId("brief");
  const reports = byId("reports");
  const back = byId("back");
  const here = byId("here");
  const lines = all(".line", brief);
  const wide = window.matchMedia("(min-width: 56rem)");
  const lineOf = new Map(lines.map((line, at) => [line, at]));
  let chosen = null;
  let open = false;

  root.classList.add("js");
  for (const part of all("#theme, #filter, .scripted")) part.hidden = false;

  /* --- address: the page keeps what is open in the hash, and nowhere else --- */

  const isSource = (hash) => /^#[msr]-[0-9-]+$/.test(hash) && byId(hash.slice(1)) !== null;
  const address = (hash) => (hash || location.pathname + location.search);

  const remember = (how, hash, line) => {
    const state = line ? { line: lineOf.get(line) } : null;
    try {
      history[how](state, "", address(hash));
    } catch (refused) {
      if (hash) location.hash = hash;
    }
  };

  /* --- showing a source ---------------------------------------------------- */

  const dim = () => {
    for (const lit of all(".lit", reports)) lit.classList.remove("lit");
    for (const link of all("a.mark[aria-current]", brief)) link.removeAttribute("aria-current");
    if (chosen) chosen.classList.remove("chosen");
  };

  const bring = (element) => {
    const bar = reports.querySelector(".bar").offsetHeight;
    const room = reports.clientHeight - bar;
    const top = element.getBoundingClientRect().top - reports.getBoundingClientRect().top - bar;
    const share = element.classList.contains("report") ? 0 : 0.28;
    reports.scrollTop += top - room * share;
  };

  const light = (target) => {
    const parts = [target, ...all(`[data-of="${target.id}"]`, reports)];
    for (const part of parts) {
      part.classList.add("lit");
      const sentence = part.closest(".sentence");
      const name = sentence && (sentence.id || sentence.dataset.of);
      if (name) for (const piece of all(`#${name}, [data-of="${name}"]`, reports)) piece.classList.add("lit");
    }
  };

  const lineFor = (hash) => {
    const link = brief.querySelector(`a.mark[href="${hash}"]`);
    return link && link.closest(".line");
  };

  const tell = (target) => {
    const report = target.closest(".report");
    const sentence = target.closest(".sentence");
    const number = sentence && (sentence.dataset.n || byId(sentence.dataset.of).dataset.n);
    here.textContent = `Report ${report.dataset.report}` + (number ? `, sentence ${number}` : "");
  };

  const choose = (line, hash) => {
    chosen = line;
    if (!line) return;
    line.classList.add("chosen");
    rove(line);
    for (const link of all(`a.mark[href="${hash}"]`, line)) link.setAttribute("aria-current", "true");
  };

  const show = (hash, line) => {
    const target = byId(hash.slice(1));
    dim();
    open = true;
    back.hidden = false;
    back.firstChild.data = line ? "Back to the line " : "Back to the brief ";
    reports.classList.add("raised");
    root.classList.toggle("sheet", !wide.matches);
    choose(line, hash);
    if (!target.classList.contains("report")) light(target);
    tell(target);
    if (line) line.scrollIntoView({ block: "nearest" });
    bring(target);
    const focus = target.closest(".sentence[id]") || target;
    focus.tabIndex = -1;
    focus.focus({ preventScroll: true });
  };

  const close = () => {
    const line = chosen;
    dim();
    open = false;
    chosen = null;
    back.hidden = true;
    here.textContent = "";
    reports.classList.remove("raised");
    root.classList.remove("sheet");
    if (line) line.scrollIntoView({ block: "nearest" });
    (line || brief).focus({ preventScroll: true });
  };

  const openSource = (hash, line) => {
    if (!isSource(hash)) return;
    remember(hash === location.hash ? "replaceState" : "pushState", hash, line);
    show(hash, line);
  };

  const goBack = () => {
    if (!open) return;
    remember("replaceState", "", null);
    close();
  };

  const followAddress = () => {
    const hash = location.hash;
    if (!isSource(hash)) {
      if (open) close();
      return;
    }
    const kept = history.state && lines[history.state.line];
    show(hash, kept || lineFor(hash));
  };

  /* --- lines: one stop for Tab, then keys ----------------------------------- */

  const rove = (line) => {
    for (const other of all('.line[tabindex="0"]', brief)) other.tabIndex = -1;
    line.tabIndex = 0;
  };

  const visible = () => lines.filter((line) => line.offsetParent !== null);

  const step = (by) => {
    const shownLines = visible();
    if (!shownLines.length) return;
    const from = document.activeElement.closest(".line") || chosen;
    const at = shownLines.indexOf(from);
    const next = at < 0 ? 0 : Math.min(shownLines.length - 1, Math.max(0, at + by));
    rove(shownLines[next]);
    shownLines[next].focus({ preventScroll: true });
    shownLines[next].scrollIntoView({ block: "nearest" });
  };

  const openLine = (line) => {
    const link = line.querySelector("a.mark");
    if (link) openSource(link.getAttribute("href"), line);
  };

  const selecting = () => String(window.getSelection()).length > 0;

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href^='#']");
    if (link && isSource(link.getAttribute("href"))) {
      event.preventDefault();
      openSource(link.getAttribute("href"), link.closest(".line"));
      return;
    }
    if (link || selecting()) return;
    const line = event.target.closest(".line");
    if (line) return openLine(line);
    const words = event.target.closest(".text mark");
    const hash = words && `#${words.id || words.dataset.of}`;
    const holder = hash && lineFor(hash);
    if (holder && holder.offsetParent !== null) openSource(hash, holder);
  });

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => byId("find").focus(),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
  };

  const mayStep = (key, active) => {
    if (!key.startsWith("Arrow")) return true;
    return Boolean(active.closest(".line")) || (wide.matches && (active === document.body || active === brief));
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = document.activeElement || document.body;
    if (event.key === "Escape") {
      event.preventDefault();
      if (active.id === "find" && active.value) {
        active.value = "";
        return filter();
      }
      return open ? goBack() : active.blur();
    }
    if (active.matches("input, textarea, select")) {
      if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
      return;
    }
    if (event.key === "Enter" && active.classList.contains("line")) {
      event.preventDefault();
      return openLine(active);
    }
    if (Object.hasOwn(keys, event.key) && mayStep(event.key, active)) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  /* --- filter --------------------------------------------------------------- */

  const find = byId("find");
  const chips = all(".chip", brief);
  const rows = all("[data-row]", brief);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = new Map();
  const searchText = (row) => {
    if (!textOf.has(row)) {
      const group = row.closest(".group");
      const first = group && group.firstElementChild;
      const title = first && first.tagName === "H3" ? first.textContent : "";
      textOf.set(row, plain(`${title} ${row.textContent}`));
    }
    return textOf.get(row);
  };

  const counts = all(".part > h2 > .n", brief).map((count) => [count.closest(".part"), count]);
  for (const [, count] of counts) count.dataset.all = count.textContent;

  const filter = () => {
    const wanted = plain(find.value).split(/\s+/).filter(Boolean);
    const sections = chips.filter((c) => c.dataset.section && c.getAttribute("aria-pressed") === "true");
    const names = new Set(sections.map((chip) => chip.dataset.section));
    const narrowed = wanted.length > 0 || names.size > 0;
    let left = 0;
    for (const row of rows) {
      const inside = !names.size || names.has(row.closest(".part").id);
      row.hidden = !wanted.every((word) => searchText(row).includes(word));
      if (inside && !row.hidden) left += 1;
    }
    for (const [part, count] of counts) {
      const kept = all("[data-row]:not([hidden])", part).length;
      count.textContent = wanted.length ? `${kept} of ${count.dataset.all}` : count.dataset.all;
    }
    for (const group of all(".group", brief)) group.hidden = !group.querySelector("[data-row]:not([hidden])");
    for (const part of all(".part", brief)) {
      const empty = wanted.length > 0 && !part.querySelector("[data-row]:not([hidden])");
      part.hidden = empty || (names.size > 0 && !names.has(part.id));
    }
    byId("shown-count").textContent = narrowed ? `${left} of ${rows.length} lines` : "";
    byId("nothing").hidden = !narrowed || left > 0;
  };

  const press = (chip) => {
    const everything = chips[0];
    if (chip === everything) {
      for (const other of chips) other.setAttribute("aria-pressed", String(other === everything));
    } else {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      const some = chips.slice(1).some((other) => other.getAttribute("aria-pressed") === "true");
      everything.setAttribute("aria-pressed", String(!some));
    }
    filter();
  };

  find.addEventListener("input", filter);
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  for (const chip of chips) chip.addEventListener("click", () => press(chip));

  /* --- theme ---------------------------------------------------------------- */

  const themes = ["system", "light", "dark"];
  const theme = byId("theme");
  const wear = (name) => {
    if (name === "system") delete root.dataset.theme;
    else root.dataset.theme = name;
    theme.textContent = `Theme: ${name}`;
    theme.dataset.name = name;
  };
  const stored = () => {
    try {
      return localStorage.getItem("standoff-theme");
    } catch (refused) {
      return null;
    }
  };
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(theme.dataset.name) + 1) % themes.length];
    wear(next);
    try {
      localStorage.setItem("standoff-theme", next);
    } catch (refused) {
      /* a page from the disk may have no storage; the theme then lasts as long as the page */
    }
  });
  wear(themes.includes(stored()) ? stored() : "system");

  /* --- begin ---------------------------------------------------------------- */

  for (const line of lines) line.tabIndex = -1;
  if (lines.length) lines[0].tabIndex = 0;
  back.addEventListener("click", goBack);
  window.addEventListener("popstate", followAddress);
  wide.addEventListener("change", () => root.classList.toggle("sheet", open && !wide.matches));
  if (isSource(location.hash)) followAddress();
})();
