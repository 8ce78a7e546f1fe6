/** What clients read: values by name. */
export type Environment = { readonly [name: string]: string };

/** `NAME=value` lines, as a shell and `--env-file` of Node read them. */
export function printEnvironment(environment: Environment): string {
  return `${Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

/** What clients read, with the file of the certificate that they are to trust. */
export function clientEnvironment(environment: Environment, caFile: string): Environment {
  return {
    ...environment,
    NODE_EXTRA_CA_CERTS: caFile,
    REQUESTS_CA_BUNDLE: caFile,
    HOMEWARD_CA_CERT: caFile,
    GOVC_TLS_CA_CERTS: caFile,
  };
}
