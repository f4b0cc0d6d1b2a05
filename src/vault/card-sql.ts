/**
 * Pieces of SQL by which a card is stored and erased in the very statement that makes or ends what it belongs to.
 * Parameter `$1` of that statement is the merchant.
 */

/** The body of a CTE. `from` gives rows `k` with `id`, `key_version`, and `sealed` in hex. */
export const insertSealedCards = (from: string): string => `
    insert into vault_cards (merchant_id, id, key_version, sealed)
    select $1::uuid, k.id, k.key_version, decode(k.sealed, 'hex')
    ${from}`;

/** The body of a CTE. `of` names a CTE whose rows `gone` have the `id` of what the cards belonged to. */
export const eraseSealedCards = (of: string, condition = 'true'): string => `
    delete from vault_cards c
    using ${of} gone
    where c.merchant_id = $1::uuid and c.id = gone.id and ${condition}`;
