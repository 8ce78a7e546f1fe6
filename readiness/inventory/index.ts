import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { Misuse } from '../../simulators/kernel';
import { AsrDump } from './asr/asr-dump';
import { COLUMNS } from './columns';
import { delimiterOf, headerOf, readCsv } from './csv';
import { parseJsonDocuments } from './json-documents';
import { mergeExports } from './merge';
import { MigrateDump } from './migrate/migrate-dump';
import type { Inventory } from './model';
import { NoteBook } from './notes';
import { PLANNER_SHEETS, PlannerDump } from './planner/planner-dump';
import { notesOnLists, readVmList } from './planner/vm-list';
import { PowercliDump } from './powercli/powercli-dump';
import { type Export, readExport } from './read-export';
import { type InputFile, noFolder, readInput } from './read-file';
import { readWorkbook } from './read-workbook';
import { recognise, unknown } from './recognise';
import { RvtoolsCsv } from './rvtools/rvtools-csv';
import { rvtoolsTab } from './rvtools/rvtools-tab';
import { usedColumns } from './table';
import { VimDump } from './vim/vim-dump';

export type {
  Datastore,
  Fact,
  Host,
  Inventory,
  LocalTime,
  Machine,
  PermissionFact,
  Where,
} from './model';
export { placeText } from './model';
export type { Disagreement, RecoveryServer, ReplicationFacts } from './replication-model';
export { runsInAzure } from './replication-model';
export type { ComparedFact } from './same-fact';
export { sameMachine } from './same-fact';

/** Reads an estate from one or several exports, each known by its content: RVTools workbooks and folders of its CSV (headers
 *  of 3.x and 4.x), JSON of govc (both spellings), PowerCLI objects as CSV or JSON, folders that `govc object.save` has written, ARM JSON of Site Recovery.
 *  Shape:  dumps of one kind complete each other; so do exports of different kinds that know one machine. What two state
 *          differently is a disagreement, and neither counts. A file that is given twice is read once. What no file states is `undefined`.
 *  Errors: HW-INPUT-… (never retryable) – the list is in README.md; nothing is returned for half of the files. */
export async function readInventory(files: readonly string[]): Promise<Inventory> {
  if (files.length === 0) {
    const message = 'expected at least one export, got none';
    throw new Misuse('HW-INPUT-NONE', message, 'Name a file that RVTools, govc or PowerCLI has written.');
  }
  const reading = new Reading();
  for (const path of files) {
    const input = await readInput(path);
    if ('bytes' in input) await reading.addFile(input, dirname(resolve(path)));
    else await reading.addFolder(input, path);
  }
  return reading.finish();
}

/** What has been read so far. Shape: exports in the order in which each was first seen; all dumps of one kind are one export. */
class Reading {
  private readonly notes = new NoteBook();
  private readonly seen = new Set<string>();
  private readonly exports = new Map<string, { finish(): Export }>();
  private readonly vim = new VimDump(this.notes);
  private readonly powercli = new PowercliDump(this.notes);
  private readonly planner = new PlannerDump(this.notes);
  private readonly migrate = new MigrateDump(this.notes);
  private readonly lists: { readonly file: string; readonly names: readonly string[] }[] = [];
  private readonly asr = new AsrDump(this.notes);
  private readonly unread: string[] = [];
  private readonly csvFolders = new Map<string, RvtoolsCsv>();

  /** Adds a file that lies in `folder`. Errors: HW-INPUT-… */
  async addFile(input: InputFile, folder: string): Promise<void> {
    const recognised = recognise(input);
    if (recognised.kind === 'csv' && this.addTab(input, recognised.text, folder)) return;
    if (this.isRepeated(input)) return;
    if (recognised.kind === 'workbook') {
      await this.addWorkbook(input);
      return;
    }
    const { kind, text } = recognised;
    if (kind === 'xml') {
      if (!this.vim.addXml(input, text)) throw unknown('XML of another kind', input.file);
      this.vim.addSource(input.file, input.sha256);
      this.exports.set('vim', this.vim);
    } else if (kind === 'csv') {
      this.addCsv(input, text);
    } else {
      const documents = parseJsonDocuments(text, input.file);
      if (this.asr.addJson(input, documents)) this.exports.set('asr', this.asr);
      else if (this.powercli.addJson(input, documents)) this.exports.set('powercli', this.powercli);
      else if (this.vim.addJson(input, documents)) this.exports.set('vim', this.vim);
      else throw unknown('JSON of another kind', input.file);
    }
  }

