/** Markup that is already safe to insert. */
export declare class Markup {
  readonly text: string
  constructor(text: string)
}

export declare const escapeHtml: (text: unknown) => string
export declare const html: (strings: TemplateStringsArray, ...values: unknown[]) => Markup
export declare const trusted: (text: string) => Markup
