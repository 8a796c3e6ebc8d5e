// Judgements: what was decided, by whom and when, and what was undone.
import { html } from "../lib.js";
import { ExportMenu } from "../export.js";
import { filtersOf } from "../filters.js";
import { JudgementList } from "../judge.js";
import { ViewHead } from "../parts.js";
import { say } from "../words.js";

export const Judgements = ({ params }) => html`<${ViewHead} title=${say("nav.judgements")} note=${say("judgements.note")}><div class="tools"><${ExportMenu} table="judgements" given=${filtersOf(params, [])} /></div><//><${JudgementList} empty=${say("judgements.empty")} />`;
