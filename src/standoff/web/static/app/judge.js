// Judging: what an analyst decides goes into the journal with a name and a time, and can be undone there.
import { html, useEffect, useRef, useState } from "./lib.js";
import { address, ask, refresh, send, useAsk } from "./ask.js";
import { Answered, Empty, Tag } from "./parts.js";
import { readHref } from "./route.js";
import { shown, shortened } from "./text.js";
import { say, term } from "./words.js";

const NAME = "standoff-analyst";
const TYPING_MS = 250;

export const anchorOf = (cite) => ({ doc_id: cite.doc_id, start: cite.start, end: cite.end });

/** A button that opens a short form: who judges, why, and what the action needs. */
export function Judge({ action, label, anchors, fixed = {}, choices = null, tone = "", children = null, ready = true }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class=${`judge ${tone}`} onClick=${() => setOpen(true)}>${label}</button>
    ${open && html`<${JudgeForm} action=${action} label=${label} anchors=${anchors} fixed=${fixed} choices=${choices} ready=${ready} close=${() => setOpen(false)}>${children}<//>`}`;
}

function JudgeForm({ action, label, anchors, fixed, choices, ready, close, children }) {
  const box = useRef(null);
  const [fault, setFault] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => box.current?.showModal(), []);
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const text = (name) => form.get(name)?.toString().trim() || null;
    localStorage.setItem(NAME, text("who") ?? "");
    setBusy(true);
    try {
      await send("judgements", { action, who: text("who") ?? "", anchors, note: text("note"), ...(choices || form.has("value") ? { value: text("value") } : {}), ...(form.has("country") ? { country: text("country") } : {}), ...fixed });
      close();
      refresh();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return html`<dialog ref=${box} onClose=${close} class="judge-dialog" aria-label=${label}><form onSubmit=${submit}><h2>${label}</h2>
    ${children}
    ${choices && html`<label class="field"><span>${say("judge.value")}</span><select name="value" required>${choices.map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select></label>`}
    <label class="field"><span>${say("judge.who")}</span><input name="who" required maxlength="100" autocomplete="name" value=${localStorage.getItem(NAME) ?? ""} /></label>
    <label class="field"><span>${say("judge.note")}</span><textarea name="note" rows="3" maxlength="2000"></textarea></label>
    ${fault && html`<p class="form-fault" role="alert">${shown(fault.message)}</p>`}
    <p class="form-end"><button type="button" onClick=${close}>${say("judge.cancel")}</button><button class="main" disabled=${busy || !ready}>${busy ? say("state.loading") : label}</button></p></form></dialog>`;
}

/** What can be decided on a claim. */
export function ClaimJudging({ tree }) {
  const anchors = tree.mentions.filter((one) => one.stance === "asserts").map((one) => anchorOf(one.event.cite));
  const given = anchors.length ? anchors : tree.mentions.map((one) => anchorOf(one.event.cite));
  if (!given.length) return null;
  return html`<div class="judging" role="group" aria-label=${say("judge.title")}>
    <${Judge} action="confirm" label=${say("judge.confirm")} anchors=${given} tone="good" />
    <${Judge} action="reject" label=${say("judge.reject")} anchors=${given} tone="against" />
    <${Judge} action="grade_claim" label=${say("judge.grade_claim")} anchors=${given} choices=${[1, 2, 3, 4, 5, 6].map((n) => [String(n), `${n}: ${say(`grade.${n}`)}`])} />
    <${MergeWith} tree=${tree} anchors=${given} /></div>`;
}

function MergeWith({ tree, anchors }) {
  const [words, setWords] = useState("");
  const [found, setFound] = useState([]);
  const [chosen, setChosen] = useState(null);
  const timer = useRef(null);
  const search = (event) => {
    const text = event.target.value.trim();
    setWords(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(async () => {
      const page = text ? await ask(address("claims", { q: text, limit: 8 })) : { items: tree.links.map((link) => link.claim) };
      setFound(page.items.filter((one) => one.claim_id !== tree.claim.claim_id));
    }, TYPING_MS);
  };
  const offered = words ? found : tree.links.map((link) => link.claim);
  return html`<${Judge} action="merge" label=${say("judge.merge")} anchors=${chosen ? [...anchors, anchorOf(chosen.event.cite)] : anchors} ready=${Boolean(chosen)}>
    <label class="field"><span>${say("judge.merge_with")}</span><input type="search" value=${words} onInput=${search} maxlength="200" /></label>
    <ul class="offered">${offered.map((claim) => html`<li><label><input type="radio" name="other" checked=${chosen?.claim_id === claim.claim_id} onChange=${() => setChosen(claim)} /> <bdi>${shown(shortened(claim.label, 140))}</bdi></label></li>`)}</ul><//>`;
}

export const SplitOff = ({ mention }) => html`<${Judge} action="split" label=${say("judge.split")} anchors=${[anchorOf(mention.event.cite)]} />`;

export const GradeSource = ({ source }) => html`<${Judge} action="grade_source" label=${say("judge.grade_source")} anchors=${[]} fixed=${{ source }} choices=${["A", "B", "C", "D", "E", "F"].map((code) => [code, `${code}: ${say(`reliability.${code}`)}`])} />`;

export const CorrectActor = ({ docId, mark }) => html`<${Judge} action="correct_actor" label=${say("judge.correct_actor")} anchors=${[{ doc_id: docId, start: mark.start, end: mark.end }]}>
  <label class="field"><span>${say("judge.actor_name")}</span><input name="value" maxlength="300" /></label>
  <label class="field"><span>${say("judge.actor_country")}</span><input name="country" maxlength="10" /></label><//>`;

/** Judgements, the last one first; `about` keeps those on the words of one claim. */
export function JudgementList({ about = null, empty }) {
  const answer = useAsk(address("judgements", { limit: 200 }));
  const key = (one) => `${one.doc_id}:${one.start}`;
  const mine = about && new Set(about.map(key));
  return html`<${Answered} answer=${answer}>${(page) => {
    const rows = page.items.filter((row) => !mine || row.anchors.some((anchor) => mine.has(key(anchor))));
    return rows.length === 0 ? (about ? html`<p class="soft">${empty}</p>` : html`<${Empty} title=${empty} hint=${say("judgements.hint")} />`) : html`<ol class="lines">${rows.map((row) => html`<${JudgementLine} key=${row.number} row=${row} />`)}</ol>`;
  }}<//>`;
}

function JudgementLine({ row }) {
  const said = [row.source, row.value, row.country, row.undoes && say("judge.number", { n: row.undoes })].filter(Boolean).join(", ");
  return html`<li class="line plain ${row.counts || row.action === "undo" ? "" : "undone"}"><div class="body"><p class="head"><b class="n">${say("judge.number", { n: row.number })}</b> <${Tag} tone=${{ confirm: "good", reject: "against" }[row.action] ?? ""}>${term("action", row.action)}<//> ${said && html`<bdi>${shown(said)}</bdi>`}
      ${!row.counts && row.action !== "undo" && html` <${Tag}>${say("judge.undone")}<//>`}</p>
    ${row.note && html`<p>${shown(row.note)}</p>`}
    <p class="foot"><span><bdi>${shown(row.who)}</bdi>, <time datetime=${row.at}>${row.at.replace("T", " ").replace("Z", " UTC")}</time></span>
      ${row.anchors.slice(0, 4).map((anchor) => html`<a class="cite" href=${readHref(anchor)}>${shortened(anchor.words, 40)}</a>`)}
      ${row.counts && html`<${Judge} action="undo" label=${say("judge.undo")} anchors=${[]} fixed=${{ undoes: row.number }} />`}</p></div></li>`;
}
