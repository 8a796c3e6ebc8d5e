// Judgements: what was decided, by whom and when, and what was undone.
import { html } from "../lib.js";
import { JudgementList } from "../judge.js";
import { ViewHead } from "../parts.js";
import { say } from "../words.js";

export const Judgements = () => html`<${ViewHead} title=${say("nav.judgements")} note=${say("judgements.note")} /><${JudgementList} empty=${say("judgements.empty")} />`;