  private async addWorkbook(input: InputFile): Promise<void> {
    const workbook = await readWorkbook(input, [...Object.keys(COLUMNS), ...PLANNER_SHEETS], usedColumns);
    const planned = PLANNER_SHEETS.flatMap((name) => workbook.sheets.get(name) ?? []);
    if (planned.length > 0 && !workbook.sheets.has('vinfo')) {
      this.planner.addSheets(input, planned, workbook.epoch1904);
      this.exports.set('planner', this.planner);
      return;
    }
    const read = readExport(input, workbook, this.notes);
    this.exports.set(input.sha256, { finish: () => read });
  }

  private addCsv(input: InputFile, text: string): void {
    const csv = readCsv(text, input.file);
    const names = readVmList(text);
    const decimalComma = delimiterOf(text) === ';';
    if (this.powercli.addCsv(input, csv)) this.exports.set('powercli', this.powercli);
    else if (this.planner.addCsv(input, csv, decimalComma)) this.exports.set('planner', this.planner);
    else if (this.migrate.addCsv(input, csv, decimalComma)) this.exports.set('migrate', this.migrate);
    else if (names) this.lists.push({ file: input.file, names });
    else throw unknown(describeText(text), input.file);
  }

  /** Adds a tab of RVTools to those of its folder. Shape: false if the file is none.
   *  Two exports may have equal tabs (no snapshots, no partitions): bytes that were seen elsewhere are read all the same. */
  private addTab(input: InputFile, text: string, folder: string): boolean {
    const tab = rvtoolsTab(input.file, headerOf(text));
    if (tab === undefined) return false;
    if (tab === 'unread') {
      this.unread.push(input.file);
      return true;
    }
    const known = this.csvFolders.get(folder) ?? new RvtoolsCsv(basename(folder), this.notes);
    known.add(input, tab, readCsv(text, input.file), delimiterOf(text) === ';');
    this.csvFolders.set(folder, known);
    this.exports.set(`csv ${folder}`, known);
    return true;
  }

  /** Adds the saved objects of a folder, or its tabs of RVTools; other XML is left out, other CSV with a note.
   *  Errors: HW-INPUT-… */
  async addFolder(files: AsyncGenerator<InputFile>, path: string): Promise<void> {
    const digests: string[] = [];
    let folder = '';
    for await (const input of files) {
      folder = input.file.slice(0, input.file.lastIndexOf('/'));
      if (/\.csv$/i.test(input.file)) {
        this.addFolderCsv(input, resolve(path));
        continue;
      }
      const recognised = recognise(input);
      if (recognised.kind !== 'xml' || !this.vim.addXml(input, recognised.text)) continue;
      digests.push(input.sha256);
    }
    if (digests.length === 0 && this.csvFolders.has(resolve(path))) return;
    if (digests.length === 0) throw noFolder(path);
    this.vim.addSource(folder, createHash('sha256').update(digests.join()).digest('hex'));
    this.exports.set('vim', this.vim);
  }

  /** What has no name of a tab may be anything: then it is left out, with a note. */
  private addFolderCsv(input: InputFile, folder: string): void {
    try {
      const recognised = recognise(input);
      if (recognised.kind === 'csv' && this.addTab(input, recognised.text, folder)) return;
    } catch (error) {
      if (!(error instanceof Misuse) || rvtoolsTab(input.file, []) !== undefined) throw error;
    }
    const message = `${input.file} is no tab of RVTools: left out of its folder`;
    this.notes.add('info', 'HW-NOTE-SKIPPED', message);
  }

  /** Errors: HW-INPUT-NO-MACHINES. */
  finish(): Inventory {
    const exports = [...this.exports.values()].map((each) => each.finish());
    const inventory = mergeExports(exports, this.notes);
    if (inventory.machines.length > 0)
      return { ...inventory, notes: [...inventory.notes, ...notesOnLists(this.lists, inventory)] };
    const files = [...inventory.sources, ...this.lists].map(({ file }) => file);
    const names = [...files, ...this.unread].join(', ');
    const message = `expected at least one machine, got none: ${names}`;
    const next =
      'Add the file that has the machines (govc vm.info -json, Get-VM, replicationProtectedItems), made with an account that sees them.';
    throw new Misuse('HW-INPUT-NO-MACHINES', message, next);
  }

  private isRepeated({ file, sha256 }: InputFile): boolean {
    if (!this.seen.has(sha256)) {
      this.seen.add(sha256);
      return false;
    }
    this.notes.add('info', 'HW-NOTE-SAME-FILE', `${file} was given twice (same bytes): read once`);
    return true;
  }
}

function describeText(text: string): string {
  const [head = ''] = text.trim().split('\n', 1);
  return /[,;\t]/.test(head) ? 'CSV whose columns are not known' : 'text';
}
