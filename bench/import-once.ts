import { readInventory } from '../readiness/inventory';

/** A process that reads one export, for the benchmark: it prints what that took (importing alone, without the rehearsals) as one line of JSON. */
async function main(file: string): Promise<void> {
  const { machines } = await readInventory([file]);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  process.stdout.write(`${JSON.stringify({ machines: machines.length, cpuSeconds, mib: maxRSS / 1024 })}\n`);
}

void main(process.argv[2] ?? '');
