import assert from 'node:assert/strict';
import { get, globalAgent } from 'node:https';
import { join } from 'node:path';
import { readEstateFile } from '../estate-file';
import { OPTIONS } from '../faults/served.fixture.spec';
import { ServedEstate, type ServeOptions } from '../served-estate';
import { ask, ROOT, type Told } from '../servers.fixture.spec';
import type { StateFolder } from '../state/folder';
import type { View } from './shape';

export const DRILL = join(ROOT, 'examples', 'estates', 'drill.yaml');

/** A client of the console, over TLS, as a browser would be. */
export class ConsoleClient {
  readonly served: ServedEstate;
  cookie = '';

  static async open(options: Partial<ServeOptions> = {}, state?: StateFolder): Promise<ConsoleClient> {
    const broken = (error: unknown): never => assert.fail(error as Error);
    return new ConsoleClient(
      await ServedEstate.open(readEstateFile(DRILL), { ...OPTIONS, ...options }, broken, state),
    );
  }

  private constructor(served: ServedEstate) {
    this.served = served;
  }

  get origin(): string {
    return this.served.environment.HOMEWARD_ARM_ENDPOINT ?? '';
  }

  get bearer(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.served.environment.HOMEWARD_CONTROL_TOKEN}` };
  }

  /** A ticket of the link that is printed. */
  ticket(): string {
    return new URL(this.served.consoleUrl()).hash.replace('#ticket=', '');
  }

  /** Asks with the cookie, as the page of `origin`; undefined: no page says where it is from. */
  ask(
    method: string,
    path: string,
    body?: object,
    origin: string | undefined = this.origin,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Told> {
    const headers = {
      ...(this.cookie === '' ? {} : { cookie: this.cookie }),
      ...(origin === undefined ? {} : { origin }),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...more,
    };
    const url = `${this.origin}/homeward${path}`;
    return ask(this.served, method, url, headers, body ? JSON.stringify(body) : '');
  }

  /** Changes a ticket into a session. */
  async enter(ticket = this.ticket()): Promise<Told> {
    const told = await this.ask('POST', '/console/session', { ticket });
    this.cookie = told.headers['set-cookie']?.[0]?.split(';')[0] ?? this.cookie;
    return told;
  }

  async view(): Promise<View> {
    const { status, body } = await this.ask('GET', '/console/view');
    assert.equal(status, 200, body);
    return JSON.parse(body);
  }

  /** Follows what goes on, until something is heard. Gives all that was; undefined: to the end of the stream. */
  follow(until: RegExp | undefined, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    return new Promise((done, fail) => {
      const asked = get(
        `${this.origin}/homeward/console/events`,
        { rejectUnauthorized: false, agent: false, headers: { cookie: this.cookie, ...headers } },
        (answer) => {
          let text = '';
          answer.on('data', (chunk) => {
            text += chunk;
            if (!until?.test(text)) return;
            done(text);
            asked.destroy();
          });
          answer.on('end', () => done(text));
          answer.on('error', () => done(text));
        },
      );
      asked.on('error', fail);
    });
  }

  async close(): Promise<void> {
    globalAgent.destroy();
    await this.served.close();
  }
}
