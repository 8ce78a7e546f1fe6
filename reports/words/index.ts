import { en, type Words } from './en';
import { ja } from './ja';

/** The languages of a report. */
export const LANGUAGES = { en, ja } as const satisfies Readonly<Record<string, Words>>;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly Language[];

export type { Words };
export { en };
