/**
 * SQL by which a batch of one merchant takes the merchant's next numbers for those that came without a reference of
 * their own: one change of the counter a statement, and no gaps, because it commits with what it numbers. `input` must
 * have `place`.
 */
export const nextReferences = `
    update merchant_counters
    set last_reference = last_reference + (select count(*) from input where merchant_reference_id is null)
    where merchant_id = $1 and exists (select from input where merchant_reference_id is null)
    returning last_reference`;

export const referenceOrNext = `
      coalesce(i.merchant_reference_id, (counter.last_reference + 1
        - row_number() over (partition by i.merchant_reference_id is null order by i.place desc))::text)`;
