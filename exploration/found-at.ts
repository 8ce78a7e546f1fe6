export const FOUND_AT: { readonly [bug: string]: number } = {};
