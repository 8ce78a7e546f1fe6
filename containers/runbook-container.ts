import { PassThrough, Readable } from 'node:stream';
import {
  AbstractStartedContainer,
  GenericContainer,
  type StartedTestContainer,
  StartupCheckStrategy,
  type StartupStatus,
} from 'testcontainers';
import { containerOf } from './acts';
import type { ServedInContainers } from './served';

const CERTIFICATE_FILE = '/etc/homeward/ca.pem';

/** A program that brings machines home, in a container of its own beside the estate's: the reference runbook, or, with another image and
 *  `withCommand`, one's own. It finds where Azure and vSphere are in its environment. */
export class RunbookContainer extends GenericContainer {
  private readonly estate: ServedInContainers;

  constructor(estate: ServedInContainers, image = 'homeward:latest') {
    super(image);
    this.estate = estate;
    // The image's health check asks an estate; here there is none.
    this.createOpts.Healthcheck = { Test: ['NONE'] };
    this.withWaitStrategy(new Begun());
  }

  /** The runbook that comes with Homeward, with its options. */
  withReferenceRunbook(...options: readonly string[]): this {
    return this.withEntrypoint(['node', '/opt/homeward/dist/runbooks/main.js']).withCommand([...options]);
  }

  override async start(): Promise<StartedRunbook> {
    this.withEnvironment(await this.estate.environmentFor(CERTIFICATE_FILE));
    this.withCopyContentToContainer([
      { content: await this.estate.certificate(), target: CERTIFICATE_FILE, mode: 0o444 },
    ]);
    return new StartedRunbook(await super.start());
  }
}

/** It is there as soon as it has begun: it may end at any time. */
class Begun extends StartupCheckStrategy {
  async checkStartupState(): Promise<StartupStatus> {
    return 'SUCCESS';
  }
}

/** A runbook at work. */
export class StartedRunbook extends AbstractStartedContainer {
  constructor(started: StartedTestContainer) {
    super(started);
  }

  /** What it has said so far, in all its lives. */
  async said(): Promise<string> {
    const container = await containerOf(this.getId());
    const framed = await container.logs({ stdout: true, stderr: true });
    const plain = new PassThrough({ encoding: 'utf8' });
    const frames = Readable.from([framed], { objectMode: false });
    container.modem.demuxStream(frames, plain, plain);
    frames.on('end', () => plain.end());
    let said = '';
    for await (const chunk of plain) said += chunk;
    return said;
  }

  /** Waits until it has said something, and gives all that it said by then. Errors: it ended or `withinMs` passed before that. */
  async says(what: RegExp, withinMs = 120_000): Promise<string> {
    const until = Date.now() + withinMs;
    for (;;) {
      const over = !(await this.running());
      const said = await this.said();
      if (what.test(said)) return said;
      if (over || Date.now() > until)
        throw new Error(
          `expected the runbook to say ${what}, ${over ? 'it ended' : 'it did not'}; it said:\n${said}`,
        );
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Waits until it has ended. Shape: its exit code. */
  async ended(): Promise<number> {
    const { StatusCode } = await (await containerOf(this.getId())).wait();
    return StatusCode;
  }

  private async running(): Promise<boolean> {
    return (await (await containerOf(this.getId())).inspect()).State.Running;
  }
}

const LOOK_MS = 100;
