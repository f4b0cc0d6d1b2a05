/** Names as Stripe writes them, `payment_method_data[card][number]`, in the order in which they are sent. */
export type Form = readonly (readonly [name: string, value: string])[];

/** The same form is the same bytes: a repeat under a key is compared with the first. */
export const encodeForm = (form: Form): string =>
  new URLSearchParams(form.map(([name, value]): [string, string] => [name, value])).toString();

/** The pair, or nothing where there is no value. */
export const given = (name: string, value: string | undefined): Form => (value === undefined ? [] : [[name, value]]);
