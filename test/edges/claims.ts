/** For a loss, by the beginning of a sentence on its edges: what must hold for the sentence to be true. */
export type Claims = Readonly<Record<string, Readonly<Record<string, () => Promise<void>>>>>;
