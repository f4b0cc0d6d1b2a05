import { isEquality, MERCHANT } from './judge.ts';
import { child, columnOf, isNode, list, text, walk, type Node } from './tree.ts';

/**
 * A statement's trees once for each condition on `merchant_id`, each time without that one condition: what a slip of
 * the pen would leave. Conditions are comparisons, fields of compared rows, and `using (merchant_id, …)`.
 */
export const mutantsOf = (trees: readonly Node[]): readonly (readonly Node[])[] =>
  sitesIn(trees).map((_, i) => {
    const copy = structuredClone(trees);
    sitesIn(copy)[i]?.();
    return copy;
  });

/** Takes one condition out of the trees. */
type Site = () => void;

const sitesIn = (trees: readonly Node[]): readonly Site[] => {
  const sites: Site[] = [];
  for (const tree of trees) for (const node of walk(tree)) sites.push(...sitesOf(node));
  return sites;
};

const sitesOf = (node: Node): readonly Site[] => [
  ...sitesOfComparison(node),
  ...sitesOfMembership(node),
  ...sitesOfUsing(node),
];

const sitesOfComparison = (node: Node): readonly Site[] => {
  const expression = child(node, 'A_Expr');
  if (expression === undefined || !isEquality(expression)) return [];
  const [left, right] = [child(expression, 'lexpr'), child(expression, 'rexpr')];
  const [fields, others] = [left?.['RowExpr'], right?.['RowExpr']];
  if (isNode(fields) && isNode(others)) return fieldSites(list(fields, 'args'), [fields, 'args'], [others, 'args']);
  const isAbout = [left, right].some((side) => side !== undefined && namesMerchant(side));
  return isAbout
    ? [
        () => {
          replaceByTrue(node);
        },
      ]
    : [];
};

const sitesOfMembership = (node: Node): readonly Site[] => {
  const membership = child(node, 'SubLink');
  if (membership === undefined || text(membership, 'subLinkType') !== 'ANY_SUBLINK') return [];
  const tested = child(membership, 'testexpr') ?? {};
  const fields = child(tested, 'RowExpr');
  const select = child(child(membership, 'subselect'), 'SelectStmt');
  if (fields === undefined)
    return namesMerchant(tested)
      ? [
          () => {
            replaceByTrue(node);
          },
        ]
      : [];
  return select === undefined ? [] : fieldSites(list(fields, 'args'), [fields, 'args'], [select, 'targetList']);
};

const sitesOfUsing = (node: Node): readonly Site[] => {
  const join = child(node, 'JoinExpr');
  if (join === undefined) return [];
  return list(join, 'usingClause').flatMap((name, i) =>
    text(child(name, 'String'), 'sval') === MERCHANT
      ? [
          () => {
            takeOut([join, 'usingClause'], i);
          },
        ]
      : [],
  );
};

type Place = readonly [Node, string];

/** For each field that is a `merchant_id`, taking it out of both lists. */
const fieldSites = (fields: readonly Node[], ...places: readonly Place[]): readonly Site[] =>
  fields.flatMap((field, i) =>
    namesMerchant(field)
      ? [
          () => {
            for (const place of places) takeOut(place, i);
          },
        ]
      : [],
  );

const takeOut = ([owner, name]: Place, at: number): void => {
  (owner as Record<string, unknown>)[name] = list(owner, name).filter((_, i) => i !== at);
};

const namesMerchant = (node: Node): boolean => {
  const cast = child(child(node, 'TypeCast'), 'arg');
  return cast === undefined ? columnOf(node)?.column === MERCHANT : namesMerchant(cast);
};

const replaceByTrue = (node: Node): void => {
  for (const field of Object.keys(node)) Reflect.deleteProperty(node, field);
  Object.assign(node, { A_Const: { boolval: { boolval: true } } });
};
