/** What an operator says about an account, held against what its kind of connector asks for. */
import type { FieldError } from '../base/problem.ts';
import { Secret } from '../base/secret.ts';
import type { AccountField, ConnectorKind } from '../connectors/acquirer/kind.ts';

export type Given = Readonly<Record<string, string>>;

export type ReadFields = {
  readonly values: Given;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly errors: readonly FieldError[];
};

/** Every wrong field at once. A value is never part of a message: it may be a secret in the wrong place. */
export const readFields = (
  kind: ConnectorKind,
  given: { readonly settings: Given; readonly secrets: Given },
): ReadFields => ({
  values: pick(kind, given.settings, false),
  secrets: Object.fromEntries(
    Object.entries(pick(kind, given.secrets, true)).map(([name, value]) => [name, new Secret(value)]),
  ),
  errors: [...mistakesIn(kind, given.settings, false), ...mistakesIn(kind, given.secrets, true)],
});

/** The same for settings alone; the secrets stay. */
export const readSettings = (kind: ConnectorKind, given: Given): Pick<ReadFields, 'values' | 'errors'> => ({
  values: pick(kind, given, false),
  errors: mistakesIn(kind, given, false),
});

const pick = (kind: ConnectorKind, given: Given, isSecret: boolean): Given =>
  Object.fromEntries(
    kind.fields.flatMap((field) => {
      const value = field.isSecret === isSecret ? given[field.name] : undefined;
      return value === undefined ? [] : [[field.name, value]];
    }),
  );

const mistakesIn = (kind: ConnectorKind, given: Given, isSecret: boolean): readonly FieldError[] => {
  const place = isSecret ? '/secrets' : '/settings';
  const fields = kind.fields.filter((field) => field.isSecret === isSecret);
  const known = new Set(fields.map(({ name }) => name));
  return [
    ...fields.flatMap((field) => mistakeOf(field, given[field.name], place)),
    ...Object.keys(given)
      .filter((name) => !known.has(name))
      .map((name) => ({
        pointer: `${place}/${name}`,
        code: 'unknown',
        message: `${kind.name} has no ${isSecret ? 'secret' : 'setting'} ${name}; it has ${listOf(fields)}.`,
      })),
  ];
};

const listOf = (fields: readonly AccountField[]): string =>
  fields.length === 0 ? 'none' : fields.map(({ name }) => name).join(', ');

const mistakeOf = (field: AccountField, value: string | undefined, place: string): readonly FieldError[] => {
  const pointer = `${place}/${field.name}`;
  if (value === undefined)
    return field.isRequired
      ? [{ pointer, code: 'required', message: `${field.name} is missing: ${field.about}.` }]
      : [];
  return field.pattern.test(value)
    ? []
    : [{ pointer, code: 'invalid', message: `${field.name} must be such that it ${field.expected}.` }];
};
