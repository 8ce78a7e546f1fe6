import { existsSync, readFileSync } from 'node:fs';
import type { Draw } from './draw';

/** The official description, beside the checkout; it is no part of this project. */
const DESCRIPTION = '../shared/data/azure-swagger/siterecovery/2023-06-01/service.json';
const DEPTH_MAX = 12;

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: { readonly [field: string]: Schema };
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly discriminator?: string;
  readonly 'x-ms-discriminator-value'?: string;
}

interface Described {
  readonly definitions: { readonly [name: string]: Schema };
  readonly paths: {
    readonly [path: string]: {
      readonly [method: string]: {
        readonly operationId?: string;
        readonly parameters?: readonly { readonly in?: string; readonly schema?: Schema }[];
      };
    };
  };
}

/** Bodies of requests in the shape that the official description gives them. */
export class DescribedBodies {
  private readonly described: Described;
  private readonly inputs = new Map<string, Schema>();

  /** Undefined where the description does not lie beside the checkout. */
  static open(): DescribedBodies | undefined {
    return existsSync(DESCRIPTION)
      ? new DescribedBodies(JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as Described)
      : undefined;
  }

  private constructor(described: Described) {
    this.described = described;
    for (const methods of Object.values(described.paths))
      for (const { operationId, parameters = [] } of Object.values(methods)) {
        const input = parameters.find((each) => each.in === 'body')?.schema;
        if (operationId !== undefined && input) this.inputs.set(operationId, input);
      }
  }

  /** A body for an operation; `texts` are put where the description asks for any text. Undefined: it takes none. */
  body(operation: string, draw: Draw, texts: readonly string[]): unknown {
    const input = this.inputs.get(operation);
    return input && this.value(input, draw, texts, 0);
  }

  private value(schema: Schema, draw: Draw, texts: readonly string[], depth: number): unknown {
    const defined = this.resolved(schema);
    if (depth > DEPTH_MAX) return null;
    if (defined.discriminator !== undefined) return this.member(defined, draw, texts, depth);
    if (defined.enum) return draw.pick(defined.enum);
    switch (defined.type) {
      case 'integer':
      case 'number':
        return draw.pick([0, 1, 5, 60, 1_440, 100_000]);
      case 'boolean':
        return draw.chance(0.5);
      case 'array':
        return Array.from({ length: draw.below(3) }, () =>
          this.value(defined.items ?? {}, draw, texts, depth + 1),
        );
      case 'object':
        return this.object(defined, draw, texts, depth);
      default:
        return draw.pick(texts);
    }
  }

  /** One of a family, most often one that VMware machines have. */
  private member(base: Schema, draw: Draw, texts: readonly string[], depth: number): object {
    const family = Object.values(this.described.definitions).filter(
      (each) => each !== base && each.allOf?.some((above) => this.resolved(above) === base),
    );
    const ours = family.filter((each) => /^(InMage|VMware)/.test(each['x-ms-discriminator-value'] ?? ''));
    const chosen = ours.length > 0 && draw.chance(0.85) ? draw.pick(ours) : (draw.pick(family) ?? base);
    const { discriminator = 'instanceType' } = base;
    return {
      ...this.object(chosen, draw, texts, depth),
      [discriminator]: chosen['x-ms-discriminator-value'] ?? 'None',
    };
  }

  private object(schema: Schema, draw: Draw, texts: readonly string[], depth: number): object {
    const above = (schema.allOf ?? []).map((each) => this.resolved(each));
    const line = [...above, schema];
    const required = line.flatMap((each) => each.required ?? []);
    const fields = line.flatMap((each) => Object.entries(each.properties ?? {}));
    return Object.fromEntries(
      fields
        .filter(([field]) => required.includes(field) || draw.chance(0.6))
        .map(([field, each]) => [field, this.value(each, draw, texts, depth + 1)]),
    );
  }

  private resolved({ $ref, ...schema }: Schema): Schema {
    if ($ref === undefined) return schema;
    return this.described.definitions[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {};
  }
}
