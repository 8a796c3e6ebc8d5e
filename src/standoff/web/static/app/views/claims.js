// Claims: what is said, by whom, graded; and the evidence of one claim.
import { html } from "../lib.js";
import { address, ask, useAsk } from "../ask.js";
import { ExportMenu } from "../export.js";
import { Choice, FilterBar, filtersOf } from "../filters.js";
import { Answered, Cite, Empty, EventLine, Paged, Sides, Sign, Speakers, StatusTags, Tag, ViewHead, When, openCite } from "../parts.js";
import { ClaimJudging, GradeSource, JudgementList, SplitOff } from "../judge.js";
import { hrefOf } from "../route.js";
import { plain, shown } from "../text.js";
import { count, number, say, term } from "../words.js";

const FIELDS = ["q", "actor", "type", "status", "since", "until", "state", "origins", "order"];

export function Claims({ item, params, overview }) {
  if (item) return html`<${OneClaim} claimId=${item} params=${params} overview=${overview} />`;
  const given = filtersOf(params, FIELDS);
  const answer = useAsk(address("claims", given));
  const total = answer.data?.total;
  return html`<${ViewHead} title=${say("nav.claims")} note=${total !== null && total !== undefined && count("count.claims", total)}><div class="tools"><${ExportMenu} table="claims" given=${given} /></div><//>
    <${FilterBar} fields=${FIELDS} params=${params} overview=${overview}>
      <${Choice} name="origins" label=${say("claims.origins")} any=${say("filter.any")} options=${[["2", say("claims.two")], ["3", say("claims.three")], ["5", say("claims.five")]]} params=${params} />
      <${Choice} name="order" label=${say("claims.order")} any=${say("claims.order.recent")} options=${["contested", "origins", "grade"].map((code) => [code, say(`claims.order.${code}`)])} params=${params} /><//>
    <${Answered} answer=${answer}>${(first) => first.total === 0 ? html`<${Empty} title=${say("claims.empty")} hint=${say("filter.hint")} />` : html`
      <${Paged} first=${first} total=${first.total} noun="count.claims" more=${(cursor) => ask(address("claims", { ...given, cursor }))}>
        ${(items) => html`<ol class="lines graded">${items.map((claim) => html`<${ClaimLine} key=${claim.claim_id} claim=${claim} labels=${overview.types} />`)}</ol>`}<//>`}<//>`;
}

/** The credibility as a figure with its words; never a colour or a figure alone. */
export function Grade({ claim }) {
  if (claim.credibility === null) return html`<span class="grade none" title=${say("grade.none")}>–</span>`;
  return html`<span class="grade g${claim.credibility}" title=${plain(claim.credibility_why)}><b>${claim.credibility}</b><small>${say(`grade.${claim.credibility}`)}</small></span>`;
}

export function Counts({ claim }) {
  return html`<span>${count("count.origins", claim.origins)}</span><span>${count("count.mentions", claim.mentions)}</span>
    ${claim.denials > 0 && html`<${Tag} tone="against">${count("count.denials", claim.denials)}<//>`}
    ${claim.links > 0 && html`<${Tag} tone="against">${count("count.against", claim.links)}<//>`}`;
}

export function ClaimLine({ claim, labels, note = null, own = false }) {
  const row = claim.event;
  return html`<li class="line" onClick=${openCite}><${Grade} claim=${claim} />
    <div class="body">
      <p class="head"><${Sign} quad=${row.quad} /><${Sides} row=${row} /> <span class="act">${labels[claim.type] ?? claim.type}</span> <${StatusTags} row=${{ ...row, status: claim.status, polarity: claim.polarity }} />
        ${claim.state && claim.state !== "open" && html` <${Tag} tone=${["rejected", "withdrawn"].includes(claim.state) ? "against" : claim.state === "confirmed" ? "good" : ""}>${term("claim", claim.state)}<//>`}</p>
      <p class="said"><q>${shown(claim.label)}</q></p>
      ${note}
      <p class="foot"><${When} row=${row} /><${Counts} claim=${claim} /><${Speakers} speakers=${row.speakers} basis=${row.basis} />
        ${!own && html`<a href=${hrefOf("claims", claim.claim_id)}>${say("claims.evidence")}</a>`}<${Cite} cite=${row.cite} /></p></div></li>`;
}

function OneClaim({ claimId, params, overview }) {
  const answer = useAsk(address(`claims/${encodeURIComponent(claimId)}`, filtersOf(params, [])));
  return html`<p class="back"><a href=${hrefOf("claims")}>${say("claims.back")}</a></p>
    <${Answered} answer=${answer}>${(tree) => html`<${Tree} tree=${tree} labels=${overview.types} />`}<//>`;
}

