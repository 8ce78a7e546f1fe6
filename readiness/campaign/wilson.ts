/** z of a 95 % interval. */
const Z = 1.959964;

/** Wilson's 95 % interval of a share. Shape: 0…1, and 0 to 1 where nothing was tried.
 *  Source: Wilson, JASA 22 (1927); its ends stay between 0 and 1, and are honest where all of a few succeeded. */
export function wilson(successes: number, tries: number): { readonly low: number; readonly high: number } {
  if (tries === 0) return { low: 0, high: 1 };
  const share = successes / tries;
  const scale = 1 + (Z * Z) / tries;
  const middle = share + (Z * Z) / (2 * tries);
  const half = Z * Math.sqrt((share * (1 - share)) / tries + (Z * Z) / (4 * tries * tries));
  return {
    low: Math.max(0, successes === 0 ? 0 : (middle - half) / scale),
    high: Math.min(1, successes === tries ? 1 : (middle + half) / scale),
  };
}
