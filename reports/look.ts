import type { VerdictWord } from '../readiness';

/** How a verdict looks everywhere: always word, shape and colour. Source: VISUAL.md. `ansi`: the colour on terminals. */
export const LOOK: { readonly [verdict in VerdictWord]: VerdictLook } = {
  proven: { word: 'PROVEN', shape: '●', light: '#1a7f4b', dark: '#4cc38a', ansi: 32 },
  'at risk': { word: 'AT RISK', shape: '▲', light: '#9a6700', dark: '#e3b341', ansi: 33 },
  blocked: { word: 'BLOCKED', shape: '■', light: '#b42318', dark: '#ff7b72', ansi: 31 },
  unknown: { word: 'UNKNOWN', shape: '○', light: '#57606a', dark: '#9da7b3', ansi: 90 },
};

interface VerdictLook {
  readonly word: string;
  readonly shape: string;
  readonly light: string;
  readonly dark: string;
  readonly ansi: number;
}
