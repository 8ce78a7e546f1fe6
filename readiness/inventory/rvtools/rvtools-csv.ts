import { Misuse } from '../../../simulators/kernel';
import type { SheetKey } from '../columns';
import { type CsvRecord, rowsByLine } from '../csv';
import type { NoteBook } from '../notes';
import { type Export, readExport } from '../read-export';
import type { InputFile } from '../read-file';
import type { SheetRows } from '../read-workbook';
import { tabName } from './rvtools-tab';

interface Tab {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: SheetRows;
}

/** One export of RVTools as CSV: the tabs of one folder, each a file. Read as the workbook would be that has them as sheets. */
export class RvtoolsCsv {
  private readonly folder: string;
  private readonly notes: NoteBook;
  private readonly tabs = new Map<SheetKey, Tab>();

  /** `folder` – its base name, for messages about the whole. */
  constructor(folder: string, notes: NoteBook) {
    this.folder = folder;
    this.notes = notes;
  }

  /** Adds a tab. Errors: HW-INPUT-MIXED – the folder has another file of it. */
  add({ file, sha256 }: InputFile, key: SheetKey, csv: readonly CsvRecord[], decimalComma: boolean): void {
    const earlier = this.tabs.get(key);
    if (earlier?.sha256 === sha256) {
      this.notes.add('info', 'HW-NOTE-SAME-FILE', `${file} was given twice (same bytes): read once`);
      return;
    }
    const name = tabName(key);
    if (earlier) {
      const message = `expected one export in a folder, got two files of ${name}: ${earlier.file}, ${file}`;
      throw new Misuse('HW-INPUT-MIXED', message, 'Give each export a folder of its own.');
    }
    const place = (row: number, column: string) => ({ file, sheet: name, row, column });
    this.tabs.set(key, { file, sha256, sheet: { name, rows: rowsByLine(csv), decimalComma, place } });
  }

  /** What all tabs say together. Errors: those of readExport. */
  finish(): Export {
    const tabs = [...this.tabs.values()];
    const [first] = tabs;
    const file = tabs.length === 1 && first ? first.file : this.folder;
    const workbook = {
      sheets: new Map([...this.tabs].map(([key, { sheet }]) => [key as string, sheet])),
      sheetNames: tabs.map(({ sheet }) => sheet.name),
      epoch1904: false,
    };
    const digest = (this.tabs.get('vinfo') ?? first)?.sha256 ?? '';
    const read = readExport({ file, sha256: digest }, workbook, this.notes);
    const sources = read.sources.flatMap((source) => tabs.map((tab) => ({ ...source, ...ownOf(tab) })));
    return { ...read, sources };
  }
}

function ownOf({ file, sha256 }: Tab) {
  return { file, sha256 };
}
