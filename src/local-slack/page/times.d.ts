export declare const ago: (date: Date, now?: Date) => string
export declare const formatDate: (
  unixSeconds: number,
  format: string,
  options?: { now?: Date; zone?: string },
) => string
export declare const dateOfTs: (ts: string) => Date
export declare const fullDate: (date: Date) => string
