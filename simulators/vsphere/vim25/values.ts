/** A reference to a managed object. */
export class Ref {
  readonly type: string;
  readonly id: string;

  constructor(type: string, id: string) {
    this.type = type;
    this.id = id;
  }
}

/** A value in a place that takes any: it says what it is, in the notation of schema.ts. */
export class Any {
  readonly type: string;
  readonly value: unknown;

  constructor(type: string, value: unknown) {
    this.type = type;
    this.value = value;
  }
}

/** A data object. `$` is its type, where it is not just that of the place it stands in. Undefined fields are unset. */
export interface Data {
  readonly $?: string;
  readonly [field: string]: unknown;
}
