import {
  adoptionLines,
  bare,
  type Context,
  changeWords,
  defineSubcommand,
  formatBytes,
  formatCount,
  gateOf,
  handoverWords,
  hasBegun,
  isKept,
  liveStep,
  missingApprovals,
  owed,
  progressOf,
  quietOf,
  type Run,
  troublesOf,
  undoOf,
  unmentioned,
  utcWords,
  voteEndsAt,
  waysOn,
} from '../src/kit.ts'

export default defineSubcommand({
  name: 'why',
  usage: '[run]',
  help: 'What a run waits for, since when, and what to do about it.',
  run: async ({ words }, { runs, channel }) => {
    const run = await runs.find(words[0], channel)
    const driver = handoverWords(run)
    const lines = [
      ...(driver ? [driver] : []),
      reason(run, runs),
      ...changed(run),
      ...askedFor(run),
      ...overridden(run),
    ]
    return { text: [...lines, ...adoptionLines(run)].join('\n') }
  },
})

function reason(run: Run, runs: Context['runs']): string {
  const due = owed(run)
  const step = liveStep(run)
  if (!due || !step)
    return `${run.id} has ended (${run.status}). It waits for nothing. /migrate steps ${run.id} lists what it did.`
  const stall = runs.stallOf(run.id)
  if (stall)
    return `${run.id} is at ${step.id} and cannot go on: ${stall} It looks again every few seconds; nothing is lost meanwhile. /migrate steps ${run.id} says how far it is.`
  if (isKept(run)) return kept(run, step.id, runs)
  const disks = runs.disksOf(run.id).map(({ text }) => `${text}.`)
  switch (due.do) {
    case 'measure':
      return `${run.id} is measuring the evidence for ${step.id}${due.confirming ? ' once more, right before it acts' : ''}. ${stops(run)}`
    case 'act':
      return [
        `${run.id} is doing ${step.id}: ${runs.progressOf(run.id)?.note ?? step.title}.`,
        ...quiet(run),
        ...held(run),
        ...disks,
        `/migrate eta ${run.id} says how long it still takes.`,
        ...(run.hold ? [] : [stops(run)]),
      ].join(' ')
    case 'begin':
      return `${run.id} is scheduled and begins at ${utcWords(due.startsAt)}. ${looked(run)} /migrate hold ${run.id} keeps it from beginning, /migrate abort ${run.id} gives it up.`
    case 'wake':
      return `${run.id} lets time pass (${step.id}) until ${due.dueAt.slice(0, 16).replace('T', ' ')} UTC. ${stops(run)}`
    case 'undo':
      return [
        `${run.id} is taking back ${step.id}.`,
        ...quiet(run),
        `/migrate steps ${run.id} says what is taken back already.`,
      ].join(' ')
    case 'halt':
      return `${run.id} is ending ${step.id}, which rested in the middle, before it takes anything back. /migrate steps ${run.id} says how far it was.`
    case 'stop':
      return `${run.id} is being aborted and stops its jobs. A second /migrate abort ${run.id} ends it at once.`
    case 'ask':
      return [asked(run, due.what), ...disks].join(' ')
  }
}

/** Nothing new was seen of the act for long. */
function quiet(run: Run): readonly string[] {
  const said = quietOf(run)
  return said
    ? [`Nothing of it has moved since ${utcWords(said.since)}: /migrate logs ${run.id} shows what it said last.`]
    : []
}

/** What keeps a run from going on by itself. */
function stops({ id, hold }: Run): string {
  return hold
    ? `/migrate release ${id} lets it go on after that.`
    : `/migrate hold ${id} reason="…" stops it before its next act.`
}

/** The act waits for a window to open or a freeze to end. */
function kept(run: Run, step: string, runs: Context['runs']): string {
  const isApproved = run.phase === 'confirming'
  const { override } = runs.policiesOf(run.plan)
  return [
    isApproved ? `${step} of ${run.id} is approved and waits.` : `${run.id} waits before ${step}.`,
    progressOf(run, step).kept?.says ?? '',
    isApproved
      ? `Right before it acts it is measured again. /migrate withdraw ${run.id} takes an approval back until then.`
      : `It goes on by itself. /migrate hold ${run.id} reason="…" keeps it from that.`,
    override
      ? `Somebody with ${override.join(' and ')} can let it go on now: /migrate release ${run.id} override="why".`
      : 'Nobody may override that.',
  ].join(' ')
}

/** Every time that somebody let it go on outside a window or in a freeze. */
function overridden({ overrides = [] }: Run): readonly string[] {
  return overrides.map(
    ({ by, at, step, reason, closures }) =>
      `Overridden by <@${by}> at ${utcWords(at)} for ${step}: ${bare(reason)}. ${closures.map(({ says }) => says).join(' ')}`,
  )
}

