// The official descriptions of Azure's services (Swagger 2.0), as JSON Schemas that answers and requests are held against.
// A definition is closed: what it does not name is a difference, though ARM allows it. Anything may be null, as the service's own
// answers are. Where a discriminator names a derived definition, that one counts; where it names none, the base.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';

/** The folder of the descriptions, beside the checkout. It is no part of this project. */
export const DESCRIPTIONS = '../shared/data/azure-swagger';
const SERVICES = ['siterecovery', 'recoveryservices'];
/** Errors and the status of a long-running operation are described for all services at once. */
const COMMON = 'common-types-v5.json';

/** Only a name: nothing is fetched. */
const ROOT = 'https://descriptions.invalid/';

const ANY = /./;
const FORMATS = {
  // The service writes times without a zone, too: 0001-01-01T00:00:00.
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
};
for (const name of ['arm-id', 'byte', 'date', 'double', 'duration', 'float', 'int32', 'int64', 'uri', 'url'])
  FORMATS[name] = ANY;

export class Descriptions {
  files = new Map();
  operations = new Map();
  checks = new Map();
  ajv = new Ajv({ allErrors: true, strict: false, verbose: true, logger: false, formats: FORMATS });

  constructor(folder = DESCRIPTIONS) {
    this.folder = folder;
    for (const service of SERVICES)
      for (const version of readdirSync(join(folder, service)))
        for (const file of readdirSync(join(folder, service, version)).filter((name) =>
          name.endsWith('.json'),
        ))
          this.addOperations(version, `${service}/${version}/${file}`);
    this.read(COMMON);
  }

  /** The operation that answers this method and path in this version; undefined: it is not described here. */
  operation(version, method, path) {
    return this.operations.get(`${version} ${method} ${plain(path)}`);
  }

  /** The operations of one service and version. */
  list(service, version) {
    return [...this.operations.values()].filter(({ file }) => file.startsWith(`${service}/${version}/`));
  }

  /** What is wrong with an answer's body by what is described for its status. Shape: one line for each difference. */
  check({ file, responses }, status, body) {
    const described = responses[status];
    if (!described) return [`${file}: status ${status} is not described`];
    if (described.schema) return this.validate(file, described.schema, body);
    return body === undefined ? [] : [`${file}: status ${status} has a body`];
  }

  checkRequest({ file, input }, body) {
    return input && body !== undefined ? this.validate(file, input, body) : [];
  }

  checkCommon(name, body) {
    return this.validate(COMMON, { $ref: `#/definitions/${name}` }, body);
  }

  validate(file, schema, body) {
    const key = `${file} ${JSON.stringify(schema)}`;
    const check = this.checks.get(key) ?? this.ajv.compile(this.converted(file, schema, 'body'));
    this.checks.set(key, check);
    if (body === null || body === undefined) return [`${schema.$ref}: expected a body, got none`];
    return check(body) ? [] : [...new Set(check.errors.flatMap(said))];
  }

  addOperations(version, file) {
    const { paths = {}, parameters = {} } = this.read(file);
    for (const [path, methods] of Object.entries(paths))
      for (const [method, each] of Object.entries(methods)) {
        if (each.operationId === undefined) continue;
        const given = (each.parameters ?? []).map((one) => parameters[nameOf(one.$ref ?? '')] ?? one);
        const input = given.find((one) => one.in === 'body')?.schema;
        const { operationId, responses } = each;
        const operation = { operationId, method: method.toUpperCase(), path, responses, file, input, given };
        this.operations.set(`${version} ${operation.method} ${plain(path)}`, operation);
      }
  }

  read(file) {
    const known = this.files.get(file);
    if (known) return known;
    const document = JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
    this.files.set(file, document);
    const definitions = {};
    for (const [name, definition] of Object.entries(document.definitions ?? {}))
      Object.assign(definitions, this.defined(file, name, definition));
    this.ajv.addSchema({ $id: `${ROOT}${file}`, definitions });
    return document;
  }

