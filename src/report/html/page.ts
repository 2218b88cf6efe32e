import { formatMs } from '../../model/duration.ts'
import type { Report } from '../report.ts'
import { diskChart, movedChart } from './charts.ts'
import { all, type Html, html, when } from './markup.ts'
import { checksPart, chip, counted, deviationsTable, gateCard, openEndsList, pairs, stepsTable } from './sections.ts'
import { STYLE } from './style.ts'
import { timeline } from './timeline.ts'
import { instant, short } from './words.ts'

/** The page up to where the signed report is embedded, and the rest of it. One file, which fetches and runs nothing. */
export function page(report: Report, key: string): { readonly before: string; readonly after: string } {
  const { run } = report
  const before = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${`${run.migration} ${run.id}: ${run.status}`}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${head(report)}${body(report)}${proof(report, key)}</main>
`
  return { before: before.html, after: '\n</body>\n</html>\n' }
}

function head({ run, result, spent, deviations, openEnds, gates, earlier }: Report): Html {
  const decided = gates.reduce((total, { decisions }) => total + decisions.length, 0)
  return html`<header><p class="quiet">${run.mode === 'rehearsal' ? 'Report of a rehearsal' : 'Report of a run'}${run.hasEnded ? '' : ' that has not ended'}</p>
<h1>${run.migration} <code>${run.id}</code> ${chip(run.status)}</h1>
<p class="lead">${result}</p></header>
<div class="tiles">${tile(formatMs(spent.tookMs), 'from start to end', '')}${tile(formatMs(spent.workedMs), 'working', 'working')}${tile(formatMs(spent.waitedMs), 'waiting for people', 'people')}${tile(formatMs(spent.passedMs), 'letting time pass', 'clock')}${tile(String(decided), decided === 1 ? 'decision' : 'decisions', '')}${tile(String(deviations.length), deviations.length === 1 ? 'deviation' : 'deviations', '')}${tile(String(openEnds.length), 'left to do', '')}</div>
<p class="quiet">Started ${instant(run.startedAt)} by ${run.startedBy}, steered by ${run.driver}, ${run.hasEnded ? 'ended' : 'as of'} ${instant(run.asOf)}.${earlier ? ` Compared with ${counted(earlier.runs, 'earlier run')}, the newest of which is ${earlier.run} (${earlier.mode}).` : ' There is no earlier run to compare it with.'}</p>
`
}

function tile(figure: string, words: string, tone: string): Html {
  return html`<div class="tile ${tone}"><b>${figure}</b><span>${words}</span></div>`
}

function body(report: Report): Html {
  const { steps, earlier, gates, checks, moved, disks, plan } = report
  return html`<section><h2>Left to do</h2>${openEndsList(report)}</section>
<section><h2>Timeline</h2>${timeline(report)}</section>
<section class="long"><h2>Steps</h2>${stepsTable(steps, earlier !== undefined)}</section>
<section class="long"><h2>Deviations</h2>${deviationsTable(report)}</section>
<section class="long"><h2>Decisions</h2>${gates.length === 0 ? html`<p class="quiet">No gate was opened.</p>` : all(gates, gateCard)}</section>
<section class="long"><h2>Checks</h2>${when(checks.length === 0, () => html`<p class="quiet">Nothing was measured.</p>`)}${checksPart(checks, 'before', 'Before the first change')}${checksPart(checks, 'during', 'While it was changing things')}${checksPart(checks, 'after', 'After the last change')}</section>
${when(
  moved.length > 0,
  () => html`<section><h2>Rows moved</h2>${movedChart(moved)}</section>
`,
)}${when(
  disks.length > 0,
  () => html`<section><h2>Free space</h2>${all(disks, diskChart)}</section>
`,
)}<section class="long"><h2>Plan</h2>${planPart(plan)}</section>
<section class="long"><h2>History</h2><details><summary>${counted(report.history.length, 'event')} of the chain</summary>${history(report)}</details></section>
`
}

function planPart({ digest, rehearses, params, because, leavesOut, locks, steps }: Report['plan']): Html {
  return html`<p class="quiet">Digest <code>${digest}</code>${rehearses === undefined ? '' : html`, rehearses <code>${rehearses}</code>`}</p>${pairs(params)}
${sentences('Chosen because', because)}${sentences('Not tried in this rehearsal', leavesOut)}${sentences('Kept for itself', locks)}
<details><summary>${counted(steps.length, 'step')} with what they do and their digests</summary><ol>${all(
    steps,
    ({
      step,
      title,
      effect,
      does,
      digest: own,
    }) => html`<li><b>${title}</b> <code>${step}</code> <small>${effect}, ${short(own)}</small>${when(does.length > 0, () => html`<pre>${does.join('\n')}</pre>`)}</li>
`,
  )}</ol></details>`
}

function sentences(heading: string, list: readonly string[]): Html {
  return when(list.length > 0, () => html`<h3>${heading}</h3><ul>${all(list, (one) => html`<li>${one}</li>`)}</ul>`)
}

function history({ history: entries }: Report): Html {
  return html`<table class="plain"><thead><tr><th class="number">#</th><th>When</th><th>Who</th><th>What</th><th>Hash</th></tr></thead><tbody>
${all(
  entries,
  ({
    seq,
    at,
    who,
    words,
    hash,
  }) => html`<tr><td class="number">${seq}</td><td class="nowrap">${instant(at)}</td><td>${who}</td><td class="words">${words}</td><td><code title="${hash}">${short(hash)}</code></td></tr>
`,
)}</tbody></table>`
}

function proof({ chain, run }: Report, key: string): Html {
  return html`<footer><p>Head of the chain after ${counted(chain.events, 'event')} of this run: <code>${chain.head}</code>. It vouches for every event before it, of all runs: <code>drover audit verify</code>.</p>
<p>Signed with the key <code>${key}</code>. Nobody can change a byte of this file unseen: <code>drover report verify report-${run.id}.html</code> checks it offline; <code>drover report key</code> prints the key of your Drover.</p></footer>
`
}
