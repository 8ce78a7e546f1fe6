import { ExtentMap } from './extent-map';

/** Contents that change: a map that is written in place as long as nobody has seen it.
 *  Shape: each `view` is immutable; the next write after it leaves it as it was. */
export class Contents {
  private map: ExtentMap;
  private edit: object | undefined;

  constructor(map = ExtentMap.empty) {
    this.map = map;
  }

  write(start: number, count: number, version: number): void {
    this.edit ??= {};
    this.map = this.map.writeIn(this.edit, start, count, version);
  }

  view(): ExtentMap {
    this.edit = undefined;
    return this.map;
  }
}
