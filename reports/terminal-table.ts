import { type Assessment, type MachineVerdict, minutes, placeOf } from '../readiness';
import { LOOK } from './look';
import { columns, cutEnd, cutMiddle, padEnd, padStart, plain } from './terminal-text';

const COLUMNS_MAX = 100;
const NAME_COLUMNS_MAX = 28;
const ROWS_MAX = 60;

/** The verdicts as a table for a terminal, worst first: at most 100 columns; past 60 rows the rest is counted. */
export function renderTable({ machines }: Pick<Assessment, 'machines'>, colour: boolean): string {
  const shown = machines.slice(0, ROWS_MAX);
  const rows = shown.map(cellsOf);
  const header = ['VERDICT', 'MACHINE', 'WHY', 'WHERE', 'FAILBACK'] as const;
  const width = (index: number) =>
    Math.max(columns(header[index] as string), ...rows.map((row) => columns(row[index] as string)));
  const [verdict, name, where, time] = [width(0), Math.min(NAME_COLUMNS_MAX, width(1)), width(3), width(4)];
  const why = COLUMNS_MAX - verdict - name - where - time - 4 * GAP.length;
  const line = (cells: readonly string[]) =>
    [
      padEnd(cells[0] ?? '', verdict),
      padEnd(cutMiddle(cells[1] ?? '', name), name),
      padEnd(cutEnd(cells[2] ?? '', why), why),
      padEnd(cells[3] ?? '', where),
      padStart(cells[4] ?? '', time),
    ]
      .join(GAP)
      .trimEnd();
  const lines = rows.map((row, index) => {
    const text = line(row);
    const { ansi, word, shape } = LOOK[(shown[index] as MachineVerdict).verdict];
    const head = `${shape} ${word}`;
    return colour ? `\u001b[${ansi}m${head}\u001b[0m${text.slice(head.length)}` : text;
  });
  const left = machines.length - shown.length;
  const more = left > 0 ? [`… and ${left} more, all of them in the run folder`] : [];
  return [line(header), ...lines, ...more].join('\n');
}

const GAP = '  ';

function cellsOf({ verdict, name, reasons, journey }: MachineVerdict): readonly string[] {
  const { word, shape } = LOOK[verdict];
  const [first] = reasons;
  const more = reasons.length > 1 ? `(+${reasons.length - 1}) ` : '';
  const stage = first?.stage ? ` (at: ${first.stage})` : '';
  const why =
    verdict === 'proven' ? 'came home and is protected again' : `${more}${first?.text ?? ''}${stage}`;
  const where = first?.at ? shortened(placeOf(first.at)) : '';
  const came = verdict === 'proven' || verdict === 'at risk';
  const time = came && journey?.rtoMs !== undefined ? minutes(journey.rtoMs) : '–';
  return [`${shape} ${word}`, plain(name), plain(why), where, time];
}

/** The end of a path tells most: a table has no room for the whole, which report.json has. */
function shortened(place: string): string {
  return place.length > WHERE_CHARS_MAX ? `…${place.slice(1 - WHERE_CHARS_MAX)}` : place;
}

const WHERE_CHARS_MAX = 30;
