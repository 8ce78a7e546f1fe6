import { en, type Words } from './en';

/** The languages of a report. */
export const LANGUAGES = { en } as const;

export type Language = keyof typeof LANGUAGES;
export type { Words };
export { en };
