export declare const completionsFor: <T extends { text: string }>(typed: string, all: T[]) => T[]
