/** One thing Slack would refuse: where it is (a JSON pointer) and what is wrong there. */
export interface Problem {
  pointer: string
  message: string
}

/** Judges one value at one place. */
export type Check = (value: unknown, pointer: string) => Problem[]

/** Slack's wording of a problem in `response_metadata.messages`. */
export const problemLine = (problem: Problem): string => `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`
