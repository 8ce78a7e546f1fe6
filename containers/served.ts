/** What clients read: values by name. */
export type ClientEnvironment = Readonly<Record<string, string>>;

/** An estate in one container or several, as clients and tests find it. */
export interface ServedInContainers {
  /** What clients on this machine read; the certificate lies in a temporary file until the end. Ask again after a restart: the ports are
   *  others then. */
  environment(): Promise<ClientEnvironment>;
  /** What clients in other containers of its network read. `certificateFile`: where the certificate lies there. */
  environmentFor(certificateFile: string): Promise<ClientEnvironment>;
  /** The certificate that clients trust, in PEM. */
  certificate(): Promise<string>;
  /** What the checkers of the invariants say now. Errors: what the connection or the control API says. */
  verdicts(): Promise<readonly { readonly checker: string; readonly verdict: string }[]>;
  /** Where each machine stands. */
  machines(): Promise<readonly { readonly name: string; readonly [field: string]: unknown }[]>;
}
