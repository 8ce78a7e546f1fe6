import { Misuse } from '../../simulators/kernel';

/** Where a Redis is. Shape: `shown` is for people, without user and password. */
export interface Place {
  readonly shown: string;
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly servername: string };
}

/** The variable that holds the password where the URL has none: what stands on a command line, others on the machine can read. */
export const PASSWORD_VARIABLE = 'HOMEWARD_REDIS_PASSWORD';

const PORT = 6_379;

/** Reads redis://[user[:password]@]host[:port][/database], or rediss:// for TLS. Errors: HW-REDIS-URL; its message never repeats the URL, which may hold a password. */
export function placeOf(url: string, environment: NodeJS.ProcessEnv = process.env): Place {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const db = Number(parsed?.pathname.slice(1) || 0);
  if (!parsed || !/^rediss?:$/.test(parsed.protocol) || parsed.hostname === '' || !isDatabase(db))
    throw new Misuse(
      'HW-REDIS-URL',
      'expected the URL of a Redis, got something else',
      'Write it like redis://host:6379/0, or rediss://host for TLS.',
    );
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = parsed.port === '' ? PORT : Number(parsed.port);
  const password = parsed.password === '' ? environment[PASSWORD_VARIABLE] : decoded(parsed.password);
  return {
    shown: `${parsed.protocol}//${parsed.hostname}:${port}/${db}`,
    host,
    port,
    db,
    ...(parsed.username !== '' && { username: decoded(parsed.username) }),
    ...(password && { password }),
    ...(parsed.protocol === 'rediss:' && { tls: { servername: host } }),
  };
}

function isDatabase(db: number): boolean {
  return Number.isInteger(db) && db >= 0 && db < 65_536;
}

/** A percent sign that encodes nothing is meant as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
