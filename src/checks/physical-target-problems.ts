import { formatBytes } from '../model/amount.ts'
import { INSTEAD } from './physical-instead.ts'
import type { Rule } from './physical-problems.ts'

/** A socket's path has 107 bytes at most (unix(7)), and ours is in a folder beside the data folder. */
const LONGEST_FOLDER = 70

/** Can the target's data folder be set aside, by this login, with room beside it? */
export const targetPlace: Rule = ({ to, target, needs, ownRun }) => [
  to.in_recovery && {
    summary: `${target.host} is a standby of another server.`,
    advice: 'Choose a server of its own as the target.',
  },
  to.owner !== '' &&
    ![to.owner, 'root'].includes(to.login) && {
      summary: `The data folder of ${target.host} belongs to ${to.owner}, and the bot logs in there as ${to.login}.`,
      advice: `Let it log in as ${to.owner} or root (hosts.${target.host}.user), then retry.`,
    },
  (to.folder === '' || (['root', to.owner].includes(to.login) && to.bin === '')) && {
    summary: `The server of ${target.host} does not run on the host itself, perhaps in a container.`,
    advice: `Its files cannot be put in place from outside. ${INSTEAD}`,
  },
  to.bin !== '' &&
    to.missingPrograms.length > 0 && {
      summary: `${to.bin} on ${target.host} has no ${to.missingPrograms.join(', no ')}.`,
      advice: 'Install the server and client packages of the same version there, then retry.',
    },
  to.folder !== '' &&
    !/^[A-Za-z0-9_./-]+$/.test(to.folder + to.ownFiles.join('')) && {
      summary: `The data folder of ${target.host} or a file in it has a name with unusual characters: ${to.folder}.`,
      advice: INSTEAD,
    },
  to.folder.length > LONGEST_FOLDER && {
    summary: `The path ${to.folder} on ${target.host} is longer than ${LONGEST_FOLDER} characters, so a socket beside it could not be made.`,
    advice: INSTEAD,
  },
  to.fixed !== '' && {
    summary: `${to.folder} on ${target.host} ${to.fixed}, so it cannot be set aside by renaming it.`,
    advice: 'Move the data folder one level down, or start again with method=stream.',
  },
  !ownRun &&
    to.folder !== '' &&
    to.freeBytes < needs && {
      summary: `${target.host} has ${formatBytes(to.freeBytes)} free beside ${to.folder} and needs ${formatBytes(needs)} for the whole cluster.`,
      advice: 'Free space or grow the disk, then retry.',
    },
]

/** Is the target's cluster free to be replaced? */
export const targetContent: Rule = ({ to, target, ownRun }) => [
  !ownRun &&
    to.occupied.length > 0 && {
      summary: `The cluster on ${target.host} already holds ${to.occupied.join(', ')}, and a move by files replaces all of it.`,
      advice: `Drop what nobody needs, or start again with method=stream.`,
    },
]