function Tree({ tree, labels }) {
  const { claim } = tree;
  return html`<${ViewHead} title=${say("claim.title")} />
    <ol class="lines graded"><${ClaimLine} claim=${claim} labels=${labels} own /></ol>
    <${ClaimJudging} tree=${tree} />
    <section><h2>${say("claim.grade")}</h2><p class="working"><${Grade} claim=${claim} /> <span>${shown(claim.credibility_why ?? say("grade.none"))}</span></p>
      ${claim.evidence.length > 0 && html`<p class="soft">${say("claim.kinds")} ${claim.evidence.map((one) => `${term("evidence", one.kind)} (${number(one.n)})`).join(", ")}</p>`}</section>
    <section><h2>${say("claim.origins")} <span class="n soft">${tree.origins.length}</span></h2>
      <ul class="tree">${tree.origins.map((origin) => html`<${OriginBranch} key=${origin.origin_id} origin=${origin} mentions=${tree.mentions.filter((one) => one.origin_id === origin.origin_id)} labels=${labels} />`)}</ul></section>
    <section><h2>${say("claim.against")} <span class="n soft">${tree.links.length}</span></h2>
      ${tree.links.length === 0 ? html`<p class="soft">${say("claim.against_none")}</p>` : html`<ol class="lines graded">${tree.links.map((link) => html`<${ClaimLine} claim=${link.claim} labels=${labels} note=${html`<${LinkNote} link=${link} />`} />`)}</ol>`}</section>
    ${tree.sources.length > 0 && html`<section><h2>${say("claim.sources")}</h2><${Sources} sources=${tree.sources} /></section>`}
    <section><h2>${say("claim.judgements")}</h2><${JudgementList} about=${tree.mentions.map((one) => one.event.cite)} empty=${say("claim.judgements_none")} /></section>`;
}

function OriginBranch({ origin, mentions, labels }) {
  return html`<li class="origin"><p class="origin-head"><${Tag}>${term("origin", origin.kind)}<//> <strong><bdi>${shown(origin.label)}</bdi></strong>
      <span class="soft">${count("count.mentions", origin.mentions)}</span>
      ${origin.chain.length > 1 && html`<span class="soft chain"><bdi>${shown(origin.chain.join(" ← "))}</bdi></span>`}</p>
    <ol class="lines">${mentions.map((one) => html`<${EventLine} key=${one.event.event_id} row=${one.event} labels=${labels} showWhen=${false} extra=${html`
      ${one.stance !== "asserts" && html`<${Tag} tone="against">${term("stance", one.stance)}<//>`}
      ${one.copy_of && html`<${Tag}>${say("copy.copy")}<//>`}<${SplitOff} mention=${one} />`} />`)}</ol></li>`;
}

function LinkNote({ link }) {
  return html`<div class="link-note"><p><${Tag} tone="against">${term("link", link.kind)}<//> ${shown(link.reason)}</p>
    ${link.parts.length > 0 && html`<details><summary>${say("claim.working")}</summary><table><tbody>${link.parts.map((part) => html`<tr><td>${shown(part.name)}</td><td class="num">${part.weight > 0 ? "+" : ""}${number(part.weight)}</td><td>${shown(part.saw)}</td></tr>`)}</tbody></table></details>`}</div>`;
}

const Sources = ({ sources }) => html`<div class="table-box"><table><thead><tr><th>${say("source.name")}</th><th>${say("source.grade")}</th><th>${say("source.why")}</th><th><span class="unseen">${say("judge.grade_source")}</span></th></tr></thead>
  <tbody>${sources.map((source) => html`<tr><td><bdi>${shown(source.source)}</bdi></td><td class="nowrap"><b>${source.reliability}</b> <span class="soft">${term("reliability", source.reliability)}</span></td><td>${shown(source.why)}</td><td><${GradeSource} source=${source.source} /></td></tr>`)}</tbody></table></div>`;
