/** What clients read: values by name. */
export type Environment = { readonly [name: string]: string };

/** `NAME=value` lines, as a shell and `--env-file` of Node read them. */
export function printEnvironment(environment: Environment): string {
  return `${Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}
