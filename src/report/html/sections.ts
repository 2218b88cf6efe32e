import { formatMs } from '../../model/duration.ts'
import type { CheckReport, Finding, GateReport, Pair, Report, StepReport } from '../report.ts'
import { pairOfBars } from './charts.ts'
import { all, type Html, html, when } from './markup.ts'
import { clock, instant, short, spent } from './words.ts'

/** A mark in the colour of how something went. */
export function chip(word: string, tone: 'good' | 'bad' | 'mixed' | 'plain' = toneOf(word)): Html {
  return html`<span class="chip ${tone}">${word}</span>`
}

const GOOD = ['pass', 'passed', 'succeeded', 'approve']
const BAD = ['fail', 'failed', 'error', 'uncertain', 'aborted', 'denied', 'deny', 'failure', 'abort']
const MIXED = [
  'warn',
  'fell',
  'fall',
  'skipped',
  'skip',
  'rolled-back',
  'undone',
  'retry',
  'hold',
  'rollback',
  'refusal',
  'plan',
]

function toneOf(word: string): 'good' | 'bad' | 'mixed' | 'plain' {
  if (GOOD.includes(word)) return 'good'
  if (BAD.includes(word)) return 'bad'
  return MIXED.includes(word) ? 'mixed' : 'plain'
}

export function stepsTable(steps: readonly StepReport[], hasEarlier: boolean): Html {
  const most = Math.max(...steps.flatMap(({ workedMs, earlier }) => [workedMs, earlier?.medianMs ?? 0]))
  return html`<table><thead><tr><th>Step</th><th>How it went</th><th class="number">Tries</th><th class="number">Worked</th><th></th>${when(hasEarlier, () => html`<th class="number">Earlier</th>`)}<th class="number">Waited for people</th><th class="number">Let pass</th><th>Began</th></tr></thead><tbody>
${all(steps, (step) => stepRow(step, most, hasEarlier))}</tbody></table>`
}

function stepRow(step: StepReport, most: number, hasEarlier: boolean): Html {
  const { earlier } = step
  const before = earlier ? `${formatMs(earlier.medianMs)}${earlier.runs > 1 ? ` (${earlier.runs} runs)` : ''}` : '–'
  return html`<tr><td><b>${step.title}</b><br><code>${step.step}</code> <small>${step.effect}</small></td><td>${chip(step.state)}</td><td class="number">${step.attempts}</td><td class="number">${spent(step.workedMs)}</td><td>${pairOfBars(step.workedMs, earlier?.medianMs, most)}</td>${when(hasEarlier, () => html`<td class="number">${before}</td>`)}<td class="number">${spent(step.waitedMs)}</td><td class="number">${spent(step.passedMs)}</td><td>${step.from === undefined ? '' : clock(step.from)}</td></tr>
`
}

export function gateCard(gate: GateReport): Html {
  const { title, step, revision, digest, ended, openedAt, closedAt, because, decisions, evidence, hostKeys } = gate
  return html`<article class="card"><h3>${title} ${chip(ended)}</h3>
<p class="quiet"><code>${step}</code>, revision ${revision}. Opened ${instant(openedAt)}${closedAt === undefined ? '' : `, closed ${instant(closedAt)}`}. What people signed: <code title="${digest}">${short(digest)}</code></p>
${when(because.length > 0, () => html`<ul class="because">${all(because, (one) => html`<li>${one}</li>`)}</ul>`)}
${decisions.length === 0 ? html`<p class="quiet">Nobody had decided by then.</p>` : decisionsTable(gate)}
<details><summary>What they were shown: ${counted(evidence.length, 'check')}${hostKeys.length > 0 ? `, ${counted(hostKeys.length, 'host key')}` : ''}</summary>${all(evidence, findingText)}${pairs(hostKeys)}<p class="quiet">Full digest: <code>${digest}</code></p></details></article>
`
}

