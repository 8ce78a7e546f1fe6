import type { Guest, GuestService } from '../guest';
import type { Component, Process } from '../kernel';
import { type GroupMessage, PORT } from '../wire';
import { control } from './mobility-control';
import { MobilityCore } from './mobility-core';
import { drain, groupSnapshot } from './mobility-drains';

/** The mobility agent of one copy of a machine: it watches the writes, and sends what changed, drain by drain, to a process server.
 *  A drain is what changed up to one instant, so that the target can be brought to that very instant.
 *  State machine: unregistered → idle (no settings) → comparing → draining ⇄ waiting. Source: AZURE.md §4.3 – observed. */
export class MobilityAgent extends MobilityCore implements GuestService {
  boot(guest: Guest): void {
    this.guest = guest;
    this.component.start();
  }

  stopped(): void {
    this.component.kill();
  }

  /** Every connection is made anew from the new address. */
  networkChanged(): void {
    this.component.kill();
    this.component.start();
  }

  /** Sends what is left, so that an orderly shutdown loses nothing. While the agent is down it waits: without it the last
   *  changes cannot be sent, and whoever asked for the shutdown must learn that from the time limit. */
  *beforeShutdown(): Process {
    const { component } = this;
    while (component.durable.settings) {
      if (component.state === 'running') {
        // Nothing is under way any more in a machine that shuts down: what is caught now is whole.
        const last = component.run('agent last drain', drain(this, true, 'application'));
        if ((yield last.ended) === 'returned') return;
      }
      yield 2_000;
    }
  }

  protected onBoot(): void {
    const endpoint = this.guest?.endpoint;
    if (!endpoint) return;
    endpoint.listen(this.component as Component, PORT.group, {
      'group.freeze': (message: GroupMessage) => this.group.freeze(message),
      'group.snapshot': (message: GroupMessage) => groupSnapshot(this, message),
      'group.thaw': () => this.guest?.thaw(),
    });
    this.component.run('agent control', control(this));
  }
}
