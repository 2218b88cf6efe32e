/** Pictures of state: every function is pure, gives text and blocks within Slack's limits, and escapes what it shows. */

export { approveModal } from './approve-modal.ts'
export type { Block, Card, Home, Modal, RunView } from './card.ts'
export { type ClosedGate, whyClosed } from './closed-gate-card.ts'
export { failureKey } from './failure-card.ts'
export { gateKey } from './gate-card.ts'
export { type HomeFacts, homeView, rolesToDecide } from './home-view.ts'
export {
  closedGateCard,
  driverCard,
  failureCard,
  gateCard,
  notice,
  preflightNote,
  reminder,
  runCard,
  threadLine,
  watchCard,
} from './in-mode.ts'
export { loadingModal } from './modal.ts'
export { inMode, windowInMode } from './mode-mark.ts'
export { replyCard } from './reply-card.ts'
export { startModal } from './start-modal.ts'
export { denyModal, doneModal, type ReasonVerb, reasonModal, resolveModal } from './steering-modals.ts'