function decisionsTable({ decisions, digest }: GateReport): Html {
  return html`<table class="plain"><thead><tr><th>Who</th><th>As</th><th>Said</th><th>When</th><th>Through</th><th>Signed</th><th>Reason</th></tr></thead><tbody>
${all(
  decisions,
  (one) =>
    html`<tr><td>${one.who}</td><td>${one.role}</td><td>${chip(one.verdict)}${one.withdrawnAt === undefined ? '' : ` withdrawn ${clock(one.withdrawnAt)}`}</td><td>${instant(one.at)}</td><td>${one.via}</td><td><code title="${one.digest}">${short(one.digest)}</code>${one.digest === digest ? '' : ' (another revision)'}</td><td class="words">${one.reason}</td></tr>
`,
)}</tbody></table>`
}

export function findingText({ title, outcome, summary, measuredAt, values, tolerance }: Finding): Html {
  const allowed = new Map(tolerance)
  const shown = values.map(([name, value]): Pair => [name, [value, allowed.get(name)].filter(Boolean).join(', ')])
  return html`<div class="finding"><p>${chip(outcome)} <b>${title}</b> <small>${instant(measuredAt)}</small><br>${summary}</p>${pairs(shown)}</div>`
}

export function checksPart(checks: readonly CheckReport[], moment: CheckReport['moment'], heading: string): Html {
  const some = checks.filter((check) => check.moment === moment)
  if (some.length === 0) return html``
  return html`<h3>${heading}</h3>
${all(
  some,
  (
    check,
  ) => html`<div class="finding"><p>${chip(check.outcome)} <b>${check.title}</b> <small><code>${check.step}</code> ${instant(check.measuredAt)}</small><br>${check.summary}</p>${tableOf(check)}</div>
`,
)}`
}

function tableOf({ table, values, rowsLeftOut }: CheckReport): Html {
  const [head, ...rows] = table
  if (!head || rows.length === 0)
    return when(
      values.length > 0,
      () => html`<details><summary>${counted(values.length, 'value')}</summary>${pairs(values)}</details>`,
    )
  return html`<details><summary>${counted(rows.length + rowsLeftOut, 'row')}</summary><table class="plain"><thead><tr>${all(head, (cell) => html`<th>${cell}</th>`)}</tr></thead><tbody>${all(
    rows,
    (row) => html`<tr>${all(row, (cell) => html`<td class="words">${cell}</td>`)}</tr>
`,
  )}</tbody></table>${when(rowsLeftOut > 0, () => html`<p class="quiet">${counted(rowsLeftOut, 'more row')} in the journal.</p>`)}</details>`
}

/** Names and values, one beneath the other. */
export function pairs(list: readonly Pair[]): Html {
  return when(
    list.length > 0,
    () => html`<dl>${all(list, ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
  )
}

/** `1 check`, `3 checks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

export function deviationsTable({ deviations }: Report): Html {
  if (deviations.length === 0) return html`<p class="quiet">None. Everything went as the plan says.</p>`
  return html`<table class="plain"><thead><tr><th>When</th><th>What</th><th>Who</th><th>Words</th></tr></thead><tbody>
${all(
  deviations,
  ({
    at,
    kind,
    who,
    words,
  }) => html`<tr><td class="nowrap">${instant(at)}</td><td>${chip(kind)}</td><td>${who}</td><td class="words">${words}</td></tr>
`,
)}</tbody></table>`
}

export function openEndsList({ openEnds, run }: Report): Html {
  if (!run.hasEnded) return html`<p class="quiet">The run has not ended, so nothing is left over yet.</p>`
  if (openEnds.length === 0)
    return html`<p class="quiet">Nothing. No step was passed over, and nothing waits for somebody to tidy up.</p>`
  return html`<ul class="todo">${all(
    openEnds,
    ({
      title,
      step,
      words,
      since,
    }) => html`<li><b>${title}</b> <code>${step}</code>${since === undefined ? '' : html` <small>since ${instant(since)}</small>`}<br>${words}</li>
`,
  )}</ul>`
}
