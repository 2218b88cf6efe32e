/** The id becomes a folder name, so it may hold nothing that means something in a path. Throws a plain Error: ids are ours. */
export function checkJobId(id: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(id)) throw new Error(`${JSON.stringify(id)} is not a job id`)
  return id
}