  /** A definition under its name; the base of a family is the choice between its members, and itself under `name.` */
  defined(file, name, definition) {
    if (definition.type !== 'object' && !definition.properties && !definition.allOf)
      return { [name]: this.converted(file, definition, name) };
    const closed = this.closed(file, name, definition);
    const { discriminator } = definition;
    if (discriminator === undefined) return { [name]: closed };
    const members = Object.entries(this.files.get(file).definitions).filter(
      ([other, each]) => other !== name && this.lineOf(file, each).some(([, one]) => one === definition),
    );
    const choices = members.map(([other, each]) => ({
      if: {
        type: 'object',
        properties: { [discriminator]: { const: each['x-ms-discriminator-value'] ?? other } },
        required: [discriminator],
      },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { $ref: `#/definitions/${each.discriminator === undefined ? other : `${other}.`}` },
    }));
    const known = members.map(([other, each]) => each['x-ms-discriminator-value'] ?? other);
    const base = {
      if: {
        type: 'object',
        properties: { [discriminator]: { enum: known } },
        required: [discriminator],
      },
      else: { $ref: `#/definitions/${name}.` },
    };
    return { [name]: { allOf: [...choices, base] }, [`${name}.`]: closed };
  }

  /** With the fields of all that it is derived from, and no others. */
  closed(file, name, definition) {
    const line = this.lineOf(file, definition);
    const fields = line.flatMap(([home, { properties = {} }]) =>
      Object.entries(properties).map(([field, each]) => [
        field,
        this.converted(home, each, `${name}.${field}`),
      ]),
    );
    const [open] = line.flatMap(([home, { additionalProperties: each }]) =>
      each ? [this.converted(home, each, `${name}.*`)] : [],
    );
    return {
      $comment: name,
      type: ['object', 'null'],
      properties: Object.fromEntries(fields),
      required: [...new Set(line.flatMap(([, { required = [] }]) => required))],
      additionalProperties: open ?? false,
    };
  }

  /** A definition and all those that it is derived from, the eldest first, each with its file. */
  lineOf(file, definition) {
    const above = (definition.allOf ?? []).flatMap(({ $ref }) => {
      const [other, name] = this.place(file, $ref);
      return this.lineOf(other, this.read(other).definitions[name]);
    });
    return [...above, [file, definition]];
  }

  converted(file, schema, comment) {
    if (schema.$ref !== undefined) {
      const [other, name] = this.place(file, schema.$ref);
      this.read(other);
      return { $ref: `${ROOT}${other}#/definitions/${name}` };
    }
    const { type, format, items, properties, additionalProperties, enum: words } = schema;
    if (properties !== undefined) return this.closed(file, comment, schema);
    return {
      $comment: comment,
      ...(type === undefined ? {} : { type: [type, 'null'] }),
      ...(format === undefined ? {} : { format }),
      ...(words === undefined ? {} : { enum: [...words, null] }),
      ...(items === undefined ? {} : { items: this.converted(file, items, `${comment}[]`) }),
      ...(typeof additionalProperties === 'object'
        ? { additionalProperties: this.converted(file, additionalProperties, `${comment}.*`) }
        : {}),
    };
  }

  /** The file and the name of a definition that is referred to. */
  place(file, reference) {
    const [where, inside] = reference.split('#');
    if (where === '') return [file, nameOf(inside)];
    const version = /common-types\/resource-management\/(v\d)\//.exec(where)?.[1];
    if (version === undefined) throw new Error(`${file}: nobody knows where ${reference} is`);
    return [`common-types-${version}.json`, nameOf(inside)];
  }
}

export function described() {
  return existsSync(DESCRIPTIONS);
}

/** A path with its parameters unnamed, to compare by. */
export function plain(path) {
  return path.replaceAll(/\{\w+\}/g, '{}').toLowerCase();
}

function nameOf(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** One line for what a validator found. */
function said({ keyword, params, parentSchema, data }) {
  const where = parentSchema.$comment ?? '';
  if (keyword === 'additionalProperties') return [`${where}.${params.additionalProperty}: not described`];
  if (keyword === 'required') return [`${where}.${params.missingProperty}: missing`];
  if (keyword === 'type')
    return [`${where}: expected ${params.type.filter((each) => each !== 'null')}, got ${kindOf(data)}`];
  if (keyword === 'enum')
    return [`${where}: '${data}' is none of ${params.allowedValues.filter(Boolean).join(', ')}`];
  if (keyword === 'format') return [`${where}: no ${params.format}`];
  return keyword === 'if' ? [] : [`${where}: ${keyword}`];
}

function kindOf(data) {
  return Array.isArray(data) ? 'array' : typeof data;
}