/** What stands in the way of whatever comes next; a held run says it itself. */
function changed(run: Run): readonly string[] {
  if (!run.planChange || run.status === 'held') return []
  return [`${changeWords(run.planChange)} ${waysOn(run, run.planChange)}`]
}

/** The driver wants the run to go on by the plan that the file gives now. */
function askedFor({ id, adoptAsked, plan: { roles } }: Run): readonly string[] {
  if (!adoptAsked) return []
  const { by, at, reason, digest } = adoptAsked
  return [
    `<@${by}> asked at ${utcWords(at)} to go on by the plan ${digest.slice(0, 12)} of the file: ${bare(reason)}. Somebody else with ${roles.join(' or ')} says so too with /migrate adopt ${id} reason="…".`,
  ]
}

function asked(run: Run, what: 'decisions' | 'by-hand' | 'release' | 'retry' | 'resolve'): string {
  const step = liveStep(run)
  const id = step?.id ?? 'the end'
  switch (what) {
    case 'decisions': {
      const missing = step && run.gate && gateOf(step) ? Object.entries(missingApprovals(step, run.gate)) : []
      return `${run.id} waits at ${id} for ${missing.map(([role, count]) => `${count} ${role}`).join(' and ')} since ${run.gate?.openedAt.slice(11, 16)} UTC.${voteEnd(run)} /migrate who ${run.id} names them.`
    }
    case 'by-hand':
      return `${run.id} waits for something done by hand (${id}): ${unmentioned(instructions(run))} Then: /migrate done ${run.id} note="…"`
    case 'release':
      if (run.planChange)
        return `${run.id} is held by ${holder(run)} since ${run.hold?.at.slice(11, 16)} UTC. ${changeWords(run.planChange)} ${waysOn(run, run.planChange)}`
      return `${run.id} is held by ${holder(run)} since ${run.hold?.at.slice(11, 16)} UTC: ${bare(run.hold?.reason ?? '')}.${begins(run)}${far(run)} /migrate release ${run.id} lets it go on.`
    case 'retry': {
      const failure = run.undoing?.failure ?? progressOf(run, id).failure
      const said = [failure?.summary ?? 'it failed.', failure?.fix].filter((text) => text !== undefined).join(' ')
      return `${run.id} stopped at ${id}: ${said} /migrate retry ${run.id}, skip, rollback or abort.`
    }
    case 'resolve':
      return `Nobody knows whether ${id} of ${run.id} ran to its end. Look at the host, then /migrate resolve ${run.id} succeeded or failed reason="…". Nothing is repeated on its own.`
  }
}

/** What the looks at a scheduled run found last. */
function looked({ schedule }: Run): string {
  const last = schedule?.preflight
  if (!last) return 'Its first checks have not been measured yet.'
  const troubles = troublesOf(last)
  const when = `when last looked at ${utcWords(last.at)}`
  return troubles.length === 0 ? `Everything was in order ${when}.` : `Not in order ${when}: ${troubles.join(' ')}`
}

/** A held run that has not begun says when it was to. */
function begins(run: Run): string {
  return run.schedule && !hasBegun(run)
    ? ` It has not begun; it was scheduled for ${utcWords(run.schedule.startsAt)}.`
    : ''
}

function voteEnd(run: Run): string {
  const step = liveStep(run)
  const spec = step && gateOf(step)
  const end = spec && run.gate && voteEndsAt(spec, run.gate)
  return end === undefined
    ? ''
    : ` They have until ${end.slice(0, 16).replace('T', ' ')} UTC; then nothing is approved.`
}

/** Who holds the run while something still acts. */
function held(run: Run): readonly string[] {
  return run.hold
    ? [
        `It is held by ${holder(run)}: ${bare(run.hold.reason)}. It stops before its next act; /migrate release ${run.id} lets it go on.`,
      ]
    : []
}

function holder({ hold }: Run): string {
  return hold?.by === 'drover' ? 'Drover' : `<@${hold?.by}>`
}

/** How far an act is that rests in the middle, or before it has begun. */
function far(run: Run): string {
  const step = liveStep(run)
  if (!step) return ''
  const { paused, state, launchedAt } = progressOf(run, step.id)
  if (!paused || state !== 'live') return ''
  const { done, total, unit } = paused.progress ?? {}
  const isJob = 'act' in step && step.act.do === 'job'
  if (!done && isJob && launchedAt === undefined) return ` ${step.id} has not begun.`
  if (!done || !total) return ` ${step.id} rests in the middle.`
  return unit === 'bytes'
    ? ` ${step.id} rests at ${formatBytes(done)} of ${formatBytes(total)}.`
    : ` ${step.id} rests at ${formatCount(done)} of ${formatCount(total)} ${unit}.`
}

function instructions(run: Run): string {
  const step = liveStep(run)
  if (!step) return ''
  const undo = undoOf(step)
  if (run.rollingBack && typeof undo === 'object' && undo.do === 'manual') return undo.instructions
  return step.kind === 'manual' ? step.instructions : ''
}
