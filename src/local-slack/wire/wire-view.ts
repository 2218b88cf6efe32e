import type { Fields } from '../fields.ts'
import type { View } from '../workspace/view.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** A view as Slack's methods and payloads spell it. */
export const wireView = (workspace: Workspace, view: View): Fields => ({
  id: view.id,
  team_id: workspace.team.id,
  type: view.type,
  blocks: view.blocks,
  private_metadata: view.privateMetadata,
  callback_id: view.callbackId,
  external_id: view.externalId,
  state: { values: view.state },
  hash: view.hash,
  title: view.sent['title'] ?? null,
  submit: view.sent['submit'] ?? null,
  close: view.sent['close'] ?? null,
  clear_on_close: view.clearOnClose,
  notify_on_close: view.notifyOnClose,
  previous_view_id: view.previousViewId ?? null,
  root_view_id: view.rootViewId,
  app_id: workspace.bot.appId,
  app_installed_team_id: workspace.team.id,
  bot_id: workspace.bot.botId,
})
