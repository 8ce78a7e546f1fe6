/** Resolves at SIGTERM or SIGINT, or with what broke the simulation. */
export function stopSignal(): {
  readonly stopped: Promise<unknown>;
  readonly broken: (error: unknown) => void;
} {
  let settle: (error: unknown) => void = () => undefined;
  const stopped = new Promise<unknown>((resolve) => {
    settle = resolve;
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => settle(undefined));
  return { stopped, broken: (error) => settle(error) };
}
